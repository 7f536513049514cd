import assert from 'node:assert/strict';
import type { Forge } from '../../../src/core/ports';
import type { Sha } from '../../../src/core/sha';
import type { Digest } from '../../../src/core/versionFile';
import { createGitHubForge } from '../../../src/github/githubForge';
import { attestationBundle, bundleOf } from '../../doubles/github/attestation';
import type { SeedDeployment } from '../../doubles/github/seed';
import { startGitHub } from '../../doubles/github/server';
import type { GitHubDouble } from '../../doubles/github/server';
import { host, nowhere, shop, tell, vault } from './forgeStory';
import type { Story } from './forgeStory';
import { clientOf, errorOf, json, serve } from './localServer';

const digest: Digest = `sha256:${'ab'.repeat(32)}`;
const web = `https://${host}/acme/shop`;

describe('What stands behind a candidate, asked of a strict double of GitHub', () => {
  let story: Story;
  let github: GitHubDouble;
  let forge: Forge;
  let first: Sha;
  let second: Sha;

  before(() => {
    story = tell();
    [first = nowhere, second = nowhere] = story.main;
    story.git.commit([{ branch: 'lonely', message: 'another root', at: 1_770_000_000 }]);
  });
  after(() => story.git.remove());

  beforeEach(async () => {
    const [repository = assert.fail(), ...others] = story.seed.repositories;
    const organizations = [
      { login: 'acme', members: ['alice', 'bob'], teams: [{ slug: 'security', name: 'Security', members: ['bob'] }] },
    ];
    github = await startGitHub({
      ...story.seed,
      organizations,
      repositories: [{ ...repository, deployments: deployments() }, ...others],
    });
    forge = forgeOf('alice-token');
  });

  afterEach(async () => {
    await github.close();
    assert.deepEqual(github.violations, []);
  });

  function forgeOf(token: string): Forge {
    return createGitHubForge(clientOf(`${github.url}/api/v3`, { token }), host);
  }

  function deployments(): readonly SeedDeployment[] {
    const one = (id: number, sha: Sha, ...states: readonly SeedDeployment['statuses'][number]['state'][]) => ({
      ...{ id, sha, ref: 'main', environment: 'beta', creator: 'bob', at: `2026-02-0${id}T10:00:00Z` },
      statuses: states.map((state, hour) => ({ state, at: `2026-02-0${id}T1${hour + 1}:00:00Z` })),
    });
    return [
      one(1, first, 'failure'),
      one(2, first, 'in_progress', 'success', 'inactive'),
      one(3, second, 'failure', 'inactive'),
    ];
  }

  it('is whether a branch contains it, in one request that also describes it', async () => {
    const asked = github.requests.length;
    const commit = await forge.commitOnBranch(shop, 'main', first);
    assert.deepEqual(commit, {
      sha: first,
      subject: 'feat: start',
      committedAt: 1_770_000_000_000,
      author: 'Alice',
    });
    assert.equal(github.requests.length, asked + 1);
    assert.equal((await forge.commitOnBranch(shop, 'main', second))?.sha, second);
    assert.equal(await forge.commitOnBranch(shop, 'production', second), null);
    assert.equal(await forge.commitOnBranch(shop, 'main', story.head), null);
    assert.equal(await forge.commitOnBranch(shop, 'main', story.git.resolve('lonely')), null);
    assert.equal((await errorOf(forge.commitOnBranch(shop, 'no-such', first))).kind, 'not-found');
    assert.equal((await errorOf(forge.commitOnBranch(shop, 'main', nowhere))).kind, 'not-found');
  });

  it('asks again with what it knows: an unmoved branch costs no quota', async () => {
    await forge.commitOnBranch(shop, 'main', first);
    const before = github.requests.length;
    await forge.commitOnBranch(shop, 'main', first);
    assert.deepEqual(
      github.requests.slice(before).map(({ status }) => status),
      [304],
    );
  });

  it('is its newest deployment to an environment', async () => {
    const found = await forge.deploymentOf(shop, 'beta', first);
    assert.deepEqual([found?.id, found?.sha, found?.state], ['2', first, 'inactive']);
    assert.equal((await forge.deploymentOf(shop, 'beta', second))?.state, 'failure');
    assert.equal(await forge.deploymentOf(shop, 'production', first), null);
    assert.equal(await forge.deploymentOf(shop, 'beta', story.head), null);
  });

  it('is its attestations, each with what it says', async () => {
    assert.deepEqual(await forge.attestations(shop, digest), []);
    github.act.attest('acme/shop', digest, attestationBundle({ digest, repository: web, commit: first }));
    const bill = { subject: [{ digest: { sha256: digest.slice(7) } }], predicateType: 'https://spdx.dev/Document' };
    github.act.attest('acme/shop', digest, bundleOf(bill));
    assert.deepEqual(await forge.attestations(shop, digest), [
      {
        repository: 'acme/shop',
        commit: first,
        workflow: '.github/workflows/build.yml',
        predicateType: 'https://slsa.dev/provenance/v1',
      },
      { repository: null, commit: null, workflow: null, predicateType: 'https://spdx.dev/Document' },
    ]);
    assert.equal((await errorOf(forgeOf('dora-token').attestations(vault, digest))).kind, 'not-found');
  });

  it('is the members of a team, or what it takes to read them', async () => {
    assert.deepEqual(await forge.teamMembers(shop, 'Acme/Security'), ['bob']);
    github.act.team('acme', 'security', ['bob', 'alice']);
    assert.deepEqual(await forge.teamMembers(shop, 'acme/security'), ['bob', 'alice']);
    for (const [token, team] of [
      ['alice-token', 'acme/no-such'],
      ['root-token', 'acme/security'],
    ] as const) {
      const error = await errorOf(forgeOf(token).teamMembers(shop, team));
      assert.equal(error.kind, 'forbidden');
      assert.match(error.message, /^Could not read the members of the team acme\/.*scope “read:org”/);
    }
    const asked = github.requests.length;
    for (const team of ['security', '../../user/emails', 'acme/..', 'acme/a/b', '']) {
      assert.equal((await errorOf(forge.teamMembers(shop, team))).kind, 'invalid-input', team);
    }
    assert.equal(github.requests.length, asked);
  });
});

