import assert from 'node:assert/strict';
import { known, unknown } from '../../../src/core/known';
import type { GateFacts } from '../../../src/core/policy/gate';
import { withoutOwnRun } from '../../../src/core/policy/ownRun';
import type { Check } from '../../../src/core/release';
import { aCheck, gateOf, someFacts, someRules } from '../../builders';

const page = (run: string): string => `https://github.com/acme/shop/actions/runs/${run}/job/7`;
const job = aCheck({ name: 'gates', state: 'pending', url: page('42') });

const judged = (checks: readonly Check[], required: readonly string[] = [], change: Partial<GateFacts> = {}) => {
  const rules = known(someRules({ requiredChecks: required.map((name) => ({ name, appId: null })) }));
  return gateOf('checks', withoutOwnRun(someFacts({ checks: known(checks), rules, ...change }), '42'));
};

describe('a run of a workflow that judges a release', () => {
  it('does not wait for its own job', () => {
    assert.equal(judged([aCheck(), job]).state, 'pass');
    assert.equal(judged([job]).state, 'not-applicable');
  });

  it('does not wait for it where it is required either, and for all else that is', () => {
    assert.equal(judged([aCheck(), job], ['ci / unit', 'gates']).state, 'pass');
    assert.equal(judged([job], ['ci / unit', 'gates']).state, 'pending');
  });

  it('waits for the job of that name in another run, and for what another app says', () => {
    assert.equal(judged([aCheck({ ...job, url: page('421') })]).state, 'pending');
    assert.equal(judged([aCheck({ ...job, source: 'acme-ci' })]).state, 'pending');
    const status = aCheck({ ...job, kind: 'status', source: 'github-actions' });
    assert.equal(judged([job, status], ['gates']).state, 'pending');
    assert.equal(judged([aCheck({ ...job, url: null })]).state, 'pending');
  });

  it('does not count it among the checks of the proposed commit', () => {
    const facts = someFacts();
    const candidate = { ...facts.candidate, checks: known([job]) };
    const otherTargets = [{ target: facts.target, previous: facts.previous, proposed: facts.proposed, candidate }];
    const without = withoutOwnRun(someFacts({ candidate, otherTargets }), '42');
    assert.deepEqual(without.candidate.checks, known([]));
    assert.deepEqual(without.otherTargets[0]?.candidate?.checks, known([]));
  });

  it('leaves unknown what is unknown', () => {
    const checks = unknown('GitHub answered 502');
    const rules = unknown('not told');
    const without = withoutOwnRun(someFacts({ checks, rules }), '42');
    assert.deepEqual([without.checks, without.rules], [checks, rules]);
  });
});
