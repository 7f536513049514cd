import type { RepositoryId } from '../repository';
import type { Sha } from '../sha';
import { withoutCredit, type EntryText, type Reference } from './carriedReferences';
import type { Commit } from './model';
import { Pace, runToEnd } from './pace';
import type { Shipped } from './shipped';

/** Places in `ShipRange.commits`; `end`: where a range begins or ends; `unclear`: two commits begin like that. */
export type Resolved = readonly number[] | 'end' | 'unclear' | 'foreign';

const prefixLength = 7;

/** The words of a title, so that markup, escapes, punctuation and white space make no difference. */
export function fold(text: string): string {
  // Most titles are plain ASCII, for which this is several times as quick.
  const words = /^[\x20-\x7e]*$/.test(text)
    ? text.toLowerCase().replace(/[^a-z0-9]+/g, ' ')
    : text
        .normalize('NFC')
        .toLowerCase()
        .replace(/[^\p{L}\p{M}\p{N}]+/gu, ' ');
  return words.trim();
}

/** Finds the commits of a release by what texts call them. */
export class ShipRange {
  readonly shipped: Shipped;
  /** Those of the range, then those that ship with it from a release that failed. */
  readonly commits: readonly Commit[];
  /** Commits that a changelog has to name: all but merges. */
  readonly required: number;
  /** Whether all commits of the range, and of a release that failed, could be read. */
  readonly complete: boolean;
  readonly #ends: readonly Sha[];
  readonly #byPrefix: ReadonlyMap<string, readonly number[]>;
  readonly #byPull: ReadonlyMap<number, readonly number[]>;
  readonly #issues: ReadonlySet<number>;
  #byTitle: ReadonlyMap<string, readonly number[]> | null = null;

  private constructor(shipped: Shipped, index: CommitIndex) {
    const also = shipped.alsoShips?.known === true ? shipped.alsoShips.value.changelog : null;
    const { from, to } = shipped.changelog.range;
    this.shipped = shipped;
    this.commits = index.commits;
    this.required = index.required;
    this.complete = shipped.changelog.complete && also?.complete !== false;
    this.#ends = also === null ? [from, to] : [from, to, also.range.from];
    this.#byPrefix = index.byPrefix;
    this.#byPull = index.byPull;
    this.#issues = index.issues;
  }

  /** Indexes the commits, in slices. */
  static *read(shipped: Shipped, repository: RepositoryId, pace: Pace): Generator<void, ShipRange> {
    const index = new CommitIndex(repository);
    for (const commit of shipped.changelog.commits) {
      index.add(commit);
      if (pace.spend()) yield;
    }
    const also = shipped.alsoShips?.known === true ? shipped.alsoShips.value.changelog.commits : [];
    for (const commit of also) {
      if (!index.has(commit.sha)) index.add(commit);
      if (pace.spend()) yield;
    }
    return new ShipRange(shipped, index);
  }

  /** Indexes the titles, in slices; without this, the first that is looked for does so in one go. */
  *readTitles(pace: Pace): Generator<void, void> {
    this.#byTitle ??= yield* titlesOf(this.commits, pace);
  }

  resolve({ kind, value }: Reference): Resolved {
    if (kind === 'pull') {
      const number = Number(value);
      return this.#byPull.get(number) ?? (this.#issues.has(number) ? 'unclear' : 'foreign');
    }
    const found = (this.#byPrefix.get(value.slice(0, prefixLength)) ?? []).filter((place) =>
      this.commits[place]?.sha.startsWith(value),
    );
    const [only] = found;
    if (found.length > 1) return 'unclear';
    if (only !== undefined) return this.brought(only);
    return this.#ends.some((end) => end.startsWith(value)) ? 'end' : 'foreign';
  }

  /** Whether a SHA is one of the ends, in the range or not. */
  isEnd({ kind, value }: Reference): boolean {
    return kind === 'commit' && this.#ends.some((end) => end.startsWith(value));
  }

  /**
   * The commits whose title is the whole entry (`exact`), or the entry without what it names and who it thanks. Several
   * commits can have one title.
   */
  titled(
    entry: EntryText,
  ): { readonly exact: boolean; readonly places: readonly number[]; readonly title: string } | null {
    const exact = [entry.text, withoutCredit(entry.text)];
    for (const text of [...exact, entry.bare, withoutCredit(entry.bare)]) {
      const title = text === null ? '' : fold(text);
      const places = title === '' ? undefined : this.#titles.get(title);
      if (places !== undefined) return { exact: exact.includes(text), places, title };
    }
    return null;
  }

  /** What naming this commit names: the merge of a pull request stands for all that it brought. */
  brought(place: number): readonly number[] {
    const commit = this.commits[place];
    if (commit?.merge !== true || commit.pull === null) return [place];
    return this.#byPull.get(commit.pull) ?? [place];
  }

  get #titles(): ReadonlyMap<string, readonly number[]> {
    this.#byTitle ??= runToEnd(titlesOf(this.commits, new Pace()));
    return this.#byTitle;
  }
}

function add<Key>(map: Map<Key, number[]>, key: Key, place: number): void {
  const places = map.get(key);
  if (places === undefined) map.set(key, [place]);
  else places.push(place);
}

/** What is filled commit by commit. */
class CommitIndex {
  readonly commits: Commit[] = [];
  readonly byPrefix = new Map<string, number[]>();
  readonly byPull = new Map<number, number[]>();
  readonly issues = new Set<number>();
  required = 0;
  readonly #own: string;

  constructor({ owner, name }: RepositoryId) {
    this.#own = `${owner}/${name}`.toLowerCase();
  }

  add(commit: Commit): void {
    const place = this.commits.push(commit) - 1;
    if (!commit.merge) this.required += 1;
    add(this.byPrefix, commit.sha.slice(0, prefixLength), place);
    if (commit.pull !== null) add(this.byPull, commit.pull, place);
    for (const { number, repository } of commit.issues) {
      if (number !== null && (repository === null || repository.toLowerCase() === this.#own)) this.issues.add(number);
    }
  }

  has(sha: Sha): boolean {
    return (this.byPrefix.get(sha.slice(0, prefixLength)) ?? []).some((place) => this.commits[place]?.sha === sha);
  }
}

/** Folding titles is what takes longest. */
const unitsOfTitles = 7;

function* titlesOf(commits: readonly Commit[], pace: Pace): Generator<void, ReadonlyMap<string, readonly number[]>> {
  const titles = new Map<string, number[]>();
  // Few are different: `feat: `, `fix(cart): `.
  const folded = new Map<string, string>();
  const foldOnce = (text: string): string => {
    const words = folded.get(text) ?? fold(text);
    folded.set(text, words);
    return words;
  };
  for (const [place, { subject, description, prefix, scope }] of commits.entries()) {
    if (pace.spend(unitsOfTitles + subject.length / 100)) yield;
    const words = fold(description);
    const keys = new Set([fold(subject), words]);
    if (prefix !== '') keys.add(`${foldOnce(prefix)} ${words}`.trim());
    if (scope !== null) keys.add(`${foldOnce(scope)} ${words}`.trim());
    keys.delete('');
    for (const key of keys) add(titles, key, place);
  }
  return titles;
}
