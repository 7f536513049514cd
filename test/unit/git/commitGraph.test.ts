import assert from 'node:assert/strict';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';

import type { RangeHistory } from '../../../src/core/history';
import type { Sha } from '../../../src/core/sha';
import { git, historyOf, makeRepository, removeScratchFolders, scratchFolder } from './scratchRepository';

interface Line {
  readonly root: string;
  readonly from: Sha;
  readonly to: Sha;
}

/** Twelve hundred commits between the two, with a merge every tenth. */
function longHistory(format: 'sha1' | 'sha256' = 'sha1'): Line {
  const repository = makeRepository({ base: {}, from: { parents: ['base'] } }, format);
  const { root } = repository;
  const commits = Array.from({ length: 1200 }, (_, index) => {
    const who = `Ada <ada@example.com> ${1_700_001_000 + index} +0000`;
    const parents = index === 0 ? `from ${repository.sha('from')}\n` : '';
    const merged = index % 10 === 9 ? `merge :${index - 6}\n` : '';
    const branch = `commit refs/heads/line\nmark :${index + 1}\n`;
    return `${branch}author ${who}\ncommitter ${who}\ndata 2\nx\n${parents}${merged}\n`;
  });
  git(root, ['fast-import', '--quiet'], commits.join(''));
  const to = repository.sha(git(root, ['rev-parse', 'line']).trim());
  return { root, from: repository.sha('from'), to };
}

function graphIn(storage: string): string {
  const [shadow = 'none'] = readdirSync(storage);
  return join(storage, shadow, 'objects/info/commit-graph');
}

async function read({ root, from, to }: Line, storage: string, slowWalkMs = Infinity): Promise<RangeHistory> {
  return (await historyOf(root, { storage, slowWalkMs })).range(from, to);
}

/** Reads the range once, and waits for the commit-graph that this leaves. */
async function withGraph(line: Line): Promise<{ readonly storage: string; readonly graph: string }> {
  const storage = scratchFolder();
  await read(line, storage, 0);
  const graph = graphIn(storage);
  while (!existsSync(graph)) await setTimeout(10);
  return { storage, graph };
}

describe('the commit-graph of a shadow repository', () => {
  afterEach(removeScratchFolders);

  it('is written after a slow walk, whole, and changes no answer', async () => {
    for (const format of ['sha1', 'sha256'] as const) {
      const line = longHistory(format);
      const without = await read(line, scratchFolder());
      const { storage, graph } = await withGraph(line);
      git(storage, ['--git-dir', join(graph, '../../..'), 'commit-graph', 'verify']);
      assert.deepEqual(await read(line, storage), without);
      assert.equal(without.total, 1200);
      assert.ok(existsSync(graph));
      const back = { root: line.root, from: line.to, to: line.from };
      assert.deepEqual(await read(back, storage), await read(back, scratchFolder()));
    }
  });

  it('leaves the clone as it is', async () => {
    const line = longHistory();
    const files = (): unknown => readdirSync(line.root, { recursive: true }).sort();
    const before = files();
    await withGraph(line);
    assert.deepEqual(files(), before);
  });

  it('is not written again when it has both ends', async () => {
    const line = longHistory();
    const { storage, graph } = await withGraph(line);
    const lock = `${graph}.lock`;
    const longAgo = new Date(1_000_000_000_000);
    writeFileSync(lock, '');
    utimesSync(lock, longAgo, longAgo);
    await read(line, storage, 0);
    await setTimeout(50);
    assert.ok(existsSync(lock), 'a writer would have cleared it');
  });

  it('is written in spite of what a writer that was killed long ago left behind', async () => {
    const line = longHistory();
    const { storage, graph } = await withGraph(line);
    const longAgo = new Date(1_000_000_000_000);
    rmSync(graph);
    writeFileSync(`${graph}.lock`, '');
    utimesSync(`${graph}.lock`, longAgo, longAgo);
    await read(line, storage, 0);
    while (!existsSync(graph)) await setTimeout(10);
  });

  it('is dropped when a byte of it is another one, before git reads it', async () => {
    const line = longHistory();
    const { storage, graph } = await withGraph(line);
    const expected = await read(line, storage);
    const whole = readFileSync(graph);
    const step = Math.floor(whole.length / 25);
    for (let at = step - 1; at < whole.length; at += step) {
      const damaged = Buffer.from(whole);
      damaged[at] = (damaged[at] ?? 0) ^ 0x05;
      rmSync(graph, { force: true });
      writeFileSync(graph, damaged);
      assert.deepEqual(await read(line, storage), expected, `byte ${at}`);
      assert.equal(existsSync(graph), false, `byte ${at}`);
    }
  });

  it('is dropped when it is cut off, empty, or no file', async () => {
    const line = longHistory();
    const { storage, graph } = await withGraph(line);
    const expected = await read(line, storage);
    const whole = readFileSync(graph);
    for (const content of [whole.subarray(0, 5000), whole.subarray(0, 20), whole.subarray(0, 3), Buffer.alloc(0)]) {
      rmSync(graph, { force: true });
      writeFileSync(graph, content);
      assert.deepEqual(await read(line, storage), expected);
      assert.equal(existsSync(graph), false, `${content.length} bytes`);
    }
    mkdirSync(join(graph, 'folder'), { recursive: true });
    assert.deepEqual(await read(line, storage), expected);
    assert.equal(existsSync(graph), false);
  });

  it('does not make up for commits that the clone has lost', async () => {
    const line = longHistory();
    const { storage } = await withGraph(line);
    const history = await historyOf(line.root, { storage });
    assert.equal(await history.has([line.to]), true);
    git(line.root, ['update-ref', '-d', 'refs/heads/line']);
    git(line.root, ['-c', 'gc.reflogExpire=now', 'gc', '--quiet', '--prune=now']);
    assert.equal(await history.has([line.to]), false);
    await assert.rejects(history.range(line.from, line.to), { kind: 'not-found' });
  });

  it('is not written in a shallow clone, nor for a short range', async () => {
    const line = longHistory();
    const shallow = join(scratchFolder(), 'shallow');
    git(line.root, [
      'clone',
      '--quiet',
      '--no-checkout',
      '--depth=470',
      '--branch=line',
      `file://${line.root}`,
      shallow,
    ]);
    assert.ok(existsSync(join(shallow, '.git/shallow')));
    const near = line.to;
    const far = git(shallow, ['rev-parse', `${near}~1010`]).trim();
    const storage = scratchFolder();
    const range = await (await historyOf(shallow, { storage, slowWalkMs: 0 })).range(far as Sha, near);
    assert.ok(range.commits.length >= 1000);
    const short = scratchFolder();
    await (
      await historyOf(line.root, { storage: short, slowWalkMs: 0 })
    ).range(git(line.root, ['rev-parse', `${near}~50`]).trim() as Sha, near);
    await setTimeout(100);
    assert.deepEqual([existsSync(graphIn(storage)), existsSync(graphIn(short))], [false, false]);
  });
});
