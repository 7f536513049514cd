import assert from 'node:assert/strict';
import fc from 'fast-check';
import { known, unknown } from '../../../src/core/known';
import { evaluateGates } from '../../../src/core/policy/evaluateGates';
import { verdictOf, type GateFacts, type GateId, type GateState } from '../../../src/core/policy/gate';
import { defaultPolicy } from '../../../src/core/policy/policy';
import { readPin } from '../../../src/core/versionFile';
import { aCheck, aLabel, aPull, aReview, gateOf, sha, someFacts, tickedBody } from '../../builders';

const highBody = `${tickedBody}
- [x] I have reviewed the rollback procedure and confirmed it is applicable to this release.
- [x] Post-deploy monitoring has been scheduled per the incident response policy.

## Rollout
In two steps.

## Rollback
Set version.txt back.
`;
const high = (body: string) => aPull({ labels: [aLabel('risk: high')], body });

const cases: readonly [GateId, GateState, string, Partial<GateFacts>][] = [
  ['sha', 'pass', 'a full SHA of a commit', {}],
  ['sha', 'fail', 'a short SHA', { proposed: known(readPin('abc1234\n')) }],
  ['sha', 'fail', 'a SHA that names no commit', { proposedIsCommit: known(false) }],
  ['sha', 'unknown', 'a version file that cannot be read', { proposed: unknown('GitHub answered 500') }],
  ['sha', 'unknown', 'a commit that cannot be looked up', { proposedIsCommit: unknown('GitHub answered 500') }],
  ['risk', 'pass', 'one label', {}],
  ['risk', 'pass', 'a label in another case', { pull: aPull({ labels: [aLabel('Risk: LOW')] }) }],
  ['risk', 'fail', 'no risk label', { pull: aPull({ labels: [aLabel('release')] }) }],
  ['risk', 'fail', 'two labels', { pull: aPull({ labels: [aLabel('risk: low'), aLabel('risk: high')] }) }],
  ['checks', 'pass', 'the required check green', {}],
  ['checks', 'pass', 'the required check skipped', { checks: known([aCheck({ state: 'skipped' })]) }],
  ['checks', 'fail', 'the required check red', { checks: known([aCheck({ state: 'failure' })]) }],
  ['checks', 'pending', 'the required check under way', { checks: known([aCheck({ state: 'pending' })]) }],
  ['checks', 'pending', 'the required check absent', { checks: known([aCheck({ name: 'docs' })]) }],
  [
    'checks',
    'fail',
    'a green run beside a red status of the same name',
    { checks: known([aCheck(), aCheck({ kind: 'status', state: 'failure' })]) },
  ],
  [
    'checks',
    'fail',
    'the required check posted by another app',
    { rules: known({ requiredChecks: [{ name: 'ci / unit', appId: '999' }], requiredApprovals: 1 }) },
  ],
  [
    'checks',
    'pass',
    'a red check that is not required',
    { checks: known([aCheck(), aCheck({ name: 'docs', state: 'failure' })]) },
  ],
  [
    'checks',
    'fail',
    'any red check where the rules cannot be read',
    { rules: unknown('403'), checks: known([aCheck(), aCheck({ name: 'docs', state: 'failure' })]) },
  ],
  ['checks', 'unknown', 'no check and unreadable rules', { rules: unknown('403'), checks: known([]) }],
  [
    'checks',
    'not-applicable',
    'no check and none required',
    { rules: known({ requiredChecks: [], requiredApprovals: 0 }), checks: known([]) },
  ],
  ['checks', 'unknown', 'checks that cannot be read', { checks: unknown('502') }],
  ['checklist', 'pass', 'both items ticked', {}],
  ['checklist', 'fail', 'one item left', { pull: aPull({ body: tickedBody.replace('[x]', '[ ]') }) }],
  ['checklist', 'fail', 'an item missing', { pull: aPull({ body: tickedBody.split('\n').slice(0, 3).join('\n') }) }],
  ['checklist', 'fail', 'high risk with two items', { pull: high(tickedBody) }],
  ['checklist', 'pass', 'high risk with four items', { pull: high(highBody) }],
  ['notes', 'not-applicable', 'low risk', {}],
  ['notes', 'fail', 'high risk without notes', { pull: high(tickedBody) }],
  ['notes', 'pass', 'high risk with both notes', { pull: high(highBody) }],
  [
    'notes',
    'fail',
    'an empty rollback section',
    { pull: high(highBody.replace('Set version.txt back.', '<!-- how? -->')) },
  ],
  ['approvals', 'pass', 'an approval of the head', {}],
  ['approvals', 'pending', 'no review', { reviews: known([]) }],
  ['approvals', 'pending', 'an approval of an earlier head', { reviews: known([aReview({ sha: sha('a') })]) }],
  [
    'approvals',
    'pending',
    'the author as approver',
    { reviews: known([aReview({ author: { login: 'IDuarte', isBot: false } })]) },
  ],
  [
    'approvals',
    'pending',
    'a committer as approver',
    {
      commits: known([{ sha: sha('c'), author: 'iduarte', committer: 'ohaddad', authorName: '', authorEmail: '' }]),
    },
  ],
  [
    'approvals',
    'pending',
    'a bot as approver',
    { reviews: known([aReview({ author: { login: 'ok[bot]', isBot: true } })]) },
  ],
  [
    'approvals',
    'fail',
    'changes requested after an approval',
    { reviews: known([aReview(), aReview({ id: '2', state: 'changes-requested', submittedAt: 9_000 })]) },
  ],
  [
    'approvals',
    'pass',
    'a comment after an approval',
    { reviews: known([aReview(), aReview({ id: '2', state: 'commented', submittedAt: 9_000 })]) },
  ],
  ['approvals', 'pending', 'a dismissed approval', { reviews: known([aReview({ state: 'dismissed' })]) }],
  [
    'approvals',
    'pending',
    'one approval where GitHub demands two',
    { rules: known({ requiredChecks: [], requiredApprovals: 2 }) },
  ],
  ['approvals', 'unknown', 'reviews that cannot be read', { reviews: unknown('500') }],
  ['approvals', 'unknown', 'commits that cannot be read', { commits: unknown('500') }],
  ['scope', 'pass', 'only the version file', {}],
  [
    'scope',
    'fail',
    'another file',
    {
      files: known([
        { path: 'version.txt', status: 'modified' },
        { path: 'a', status: 'added' },
      ]),
    },
  ],
  ['scope', 'unknown', 'files that cannot be read', { files: unknown('500') }],
  ['current', 'pass', 'an unmoved production', {}],
  ['current', 'fail', 'a conflict', { pull: aPull({ mergeable: false }) }],
  ['current', 'pending', 'a merge that GitHub still computes', { pull: aPull({ mergeable: null }) }],
  ['current', 'fail', 'another release in between', { previous: known(readPin(`${sha('9')}\n`)) }],
  ['current', 'unknown', 'an unreadable production', { previous: unknown('500') }],
];

