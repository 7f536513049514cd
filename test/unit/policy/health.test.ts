import assert from 'node:assert/strict';
import { known, unknown } from '../../../src/core/known';
import { directCommits } from '../../../src/core/policy/directCommits';
import { expectedRules, repositoryHealth, type HealthFinding } from '../../../src/core/policy/health';
import { defaultPolicy } from '../../../src/core/policy/policy';
import type { BranchRules } from '../../../src/core/release';
import { sha, someRules } from '../../builders';

const expected = { productionBranch: 'production', approvals: 2, gateApp: '15368' };
const gate = { name: 'release-review / gates', appId: '15368' };
const good = someRules({ requiredChecks: [gate], requiredApprovals: 2 });
const findings = (change: Partial<BranchRules> = {}) => repositoryHealth(known({ ...good, ...change }), expected);
const finding = (id: HealthFinding['id'], change: Partial<BranchRules>) => {
  const found = findings(change).find((each) => each.id === id);
  assert.ok(found);
  return found;
};

describe('the health of a repository', () => {
  it('is good when GitHub enforces all', () => {
    assert.deepEqual(
      findings().map(({ state, next }) => [state, next]),
      Array(5).fill(['pass', null]),
    );
  });

  for (const [id, change, state] of [
    ['direct-pushes', { pullRequestRequired: false }, 'fail'],
    ['direct-pushes', { pullRequestRequired: null }, 'unknown'],
    ['reviews', { requiredApprovals: 1 }, 'fail'],
    ['reviews', { requiredApprovals: 0, pullRequestRequired: null }, 'unknown'],
    ['stale-approvals', { dismissesStale: false }, 'fail'],
    ['stale-approvals', { dismissesStale: null }, 'unknown'],
    ['gate-check', { requiredChecks: [] }, 'fail'],
    ['gate-check', { requiredChecks: [{ ...gate, appId: null }] }, 'fail'],
    ['gate-check', { requiredChecks: [{ ...gate, appId: '9' }] }, 'fail'],
    ['gate-check', { requiredChecks: [{ ...gate, appId: null }, gate] }, 'pass'],
    ['admins', { adminsIncluded: false }, 'fail'],
    ['admins', { adminsIncluded: null }, 'unknown'],
  ] as const satisfies readonly (readonly [HealthFinding['id'], Partial<BranchRules>, HealthFinding['state']])[]) {
    it(`has ${id} as ${state} with ${JSON.stringify(change)}`, () => {
      const found = finding(id, change);
      assert.equal(found.state, state);
      assert.equal(found.next === null, state === 'pass');
      assert.match(found.detail, /\.$/);
    });
  }

  it('says who is meant where the check may come from anybody', () => {
    assert.match(finding('gate-check', { requiredChecks: [{ ...gate, appId: null }] }).detail, /any app or person/);
  });

  it('is not known when the rules cannot be read', () => {
    const all = repositoryHealth(unknown('GitHub answered 403'), expected);
    assert.deepEqual(new Set(all.map(({ state }) => state)), new Set(['unknown']));
    assert.match(all[0]?.detail ?? '', /The rules of production could not be read: GitHub answered 403/);
    assert.deepEqual(
      new Set(all.map(({ next }) => next)),
      new Set(['Ask an administrator of the repository to look.']),
    );
  });
});

describe('the rules that are expected of a repository', () => {
  const github = { host: 'github.com', owner: 'acme', name: 'shop' };
  const rule = (count: number) => ({ count, teams: [] });

  it('are at least the approvals that the policy asks for at its mildest', () => {
    const approvals = { unset: rule(3), low: rule(2), medium: rule(4), high: rule(5) };
    assert.equal(expectedRules(github, { ...defaultPolicy, approvals }).approvals, 2);
    assert.equal(expectedRules(github, defaultPolicy).productionBranch, 'production');
  });

  it('name the app of GitHub Actions on github.com, and none on a server that numbers its own', () => {
    assert.equal(expectedRules(github, defaultPolicy).gateApp, '15368');
    assert.equal(expectedRules({ ...github, host: 'github.acme.example' }, defaultPolicy).gateApp, null);
  });
});

describe('commits of the production branch', () => {
  const commit = { sha: sha('1'), subject: 'fix', committedAt: 1, author: 'Ana' };

  it('are told apart by the pull request that brought them', () => {
    const found = directCommits(
      [
        {
          commit,
          pulls: known([
            { number: 1, baseRef: 'main' },
            { number: 2, baseRef: 'production' },
          ]),
        },
        { commit: { ...commit, sha: sha('2') }, pulls: known([]) },
        { commit: { ...commit, sha: sha('3') }, pulls: known([{ number: 1, baseRef: 'main' }]) },
        { commit: { ...commit, sha: sha('4') }, pulls: unknown('502') },
      ],
      'production',
    );
    assert.deepEqual(
      found.map(({ commit: { sha: name }, state }) => [name.slice(0, 1), state]),
      [
        ['2', 'direct'],
        ['3', 'direct'],
        ['4', 'unknown'],
      ],
    );
    assert.match(
      found[0]?.detail ?? '',
      /belongs to no pull request: no release pull request brought it to production/,
    );
    assert.match(found[1]?.detail ?? '', /#1 into main only/);
  });
});
