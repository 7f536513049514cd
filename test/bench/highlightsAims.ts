import type { Aim } from './aims';
import { firstMs, longestOf, peerMs, warmMs, type HighlightsFigures, type Taken } from './highlightsFigures';

const longestMs = 50;

/** Judges what was found: the quickest readings, and the longest blocks. */
export function judgeHighlights(figures: HighlightsFigures): readonly Aim[] {
  const { corpus, ours, peer, ranges, loaded } = figures;
  const perStatement = (ms: number): number => (1000 * ms) / corpus.statements;
  const beside = (what: string, ms: number): Aim => {
    const text = `no slower per statement than ${peer?.name ?? 'squawk'}, ${what}`;
    if (peer === null) return { text, holds: null, found: 'it was not measured' };
    const their = peerMs(peer.runs);
    const found = `${perStatement(ms).toFixed(0)} µs to ${perStatement(their).toFixed(0)} µs`;
    return { text, holds: ms <= their, found };
  };
  const { workers, wasmFiles, compiled } = loaded.without;
  const control = loaded.with.workers.length > 0 && loaded.with.wasmFiles.length > 0 && loaded.with.compiled > 0;
  const counts = `${workers.length} workers, ${wasmFiles.length} files of WebAssembly, ${compiled} compiled`;
  return [
    notBlocked(
      `${corpus.statements} statements`,
      ours.flatMap(({ start, first, again }) => [start, first, ...again]),
    ),
    beside('once the worker is warm', warmMs(ours)),
    beside('the first time', firstMs(ours)),
    ...ranges.map(({ name, rounds }) => notBlocked(`${name}: ${rounds[0]?.migrations ?? 0} migrations`, rounds)),
    {
      text: 'nothing is loaded for a range without migrations',
      holds: control ? workers.length + wasmFiles.length + compiled === 0 : null,
      found: control ? counts : 'the trace does not even see what a range with migrations loads',
    },
  ];
}

/** A machine that is busy with something else makes a block longer; how much of it was work tells. */
function notBlocked(what: string, all: readonly Taken[]): Aim {
  const { blockMs, workMs } = longestOf(all);
  const text = `${what} block the host for less than ${longestMs} ms`;
  const found = `${blockMs.toFixed(1)} ms, of work at most ${workMs.toFixed(1)} ms`;
  return { text, holds: blockMs < longestMs ? true : workMs >= longestMs ? false : null, found };
}
