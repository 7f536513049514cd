import assert from 'node:assert/strict';
import { join } from 'node:path';

import {
  git,
  historyOf,
  makeRepository,
  removeScratchFolders,
  scratchFolder,
  type PlannedCommit,
} from './scratchRepository';

function line(count: number): Record<string, PlannedCommit> {
  const commits: Record<string, PlannedCommit> = {};
  for (let index = 0; index < count; index += 1) {
    commits[`c${index}`] = {
      ...(index === 0 ? {} : { parents: [`c${index - 1}`] }),
      files: { [`folder/f${index}`]: `text ${index}` },
    };
  }
  return commits;
}

function clone(root: string, args: readonly string[]): string {
  const target = join(scratchFolder(), 'clone');
  git(root, ['config', 'uploadpack.allowFilter', 'true']);
  git(root, ['config', 'uploadpack.allowAnySHA1InWant', 'true']);
  git(root, ['clone', '--quiet', ...args, `file://${root}`, target]);
  return target;
}

describe('a shallow clone', () => {
  afterEach(removeScratchFolders);

  it('gives the ranges that it holds whole', async () => {
    const repository = makeRepository(line(10));
    const history = await historyOf(clone(repository.root, ['-b', 'c9', '--depth=5']));
    for (const from of ['c5', 'c6', 'c8']) {
      const shas = [repository.sha(from), repository.sha('c9')] as const;
      assert.equal(await history.has(shas), true);
      const range = await history.range(...shas);
      assert.deepEqual([range.direction, range.complete], ['forward', true]);
      assert.equal(range.total, 9 - Number(from.slice(1)));
    }
  });

  it('has no range when the older commit was never fetched', async () => {
    const repository = makeRepository(line(10));
    const history = await historyOf(clone(repository.root, ['-b', 'c9', '--depth=5']));
    assert.equal(await history.has([repository.sha('c4'), repository.sha('c9')]), false);
  });

  it('refuses a range with a hole in it, which git itself would call diverged', async () => {
    const repository = makeRepository(line(10));
    const root = clone(repository.root, ['-b', 'c9', '--depth=3']);
    git(root, ['fetch', '--quiet', '--depth=1', 'origin', repository.sha('c0')]);
    const shas = [repository.sha('c0'), repository.sha('c9')] as const;
    assert.equal(git(root, ['rev-list', '--count', '--left-right', shas.join('...')]), '1\t3\n');
    const history = await historyOf(root);
    assert.equal(await history.has(shas), false);
    assert.equal(await history.has([...shas].reverse()), false);
    assert.equal(await history.has([shas[0]]), true);
    await assert.rejects(history.range(...shas), { kind: 'not-found', message: /shallow.*--unshallow/ });
    git(root, ['fetch', '--quiet', '--unshallow']);
    assert.equal(await history.has(shas), true);
    assert.equal((await history.range(...shas)).total, 9);
  });

  it('refuses a range that is cut off inside, below something in common', async () => {
    const branch: Record<string, PlannedCommit> = {};
    for (let index = 0; index < 6; index += 1) {
      branch[`l${index}`] = { parents: [index === 0 ? 'c0' : `l${index - 1}`] };
    }
    const repository = makeRepository({
      ...line(8),
      ...branch,
      merge: { parents: ['c7', 'l5'] },
    });
    const shas = [repository.sha('c7'), repository.sha('merge')] as const;
    assert.equal((await (await historyOf(repository.root)).range(...shas)).total, 7);
    const root = clone(repository.root, ['-b', 'merge', '--depth=4']);
    assert.equal(git(root, ['rev-list', '--count', shas.join('..')]), '4\n');
    assert.equal(await (await historyOf(root)).has(shas), false);
  });

  it('refuses a range in which commits look new because the way to them was cut off', async () => {
    // A line m0 … m7; a branch from m0 was merged in m8, and one from m3 is merged in m9.
    const repository = makeRepository({
      m0: {},
      ...Object.fromEntries(Array.from({ length: 7 }, (_, index) => [`m${index + 1}`, { parents: [`m${index}`] }])),
      early: { parents: ['m0'] },
      m8: { parents: ['m7', 'early'] },
      late: { parents: ['m3'] },
      m9: { parents: ['m8', 'late'] },
    });
    const shas = [repository.sha('m8'), repository.sha('m9')] as const;
    assert.equal((await (await historyOf(repository.root)).range(...shas)).total, 2);
    // Six deep ends the line at m4, but m3 to m0 are there by way of the branches.
    const root = clone(repository.root, ['-b', 'm9', '--depth=6']);
    assert.equal(git(root, ['rev-list', '--count', shas.join('..')]), '5\n');
    assert.equal(await (await historyOf(root)).has(shas), false);
  });
});

