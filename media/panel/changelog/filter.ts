import type { CommitView } from '../../../src/views/panel/changelogViews';

/** What a filter can look at by name. `number` is what `#12` stands for: a pull request or an issue. */
const fields = ['type', 'scope', 'author', 'pull', 'issue', 'sha', 'path', 'is'] as const;
type Field = (typeof fields)[number] | 'number';

/** What `is:` can ask for. */
const kinds: readonly (readonly [string, (commit: CommitView) => boolean])[] = [
  ['breaking', (commit) => commit.breaking],
  ['direct', (commit) => commit.direct],
  ['bot', (commit) => commit.bot !== null],
  ['first', (commit) => commit.firstTime],
  ['reverted', (commit) => commit.marks.some((mark) => mark.text.startsWith('reverted by'))],
  ['issue', (commit) => commit.issues.length > 0],
];

/** One condition of a filter; all must hold, and a negated one must not. */
export interface Term {
  /** `null`: anywhere in the commit. */
  readonly field: Field | null;
  /** Folded: lower case and, but for paths, without accents. */
  readonly value: string;
  readonly negated: boolean;
}

/** A filter as it was understood. */
export interface Filter {
  readonly terms: readonly Term[];
  /** Names that are none of the fields (`file:`) or kinds (`is:new`), so that the words were searched as text. */
  readonly unknown: readonly string[];
}

/** What can be searched of a commit, folded. Made once for each commit. */
export interface Searchable {
  readonly type: string;
  readonly scope: string;
  readonly author: string;
  readonly pull: string;
  readonly issues: readonly string[];
  readonly sha: string;
  readonly is: readonly string[];
  readonly text: string;
}

const word = /(-?)(?:([a-z]+):)?(?:"([^"]*)"?|(\S+))/giu;

/**
 * Reads a filter: words that must all occur, in any order and case, with or without accents; `"several words"` together;
 * `type:`, `scope:`, `author:`, `pull:`, `issue:`, `sha:`, `path:` and `is:breaking|direct|bot|first|reverted|issue` for
 * one field; a minus before one excludes. `#12` is the pull request or the issue 12. What is still being typed (`pull:`,
 * `pull:#`, `#`) is no condition. Which commits change a path is not known here: see {@link pathTerms}.
 */
export function parseFilter(text: string): Filter {
  const terms: Term[] = [];
  const unknown: string[] = [];
  for (const [whole, minus, name, quoted, plain] of text.matchAll(word)) {
    const known = fields.find((each) => each === name?.toLowerCase()) ?? null;
    const text = (quoted ?? plain ?? '').replaceAll('"', '');
    const isKind = known !== 'is' || kinds.some(([kind]) => kind.startsWith(fold(text)));
    const isUnknown = name !== undefined && (known === null || !isKind);
    if (isUnknown) unknown.push(isKind ? `${name}:` : `${name}:${text}`);
    const field = isUnknown ? null : known;
    const written = isUnknown ? whole.slice(minus?.length ?? 0).replaceAll('"', '') : (quoted ?? plain ?? '');
    const value = field === 'path' ? written.toLowerCase() : fold(written);
    if (isUnfinished(field, value, name !== undefined)) continue;
    const negated = minus === '-';
    if (field === null && /^#\d+$/.test(value)) terms.push({ field: 'number', value: value.slice(1), negated });
    else terms.push({ field, value: field === 'pull' ? value.replace(/^#/, '') : value, negated });
  }
  return { terms, unknown };
}

/** There is nothing yet to look for. "type:" alone reads as a bare word, since a value is missing. */
function isUnfinished(field: Field | null, value: string, isNamed: boolean): boolean {
  if (value === '' || value === '-') return true;
  if (value === '#') return field === null || field === 'pull' || field === 'issue';
  return !isNamed && fields.some((each) => value === `${each}:`);
}

/** The conditions on paths, which the host knows. */
export function pathTerms(filter: Filter): readonly Term[] {
  return filter.terms.filter((term) => term.field === 'path');
}

/** The filter with a condition added, or taken away where it is: what a button for it does. */
export function toggledTerm(text: string, term: string): string {
  const words = wordsOf(text);
  const left = words.filter((each) => !isSameWord(each, term));
  return (left.length < words.length ? left : [...words, term]).join(' ');
}

/** Whether the filter has the condition as such a button writes it. */
export function hasTerm(text: string, term: string): boolean {
  return wordsOf(text).some((each) => isSameWord(each, term));
}

/** A condition on one field, quoted where that is needed. */
export function termOf(field: Exclude<Field, 'number'>, value: string): string {
  return `${field}:${/[\s"]/.test(value) ? `"${value.replaceAll('"', '')}"` : value}`;
}

function wordsOf(text: string): readonly string[] {
  return [...text.matchAll(word)].map(([whole]) => whole);
}

function isSameWord(one: string, other: string): boolean {
  return one.toLowerCase() === other.toLowerCase();
}

/**
 * Folds what can be searched of a commit.
 *
 * @param pullTitle that of its pull request.
 * @param isOnlyMerge others wrote what it merges: whoever merged is no author.
 */
export function searchable(commit: CommitView, pullTitle: string, isOnlyMerge = false): Searchable {
  const author = fold([...(isOnlyMerge ? [] : [commit.author]), ...commit.coAuthors].join('\n'));
  const pull = commit.pull === null ? '' : String(commit.pull);
  const marks = commit.marks.map((mark) => mark.text);
  const issues = commit.issues.map((issue) => issue.text);
  const { type, scope, sha, text, breakingText, bot } = commit;
  const parts = [text, type, scope, breakingText ?? '', pullTitle, `#${pull}`, commit.short, bot ?? '', ...issues];
  return {
    type: fold(type),
    scope: fold(scope),
    author,
    pull,
    issues: issues.length === 0 ? issues : issues.map(fold),
    sha: sha.toLowerCase(),
    is: kinds.flatMap(([kind, has]) => (has(commit) ? [kind] : [])),
    text: `${fold([...parts, ...marks].join('\n'))}\n${author}`,
  };
}

/** Whether a commit meets every condition of the filter but those on paths. */
export function matches(filter: Filter, commit: Searchable): boolean {
  return filter.terms.every((term) => term.field === 'path' || holds(term, commit) !== term.negated);
}

function holds({ field, value }: Term, commit: Searchable): boolean {
  switch (field) {
    case null:
      return commit.text.includes(value) || (isSha.test(value) && commit.sha.startsWith(value));
    case 'is':
      return commit.is.some((each) => each.startsWith(value));
    case 'pull':
      return commit.pull === value;
    case 'number':
      return commit.pull === value || commit.issues.includes(`#${value}`);
    case 'issue':
      return commit.issues.some((issue) => issue === value || issue === `#${value}`);
    case 'type':
    case 'sha':
      // From the start, so that the list narrows while the word is being typed.
      return commit[field].startsWith(value);
    case 'path':
      return true;
    default:
      return commit[field].includes(value);
  }
}

/** More digits than the short form that every row shows. */
const isSha = /^[0-9a-f]{8,64}$/;
/** What needs no Unicode tables, as most texts do not. */
const plain = /^[\x20-\x7e\n]*$/;

/** Lower case, without accents and other combining marks: `ines` finds "Inês". */
export function fold(text: string): string {
  if (plain.test(text)) return text.toLowerCase();
  return text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase();
}
