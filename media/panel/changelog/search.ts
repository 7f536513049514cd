import type { ArrivedChangelog } from './arrived';
import type { Filter, Searchable } from './filter';
import { matches, pathTerms, searchable } from './filter';
import { Merges } from './merges';

/** What a filter found. */
export interface Found {
  /** The changelog that it was found in. */
  readonly of: ArrivedChangelog;
  readonly filter: Filter;
  /** 1 for each commit that meets it, by index. */
  readonly hits: Readonly<Uint8Array>;
  /** How many commits were looked at; fewer than there are while it goes on. */
  readonly searched: number;
}

/** By the text of a condition on paths: which commits meet it, or `null` when that cannot be told. */
export type Touching = ReadonlyMap<string, ReadonlySet<number> | null>;

/** Milliseconds of work at a time, so that typing is not held up, and between two results that are not the last. */
const slice = 8;
const between = 200;

/** Searches one changelog, whose texts are made searchable as they are first looked at. */
export class Search {
  readonly #changelog: ArrivedChangelog;
  readonly #index: Searchable[] = [];
  /** Made with the first search: nobody waits for them who does not filter. */
  #titles: ReadonlyMap<number, string> | null = null;
  #merges: Merges | null = null;

  constructor(changelog: ArrivedChangelog) {
    this.#changelog = changelog;
  }

  /**
   * Searches in slices and calls `publish` with what was found: when nothing is left to search and, when that is far, on
   * the way. What is done within one slice is published before this returns. Goes on as more commits come. Returns what
   * stops it.
   */
  run(filter: Filter, touching: Touching, publish: (found: Found) => void): () => void {
    const { commits, outline } = this.#changelog;
    const paths = pathTerms(filter).flatMap(({ value, negated }) => {
      const rows = touching.get(value);
      return rows === undefined || rows === null ? [] : [{ rows, negated }];
    });
    let hits = new Uint8Array(outline.count);
    let at = 0;
    let published = performance.now();
    let timer: ReturnType<typeof setTimeout> | undefined;
    let isOver = false;
    const keeps = (row: number): boolean =>
      paths.every(({ rows, negated }) => rows.has(row) !== negated) && matches(filter, this.#searchableAt(row));
    const step = (): void => {
      const deadline = performance.now() + slice;
      for (; at < commits.length; at++) {
        if (at % 64 === 63 && performance.now() > deadline) break;
        if (keeps(at)) hits[at] = 1;
      }
      const isDone = at >= outline.count;
      const isOut = at >= commits.length;
      if (isOut || performance.now() - published > between) {
        published = performance.now();
        publish({ of: this.#changelog, filter, hits, searched: at });
        // What was published is somebody else's now.
        if (!isDone) hits = hits.slice();
      }
      if (!isOut && !isOver) timer = setTimeout(step);
      else timer = undefined;
    };
    const stopListening = this.#changelog.onMore(() => {
      if (timer === undefined && !isOver && at < outline.count) timer = setTimeout(step);
    });
    step();
    return () => {
      isOver = true;
      clearTimeout(timer);
      stopListening();
    };
  }

  #searchableAt(row: number): Searchable {
    const known = this.#index[row];
    if (known !== undefined) return known;
    const commit = this.#changelog.commits[row];
    if (commit === undefined) throw new Error('A commit was searched before it came.');
    this.#titles ??= new Map(this.#changelog.outline.pulls.map((pull) => [pull.number, pull.title]));
    this.#merges ??= new Merges(this.#changelog);
    const title = commit.pull === null ? '' : (this.#titles.get(commit.pull) ?? '');
    const made = searchable(commit, title, this.#merges.isOnlyMerge(row));
    this.#index[row] = made;
    return made;
  }
}
