import assert from 'node:assert/strict';
import { known, unknown } from '../../../src/core/known';
import { evaluateGates } from '../../../src/core/policy/evaluateGates';
import { verdictOf, type GateId } from '../../../src/core/policy/gate';
import { defaultPolicy, type Policy } from '../../../src/core/policy/policy';
import { aCheck, gateOf, someFacts, someRules } from '../../builders';
import { peopleRows } from './rowsOfPeople';
import { subjectRows } from './rowsOfSubject';
import { workRows } from './rowsOfWork';
import { team, two, secured, type Row, frozen } from './situations';

const cases: readonly Row[] = [...subjectRows, ...workRows, ...peopleRows];
const gateIn = ([id, , , change, policy]: Row) => gateOf(id, someFacts(change), policy);

describe('the gates', () => {
  for (const row of cases) {
    const [id, state, what] = row;
    it(`${id} is ${state} with ${what}`, () => {
      assert.equal(gateIn(row).state, state, gateIn(row).detail);
    });
  }

  it('have a row for every state that each can be in', () => {
    const reachable: Readonly<Record<GateId, string>> = {
      sha: 'fail pass unknown',
      provenance: 'fail pass pending unknown',
      risk: 'fail pass',
      checks: 'fail not-applicable pass pending unknown',
      checklist: 'fail not-applicable pass',
      approvals: 'fail not-applicable pass pending unknown',
      notes: 'fail not-applicable pass',
      monitoring: 'fail not-applicable pass',
      security: 'fail not-applicable pass pending unknown',
      freeze: 'fail pass pending unknown',
      scope: 'fail pass unknown',
      current: 'fail pass pending unknown',
    };
    for (const [gate, states] of Object.entries(reachable)) {
      const seen = new Set(cases.filter(([id]) => id === gate).map(([, state]) => state));
      assert.equal([...seen].toSorted().join(' '), states, gate);
    }
  });

  it('come in the order of the reader, security and freeze only once the policy has them', () => {
    const ids = (policy: Policy) => evaluateGates(someFacts(), policy).map(({ id }) => id);
    const common = ['sha', 'provenance', 'risk', 'checklist', 'notes', 'monitoring', 'checks', 'approvals'];
    assert.deepEqual(ids(defaultPolicy), [...common, 'current', 'scope']);
    const all = { ...frozen(), security: secured.security };
    assert.deepEqual(ids(all), [...common, 'security', 'freeze', 'current', 'scope']);
  });

  it('are ready when all pass', () => {
    assert.equal(verdictOf(evaluateGates(someFacts(), defaultPolicy)), 'ready');
  });

  it('stay ready when only the advisory scope fails', () => {
    const facts = someFacts({ files: known([{ path: 'a', status: 'added' }]) });
    assert.equal(verdictOf(evaluateGates(facts, defaultPolicy)), 'ready');
  });

  it('name a person or an action wherever they are open, and say why in a sentence', () => {
    for (const row of cases) {
      const gate = gateIn(row);
      assert.match(gate.detail, /\S/);
      if (gate.state === 'pass' || gate.state === 'not-applicable') continue;
      assert.ok(gate.actors.length > 0 || gate.action !== null, `${gate.id} ${gate.detail}`);
      assert.notEqual(gate.action, null, `${gate.id} ${gate.detail}`);
    }
  });

  it('say for each whether GitHub enforces it, and nothing where the rules are unreadable', () => {
    assert.equal(gateOf('checks', someFacts()).enforced, true);
    assert.equal(gateOf('checks', someFacts({ rules: unknown('403') })).enforced, null);
    assert.equal(gateOf('risk', someFacts()).enforced, false);
    assert.equal(gateOf('risk', someFacts({ rules: unknown('403') })).enforced, null);
    assert.equal(gateOf('approvals', someFacts()).enforced, true);
    assert.equal(gateOf('approvals', someFacts({ teams: team('ohaddad') }), two).enforced, false);
  });

  it('lead from a failed check without a page to the pull request, and read a pending one again', () => {
    const action = (state: 'failure' | 'pending') =>
      gateOf('checks', someFacts({ checks: known([aCheck({ state, url: null })]) })).action;
    assert.deepEqual([action('failure'), action('pending')], [{ kind: 'open-pull' }, { kind: 'refresh' }]);
  });

  it('have every one that counts enforced where the check that reports them is required', () => {
    const rules = known(someRules({ requiredChecks: [{ name: 'release-review / gates', appId: '15368' }] }));
    assert.equal(gateOf('risk', someFacts({ rules })).enforced, true);
    assert.equal(gateOf('scope', someFacts({ rules })).enforced, false);
  });
});
