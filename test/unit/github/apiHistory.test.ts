import assert from 'node:assert/strict';
import type { ReadingProgress } from '../../../src/core/history';
import type { History } from '../../../src/core/ports';
import { repositoryId } from '../../../src/core/repository';
import type { Sha } from '../../../src/core/sha';
import { createGitHubForge } from '../../../src/github/githubForge';
import { startGitHub } from '../../doubles/github/server';
import type { GitHubDouble } from '../../doubles/github/server';
import { gitFixture, sha } from './gitFixture';
import type { GitFixture, NewCommit } from './gitFixture';
import { clientOf, errorOf, json, serve } from './localServer';
import type { Handler } from './localServer';

const nowhere = sha('f'.repeat(40));
const start = 1_770_000_000;
const host = 'git.example';
const shop = repositoryId(host, 'acme', 'shop') ?? assert.fail('a bad name');

interface Story {
  readonly git: GitFixture;
  /** The first commit, the tip of main 230 commits later, and the tips of a side branch and of another history. */
  readonly first: Sha;
  readonly tip: Sha;
  readonly side: Sha;
  readonly stranger: Sha;
}

function tell(): Story {
  const git = gitFixture();
  const commits: NewCommit[] = [
    {
      branch: 'main',
      message: 'start',
      at: start,
      files: {
        'kept.txt': 'kept',
        'changed.txt': 'old',
        'removed/old.txt': 'gone',
        'mode.sh': '#!/bin/sh\n',
        link: { mode: '120000', content: 'kept.txt' },
        'becomes-link': 'text',
      },
    },
  ];
  for (let index = 1; index <= 230; index++) {
    commits.push({ branch: 'main', message: `change ${index}\n\nWhy.\n`, at: start + 10 * index });
  }
  commits.push({
    branch: 'main',
    message: 'last',
    at: start + 5_000,
    author: 'Näme <bob@example.com>',
    files: {
      'changed.txt': 'new',
      'removed/old.txt': null,
      'mode.sh': { mode: '100755', content: '#!/bin/sh\n' },
      'becomes-link': { mode: '120000', content: 'kept.txt' },
      'sub/module': { mode: '160000', content: 'a'.repeat(40) },
      'sub/unicode \u00e9.txt': 'caf\u00e9',
      'image.png': Buffer.from([0x89, 0x50, 0, 0x47]),
      'latin.txt': Buffer.from([0xe9]),
      'empty.txt': '',
    },
  });
  const shas = git.commit(commits);
  const [first = nowhere] = shas;
  const [, side = nowhere] = git.commit([
    { branch: 'side', from: first, message: 'side one', at: start + 55 },
    { branch: 'side', message: 'side two', at: start + 4_000 },
  ]);
  const [stranger = nowhere] = git.commit([{ branch: 'stranger', message: 'other', at: start, files: { a: 'a' } }]);
  return { git, first, tip: shas.at(-1) ?? nowhere, side, stranger };
}

