import assert from 'node:assert/strict';
import { known, unknown } from '../../../src/core/known';
import { evaluateGates } from '../../../src/core/policy/evaluateGates';
import type { GateId } from '../../../src/core/policy/gate';
import { defaultPolicy } from '../../../src/core/policy/policy';
import { simulate, type GateDifference, type Simulation } from '../../../src/core/risk/simulate';
import { aLabel, aPull, aReview, sha, someFacts } from '../../builders';

function changed({ difference }: Simulation, gate: GateId): GateDifference | undefined {
  return difference.find((each) => each.gate === gate);
}

describe('what would be if', () => {
  it('nothing were otherwise is nothing', () => {
    const facts = someFacts();
    assert.deepEqual(simulate(facts, defaultPolicy, {}), {
      gates: evaluateGates(facts, defaultPolicy),
      verdict: simulate(facts, defaultPolicy, {}).verdict,
      difference: [],
    });
  });

  it('the risk were high: what it asks for opens', () => {
    const simulation = simulate(someFacts(), defaultPolicy, { level: 'high' });
    assert.equal(changed(simulation, 'checklist')?.would, 'fail');
    assert.deepEqual(
      [changed(simulation, 'notes')?.was, changed(simulation, 'notes')?.would],
      ['not-applicable', 'fail'],
    );
    assert.match(changed(simulation, 'risk')?.text ?? '', /risk: high/);
    assert.equal(simulation.verdict, 'open');
  });

  it('the risk were one: several labels become one, and other labels stay', () => {
    const labels = [aLabel('RISK: LOW'), aLabel('risk: high'), aLabel('urgent')];
    const simulation = simulate(someFacts({ pull: aPull({ labels }) }), defaultPolicy, { level: 'medium' });
    assert.deepEqual([changed(simulation, 'risk')?.was, changed(simulation, 'risk')?.would], ['fail', 'pass']);
  });

  it('somebody approved: the head is approved, by somebody who may', () => {
    const pull = aPull();
    const facts = someFacts({ pull, reviews: known([]) });
    assert.equal(changed(simulate(facts, defaultPolicy, { approvedBy: ['ohaddad'] }), 'approvals')?.would, 'pass');
    const author = simulate(facts, defaultPolicy, { approvedBy: [pull.author.login] });
    assert.notEqual(changed(author, 'approvals')?.would, 'pass');
  });

  it('somebody approved: it is their latest word', () => {
    const earlier = aReview({ state: 'changes-requested', submittedAt: 50_000 });
    const simulation = simulate(someFacts({ reviews: known([earlier]) }), defaultPolicy, { approvedBy: ['ohaddad'] });
    assert.deepEqual(
      [changed(simulation, 'approvals')?.was, changed(simulation, 'approvals')?.would],
      ['fail', 'pass'],
    );
  });

  it('somebody approved, among reviews that nobody could read: it stays unknown', () => {
    const simulation = simulate(someFacts({ reviews: unknown('offline') }), defaultPolicy, { approvedBy: ['ohaddad'] });
    assert.equal(simulation.gates.find(({ id }) => id === 'approvals')?.state, 'unknown');
    assert.deepEqual(simulation.difference, []);
  });

  it('all were ticked: missing items too, those of the supposed risk included', () => {
    const facts = someFacts({
      pull: aPull({ body: '- [ ] I have reviewed the changes in this release.\n', labels: [] }),
    });
    const simulation = simulate(facts, defaultPolicy, { level: 'high', ticked: 'all' });
    assert.equal(changed(simulation, 'checklist')?.would, 'pass');
    assert.match(changed(simulation, 'checklist')?.text ?? '', /4 of 4/);
  });

  it('changes no fact', () => {
    const facts = someFacts({ pull: aPull({ body: '- [ ] a\n', headSha: sha('c') }) });
    const before = structuredClone(facts);
    simulate(facts, defaultPolicy, { level: 'high', ticked: 'all', approvedBy: ['x'], at: 5 });
    assert.deepEqual(facts, before);
  });
});
