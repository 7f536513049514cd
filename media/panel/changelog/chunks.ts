import type { Entry, EntrySection } from './entries';
import { countRows } from './entries';

/** Rows that are drawn and measured together; the first of a section carries its heading. */
export interface Chunk {
  readonly key: string;
  readonly section: EntrySection;
  /** How many pull requests and commits its section has. */
  readonly count: number;
  readonly isFirst: boolean;
  /** Index of the first row in its section, and in the whole list. */
  readonly start: number;
  readonly startInList: number;
  readonly entries: readonly Entry[];
  /** The chunk can be drawn when the commit at this index has come. */
  readonly lastRow: number;
}

const rowsInChunk = 16;

/** Cuts sections into chunks, none of which reaches over two sections. */
export function chunksOf(sections: readonly EntrySection[]): readonly Chunk[] {
  let startInList = 0;
  const lastOf = new Map<readonly number[], number>();
  return sections.flatMap((section) => {
    const chunks: Chunk[] = [];
    const count = countRows(section.entries);
    for (let start = 0; start < section.entries.length; start += rowsInChunk) {
      const entries = section.entries.slice(start, start + rowsInChunk);
      // Named by its first row: what was measured still holds after a filter that left the same rows.
      const key = `${section.id} ${entries[0]?.key ?? ''} ${String(entries.length)}`;
      const lastRow = entries.reduce((last, entry) => Math.max(last, lastNeeded(entry, lastOf)), 0);
      chunks.push({ key, section, count, isFirst: start === 0, start, startInList, entries, lastRow });
      startInList += entries.length;
    }
    return chunks;
  });
}

/** The head of a fold says nothing of its commits. Many rows have the same siblings, looked through once. */
function lastNeeded({ rows, siblings, fold }: Entry, lastOf: Map<readonly number[], number>): number {
  if (fold !== null) return 0;
  let last = lastOf.get(siblings);
  if (last === undefined) lastOf.set(siblings, (last = lastIn(siblings)));
  return Math.max(last, lastIn(rows));
}

function lastIn(rows: readonly number[]): number {
  return rows.reduce((last, row) => Math.max(last, row), 0);
}

/** The chunks `[first, last]` that lie between two heights, both in pixels from the top of the list. */
export function chunksBetween(heights: readonly number[], top: number, bottom: number): readonly [number, number] {
  let first = 0;
  let sum = 0;
  while (first < heights.length - 1 && sum + (heights[first] ?? 0) < top) sum += heights[first++] ?? 0;
  let last = first;
  while (last < heights.length - 1 && sum + (heights[last] ?? 0) < bottom) sum += heights[last++] ?? 0;
  return [first, last];
}

/** What is drawn, in order: chunks, and between them gaps as high as the chunks that are left out. */
export type Piece = { readonly chunk: number } | { readonly gap: number; readonly key: string };

/** Puts the chunks `shown` between gaps. */
export function piecesOf(heights: readonly number[], shown: ReadonlySet<number>): readonly Piece[] {
  const pieces: Piece[] = [];
  let gap = 0;
  heights.forEach((height, index) => {
    if (!shown.has(index)) {
      gap += height;
      return;
    }
    if (gap > 0) pieces.push({ gap, key: `gap before ${String(index)}` });
    pieces.push({ chunk: index });
    gap = 0;
  });
  if (gap > 0) pieces.push({ gap, key: 'gap at the end' });
  return pieces;
}
