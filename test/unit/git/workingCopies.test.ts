import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { findRepositories } from '../../../src/git/workingCopies';
import { git, makeRepository, realGit, removeScratchFolders, scratchFolder, workingCopy } from './scratchRepository';

function initialise(folder: string): string {
  mkdirSync(folder, { recursive: true });
  git(folder, ['init', '--quiet', '--template=']);
  return folder;
}

async function rootsIn(folder: string): Promise<string[]> {
  return (await findRepositories(folder, { program: await realGit() })).map((copy) => copy.root);
}

describe('the working copies of a workspace folder', () => {
  const home = process.env['HOME'];
  afterEach(() => {
    if (home !== undefined) process.env['HOME'] = home;
    removeScratchFolders();
  });

  it('are the repository it is in, and those inside it down to three folders', async () => {
    const top = initialise(scratchFolder());
    const inner = initialise(join(top, 'apps/one'));
    const deep = initialise(join(top, 'apps/two/three'));
    initialise(join(top, 'apps/two/three/four'));
    initialise(join(top, 'node_modules/dependency'));
    initialise(join(top, '.cache/clone'));
    assert.deepEqual(await rootsIn(top), [top, inner, deep]);
    assert.deepEqual(await rootsIn(join(top, 'apps')), [top, inner, deep, join(top, 'apps/two/three/four')]);
  });

  it('are none in a folder that is in no repository', async () => {
    assert.deepEqual(await rootsIn(scratchFolder()), []);
  });

  it('are not looked for behind symbolic links', async () => {
    const elsewhere = initialise(scratchFolder());
    const folder = scratchFolder();
    symlinkSync(elsewhere, join(folder, 'link'));
    symlinkSync(folder, join(folder, 'loop'));
    assert.deepEqual(await rootsIn(folder), []);
  });

  it('include linked worktrees and submodules, with their own and common folders', async () => {
    const { root } = makeRepository({ one: { files: { a: 'a' } } });
    const worktree = join(scratchFolder(), 'worktree');
    git(root, ['worktree', 'add', '--quiet', worktree, 'one']);
    const linked = await workingCopy(worktree);
    assert.equal(linked.root, worktree);
    assert.equal(linked.gitDir, join(root, '.git/worktrees/worktree'));
    assert.equal(linked.commonDir, join(root, '.git'));

    const outer = initialise(scratchFolder());
    git(outer, ['-c', 'protocol.file.allow=always', 'submodule', '--quiet', 'add', '-b', 'one', root, 'libs/sub']);
    const [, sub] = await findRepositories(outer, { program: await realGit() });
    assert.equal(sub?.root, join(outer, 'libs/sub'));
    assert.equal(sub.commonDir, join(outer, '.git/modules/libs/sub'));
    assert.deepEqual(sub.remotes, [{ name: 'origin', url: root }]);
  });

  it('tell shallow, partial and SHA-256 clones', async () => {
    const { root } = makeRepository({ one: {}, two: { parents: ['one'] } });
    git(root, ['config', 'uploadpack.allowFilter', 'true']);
    const folder = scratchFolder();
    git(folder, ['clone', '--quiet', '-b', 'two', '--depth=1', `file://${root}`, 'shallow']);
    git(folder, ['clone', '--quiet', '-b', 'two', '--no-checkout', '--filter=blob:none', `file://${root}`, 'partial']);
    const shallow = await workingCopy(join(folder, 'shallow'));
    const partial = await workingCopy(join(folder, 'partial'));
    assert.deepEqual([shallow.shallow, shallow.partial, shallow.objectFormat], [true, false, 'sha1']);
    assert.deepEqual([partial.shallow, partial.partial, partial.objectFormat], [false, true, 'sha1']);
    assert.equal((await workingCopy(makeRepository({ one: {} }, 'sha256').root)).objectFormat, 'sha256');
  });

  it('name their remotes as git would reach them, by the longest insteadOf of the repository and the user', async () => {
    const root = initialise(scratchFolder());
    const settings: readonly (readonly [string, string])[] = [
      ['remote.origin.url', 'gh:acme/shop.git'],
      ['remote.origin.url', 'gh:acme/second.git'],
      ['remote.with.dots "and\\quotes.url', 'https://github.com/acme/odd.git'],
      ['remote.plain.url', 'git@github.com:acme/plain.git'],
      ['url.https://ghe.example.com/widgets/.insteadOf', 'gh:acme/w'],
      ['url.https://github.com/.insteadOf', 'gh:'],
      ['remote.longest.url', 'gh:acme/widget.git'],
    ];
    for (const [key, value] of settings) git(root, ['config', '--add', key, value]);
    const user = scratchFolder();
    writeFileSync(join(user, '.gitconfig'), '[include]\n\tpath = more\n');
    writeFileSync(join(user, 'more'), '[url "https://github.com/"]\n\tinsteadOf = git@github.com:\n');
    process.env['HOME'] = user;

    assert.deepEqual((await workingCopy(root)).remotes, [
      { name: 'origin', url: 'https://github.com/acme/shop.git' },
      { name: 'with.dots "and\\quotes', url: 'https://github.com/acme/odd.git' },
      { name: 'plain', url: 'https://github.com/acme/plain.git' },
      { name: 'longest', url: 'https://ghe.example.com/widgets/idget.git' },
    ]);
  });

  it('do not follow what a repository includes', async () => {
    const root = initialise(scratchFolder());
    writeFileSync(join(root, 'more'), '[remote "hidden"]\n\turl = https://github.com/acme/hidden\n');
    git(root, ['config', 'include.path', join(root, 'more')]);
    assert.deepEqual((await workingCopy(root)).remotes, []);
  });

  it('survive broken and hostile git folders', async () => {
    const top = scratchFolder();
    const broken: Readonly<Record<string, string>> = {
      empty: '',
      nowhere: 'gitdir: /nowhere/at/all\n',
      itself: 'gitdir: .\n',
      control: 'gitdir: \0\n',
      loop: 'gitdir: ../loop/.git\n',
    };
    for (const [name, text] of Object.entries(broken)) {
      mkdirSync(join(top, name));
      writeFileSync(join(top, name, '.git'), text);
    }
    mkdirSync(join(top, 'pipe'));
    execFileSync('mkfifo', [join(top, 'pipe/.git')]);
    const pipedConfig = initialise(join(top, 'pipedConfig'));
    rmSync(join(pipedConfig, '.git/config'));
    execFileSync('mkfifo', [join(pipedConfig, '.git/config')]);
    const brokenConfig = initialise(join(top, 'brokenConfig'));
    writeFileSync(join(brokenConfig, '.git/config'), '[remote "x"\nurl = ');
    const found = await findRepositories(top, { program: await realGit() });
    assert.deepEqual(
      found.map(({ root, remotes }) => [root, remotes]),
      [
        [brokenConfig, []],
        [pipedConfig, []],
      ],
    );
  });

  it('are looked for in a bounded number of folders', async () => {
    const top = scratchFolder();
    initialise(join(top, 'b'));
    const first = initialise(join(top, 'a'));
    const found = await findRepositories(top, { program: await realGit(), maxFolders: 1 });
    assert.deepEqual(
      found.map((copy) => copy.root),
      [first],
    );
  });
});
