import assert from 'node:assert/strict';
import { join } from 'node:path';
import type { RangeHistory } from '../../../src/core/history';
import type { CloneHistory, History } from '../../../src/core/ports';
import { repositoryId } from '../../../src/core/repository';
import type { Sha } from '../../../src/core/sha';
import { createGitHubForge } from '../../../src/github/githubForge';
import { startGitHub } from '../../doubles/github/server';
import type { GitHubDouble } from '../../doubles/github/server';
import { historyOf, makeRepository, missingSha, removeScratchFolders } from '../git/scratchRepository';
import type { PlannedCommit, ScratchRepository } from '../git/scratchRepository';
import { clientOf, errorOf } from './localServer';

const host = 'git.example';
const shop = repositoryId(host, 'acme', 'shop') ?? assert.fail('a bad name');
const day = 86_400;
const start = 1_700_000_000;
const ada = 'Ada <ada@example.com>';

/** A trunk with a merge, a squash, an old branch merged late, a hotfix on production, and a history of its own. */
const planned: Readonly<Record<string, PlannedCommit>> = {
  root: { date: start, message: 'chore: start\n', files: { 'app/a.txt': '1', 'docs/guide.md': '1' } },
  oldBranch: {
    parents: ['root'],
    date: start + 60,
    message: 'feat: old work\n\nBody.\n\n\n',
    files: { 'old.sql': '1' },
  },
  one: { parents: ['root'], date: start + day, message: 'feat(api): one (#1)\n', files: { 'app/a.txt': '2' } },
  live: { parents: ['one'], date: start + 2 * day, files: { 'app/b.txt': '1' } },
  side: { parents: ['one'], date: start + 3 * day, files: { 'side/x.txt': '1' }, author: 'Bob <bob@example.com>' },
  tie: { parents: ['live'], date: start + 3 * day, message: 'fix: at the same second\n', files: { 'app/c.txt': '1' } },
  merged: {
    parents: ['tie', 'side'],
    date: start + 4 * day,
    message: "Merge branch 'side'\n",
    raw: 'M 100644 inline side/x.txt\ndata 1\n1',
  },
  squashed: {
    parents: ['merged'],
    date: start + 5 * day,
    message: 'feat: squashed (#7)\n\n* a\n* b\n',
    files: { 'app/a.txt': '3' },
  },
  late: {
    parents: ['squashed', 'oldBranch'],
    date: start + 6 * day,
    message: 'Merge the old branch\n',
    raw: 'M 100644 inline old.sql\ndata 1\n1',
  },
  odd: {
    parents: ['late'],
    date: start + day,
    message: 'docs: clock was wrong ✓ é\n',
    files: { 'docs/guide.md': '2' },
  },
  there: { parents: ['odd'], date: start + 8 * day, files: { 'docs/guide.md': '9' } },
  back: { parents: ['there'], date: start + 9 * day, files: { 'docs/guide.md': '2' } },
  hotfix: { parents: ['live'], date: start + 5 * day, message: 'fix: hotfix\n', files: { 'app/b.txt': 'hot' } },
  stranger: { date: start + 7 * day, files: { 'z.txt': 'z' } },
};

/** Trunk and branches at random, from a fixed sequence: many merges, dates that tie and dates that run backwards. */
function tangle(size: number): Record<string, PlannedCommit> {
  let state = 11;
  const random = (below: number): number => (state = (state * 48_271) % 2_147_483_647) % below;
  const commits: Record<string, PlannedCommit> = {};
  for (let index = 0; index < size; index++) {
    const near = (): string => `t${index - 1 - random(Math.min(index, 5))}`;
    const parents = index === 0 ? [] : [...new Set(random(3) === 0 ? [near(), near()] : [near()])];
    commits[`t${index}`] = { parents, date: start + Math.floor(index / 3) * 60 + random(4) * 30, author: ada };
  }
  return commits;
}

