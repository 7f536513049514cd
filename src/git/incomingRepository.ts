import { randomUUID } from 'node:crypto';
import { mkdir, readdir, rename, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import { parseSha, type Sha } from '../core/sha';
import { readPlainFile } from './plainFile';
import { bareConfig, quotedPath, type ShadowRepository } from './shadowRepository';
import type { WorkingCopy } from './workingCopies';

const largestList = 16 * 1_048_576;
const prefix = 'incoming-';
const longestFetchMs = 24 * 3_600_000;

// No housekeeping, no hooks, one pack per fetch. The command for the refs of the object stores that are borrowed from
// would else be git itself, run inside the user's clone. Redirects could take a token elsewhere. A dead connection
// ends after a minute. Objects are not checked by `fsck`: old histories fail it, and nothing is ever checked out of here.
const settings = `\talternateRefsCommand = "exit 0 #"
\thooksPath = /dev/null
\taskPass =
[credential]
\thelper =
[gc]
\tauto = 0
[maintenance]
\tauto = false
[fetch]
\tunpackLimit = 1
\trecurseSubmodules = false
\twriteCommitGraph = false
[transfer]
\tbundleURI = false
[http]
\tfollowRedirects = false
\tlowSpeedLimit = 1
\tlowSpeedTime = 60
`;

function packRank(name: string): number {
  return ['.pack', '.rev', '.idx'].findIndex((end) => name.endsWith(end));
}

/**
 * A repository for one fetch, inside a shadow repository and gone after it. It sees the objects of the shadow and of the
 * clone, and has refs for `tips`, so that only what is new is asked for. What a fetch brings stays in it until it is
 * taken over, so that a fetch that fails leaves nothing behind.
 */
export class IncomingRepository {
  readonly gitDir: string;
  readonly #shadow: ShadowRepository;

  private constructor(gitDir: string, shadow: ShadowRepository) {
    this.gitDir = gitDir;
    this.#shadow = shadow;
  }

  /** Rejects with the file system's error. */
  static async make(
    shadow: ShadowRepository,
    objectFormat: WorkingCopy['objectFormat'],
    tips: readonly Sha[],
  ): Promise<IncomingRepository> {
    await removeLeftovers(shadow.gitDir);
    const gitDir = join(shadow.gitDir, `${prefix}${randomUUID()}`);
    const made = new IncomingRepository(gitDir, shadow);
    try {
      for (const folder of ['objects/info', 'objects/pack', 'refs/heads']) {
        await mkdir(join(gitDir, folder), { recursive: true });
      }
      // The clone's object store by name too: git follows stores that borrow from stores only some steps far.
      const borrowed = (await readPlainFile(join(shadow.gitDir, 'objects/info/alternates'), largestList)) ?? '';
      const own = `${quotedPath(join(shadow.gitDir, 'objects'))}\n`;
      await writeFile(join(gitDir, 'objects/info/alternates'), borrowed + own);
      const refs = [...tips].sort().map((sha) => `${sha} refs/tips/${sha}\n`);
      await writeFile(join(gitDir, 'packed-refs'), `# pack-refs with: peeled fully-peeled sorted \n${refs.join('')}`);
      if (shadow.shallow.size > 0) await writeFile(join(gitDir, 'shallow'), `${[...shadow.shallow].join('\n')}\n`);
      await writeFile(join(gitDir, 'config'), bareConfig(objectFormat, settings));
      await writeFile(join(gitDir, 'HEAD'), 'ref: refs/heads/none\n');
    } catch (error) {
      await made.remove();
      throw error;
    }
    return made;
  }

  /** Where the history is cut off after the fetch. */
  async shallow(): Promise<ReadonlySet<string>> {
    const text = (await readPlainFile(join(this.gitDir, 'shallow'), largestList)) ?? '';
    return new Set(text.split('\n').filter((line) => parseSha(line) === line));
  }

  /** Moves what was fetched to the shadow's objects. Rejects with the file system's error. */
  async takeOver(): Promise<void> {
    const [source, target] = [this.gitDir, this.#shadow.gitDir].map((gitDir) => join(gitDir, 'objects/pack'));
    if (source === undefined || target === undefined) return;
    const names = (await readdir(source)).filter((name) => packRank(name) !== -1);
    // The index last: a pack without one is not there yet.
    for (const name of names.sort((one, other) => packRank(one) - packRank(other))) {
      try {
        await rename(join(source, name), join(target, name));
      } catch (error) {
        // A pack is named after what is in it: another fetch may have brought the same.
        if (!(await exists(join(target, name)))) throw error;
      }
    }
  }

  async remove(): Promise<void> {
    // Programs that were stopped may still be letting go of their files.
    await rm(this.gitDir, { recursive: true, force: true, maxRetries: 3 }).catch(() => undefined);
  }
}

async function exists(path: string): Promise<boolean> {
  return (await stat(path).catch(() => null)) !== null;
}

async function removeLeftovers(shadowGitDir: string): Promise<void> {
  for (const name of await readdir(shadowGitDir)) {
    if (!name.startsWith(prefix)) continue;
    const path = join(shadowGitDir, name);
    const facts = await stat(path).catch(() => null);
    if (facts !== null && Date.now() - facts.mtimeMs > longestFetchMs) {
      await rm(path, { recursive: true, force: true }).catch(() => undefined);
    }
  }
}
