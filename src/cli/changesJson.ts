import type {
  ChangeCategory,
  ChangedPath,
  Changes,
  ConfigFile,
  Place,
  RankedChange,
  Severity,
} from '../core/highlights/changes/model';

/** One change of a file, or what is to be said of the file as a whole. */
export interface ChangeJson {
  readonly path: string;
  readonly previousPath: string | null;
  readonly status: ChangedPath['status'];
  /** What the file is: `Kubernetes`, `npm`, `openapi`, `authentication`, … */
  readonly what: string;
  /** `null` where it is about the whole file. */
  readonly line: number | null;
  /** `old`: the line is that of the text before the release. */
  readonly side: 'old' | 'new';
  readonly severity: Severity;
  /** The key, the package or the part of an interface; `null` where it is about the whole file. */
  readonly subject: string | null;
  /** What kind of change it is, by the category. */
  readonly kind: string | null;
  readonly before: string | null;
  readonly after: string | null;
  /** One sentence for the reviewer. */
  readonly text: string;
  /** Whether the project itself asks for the package; `null` for what is none, and where it is not known. */
  readonly direct: boolean | null;
  /** `false`: the content of the file was not read, or not understood. */
  readonly understood: boolean;
}

export interface RankedJson {
  readonly category: ChangeCategory;
  readonly path: string;
  /** Other files of which the very same is to be said. */
  readonly alsoIn: readonly string[];
  readonly line: number | null;
  readonly side: 'old' | 'new';
  readonly severity: Severity;
  readonly subject: string | null;
  readonly before: string | null;
  readonly after: string | null;
  readonly text: string;
}

/** What can hurt beside migrations. */
export interface ChangesJson extends Readonly<Record<ChangeCategory, readonly ChangeJson[]>> {
  /** What weighs most, over all categories; at most one line per file. */
  readonly ranking: readonly RankedJson[];
  /** One line per category; `null` where there is nothing. */
  readonly summaries: Readonly<Record<ChangeCategory, string | null>>;
  /** `false`: a file that may matter was not read or not understood. */
  readonly complete: boolean;
  readonly notes: readonly string[];
}

/** Secrets are masked in what was read already. */
export function changesJson(changes: Changes): ChangesJson {
  const { dependencies, api, security } = changes;
  return {
    config: changes.config.flatMap(valuesJson),
    infrastructure: changes.infrastructure.flatMap(valuesJson),
    dependencies: dependencies.flatMap((file) =>
      withFile(
        file,
        file.ecosystem,
        file.omitted,
        file.changes,
        ({ name, kind, from, to, direct, reason, source }) => ({
          subject: name,
          kind,
          before: joined(from),
          after: joined(to),
          direct,
          text: reason ?? (source === null ? dependencyWords[kind] : `It comes from ${source.to ?? 'elsewhere'}.`),
        }),
      ),
    ),
    security: security.map((file) => ({
      ...wholeFile(file, file.kind),
      line: file.line,
      side: file.side,
      kind: file.kind,
    })),
    api: api.flatMap((file) =>
      withFile(
        file,
        file.format,
        0,
        file.changes.map((each) => ({ ...each, severity: effectSeverity[each.effect] })),
        ({ subject, effect, message }) => ({
          subject,
          kind: effect,
          before: null,
          after: null,
          direct: null,
          text: message,
        }),
      ),
    ),
    flags: changes.flags.flatMap(valuesJson),
    ranking: changes.ranking.map(rankedJson),
    summaries: changes.summaries,
    complete: changes.complete,
    notes: changes.notes,
  };
}

const dependencyWords = {
  added: 'It is new.',
  removed: 'It is gone.',
  major: 'It is a major step.',
  minor: 'It is a minor step.',
  patch: 'It is a patch.',
  downgrade: 'It goes back to an earlier version.',
  other: 'It is another version.',
  source: 'It comes from elsewhere.',
} as const;

const effectSeverity = { breaking: 'high', dangerous: 'medium', safe: 'low' } as const;

function valuesJson(file: ConfigFile): readonly ChangeJson[] {
  return withFile(file, file.what, file.omitted, file.changes, ({ key, was, now, topic, reason }) => ({
    subject: key,
    kind: topic,
    before: was,
    after: now,
    direct: null,
    text: reason ?? (was === null ? 'It is new.' : now === null ? 'It is gone.' : 'It changes.'),
  }));
}

type Own = Pick<ChangeJson, 'subject' | 'kind' | 'before' | 'after' | 'direct' | 'text'>;

/** The changes of a file, and the file itself where they do not say all of it. */
function withFile<Change extends Place & { readonly severity: Severity }>(
  file: ChangedPath,
  what: string,
  omitted: number,
  changes: readonly Change[],
  ownOf: (change: Change) => Own,
): readonly ChangeJson[] {
  const told = changes.some(({ severity }) => severity === file.severity) && file.notUnderstood === null;
  const whole = wholeFile(file, what);
  const unlisted = { ...whole, severity: 'low' as const, text: `${omitted} of its changes are not listed.` };
  return [
    ...(told ? [] : [whole]),
    ...(omitted === 0 ? [] : [unlisted]),
    ...changes.map((change) => ({
      ...whole,
      ...ownOf(change),
      line: change.line,
      side: change.side,
      severity: change.severity,
    })),
  ];
}

function wholeFile(file: ChangedPath, what: string): ChangeJson {
  return {
    path: file.path,
    previousPath: file.previousPath,
    status: file.status,
    what,
    line: null,
    side: 'new',
    severity: file.severity,
    subject: null,
    kind: null,
    before: null,
    after: null,
    text: file.notUnderstood === null ? file.reason : `${file.reason} ${file.notUnderstood}`,
    direct: null,
    understood: file.notUnderstood === null,
  };
}

function rankedJson({
  category,
  path,
  alsoIn,
  line,
  side,
  severity,
  subject,
  was,
  now,
  text,
}: RankedChange): RankedJson {
  return { category, path, alsoIn, line, side, severity, subject, before: was, after: now, text };
}

const joined = (versions: readonly string[]): string | null => (versions.length === 0 ? null : versions.join(', '));
