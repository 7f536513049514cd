import type { ChangedFile } from '../../history';
import { pathFacts, textsOf, type Texts } from './changedPaths';
import { matchesWildcard } from '../../globs';
import type { SecurityFile } from './model';
import type { ChangeRules, ContentRule } from './rules';
import { linesOf, type Steps } from './steps';

export interface PlannedSource {
  readonly file: ChangedFile;
  readonly kind: string | null;
  readonly search: boolean;
  /** What is to be said of it as a whole; `null` where its path or its lines tell. */
  readonly guard?: string | null;
}

/** Characters of a line that are looked at. */
const lineLimit = 500;

interface Hit {
  readonly rule: ContentRule;
  readonly line: number;
  readonly text: string;
}

interface Found {
  readonly planned: PlannedSource;
  readonly come: readonly Hit[];
  readonly gone: readonly string[];
}

/** Source files that are security-sensitive by their path or by a line that is new in them; one entry per file. */
export function* readSecurity(
  planned: readonly PlannedSource[],
  texts: Texts,
  rules: ChangeRules,
): Steps<readonly SecurityFile[]> {
  const gone = new Set(planned.flatMap(({ file }) => (file.status === 'deleted' ? [file.oldBlob] : [])));
  const come = new Set(planned.flatMap(({ file }) => (file.status === 'added' ? [file.newBlob] : [])));
  const found: Found[] = [];
  for (const each of planned) {
    yield;
    const { file, search } = each;
    const moved =
      file.status === 'deleted' ? come.has(file.oldBlob) : file.status === 'added' && gone.has(file.newBlob);
    if (moved) continue;
    const hits = search ? yield* searchLines(file, texts, rules) : { come: [], gone: [] };
    found.push({ planned: each, ...hits });
  }
  // A line that goes from one file and comes in another has only moved.
  const left = new Map<string, number>();
  for (const text of found.flatMap((each) => each.gone)) left.set(text, (left.get(text) ?? 0) + 1);
  return found.flatMap(({ planned: { file, kind, guard = null }, come: hits }): readonly SecurityFile[] => {
    const fresh = hits.filter(({ text }) => {
      const times = left.get(text) ?? 0;
      if (times > 0) left.set(text, times - 1);
      return times === 0;
    });
    const hit = fresh.find(({ rule }) => rule.severity === 'high') ?? fresh[0];
    const base = { ...pathFacts(file), side: 'new' as const, notUnderstood: null };
    if (hit !== undefined) {
      const { rule, line } = hit;
      return [{ ...base, kind: rule.kind, severity: rule.severity, reason: rule.reason, line }];
    }
    if (guard !== null) return [{ ...base, kind: 'security controls', severity: 'medium', reason: guard, line: null }];
    const reason = `By its path it is about ${kind ?? ''}.`;
    return kind === null ? [] : [{ ...base, kind, severity: 'low', reason, line: null }];
  });
}

/** The lines of a file that a rule is about and that only one of its two texts has. */
function* searchLines(file: ChangedFile, texts: Texts, rules: ChangeRules): Steps<Pick<Found, 'come' | 'gone'>> {
  const { was, now } = textsOf(file, texts, rules.blobLimit);
  const fragments = literals(rules.contents);
  const [old, fresh] = [yield* hitsIn(was, fragments, rules), yield* hitsIn(now, fragments, rules)];
  const [before, after] = [old, fresh].map((hits) => new Set(hits.map(({ text }) => text)));
  return {
    come: fresh.filter(({ text }) => before?.has(text) !== true),
    gone: old.filter(({ text }) => after?.has(text) !== true).map(({ text }) => text),
  };
}

function* includesAny(text: string, fragments: readonly string[]): Steps<boolean> {
  for (const each of fragments) {
    if (text.includes(each)) return true;
    if (text.length > 100_000) yield;
  }
  return false;
}

function* hitsIn(text: string | null, fragments: readonly string[], rules: ChangeRules): Steps<readonly Hit[]> {
  // Most files have none of the words, and are done here.
  if (text === null || !(yield* includesAny(text, fragments))) return [];
  const hits: Hit[] = [];
  for (const [index, raw] of (yield* linesOf(text)).entries()) {
    if (index % 500 === 499) yield;
    const line = raw.trim().slice(0, lineLimit);
    if (!fragments.some((each) => line.includes(each)) || /^(?:\/\/|#|\*|--)/.test(line)) continue;
    const rule = rules.contents.find(({ lines }) => lines.some((pattern) => matchesWildcard(pattern, line)));
    if (rule !== undefined) hits.push({ rule, line: index + 1, text: line });
  }
  return hits;
}

const known = new WeakMap<readonly ContentRule[], readonly string[]>();

/** The longest piece without a wildcard of each pattern: where it is missing, the pattern cannot match. */
function literals(contents: readonly ContentRule[]): readonly string[] {
  const found =
    known.get(contents) ??
    contents
      .flatMap(({ lines }) => lines)
      .map((line) => line.split(/[*?]/).reduce((best, each) => (each.length > best.length ? each : best), ''));
  known.set(contents, found);
  return found;
}
