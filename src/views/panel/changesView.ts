import type {
  ApiFile,
  ChangeCategory,
  ChangedPath,
  Changes,
  ConfigFile,
  DependencyChange,
  DependencyFile,
  Place,
  RankedChange,
  SecurityFile,
  Severity,
} from '../../core/highlights/changes/model';
import { changeCategories } from '../../core/highlights/changes/ranking';
import type { ContentsState } from '../../store/contentsCache';
import type { ChangedFileView, ChangeGroupView, ChangeRowView, ChangesView, RankedChangeView } from './hurtViews';
import type { Tone } from './protocol';

/** Rows of one group that are handed to the page; a repository with more has them in its lock files. */
const mostRows = 5000;

/** Files that are named beside the one that a line of the ranking leads to. */
const namedFiles = 3;

/** Values longer than this are shortened. */
const longestValue = 160;

const tones: Readonly<Record<Severity, Tone>> = { high: 'error', medium: 'warn', low: 'dim' };

const categoryWords: Readonly<Record<ChangeCategory, string>> = {
  api: 'Interface',
  infrastructure: 'Infrastructure',
  config: 'Configuration',
  security: 'Security',
  flags: 'Feature flags',
  dependencies: 'Dependencies',
};

const views = new WeakMap<Changes, ChangesView>();

/** What can hurt beside migrations, as the page shows it; `null` while nothing of the release is being read. */
export function changesView(contents: ContentsState): ChangesView | null {
  if (contents.state !== 'ready') return null;
  const { changes, highlights } = contents.contents;
  const empty = { ranking: [], groups: [], notes: [] };
  if (changes === null) return { ...empty, status: 'Looking for changes of settings, dependencies and interfaces…' };
  if (!changes.known) return { ...empty, status: `What else can hurt could not be told: ${changes.reason}` };
  const before = views.get(changes.value);
  if (before !== undefined) return before;
  const view = readyView(changes.value, highlights.known ? highlights.value.notes : []);
  views.set(changes.value, view);
  return view;
}

/** @param said notes that stand above already */
function readyView(changes: Changes, said: readonly string[]): ChangesView {
  const groups = changeGroups(changes);
  return {
    status: groups.length > 0 || !changes.complete ? null : 'No change of settings, dependencies or interfaces.',
    ranking: changes.ranking.map(rankedView),
    groups,
    notes: changes.notes.filter((note) => !said.includes(note)),
  };
}

function rankedView(change: RankedChange): RankedChangeView {
  const { category, severity, path, alsoIn, line, side, subject, was, now, text } = change;
  const others = alsoIn.length > namedFiles ? `, and ${alsoIn.length - namedFiles} more files` : '';
  return {
    tone: tones[severity],
    category: categoryWords[category],
    path,
    ...placeOf({ line, side }, null),
    subject,
    was: short(was),
    now: short(now),
    text: alsoIn.length === 0 ? text : `${text} Also in ${alsoIn.slice(0, namedFiles).join(', ')}${others}.`,
  };
}

/** The categories that have something, in the order of the ranking. */
export function changeGroups(changes: Changes): readonly ChangeGroupView[] {
  return changeCategories.flatMap((category) => {
    const files = filesOf(changes, category);
    const summary = changes.summaries[category];
    if (files.length === 0 || summary === null) return [];
    const worst = changes[category][0]?.severity ?? 'low';
    return [{ id: category, title: categoryWords[category], summary, tone: tones[worst], files: limited(files) }];
  });
}

function filesOf(changes: Changes, category: ChangeCategory): readonly ChangedFileView[] {
  switch (category) {
    case 'dependencies':
      return changes.dependencies.map(dependencyFile);
    case 'api':
      return changes.api.map(apiFile);
    case 'security':
      return changes.security.map(securityFile);
    case 'infrastructure':
    case 'config':
    case 'flags':
      return changes[category].map(configFile);
  }
}

