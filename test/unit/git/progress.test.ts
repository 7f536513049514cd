import assert from 'node:assert/strict';

import type { ReadingProgress } from '../../../src/core/history';
import type { Sha } from '../../../src/core/sha';
import { git, historyOf, makeRepository, removeScratchFolders } from './scratchRepository';

/** A line of `count` commits with messages of a kilobyte, made quickly. */
function longLine(count: number): { readonly root: string; readonly ends: readonly [Sha, Sha] } {
  const repository = makeRepository({ base: {} });
  const { root } = repository;
  const message = `${'x'.repeat(1000)}\n`;
  const commits = Array.from({ length: count }, (_, index) => {
    const who = `Ada <ada@example.com> ${1_700_001_000 + index} +0000`;
    const from = index === 0 ? `from ${repository.sha('base')}\n` : '';
    return `commit refs/heads/line\nauthor ${who}\ncommitter ${who}\ndata ${message.length}\n${message}${from}\n`;
  });
  git(root, ['fast-import', '--quiet'], commits.join(''));
  return { root, ends: [repository.sha('base'), repository.sha(git(root, ['rev-parse', 'line']).trim())] };
}

describe('the progress of reading a range', () => {
  let line: ReturnType<typeof longLine>;
  before(() => {
    line = longLine(4000);
  });
  after(removeScratchFolders);

  it('grows to the whole, and is over when the range is there', async () => {
    const history = await historyOf(line.root);
    const [from, to] = line.ends;
    const steps: ReadingProgress[] = [];
    const range = await history.range(from, to, undefined, (progress) => steps.push(progress));
    const told = steps.length;
    assert.deepEqual(steps.at(-1), { read: 4000, total: 4000 });
    assert.ok(steps.every(({ read }, index) => read >= (steps[index - 1]?.read ?? 0)));
    assert.ok(steps.every(({ total }) => total === null || total === 4000));
    assert.equal(range.total, 4000);
    await new Promise((resolve) => setImmediate(resolve));
    assert.equal(steps.length, told);
  });

  it('is told now and then, not for every commit', async () => {
    const history = await historyOf(line.root);
    const [from, to] = line.ends;
    const start = performance.now();
    const steps: ReadingProgress[] = [];
    await history.range(from, to, undefined, (progress) => steps.push(progress));
    assert.ok(steps.length >= 1 && steps.length <= 3 + (performance.now() - start) / 50, `${steps.length} steps`);
  });

  it('can be where the reader gives up', async () => {
    const history = await historyOf(line.root);
    const [from, to] = line.ends;
    const abort = new AbortController();
    const steps: ReadingProgress[] = [];
    const range = history.range(from, to, abort.signal, (progress) => {
      steps.push(progress);
      abort.abort();
    });
    await assert.rejects(range, { name: 'HumanError', kind: 'cancelled' });
    assert.equal(steps.length, 1);
    assert.ok((steps[0]?.read ?? 4000) < 4000);
  });

  it('is told to nobody when the two are the same', async () => {
    const history = await historyOf(line.root);
    const [, to] = line.ends;
    const range = await history.range(to, to, undefined, () => assert.fail());
    assert.equal(range.direction, 'same');
  });
});
