import type { RiskChoice } from '../../risk/labels';
import { shortSha } from '../../sha';
import { excludedPeople, judgeReviews, wouldMerge, type Excluded, type JudgedReview } from '../approvers';
import { followsFromCategory } from '../category';
import type { Gate, GateEvidence, GateFacts } from '../gate';
import { listed, membersOf, mention } from '../people';
import type { Policy } from '../policy';

/**
 * "The author and the approving reviewer are different people" (process description): enough approvals of the current
 * head by people who had no part in the pull request, one of each team that the policy names, and nobody's request for
 * changes standing. The category of the change may have a rule of its own. Stale approvals are shown and do not count.
 */
export function approvalsGate(facts: GateFacts, policy: Policy, risk: RiskChoice): Gate {
  const { pull, reviews, rules } = facts;
  const rule = followsFromCategory(facts, policy, (category) => category?.approvals ?? null);
  const own = (rule.known ? rule.value : null) ?? policy.approvals[risk.level ?? 'unset'];
  const demanded = rules.known ? rules.value.requiredApprovals : 0;
  const needed = Math.max(own.count, demanded);
  const gate = {
    id: 'approvals',
    title: needed === 1 ? 'Approval' : 'Approvals',
    enforced: rules.known ? demanded >= needed && own.teams.length === 0 : null,
    advisory: false,
    actors: [`a reviewer other than @${pull.author.login}`, ...own.teams.map(mention)],
  } as const;
  const unsure = (detail: string, evidence: readonly GateEvidence[]): Gate => {
    return { ...gate, state: 'unknown', detail, evidence, action: { kind: 'refresh' } };
  };
  if (!reviews.known) return unsure(`Who reviewed could not be read: ${reviews.reason}`, []);
  const excluded = excludedPeople(facts);
  const judged = judgeReviews(facts, reviews.value, excluded.known ? excluded.value : new Map<string, string>());
  const blockers = judged.filter(({ as }) => as === 'blocks').map(({ login }) => `@${login}`);
  const approvers = judged.filter(({ as }) => as === 'counts');
  const evidence = [...judged.map((each) => each.evidence), ...strangers(facts), ...githubDemands(facts)];
  if (!excluded.known && blockers.length === 0) {
    // Who approved is told all the same; whether it counts is not.
    const doubtful = judged.map((each) => ({ ...each.evidence, state: 'unknown' as const }));
    return unsure(excluded.reason, doubtful);
  }
  const reached = `${approvers.length} of ${needed}`;
  if (blockers.length > 0) {
    const count = excluded.known ? `; ${reached} approvals` : '';
    const detail = `${listed(blockers)} asked for changes${count}.`;
    return { ...gate, state: 'fail', detail, evidence, actors: blockers, action: { kind: 'open-pull' } };
  }
  if (!rule.known) return unsure(`Which approvals are needed depends on what ships: ${rule.reason}`, evidence);
  const teams = own.teams.map((team) => judgeTeam(team, facts, approvers, excluded.known ? excluded.value : new Map()));
  const all = [...evidence, ...teams.map((each) => each.evidence)];
  const impossible = teams.find(({ impossible: why }) => why !== null)?.impossible;
  if (impossible != null) {
    const detail = `Nobody can satisfy this: ${impossible}`;
    return { ...gate, state: 'fail', detail, evidence: all, action: { kind: 'open-policy' } };
  }
  const absent = teams.filter(({ state }) => state === 'absent').map(({ team }) => mention(team));
  const stale = judged.filter(({ as }) => as === 'stale').map(({ login }) => `@${login}`);
  const detail = [
    `${reached} at ${shortSha(pull.headSha)}${absent.length === 0 ? '' : `, nobody of ${listed(absent, 'or')} yet`}.`,
    ...(stale.length === 0 ? [] : [`${stale.join(', ')} approved an earlier head.`]),
  ].join(' ');
  if (approvers.length < needed || absent.length > 0) {
    return { ...gate, state: 'pending', detail, evidence: all, action: { kind: 'approve' } };
  }
  const doubt = teams.find(({ state }) => state === 'unknown')?.doubt;
  if (doubt != null) return unsure(`${detail} Whether that is enough cannot be told: ${doubt}.`, all);
  if (!rules.known && !wouldMerge(pull)) {
    return unsure(`${detail} Whether GitHub demands more could not be read: ${rules.reason}`, all);
  }
  if (needed === 0 && own.teams.length === 0) {
    return { ...gate, state: 'not-applicable', detail: 'The policy asks for none.', evidence: all, action: null };
  }
  return { ...gate, state: 'pass', detail, evidence: all, action: null };
}

interface JudgedTeam {
  readonly team: string;
  readonly state: 'there' | 'absent' | 'unknown';
  readonly doubt: string | null;
  /** Why nobody of the team can ever approve, as a sentence. */
  readonly impossible: string | null;
  readonly evidence: GateEvidence;
}

function judgeTeam(team: string, facts: GateFacts, approvers: readonly JudgedReview[], excluded: Excluded): JudgedTeam {
  const name = mention(team);
  const members = membersOf(team, facts.teams);
  if (!members.known) {
    const evidence = { text: `One of ${name}: ${members.reason}`, state: 'unknown' as const };
    return { team, state: 'unknown', doubt: members.reason, impossible: null, evidence };
  }
  const found = approvers.find(({ login }) => members.value.has(login.toLowerCase()));
  if (found !== undefined) {
    const evidence = { ...found.evidence, text: `One of ${name}: @${found.login}`, state: 'pass' as const };
    return { team, state: 'there', doubt: null, impossible: null, evidence };
  }
  const eligible = [...members.value].filter((login) => !excluded.has(login));
  const impossible =
    members.value.size === 0
      ? `${name} has no members.`
      : eligible.length === 0
        ? `everybody in ${name} had a part in this pull request.`
        : null;
  const state = impossible === null ? ('pending' as const) : ('fail' as const);
  return { team, state: 'absent', doubt: null, impossible, evidence: { text: `One of ${name}: nobody yet`, state } };
}

/** Commits that belong to no account might be anybody's, an approver's too. */
function strangers({ commits }: GateFacts): readonly GateEvidence[] {
  if (!commits.known) return [];
  return commits.value
    .filter(({ author, committer }) => author === null && committer === null)
    .map(({ sha, authorName }) => ({
      text: `${shortSha(sha)} is by ${authorName === '' ? 'somebody' : authorName}, whom GitHub connects to no account`,
      state: 'unknown' as const,
      sha,
    }));
}

/** What GitHub demands beyond a number, which it holds the merge back for itself. */
function githubDemands({ rules }: GateFacts): readonly GateEvidence[] {
  if (!rules.known) return [];
  const { lastPushApproval, codeOwners, dismissesStale } = rules.value;
  return [
    ...(lastPushApproval === true ? ['GitHub also demands an approval by somebody else than the last pusher'] : []),
    ...(codeOwners === true ? ['GitHub also demands approvals by the owners of the changed files'] : []),
    ...(dismissesStale === true ? ['GitHub dismisses approvals when the head moves'] : []),
  ].map((text) => ({ text }));
}
