import assert from 'node:assert/strict';
import { RateLimited } from '../../../src/core/errors';
import type { Forge } from '../../../src/core/ports';
import { repositoryId } from '../../../src/core/repository';
import type { Sha } from '../../../src/core/sha';
import { createGitHubForge } from '../../../src/github/githubForge';
import type { SeedPull } from '../../doubles/github/seed';
import { startGitHub } from '../../doubles/github/server';
import type { GitHubDouble } from '../../doubles/github/server';
import { gitFixture, sha } from './gitFixture';
import type { GitFixture } from './gitFixture';
import { clientOf, errorOf, json, serve } from './localServer';
import type { Handler, LocalServer } from './localServer';

const nowhere = sha('f'.repeat(40));
const host = 'git.example';
const shop = repositoryId(host, 'acme', 'shop') ?? assert.fail('a bad name');
const secretShop = repositoryId(host, 'acme', 'vault') ?? assert.fail('a bad name');
const at = '2026-03-01T10:00:00Z';

function mergedPull(number: number, base: string, mergeSha: Sha, headSha: Sha, when = at): SeedPull {
  const merged = { sha: mergeSha, by: 'alice', at: when };
  const people = { author: 'alice', body: null, createdAt: at };
  return { ...people, number, title: `Pull ${number}`, base, head: `gone-${number}`, headSha, state: 'closed', merged };
}

