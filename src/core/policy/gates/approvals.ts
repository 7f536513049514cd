import type { RiskChoice } from '../../risk';
import { shortSha, type Sha } from '../../sha';
import { standingReviews, type StandingReview } from '../standingReviews';
import type { Gate, GateEvidence, GateFacts } from '../gate';
import type { Policy } from '../policy';

/**
 * "The author and the approving reviewer are different people" (process description): enough approvals of the current
 * head by people who are neither the author nor a committer of the pull request, and nobody's request for changes
 * standing. Stale approvals are shown and do not count.
 */
export function approvalsGate(facts: GateFacts, policy: Policy, risk: RiskChoice): Gate {
  const { pull, reviews, commits, rules } = facts;
  const own = policy.approvals[risk.level ?? 'unset'];
  const needed = Math.max(own, rules.known ? rules.value.requiredApprovals : 0);
  const gate = {
    id: 'approvals',
    title: needed === 1 ? 'Approval' : 'Approvals',
    enforced: rules.known ? rules.value.requiredApprovals >= needed : null,
    advisory: false,
    actors: [`a reviewer other than @${pull.author.login}`],
  } as const;
  if (!reviews.known || !commits.known) {
    const reason = !reviews.known ? reviews.reason : !commits.known ? commits.reason : '';
    const detail = `Who reviewed and who committed could not be read: ${reason}`;
    return { ...gate, state: 'unknown', detail, evidence: [], action: { kind: 'refresh' } };
  }
  const excluded = new Set(
    [pull.author.login, ...commits.value.flatMap((commit) => [commit.author, commit.committer])].flatMap((login) =>
      login === null ? [] : [login.toLowerCase()],
    ),
  );
  const judged = standingReviews(reviews.value).map((review) => judge(review, pull.headSha, excluded));
  const count = judged.filter((each) => each.counts).length;
  const blockers = judged.filter((each) => each.blocks);
  const evidence = judged.map((each) => each.evidence);
  if (blockers.length > 0) {
    const detail = `${blockers.map((each) => each.who).join(', ')} asked for changes; ${count} of ${needed} approvals.`;
    return {
      ...gate,
      state: 'fail',
      detail,
      evidence,
      actors: blockers.map((each) => each.who),
      action: { kind: 'open-pull' },
    };
  }
  const stale = judged.filter((each) => each.stale).map((each) => each.who);
  const staleNote = stale.length === 0 ? '' : ` ${stale.join(', ')} approved an earlier head.`;
  const detail = `${count} of ${needed} at ${shortSha(pull.headSha)}.${staleNote}`;
  return count >= needed
    ? { ...gate, state: 'pass', detail, evidence, action: null }
    : { ...gate, state: 'pending', detail, evidence, action: { kind: 'approve' } };
}

interface Judged {
  readonly who: string;
  readonly counts: boolean;
  readonly blocks: boolean;
  readonly stale: boolean;
  readonly evidence: GateEvidence;
}

function judge(review: StandingReview, head: Sha, excluded: ReadonlySet<string>): Judged {
  const who = `@${review.author.login}`;
  const result = (text: string, state: 'pass' | 'fail' | 'pending', flags: Partial<Judged>): Judged => ({
    who,
    counts: false,
    blocks: false,
    stale: false,
    evidence: { text: `${who} ${text}`, state, url: review.url },
    ...flags,
  });
  if (review.state === 'changes-requested') return result('asked for changes', 'fail', { blocks: true });
  const at = review.sha === null ? 'an unknown commit' : shortSha(review.sha);
  if (review.author.isBot) return result(`approved at ${at}: a bot's approval does not count`, 'fail', {});
  if (excluded.has(review.author.login.toLowerCase())) {
    return result(`approved at ${at}: does not count, wrote part of this pull request`, 'fail', {});
  }
  if (review.sha !== head) {
    return result(`approved at ${at}, the head is ${shortSha(head)} now`, 'pending', { stale: true });
  }
  return result(`approved at ${at}`, 'pass', { counts: true });
}
