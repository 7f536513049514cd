import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { open, rm, stat, type FileHandle } from 'node:fs/promises';
import { constants, setPriority } from 'node:os';
import { dirname, join } from 'node:path';

import type { Sha } from '../core/sha';
import { readingEnvironment } from './gitEnvironment';
import type { GitProgram } from './gitProgram';
import type { WorkingCopy } from './workingCopies';

type ObjectFormat = WorkingCopy['objectFormat'];

const checksumBytes = { sha1: 20, sha256: 32 } as const;
/** What a writer that was killed left behind is in nobody's way before. */
const staleMs = 600_000;

/** Size and time of each file that was found whole, by its path. */
const checked = new Map<string, string>();

function graphOf(gitDir: string): string {
  return join(gitDir, 'objects', 'info', 'commit-graph');
}

/** It ends with the checksum of all that is before it. */
async function isWhole(path: string, size: number, format: ObjectFormat): Promise<boolean> {
  const hash = createHash(format);
  const content: AsyncIterable<Buffer> = createReadStream(path, { highWaterMark: 1_048_576 });
  const ending: Buffer[] = [];
  let left = size - checksumBytes[format];
  for await (const chunk of content) {
    const end = Math.max(0, Math.min(left, chunk.length));
    hash.update(chunk.subarray(0, end));
    if (end < chunk.length) ending.push(chunk.subarray(end));
    left -= end;
  }
  return hash.digest().equals(Buffer.concat(ending));
}

/**
 * Removes the shadow repository's commit-graph when it is not what git wrote: git trusts it without a look at its
 * checksum, so that a damaged one could tell a wrong history. Looks at an unchanged one only once. Never rejects.
 */
export async function dropDamagedGraph(gitDir: string, format: ObjectFormat): Promise<void> {
  const path = graphOf(gitDir);
  try {
    const facts = await stat(path).catch(() => null);
    if (facts === null) return;
    const signature = `${facts.ino} ${facts.size} ${facts.mtimeMs}`;
    if (checked.get(path) === signature) return;
    if (!facts.isFile() || !(await isWhole(path, facts.size, format))) throw new TypeError('It is damaged.');
    checked.set(path, signature);
  } catch {
    checked.delete(path);
    await rm(path, { recursive: true, force: true }).catch(() => undefined);
  }
}

async function read(file: FileHandle, position: number, length: number): Promise<Buffer> {
  const { buffer, bytesRead } = await file.read(Buffer.alloc(length), 0, length, position);
  if (bytesRead < length) throw new TypeError('It ends early.');
  return buffer;
}

/**
 * Whether a commit-graph has this commit, and so all that it can reach
 * (https://git-scm.com/docs/gitformat-commit-graph: the names stand in order, behind counts by their first byte).
 */
async function holds(file: FileHandle, name: Buffer): Promise<boolean> {
  const header = await read(file, 0, 8);
  const table = await read(file, 8, ((header[6] ?? 0) + 1) * 12);
  const chunks = new Map<string, number>();
  for (let at = 0; at < table.length; at += 12) {
    chunks.set(table.toString('latin1', at, at + 4), Number(table.readBigUInt64BE(at + 4)));
  }
  const [counts, names] = [chunks.get('OIDF') ?? 0, chunks.get('OIDL') ?? 0];
  const first = name[0] ?? 0;
  let low = first === 0 ? 0 : (await read(file, counts + 4 * (first - 1), 4)).readUInt32BE();
  let high = (await read(file, counts + 4 * first, 4)).readUInt32BE();
  while (low < high) {
    const middle = (low + high) >>> 1;
    const order = name.compare(await read(file, names + middle * name.length, name.length));
    if (order === 0) return true;
    if (order < 0) high = middle;
    else low = middle + 1;
  }
  return false;
}

async function graphHolds(path: string, shas: readonly Sha[]): Promise<boolean> {
  const file = await open(path).catch(() => null);
  if (file === null) return false;
  try {
    for (const sha of shas) if (!(await holds(file, Buffer.from(sha, 'hex')))) return false;
    return true;
  } finally {
    await file.close();
  }
}

/** git locks the file by another one beside it, which stays when git is killed. */
async function clearStaleLock(path: string): Promise<void> {
  const facts = await stat(`${path}.lock`).catch(() => null);
  if (facts !== null && Date.now() - facts.mtimeMs > staleMs) await rm(`${path}.lock`, { force: true });
}

/**
 * Has git write a commit-graph (https://git-scm.com/docs/git-commit-graph) of these commits and all that they can reach
 * into the shadow repository, so that the next walk through them need not open each; the clone stays as it is. Does
 * nothing when it has them.
 *
 * git goes on by itself, with low priority: it does not keep this process, and when it is killed or two write at once,
 * what was there stays in force. In a shallow repository git neither writes nor reads one. Never rejects; resolves when
 * git was started.
 */
export async function writeCommitGraph(program: GitProgram, gitDir: string, shas: readonly Sha[]): Promise<void> {
  try {
    const path = graphOf(gitDir);
    if (await graphHolds(path, shas)) return;
    await clearStaleLock(path);
    const child = spawn(program.path, ['commit-graph', 'write', '--stdin-commits', '--no-progress'], {
      cwd: dirname(program.path),
      env: readingEnvironment(program, gitDir),
      stdio: ['pipe', 'ignore', 'ignore'],
      windowsHide: true,
    });
    child.once('error', () => undefined);
    child.stdin.on('error', () => undefined);
    if (child.pid !== undefined) setPriority(child.pid, constants.priority.PRIORITY_LOW);
    child.stdin.end(`${shas.join('\n')}\n`);
    child.unref();
  } catch {
    // It is only ever an aid.
  }
}
