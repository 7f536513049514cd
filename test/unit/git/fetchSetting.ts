import { chmodSync, readdirSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import type { CloneHistory } from '../../../src/core/ports';
import { createGitHistory, type GitHistoryOptions } from '../../../src/git/gitHistory';
import { startGitServer, type GitServer, type GitServerOptions } from './gitServer';
import {
  git,
  makeRepository,
  realGit,
  scratchFolder,
  workingCopy,
  type PlannedCommit,
  type ScratchRepository,
} from './scratchRepository';

/** What the server wants. */
export const token = 'ghp_a1B2c3D4e5F6g7H8i9';
/** How it is sent. */
export const inBase64 = Buffer.from(`x-access-token:${token}`).toString('base64');

/** A server, a clone of what it serves, and the clone's history. */
export interface Setting {
  readonly origin: ScratchRepository;
  readonly server: GitServer;
  /** The clone's root. */
  readonly root: string;
  readonly storage: string;
  readonly history: CloneHistory;
  /** The clone's history opened anew. */
  readonly again: (options?: Partial<GitHistoryOptions>) => Promise<CloneHistory>;
}

/** A line c0 … c59, its folders growing, of which a clone has what `args` say. */
export async function setting(
  args: readonly string[] = ['-b', 'c50'],
  options: GitServerOptions = {},
  objectFormat: 'sha1' | 'sha256' = 'sha1',
): Promise<Setting> {
  const plan: Record<string, PlannedCommit> = {};
  for (let index = 0; index < 60; index += 1) {
    const files = { [`folder/f${index}`]: `text ${index}\n`.repeat(40), shared: `${index}\n${'same\n'.repeat(400)}` };
    plan[`c${index}`] = { ...(index === 0 ? {} : { parents: [`c${index - 1}`] }), files };
  }
  const origin = makeRepository(plan, objectFormat);
  git(origin.root, ['config', 'uploadpack.allowFilter', 'true']);
  const root = join(scratchFolder(), 'clone');
  const common = ['clone', '--quiet', '--no-checkout', '--no-tags', '--single-branch'];
  git(origin.root, [...common, ...args, `file://${origin.root}`, root]);
  const server = await startGitServer(origin.root, { token, ...options });
  const storage = scratchFolder();
  const again: Setting['again'] = async (more = {}) =>
    createGitHistory(await workingCopy(root), {
      program: await realGit(),
      storage,
      remote: () => Promise.resolve({ url: server.url, token }),
      deepen: true,
      ...more,
    });
  return { origin, server, root, storage, history: await again(), again };
}

/** Every file below a folder with its time and size. */
export function filesBelow(folder: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => {
      const path = join(entry.parentPath, entry.name);
      const { mtimeMs, size } = statSync(path);
      return `${path} ${mtimeMs} ${size}`;
    })
    .sort();
}

/** The only shadow repository in a storage folder. */
export function shadowOf(storage: string): string {
  return join(storage, readdirSync(storage)[0] ?? '');
}

/** A git that first runs these lines of shell; `$*` are its arguments. */
export async function wrapped(lines: string): Promise<Awaited<ReturnType<typeof realGit>>> {
  const real = await realGit();
  const path = join(scratchFolder(), 'git');
  writeFileSync(path, `#!/bin/sh\n${lines}\nexec '${real.path}' "$@"\n`);
  chmodSync(path, 0o755);
  return { ...real, path };
}
