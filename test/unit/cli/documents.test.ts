import assert from 'node:assert/strict';
import { changelogJson } from '../../../src/cli/changelogJson';
import { gatesJson } from '../../../src/cli/gatesJson';
import { gatesText } from '../../../src/cli/gatesText';
import { jsonText } from '../../../src/cli/jsonText';
import { buildChangelog } from '../../../src/core/changelog/changelog';
import { unknown } from '../../../src/core/known';
import { known } from '../../../src/core/known';
import { readPin } from '../../../src/core/versionFile';
import { aCheck, aLabel, aPull, aRelease, sha } from '../../builders';
import { commit, range, shaOf } from '../changelog/historyBuilder';

describe('the changelog as JSON', () => {
  it('says of each commit what its message says, and of the range what it is', () => {
    const history = range([
      commit('b', 'feat(cart)!: quantity (#7)\n\nBREAKING CHANGE: none means none\nCo-authored-by: Bo <bo@x.org>', [
        'base',
      ]),
    ]);
    assert.deepEqual(changelogJson(buildChangelog(history)), {
      version: 1,
      range: { from: shaOf('base'), to: shaOf('b'), direction: 'forward' },
      source: history.source,
      complete: true,
      total: 1,
      commits: [
        {
          sha: shaOf('b'),
          subject: 'feat(cart)!: quantity (#7)',
          type: 'feat',
          scope: 'cart',
          breaking: true,
          breakingText: 'none means none',
          pull: 7,
          authors: [{ name: 'Ada', email: 'ada@example.org', login: null }],
          coAuthors: [{ name: 'Bo', email: 'bo@x.org', login: null }],
          reverts: [],
          revertedBy: null,
          direct: false,
          removed: false,
        },
      ],
      sections: [{ id: 'breaking', title: 'Breaking changes', commits: [shaOf('b')] }],
      pulls: [{ number: 7, title: 'feat(cart)!: quantity', commits: [shaOf('b')] }],
      notes: [],
    });
  });

  it('keeps an unknown total and the reason for a gap', () => {
    const history = { ...range([commit('a', 'x', ['base'])]), complete: false, total: null, notes: ['Cut off.'] };
    const { complete, total, notes } = changelogJson(buildChangelog(history));
    assert.deepEqual({ complete, total, notes }, { complete: false, total: null, notes: ['Cut off.'] });
  });
});

describe('JSON text', () => {
  it('means the same, and holds nothing that a terminal hides or obeys', () => {
    const document = { text: 'a\u202Eb\u009Bc\u001B[2Jd\u2028e\u{E0041}f 👩‍💻', emoji: '✅' };
    const text = jsonText(document);
    assert.deepEqual(JSON.parse(text), document);
    assert.doesNotMatch(text, /(?!\n)[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u);
    assert.match(text, /✅/);
  });
});

describe('the gates as JSON', () => {
  it('name the subject, the risk and the verdict', () => {
    const { gates, ...rest } = gatesJson(aRelease());
    assert.deepEqual(rest, {
      version: 1,
      repository: 'acme/shop',
      pull: 412,
      state: 'open',
      head: sha('c'),
      previous: sha('1'),
      proposed: sha('2'),
      risk: 'low',
      verdict: 'ready',
    });
    assert.deepEqual(
      gates.map(({ id }) => id),
      aRelease().gates.map(({ id }) => id),
    );
  });

  it('give null for versions that are not one SHA or not known, and for a risk that is not one', () => {
    const release = aRelease({
      pull: aPull({ labels: [aLabel('risk: low'), aLabel('risk: high')] }),
      previous: unknown('GitHub answered 502'),
      proposed: known(readPin('main\n')),
    });
    const { previous, proposed, risk, verdict } = gatesJson(release);
    assert.deepEqual(
      { previous, proposed, risk, verdict },
      { previous: null, proposed: null, risk: null, verdict: 'open' },
    );
  });

  it('carry evidence and the next step with its address', () => {
    const url = 'https://ci.example/9';
    const { gates } = gatesJson(aRelease({ checks: known([aCheck({ state: 'failure', url })]) }));
    const checks = gates.find(({ id }) => id === 'checks');
    assert.deepEqual(checks?.evidence, [{ text: 'ci / unit: failure', state: 'fail', url, sha: null }]);
    assert.deepEqual(checks.action, { kind: 'open-url', url });
    assert.equal(gates.find(({ id }) => id === 'scope')?.advisory, true);
  });
});

describe('the gates as text', () => {
  it('are one line each, then the verdict', () => {
    const lines = gatesText(aRelease()).trimEnd().split('\n');
    assert.equal(lines.length, aRelease().gates.length + 2);
    assert.match(lines[0] ?? '', /^pass {12}Proposed SHA: 2222222 is a commit/);
    assert.equal(lines.at(-1), 'acme/shop#412 is ready: all 6 gates passed.');
  });

  it('name what is open, and count what could not be judged apart', () => {
    const open = gatesText(aRelease({ pull: aPull({ labels: [], state: 'closed' }) }));
    assert.match(open, /not ready: 1 of 6 gates open \(Risk label\)\. The pull request is closed\.$/m);
    const unread = gatesText(aRelease({ reviews: unknown('GitHub answered 502.') }));
    assert.match(unread, /cannot tell: 1 of 6 gates could not be judged \(Approval\)\.$/m);
  });

  it('let foreign text neither break its line nor hide', () => {
    const label = aLabel('risk: low');
    const release = aRelease({ reviews: unknown('evil\npass  Approval: 9 of 1\u202E\u001B[2J') });
    const text = gatesText({ ...release, risk: { level: 'low', labels: [label.name] } });
    assert.equal(text.trimEnd().split('\n').length, release.gates.length + 2);
    assert.match(text, /evil pass Approval: 9 of 1‹U\+202E›‹U\+001B›\[2J/);
  });
});
