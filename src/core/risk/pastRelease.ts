import type { RiskLevel } from '../release';

/** What became of a release; `unknown`: no deployment, comment or incident tells. */
export type ReleaseOutcome = 'good' | 'failed' | 'rolled back' | 'unknown';

/** A release of the repository that has shipped. */
export interface PastRelease {
  /** Number of its pull request. */
  readonly pull: number;
  /** The level that its reviewer chose; `null`: none, or several. */
  readonly level: RiskLevel | null;
  /** The sum that the rules of now give it; `null`: not worked out. */
  readonly score: number | null;
  /** Commits that it shipped; `null`: not known. */
  readonly commits: number | null;
  readonly outcome: ReleaseOutcome;
}

/** Releases of which the size must be known before there is a usual size. */
export const fewestForMedian = 5;

/**
 * How many commits a release of this repository usually ships: the median, the lower one of two in the middle. `null`
 * while the size of fewer than {@link fewestForMedian} releases is known.
 */
export function medianCommits(past: readonly PastRelease[]): number | null {
  const sizes = past.flatMap(({ commits }) => (commits === null ? [] : [commits])).sort((a, b) => a - b);
  return sizes.length < fewestForMedian ? null : (sizes[Math.floor((sizes.length - 1) / 2)] ?? null);
}
