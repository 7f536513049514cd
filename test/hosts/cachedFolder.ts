import { existsSync } from 'node:fs';
import { mkdir, readdir, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { cacheRoot } from './projectFolders';

/** Takes one line of progress, without a line break. */
export type Log = (line: string) => void;

const stampName = '.complete';
const underWay = new Map<string, Promise<string>>();

/**
 * The folder `name` of the cache, built at most once.
 *
 * It is built under a name of this process's own and renamed into place when whole, so that nobody ever sees a
 * half-built folder, and two processes that build it at once do not disturb each other: the second one to finish
 * throws its own copy away. Put everything that the content depends on (versions, platform) into the name.
 *
 * @param build fills the empty folder it is given; when it fails, nothing is kept and its error is passed on.
 * @returns the absolute path of the finished folder.
 */
export async function cachedFolder(name: string, build: (staging: string) => Promise<void>): Promise<string> {
  const known = underWay.get(name);
  if (known !== undefined) return known;
  const started = buildOnce(name, build).finally(() => underWay.delete(name));
  underWay.set(name, started);
  return started;
}

async function buildOnce(name: string, build: (staging: string) => Promise<void>): Promise<string> {
  const folder = join(cacheRoot, name);
  if (isComplete(folder)) return folder;
  await mkdir(cacheRoot, { recursive: true });
  await removeAbandoned(name);
  const staging = `${folder}.building-${String(process.pid)}`;
  try {
    await mkdir(staging);
    await build(staging);
    await writeFile(join(staging, stampName), '');
    await publish(staging, folder);
  } finally {
    await rm(staging, { recursive: true, force: true });
  }
  return folder;
}

function isComplete(folder: string): boolean {
  return existsSync(join(folder, stampName));
}

async function publish(staging: string, folder: string): Promise<void> {
  try {
    await rename(staging, folder);
  } catch (error) {
    if (isComplete(folder)) return;
    if (!existsSync(folder)) throw error;
    // Something unfinished sits there (a deletion that was cut short, say).
    await rm(folder, { recursive: true, force: true });
    await rename(staging, folder);
  }
}

/** Removes what earlier processes left behind when they were killed while building. */
async function removeAbandoned(name: string): Promise<void> {
  const prefix = `${name}.building-`;
  for (const entry of await readdir(cacheRoot)) {
    if (!entry.startsWith(prefix)) continue;
    const owner = Number(entry.slice(prefix.length));
    if (owner === process.pid || !isAlive(owner)) {
      await rm(join(cacheRoot, entry), { recursive: true, force: true });
    }
  }
}

function isAlive(processId: number): boolean {
  try {
    process.kill(processId, 0);
    return true;
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}
