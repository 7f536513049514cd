import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseSha } from '../../../src/core/sha';
import type { Sha } from '../../../src/core/sha';

/** A file of a commit: its content, alone or with a mode other than that of a plain file; null removes it. */
export type FileChange =
  string | Buffer | null | { readonly mode: '120000' | '100755' | '160000'; readonly content: string };

export interface NewCommit {
  readonly branch: string;
  /** Where the branch starts; left out, it continues. */
  readonly from?: Sha;
  readonly message: string;
  readonly files?: Readonly<Record<string, FileChange>>;
  /** `Name <mail>`. */
  readonly author?: string;
  /** Seconds since 1970. */
  readonly at: number;
}

/** A bare repository of a test's own making. */
export interface GitFixture {
  readonly gitDir: string;
  /** Adds commits in order, all with one `git fast-import`, and gives their SHAs. */
  commit(commits: readonly NewCommit[]): readonly Sha[];
  /** The object that a revision names. */
  resolve(revision: string): Sha;
  remove(): void;
}

export function gitFixture(): GitFixture {
  const folder = mkdtempSync(join(tmpdir(), 'forge-test-'));
  const gitDir = join(folder, 'repo.git');
  const marks = join(folder, 'marks');
  const env = { PATH: process.env['PATH'], HOME: folder, GIT_CONFIG_NOSYSTEM: '1' };
  const git = (args: readonly string[], input = Buffer.alloc(0)): string =>
    execFileSync('git', args, { env, input, stdio: ['pipe', 'pipe', 'pipe'] })
      .toString()
      .trim();
  git(['init', '--quiet', '--bare', gitDir]);

  function tipsBefore(branches: ReadonlySet<string>): ReadonlyMap<string, string> {
    const listed = git([
      '--git-dir',
      gitDir,
      'for-each-ref',
      '--format=%(refname:lstrip=2) %(objectname)',
      'refs/heads',
    ]);
    const pairs = listed.split('\n').map((line): [string, string] => [line.slice(0, -41), line.slice(-40)]);
    return new Map(pairs.filter(([branch]) => branches.has(branch)));
  }

  return {
    gitDir,
    commit(commits) {
      const continued = new Map(tipsBefore(new Set(commits.map((each) => each.branch))));
      const parts: (string | Buffer)[] = [];
      commits.forEach(({ branch, from, message, files = {}, author = 'Alice <alice@example.com>', at }, index) => {
        parts.push(`commit refs/heads/${branch}\nmark :${index + 1}\n`);
        parts.push(`author ${author} ${at} +0000\ncommitter ${author} ${at} +0000\n`, ...data(message));
        const start = from ?? continued.get(branch);
        continued.delete(branch);
        if (start !== undefined) parts.push(`from ${start}\n`);
        for (const [path, change] of Object.entries(files)) parts.push(...fileCommand(path, change));
      });
      const input = Buffer.concat(parts.map((part) => Buffer.from(part)));
      git(['--git-dir', gitDir, 'fast-import', '--quiet', '--force', `--export-marks=${marks}`], input);
      const byMark = new Map(
        readFileSync(marks, 'utf8')
          .trim()
          .split('\n')
          .map((line): [string, string] => [line.slice(0, -41), line.slice(-40)]),
      );
      return commits.map((_, index) => sha(byMark.get(`:${index + 1}`)));
    },
    resolve: (revision) => sha(git(['--git-dir', gitDir, 'rev-parse', '--verify', '--end-of-options', revision])),
    remove: () => {
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** A SHA that the test knows to be one. */
export function sha(text: string | undefined): Sha {
  const parsed = parseSha(text ?? '');
  if (parsed === undefined) throw new Error(`${String(text)} is not a SHA.`);
  return parsed;
}

function data(content: string | Buffer): (string | Buffer)[] {
  const bytes = Buffer.from(content);
  return [`data ${bytes.length}\n`, bytes, '\n'];
}

function fileCommand(path: string, change: FileChange): (string | Buffer)[] {
  if (change === null) return [`D ${path}\n`];
  if (typeof change === 'string' || Buffer.isBuffer(change)) return [`M 100644 inline ${path}\n`, ...data(change)];
  if (change.mode === '160000') return [`M 160000 ${change.content} ${path}\n`];
  return [`M ${change.mode} inline ${path}\n`, ...data(change.content)];
}