describe('History without a clone', () => {
  let story: Story;
  let github: GitHubDouble;
  let history: History;

  before(async () => {
    story = tell();
    const people = ['alice', 'bob'].map((login) => ({ login, name: login, email: `${login}@example.com` }));
    const token = { token: 'alice-token', login: 'alice', scopes: ['repo'] };
    const repository = { owner: 'acme', name: 'shop', defaultBranch: 'main', gitDir: story.git.gitDir };
    github = await startGitHub({
      users: people,
      tokens: [token],
      repositories: [{ ...repository, collaborators: { alice: 'write' }, labels: [], pulls: [] }],
    });
  });

  beforeEach(() => {
    github.forget();
    history = createGitHubForge(clientOf(github.url, { token: 'alice-token' }), host).history(shop);
  });

  after(async () => {
    await github.close();
    story.git.remove();
  });

  afterEach(() => {
    assert.deepEqual(github.violations, []);
  });

  it('knows which commits there are', async () => {
    assert.equal(await history.has([story.first, story.tip]), true);
    assert.equal(await history.has([story.first, nowhere]), false);
    assert.equal(await history.has([story.git.resolve('main^{tree}')]), false);
  });

  it('lists a range to its end, newest first, each commit once', async () => {
    const range = await history.range(story.first, story.tip);
    assert.deepEqual(
      [range.direction, range.source, range.total, range.complete, range.notes],
      ['forward', 'api', 231, true, []],
    );
    assert.equal(new Set(range.commits.map((commit) => commit.sha)).size, 231);
    const [newest] = range.commits;
    assert.deepEqual(newest, {
      sha: story.tip,
      parents: [story.git.resolve('main~1')],
      authorName: 'Näme',
      authorEmail: 'bob@example.com',
      authorLogin: 'bob',
      authoredAt: (start + 5_000) * 1000,
      message: 'last',
      removed: false,
    });
    assert.equal(range.commits.at(-1)?.message, 'change 1\n\nWhy.');
    assert.equal(github.requests.length, 3);
  });

  it('lists what a rollback takes out', async () => {
    const range = await history.range(story.tip, story.first);
    assert.deepEqual([range.direction, range.total, range.complete], ['rollback', 231, true]);
    assert.ok(range.commits.every((commit) => commit.removed));
    assert.equal(range.commits[0]?.sha, story.tip);
  });

  it('lists both sides of a diverged range in order of time', async () => {
    const range = await history.range(story.side, story.tip);
    assert.deepEqual([range.direction, range.total, range.complete], ['diverged', 233, true]);
    const removed = range.commits.filter((commit) => commit.removed).map((commit) => commit.message);
    assert.deepEqual(removed, ['side two', 'side one']);
    const times = range.commits.map((commit) => commit.authoredAt);
    assert.deepEqual(
      times,
      [...times].sort((a, b) => b - a),
    );
  });

  it('knows a range without commits', async () => {
    const range = await history.range(story.tip, story.tip);
    assert.deepEqual([range.direction, range.commits, range.total, range.complete], ['same', [], 0, true]);
  });

  it('tells unrelated histories from missing commits', async () => {
    const range = await history.range(story.first, story.stranger);
    assert.deepEqual([range.direction, range.commits, range.total, range.complete], ['unrelated', [], null, false]);
    assert.match(range.notes.join(' '), /no common ancestor/);
    const missing = await errorOf(history.range(story.first, nowhere));
    assert.equal(missing.kind, 'not-found');
    assert.match(missing.message, /acme\/shop has no commit fffffff\./);
  });

  it('tells how far it has come, and nothing after the end', async () => {
    const told: (readonly [number, number | null])[] = [];
    const note = ({ read, total }: ReadingProgress): void => void told.push([read, total]);
    await history.range(story.side, story.tip, undefined, note);
    assert.deepEqual(told[0], [100, 233]);
    assert.deepEqual(told.at(-1), [233, 233]);
    assert.equal(told.length, 4);
    assert.ok(told.every(([read], index) => read >= (told[index - 1]?.[0] ?? 0)));

    told.length = 0;
    const held = github.faults.add({ path: /compare.*page=3/, fault: { kind: 'delay' } });
    github.faults.add({ path: /compare.*page=2/, times: 3, fault: { kind: 'status', status: 500 } });
    await errorOf(history.range(story.first, story.tip, undefined, note));
    held.release();
    await history.range(story.first, story.first);
    assert.deepEqual(told, [[100, 231]]);
  });

  it('stops between pages', async () => {
    const stop = new AbortController();
    const asked = history.range(story.first, story.tip, stop.signal, () => stop.abort());
    assert.equal((await errorOf(asked)).kind, 'cancelled');
    assert.equal(github.requests.length, 1);
  });

  it('lists the paths that differ between the ends', async () => {
    const changes = await history.changedFiles(story.first, story.tip);
    assert.equal(changes.complete, true);
    assert.deepEqual(
      changes.files.map(({ path, status, isFile }) => [path, status, isFile]),
      [
        ['becomes-link', 'modified', false],
        ['changed.txt', 'modified', true],
        ['empty.txt', 'added', true],
        ['image.png', 'added', true],
        ['latin.txt', 'added', true],
        ['mode.sh', 'modified', true],
        ['removed/old.txt', 'deleted', true],
        ['sub/module', 'added', false],
        ['sub/unicode \u00e9.txt', 'added', true],
      ],
    );
    const changed = changes.files.find((file) => file.path === 'changed.txt');
    assert.equal(changed?.oldBlob, story.git.resolve(`${story.first}:changed.txt`));
    assert.equal(changed.newBlob, story.git.resolve(`${story.tip}:changed.txt`));
    assert.equal(github.requests.length, 2);
    const back = await history.changedFiles(story.tip, story.first);
    assert.equal(back.files.find((file) => file.path === 'removed/old.txt')?.status, 'added');
  });

  it('reads the texts of blobs in the order asked for, each once', async () => {
    const blob = (path: string): Sha => story.git.resolve(`${story.tip}:${path}`);
    const texts = await history.readBlobs(
      [blob('changed.txt'), blob('image.png'), nowhere, blob('latin.txt'), blob('empty.txt'), blob('changed.txt')],
      100,
    );
    assert.deepEqual(texts, [
      { state: 'text', text: 'new' },
      { state: 'binary' },
      { state: 'missing' },
      { state: 'text', text: '\uFFFD' },
      { state: 'text', text: '' },
      { state: 'text', text: 'new' },
    ]);
    const asked = github.requests.filter((request) => request.path.includes('/git/blobs/'));
    assert.equal(asked.length, 5);
  });

  it('does not ask for blobs that are known to be too large', async () => {
    await history.changedFiles(story.first, story.tip);
    github.forget();
    const blob = story.git.resolve(`${story.tip}:changed.txt`);
    assert.deepEqual(await history.readBlobs([blob], 2), [{ state: 'too-large', bytes: 3 }]);
    assert.equal(github.requests.length, 0);
    const unknown = story.git.resolve(`${story.tip}:kept.txt`);
    assert.deepEqual(await history.readBlobs([unknown], 2), [{ state: 'too-large', bytes: 4 }]);
  });

  it('stops when told to', async () => {
    const stop = AbortSignal.abort();
    for (const run of [
      history.range(story.first, story.tip, stop),
      history.changedFiles(story.first, story.tip, stop),
      history.readBlobs([story.git.resolve(`${story.tip}:kept.txt`)], 10, stop),
    ]) {
      assert.equal((await errorOf(run)).kind, 'cancelled');
    }
  });

  describe('from a server that does not tell all', () => {
    async function asked<T>(handler: Handler, ask: (from: History) => Promise<T>): Promise<T> {
      const server = await serve(handler);
      try {
        return await ask(createGitHubForge(clientOf(server.url), host).history(shop));
      } finally {
        await server.close();
      }
    }

    const author = { name: 'A', email: 'a@example.com', date: '2026-01-01T00:00:00Z' };
    const commit = { sha: nowhere, parents: [], author: null, commit: { author, committer: author, message: 'm' } };
    const comparison = { status: 'ahead', total_commits: 150, commits: [commit] };

    it('says how many commits are missing', async () => {
      const range = await asked(
        (_, response) => json(response, comparison),
        (from) => from.range(story.first, story.tip),
      );
      assert.deepEqual([range.commits.length, range.total, range.complete], [1, 150, false]);
      assert.deepEqual(range.notes, ['GitHub listed 1 of the 150 commits of this range.']);
    });

    it('does not guess how the commits relate', async () => {
      const error = await asked(
        (_, response) => json(response, { ...comparison, status: 'sideways' }),
        (from) => errorOf(from.range(story.first, story.tip)),
      );
      assert.equal(error.kind, 'unreadable-answer');
    });

    it('tells only what is certain of truncated trees', async () => {
      const file = (path: string, digit: string) => ({
        path,
        mode: '100644',
        type: 'blob',
        sha: digit.repeat(40),
        size: 1,
      });
      const old = { truncated: true, tree: [file('both', '1'), file('gone', '2')] };
      const fresh = { truncated: false, tree: [file('both', '3'), file('new?', '4')] };
      const changes = await asked(
        (request, response) => json(response, request.url.includes(story.first) ? old : fresh),
        (from) => from.changedFiles(story.first, story.tip),
      );
      assert.equal(changes.complete, false);
      assert.equal(changes.notes.length, 1);
      assert.deepEqual(
        changes.files.map((each) => [each.path, each.status]),
        [
          ['both', 'modified'],
          ['gone', 'deleted'],
        ],
      );
    });

    it('does not take a blob that was cut short for the whole', async () => {
      const blob = { size: 10, encoding: 'base64', content: Buffer.from('short').toString('base64') };
      const error = await asked(
        (_, response) => json(response, blob),
        (from) => errorOf(from.readBlobs([nowhere], 100)),
      );
      assert.equal(error.kind, 'unreadable-answer');
    });
  });
});
