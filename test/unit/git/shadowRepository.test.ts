import assert from 'node:assert/strict';
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { prepareShadow } from '../../../src/git/shadowRepository';
import { git, makeRepository, removeScratchFolders, scratchFolder, workingCopy } from './scratchRepository';

function typeIn(gitDir: string, sha: string): string {
  return git(gitDir, ['--git-dir', gitDir, 'cat-file', '-t', sha]).trim();
}

describe('the shadow of a clone', () => {
  afterEach(removeScratchFolders);

  it('shows the objects of the clone, and has no refs of its own', async () => {
    for (const format of ['sha1', 'sha256'] as const) {
      const repository = makeRepository({ one: {} }, format);
      const { gitDir } = await prepareShadow(await workingCopy(repository.root), scratchFolder());
      assert.equal(typeIn(gitDir, repository.sha('one')), 'commit');
      assert.equal(git(gitDir, ['--git-dir', gitDir, 'for-each-ref']), '');
    }
  });

  it('reaches clones whatever characters are in their path', async () => {
    const repository = makeRepository({ one: {} });
    for (const name of ['with "quotes" \\', '#hash', 'line\nfeed\ttab', 'ünï ☃']) {
      const root = join(scratchFolder(), name);
      git(repository.root, ['clone', '--quiet', '--no-checkout', repository.root, root]);
      const { gitDir } = await prepareShadow(await workingCopy(root), scratchFolder());
      assert.equal(typeIn(gitDir, repository.sha('one')), 'commit');
    }
  });

  it('is the same for a worktree and its main repository, and another for another clone', async () => {
    const { root } = makeRepository({ one: {} });
    const storage = scratchFolder();
    const worktree = join(scratchFolder(), 'tree');
    git(root, ['worktree', 'add', '--quiet', worktree, 'one']);
    const main = await prepareShadow(await workingCopy(root), storage);
    assert.deepEqual(await prepareShadow(await workingCopy(worktree), storage), main);
    const other = await prepareShadow(await workingCopy(makeRepository({ one: {} }).root), storage);
    assert.notEqual(other.gitDir, main.gitDir);
  });

  it('is made once by many who want it at once, and leaves nothing else behind', async () => {
    const repository = makeRepository({ one: {} });
    const copy = await workingCopy(repository.root);
    const storage = scratchFolder();
    const shadows = await Promise.all(Array.from({ length: 20 }, () => prepareShadow(copy, storage)));
    const [gitDir = ''] = shadows.map((shadow) => shadow.gitDir);
    assert.equal(typeIn(gitDir, repository.sha('one')), 'commit');
    assert.equal(readdirSync(storage).length, 1);
    assert.deepEqual(readdirSync(gitDir).sort(), ['HEAD', 'config', 'objects', 'refs']);
    assert.deepEqual(readdirSync(join(gitDir, 'objects/info')), ['alternates']);
  });

  it('is repaired when it is damaged', async () => {
    const repository = makeRepository({ one: {} });
    const copy = await workingCopy(repository.root);
    const storage = scratchFolder();
    const { gitDir } = await prepareShadow(copy, storage);
    const damages: readonly (() => void)[] = [
      () => rmSync(join(gitDir, 'HEAD')),
      () => rmSync(join(gitDir, 'refs'), { recursive: true }),
      () => writeFileSync(join(gitDir, 'config'), '[core'),
      () => writeFileSync(join(gitDir, 'objects/info/alternates'), '/nowhere\n'),
      () => {
        rmSync(join(gitDir, 'HEAD'));
        mkdirSync(join(gitDir, 'HEAD/full'), { recursive: true });
      },
      () => {
        rmSync(gitDir, { recursive: true });
        writeFileSync(gitDir, 'a file');
      },
    ];
    for (const damage of damages) {
      damage();
      await prepareShadow(copy, storage);
      assert.equal(typeIn(gitDir, repository.sha('one')), 'commit');
    }
  });

  it('follows the clone when its history is cut off and made whole', async () => {
    const repository = makeRepository({ one: {}, two: { parents: ['one'] } });
    const root = join(scratchFolder(), 'clone');
    git(repository.root, ['clone', '--quiet', '-b', 'two', '--depth=1', `file://${repository.root}`, root]);
    const copy = await workingCopy(root);
    const storage = scratchFolder();
    const cut = await prepareShadow(copy, storage);
    assert.deepEqual([...cut.shallow], [repository.sha('two')]);
    assert.equal(readFileSync(join(cut.gitDir, 'shallow'), 'utf8'), `${repository.sha('two')}\n`);
    git(root, ['fetch', '--quiet', '--unshallow']);
    const whole = await prepareShadow(copy, storage);
    assert.equal(whole.shallow.size, 0);
    assert.ok(!readdirSync(whole.gitDir).includes('shallow'));
  });

  it('takes only commit names from the clone’s list of boundaries', async () => {
    const repository = makeRepository({ one: {} });
    writeFileSync(join(repository.root, '.git/shallow'), `junk\n${repository.sha('one')}\n${'a'.repeat(64)}\n`);
    const { shallow } = await prepareShadow(await workingCopy(repository.root), scratchFolder());
    assert.deepEqual([...shallow], [repository.sha('one')]);
  });

  it('bears object stores that borrow from each other in a circle', async () => {
    const one = makeRepository({ one: {} });
    const two = makeRepository({ two: { message: 'other' } });
    writeFileSync(join(one.root, '.git/objects/info/alternates'), `${join(two.root, '.git/objects')}\n`);
    writeFileSync(join(two.root, '.git/objects/info/alternates'), `${join(one.root, '.git/objects')}\n`);
    const { gitDir } = await prepareShadow(await workingCopy(one.root), scratchFolder());
    assert.equal(typeIn(gitDir, two.sha('two')), 'commit');
  });
});
