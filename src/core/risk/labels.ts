import type { Policy } from '../policy/policy';
import type { Label, RiskLevel } from '../release';

/** From the lowest to the highest. */
export const riskLevels: readonly RiskLevel[] = ['low', 'medium', 'high'];

/** The risk that the labels express. Exactly one label is a choice; none or several are not. */
export interface RiskChoice {
  readonly level: RiskLevel | null;
  /** The risk labels on the pull request, as written there. */
  readonly labels: readonly string[];
}

function sameLabel(a: string, b: string): boolean {
  return a.toLowerCase() === b.toLowerCase();
}

/** The level that a label stands for, whatever its case; `null` for every other label. */
export function levelOfLabel(name: string, policy: Policy): RiskLevel | null {
  return riskLevels.find((level) => sameLabel(policy.riskLabels[level], name)) ?? null;
}

/** Reads the choice from a pull request's labels. */
export function readRisk(labels: readonly Label[], policy: Policy): RiskChoice {
  const found = labels.flatMap(({ name }) => {
    const level = levelOfLabel(name, policy);
    return level === null ? [] : [{ name, level }];
  });
  const [only] = found;
  return { level: found.length === 1 && only !== undefined ? only.level : null, labels: found.map(({ name }) => name) };
}

/** Label changes that leave exactly the chosen level's label: single additions and removals, never the whole set. */
export function riskLabelChanges(
  labels: readonly Label[],
  level: RiskLevel,
  policy: Policy,
): { readonly add: string | null; readonly remove: readonly string[] } {
  const wanted = policy.riskLabels[level];
  const present = readRisk(labels, policy).labels;
  return {
    add: present.some((name) => sameLabel(name, wanted)) ? null : wanted,
    remove: present.filter((name) => !sameLabel(name, wanted)),
  };
}

/** Colours and words for labels that the repository lacks. */
export const riskLabelLook: Readonly<Record<RiskLevel, { readonly color: string; readonly description: string }>> = {
  low: { color: '2da44e', description: 'Release risk chosen by the reviewer: low' },
  medium: { color: 'd4a72c', description: 'Release risk chosen by the reviewer: medium' },
  high: { color: 'cf222e', description: 'Release risk chosen by the reviewer: high' },
};
