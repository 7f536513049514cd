import assert from 'node:assert/strict';
import { join } from 'node:path';

import fc from 'fast-check';

import {
  git,
  historyOf,
  makeRepository,
  missingSha,
  removeScratchFolders,
  scratchFolder,
  type PlannedCommit,
  type ScratchRepository,
} from './scratchRepository';

async function touching(repository: ScratchRepository, text: string, from = 'base', to = 'top'): Promise<string[]> {
  const history = await historyOf(repository.root);
  const found = await history.commitsTouching(repository.sha(from), repository.sha(to), text);
  const { commits } = await history.range(repository.sha(from), repository.sha(to));
  const ofRange = new Set(commits.map(({ sha }) => sha));
  assert.ok([...found].every((sha) => ofRange.has(sha)));
  return [...found].map((sha) => git(repository.root, ['log', '-1', '--format=%s', sha]).trim()).sort();
}

/** One commit per path, in a line from `base` to `top`. */
function lineOf(paths: readonly string[]): ScratchRepository {
  const commits = paths.map((path, index): [string, PlannedCommit] => [
    `c${index}`,
    { message: `c${index}`, parents: [index === 0 ? 'base' : `c${index - 1}`], files: { [path]: `${index}` } },
  ]);
  return makeRepository({
    base: { files: { other: 'x' } },
    ...Object.fromEntries(commits),
    top: { parents: [`c${paths.length - 1}`] },
  });
}

