import { excludedPeople, judgeReviews, type JudgedReview } from '../approvers';
import { followsFromCategory } from '../category';
import type { Gate, GateEvidence, GateFacts } from '../gate';
import { everybodyOf, isAmong, listed, mention } from '../people';
import type { Policy } from '../policy';
import { securityTriggers } from '../securityTriggers';

/** Whether the policy asks for security reviews at all. */
export function hasSecurityReview({ security, categories }: Policy): boolean {
  return security.reviewers.length > 0 || categories.some(({ securityReview }) => securityReview === true);
}

/**
 * "Security team reviews security-sensitive changes" (process description, step 4): where the ship range touches a trigger,
 * or the category of the change asks for it, one of the security reviewers has approved the current head. Their approval
 * passes the gate also where it cannot be told whether it is needed.
 */
export function securityGate(facts: GateFacts, policy: Policy): Gate {
  const { reviewers } = policy.security;
  const gate = {
    id: 'security',
    title: 'Security review',
    enforced: false,
    advisory: false,
    actors: reviewers.map(mention),
  } as const;
  const need = needOf(facts, policy);
  if (need.needed === false) {
    return { ...gate, state: 'not-applicable', detail: need.why, evidence: need.evidence, action: null };
  }
  if (reviewers.length === 0) {
    const detail = 'Nobody can satisfy this: the policy names no security reviewers.';
    return need.needed
      ? { ...gate, state: 'fail', detail, evidence: need.evidence, action: { kind: 'open-policy' } }
      : { ...gate, state: 'unknown', detail: need.why, evidence: need.evidence, action: { kind: 'refresh' } };
  }
  const approval = approvalOf(facts, reviewers);
  const evidence = [...approval.evidence, ...need.evidence];
  if (approval.state === 'given') {
    return { ...gate, state: 'pass', detail: `${approval.by} approved.`, evidence, action: null };
  }
  if (need.needed === null) {
    const detail = `${need.why} An approval by ${listed(gate.actors, 'or')} settles it.`;
    return { ...gate, state: 'unknown', detail, evidence, action: { kind: 'approve' } };
  }
  if (approval.state === 'unknown') {
    const detail = `${need.why} Whether a security reviewer approved cannot be told: ${approval.doubt}.`;
    return { ...gate, state: 'unknown', detail, evidence, action: { kind: 'refresh' } };
  }
  if (approval.impossible !== null) {
    const detail = `Nobody can satisfy this: it takes ${listed(gate.actors, 'or')}, and ${approval.impossible}.`;
    return { ...gate, state: 'fail', detail, evidence, action: { kind: 'open-policy' } };
  }
  const detail = `${need.why} Nobody of ${listed(gate.actors, 'or')} approved this head yet.`;
  return { ...gate, state: 'pending', detail, evidence, action: { kind: 'approve' } };
}

interface Need {
  /** `null`: cannot be told. */
  readonly needed: boolean | null;
  /** A sentence. */
  readonly why: string;
  readonly evidence: readonly GateEvidence[];
}

/** Triggers that are listed one by one. */
const mostListed = 20;

function needOf(facts: GateFacts, policy: Policy): Need {
  const asked = followsFromCategory(facts, policy, (rule) => rule?.securityReview ?? null);
  if (asked.known && asked.value !== null) {
    const why = asked.value ? 'Changes of this category need it.' : 'Changes of this category need none.';
    return { needed: asked.value, why, evidence: [] };
  }
  const { found, doubts } =
    policy.security.reviewers.length === 0
      ? { found: [], doubts: [] }
      : securityTriggers(facts.shipped, policy.security);
  const shown = found.slice(0, mostListed).map(({ path, why }): GateEvidence => ({ text: `${path} ${why}` }));
  const more = found.length - shown.length;
  const evidence = more > 0 ? [...shown, { text: `and ${more} more` }] : shown;
  const [doubt] = asked.known ? doubts : [asked.reason];
  if (asked.known && found.length > 0) {
    const paths = new Set(found.map(({ path }) => path)).size;
    return { needed: true, why: `${paths} security-sensitive ${paths === 1 ? 'file ships' : 'files ship'}.`, evidence };
  }
  if (doubt === undefined) return { needed: false, why: 'Nothing that ships is security-sensitive.', evidence };
  return { needed: null, why: `Whether it is needed cannot be told: ${withStop(doubt)}`, evidence };
}

function withStop(text: string): string {
  return /[.!?]$/.test(text) ? text : `${text}.`;
}

type ReviewersApproval =
  | { readonly state: 'given'; readonly by: string; readonly evidence: readonly GateEvidence[] }
  | { readonly state: 'absent'; readonly impossible: string | null; readonly evidence: readonly GateEvidence[] }
  | { readonly state: 'unknown'; readonly doubt: string; readonly evidence: readonly GateEvidence[] };

function approvalOf(facts: GateFacts, reviewers: readonly string[]): ReviewersApproval {
  const { reviews, teams } = facts;
  const excluded = excludedPeople(facts);
  if (!reviews.known) return { state: 'unknown', doubt: `reviews could not be read: ${reviews.reason}`, evidence: [] };
  if (!excluded.known) return { state: 'unknown', doubt: excluded.reason, evidence: [] };
  const theirs: JudgedReview[] = [];
  let [doubt, refusal]: [string | null, string | null] = [null, null];
  for (const each of judgeReviews(facts, reviews.value, excluded.value)) {
    const among = isAmong(each.login, reviewers, teams);
    if (among.known && among.value) theirs.push(each);
    else if (!among.known && each.as === 'counts') doubt ??= among.reason;
    else if (!among.known && each.as === 'blocks') refusal ??= among.reason;
  }
  const evidence = theirs.map((each) => each.evidence);
  const approver = theirs.find(({ as }) => as === 'counts');
  // What one of them refuses another cannot give.
  const isRefused = theirs.some(({ as }) => as === 'blocks');
  if (approver !== undefined && !isRefused && refusal === null) {
    return { state: 'given', by: `@${approver.login}`, evidence };
  }
  doubt = isRefused ? null : approver === undefined ? doubt : refusal;
  if (doubt !== null) return { state: 'unknown', doubt, evidence };
  const all = everybodyOf(reviewers, teams);
  const isImpossible = all.known && [...all.value].every((login) => excluded.value.has(login));
  const why = all.known && all.value.size === 0 ? 'the teams have no members' : 'all of them had a part in it';
  return { state: 'absent', impossible: isImpossible ? why : null, evidence };
}
