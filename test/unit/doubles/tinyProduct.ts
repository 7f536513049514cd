import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Seed, SeedRepository } from '../../doubles/github/seed';

/** A bare repository with a release branch, a feature branch, a conflict and a long branch; `shas` by commit subject. */
export interface TinyProduct {
  readonly gitDir: string;
  readonly shas: Readonly<Record<string, string>>;
  /** A seed over that repository; the parts given replace or complete those of the repository. */
  seed(parts?: Partial<SeedRepository>): Seed;
  remove(): void;
}

interface Commit {
  readonly branch: string;
  readonly from?: string;
  readonly subject: string;
  readonly author?: string;
  readonly files: Readonly<Record<string, string>>;
}

const longCommits = Array.from({ length: 400 }, (_, index): Commit => {
  const files = { [`many/${index}.txt`]: `${index}\n` };
  return { branch: 'long', ...(index === 0 && { from: 'main' }), subject: `long ${index + 1}`, files };
});

const commits: readonly Commit[] = [
  {
    branch: 'main',
    subject: 'start',
    files: {
      'README.md': '# Tiny\n',
      'src/app.ts': 'export const one = 1;\nexport const two = 2;\n',
      'docs/ünï cödé.md': 'text\n',
      'large.bin': 'x'.repeat(1024 * 1024 + 1),
      '.github/release-review.yml': 'version: 1\n',
    },
  },
  {
    branch: 'beta',
    from: 'main',
    subject: 'beta one',
    author: 'ana',
    files: { 'src/app.ts': 'export const one = 11;\n' },
  },
  { branch: 'beta', subject: 'beta two', author: 'ben', files: { 'src/new.ts': 'export {};\n' } },
  { branch: 'feature/x', from: 'beta', subject: 'feature', author: 'ana', files: { 'src/x.ts': 'export {};\n' } },
  { branch: 'clash', from: 'main', subject: 'clash', files: { 'src/app.ts': 'export const one = 99;\n' } },
  { branch: 'same', from: 'main', subject: 'same', files: { 'README.md': '# Tiny\n' } },
  ...longCommits,
];

const people: Readonly<Record<string, string>> = {
  ana: 'Ana Author <ana@example.com>',
  ben: 'Ben Builder <ben@example.com>',
};

/** Builds the repository by `git fast-import` in a temporary folder. */
export function tinyProduct(): TinyProduct {
  const folder = mkdtempSync(join(tmpdir(), 'tiny-product-'));
  const gitDir = join(folder, 'tiny.git');
  const env = { PATH: process.env['PATH'], HOME: folder, GIT_CONFIG_NOSYSTEM: '1', LC_ALL: 'C' };
  const git = (args: readonly string[], input = ''): string => {
    const answer = spawnSync('git', args, { env, input, encoding: 'utf8' });
    if (answer.status !== 0) throw new Error(`git ${args.join(' ')}: ${answer.stderr}`);
    return answer.stdout;
  };
  git(['init', '--quiet', '--bare', '--initial-branch=main', gitDir]);
  git(['--git-dir', gitDir, 'fast-import', '--quiet'], stream());
  const listed = git(['--git-dir', gitDir, 'log', '--all', '--format=%H %s']).trim().split('\n');
  const shas = Object.fromEntries(listed.map((line) => [line.slice(41), line.slice(0, 40)]));
  return {
    gitDir,
    shas,
    seed: (parts = {}) => seedOf(gitDir, shas, parts),
    remove: () => {
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

function stream(): string {
  const lines: string[] = [];
  commits.forEach(({ branch, from, subject, author = 'ben', files }, index) => {
    const who = `${people[author] ?? author} ${1_700_000_000 + index * 60} +0000`;
    lines.push(`commit refs/heads/${branch}`, `author ${who}`, `committer ${who}`);
    lines.push(`data ${Buffer.byteLength(subject)}`, subject);
    if (from !== undefined) lines.push(`from refs/heads/${from}`);
    for (const [path, text] of Object.entries(files)) {
      lines.push(`M 100644 inline "${path}"`, `data ${Buffer.byteLength(text)}`, text);
    }
  });
  lines.push('tag v1.0.0', 'from refs/heads/main', `tagger ${people['ben'] ?? ''} 1700000000 +0000`, 'data 2', 'v1');
  return `${lines.join('\n')}\n`;
}

function seedOf(gitDir: string, shas: Readonly<Record<string, string>>, parts: Partial<SeedRepository>): Seed {
  const beta = shas['beta two'] ?? '';
  return {
    users: ['ana', 'ben', 'rita', 'tess', 'guest', 'acme-admin'].map((login) => ({
      login,
      name: people[login]?.split(' <')[0] ?? login,
      email: `${login}@example.com`,
    })),
    tokens: [
      ...['ana', 'ben', 'rita', 'tess', 'guest'].map((login) => ({ token: `${login}-token`, login, scopes: ['repo'] })),
      { token: 'scopeless', login: 'rita', scopes: ['read:user'] },
      { token: 'orgs', login: 'rita', scopes: ['repo', 'read:org'] },
      { token: 'owner-token', login: 'acme-admin', scopes: ['repo'] },
    ],
    organizations: [
      { login: 'acme', members: ['ana', 'rita'], teams: [{ slug: 'board', name: 'Board', members: ['rita'] }] },
    ],
    repositories: [
      {
        owner: 'acme',
        name: 'tiny',
        defaultBranch: 'main',
        gitDir,
        collaborators: { ana: 'write', ben: 'write', rita: 'maintain', tess: 'triage', 'acme-admin': 'admin' },
        labels: [{ name: 'risk:low', color: '00ff00', description: 'Little risk' }],
        pulls: [
          {
            number: 1,
            title: 'Release',
            body: '- [ ] one\r\n- [ ] two\r\n',
            author: 'ana',
            base: 'main',
            head: 'beta',
            state: 'open',
            createdAt: '2026-01-02T03:04:05Z',
            labels: ['risk:low'],
            requestedReviewers: ['rita'],
            comments: [{ author: 'ben', body: 'Looks fine', at: '2026-01-02T04:00:00Z' }],
          },
        ],
        checkRuns: [
          {
            sha: beta,
            name: 'build',
            app: 'github-actions',
            status: 'completed',
            conclusion: 'success',
            startedAt: '2026-01-02T03:05:00Z',
            completedAt: '2026-01-02T03:06:00Z',
          },
        ],
        ...parts,
      },
    ],
  };
}
