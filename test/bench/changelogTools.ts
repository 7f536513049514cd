import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { projectRoot } from '../hosts/projectFolders';
import { installPackages } from './peerPackages';
import type { SizedRange } from './realHistory';

const gitCliffVersion = '2.14.2';
const conventionalChangelogVersion = '8.1.3';

/** A program that writes the changelog of a range. */
export interface ChangelogTool {
  readonly name: string;
  /** Whether each run finds a cache folder without anything in it. */
  readonly freshCache?: boolean;
  /** Run in `folder`, the working copy. */
  command(range: SizedRange, folder: string): readonly [command: string, ...args: string[]];
  /** How many commits its output has. */
  countCommits(output: string): number;
}

/** The fields that our changelog is made of, as git prints them. */
const format = '--format=%H%x00%P%x00%an%x00%ae%x00%at%x00%B';
const fieldsPerCommit = 6;

/** What every tool has to do at least: git prints the commits, and nobody reads them. */
export const floor: ChangelogTool = {
  name: 'git log (floor)',
  command: ({ from, to }, folder) => [
    'git',
    '-C',
    folder,
    'log',
    '-z',
    '--encoding=UTF-8',
    format,
    `${from}..${to}`,
    '--',
  ],
  countCommits: (output) => (output.split('\0').length - 1) / fieldsPerCommit,
};

/** The command line of this project. */
export const ours: ChangelogTool = {
  name: 'release-review',
  command: ({ from, to }, folder) => [
    process.execPath,
    join(projectRoot, 'dist', 'cli.js'),
    'changelog',
    ...['--repo', folder, '--from', from, '--to', to, '--format', 'json'],
  ],
  countCommits: (output) => (JSON.parse(output) as { readonly commits: readonly unknown[] }).commits.length,
};

/** The same where nothing was kept of an earlier run. */
export const oursFirst: ChangelogTool = { ...ours, name: `${ours.name}, first run`, freshCache: true };

/** The two peers, installed into the cache on first use. @throws Error when npm cannot install them */
export async function installPeers(): Promise<{ gitCliff: ChangelogTool; conventionalChangelog: ChangelogTool }> {
  const modules = await installPackages({
    'git-cliff': gitCliffVersion,
    'conventional-changelog': conventionalChangelogVersion,
  });
  return { gitCliff: gitCliffIn(modules), conventionalChangelog: conventionalChangelogIn(modules) };
}

/** Its own program, not the script of its npm package that starts it. */
function gitCliffIn(modules: string): ChangelogTool {
  const system = process.platform === 'win32' ? 'windows' : process.platform;
  const program = join(
    modules,
    `git-cliff-${system}-${process.arch}`,
    'bin',
    `git-cliff${system === 'windows' ? '.exe' : ''}`,
  );
  if (!existsSync(program)) throw new Error(`git-cliff has no program for this system: ${program} is not there.`);
  return {
    name: `git-cliff ${gitCliffVersion}`,
    command: ({ from, to }) => [program, `${from}..${to}`],
    countCommits: (output) => countOf(output, /^- /gm),
  };
}

function conventionalChangelogIn(modules: string): ChangelogTool {
  return {
    name: `conventional-changelog ${conventionalChangelogVersion}`,
    command: ({ from, to }) => [
      process.execPath,
      join(modules, 'conventional-changelog', 'dist', 'cli', 'index.js'),
      ...['--stdout', '--from', from, '--to', to],
    ],
    countCommits: (output) => countOf(output, /^\* /gm),
  };
}

function countOf(text: string, pattern: RegExp): number {
  return text.match(pattern)?.length ?? 0;
}
