import { expectedRules, repositoryHealth, type HealthFinding } from '../core/policy/health';
import type { ReleaseSnapshot } from '../core/snapshot';

/** What GitHub itself enforces of the process, as the tree and the page tell it. */
export interface Health {
  /** "3 of 5", "3 of 5, 1 not known", "not known". */
  readonly summary: string;
  /** Why nothing is known, and who can tell; `null` when something is. */
  readonly note: string | null;
  /** Empty while nothing is known. */
  readonly findings: readonly HealthFinding[];
}

/** The health of a release's repository, by the rules that were read with it. */
export function healthOf({ facts, policy, repository }: ReleaseSnapshot): Health {
  const findings = repositoryHealth(facts.rules, expectedRules(repository, policy));
  if (!facts.rules.known) {
    // Five times the same sentence would say no more.
    const [{ detail, next } = { detail: '', next: null }] = findings;
    return { summary: 'not known', note: [detail, next].join(' '), findings: [] };
  }
  const count = (state: HealthFinding['state']): number => findings.filter((each) => each.state === state).length;
  const unknown = count('unknown');
  const doubt = unknown === 0 ? '' : `, ${unknown} not known`;
  return { summary: `${count('pass')} of ${findings.length}${doubt}`, note: null, findings };
}
