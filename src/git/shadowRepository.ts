import { createHash, randomUUID } from 'node:crypto';
import { mkdir, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import { parseSha } from '../core/sha';
import { readPlainFile } from './plainFile';
import type { WorkingCopy } from './workingCopies';

const largestShallow = 16 * 1_048_576;

/** What a shadow repository shows of a clone. */
export interface ShadowRepository {
  readonly gitDir: string;
  /** The commits at which a shallow clone's history is cut off; empty for a full clone. */
  readonly shallow: ReadonlySet<string>;
}

/** Quotes a path as git's alternates file does, so that no character of it starts a line of its own. */
function quotedPath(path: string): string {
  const slashed = process.platform === 'win32' ? path.replaceAll('\\', '/') : path;
  const escaped = slashed.replace(/["\\\p{Cc}]/gu, (character) =>
    character === '"' || character === '\\'
      ? `\\${character}`
      : [...Buffer.from(character)].map((byte) => `\\${byte.toString(8).padStart(3, '0')}`).join(''),
  );
  return `"${escaped}"`;
}

function configText(objectFormat: WorkingCopy['objectFormat']): string {
  return objectFormat === 'sha1'
    ? '[core]\n\trepositoryformatversion = 0\n\tbare = true\n'
    : '[core]\n\trepositoryformatversion = 1\n\tbare = true\n[extensions]\n\tobjectformat = sha256\n';
}

async function writeWhenDifferent(path: string, text: string): Promise<void> {
  if ((await readPlainFile(path, largestShallow)) === text) return;
  const draft = `${path}.${randomUUID()}`;
  try {
    await writeFile(draft, text);
    await rename(draft, path);
  } catch (error) {
    await rm(draft, { force: true });
    // Another process may have put the same text there, and still hold it open.
    if ((await readPlainFile(path, largestShallow)) !== text) throw error;
  }
}

async function shallowOf(copy: Pick<WorkingCopy, 'commonDir' | 'objectFormat'>): Promise<readonly string[]> {
  const text = (await readPlainFile(join(copy.commonDir, 'shallow'), largestShallow)) ?? '';
  const digits = copy.objectFormat === 'sha1' ? 40 : 64;
  return text.split('\n').filter((line) => line.length === digits && parseSha(line) === line);
}

async function writeShadow(gitDir: string, copy: Pick<WorkingCopy, 'commonDir' | 'objectFormat'>): Promise<string[]> {
  for (const folder of ['objects/info', 'objects/pack', 'refs/heads']) {
    await mkdir(join(gitDir, folder), { recursive: true });
  }
  const shallow = [...(await shallowOf(copy))];
  await writeWhenDifferent(join(gitDir, 'objects/info/alternates'), `${quotedPath(join(copy.commonDir, 'objects'))}\n`);
  if (shallow.length > 0) await writeWhenDifferent(join(gitDir, 'shallow'), `${shallow.join('\n')}\n`);
  else await rm(join(gitDir, 'shallow'), { force: true });
  await writeWhenDifferent(join(gitDir, 'config'), configText(copy.objectFormat));
  // Last: a folder without HEAD is no repository yet.
  await writeWhenDifferent(join(gitDir, 'HEAD'), 'ref: refs/heads/none\n');
  return shallow;
}

/**
 * Makes, or brings up to date, the bare repository through which a clone's objects are read. It has no refs, hooks,
 * attributes or remotes and a configuration of our own; it only borrows the clone's objects
 * (https://git-scm.com/docs/gitrepository-layout, "objects/info/alternates"), so that nothing in a hostile clone's
 * configuration can run a program. One per object store and storage folder.
 *
 * Its few files are written here rather than by `git init`, each in one step and only when it differs: two processes
 * may do it at once, and a damaged one is repaired by the same lines. Rejects with the file system's error.
 */
export async function prepareShadow(
  copy: Pick<WorkingCopy, 'commonDir' | 'objectFormat'>,
  storage: string,
): Promise<ShadowRepository> {
  const key = createHash('sha256').update(`${copy.objectFormat}\0${copy.commonDir}`).digest('hex').slice(0, 32);
  const gitDir = join(storage, `${key}.git`);
  try {
    return { gitDir, shallow: new Set(await writeShadow(gitDir, copy)) };
  } catch {
    await rm(gitDir, { recursive: true, force: true });
    return { gitDir, shallow: new Set(await writeShadow(gitDir, copy)) };
  }
}
