import type { Dirent } from 'node:fs';
import { readdir, realpath, stat } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';

import { configOfFile, configOfUser, rewrittenUrl, type ConfigEntry } from './gitConfig';
import type { GitProgram } from './gitProgram';
import { readPlainFile } from './plainFile';

/** A working tree with its repository, or a bare repository that was asked for by its own folder. All paths are absolute; `gitDir` and `commonDir` have no links in them. */
export interface WorkingCopy {
  readonly root: string;
  readonly gitDir: string;
  /** Where objects and configuration are: `gitDir`, or for a linked worktree the main repository's. */
  readonly commonDir: string;
  /** In the order of the configuration; `insteadOf` is applied. The URLs are as hostile as the repository. */
  readonly remotes: readonly { readonly name: string; readonly url: string }[];
  readonly shallow: boolean;
  /** A partial clone: trees or file contents may be missing. */
  readonly partial: boolean;
  readonly objectFormat: 'sha1' | 'sha256';
}

export interface FindRepositoriesOptions {
  readonly program: GitProgram;
  /** How many folders below the workspace folder a nested clone may lie; 3 at most and by default. */
  readonly maxDepth?: number;
  /** How many folders are looked into; 5,000 by default. Past that, deeper clones are not found. */
  readonly maxFolders?: number;
  /** Whether the folder itself may be a bare repository. */
  readonly bare?: boolean;
  readonly signal?: AbortSignal | undefined;
}

const deepest = 3;
const pathLimit = 16_384;

async function isDirectory(path: string): Promise<boolean> {
  try {
    return (await stat(path)).isDirectory();
  } catch {
    return false;
  }
}

/** Reads the path that a `.git` or `commondir` file names; a share of another machine is not contacted. */
function named(from: string, text: string): string | null {
  const path = text.replace(/\r?\n$/, '');
  if (path === '' || path.includes('\0')) return null;
  if (process.platform === 'win32' && /^[\\/]{2}/.test(path)) return null;
  return resolve(from, path);
}

// https://git-scm.com/docs/gitrepository-layout: a `.git` folder, or a file `gitdir: <path>` (worktrees, submodules).
async function gitDirOf(root: string): Promise<string | null> {
  const dotGit = join(root, '.git');
  if (await isDirectory(dotGit)) return dotGit;
  const text = await readPlainFile(dotGit, pathLimit);
  return text?.startsWith('gitdir: ') === true ? named(root, text.slice('gitdir: '.length)) : null;
}

async function commonDirOf(gitDir: string): Promise<string | null> {
  const text = await readPlainFile(join(gitDir, 'commondir'), pathLimit);
  return text === null ? gitDir : named(gitDir, text);
}

function lastOf(config: readonly ConfigEntry[], key: string): string | undefined {
  return config.findLast((entry) => entry.key === key)?.value;
}

function remotesOf(config: readonly ConfigEntry[], all: readonly ConfigEntry[]): WorkingCopy['remotes'] {
  const urls = new Map<string, string>();
  for (const { key, value } of config) {
    const name = /^remote\.(.+)\.url$/s.exec(key)?.[1];
    if (name !== undefined && value !== '' && !urls.has(name)) urls.set(name, rewrittenUrl(value, all));
  }
  return [...urls].map(([name, url]) => ({ name, url }));
}

function isPartial(config: readonly ConfigEntry[]): boolean {
  return config.some(
    ({ key, value }) =>
      key === 'extensions.partialclone' || (/^remote\..+\.promisor$/s.test(key) && value.toLowerCase() !== 'false'),
  );
}

/** A bare repository is its own git directory (https://git-scm.com/docs/gitrepository-layout). */
async function bareDirOf(root: string): Promise<string | null> {
  return (await isDirectory(join(root, 'objects'))) && (await isDirectory(join(root, 'refs'))) ? root : null;
}

async function workingCopyAt(
  root: string,
  program: GitProgram,
  user: readonly ConfigEntry[],
  signal: AbortSignal | undefined,
  bare = false,
): Promise<WorkingCopy | null> {
  try {
    const foundGitDir = (await gitDirOf(root)) ?? (bare ? await bareDirOf(root) : null);
    if (foundGitDir === null) return null;
    const gitDir = await realpath(foundGitDir);
    const foundCommonDir = await commonDirOf(gitDir);
    if (foundCommonDir === null) return null;
    const commonDir = await realpath(foundCommonDir);
    const head = await readPlainFile(join(gitDir, 'HEAD'), pathLimit);
    if (head === null || !(await isDirectory(join(commonDir, 'objects')))) return null;

    const config = await configOfFile(program, join(commonDir, 'config'), signal);
    const objectFormat = lastOf(config, 'extensions.objectformat')?.toLowerCase() ?? 'sha1';
    if (objectFormat !== 'sha1' && objectFormat !== 'sha256') return null;
    return {
      root,
      gitDir,
      commonDir,
      remotes: remotesOf(config, [...user, ...config]),
      shallow: await isFilled(join(commonDir, 'shallow')),
      partial: isPartial(config),
      objectFormat,
    };
  } catch (error) {
    // A link to nowhere or a folder that may not be read is no repository to us.
    if (error instanceof Error && 'code' in error) return null;
    throw error;
  }
}

async function isFilled(path: string): Promise<boolean> {
  try {
    const facts = await stat(path);
    return facts.isFile() && facts.size > 0;
  } catch {
    return false;
  }
}

function ancestorsOf(folder: string): string[] {
  const parent = dirname(folder);
  return parent === folder ? [folder] : [folder, ...ancestorsOf(parent)];
}

async function subfoldersOf(folder: string): Promise<string[]> {
  let entries: Dirent[];
  try {
    entries = await readdir(folder, { withFileTypes: true });
  } catch {
    return [];
  }
  return entries
    .filter((entry) => entry.isDirectory() && !entry.name.startsWith('.') && entry.name !== 'node_modules')
    .map((entry) => join(folder, entry.name))
    .sort();
}

async function nestedFolders(folder: string, maxDepth: number, maxFolders: number): Promise<string[]> {
  const all: string[] = [];
  let level = [folder];
  for (let depth = 0; depth < maxDepth && all.length < maxFolders; depth += 1) {
    const next: string[] = [];
    for (const parent of level) {
      if (all.length + next.length >= maxFolders) break;
      next.push(...(await subfoldersOf(parent)));
    }
    all.push(...next);
    level = next;
  }
  return all.slice(0, maxFolders);
}

/**
 * The git repositories of a workspace folder, nearest first: the one the folder lies in (at its top level, perhaps
 * above the folder), then nested clones, worktrees and submodules. Dot folders, `node_modules` and symbolic links are
 * not searched; bare repositories are not working copies, but `folder` itself may be one when `bare` is set. Nothing from a repository's configuration takes effect.
 */
export async function findRepositories(
  folder: string,
  options: FindRepositoriesOptions,
): Promise<readonly WorkingCopy[]> {
  const user = await configOfUser(options.program, options.signal);
  const top = resolve(folder);
  const look = (root: string): Promise<WorkingCopy | null> =>
    workingCopyAt(root, options.program, user, options.signal, options.bare === true && root === top);
  const found: WorkingCopy[] = [];
  for (const root of ancestorsOf(top)) {
    const copy = await look(root);
    if (copy !== null) {
      found.push(copy);
      break;
    }
  }
  const depth = Math.min(options.maxDepth ?? deepest, deepest);
  for (const root of await nestedFolders(top, depth, options.maxFolders ?? 5000)) {
    options.signal?.throwIfAborted();
    const copy = await look(root);
    if (copy !== null) found.push(copy);
  }
  return found;
}
