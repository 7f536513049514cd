import { count } from '../ages';
import type { RiskLevel } from '../release';
import { riskLevels } from './labels';
import { medianCommits, type PastRelease } from './pastRelease';

/** A share of a few cases, and where the true one lies with a confidence of 95 %. All from 0 to 1. */
export interface Rate {
  readonly share: number;
  readonly from: number;
  readonly to: number;
}

/** What became of the releases of one level. */
export interface LevelRecord {
  /** `null`: no level was chosen, or several. */
  readonly level: RiskLevel | null;
  readonly releases: number;
  readonly good: number;
  readonly failed: number;
  readonly rolledBack: number;
  readonly unknown: number;
  /** Failed and rolled back of those whose outcome is known; `null` where none is. */
  readonly failures: Rate | null;
}

/** Sums from which a release should be medium and high; `null` for high: too few releases reach so far to tell. */
export interface Thresholds {
  readonly medium: number;
  readonly high: number | null;
}

/** What the levels and the sums of the past said, beside what happened. */
export interface Calibration {
  /** From low to high; then those without a level, if there are any. */
  readonly rows: readonly LevelRecord[];
  /** See {@link medianCommits}. */
  readonly medianCommits: number | null;
  /** How many of the latest releases with a level, at most {@link latest}, were high: labels that inflate say nothing. */
  readonly high: { readonly count: number; readonly of: number };
  /** `null` while the data do not bear it; {@link because} says why. */
  readonly thresholds: Thresholds | null;
  /** A sentence: what the thresholds rest on, or what is missing. */
  readonly because: string;
}

/** Releases of which the share of high ones is told. */
export const latest = 30;

/** Releases with a sum and an outcome, and failures among them, below which no thresholds are suggested. */
export const fewestReleases = 10;
export const fewestFailures = 3;

/**
 * Compares what was predicted with what happened (process description, "Risk scoring with historical incident data":
 * "calibrate the weights by comparing predicted risk scores with actual incident outcomes"). The order of the releases
 * does not matter; a higher number of the pull request counts as later.
 */
export function calibrate(past: readonly PastRelease[]): Calibration {
  const levels: readonly (RiskLevel | null)[] = [...riskLevels, null];
  const rows = levels.map((level) =>
    recordOf(
      level,
      past.filter((each) => each.level === level),
    ),
  );
  const lately = past
    .filter(({ level }) => level !== null)
    .toSorted((a, b) => b.pull - a.pull)
    .slice(0, latest);
  return {
    rows: rows.filter(({ level, releases }) => level !== null || releases > 0),
    medianCommits: medianCommits(past),
    high: { count: lately.filter(({ level }) => level === 'high').length, of: lately.length },
    ...thresholdsOf(past),
  };
}

function recordOf(level: RiskLevel | null, releases: readonly PastRelease[]): LevelRecord {
  const of = (outcome: PastRelease['outcome']): number => releases.filter((each) => each.outcome === outcome).length;
  const [good, failed, rolledBack] = [of('good'), of('failed'), of('rolled back')];
  const failures = rateOf(failed + rolledBack, good + failed + rolledBack);
  return { level, releases: releases.length, good, failed, rolledBack, unknown: of('unknown'), failures };
}

/**
 * The share with its Wilson score interval (E. B. Wilson, "Probable inference, the law of succession, and statistical
 * inference", 1927), which stays honest for few cases and for none that failed.
 */
export function rateOf(failures: number, of: number): Rate | null {
  if (of === 0) return null;
  const z = 1.96;
  const share = failures / of;
  const middle = (share + (z * z) / (2 * of)) / (1 + (z * z) / of);
  const half = (z / (1 + (z * z) / of)) * Math.sqrt((share * (1 - share)) / of + (z * z) / (4 * of * of));
  return { share, from: Math.max(0, middle - half), to: Math.min(1, middle + half) };
}

interface Judged {
  readonly score: number;
  readonly bad: boolean;
}

/** What a threshold puts on either side. */
interface Split {
  readonly score: number;
  readonly above: number;
  readonly badAbove: number;
  readonly below: number;
  readonly badBelow: number;
}

/**
 * Medium: the sum that tells failures from the rest best (the largest difference between the share of failures and the
 * share of good releases that reach it: W. J. Youden, "Index for rating diagnostic tests", 1950; of equals the lower
 * one), if releases that reach it failed at least twice as often as the others. High: the lowest sum beyond it from which
 * at least half failed, three releases or more.
 */
function thresholdsOf(past: readonly PastRelease[]): Pick<Calibration, 'thresholds' | 'because'> {
  const judged = past.flatMap(({ score, outcome }): readonly Judged[] =>
    score === null || outcome === 'unknown' ? [] : [{ score, bad: outcome !== 'good' }],
  );
  const bad = judged.filter((each) => each.bad).length;
  const good = judged.length - bad;
  const data = `${count(judged.length, 'release')} with a sum and an outcome, ${count(bad, 'failure')}`;
  if (judged.length < fewestReleases || bad < fewestFailures) {
    const needed = `${fewestReleases} such releases and ${fewestFailures} failures`;
    return { thresholds: null, because: `No thresholds are suggested before ${needed}; there are ${data}.` };
  }
  const splits = splitsOf(judged);
  const gain = ({ badAbove, above }: Split): number => badAbove / bad - (good === 0 ? 0 : (above - badAbove) / good);
  const best = splits.reduce<Split | null>(
    (kept, each) => (kept === null || gain(each) > gain(kept) ? each : kept),
    null,
  );
  // The rates compared without a division: nothing below may have failed.
  if (best === null || best.badAbove * best.below < 2 * best.badBelow * best.above) {
    return { thresholds: null, because: `The sums do not tell failures from the rest: ${data}.` };
  }
  const high = splits.find(
    ({ score, above, badAbove }) => score > best.score && above >= fewestFailures && badAbove * 2 >= above,
  );
  const told = `${best.badAbove} of the ${best.above} that reach ${best.score} failed, ${best.badBelow} of the other ${best.below}`;
  return {
    thresholds: { medium: best.score, high: high?.score ?? null },
    because: `From ${data}: ${told}.`,
  };
}

/** Every sum that divides the releases in two, from the lowest. */
function splitsOf(judged: readonly Judged[]): readonly Split[] {
  const scores = [...new Set(judged.map(({ score }) => score))].sort((a, b) => a - b);
  return scores.slice(1).map((score) => {
    const above = judged.filter((each) => each.score >= score);
    const below = judged.filter((each) => each.score < score);
    const failures = (of: readonly Judged[]): number => of.filter((each) => each.bad).length;
    return {
      score,
      above: above.length,
      badAbove: failures(above),
      below: below.length,
      badBelow: failures(below),
    };
  });
}
