import { readChecklist } from './checklist/checklist';
import type { Known } from './known';
import { evaluateGates } from './policy/evaluateGates';
import { verdictOf, type GateFacts } from './policy/gate';
import type { Policy } from './policy/policy';
import type { PolicySource } from './policy/policySource';
import type { Shipped } from './policy/shipped';
import { underPolicy } from './policy/unknownGates';
import { readRisk } from './risk/labels';
import { suggestedRisk } from './risk/suggestion';
import type { ReleaseSnapshot } from './snapshot';

/** What follows from the facts of a release and the rules of its repository. */
export type Judgement = Pick<ReleaseSnapshot, 'gates' | 'verdict' | 'risk' | 'suggestion' | 'checklist'>;

/** Judges a release. Screen, command line and every reading right before an act have their results from here. */
export function judge(facts: GateFacts, policy: Policy, source: PolicySource): Judgement {
  const gates = underPolicy(source, evaluateGates(facts, policy));
  const risk = readRisk(facts.pull.labels, policy);
  return {
    gates,
    verdict: verdictOf(gates),
    risk,
    suggestion: facts.comments.known ? suggestedRisk(facts.comments.value) : null,
    checklist: readChecklist(facts.pull.body, policy.checklist, risk.level),
  };
}

/** The release judged again by what is known of its contents; the same object when that is nothing new. */
export function rejudged(release: ReleaseSnapshot, shipped: Known<Shipped>): ReleaseSnapshot {
  if (sameShipped(release.facts.shipped, shipped)) return release;
  const facts = { ...release.facts, shipped };
  return { ...release, facts, ...judge(facts, release.policy, release.policySource) };
}

/** Contents never change for a range: what was read is the same when its parts are the same objects. */
function sameShipped(a: Known<Shipped>, b: Known<Shipped>): boolean {
  if (!a.known || !b.known) return !a.known && !b.known && a.reason === b.reason;
  const [before, now] = [a.value, b.value];
  return (
    before.direction === now.direction &&
    before.commits === now.commits &&
    before.lines === now.lines &&
    sameFact(before.paths, now.paths) &&
    sameFact(before.highlights, now.highlights) &&
    sameFact(before.changes, now.changes)
  );
}

function sameFact<T>(a: Known<T>, b: Known<T>): boolean {
  return a.known && b.known ? a.value === b.value : !a.known && !b.known && a.reason === b.reason;
}