describe('The pull requests of many commits', () => {
  let git: GitFixture;
  let github: GitHubDouble;
  let forge: Forge;
  let trunk: readonly Sha[];
  let work: readonly Sha[];
  const [squashed, backport] = [(): Sha => trunk[1] ?? nowhere, (): Sha => work[1] ?? nowhere];

  before(() => {
    git = gitFixture();
    const commit = (branch: string, index: number, from?: Sha) => ({
      branch,
      message: `${branch} ${index}`,
      at: 1_770_000_000 + index,
      ...(from === undefined ? {} : { from }),
    });
    trunk = git.commit(Array.from({ length: 130 }, (_, index) => commit('main', index)));
    const [root = nowhere] = trunk;
    work = git.commit([commit('work', 1, root), commit('work', 2), commit('work', 3)]);
    git.commit([commit('release', 1, root)]);
  });

  beforeEach(async () => {
    const tip = work[2] ?? nowhere;
    const open = { author: 'dora', body: null, createdAt: at, state: 'open' } as const;
    const repository = { owner: 'acme', defaultBranch: 'main', gitDir: git.gitDir, labels: [] };
    github = await startGitHub({
      users: ['alice', 'dora'].map((login) => ({ login, name: login, email: `${login}@example.com` })),
      tokens: ['alice', 'dora'].map((login) => ({ token: `${login}-token`, login, scopes: ['repo'] })),
      repositories: [
        {
          ...repository,
          name: 'shop',
          collaborators: { alice: 'write' },
          pulls: [
            mergedPull(5, 'main', squashed(), work[0] ?? nowhere),
            // Neither made this commit: the later number was merged into the default branch.
            mergedPull(6, 'release', nowhere, tip),
            { ...mergedPull(8, 'main', trunk[3] ?? nowhere, tip), title: 'Ünï “cödé”' },
            mergedPull(7, 'main', trunk[4] ?? nowhere, tip, '2026-03-02T10:00:00Z'),
            { ...open, number: 9, title: 'Open', base: 'main', head: 'work' },
          ],
        },
        { ...repository, name: 'vault', private: true, collaborators: { alice: 'read' }, pulls: [] },
      ],
    });
    forge = forgeOf('alice-token');
  });

  afterEach(async () => {
    await github.close();
    assert.deepEqual(github.violations, []);
  });

  after(() => git.remove());

  function forgeOf(token: string | null): Forge {
    return createGitHubForge(clientOf(`${github.url}/api/v3`, { token }), host);
  }

  it('are those that brought them, each commit once; without one there is no entry', async () => {
    const found = await forge.pullsOfCommits(shop, [
      squashed(),
      backport(),
      trunk[100] ?? nowhere,
      nowhere,
      squashed(),
    ]);
    assert.deepEqual(
      [...found],
      [
        [squashed(), { number: 5, title: 'Pull 5' }],
        [backport(), { number: 8, title: 'Ünï “cödé”' }],
      ],
    );
    assert.deepEqual(
      github.requests.map(({ method, path, status }) => [method, path, status]),
      [['POST', '/graphql', 200]],
    );
    assert.deepEqual(github.journal, []);
  });

  it('are asked for fifty at a time, and none for none', async () => {
    const found = await forge.pullsOfCommits(shop, trunk);
    assert.equal(found.get(squashed())?.number, 5);
    assert.equal(github.requests.length, 3);
    assert.deepEqual(await forge.pullsOfCommits(shop, []), new Map());
    assert.equal(github.requests.length, 3);
  });

  it('are asked for in halves when GitHub gives up', async () => {
    const timeout = {
      errors: [{ message: 'Something went wrong while executing your query. This may be the result of a timeout.' }],
    };
    const partial = {
      data: { repository: null },
      errors: [{ type: 'RESOURCE_LIMITS_EXCEEDED', message: 'Too much.' }],
    };
    for (const fault of [
      { kind: 'status', status: 502 },
      { kind: 'status', status: 504 },
      { kind: 'wrong-json', body: timeout },
      { kind: 'wrong-json', body: partial },
    ] as const) {
      github.forget();
      github.faults.add({ path: /^\/graphql$/, times: 2, fault });
      const found = await forge.pullsOfCommits(shop, trunk.slice(0, 50));
      assert.deepEqual([...found.keys()], [squashed(), trunk[3], trunk[4]]);
      // 50 and 25 refused; 13 + 12 and 25 answered.
      assert.equal(github.requests.length, 5);
    }
  });

  it('are not known when even a single one is too much', async () => {
    github.faults.add({ path: /^\/graphql$/, times: Infinity, fault: { kind: 'status', status: 502 } });
    const error = await errorOf(forge.pullsOfCommits(shop, trunk.slice(0, 4)));
    assert.equal(error.kind, 'server');
    assert.match(error.message, /pull requests brought 1 commit to/);
  });

  it('are asked for again when the connection breaks', async () => {
    for (const kind of ['drop', 'truncate'] as const) {
      github.faults.add({ path: /^\/graphql$/, times: 2, fault: { kind } });
      assert.equal((await forge.pullsOfCommits(shop, [squashed()])).size, 1);
    }
  });

  it('are refused in words that say why', async () => {
    const kindOf = async (asked: Forge, id = shop): Promise<string> =>
      (await errorOf(asked.pullsOfCommits(id, [squashed()]))).kind;
    assert.equal(await kindOf(forgeOf('revoked')), 'signed-out');
    assert.equal(await kindOf(forgeOf(null)), 'signed-out');
    assert.equal(await kindOf(forgeOf('dora-token'), secretShop), 'not-found');
    assert.equal(await kindOf(forge, { ...shop, host: 'github.com' }), 'invalid-input');
  });

  it('stop when told to', async () => {
    const error = await errorOf(forge.pullsOfCommits(shop, trunk, AbortSignal.abort()));
    assert.equal(error.kind, 'cancelled');
    assert.equal(github.requests.length, 0);
  });

  it('are rate limited by a limit of their own', async () => {
    const limited = await startGitHub(
      {
        users: [{ login: 'alice', name: 'alice', email: 'alice@example.com' }],
        tokens: [{ token: 'alice-token', login: 'alice', scopes: ['repo'] }],
        repositories: [
          {
            owner: 'acme',
            name: 'shop',
            defaultBranch: 'main',
            gitDir: git.gitDir,
            collaborators: {},
            labels: [],
            pulls: [],
          },
        ],
      },
      { rateLimits: { signedIn: 1, anonymous: 0 } },
    );
    try {
      const client = clientOf(limited.url, { token: 'alice-token' });
      const asked = createGitHubForge(client, host);
      await asked.pullsOfCommits(shop, [squashed()]);
      const error = await errorOf(asked.pullsOfCommits(shop, [squashed()]));
      assert.ok(error instanceof RateLimited);
      assert.ok((error.resetAt ?? 0) > Date.now() + 3_000_000);
      assert.equal(client.quota, null, 'the quota is the REST API’s');
      assert.equal((await asked.repository(shop)).defaultBranch, 'main');
    } finally {
      await limited.close();
    }
  });
});

