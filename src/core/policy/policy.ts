import type { RiskLevel } from '../release';

/** The rules of one repository. Without a policy file the defaults below hold. */
export interface Policy {
  readonly productionBranch: string;
  readonly versionFile: string;
  /** Label of each level; compared without case, as GitHub does. */
  readonly riskLabels: Readonly<Record<RiskLevel, string>>;
  readonly checklist: ChecklistPolicy;
  /** Approvals needed at each risk; the number under `unset` holds while no risk is chosen. */
  readonly approvals: Readonly<Record<RiskLevel | 'unset', number>>;
  readonly notes: { readonly rollout: string; readonly rollback: string };
}

export interface ChecklistPolicy {
  readonly always: readonly string[];
  /** Added when the risk is high. */
  readonly high: readonly string[];
}

/** The first process description, word for word ("A reviewer … completes the PR template checklist"). */
export const defaultPolicy: Policy = {
  productionBranch: 'production',
  versionFile: 'version.txt',
  riskLabels: { low: 'risk: low', medium: 'risk: medium', high: 'risk: high' },
  checklist: {
    always: ['I have reviewed the changes in this release.', 'I have applied the appropriate risk label.'],
    high: [
      'I have reviewed the rollback procedure and confirmed it is applicable to this release.',
      'Post-deploy monitoring has been scheduled per the incident response policy.',
    ],
  },
  approvals: { unset: 1, low: 1, medium: 1, high: 1 },
  notes: { rollout: 'rollout', rollback: 'rollback' },
};