describe('a partial clone', () => {
  afterEach(removeScratchFolders);

  it('without file contents gives commits and changed files, and says which contents are missing', async () => {
    const repository = makeRepository(line(5));
    const root = clone(repository.root, ['-b', 'c4', '--no-checkout', '--filter=blob:none']);
    const history = await historyOf(root);
    const shas = [repository.sha('c1'), repository.sha('c4')] as const;
    assert.equal(await history.has(shas), true);
    assert.equal((await history.range(...shas)).total, 3);
    const { files } = await history.changedFiles(...shas);
    assert.deepEqual(
      files.map(({ path }) => path),
      ['folder/f2', 'folder/f3', 'folder/f4'],
    );
    const blobs = files.flatMap(({ newBlob }) => newBlob ?? []);
    assert.deepEqual(
      await history.readBlobs(blobs, 100),
      blobs.map(() => ({ state: 'missing' })),
    );
  });

  it('without folders has the commits only', async () => {
    const repository = makeRepository(line(5));
    const history = await historyOf(clone(repository.root, ['-b', 'c4', '--no-checkout', '--filter=tree:0']));
    const shas = [repository.sha('c1'), repository.sha('c4')] as const;
    assert.equal(await history.has(shas), false);
    assert.equal((await history.range(...shas)).total, 3);
    await assert.rejects(history.changedFiles(...shas), { kind: 'not-found', message: /partial/ });
  });

  it('is not filled up by reading it', async () => {
    const repository = makeRepository(line(5));
    const root = clone(repository.root, ['-b', 'c4', '--no-checkout', '--filter=tree:0']);
    const before = git(root, ['count-objects', '-v']);
    const history = await historyOf(root);
    const shas = [repository.sha('c1'), repository.sha('c4')] as const;
    await history.has(shas);
    await history.range(...shas);
    await assert.rejects(history.changedFiles(...shas));
    assert.equal(git(root, ['count-objects', '-v']), before);
  });
});

describe('other clones', () => {
  afterEach(removeScratchFolders);

  it('of SHA-256 repositories are read like any other', async () => {
    const repository = makeRepository(line(4), 'sha256');
    const history = await historyOf(repository.root);
    const shas = [repository.sha('c0'), repository.sha('c3')] as const;
    assert.equal(shas[0].length, 64);
    assert.equal(await history.has(shas), true);
    assert.equal((await history.range(...shas)).total, 3);
    const { files } = await history.changedFiles(...shas);
    const texts = await history.readBlobs(
      files.flatMap(({ newBlob }) => newBlob ?? []),
      100,
    );
    assert.deepEqual(texts[2], { state: 'text', text: 'text 3' });
    // Forty digits are an abbreviation here, and name nothing.
    const short = repository.sha(shas[0].slice(0, 40));
    assert.equal(await history.has([short]), false);
    assert.deepEqual(await history.readBlobs([short], 100), [{ state: 'missing' }]);
  });

  it('in linked worktrees are read like any other', async () => {
    const repository = makeRepository(line(4));
    const worktree = join(scratchFolder(), 'worktree');
    git(repository.root, ['worktree', 'add', '--quiet', worktree, 'c3']);
    const history = await historyOf(worktree);
    assert.equal((await history.range(repository.sha('c0'), repository.sha('c3'))).total, 3);
  });

  it('that borrow objects are read with what they borrow', async () => {
    const repository = makeRepository(line(4));
    const root = join(scratchFolder(), 'clone');
    git(repository.root, ['clone', '--quiet', '--shared', '-b', 'c3', repository.root, root]);
    const history = await historyOf(root);
    assert.equal((await history.range(repository.sha('c0'), repository.sha('c3'))).total, 3);
  });
});