describe('A SHA that is compared as another', () => {
  it('is not on the branch: a tag object stands for the commit that it names', async () => {
    const story = tell();
    const [first = nowhere, second = nowhere] = story.main;
    const commit = { message: 'feat: start', author: { name: 'Alice' }, committer: { date: '2026-02-01T10:00:00Z' } };
    const server = await serve((_, response) => {
      json(response, { status: 'behind', merge_base_commit: { sha: first, commit } });
    });
    const forge = createGitHubForge(clientOf(server.url), host);
    assert.equal((await forge.commitOnBranch(shop, 'main', first))?.sha, first);
    assert.equal(await forge.commitOnBranch(shop, 'main', second), null);
    await server.close();
    story.git.remove();
  });
});

describe('Attestations', () => {
  async function read(attestations: unknown, status = 200) {
    const server = await serve((request, response) => {
      if (request.url.includes('/attestations/')) json(response, attestations, status);
      else json(response, { full_name: 'acme/shop' });
    });
    try {
      return await createGitHubForge(clientOf(server.url), host).attestations(shop, digest);
    } finally {
      await server.close();
    }
  }
  const build = { digest, repository: web, commit: 'a'.repeat(40) };
  const of = (...bundles: unknown[]) => ({ attestations: bundles.map((bundle) => ({ bundle })) });
  const statement = (predicate: unknown) => ({
    subject: [{ digest: { sha256: digest.slice(7) } }],
    predicateType: 'https://slsa.dev/provenance/v1',
    predicate,
  });

  it('may be answered by "not found"', async () => {
    assert.deepEqual(await read({ message: 'Not Found' }, 404), []);
  });

  it('of another image are left out', async () => {
    assert.deepEqual(await read(of(attestationBundle({ ...build, digest: `sha256:${'cd'.repeat(32)}` }))), []);
    assert.deepEqual(await read(of(bundleOf({ subject: 'all' }), bundleOf({ subject: [null, {}] }), bundleOf(7))), []);
  });

  it('that cannot be understood say nothing', async () => {
    const silent = { repository: null, commit: null, workflow: null, predicateType: 'unknown' };
    const envelopes = [{}, { payload: 7 }, { payload: Buffer.from('[').toString('base64') }];
    const deep = Buffer.from('['.repeat(100_000)).toString('base64');
    const bundles = [null, {}, { dsseEnvelope: null }, { dsseEnvelope: { payload: deep } }];
    for (const bundle of [...bundles, ...envelopes.map((dsseEnvelope) => ({ dsseEnvelope }))]) {
      assert.deepEqual(await read(of(bundle)), [silent], JSON.stringify(bundle).slice(0, 80));
    }
    const invalid = { dsseEnvelope: { payload: Buffer.from([0xff, 0xfe]).toString('base64') } };
    assert.deepEqual(await read(of(invalid)), [silent]);
  });

  it('name the repository of the workflow, another host with it', async () => {
    const repositoryOf = async (repository: unknown) => {
      const externalParameters = { workflow: { repository, path: 'x.yml' } };
      const [found] = await read(of(bundleOf(statement({ buildDefinition: { externalParameters } }))));
      return found?.repository;
    };
    assert.equal(await repositoryOf(web), 'acme/shop');
    assert.equal(await repositoryOf('https://github.com/acme/shop'), 'github.com/acme/shop');
    for (const address of [`${web}/tree/main`, 'http://git.example/acme/shop', 'acme/shop', `${web}/`, '', 7, null]) {
      assert.equal(await repositoryOf(address), null, String(address));
    }
  });

  it('name a commit only where it is one and the same, of that repository', async () => {
    const commitOf = async (...dependencies: unknown[]) => {
      const definition = {
        externalParameters: { workflow: { repository: web, path: 'x.yml' } },
        resolvedDependencies: dependencies,
      };
      const [found] = await read(of(bundleOf(statement({ buildDefinition: definition }))));
      return found?.commit;
    };
    const dependency = (uri: string, gitCommit: unknown) => ({ uri, digest: { gitCommit } });
    const own = dependency(`git+${web}@refs/heads/main`, 'a'.repeat(40));
    assert.equal(await commitOf(dependency('git+https://other/x@v1', 'b'.repeat(40)), own, own), 'a'.repeat(40));
    assert.equal(await commitOf(dependency(`git+${web}-fork@main`, 'b'.repeat(40))), null);
    assert.equal(await commitOf(own, dependency(`git+${web}`, 'c'.repeat(40))), null);
    assert.equal(await commitOf(dependency(`git+${web}@main`, 'main')), null);
    assert.equal(await commitOf(null, 7, {}), null);
    assert.equal(await commitOf(), null);
  });

  it('are not guessed where there are more than GitHub gives at once', async () => {
    const many = of(...Array.from({ length: 100 }, () => attestationBundle(build)));
    await assert.rejects(read(many), { kind: 'unreadable-answer' });
  });
});
