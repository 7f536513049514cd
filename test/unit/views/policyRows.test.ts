import assert from 'node:assert/strict';
import { known, unknown } from '../../../src/core/known';
import { defaultPolicy } from '../../../src/core/policy/policy';
import type { PolicySource } from '../../../src/core/policy/policySource';
import type { BranchRules } from '../../../src/core/release';
import type { RepositorySnapshot } from '../../../src/core/snapshot';
import { childrenOf, type ContentsSource } from '../../../src/views/tree/children';
import type { LiveNode, TreeNode } from '../../../src/views/tree/nodes';
import { aRelease, repository, reviewer, sha, someRules } from '../../builders';
import type { Known } from '../../../src/core/known';

const nothing: ContentsSource = {
  contentsOf: () => ({ state: 'none', message: '' }),
  knownContentsOf: () => null,
};

function top(policySource: PolicySource, rules: Known<BranchRules>): readonly TreeNode[] {
  const snapshot: RepositorySnapshot = {
    repository,
    account: reviewer,
    facts: { defaultBranch: 'main', permission: 'write', url: 'https://github.com/acme/shop', archived: false },
    policy: defaultPolicy,
    policySource,
    live: unknown('not read'),
    releases: [{ ...aRelease({ rules }), policySource }],
    otherPulls: [],
    readAt: 0,
  };
  const entry = { repository, snapshot, problem: null, refreshing: false };
  return childrenOf(undefined, { started: true, hasFolder: true, repositories: [entry] }, nothing);
}

const inOrder: PolicySource = { kind: 'default', tip: sha('b') };
const below = (node: TreeNode | undefined): readonly TreeNode[] => {
  assert.ok(node);
  return childrenOf(node, { started: true, hasFolder: true, repositories: [] }, nothing);
};
const gateCheck = { name: 'release-review / gates', appId: '15368' };

describe('the policy in the tree', () => {
  it('has a row above the releases when it is broken, with the place and the way to the file', () => {
    const problem = { line: 4, column: 2, endLine: 4, endColumn: 3, path: '', message: 'No such key.', fix: null };
    const rows = top({ kind: 'broken', tip: sha('b'), problems: [problem] }, known(someRules()));
    const [live, policy, release] = rows;
    assert.deepEqual([live?.kind, release?.kind], ['live', 'release']);
    assert.ok(policy?.kind === 'note');
    assert.deepEqual(
      [policy.text, policy.tone, policy.command],
      ['The policy file is broken: line 4, column 2: No such key.', 'error', 'releaseReview.openPolicy'],
    );
  });

  it('has a row when it could not be read, and none when it is in order', () => {
    const [, policy] = top({ kind: 'unreadable', reason: '502' }, known(someRules()));
    assert.ok(policy?.kind === 'note');
    assert.deepEqual([policy.tone, policy.command], ['warning', 'releaseReview.refresh']);
    const kinds = top(inOrder, known(someRules())).map(({ kind }) => kind);
    assert.deepEqual(kinds, ['live', 'release']);
  });
});

describe('what GitHub enforces, in the tree', () => {
  it('stands below what is live when something is missing', () => {
    const [live] = top(inOrder, known(someRules()));
    const [health, ...others] = below(live);
    assert.deepEqual(others, []);
    assert.ok(health?.kind === 'health');
    assert.equal(health.health.summary, '4 of 5');
    assert.deepEqual(
      below(health).map((row) => (row.kind === 'finding' ? row.finding.state : row.kind)),
      ['pass', 'pass', 'pass', 'fail', 'pass'],
    );
  });

  it('is one row without any below where the rules could not be read', () => {
    const [live] = top(inOrder, unknown('403'));
    const [health] = below(live);
    assert.ok(health?.kind === 'health');
    assert.deepEqual([health.health.summary, below(health)], ['not known', []]);
  });

  it('needs no row when all of it is enforced', () => {
    const rules = known(someRules({ requiredChecks: [gateCheck] }));
    const [live] = top(inOrder, rules);
    assert.equal((live as LiveNode).health, null);
    assert.deepEqual(below(live), []);
  });
});
