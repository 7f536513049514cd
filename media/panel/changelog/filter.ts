import type { CommitView } from '../../../src/views/panel/protocol';
import { isDirectMark } from './marks';

/** What a filter can look at by name. */
const fields = ['type', 'scope', 'author', 'pull', 'sha', 'is'] as const;
type Field = (typeof fields)[number];

/** One condition of a filter; all must hold, and a negated one must not. */
export interface Term {
  /** `null`: anywhere in the commit. */
  readonly field: Field | null;
  /** Folded: lower case, without accents. */
  readonly value: string;
  readonly negated: boolean;
}

/** A filter as it was understood. */
export interface Filter {
  readonly terms: readonly Term[];
  /** Names before a colon that are none of the fields, so that the words were searched as text. */
  readonly unknown: readonly string[];
}

/** What can be searched of a commit, folded. Made once for each commit. */
export interface Searchable {
  readonly type: string;
  readonly scope: string;
  readonly author: string;
  readonly pull: string;
  readonly sha: string;
  readonly is: readonly string[];
  readonly text: string;
}

const word = /(-?)(?:([a-z]+):)?(?:"([^"]*)"?|(\S+))/giu;

/**
 * Reads a filter: words that must all occur, in any order and case, with or without accents; `"several words"` together;
 * `type:`, `scope:`, `author:`, `pull:`, `sha:` and `is:breaking|direct` for one field; a minus before one excludes. `#12`
 * is the pull request 12. A field without a value yet is no condition.
 */
export function parseFilter(text: string): Filter {
  const terms: Term[] = [];
  const unknown: string[] = [];
  for (const [whole, minus, name, quoted, plain] of text.matchAll(word)) {
    const field = fields.find((each) => each === name?.toLowerCase()) ?? null;
    const isUnknown = name !== undefined && field === null;
    if (isUnknown) unknown.push(name);
    const written = isUnknown ? whole.slice(minus?.length ?? 0) : (quoted ?? plain ?? '');
    // "type:" alone reads as a bare word, since a value is missing.
    const unfinished = name === undefined && fields.some((each) => written.toLowerCase() === `${each}:`);
    const value = fold(isUnknown ? written.replaceAll('"', '') : written);
    if (value === '' || unfinished || value === '-') continue;
    const negated = minus === '-';
    if (field === null && /^#\d+$/.test(value)) terms.push({ field: 'pull', value: value.slice(1), negated });
    else terms.push({ field, value: field === 'pull' ? value.replace(/^#/, '') : value, negated });
  }
  return { terms, unknown };
}

/** Folds what can be searched of a commit; `pullTitle` is that of its pull request. */
export function searchable(commit: CommitView, pullTitle: string): Searchable {
  const author = fold([commit.author, ...commit.coAuthors].join('\n'));
  const pull = commit.pull === null ? '' : String(commit.pull);
  const marks = commit.marks.map((mark) => mark.text);
  const { type, scope, sha, text, breakingText } = commit;
  return {
    type: fold(type),
    scope: fold(scope),
    author,
    pull,
    sha: sha.toLowerCase(),
    is: [...(commit.breaking ? ['breaking'] : []), ...(commit.marks.some(isDirectMark) ? ['direct'] : [])],
    text: `${fold([text, type, scope, breakingText ?? '', pullTitle, `#${pull}`, commit.short, ...marks].join('\n'))}\n${author}`,
  };
}

/** Whether a commit meets every condition of the filter. */
export function matches(filter: Filter, commit: Searchable): boolean {
  return filter.terms.every((term) => holds(term, commit) !== term.negated);
}

function holds({ field, value }: Term, commit: Searchable): boolean {
  switch (field) {
    case null:
      return commit.text.includes(value);
    case 'is':
      return commit.is.some((each) => each.startsWith(value));
    case 'pull':
      return commit.pull === value;
    case 'type':
    case 'sha':
      // From the start, so that the list narrows while the word is being typed.
      return commit[field].startsWith(value);
    default:
      return commit[field].includes(value);
  }
}

/** Lower case, without accents and other combining marks: `ines` finds "Inês". */
export function fold(text: string): string {
  return text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase();
}
