import assert from 'node:assert/strict';
import { judge } from '../../../src/core/judge';
import { known, unknown } from '../../../src/core/known';
import { overrideLine } from '../../../src/core/policy/freezeOverride';
import type { GateFacts, GateId } from '../../../src/core/policy/gate';
import { defaultPolicy, type Policy } from '../../../src/core/policy/policy';
import type { PolicySource } from '../../../src/core/policy/policySource';
import type { ReleaseSnapshot } from '../../../src/core/snapshot';
import { gateView, verdictView } from '../../../src/views/panel/gatesView';
import type { GateView } from '../../../src/views/panel/protocol';
import { aCheck, aComment, aPull, aRelease, aReview, sha, someFacts } from '../../builders';

const source: PolicySource = { kind: 'default', tip: sha('b') };

function judged(change: Partial<GateFacts>, policy: Policy = defaultPolicy, policySource = source): ReleaseSnapshot {
  return { ...aRelease(change), policy, policySource, ...judge(someFacts(change), policy, policySource) };
}

function view(id: GateId, release: ReleaseSnapshot): GateView {
  const gate = release.gates.find((each) => each.id === id);
  assert.ok(gate);
  return gateView(gate, release);
}

const links = (release: ReleaseSnapshot) => verdictView(release, []).links.map(({ text }) => text);

const frozen: Policy = {
  ...defaultPolicy,
  freeze: {
    ...defaultPolicy.freeze,
    windows: [
      {
        name: 'Peak',
        reason: 'the shop is busy',
        when: { repeats: 'never', from: '1969-12-31T00:00', to: '1970-01-02T00:00' },
      },
    ],
  },
};

describe('the evidence of a gate', () => {
  it('says whose doing it is and since when, unless its words name them', () => {
    const [check] = view('checks', judged({ checks: known([aCheck({ completedAt: 2_000 })]) })).evidence;
    assert.deepEqual([check?.text, check?.by, check?.at], ['ci / unit: success', 'github-actions', 2_000]);
    const [review] = view('approvals', judged({ reviews: known([aReview({ submittedAt: 3_000 })]) })).evidence;
    assert.deepEqual([review?.text, review?.by, review?.at], ['@ohaddad approved at ccccccc', null, 3_000]);
  });

  it('leads to its page, or to its commit where it has none', () => {
    const commit = {
      sha: sha('d'),
      author: null,
      committer: null,
      authorName: 'Ines',
      authorEmail: 'i@example.org',
      message: '',
    };
    const { evidence } = view('approvals', judged({ commits: known([commit]) }));
    assert.deepEqual(
      evidence.map(({ intent }) => intent?.kind),
      ['openLink', 'openCommitOnGitHub', undefined],
    );
  });

  it("does not repeat the gate's own sentence", () => {
    const freeze = view('freeze', judged({}, frozen));
    assert.match(
      freeze.detail,
      /^Frozen by "Peak" \(the shop is busy\)\. Releases may ship from Fri 1970-01-02 00:00 UTC/,
    );
    assert.deepEqual(freeze.evidence, []);
  });
});

describe('the next step of a gate', () => {
  it('is not offered to who asked for the override that a second person has to confirm', () => {
    const asked = (login: string) =>
      judged(
        {
          comments: known([
            aComment({
              author: { login, isBot: false },
              insider: true,
              body: overrideLine(sha('c'), 3_600_000, 'it must ship'),
            }),
          ]),
        },
        frozen,
      );
    assert.equal(view('freeze', asked('mkowalska')).action, null);
    assert.deepEqual(view('freeze', asked('petra')).action, { label: 'Confirm', intent: { kind: 'overrideFreeze' } });
  });

  it('is not repeated for every gate when it is the policy that is broken, which the verdict leads to', () => {
    const release = judged({}, defaultPolicy, { kind: 'broken', tip: sha('b'), problems: [] });
    for (const gate of release.gates) {
      const { action, detail } = gateView(gate, release);
      assert.deepEqual([action, detail], [null, 'Not judged: the policy is not known.']);
    }
    const { word, summary, links: ways } = verdictView(release, []);
    assert.deepEqual([word, summary], ['Cannot tell', 'No gate is judged:']);
    assert.deepEqual(
      ways.map(({ intent }) => intent?.kind),
      ['openPolicy'],
    );
  });
});

describe('the verdict', () => {
  it('names each open gate in a few words, and what is not known as such', () => {
    assert.deepEqual(links(judged({ checks: known([aCheck({ state: 'failure' })]) })), [
      'checks: 0 of 1 passed, 1 failed',
    ]);
    assert.deepEqual(links(judged({ checks: unknown('502'), reviews: unknown('502') })), [
      'checks: not known',
      'approvals: not known',
    ]);
    assert.deepEqual(links(judged({ reviews: known([aReview({ state: 'changes-requested' })]) })), [
      'changes requested',
    ]);
    assert.deepEqual(links(judged({ proposedIsCommit: unknown('502') })).slice(0, 1), ['proposed SHA: not known']);
  });

  it('does not take a gate that is open for what it asks for', () => {
    assert.deepEqual(links(judged({ pull: aPull({ mergeable: null }) })), ['whether it merges']);
    assert.deepEqual(links(judged({ pull: aPull({ mergeable: false }) })), ['conflict with production']);
  });
});
