/** Offsets of the lines as the Markdown parser counts them: after LF, CRLF or a lone CR. */
export function lineStarts(source: string): readonly number[] {
  const starts = [0];
  for (const ending of source.matchAll(/\r\n?|\n/g)) starts.push(ending.index + ending[0].length);
  return starts;
}

/** Where a line (counted from 0) ends, without its line ending. */
export function endOfLine(source: string, starts: readonly number[], line: number): number {
  let end = starts[line + 1] ?? source.length;
  if (starts[line + 1] === undefined) return end;
  if (source[end - 1] === '\n') end -= 1;
  return source[end - 1] === '\r' ? end - 1 : end;
}
