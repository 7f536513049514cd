import assert from 'node:assert/strict';
import type { History } from '../../../src/core/ports';
import { repositoryId } from '../../../src/core/repository';
import { createGitHubForge } from '../../../src/github/githubForge';
import { startGitHub } from '../../doubles/github/server';
import type { GitHubDouble } from '../../doubles/github/server';
import { historyOf, makeRepository, removeScratchFolders } from '../git/scratchRepository';
import type { PlannedCommit, ScratchRepository } from '../git/scratchRepository';
import { clientOf } from './localServer';

const host = 'git.example';
const shop = repositoryId(host, 'acme', 'shop') ?? assert.fail('a bad name');
const start = 1_700_000_000;

/** Commits one after the other, each on top of the one before. */
function line(name: string, length: number, on: string | null, from: number): Record<string, PlannedCommit> {
  const commits = Array.from({ length }, (_, index): [string, PlannedCommit] => {
    const parent = index === 0 ? on : `${name}${index - 1}`;
    return [`${name}${index}`, { parents: parent === null ? [] : [parent], date: start + (from + index) * 60 }];
  });
  return Object.fromEntries(commits);
}

describe('A range that is longer than GitHub lists at once', () => {
  let repository: ScratchRepository;
  let github: GitHubDouble;
  let api: History;

  before(() => {
    // A trunk of 520, an old branch that was merged at its end, a branch merged in the middle, and a hotfix.
    repository = makeRepository({
      ...line('t', 300, null, 0),
      ...line('old', 130, 't5', 3),
      ...line('mid', 40, 't250', 240),
      mergedMid: { parents: ['t299', 'mid39'], date: start + 305 * 60 },
      ...line('u', 210, 'mergedMid', 310),
      mergedOld: { parents: ['u209', 'old129'], date: start + 600 * 60 },
      ...line('fix', 3, 't20', 400),
    });
  });
  after(() => removeScratchFolders());
  afterEach(async () => {
    await github.close();
    assert.deepEqual(github.violations, []);
  });

  async function listing(comparedCommits: number): Promise<void> {
    const gitDir = `${repository.root}/.git`;
    const parts = { collaborators: {}, labels: [], pulls: [] };
    github = await startGitHub(
      {
        users: [],
        tokens: [],
        repositories: [{ owner: 'acme', name: 'shop', defaultBranch: 'u209', gitDir, ...parts }],
      },
      { comparedCommits, rateLimits: { signedIn: 1, anonymous: 1_000 } },
    );
    api = createGitHubForge(clientOf(github.url, { token: null }), host).history(shop);
  }

  for (const [what, from, to] of [
    ['forward', 't0', 'mergedOld'],
    ['rollback', 'mergedOld', 't20'],
    ['diverged', 'fix2', 'mergedOld'],
    ['forward without the old branch', 't0', 'u209'],
  ] as const) {
    it(`is complete all the same: ${what}`, async () => {
      await listing(200);
      const clone = await historyOf(repository.root);
      const [asked, read] = await Promise.all(
        [api, clone].map((history) => history.range(repository.sha(from), repository.sha(to))),
      );
      assert.ok(asked !== undefined && (asked.total ?? 0) > 500);
      assert.equal(asked.complete, true);
      assert.deepEqual(
        asked.commits.map((commit) => commit.sha),
        read?.commits.map((commit) => commit.sha),
      );
    });
  }

  it('asks for no further pages once one holds nothing', async () => {
    await listing(100);
    const range = await api.range(repository.sha('t0'), repository.sha('u209'));
    assert.deepEqual([range.complete, range.total], [true, 550]);
    // Four at a time after the first: of six pages the sixth is never asked for.
    const pages = github.requests.map(({ query }) => new URLSearchParams(query).get('page'));
    assert.deepEqual([pages.includes('5'), pages.includes('6')], [true, false]);
  });

  it('is complete where pages beyond the last are refused', async () => {
    await listing(200);
    github.faults.add({ path: /page=[3-9]/, times: Infinity, fault: { kind: 'status', status: 422 } });
    const range = await api.range(repository.sha('t0'), repository.sha('u209'));
    assert.equal(range.complete, true);
  });

  it('says what is missing when it cannot get on', async () => {
    await listing(0);
    const range = await api.range(repository.sha('t0'), repository.sha('t299'));
    assert.deepEqual([range.commits.length, range.total, range.complete], [0, 299, false]);
    assert.deepEqual(range.notes, ['GitHub listed 0 of the 299 commits of this range.']);
  });
});
