import type { ReleaseSnapshot } from '../snapshot';
import { freezeOverrides, mayConfirm, type FreezeOverride } from './freezeOverride';

/** The overrides of a release's freeze that wait for a second person whom this account may be. */
export function overridesToConfirm({
  facts,
  policy,
  account,
}: Pick<ReleaseSnapshot, 'facts' | 'policy' | 'account'>): readonly FreezeOverride[] {
  if (!facts.comments.known) return [];
  return freezeOverrides(facts.comments.value, facts, policy.freeze).standing.filter(
    (override) => override.state === 'waiting' && mayConfirm(account.login, override, facts, policy.freeze),
  );
}
