import { readdir } from 'node:fs/promises';
import { join } from 'node:path';

import { parseSha, type Sha } from '../core/sha';
import { readPlainFile } from './plainFile';
import type { WorkingCopy } from './workingCopies';

const largestPackedRefs = 64 * 1_048_576;
const largestRef = 4096;
const mostFolders = 2000;
const mostFiles = 5000;

// What a server is most likely to have as well comes first.
const preferred: readonly RegExp[] = [/^refs\/remotes\//, /^refs\/heads\//];

interface Ref {
  readonly name: string;
  readonly sha: Sha;
}

function shaAtStart(text: string): Sha | undefined {
  return parseSha(/^[0-9A-Fa-f]+/.exec(text)?.[0] ?? '');
}

async function looseRefs(commonDir: string): Promise<Ref[]> {
  const refs: Ref[] = [];
  let folders = ['refs'];
  for (let read = 0; folders.length > 0 && read < mostFolders;) {
    const next: string[] = [];
    for (const folder of folders) {
      read += 1;
      if (read > mostFolders || refs.length >= mostFiles) return refs;
      const entries = await readdir(join(commonDir, folder), { withFileTypes: true }).catch(() => []);
      for (const entry of entries.slice(0, mostFiles)) {
        const name = `${folder}/${entry.name}`;
        if (entry.isDirectory()) next.push(name);
        if (!entry.isFile()) continue;
        const sha = shaAtStart((await readPlainFile(join(commonDir, name), largestRef)) ?? '');
        if (sha !== undefined) refs.push({ name, sha });
      }
    }
    folders = next;
  }
  return refs;
}

async function packedRefs(commonDir: string): Promise<Ref[]> {
  const text = (await readPlainFile(join(commonDir, 'packed-refs'), largestPackedRefs)) ?? '';
  const refs: Ref[] = [];
  for (const line of text.split('\n')) {
    // "<sha> <name>"; a line that starts with "^" says what the tag above it is a tag of.
    const cut = line.indexOf(' ');
    const sha = parseSha(cut === -1 ? line.replace(/^\^/, '') : line.slice(0, cut));
    if (sha !== undefined) refs.push({ name: cut === -1 ? '' : line.slice(cut + 1), sha });
  }
  return refs;
}

function rankOf({ name }: Ref): number {
  const rank = preferred.findIndex((pattern) => pattern.test(name));
  return rank === -1 ? preferred.length : rank;
}

/**
 * Objects that a clone's refs name, at most `limit`, remote branches first; read as plain files, since git must not run
 * in a clone. What they are, and whether they are there, is for the caller to ask. None when refs are kept in another
 * format than files.
 */
export async function cloneTips(
  copy: Pick<WorkingCopy, 'gitDir' | 'commonDir'>,
  limit: number,
): Promise<readonly Sha[]> {
  const heads: Ref[] = [];
  for (const name of ['HEAD', 'FETCH_HEAD', 'ORIG_HEAD']) {
    const sha = shaAtStart((await readPlainFile(join(copy.gitDir, name), largestPackedRefs)) ?? '');
    if (sha !== undefined) heads.push({ name: 'refs/heads/', sha });
  }
  const refs = [...heads, ...(await looseRefs(copy.commonDir)), ...(await packedRefs(copy.commonDir))];
  refs.sort((one, other) => rankOf(one) - rankOf(other));
  return [...new Set(refs.map(({ sha }) => sha))].slice(0, limit);
}
