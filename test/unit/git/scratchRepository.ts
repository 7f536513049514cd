import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { parseSha, type Sha } from '../../../src/core/sha';
import { createGitHistory, type GitHistoryOptions } from '../../../src/git/gitHistory';
import { findGit, type GitProgram } from '../../../src/git/gitProgram';
import { findRepositories, type WorkingCopy } from '../../../src/git/workingCopies';
import type { CloneHistory } from '../../../src/core/ports';

const folders: string[] = [];

/** A new empty folder without links in its path; gone after {@link removeScratchFolders}. */
export function scratchFolder(): string {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), 'git-history-')));
  folders.push(folder);
  return folder;
}

export function removeScratchFolders(): void {
  // A commit-graph may still be on its way.
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
}

/** Runs git as a developer would, apart from this machine's configuration, and gives its output. */
export function git(cwd: string, args: readonly string[], input?: string | Buffer): string {
  return execFileSync('git', [...args], {
    cwd,
    input: input ?? '',
    encoding: 'utf8',
    stdio: 'pipe',
    env: {
      PATH: process.env['PATH'],
      HOME: cwd,
      GIT_CONFIG_NOSYSTEM: '1',
      GIT_CONFIG_GLOBAL: '/dev/null',
      GIT_AUTHOR_NAME: 'Ada',
      GIT_AUTHOR_EMAIL: 'ada@example.com',
      GIT_COMMITTER_NAME: 'Ada',
      GIT_COMMITTER_EMAIL: 'ada@example.com',
    },
  });
}

/** One commit to make. `files` are changes to the first parent's tree; `null` deletes. */
export interface PlannedCommit {
  readonly parents?: readonly string[];
  readonly message?: string | Buffer;
  readonly author?: string;
  readonly encoding?: string;
  /** Seconds; by default a minute after the commit planned before. */
  readonly date?: number;
  readonly files?: Readonly<Record<string, string | Buffer | null>>;
  /** Raw fast-import lines, as `M 120000 inline path`. */
  readonly raw?: string;
}

export interface ScratchRepository {
  readonly root: string;
  sha(name: string): Sha;
}

const firstDate = 1_700_000_000;

function data(content: string | Buffer): Buffer {
  const bytes = Buffer.from(content);
  return Buffer.concat([Buffer.from(`data ${bytes.length}\n`), bytes, Buffer.from('\n')]);
}

function quoted(path: string): string {
  return `"${path.replaceAll('\\', '\\\\').replaceAll('"', '\\"').replaceAll('\n', '\\n')}"`;
}

function full(text: string): Sha {
  const sha = parseSha(text);
  if (sha === undefined) throw new Error(`no SHA: ${text}`);
  return sha;
}

/** Makes a repository of these commits, each on a branch of its name; commits without parents are roots. */
export function makeRepository(
  plan: Readonly<Record<string, PlannedCommit>>,
  objectFormat: 'sha1' | 'sha256' = 'sha1',
): ScratchRepository {
  const root = join(scratchFolder(), 'repository');
  mkdirSync(root);
  git(root, ['init', '--quiet', '--template=', `--object-format=${objectFormat}`, '-b', 'none']);
  const names = Object.keys(plan);
  const stream = Object.entries(plan).flatMap(([name, commit], index) => {
    const when = `${commit.date ?? firstDate + index * 60} +0000`;
    const marks = (commit.parents ?? []).map((parent) => `:${names.indexOf(parent) + 1}`);
    return [
      Buffer.from(`reset refs/heads/${name}\ncommit refs/heads/${name}\nmark :${index + 1}\n`),
      Buffer.from(
        `author ${commit.author ?? 'Ada <ada@example.com>'} ${when}\ncommitter Ada <ada@example.com> ${when}\n`,
      ),
      Buffer.from(commit.encoding === undefined ? '' : `encoding ${commit.encoding}\n`),
      data(commit.message ?? `${name}\n`),
      Buffer.from(marks.map((mark, place) => `${place === 0 ? 'from' : 'merge'} ${mark}\n`).join('')),
      ...Object.entries(commit.files ?? {}).flatMap(([path, content]) =>
        content === null
          ? [Buffer.from(`D ${quoted(path)}\n`)]
          : [Buffer.from(`M 100644 inline ${quoted(path)}\n`), data(content)],
      ),
      Buffer.from(`${commit.raw ?? ''}\n`),
    ];
  });
  git(root, ['fast-import', '--quiet', '--export-marks=.git/marks'], Buffer.concat(stream));
  const shas = new Map(
    readFileSync(join(root, '.git/marks'), 'utf8')
      .trim()
      .split('\n')
      .map((line) => {
        const [mark = '', sha = ''] = line.split(' ');
        return [names[Number(mark.slice(1)) - 1] ?? '', full(sha)] as const;
      }),
  );
  return {
    root,
    sha: (name) => full(shas.get(name) ?? name),
  };
}

/** The git of this machine. */
export async function realGit(): Promise<GitProgram> {
  const program = await findGit({ searchPath: process.env['PATH'], forbiddenFolders: [] });
  if (program === null) throw new Error('git is not installed');
  return program;
}

export async function workingCopy(root: string): Promise<WorkingCopy> {
  const [copy] = await findRepositories(root, { program: await realGit() });
  if (copy === undefined) throw new Error(`no repository at ${root}`);
  return copy;
}

export async function historyOf(root: string, options: Partial<GitHistoryOptions> = {}): Promise<CloneHistory> {
  return createGitHistory(await workingCopy(root), { program: await realGit(), storage: scratchFolder(), ...options });
}

export const missingSha = full('0123456789'.repeat(4));
