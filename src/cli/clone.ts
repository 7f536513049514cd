import { mkdir, stat } from 'node:fs/promises';
import { homedir } from 'node:os';
import { dirname, isAbsolute, join, resolve } from 'node:path';
import type { Environment } from '../core/environmentToken';
import { HumanError, messageOf } from '../core/errors';
import type { CloneHistory, History } from '../core/ports';
import type { Sha } from '../core/sha';
import type { FetchSource } from '../git/fetchCommits';
import { createGitHistory } from '../git/gitHistory';
import { findGit } from '../git/gitProgram';
import { findRepositories, type WorkingCopy } from '../git/workingCopies';
import { fetchSource } from './fetchSource';
import { quoted } from './options';

/** A clone that was asked for by a folder in it. */
export interface Clone {
  readonly history: CloneHistory;
  readonly remotes: WorkingCopy['remotes'];
}

/** Opens the clone that a folder lies in. @throws {HumanError} when it cannot be read, with the next step */
export async function openClone(folder: string, environment: Environment, signal: AbortSignal): Promise<Clone> {
  const path = resolve(folder);
  if (!(await isFolder(path))) throw new HumanError('invalid-input', `There is no folder ${quoted(folder)}.`);
  const program = await findGit({ searchPath: environment['PATH'], forbiddenFolders: [path] });
  if (program === null) throw new HumanError('git', 'git was not found on PATH.');
  const [copy] = await findRepositories(path, { program, maxDepth: 0, bare: true, signal });
  if (copy === undefined) {
    throw new HumanError(
      'invalid-input',
      `No git repository can be read at ${quoted(folder)}: it is in no working copy, is no bare repository, or may not ` +
        'be read.',
    );
  }
  const storage = cacheFolder(environment, process.platform, homedir());
  await makeStorage(storage);
  const remote = (): Promise<FetchSource | null> => Promise.resolve(fetchSource(copy.remotes, environment));
  return { history: createGitHistory(copy, { program, storage, remote, deepen: true }), remotes: copy.remotes };
}

/** Says which commit the clone lacks, and the ways out. @throws {HumanError} `not-found` */
export async function requireCommits(history: History, shas: readonly Sha[], folder: string): Promise<void> {
  for (const sha of shas) {
    if (await history.has([sha])) continue;
    throw new HumanError(
      'not-found',
      `The clone at ${quoted(folder)} has no commit ${sha}: add --fetch to fetch it without a change to the clone, ` +
        `or run "git fetch origin ${sha}" in it and try again.`,
    );
  }
}

/**
 * Where the shadow repositories are kept: below XDG_CACHE_HOME when that is an absolute path
 * (https://specifications.freedesktop.org/basedir-spec/latest/), else where the system keeps caches.
 */
export function cacheFolder(environment: Environment, platform: NodeJS.Platform, home: string): string {
  const named = environment['XDG_CACHE_HOME'] ?? '';
  const local = environment['LOCALAPPDATA'] ?? '';
  if (isAbsolute(named)) return join(named, 'release-review');
  if (platform === 'win32' && isAbsolute(local)) return join(local, 'release-review', 'cache');
  if (platform === 'darwin') return join(home, 'Library', 'Caches', 'release-review');
  return join(home, '.cache', 'release-review');
}

async function makeStorage(folder: string): Promise<void> {
  try {
    await makeFolder(folder);
  } catch (error) {
    throw new HumanError(
      'invalid-input',
      `The cache folder cannot be made (${messageOf(error)}): set XDG_CACHE_HOME to a folder that can be written to.`,
      { cause: error },
    );
  }
}

/** Node's own recursive `mkdir` never ends where the system says that a folder's existing parent is not there (/proc). */
async function makeFolder(folder: string): Promise<void> {
  if (await isFolder(folder)) return;
  if (dirname(folder) !== folder) await makeFolder(dirname(folder));
  try {
    await mkdir(folder, { mode: 0o700 });
  } catch (error) {
    // Another process may have been quicker.
    if (!(await isFolder(folder))) throw error;
  }
}

async function isFolder(path: string): Promise<boolean> {
  return (await stat(path).catch(() => null))?.isDirectory() === true;
}