/** Keeps a group below what a page can hold, and says what is missing. */
function limited(files: readonly ChangedFileView[]): readonly ChangedFileView[] {
  let room = mostRows;
  return files.map((file) => {
    const rows = file.rows.slice(0, room);
    room -= rows.length;
    return { ...file, rows, omitted: file.omitted + file.rows.length - rows.length };
  });
}

const formats: Readonly<Record<ApiFile['format'], string>> = {
  openapi: 'OpenAPI',
  protobuf: 'Protocol Buffers',
  graphql: 'GraphQL',
};

function apiFile(file: ApiFile): ChangedFileView {
  const effects = { breaking: 'high', dangerous: 'medium', safe: 'low' } as const;
  const rows = file.changes.map(({ subject, message, effect, ...place }) => ({
    tone: tones[effects[effect]],
    ...placeOf(place, file),
    subject,
    was: null,
    now: null,
    note: message,
  }));
  return fileView(file, formats[file.format], rows, 0);
}

function configFile(file: ConfigFile): ChangedFileView {
  const rows = file.changes.map(({ key, was, now, severity, reason, ...place }) => ({
    tone: tones[severity],
    ...placeOf(place, file),
    subject: key,
    was: short(was),
    now: short(now),
    note: reason,
  }));
  return fileView(file, file.what, rows, file.omitted);
}

function dependencyFile(file: DependencyFile): ChangedFileView {
  const rows = file.changes.map((each) => ({
    tone: tones[each.severity],
    ...placeOf(each, file),
    subject: each.name,
    was: versions(each.from),
    now: versions(each.to),
    note: dependencyNote(each),
  }));
  return fileView(
    file,
    `${file.ecosystem} ${file.role === 'lock' ? 'lock file' : 'manifest'}`,
    rows,
    file.omitted,
    file.notes,
  );
}

const kindWords: Readonly<Record<DependencyChange['kind'], string | null>> = {
  added: 'new',
  removed: 'gone',
  major: 'major',
  minor: null,
  patch: null,
  downgrade: 'downgrade',
  other: null,
  source: 'other source',
};

function dependencyNote({ kind, reason, direct, source }: DependencyChange): string | null {
  const words = [kindWords[kind], direct === false ? 'indirect' : null].filter((word) => word !== null);
  const said = reason ?? (source === null ? null : `It comes from ${source.to ?? 'elsewhere'}.`);
  if (said !== null && (source !== null || words.length === 0)) return said;
  return words.length === 0 ? null : words.join(', ');
}

function securityFile(file: SecurityFile): ChangedFileView {
  const view = { ...fileView(file, file.kind, [], 0), ...placeOf(file, file) };
  // By its path alone: its kind says it.
  return file.severity === 'low' ? { ...view, reason: '' } : view;
}

function fileView(
  file: ChangedPath,
  what: string,
  rows: readonly ChangeRowView[],
  omitted: number,
  notes: readonly string[] = [],
): ChangedFileView {
  const from = file.previousPath === null ? '' : ` from ${file.previousPath}`;
  const first = rows[0] ?? { line: null, place: null };
  return {
    path: file.path,
    what,
    status: file.status === 'modified' ? null : `${file.status === 'deleted' ? 'removed' : file.status}${from}`,
    tone: tones[file.severity],
    reason: file.reason,
    unclear: file.notUnderstood,
    line: first.line,
    place: first.place,
    notes,
    rows,
    omitted,
  };
}

/** Where a diff opens: on its newer side, unless the file is gone. A line of a text that is no more is only named. */
function placeOf(
  { line, side }: Place,
  file: ChangedPath | null,
): { readonly line: number | null; readonly place: string | null } {
  if (line === null) return { line: null, place: null };
  if (side === 'new' || file?.newBlob === null) return { line, place: String(line) };
  return { line: null, place: `${String(line)} before` };
}

const versions = (all: readonly string[]): string | null => (all.length === 0 ? null : short(all.join(', ')));

function short(value: string | null): string | null {
  return value !== null && value.length > longestValue ? `${value.slice(0, longestValue)}…` : value;
}
