import { asksWhatShips } from './category';
import { isTeam, loginKey } from './people';
import type { ApprovalRule, Policy } from './policy';

/** What the gates of a policy are judged by, beyond what every release is. */
export interface NeededFacts {
  /** What ships. */
  readonly shipped: boolean;
  /** Teams whose members must be known, as `organisation/team` in lower case, each once. */
  readonly teams: readonly string[];
  /** The environment of which the candidate's deployments must be known. */
  readonly staging: string | null;
  /** The candidate's own checks and statuses. */
  readonly candidateChecks: boolean;
  /** Build attestations of pinned digests. */
  readonly attestations: boolean;
}

/** Tells whoever reads the facts what is worth reading. What is shown beside the gates may need more. */
export function neededFacts(policy: Policy): NeededFacts {
  const { provenance, security, categories, freeze, approvals, targets } = policy;
  const matters = categories.some((each) => each.approvals !== null || each.securityReview !== null);
  const rules: readonly ApprovalRule[] = [
    ...Object.values(approvals),
    ...categories.flatMap((each) => each.approvals ?? []),
  ];
  const people = [...rules.flatMap(({ teams }) => teams), ...security.reviewers, ...freeze.approvers];
  return {
    shipped: security.reviewers.length > 0 || (matters && categories.some(({ when }) => asksWhatShips(when))),
    teams: [...new Set(people.filter(isTeam).map(loginKey))].toSorted(),
    staging: provenance.staging?.environment ?? null,
    candidateChecks: provenance.ci !== 'off',
    attestations: provenance.attestation !== 'off' && targets.some(({ pin }) => pin === 'digest'),
  };
}
