import type { Known } from '../../known';
import { shortSha, type Sha } from '../../sha';
import { samePin, type Pin } from '../../versionFile';
import type { Gate, GateEvidence, GateFacts } from '../gate';
import type { Target } from '../policy';

/**
 * "The proposed SHA is a valid commit in the repository" (process description), for every target that the pull request
 * moves.
 */
export function shaGate(facts: GateFacts): Gate {
  const { target, proposed, proposedIsCommit, otherTargets } = facts;
  const judged = [
    judge(target, proposed, proposedIsCommit),
    ...otherTargets.map((each) => judge(each.target, each.proposed, isCommit(each, facts))),
  ];
  const state = (['fail', 'unknown'] as const).find((word) => judged.some((each) => each.state === word)) ?? 'pass';
  const names = judged.length > 1;
  const said = judged.filter((each) => each.state === state);
  const detail = names ? said.map((each) => `${each.name}: ${each.text}`).join(' ') : (said[0]?.text ?? '');
  const evidence = judged.map(({ name, text, state: each, sha }): GateEvidence => {
    return { text: `${name}: ${text}`, state: each, ...(sha === null ? {} : { sha }) };
  });
  return {
    id: 'sha',
    title: names ? 'Proposed SHAs' : 'Proposed SHA',
    state,
    detail,
    evidence: names ? evidence : [],
    actors: [`@${facts.pull.author.login}`],
    enforced: false,
    advisory: false,
    action: state === 'pass' ? null : { kind: state === 'fail' ? 'open-pull' : 'refresh' },
  };
}

/** Whether another target's pin names a commit: what is known of the first target's holds for the same commit. */
function isCommit(
  { proposed, proposedIsCommit, target }: GateFacts['otherTargets'][number],
  first: GateFacts,
): Known<boolean> {
  if (proposed.known && first.proposed.known && samePin(proposed.value, first.proposed.value)) {
    return first.proposedIsCommit;
  }
  return proposedIsCommit ?? { known: false, reason: `it was not read for ${target.name}` };
}

interface Judged {
  readonly name: string;
  readonly state: 'pass' | 'fail' | 'unknown';
  /** A sentence. */
  readonly text: string;
  readonly sha: Sha | null;
}

function judge({ name, file }: Target, proposed: Known<Pin>, commit: Known<boolean>): Judged {
  if (!proposed.known) {
    return { name, state: 'unknown', text: `${file} could not be read: ${proposed.reason}`, sha: null };
  }
  const pin = proposed.value;
  if (pin.state !== 'valid') return { name, state: 'fail', text: pin.problem, sha: null };
  const { sha } = pin;
  // Of the digest as many digits as of the commit.
  const what = pin.digest === null ? shortSha(sha) : `${shortSha(sha)} (built as ${pin.digest.slice(0, 14)})`;
  if (!commit.known) {
    return { name, state: 'unknown', text: `Whether ${what} is a commit could not be read: ${commit.reason}`, sha };
  }
  if (!commit.value) return { name, state: 'fail', text: `${what} names no commit of this repository.`, sha };
  return { name, state: 'pass', text: `${what} is a commit of this repository.`, sha };
}
