import assert from 'node:assert/strict';
import { repositoryId } from '../../../src/core/repository';
import type { RepositoryId } from '../../../src/core/repository';
import type { Sha } from '../../../src/core/sha';
import type { Seed } from '../../doubles/github/seed';
import { gitFixture, sha } from './gitFixture';
import type { GitFixture } from './gitFixture';

export const nowhere = sha('f'.repeat(40));
export const at = '2026-03-01T10:00:00Z';
export const host = 'git.example';

export function named(owner: string, name: string): RepositoryId {
  const id = repositoryId(host, owner, name);
  return id ?? assert.fail('the test names a bad repository');
}

export const shop = named('acme', 'shop');
export const vault = named('acme', 'vault');

/** A repository with a release under way, and what GitHub knows about it. */
export interface Story {
  readonly git: GitFixture;
  /** Commits of main, oldest first. */
  readonly main: readonly Sha[];
  readonly head: Sha;
  readonly seed: Seed;
}

export function tell(): Story {
  const git = gitFixture();
  const main = git.commit([
    {
      branch: 'main',
      message: 'feat: start\n\nA body.\n',
      at: 1_770_000_000,
      files: {
        'src/app.ts': 'one\n',
        'latin.txt': Buffer.from([0x63, 0x61, 0x66, 0xe9, 0x0a]),
        'bom.txt': '\uFEFFwith a mark\n',
        'link-nowhere': { mode: '120000', content: 'absent' },
        'odd name/#1 ?.txt': 'odd\n',
        'large.txt': 'x'.repeat(1_200_000),
      },
    },
    {
      branch: 'main',
      message: 'fix: two',
      at: 1_770_000_100,
      files: { 'src/app.ts': 'two\n' },
      author: 'Bob <bob@example.com>',
    },
  ]);
  const [first = nowhere, second = nowhere] = main;
  git.commit([
    { branch: 'production', from: first, message: 'Deploy', at: 1_770_000_200, files: { 'version.txt': `${first}\n` } },
  ]);
  const [head = nowhere] = git.commit([
    {
      branch: 'release/two',
      from: git.resolve('production'),
      message: 'Release two',
      at: 1_770_000_300,
      files: { 'version.txt': `${second}\n` },
    },
  ]);
  git.commit(
    Array.from({ length: 260 }, (_, index) => ({
      branch: 'long',
      ...(index === 0 ? { from: git.resolve('production') } : {}),
      message: `change ${index}`,
      at: 1_770_000_400 + index,
    })),
  );
  const pull = { state: 'open', author: 'carol', base: 'production', createdAt: at } as const;
  const users = ['alice', 'bob', 'carol', 'dora', 'root'].map((login) => ({
    login,
    name: login,
    email: `${login}@example.com`,
  }));
  const seed: Seed = {
    users: [...users, { login: 'release-bot[bot]', name: 'bot', email: 'bot@example.com', type: 'Bot' }],
    tokens: [
      { token: 'alice-token', login: 'alice', scopes: ['repo', 'read:org'] },
      { token: 'root-token', login: 'root', scopes: ['repo'] },
      { token: 'dora-token', login: 'dora', scopes: ['repo'] },
      { token: 'weak-token', login: 'alice', scopes: [] },
    ],
    idOffset: '9007199254740993000',
    repositories: [
      {
        owner: 'acme',
        name: 'shop',
        defaultBranch: 'main',
        gitDir: git.gitDir,
        collaborators: { alice: 'write', bob: 'write', carol: 'write', root: 'admin' },
        labels: [
          { name: 'Risk: High', color: 'd73a4a' },
          { name: 'risk: low', color: '0e8a16', description: 'safe' },
        ],
        formerNames: ['acme/old-shop'],
        pulls: [
          {
            ...pull,
            number: 7,
            title: 'Release two',
            body: 'What ships\r\n- [ ] item\r\n',
            head: 'release/two',
            labels: ['risk: low'],
            reviews: [
              { author: 'bob', state: 'APPROVED', sha: head, body: 'fine', at },
              { author: 'dora', state: 'COMMENTED', sha: head, at },
            ],
            comments: [{ author: 'release-bot[bot]', body: 'Risk: low', at }],
          },
          {
            ...pull,
            number: 8,
            title: 'Many commits',
            body: null,
            head: 'long',
            author: 'release-bot[bot]',
            draft: true,
          },
        ],
        protection: { production: { requiredChecks: ['unit'], requiredApprovals: 2 } },
        rulesets: [
          { id: 5, branches: ['production'], requiredChecks: [{ context: 'scan', appId: 777 }], requiredApprovals: 1 },
        ],
        checkRuns: [
          {
            sha: head,
            name: 'unit',
            app: 'github-actions',
            status: 'completed',
            conclusion: 'failure',
            startedAt: at,
            completedAt: at,
          },
          {
            sha: head,
            name: 'unit',
            app: 'github-actions',
            status: 'completed',
            conclusion: 'success',
            startedAt: at,
            completedAt: at,
          },
          { sha: head, name: 'unit', app: 'impostor', status: 'in_progress', startedAt: at },
          ...Array.from({ length: 120 }, (_, index) => ({
            sha: head,
            name: `part ${index}`,
            app: 'github-actions',
            status: 'completed' as const,
            conclusion: 'timed_out' as const,
            startedAt: at,
            completedAt: at,
          })),
        ],
        statuses: [
          { sha: head, context: 'ci/old', state: 'pending', description: '', creator: 'bob', at },
          { sha: head, context: 'CI/old', state: 'error', description: '', creator: 'release-bot[bot]', at },
        ],
        deployments: [
          {
            id: 1,
            sha: first,
            ref: 'production',
            environment: 'production',
            creator: 'bob',
            at: '2026-02-01T10:00:00Z',
            statuses: [],
          },
          {
            id: 2,
            sha: second,
            ref: 'production',
            environment: 'production',
            creator: 'bob',
            at: '2026-02-02T10:00:00Z',
            statuses: [
              { state: 'in_progress', at: '2026-02-02T10:01:00Z' },
              { state: 'failure', at: '2026-02-02T10:02:00Z', logUrl: 'https://ci.example/2' },
            ],
          },
        ],
      },
      {
        owner: 'acme',
        name: 'vault',
        private: true,
        defaultBranch: 'main',
        gitDir: git.gitDir,
        collaborators: { alice: 'read' },
        labels: [],
        pulls: [],
        archived: true,
      },
    ],
  };
  return { git, main, head, seed };
}
