import { readChecklist, restoreItems, tickItem } from '../checklist/checklist';
import { known } from '../known';
import { evaluateGates } from '../policy/evaluateGates';
import { verdictOf, type Gate, type GateFacts, type GateId, type GateState, type Verdict } from '../policy/gate';
import type { Policy } from '../policy/policy';
import type { Instant, Review, RiskLevel } from '../release';
import { levelOfLabel, readRisk, riskLabelLook } from './labels';

/** What is supposed; what is left out stays as it is. */
export interface Supposition {
  /** This risk label, and no other. */
  readonly level?: RiskLevel;
  /** Logins that approve the head as it is now. */
  readonly approvedBy?: readonly string[];
  /** Every item that the risk requires is in the description and ticked. */
  readonly ticked?: 'all';
  /** The gates are judged at this time. */
  readonly at?: Instant;
}

export interface GateDifference {
  readonly gate: GateId;
  readonly title: string;
  /** `null`: the gate is only there on the other side. */
  readonly was: GateState | null;
  readonly would: GateState | null;
  /** What would be found, as the gate says it. */
  readonly text: string;
}

export interface Simulation {
  readonly gates: readonly Gate[];
  readonly verdict: Verdict;
  /** Gates whose state or words would be others. */
  readonly difference: readonly GateDifference[];
}

/**
 * What the gates would say if something were otherwise: the same rules on changed facts, and nothing is written. What
 * could not be read stays unknown: an approval does not become one among reviews that nobody could read.
 */
export function simulate(facts: GateFacts, policy: Policy, supposition: Supposition): Simulation {
  const gates = evaluateGates(suppose(facts, policy, supposition), policy);
  return { gates, verdict: verdictOf(gates), difference: differenceOf(evaluateGates(facts, policy), gates) };
}

function suppose(facts: GateFacts, policy: Policy, { level, approvedBy, ticked, at }: Supposition): GateFacts {
  const labels =
    level === undefined
      ? facts.pull.labels
      : [
          ...facts.pull.labels.filter(({ name }) => levelOfLabel(name, policy) === null),
          { name: policy.riskLabels[level], color: riskLabelLook[level].color },
        ];
  const risk = readRisk(labels, policy).level;
  const body = ticked === undefined ? facts.pull.body : tickedBody(facts.pull.body, policy, risk);
  return {
    ...facts,
    pull: { ...facts.pull, labels, body },
    at: at ?? facts.at,
    reviews: facts.reviews.known
      ? known([...facts.reviews.value, ...approvals(facts, facts.reviews.value, approvedBy ?? [], at ?? facts.at)])
      : facts.reviews,
  };
}

/** Approvals of the head, each after every review there is: it is the person's latest word. */
function approvals(
  { pull }: GateFacts,
  reviews: readonly Review[],
  logins: readonly string[],
  at: Instant,
): readonly Review[] {
  const submittedAt = reviews.reduce((latest, each) => Math.max(latest, each.submittedAt ?? 0), at);
  return logins.map((login) => ({
    id: `supposed:${login}`,
    author: { login, isBot: false },
    state: 'approved',
    sha: pull.headSha,
    body: '',
    submittedAt,
    url: pull.url,
  }));
}

function tickedBody(body: string, { checklist }: Policy, risk: RiskLevel | null): string {
  const whole = restoreItems(body, readChecklist(body, checklist, risk).missing);
  return readChecklist(whole, checklist, risk)
    .items.filter(({ required, checked }) => required && !checked)
    .reduce((text, { id }) => tickItem(text, id, true), whole);
}

function differenceOf(before: readonly Gate[], after: readonly Gate[]): readonly GateDifference[] {
  const ids = new Set([...before, ...after].map(({ id }) => id));
  return [...ids].flatMap((id) => {
    const [was, would] = [before, after].map((gates) => gates.find((each) => each.id === id));
    const there = would ?? was;
    if (there === undefined || (was?.state === would?.state && was?.detail === would?.detail)) return [];
    return [
      { gate: id, title: there.title, was: was?.state ?? null, would: would?.state ?? null, text: would?.detail ?? '' },
    ];
  });
}
