import type { ArrivedChangelog } from './arrived';
import type { Chunk } from './chunks';
import type { Entry } from './entries';

/**
 * What a row is called whatever the list is cut or filtered to, and after a reload or a newer reading of the same
 * commits: the pull request, or the commit's SHA. Its commits must have come.
 */
export function rowName(entry: Entry, changelog: ArrivedChangelog): string {
  if (entry.pull !== null || entry.fold !== null) return entry.key;
  return `commit-${changelog.commits[entry.rows[0]]?.sha ?? ''}`;
}

/** The rows of a list by their place in it, and by their commits. */
export class RowPlaces {
  readonly #changelog: ArrivedChangelog;
  readonly #chunks: readonly Chunk[];
  readonly #entries: readonly Entry[];
  readonly #chunkOf: Int32Array;
  readonly #entryOf: Int32Array;

  constructor(changelog: ArrivedChangelog, chunks: readonly Chunk[]) {
    this.#changelog = changelog;
    this.#chunks = chunks;
    this.#entries = chunks.flatMap((chunk) => chunk.entries);
    this.#chunkOf = new Int32Array(this.#entries.length);
    this.#entryOf = new Int32Array(changelog.outline.count).fill(-1);
    chunks.forEach(({ startInList, entries }, chunk) => {
      this.#chunkOf.fill(chunk, startInList, startInList + entries.length);
    });
    this.#entries.forEach(({ rows }, place) => {
      for (const row of rows) this.#entryOf[row] = place;
    });
  }

  get count(): number {
    return this.#entries.length;
  }

  /** Index of the chunk that has the row at this place. */
  chunkAt(place: number): number {
    return this.#chunkOf[place] ?? 0;
  }

  entryAt(place: number): Entry | undefined {
    return this.#entries[place];
  }

  /** `null` when there is no such row, or its commits have not come. */
  nameAt(place: number): string | null {
    const entry = this.#entries[place];
    const chunk = this.#chunks[this.chunkAt(place)];
    if (entry === undefined || chunk === undefined || chunk.lastRow >= this.#changelog.commits.length) return null;
    return rowName(entry, this.#changelog);
  }

  /** The place of the row that stands for a commit; -1 when none does. */
  placeOfCommit(row: number): number {
    return this.#entryOf[row] ?? -1;
  }

  /** The place of a row by its name; -1 when there is none. A commit's row may be its pull request's by now. */
  placeOf(name: string): number {
    if (name.startsWith('commit-')) return this.placeOfCommit(this.#changelog.rowOf(name.slice('commit-'.length)));
    if (name.startsWith('fold-')) return this.#entries.findIndex((entry) => entry.key === name);
    const number = Number(/\d+$/.exec(name)?.[0] ?? Number.NaN);
    const rows = this.#changelog.outline.pulls.find((pull) => pull.number === number)?.rows ?? [];
    const places = rows.map((row) => this.placeOfCommit(row)).filter((place) => place >= 0);
    return places.find((place) => this.#entries[place]?.key === name) ?? places[0] ?? -1;
  }
}