describe('A GraphQL answer', () => {
  const servers: LocalServer[] = [];

  async function asked(handler: Handler, path = ''): Promise<readonly [Forge, LocalServer]> {
    const server = await serve(handler);
    servers.push(server);
    return [createGitHubForge(clientOf(server.url + path), host), server];
  }

  afterEach(async () => {
    await Promise.all(servers.splice(0).map((server) => server.close()));
  });

  const pull = {
    number: 4,
    title: 'T',
    merged: true,
    mergedAt: at,
    baseRefName: 'main',
    mergeCommit: null,
    repository: { nameWithOwner: 'acme/shop' },
  };
  const dataOf = (...nodes: readonly object[]): object => ({
    data: {
      repository: {
        nameWithOwner: 'acme/shop',
        defaultBranchRef: { name: 'main' },
        c0: { associatedPullRequests: { nodes } },
      },
    },
  });

  it('comes from beside the REST API', async () => {
    for (const [base, path] of [
      ['', '/graphql'],
      ['/api/v3', '/api/graphql'],
      ['/api/v3/', '/api/graphql'],
    ] as const) {
      const [forge, server] = await asked((_, response) => json(response, dataOf(pull)), base);
      assert.deepEqual([...(await forge.pullsOfCommits(shop, [nowhere])).values()], [{ number: 4, title: 'T' }]);
      assert.deepEqual(
        server.received.map(({ method, url }) => [method, url]),
        [['POST', path]],
      );
      const { query, variables } = JSON.parse(server.received[0]?.body ?? '') as Record<string, unknown>;
      assert.ok(typeof query === 'string' && !query.includes(nowhere));
      assert.deepEqual(variables, { owner: 'acme', name: 'shop', c0: nowhere });
    }
  });

  it('counts only merged pull requests of this repository, the one that made the commit before all', async () => {
    const others = [
      { ...pull, number: 1, merged: false, mergedAt: null },
      { ...pull, number: 2, repository: { nameWithOwner: 'upstream/shop' } },
      { ...pull, number: 3, mergedAt: '2026-03-02T10:00:00Z' },
    ];
    const made = { ...pull, number: 6, baseRefName: 'x', mergeCommit: { oid: nowhere } };
    for (const [nodes, number] of [
      [[...others, pull], 4],
      [[...others, pull, made], 6],
      [[pull, { ...pull, number: 2 }], 2],
    ] as const) {
      const [forge] = await asked((_, response) => json(response, dataOf(...nodes)));
      assert.equal((await forge.pullsOfCommits(shop, [nowhere])).get(nowhere)?.number, number);
    }
  });

  const refusals: readonly (readonly [string, object, string])[] = [
    ['RATE_LIMITED', { type: 'RATE_LIMITED', message: 'x' }, 'rate-limited'],
    ['a secondary limit', { message: 'You have exceeded a secondary rate limit.' }, 'rate-limited'],
    ['FORBIDDEN', { type: 'FORBIDDEN', message: 'Resource not accessible by personal access token' }, 'forbidden'],
    ['INSUFFICIENT_SCOPES', { type: 'INSUFFICIENT_SCOPES', message: 'needs repo' }, 'forbidden'],
    ['NOT_FOUND', { type: 'NOT_FOUND', message: 'Could not resolve' }, 'not-found'],
    ['RESOURCE_LIMITS_EXCEEDED', { type: 'RESOURCE_LIMITS_EXCEEDED', message: 'x' }, 'server'],
    ['a mistake in the query', { message: "Field 'x' doesn't exist" }, 'refused'],
    ['an error of no shape', {}, 'refused'],
  ];
  for (const [what, error, kind] of refusals) {
    it(`with ${what} is none, whatever stands beside it`, async () => {
      const [forge, server] = await asked((_, response) => json(response, { ...dataOf(pull), errors: [error] }));
      assert.equal((await errorOf(forge.pullsOfCommits(shop, [nowhere]))).kind, kind);
      assert.equal(server.received.length, 1);
    });
  }

  it('of another shape is not guessed at', async () => {
    for (const body of [{}, { data: null }, { data: { repository: null } }, dataOf({ ...pull, merged: 1 }), []]) {
      const [forge] = await asked((_, response) => json(response, body));
      assert.equal((await errorOf(forge.pullsOfCommits(shop, [nowhere]))).kind, 'unreadable-answer');
    }
  });
});
