import type { RiskWeights } from '../policy/riskWeights';
import type { ListedEvidence } from './evidence';

/** What adds to the risk. */
export type RiskRule = Exclude<keyof RiskWeights, 'medium' | 'high'>;

/** A rule that found something. */
export interface Sign extends ListedEvidence {
  readonly rule: RiskRule;
  /** How many times the rule's weight counts. */
  readonly times: number;
  /** A phrase: what was found. */
  readonly text: string;
}

/** Something that is not known. */
export interface Gap {
  /** A sentence. */
  readonly text: string;
  /** How many times more, at most, each rule's weight might count if it were known; a rule that is left out: not at all. */
  readonly most: Readonly<Partial<Record<RiskRule, number>>>;
}

/** What one group of rules found, and what it could not tell. */
export interface Findings {
  readonly signs: readonly Sign[];
  readonly gaps: readonly Gap[];
}
