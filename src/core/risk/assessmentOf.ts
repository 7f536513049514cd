import type { ReleaseSnapshot } from '../snapshot';
import { riskAssessment, type Assessment } from './assessment';

const assessed = new WeakMap<ReleaseSnapshot, Assessment | null>();

/** What the rules suggest for a release; `null` while what ships is not known. Worked out once per reading. */
export function assessmentOf(release: ReleaseSnapshot): Assessment | null {
  const known = assessed.get(release);
  if (known !== undefined) return known;
  const { facts, policy } = release;
  const assessment = facts.shipped.known ? riskAssessment(facts.shipped.value, policy, null, facts.at) : null;
  assessed.set(release, assessment);
  return assessment;
}
