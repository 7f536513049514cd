import type { Entry, EntrySection } from './entries';

/** Rows that are drawn and measured together; the first of a section carries its heading. */
export interface Chunk {
  readonly key: string;
  readonly section: EntrySection;
  readonly isFirst: boolean;
  /** Index of the first row in its section. */
  readonly start: number;
  readonly entries: readonly Entry[];
}

const rowsInChunk = 16;

/** Cuts sections into chunks, none of which reaches over two sections. */
export function chunksOf(sections: readonly EntrySection[]): readonly Chunk[] {
  return sections.flatMap((section) => {
    const chunks: Chunk[] = [];
    for (let start = 0; start < section.entries.length; start += rowsInChunk) {
      const entries = section.entries.slice(start, start + rowsInChunk);
      // Named by its first row: what was measured still holds after a filter that left the same rows.
      const key = `${section.id} ${entries[0]?.key ?? ''} ${String(entries.length)}`;
      chunks.push({ key, section, isFirst: start === 0, start, entries });
    }
    return chunks;
  });
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