describe('A range from the API and from a clone', () => {
  let repository: ScratchRepository;
  let github: GitHubDouble;
  let api: History;
  let clone: CloneHistory;

  before(async () => {
    repository = makeRepository({ ...planned, ...tangle(90) });
    github = await startGitHub({
      users: [{ login: 'ada', name: 'Ada', email: 'ada@example.com' }],
      tokens: [{ token: 'ada-token', login: 'ada', scopes: ['repo'] }],
      repositories: [
        {
          owner: 'acme',
          name: 'shop',
          defaultBranch: 'back',
          gitDir: join(repository.root, '.git'),
          collaborators: { ada: 'write' },
          labels: [],
          pulls: [],
        },
      ],
    });
    api = createGitHubForge(clientOf(github.url, { token: 'ada-token' }), host).history(shop);
    clone = await historyOf(repository.root);
  });

  after(async () => {
    await github.close();
    removeScratchFolders();
    assert.deepEqual(github.violations, []);
  });

  /** Both readings, once what only one of them can know has been looked at and taken out. */
  async function bothOf(from: Sha, to: Sha): Promise<readonly [RangeHistory, RangeHistory]> {
    const [asked, read] = await Promise.all([api.range(from, to), clone.range(from, to)]);
    assert.deepEqual([asked.source, read.source], ['api', 'clone']);
    for (const commit of read.commits) assert.equal(commit.authorLogin, null);
    for (const { authorEmail, authorLogin } of asked.commits) {
      assert.equal(authorLogin, authorEmail === 'ada@example.com' ? 'ada' : null);
    }
    const commits = asked.commits.map((commit) => ({ ...commit, authorLogin: null }));
    return [{ ...asked, source: 'clone', commits }, read];
  }

  const kinds: readonly (readonly [string, string, string, RangeHistory['direction']])[] = [
    ['forward, with merges and squashes', 'live', 'back', 'forward'],
    ['forward over an old branch', 'root', 'late', 'forward'],
    ['a rollback', 'squashed', 'live', 'rollback'],
    ['diverged', 'hotfix', 'back', 'diverged'],
    ['diverged the other way', 'back', 'hotfix', 'diverged'],
    ['the same commit', 'one', 'one', 'same'],
  ];
  for (const [kind, from, to, direction] of kinds) {
    it(`is the same to the last commit and in the same order: ${kind}`, async () => {
      const [asked, read] = await bothOf(repository.sha(from), repository.sha(to));
      assert.equal(read.direction, direction);
      assert.deepEqual(asked, read);
    });
  }

  it('is the same for any two commits of a tangled history', async () => {
    for (let index = 3; index < 90; index += 6) {
      const [asked, read] = await bothOf(repository.sha(`t${index}`), repository.sha(`t${(index * 7) % 90}`));
      assert.deepEqual(asked, read, `t${index} to t${(index * 7) % 90}`);
    }
  });

  it('is none between unrelated commits, and refused for a missing one', async () => {
    const [asked, read] = await bothOf(repository.sha('live'), repository.sha('stranger'));
    // Each says in its own words why there is nothing.
    assert.deepEqual({ ...asked, notes: [] }, { ...read, notes: [] });
    assert.deepEqual([asked.notes.length, read.notes.length], [1, 1]);
    const missing = await Promise.all(
      [api, clone].map((from) => errorOf(from.range(repository.sha('live'), missingSha))),
    );
    assert.deepEqual(
      missing.map((error) => error.kind),
      ['not-found', 'not-found'],
    );
  });

  it('has the same changed files', async () => {
    for (const [from, to] of [
      ['root', 'back'],
      ['back', 'hotfix'],
    ] as const) {
      const [asked, read] = await Promise.all(
        [api, clone].map((history) => history.changedFiles(repository.sha(from), repository.sha(to))),
      );
      assert.deepEqual(asked, read);
    }
  });

  it('has the same files at some paths', async () => {
    for (const paths of [['app', 'docs/guide.md', 'nowhere'], ['app/a.tx'], [''], []]) {
      const [asked, read] = await Promise.all(
        [api, clone].map((history) => history.listFiles(repository.sha('back'), paths)),
      );
      assert.deepEqual(asked, read, paths.join(' '));
    }
    const files = await api.listFiles(repository.sha('back'), ['app']);
    assert.deepEqual(
      files.map(({ path }) => path),
      ['app/a.txt', 'app/b.txt', 'app/c.txt'],
    );
  });

  it('has the same commits that touch a path', async () => {
    for (const [previous, proposed, text, found] of [
      ['hotfix', 'back', 'APP/', ['hotfix', 'squashed', 'tie']],
      ['hotfix', 'back', 'old.sql', ['oldBranch']],
      ['hotfix', 'back', 'side/', ['side']],
      ['hotfix', 'back', 'nothing', []],
      // The old branch is older than what lies before the range.
      ['one', 'late', 'app/', ['live', 'squashed', 'tie']],
    ] as const) {
      const [from, to] = [repository.sha(previous), repository.sha(proposed)];
      const [asked, read] = await Promise.all([api, clone].map((each) => each.commitsTouching(from, to, text)));
      assert.deepEqual([...(asked ?? [])].sort(), found.map((name) => repository.sha(name)).sort(), text);
      assert.deepEqual(read, asked, text);
    }
  });

  it('misses only from the API a path that was changed and changed back', async () => {
    const [from, to] = [repository.sha('odd'), repository.sha('back')];
    assert.deepEqual(await api.commitsTouching(from, to, 'guide'), new Set());
    const read = await clone.commitsTouching(from, to, 'guide');
    assert.deepEqual(read, new Set([repository.sha('there'), repository.sha('back')]));
  });

  it('knows earlier authors only from the clone', async () => {
    assert.equal(await api.authorsBefore(repository.sha('back')), null);
    const people = (await clone.authorsBefore(repository.sha('merged'))) ?? [];
    assert.deepEqual(people.map((person) => person.name).sort(), ['Ada', 'Bob']);
  });
});
