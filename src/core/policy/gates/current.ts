import { shortSha } from '../../sha';
import { samePin, type Pin } from '../../versionFile';
import type { Gate, GateFacts } from '../gate';
import type { Policy } from '../policy';

/** Production has not moved since the pull request was made or brought up to date, and there is no conflict with it. */
export function currentGate(facts: GateFacts, policy: Policy): Gate {
  const { pull, previous, previousAtBase, rules } = facts;
  const gate = {
    id: 'current',
    title: 'Up to date with production',
    evidence: [],
    actors: [`@${pull.author.login}`],
    enforced: true,
    advisory: false,
  } as const;
  if (pull.mergeable === false) {
    const detail = `It conflicts with ${policy.productionBranch}.`;
    return { ...gate, state: 'fail', detail, action: { kind: 'open-pull' } };
  }
  const unread = !previous.known ? previous : !previousAtBase.known ? previousAtBase : null;
  if (unread !== null || !previous.known || !previousAtBase.known) {
    const detail = `${facts.target.file} on ${policy.productionBranch} could not be read: ${unread?.reason ?? ''}`;
    return { ...gate, state: 'unknown', detail, action: { kind: 'refresh' } };
  }
  if (!samePin(previous.value, previousAtBase.value)) {
    const detail = `Production moved from ${pinText(previousAtBase.value)} to ${pinText(previous.value)} since.`;
    return { ...gate, state: 'fail', detail, action: { kind: 'open-pull' } };
  }
  if (pull.state === 'open' && pull.mergeable === null) {
    return {
      ...gate,
      state: 'pending',
      detail: 'GitHub is still working out whether it merges.',
      action: { kind: 'refresh' },
    };
  }
  const queue =
    rules.known && rules.value.mergeQueue === true ? ' The merge queue tests it on what production is then.' : '';
  return { ...gate, state: 'pass', detail: `Production has not moved, no conflict.${queue}`, action: null };
}

function pinText(pin: Pin): string {
  return pin.state === 'valid' ? shortSha(pin.sha) : pin.found;
}