describe('the commits of a range that touch a path', () => {
  afterEach(removeScratchFolders);

  it('are those in whose changed paths the text occurs anywhere, in any case', async () => {
    const paths = ['services/cart/main.go', 'docs/Cart.md', 'services/shop/a', 'x', 'deep/er/CARTS', 'services/Card'];
    const repository = lineOf(paths);
    assert.deepEqual(await touching(repository, 'cart'), ['c0', 'c1', 'c4']);
    assert.deepEqual(await touching(repository, 'Services/CAR'), ['c0', 'c5']);
    assert.deepEqual(await touching(repository, 'cart/main'), ['c0']);
    assert.deepEqual(await touching(repository, '/'), ['c0', 'c1', 'c2', 'c4', 'c5']);
    assert.deepEqual(await touching(repository, '/cart'), ['c0', 'c1', 'c4']);
    assert.deepEqual(await touching(repository, 'carts/'), []);
    assert.deepEqual(await touching(repository, ''), []);
  });

  it('are found by letters beyond ASCII as typed, in lower and in upper case', async () => {
    const repository = lineOf(['b\u00FCro/a', 'B\u00DCRO/b', 'buro/c']);
    assert.deepEqual(await touching(repository, 'B\u00FCro'), ['c0', 'c1']);
    assert.deepEqual(await touching(repository, '\u00DC'), ['c0', 'c1']);
  });

  it('include deletions, both sides, and what was undone before the end', async () => {
    const repository = makeRepository({
      base: { files: { 'cart/a': '1' } },
      drop: { parents: ['base'], files: { 'cart/a': null } },
      again: { parents: ['drop'], files: { 'cart/a': '1' } },
      top: { parents: ['again'], files: { b: '1' } },
      hotfix: { parents: ['base'], files: { 'cart/hot': '1' } },
    });
    assert.deepEqual(await touching(repository, 'cart'), ['again', 'drop']);
    assert.deepEqual(await touching(repository, 'cart', 'hotfix'), ['again', 'drop', 'hotfix']);
    assert.deepEqual(await touching(repository, 'cart', 'top', 'top'), []);
  });

  it('include a commit that a merge made undone, and a merge that differs from all its parents', async () => {
    const repository = makeRepository({
      base: { files: { 'cart/a': '0' } },
      left: { parents: ['base'], files: { 'cart/a': '1' } },
      right: { parents: ['base'], files: { 'cart/a': '2' } },
      ours: { parents: ['left', 'right'] },
      evil: { parents: ['ours', 'right'], files: { 'cart/a': '3' } },
      top: { parents: ['evil'] },
      // Takes a part from each side: it differs from both, but in no path from both.
      other: { parents: ['base'], files: { 'cart/b': '1' } },
      combined: { parents: ['right', 'other'], files: { 'cart/b': '1' } },
    });
    assert.deepEqual(await touching(repository, 'cart'), ['evil', 'left', 'right']);
    assert.deepEqual(await touching(repository, 'cart', 'base', 'ours'), ['left', 'right']);
    assert.deepEqual(await touching(repository, 'cart', 'base', 'combined'), ['other', 'right']);
  });

  it('are found by text that git would take for something else', async () => {
    const paths = [
      'a*b',
      'a?b',
      'a[b]c',
      'a\\b',
      ':(top)x',
      '!no',
      '--output=x',
      'axb',
      "it's",
      'two\nlines',
      '^a',
      'a]b',
    ];
    const repository = lineOf(paths);
    for (const [index, path] of paths.entries()) {
      assert.deepEqual(await touching(repository, path), [`c${index}`], path);
    }
    for (const text of ['a[bx]', '*', '**', 'a\0b', 'x/../a', '/./a', '/../axb', 'a//b', '/'.repeat(5000)]) {
      assert.deepEqual(await touching(repository, text), text === '*' ? ['c0'] : [], text.slice(0, 10));
    }
    assert.deepEqual(await touching(repository, '..'), []);
  });

  it('are the same as a plain comparison of texts finds', async () => {
    const piece = fc.string({
      unit: fc.constantFrom(...Array.from('aB*?[]\\!^:().- {}"\'$\n')),
      minLength: 1,
      maxLength: 3,
    });
    const path = fc.array(
      piece.filter((name) => !/^\.+$/.test(name)),
      { minLength: 1, maxLength: 3 },
    );
    await fc.assert(
      fc.asyncProperty(
        fc.array(path, { minLength: 6, maxLength: 6 }),
        fc.array(fc.string({ unit: fc.constantFrom(...Array.from('ab*?[]\\/!')), minLength: 1, maxLength: 3 }), {
          minLength: 4,
          maxLength: 4,
        }),
        async (paths, texts) => {
          const names = paths.map((parts, index) => `${index}/${parts.join('/')}`);
          const repository = lineOf(names);
          for (const text of texts) {
            const expected = names.flatMap((name, index) =>
              name.toLowerCase().includes(text.toLowerCase()) ? [`c${index}`] : [],
            );
            assert.deepEqual(await touching(repository, text), expected);
          }
        },
      ),
      { numRuns: 5 },
    );
  });

  it('are not known without the commits, the folders or the history', async () => {
    const repository = lineOf(['cart/a', 'cart/b', 'cart/c']);
    const { root } = repository;
    const history = await historyOf(root);
    const shas = [repository.sha('base'), repository.sha('top')] as const;
    await assert.rejects(history.commitsTouching(missingSha, shas[1], 'x'), { kind: 'not-found' });
    await assert.rejects(history.commitsTouching(...shas, 'x', AbortSignal.abort()), { kind: 'cancelled' });

    const clone = async (args: readonly string[]): ReturnType<typeof historyOf> => {
      const target = join(scratchFolder(), 'clone');
      git(root, ['config', 'uploadpack.allowFilter', 'true']);
      git(root, ['clone', '--quiet', '--no-checkout', '-b', 'top', ...args, `file://${root}`, target]);
      return historyOf(target);
    };
    const blobless = await clone(['--filter=blob:none']);
    assert.equal((await blobless.commitsTouching(...shas, 'cart')).size, 3);
    const treeless = await clone(['--filter=tree:0']);
    const unknown = { name: 'HumanError', kind: 'not-found', message: /partial.*git fetch/ };
    await assert.rejects(treeless.commitsTouching(...shas, 'cart'), unknown);
    const target = join(scratchFolder(), 'shallow');
    git(root, ['config', 'uploadpack.allowAnySHA1InWant', 'true']);
    git(root, ['clone', '--quiet', '-b', 'top', '--depth=2', `file://${root}`, target]);
    git(target, ['fetch', '--quiet', '--depth=1', 'origin', shas[0]]);
    const cut = (await historyOf(target)).commitsTouching(...shas, 'cart');
    await assert.rejects(cut, { kind: 'not-found', message: /shallow/ });
  });
});
