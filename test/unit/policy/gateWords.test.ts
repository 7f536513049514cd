import assert from 'node:assert/strict';
import { known, unknown } from '../../../src/core/known';
import type { GateFacts, GateId } from '../../../src/core/policy/gate';
import { defaultPolicy, type Policy } from '../../../src/core/policy/policy';
import { aCheck, aPull, aReview, gateOf, sha, someFacts, someRules } from '../../builders';
import {
  monitored,
  aCommit,
  team,
  two,
  byCategory,
  migrating,
  candidate,
  other,
  day,
  file,
  ships,
  secured,
  securedBy,
  frozen,
  until,
  asked,
  confirmed,
  frozenWith,
} from './situations';

describe('what the gates say', () => {
  const detailOf = (id: GateId, change: Partial<GateFacts>, policy?: Policy) =>
    gateOf(id, someFacts(change), policy).detail;
  const linesOf = (id: GateId, change: Partial<GateFacts>, policy?: Policy) =>
    gateOf(id, someFacts(change), policy).evidence.map(({ text }) => text);

  it('tells what came since a stale approval', () => {
    const commits = known([aCommit({ sha: sha('a') }), aCommit({ sha: sha('b') }), aCommit()]);
    const stale = { reviews: known([aReview({ sha: sha('a') })]), commits };
    assert.equal(
      linesOf('approvals', stale)[0],
      '@ohaddad approved at aaaaaaa, 2 commits since: the head is ccccccc now',
    );
    assert.match(detailOf('approvals', stale), /^0 of 1 at ccccccc\. @ohaddad approved an earlier head\.$/);
    const gone = { reviews: known([aReview({ sha: sha('f') })]), commits };
    assert.match(linesOf('approvals', gone)[0] ?? '', /approved at fffffff, which is not part of it any more/);
  });

  it('tells who, when and which commit', () => {
    const [line] = gateOf('approvals', someFacts()).evidence;
    const url = 'https://github.com/acme/shop/pull/412#pullrequestreview-1';
    assert.deepEqual(line, {
      text: '@ohaddad approved at ccccccc',
      state: 'pass',
      url,
      who: 'ohaddad',
      sha: sha('c'),
      at: 3_000,
    });
  });

  it('tells what GitHub demands beside', () => {
    const rules = known(someRules({ lastPushApproval: true, codeOwners: true }));
    const text = linesOf('approvals', { rules }).join('\n');
    assert.match(text, /somebody else than the last pusher/);
    assert.match(text, /owners of the changed files/);
  });

  it('tells of commits that belong to no account', () => {
    const commits = known([aCommit({ author: null, committer: null })]);
    assert.match(
      linesOf('approvals', { commits }).join('\n'),
      /ccccccc is by Ines, whom GitHub connects to no account/,
    );
  });

  for (const [id, change, policy, why] of [
    ['approvals', { teams: team() }, two, /@acme\/leads has no members/],
    ['approvals', { teams: team('iduarte') }, two, /everybody in @acme\/leads had a part/],
    ['checks', { checks: known([]), at: 5 * day }, defaultPolicy, /nothing has reported "ci \/ unit" in the 119 hours/],
    [
      'checks',
      { rules: known(someRules({ requiredChecks: [{ name: 'sec', appId: '9' }] })), at: 5 * day },
      defaultPolicy,
      /the app that must report "sec" has reported nothing/,
    ],
    ['security', {}, byCategory({ securityReview: true }), /names no security reviewers/],
    ['security', ships([file]), securedBy('iduarte'), /it takes @iduarte, and all of them had a part in it/],
  ] as const satisfies readonly (readonly [GateId, Partial<GateFacts>, Policy, RegExp])[]) {
    it(`says that nobody can satisfy ${id}: ${why.source}`, () => {
      const detail = detailOf(id, change, policy);
      assert.match(detail, /^Nobody can satisfy this: /);
      assert.match(detail, why);
    });
  }

  it('does not take a day-old head for hopeless while it has just moved', () => {
    const pull = aPull({ updatedAt: 5 * day - 1_000 });
    const facts = { checks: known([]), reviews: known([]), pull, at: 5 * day };
    assert.equal(gateOf('checks', someFacts(facts)).state, 'pending');
    assert.match(linesOf('checks', facts)[0] ?? '', /expected, not reported yet/);
  });

  it('names the target that is bad', () => {
    assert.match(detailOf('sha', other('v1\n')), /^worker: Expected one full commit SHA, found "v1"/);
  });

  it('gives both figures of a monitoring period that is too short', () => {
    const detail = detailOf('monitoring', monitored('Post-deploy monitoring: @ana, 15 min'));
    assert.equal(detail, '@ana, 15 minutes; the policy asks for 30 minutes at least.');
  });

  it('shows what is red without holding back', () => {
    const red = candidate({ checks: known([aCheck({ state: 'failure' })]) });
    assert.equal(
      detailOf('provenance', red),
      '2222222 is on main. 0 of 1 of its own checks passed, 1 failed (advisory).',
    );
  });

  it('notes the merge queue', () => {
    const rules = known(someRules({ mergeQueue: true }));
    assert.match(detailOf('checks', { rules }), /The merge queue runs them again\.$/);
    assert.match(detailOf('current', { rules }), /The merge queue/);
  });

  it('tells the window, its end and the two people of an override', () => {
    assert.equal(
      detailOf('freeze', frozenWith(asked, confirmed), frozen()),
      'Frozen by "Peak" (Black Friday). Releases may ship from Mon 2026-11-30 00:00 UTC. @ana overrides it until ' +
        'Sun 2026-11-22 10:00 UTC: a fix for checkout. Confirmed by @bo.',
    );
    const ended = detailOf('freeze', { ...frozenWith(asked, confirmed), at: until }, frozen());
    assert.match(ended, /@ana's override ended Sun 2026-11-22 10:00 UTC\.$/);
  });

  it('says that what ships is still being read', () => {
    const reason = 'what ships is still being read';
    const change = { shipped: unknown(reason) };
    assert.equal(
      detailOf('approvals', change, migrating),
      'Which approvals are needed depends on what ships: what ships is still being read',
    );
    assert.match(detailOf('security', change, secured), new RegExp(`${reason}\\. An approval by @sam or @acme/leads`));
  });
});