describe('the gates', () => {
  for (const [id, state, what, change] of cases) {
    it(`${id} is ${state} with ${what}`, () => {
      assert.equal(gateOf(id, someFacts(change)).state, state);
    });
  }

  it('are ready when all pass', () => {
    assert.equal(verdictOf(evaluateGates(someFacts(), defaultPolicy)), 'ready');
  });

  it('stay ready when only the advisory scope fails', () => {
    const facts = someFacts({ files: known([{ path: 'a', status: 'added' }]) });
    assert.equal(verdictOf(evaluateGates(facts, defaultPolicy)), 'ready');
  });

  it('quote what a stale approval covers', () => {
    const gate = gateOf('approvals', someFacts({ reviews: known([aReview({ sha: sha('a') })]) }));
    assert.match(gate.evidence[0]?.text ?? '', /@ohaddad approved at aaaaaaa, the head is ccccccc now/);
    assert.match(gate.detail, /@ohaddad approved an earlier head/);
  });

  it('name a person or an action wherever they are open', () => {
    for (const [id, state, , change] of cases) {
      if (state === 'pass' || state === 'not-applicable') continue;
      const gate = gateOf(id, someFacts(change));
      assert.ok(gate.actors.length > 0 || gate.action !== null, `${id} ${gate.detail}`);
    }
  });

  it('say for each whether GitHub enforces it, and nothing where the rules are unreadable', () => {
    assert.equal(gateOf('checks', someFacts()).enforced, true);
    assert.equal(gateOf('checks', someFacts({ rules: unknown('403') })).enforced, null);
    assert.equal(gateOf('risk', someFacts()).enforced, false);
  });

  it('never let a release through on facts that could not be read', () => {
    const readable = [
      'previous',
      'previousAtBase',
      'proposed',
      'proposedIsCommit',
      'checks',
      'reviews',
      'commits',
    ] as const;
    fc.assert(
      fc.property(fc.subarray([...readable], { minLength: 1 }), (lost) => {
        const gone = Object.fromEntries(lost.map((fact) => [fact, unknown('GitHub answered 502')]));
        const facts = { ...someFacts(), ...gone };
        assert.notEqual(verdictOf(evaluateGates(facts, defaultPolicy)), 'ready');
      }),
    );
  });
});
