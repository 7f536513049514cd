/**
 * Work that stops now and then, so that whoever runs it can let others have their turn. Between two stops it takes about
 * a millisecond; it has no clock of its own and does not know how long it has run.
 */
export type Steps<Result> = Generator<undefined, Result, undefined>;

/** Runs the work to its end without a pause. */
export function finish<Result>(steps: Steps<Result>): Result {
  for (;;) {
    const step = steps.next();
    if (step.done === true) return step.value;
  }
}

/** The lines of a text without their ends, with a stop every so many of them. */
export function* linesOf(text: string): Steps<readonly string[]> {
  const lines: string[] = [];
  let start = 0;
  for (;;) {
    const end = text.indexOf('\n', start);
    const stop = end < 0 ? text.length : end;
    lines.push(text.slice(start, text.charCodeAt(stop - 1) === 13 && stop > start ? stop - 1 : stop));
    if (end < 0) return lines;
    start = end + 1;
    if (lines.length % 5000 === 0) yield;
  }
}
