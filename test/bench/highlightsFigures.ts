import type { Loaded } from '../hosts/grammarTrace';
import type { SqlCorpus } from './highlightsCorpus';

/** How long something took; milliseconds. */
export interface Taken {
  readonly ms: number;
  /** The longest that the thread that asked for it could do nothing else meanwhile. */
  readonly blockMs: number;
  /**
   * The most that this thread worked between two looks: a longer block than that waited for the machine, which was busy
   * with something else.
   */
  readonly workMs: number;
}

/** What reading statements in the worker took. */
export interface StatementFigures {
  /** Until the worker has started and has loaded its grammar. */
  readonly start: Taken;
  /** The first reading: nothing is compiled yet. */
  readonly first: Taken;
  /** Readings after that, by the same worker. */
  readonly again: readonly Taken[];
  readonly operations: number;
  /** Texts that were not read. */
  readonly unread: number;
}

/** What the peer took for the same texts. */
export interface PeerFigures {
  /** Milliseconds of the whole process, over a file without a statement and over all files. */
  readonly startMs: number;
  readonly allMs: number;
}

/** What loading a grammar took, in a process that has loaded nothing else. */
export interface GrammarFigures {
  readonly ms: number;
  /** How much more memory the process holds than before. */
  readonly residentBytes: number;
  /** The heap of JavaScript of the worker that holds it. */
  readonly heapBytes: number;
}

/** What the highlights of a range took. */
export interface RangeFigures extends Taken {
  readonly migrations: number;
  readonly operations: number;
  /** Migrations that were read by their words because no grammar did. */
  readonly byWords: number;
}

/** All that one run of the benchmark found; one entry per round in each list. */
export interface HighlightsFigures {
  readonly corpus: Omit<SqlCorpus, 'texts'> & { readonly files: number };
  readonly ours: readonly StatementFigures[];
  readonly peer: { readonly name: string; readonly runs: readonly PeerFigures[] } | null;
  readonly grammars: readonly { readonly name: string; readonly rounds: readonly GrammarFigures[] }[];
  readonly ranges: readonly { readonly name: string; readonly rounds: readonly RangeFigures[] }[];
  /** What the command line loads for a range without migrations, and for one with them. */
  readonly loaded: { readonly without: Loaded; readonly with: Loaded };
}

/** The quickest first reading: what else the machine does can only make it slower. */
export function firstMs(ours: readonly StatementFigures[]): number {
  return Math.min(...ours.map(({ first }) => first.ms));
}

/** The quickest reading by a worker that has read the same before. */
export function warmMs(ours: readonly StatementFigures[]): number {
  return Math.min(...ours.flatMap(({ again }) => again.map(({ ms }) => ms)));
}

/** The longest block of all, and the most work in one. */
export function longestOf(all: readonly Taken[]): Pick<Taken, 'blockMs' | 'workMs'> {
  return {
    blockMs: Math.max(...all.map(({ blockMs }) => blockMs)),
    workMs: Math.max(...all.map(({ workMs }) => workMs)),
  };
}

/** The quickest start of the peer's process. */
export function peerStartMs(runs: readonly PeerFigures[]): number {
  return Math.min(...runs.map(({ startMs }) => startMs));
}

/** What the peer's quickest run takes beyond the start of its process. */
export function peerMs(runs: readonly PeerFigures[]): number {
  return Math.min(...runs.map(({ allMs }) => allMs)) - peerStartMs(runs);
}
