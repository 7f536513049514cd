import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { GitStore } from '../../doubles/github/gitStore';
import { writeCommit, writeTree } from '../../doubles/github/gitTrees';
import { History } from '../../doubles/github/history';

describe('the commit graph of the GitHub double', () => {
  let folder = '';
  let git: GitStore;
  const shas: string[] = [];

  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'double-history-'));
    const seed = new GitStore(join(folder, 'seed.git'));
    await seed.output(['init', '--quiet', '--bare', seed.gitDir]);
    git = await GitStore.borrow(seed.gitDir, join(folder, 'copy.git'), 'main', new Map());
    const tree = await writeTree(git, undefined, new Map());
    // A tangle of merges from a fixed sequence: each commit has one or two earlier ones as parents.
    let state = 7;
    const random = (below: number): number => (state = (state * 48_271) % 2_147_483_647) % below;
    for (let index = 0; index < 60; index += 1) {
      const wanted =
        index === 0 ? [] : Array.from({ length: 1 + random(2) }, () => index - 1 - random(Math.min(index, 6)));
      const parents = [...new Set(wanted)].map((place) => shas[place] ?? '');
      const date = new Date((1_700_000_000 + index * 60) * 1000).toISOString();
      const author = { name: 'A', email: 'a@example.com', date };
      shas.push(await writeCommit(git, { tree, parents, message: `commit ${index}`, author }));
      await git.setRef(`refs/heads/c${index}`, shas[index]);
    }
  });
  after(async () => {
    git.close();
    await rm(folder, { recursive: true, force: true });
  });

  it('agrees with git on ranges, ancestry and merge bases', async () => {
    const history = new History(git);
    for (let index = 20; index < 60; index += 3) {
      const [one = '', other = ''] = [shas[index], shas[(index * 7) % 60]];
      const lines = async (args: readonly string[]): Promise<string[]> =>
        (await git.run(args)).stdout
          .toString('latin1')
          .split('\n')
          .filter((line) => line !== '');
      assert.deepEqual(
        [...(await history.between(one, other))].sort(),
        (await lines(['rev-list', `${one}..${other}`])).sort(),
      );
      const ordered = await lines(['rev-list', '--date-order', other]);
      assert.deepEqual(await history.between(undefined, other), ordered);
      const bases = await lines(['merge-base', '--all', one, other]);
      assert.ok(bases.includes((await history.mergeBase(one, other)) ?? ''));
      assert.equal(
        await history.isAncestor(one, other),
        (await git.run(['merge-base', '--is-ancestor', one, other])).code === 0,
      );
    }
  });

  it('meets commits that were written after it was loaded', async () => {
    const history = new History(git);
    const [tip = ''] = shas.slice(-1);
    await history.ancestors(tip);
    const commit = await git.commit(tip);
    assert.ok(commit);
    const fresh = await writeCommit(git, { ...commit, parents: [tip], message: 'later' });
    assert.deepEqual(await history.between(tip, fresh), [fresh]);
  });
});
