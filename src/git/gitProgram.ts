import { constants } from 'node:fs';
import { access, realpath, stat } from 'node:fs/promises';
import { delimiter, isAbsolute, join, relative, sep } from 'node:path';

/** The git to run and the search path it gets. Only {@link findGit} makes one. */
export interface GitProgram {
  /** Absolute. */
  readonly path: string;
  /** What git itself may search for programs: absolute folders outside the workspace. */
  readonly searchPath: string;
}

/** Where git may come from. */
export interface FindGitOptions {
  /** The absolute path the editor or the user names; tried first. */
  readonly configured?: string | undefined;
  /** The PATH of the process. */
  readonly searchPath: string | undefined;
  /** Workspace folders: no program is ever taken from there, whatever PATH says. */
  readonly forbiddenFolders: readonly string[];
}

async function realOrNull(path: string): Promise<string | null> {
  try {
    return await realpath(path);
  } catch {
    return null;
  }
}

function isWithin(path: string, folder: string): boolean {
  const way = relative(folder, path);
  return way === '' || (way !== '..' && !way.startsWith(`..${sep}`) && !isAbsolute(way));
}

async function isAllowed(path: string, forbidden: readonly string[]): Promise<boolean> {
  if (!isAbsolute(path)) return false;
  const real = await realOrNull(path);
  return real !== null && !forbidden.some((folder) => isWithin(real, folder) || isWithin(path, folder));
}

async function isProgram(path: string): Promise<boolean> {
  try {
    await access(path, constants.X_OK);
    return (await stat(path)).isFile();
  } catch {
    return false;
  }
}

/**
 * Finds git at the configured absolute path or on PATH; `null` when there is none. Relative entries of PATH (`.`, an
 * empty one) and anything that lies in, or links into, a workspace folder are passed over: a repository must not be
 * able to bring its own git.
 */
export async function findGit(options: FindGitOptions): Promise<GitProgram | null> {
  const forbidden = [...options.forbiddenFolders];
  for (const folder of options.forbiddenFolders) {
    const real = await realOrNull(folder);
    if (real !== null) forbidden.push(real);
  }
  const folders: string[] = [];
  for (const folder of (options.searchPath ?? '').split(delimiter)) {
    if (await isAllowed(folder, forbidden)) folders.push(folder);
  }
  const name = process.platform === 'win32' ? 'git.exe' : 'git';
  const configured = options.configured === undefined ? [] : [options.configured];
  for (const path of [...configured, ...folders.map((folder) => join(folder, name))]) {
    if ((await isAllowed(path, forbidden)) && (await isProgram(path))) {
      return { path, searchPath: folders.join(delimiter) };
    }
  }
  return null;
}
