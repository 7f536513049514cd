import { shortSha } from '../../sha';
import type { Gate, GateFacts } from '../gate';
import type { Policy } from '../policy';

/** "The proposed SHA is a valid commit in the repository" (process description). */
export function shaGate(facts: GateFacts, policy: Policy): Gate {
  const gate = {
    id: 'sha',
    title: 'Proposed SHA',
    evidence: [],
    actors: [`@${facts.pull.author.login}`],
    enforced: false,
    advisory: false,
  } as const;
  const { proposed, proposedIsCommit } = facts;
  if (!proposed.known) {
    const detail = `${policy.versionFile} could not be read: ${proposed.reason}`;
    return { ...gate, state: 'unknown', detail, action: { kind: 'refresh' } };
  }
  if (proposed.value.state === 'invalid') {
    return { ...gate, state: 'fail', detail: proposed.value.problem, action: { kind: 'open-pull' } };
  }
  const sha = proposed.value.sha;
  if (!proposedIsCommit.known) {
    const detail = `Whether ${shortSha(sha)} is a commit could not be read: ${proposedIsCommit.reason}`;
    return { ...gate, state: 'unknown', detail, action: { kind: 'refresh' } };
  }
  if (!proposedIsCommit.value) {
    const detail = `${shortSha(sha)} names no commit of this repository.`;
    return { ...gate, state: 'fail', detail, action: { kind: 'open-pull' } };
  }
  return { ...gate, state: 'pass', detail: `${shortSha(sha)} is a commit of this repository.`, action: null };
}
