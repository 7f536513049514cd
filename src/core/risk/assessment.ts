import type { Policy } from '../policy/policy';
import type { RiskWeights } from '../policy/riskWeights';
import type { Shipped } from '../policy/shipped';
import type { Instant, RiskLevel } from '../release';
import { contentSigns } from './contentSigns';
import type { ListedEvidence } from './evidence';
import { migrationSigns } from './migrationSigns';
import type { PastRelease } from './pastRelease';
import { serviceSigns } from './serviceSigns';
import type { Gap, RiskRule } from './sign';
import { sizeSigns } from './sizeSigns';

/** The rules in the order in which they are shown where they weigh the same. */
export const riskRules: readonly RiskRule[] = [
  'irreversible',
  'breaksOldCode',
  'heavyMigration',
  'migration',
  'incident',
  'service',
  'dependant',
  'breakingInterface',
  'security',
  'settings',
  'majorDependency',
  'files',
  'lines',
  'size',
];

/** What one rule adds, and what it rests on. */
export interface RiskPoints extends ListedEvidence {
  readonly rule: RiskRule;
  readonly points: number;
  /** A phrase: what was found. */
  readonly text: string;
}

/** What the rules suggest. It is never applied by itself: the level is the reviewer's choice. */
export interface Assessment {
  readonly score: number;
  readonly level: RiskLevel;
  /** The level is a lower bound: what is not known could raise it. */
  readonly atLeast: boolean;
  /** Rules that add something, the weightiest first. */
  readonly points: readonly RiskPoints[];
  /** What is not known, as sentences. It adds nothing. */
  readonly unknown: readonly string[];
}

/**
 * Adds up the signs of risk of what ships, by the policy's weights (process description, "Risk scoring with historical
 * incident data": files changed, affected services, incidents of what is affected, migrations).
 *
 * @param past the repository's own releases; `null`: not read
 */
export function riskAssessment(
  shipped: Shipped,
  policy: Policy,
  past: readonly PastRelease[] | null,
  at: Instant,
): Assessment {
  const weights = policy.risk;
  const found = [
    sizeSigns(shipped, past),
    serviceSigns(shipped.paths, policy.services, at),
    migrationSigns(shipped, policy.migrations),
    contentSigns(shipped.changes),
  ];
  const signs = found.flatMap((each) => each.signs).filter(({ rule, times }) => times > 0 && weights[rule] > 0);
  const gaps = found.flatMap((each) => each.gaps);
  const points = signs
    .map(({ rule, times, text, evidence, more }) => ({ rule, points: times * weights[rule], text, evidence, more }))
    .sort((a, b) => b.points - a.points || riskRules.indexOf(a.rule) - riskRules.indexOf(b.rule));
  const score = points.reduce((sum, each) => sum + each.points, 0);
  const level = levelOfScore(score, weights);
  const highest = score + gaps.reduce((sum, gap) => sum + mostOf(gap, weights), 0);
  return {
    score,
    level,
    atLeast: levelOfScore(highest, weights) !== level,
    points,
    unknown: gaps.map(({ text }) => text),
  };
}

/** The level that a sum stands for. */
export function levelOfScore(score: number, { medium, high }: Pick<RiskWeights, 'medium' | 'high'>): RiskLevel {
  if (score >= high) return 'high';
  return score >= medium ? 'medium' : 'low';
}

/** The most that a gap may hide. */
function mostOf({ most }: Gap, weights: RiskWeights): number {
  return Object.entries(most).reduce((sum, [rule, times]) => {
    const weight = weights[rule as RiskRule];
    return weight > 0 && times > 0 ? sum + weight * times : sum;
  }, 0);
}
