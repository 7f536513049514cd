import { defaultPolicy } from '../core/policy/policy';
import { policyPath, type PolicyInForce } from '../core/policy/policySource';
import type { ForgeReads } from '../core/ports';
import type { RepositoryId } from '../core/repository';
import type { Sha } from '../core/sha';
import { attempt } from './attempt';

/**
 * The branch that defines production and holds the policy file. Its name cannot come from that file: whatever the file
 * calls it, this is the branch that the rules were read from and hold for.
 */
export const { productionBranch } = defaultPolicy;

/**
 * Reads the policy of a repository at the tip of its production branch: a pull request cannot change the rules that it
 * is judged by. What a commit holds never changes, so nothing is asked while the tip stays.
 *
 * @param before what held at the last reading
 */
export async function loadPolicy(
  forge: ForgeReads,
  id: RepositoryId,
  tip: Sha,
  before: PolicyInForce | null,
): Promise<PolicyInForce> {
  if (before !== null && before.source.kind !== 'unreadable' && before.source.tip === tip) return before;
  const text = await attempt(forge.file(id, policyPath, tip));
  const lastSound = before?.policy ?? defaultPolicy;
  if (!text.known) return { policy: lastSound, source: { kind: 'unreadable', reason: text.reason } };
  if (text.value === null) return { policy: defaultPolicy, source: { kind: 'default', tip } };
  // The parser is loaded when the first repository has a policy file.
  const { parsePolicy } = await import('../core/policy/file/parsePolicy');
  const reading = parsePolicy(text.value);
  return reading.ok
    ? { policy: { ...reading.policy, productionBranch }, source: { kind: 'file', tip } }
    : { policy: lastSound, source: { kind: 'broken', tip, problems: reading.problems } };
}
