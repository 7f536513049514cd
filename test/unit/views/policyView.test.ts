import assert from 'node:assert/strict';
import { known, unknown } from '../../../src/core/known';
import type { PolicySource } from '../../../src/core/policy/policySource';
import type { ReleaseSnapshot } from '../../../src/core/snapshot';
import { healthView, policyBanner, policyView } from '../../../src/views/panel/policyView';
import { aRelease, sha, someRules } from '../../builders';

const under = (policySource: PolicySource): ReleaseSnapshot => ({ ...aRelease(), policySource });
const problem = (line: number, message: string) => {
  return { line, column: 3, endLine: line, endColumn: 4, path: '', message, fix: null };
};
const broken = (...messages: readonly string[]): ReleaseSnapshot =>
  under({ kind: 'broken', tip: sha('b'), problems: messages.map((message, at) => problem(at + 2, message)) });

describe('where the policy comes from', () => {
  it('is a line with what can be done about it', () => {
    const line = (source: PolicySource) => {
      const { source: text, action } = policyView(under(source));
      return [text.text, text.intent?.kind ?? action?.intent.kind];
    };
    assert.deepEqual(line({ kind: 'default', tip: sha('b') }), ['default', 'openPolicy']);
    assert.deepEqual(line({ kind: 'file', tip: sha('b') }), ['.github/release-review.yml at bbbbbbb', 'openPolicy']);
    assert.deepEqual(line({ kind: 'unreadable', reason: 'GitHub answered 502.' }), [
      'could not be read: GitHub answered 502',
      'refresh',
    ]);
    assert.equal(policyView(broken('x')).source.tone, 'error');
  });

  it('is a banner with the place of the first problem and all others below, when the file is broken', () => {
    const [banner, ...others] = policyBanner(broken('Expected a list.', 'No such key.', 'No such zone.'));
    assert.deepEqual(others, []);
    assert.match(banner?.text ?? '', /on production at bbbbbbb is broken, line 2, column 3: Expected a list\.$/);
    assert.deepEqual(banner?.details, ['Line 3, column 3: No such key.', 'Line 4, column 3: No such zone.']);
    assert.equal(banner.more, 'Show 2 more problems');
    assert.deepEqual(banner.actions, [{ label: 'Open policy file', intent: { kind: 'openPolicy' } }]);
  });

  it('is a banner too when the file could not be read, and none otherwise', () => {
    assert.deepEqual(
      policyBanner(under({ kind: 'unreadable', reason: '502' })).map(({ id, tone }) => [id, tone]),
      [['policy', 'warn']],
    );
    assert.deepEqual(policyBanner(aRelease()), []);
    assert.equal(policyBanner(broken('one'))[0]?.more, null);
  });
});

describe('what GitHub enforces', () => {
  it('is counted, and what is not known is told apart', () => {
    const { summary, note, findings } = healthView(
      aRelease({ rules: known(someRules({ dismissesStale: false, adminsIncluded: null })) }),
    );
    assert.deepEqual([summary, note], ['2 of 5, 1 not known', null]);
    assert.deepEqual(
      findings.map(({ id, state }) => [id, state]),
      [
        ['direct-pushes', 'pass'],
        ['reviews', 'pass'],
        ['stale-approvals', 'fail'],
        ['gate-check', 'fail'],
        ['admins', 'unknown'],
      ],
    );
  });

  it('offers the set-up for the check, and the settings to administrators alone', () => {
    const actions = (permission: ReleaseSnapshot['permission']) =>
      healthView({ ...aRelease({ rules: known(someRules({ dismissesStale: false })) }), permission })
        .findings.filter(({ action }) => action !== null)
        .map(({ id, action }) => [id, action?.intent]);
    const setUp = ['gate-check', { kind: 'setUpRepository' }];
    assert.deepEqual(actions('read'), []);
    assert.deepEqual(actions('write'), [setUp]);
    assert.deepEqual(actions('admin'), [
      ['stale-approvals', { kind: 'openLink', url: 'https://github.com/acme/shop/settings/branches' }],
      setUp,
    ]);
  });

  it('is one sentence when the rules could not be read', () => {
    const { summary, note, findings } = healthView(aRelease({ rules: unknown('GitHub answered 403.') }));
    assert.deepEqual([summary, findings], ['not known', []]);
    assert.equal(
      note,
      'The rules of production could not be read: GitHub answered 403. Ask an administrator of the repository to look.',
    );
  });
});
