import assert from 'node:assert/strict';
import type { History } from '../../../src/core/ports';
import { repositoryId } from '../../../src/core/repository';
import { createGitHubForge } from '../../../src/github/githubForge';
import { pathsToAsk } from '../../../src/github/touchingCommits';
import { startGitHub } from '../../doubles/github/server';
import type { GitHubDouble } from '../../doubles/github/server';
import { makeRepository, removeScratchFolders } from '../git/scratchRepository';
import type { PlannedCommit, ScratchRepository } from '../git/scratchRepository';
import { clientOf, errorOf, json, serve } from './localServer';

const host = 'git.example';
const shop = repositoryId(host, 'acme', 'shop') ?? assert.fail('a bad name');

describe('The paths to ask for', () => {
  const many = (folder: string, extension: string, count: number): string[] =>
    Array.from({ length: count }, (_, index) => `${folder}/${index}.${extension}`);

  it('are the files in which the text occurs, in any case', () => {
    assert.deepEqual(pathsToAsk(['a/README.md', 'b/readme.txt', 'c'], 'ReadMe'), ['a/README.md', 'b/readme.txt']);
    assert.deepEqual(pathsToAsk(['a'], 'b'), []);
  });

  it('are folders that have the text in their own name, as high up as may be', () => {
    const changed = ['src/DB/one/x.ts', 'src/db/two/y.ts', 'db/z', 'adb.ts'];
    assert.deepEqual(pathsToAsk(changed, 'db'), ['src/DB', 'src/db', 'db', 'adb.ts']);
    assert.deepEqual(pathsToAsk(['src/db/x', 'src/db.ts'], 'src/db/'), ['src/db']);
  });

  it('are folders of which every changed file matches only where there would be too many', () => {
    const sql = many('m/sql', 'up', 20);
    assert.equal(pathsToAsk(sql, '.up').length, 20);
    assert.deepEqual(pathsToAsk([...sql, 'm/sql/more.up'], '.up'), ['m']);
    assert.deepEqual(pathsToAsk([...sql, 'm/sql/more.up', 'm/other'], '.up'), ['m/sql']);
  });

  it('are never the whole repository, and never more than twenty', () => {
    const mixed = [...many('m', 'up', 43), 'm/other'];
    assert.throws(() => pathsToAsk(mixed, '.UP'), {
      kind: 'refused',
      message: '43 changed files match; without a clone at most 20 can be asked for. Narrow the text, or open a clone.',
    });
    assert.throws(() =>
      pathsToAsk(
        Array.from({ length: 21 }, (_, index) => `${index}.up`),
        '.up',
      ),
    );
  });
});

describe('The commits that touch a path, without a clone', () => {
  let repository: ScratchRepository;
  let github: GitHubDouble;
  let history: History;

  before(async () => {
    const commits = Array.from({ length: 130 }, (_, index): [string, PlannedCommit] => [
      `c${index}`,
      {
        parents: [index === 0 ? 'before' : `c${index - 1}`],
        files: { [index % 2 === 0 ? 'app/even' : 'odd']: `${index}` },
      },
    ]);
    repository = makeRepository({
      start: { files: { 'app/even': 's', odd: 's' } },
      before: { parents: ['start'], files: { 'app/even': 'b' } },
      ...Object.fromEntries(commits),
      hotfix: { parents: ['before'], files: { 'app/hot': 'h' } },
    });
    github = await startGitHub(
      {
        users: [],
        tokens: [],
        repositories: [
          {
            owner: 'acme',
            name: 'shop',
            defaultBranch: 'c129',
            gitDir: `${repository.root}/.git`,
            collaborators: {},
            labels: [],
            pulls: [],
          },
        ],
      },
      { rateLimits: { signedIn: 1, anonymous: 1_000 } },
    );
    history = createGitHubForge(clientOf(github.url, { token: null }), host).history(shop);
  });

  beforeEach(() => github.forget());

  after(async () => {
    await github.close();
    removeScratchFolders();
  });

  afterEach(() => {
    assert.deepEqual(github.violations, []);
  });

  it('are asked for on both sides, and only those of the range count', async () => {
    const found = await history.commitsTouching(repository.sha('hotfix'), repository.sha('c129'), 'APP');
    assert.equal(found.size, 66);
    assert.ok(found.has(repository.sha('hotfix')) && !found.has(repository.sha('before')));
  });

  it('need one request for each path and side, once the range has been read', async () => {
    const [from, to] = [repository.sha('before'), repository.sha('c129')];
    await history.range(from, to);
    await history.changedFiles(from, to);
    github.forget();
    assert.equal((await history.commitsTouching(from, to, 'odd')).size, 65);
    assert.equal((await history.commitsTouching(from, to, 'nowhere')).size, 0);
    assert.deepEqual(
      github.requests.map(({ path, query }) => [path, new URLSearchParams(query).get('path')]),
      [['/repos/acme/shop/commits', 'odd']],
    );
  });

  it('stop when told to', async () => {
    const asked = history.commitsTouching(repository.sha('c5'), repository.sha('c9'), 'odd', AbortSignal.abort());
    assert.equal((await errorOf(asked)).kind, 'cancelled');
  });

  it('are not guessed at when GitHub does not list every file', async () => {
    const server = await serve((_, response) => json(response, { truncated: true, tree: [] }));
    try {
      const cut = createGitHubForge(clientOf(server.url), host).history(shop);
      const error = await errorOf(cut.commitsTouching(repository.sha('c5'), repository.sha('c9'), 'odd'));
      assert.equal(error.kind, 'refused');
    } finally {
      await server.close();
    }
  });
});
