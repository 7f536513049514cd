import { createHash, randomUUID } from 'node:crypto';
import { mkdir, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import { parseSha } from '../core/sha';
import { readPlainFile } from './plainFile';
import type { WorkingCopy } from './workingCopies';

const largestList = 16 * 1_048_576;

/** What a shadow repository shows of a clone. */
export interface ShadowRepository {
  readonly gitDir: string;
  /** The commits at which the history is cut off here; empty for a full clone. */
  readonly shallow: ReadonlySet<string>;
  /** The commits that were fetched into the shadow, each with the host they came from. */
  readonly fetched: ReadonlyMap<string, string>;
  /** The commits at which the clone is cut off and the shadow, by what was fetched from the host named, is not. */
  readonly deepened: ReadonlyMap<string, string>;
}

type Clone = Pick<WorkingCopy, 'commonDir' | 'objectFormat'>;

/** Quotes a path as git's alternates file does, so that no character of it starts a line of its own. */
export function quotedPath(path: string): string {
  const slashed = process.platform === 'win32' ? path.replaceAll('\\', '/') : path;
  const escaped = slashed.replace(/["\\\p{Cc}]/gu, (character) =>
    character === '"' || character === '\\'
      ? `\\${character}`
      : [...Buffer.from(character)].map((byte) => `\\${byte.toString(8).padStart(3, '0')}`).join(''),
  );
  return `"${escaped}"`;
}

/** The configuration of a bare repository; `more` starts with lines of its section `core`. */
export function bareConfig(objectFormat: WorkingCopy['objectFormat'], more = ''): string {
  return objectFormat === 'sha1'
    ? `[core]\n\trepositoryformatversion = 0\n\tbare = true\n${more}`
    : `[extensions]\n\tobjectformat = sha256\n[core]\n\trepositoryformatversion = 1\n\tbare = true\n${more}`;
}

async function writeWhenDifferent(path: string, text: string): Promise<void> {
  if ((await readPlainFile(path, largestList)) === text) return;
  const draft = `${path}.${randomUUID()}`;
  try {
    await writeFile(draft, text);
    await rename(draft, path);
  } catch (error) {
    await rm(draft, { force: true });
    // Another process may have put the same text there, and still hold it open.
    if ((await readPlainFile(path, largestList)) !== text) throw error;
  }
}

async function shallowOf(copy: Clone): Promise<readonly string[]> {
  const text = (await readPlainFile(join(copy.commonDir, 'shallow'), largestList)) ?? '';
  const digits = copy.objectFormat === 'sha1' ? 40 : 64;
  return text.split('\n').filter((line) => line.length === digits && parseSha(line) === line);
}

// Lines "<sha> <host>", kept beside the objects they speak of.
async function record(gitDir: string, name: 'fetched' | 'deepened'): Promise<Map<string, string>> {
  const text = (await readPlainFile(join(gitDir, name), largestList)) ?? '';
  return new Map([...text.matchAll(/^([0-9a-f]+) (\S+)$/gm)].map(([, sha = '', host = '']) => [sha, host]));
}

/** Notes down what a fetch brought into the shadow; see {@link ShadowRepository}. */
export async function recordFetch(
  gitDir: string,
  host: string,
  brought: Readonly<Record<'fetched' | 'deepened', readonly string[]>>,
): Promise<void> {
  for (const name of ['fetched', 'deepened'] as const) {
    if (brought[name].length === 0) continue;
    const all = await record(gitDir, name);
    for (const sha of brought[name]) all.set(sha, host);
    await writeWhenDifferent(join(gitDir, name), [...all].map((line) => `${line.join(' ')}\n`).join(''));
  }
}

async function writeShadow(gitDir: string, copy: Clone): Promise<ShadowRepository> {
  for (const folder of ['objects/info', 'objects/pack', 'refs/heads']) {
    await mkdir(join(gitDir, folder), { recursive: true });
  }
  const boundaries = await shallowOf(copy);
  const all = await record(gitDir, 'deepened');
  const deepened = new Map([...all].filter(([sha]) => boundaries.includes(sha)));
  const shallow = boundaries.filter((sha) => !deepened.has(sha));
  await writeWhenDifferent(join(gitDir, 'objects/info/alternates'), `${quotedPath(join(copy.commonDir, 'objects'))}\n`);
  if (shallow.length > 0) await writeWhenDifferent(join(gitDir, 'shallow'), `${shallow.join('\n')}\n`);
  else await rm(join(gitDir, 'shallow'), { force: true });
  await writeWhenDifferent(join(gitDir, 'config'), bareConfig(copy.objectFormat));
  // Last: a folder without HEAD is no repository yet.
  await writeWhenDifferent(join(gitDir, 'HEAD'), 'ref: refs/heads/none\n');
  return { gitDir, shallow: new Set(shallow), fetched: await record(gitDir, 'fetched'), deepened };
}

/**
 * Makes, or brings up to date, the bare repository through which a clone's objects are read. It has no refs, hooks,
 * attributes or remotes and a configuration of our own; it only borrows the clone's objects
 * (https://git-scm.com/docs/gitrepository-layout, "objects/info/alternates"), so that nothing in a hostile clone's
 * configuration can run a program. One per object store and storage folder. What it has of its own are commits that were
 * fetched; where those complete a shallow clone's history, it is not cut off in the shadow.
 *
 * Its few files are written here rather than by `git init`, each in one step and only when it differs: two processes
 * may do it at once, and a damaged one is repaired by the same lines. Rejects with the file system's error.
 */
export async function prepareShadow(copy: Clone, storage: string): Promise<ShadowRepository> {
  const key = createHash('sha256').update(`${copy.objectFormat}\0${copy.commonDir}`).digest('hex').slice(0, 32);
  const gitDir = join(storage, `${key}.git`);
  try {
    return await writeShadow(gitDir, copy);
  } catch {
    await rm(gitDir, { recursive: true, force: true });
    return await writeShadow(gitDir, copy);
  }
}
