import { median } from './median';

/** What was measured of one tool on one range. */
export interface ToolFigures {
  readonly id: 'floor' | 'ours' | 'oursFirst' | 'gitCliff' | 'conventionalChangelog';
  readonly name: string;
  /** Wall time of each timed run that ended well. */
  readonly seconds: readonly number[];
  /** Of the largest process; `null` where it was not measured. */
  readonly peakBytes: number | null;
  /** How many commits the tool's output has; `null` when it failed. */
  readonly reported: number | null;
  /** How the first run that failed ended; `null`: none did. */
  readonly failure: string | null;
}

/** What was measured on one range. */
export interface SizeFigures {
  /** About so many commits were asked for, and so many there are. */
  readonly wanted: number;
  readonly commits: number;
  readonly from: string;
  readonly to: string;
  readonly tools: readonly ToolFigures[];
}

/** The middle of the timed runs in seconds; `null` when any run failed, so that no figure hides a failure. */
export function medianSeconds({ seconds, failure }: ToolFigures): number | null {
  if (failure !== null || seconds.length === 0) return null;
  return median(seconds);
}

/** The figures of one tool. @throws Error when it was not measured */
export function figuresOf({ tools }: SizeFigures, id: ToolFigures['id']): ToolFigures {
  const found = tools.find((tool) => tool.id === id);
  if (found === undefined) throw new Error(`There are no figures of ${id}.`);
  return found;
}
