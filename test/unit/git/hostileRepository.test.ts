import assert from 'node:assert/strict';
import { chmodSync, existsSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { createGitHistory } from '../../../src/git/gitHistory';
import { findRepositories } from '../../../src/git/workingCopies';
import {
  git,
  makeRepository,
  realGit,
  removeScratchFolders,
  scratchFolder,
  type ScratchRepository,
} from './scratchRepository';

interface Trap {
  readonly repository: ScratchRepository;
  /** Exists once any program of the repository ran. */
  readonly canary: string;
}

const hooks = [
  'post-checkout',
  'reference-transaction',
  'post-index-change',
  'pre-auto-gc',
  'post-merge',
  'fsmonitor-watchman',
];

/** A repository that names a program of its own wherever git can run one. */
function trap(): Trap {
  const attributes = '* diff=evil filter=evil merge=evil text\n';
  const repository = makeRepository({
    base: { files: { '.gitattributes': attributes, 'a.txt': 'one\n' } },
    one: {
      parents: ['base'],
      files: { 'a.txt': 'two\n', 'b.txt': 'new\n', '.mailmap': 'X <x@x> <ada@example.com>\n' },
    },
    top: { parents: ['one'], files: { 'a.txt': 'three\n' } },
    decoy: { parents: ['base'], message: 'decoy\n' },
  });
  const { root } = repository;
  const folder = scratchFolder();
  const canary = join(folder, 'canary');
  const program = join(folder, 'evil');
  writeFileSync(program, `#!/bin/sh\necho "$0 $*" >> '${canary}'\ncat 2>/dev/null\n`);
  chmodSync(program, 0o755);
  git(root, ['reset', '--quiet', '--hard', 'top']);

  const settings: Readonly<Record<string, string>> = {
    'core.fsmonitor': program,
    'core.pager': program,
    'core.editor': program,
    'core.sshCommand': program,
    'core.askPass': program,
    'core.gitProxy': program,
    'core.alternateRefsCommand': program,
    'core.hooksPath': join(folder, 'hooks'),
    'core.attributesFile': join(folder, 'attributes'),
    'core.worktree': root,
    'diff.external': program,
    'diff.evil.command': program,
    'diff.evil.textconv': program,
    'diff.evil.cachetextconv': 'true',
    'filter.evil.clean': program,
    'filter.evil.smudge': program,
    'merge.evil.driver': program,
    'gpg.program': program,
    'gpg.ssh.program': program,
    'log.showSignature': 'true',
    'log.mailmap': 'true',
    'mailmap.file': join(folder, 'mailmap'),
    'pager.log': program,
    'pager.config': program,
    'pager.diff-tree': program,
    'pager.rev-list': program,
    'interactive.diffFilter': program,
    'credential.helper': program,
    'trailer.evil.cmd': program,
    'remote.origin.url': `ext::${program}`,
    'remote.origin.uploadpack': program,
    'remote.origin.promisor': 'true',
    'remote.origin.vcs': program,
    'extensions.partialClone': 'origin',
    'protocol.ext.allow': 'always',
    'alias.log': `!${program}`,
    'alias.config': `!${program}`,
    'alias.rev-list': `!${program}`,
    'alias.cat-file': `!${program}`,
    'uploadpack.packObjectsHook': program,
    'fsck.skipList': '/dev/null',
    'include.path': join(folder, 'included'),
  };
  for (const [key, value] of Object.entries(settings))
    git(root, ['config', '--file', join(root, '.git/config'), key, value]);
  writeFileSync(join(folder, 'included'), `[core]\n\tfsmonitor = ${program}\n`);
  writeFileSync(join(folder, 'attributes'), attributes);
  writeFileSync(join(root, '.git/config'), `[core]\n\trepositoryformatversion = 1\n`, { flag: 'a' });
  for (const place of [join(folder, 'hooks'), join(root, '.git/hooks')]) {
    mkdirSync(place, { recursive: true });
    for (const hook of hooks) writeFileSync(join(place, hook), `#!/bin/sh\nexec '${program}'\n`, { mode: 0o755 });
  }
  for (const name of ['git', 'git-log', 'git-config', 'git-cat-file', 'sh']) {
    writeFileSync(join(root, name), `#!/bin/sh\nexec '${program}'\n`, { mode: 0o755 });
  }
  mkdirSync(join(root, '.git/info'), { recursive: true });
  writeFileSync(join(root, '.git/info/attributes'), attributes);
  // Whoever obeys these sees another history.
  writeFileSync(join(root, '.git/info/grafts'), `${repository.sha('top')}\n`);
  mkdirSync(join(root, '.git/refs/replace'), { recursive: true });
  writeFileSync(join(root, '.git/refs/replace', repository.sha('one')), `${repository.sha('decoy')}\n`);
  // A ref that would be taken for an option, and one that would be taken for a commit.
  writeFileSync(join(root, '.git/packed-refs'), `${repository.sha('top')} refs/heads/--output=${folder}/canary\n`);
  writeFileSync(join(root, '.git/refs/heads', repository.sha('base')), `${repository.sha('top')}\n`);
  return { repository, canary };
}

describe('a hostile repository', () => {
  afterEach(removeScratchFolders);

  it('springs its traps on a reader that is not careful', () => {
    const { repository, canary } = trap();
    git(repository.root, ['status']);
    assert.ok(existsSync(canary));
    rmSync(canary);
    git(repository.root, ['diff', 'base', 'top']);
    assert.ok(existsSync(canary));
    rmSync(canary);
    assert.equal(git(repository.root, ['log', '--format=%H', 'top']).split('\n').length, 2);
  });

  it('runs no program and changes no answer, whatever is read', async () => {
    const { repository, canary } = trap();
    const { root } = repository;
    const program = await realGit();
    const [base, one, top, decoy] = ['base', 'one', 'top', 'decoy'].map((name) => repository.sha(name));
    assert.ok(base !== undefined && one !== undefined && top !== undefined && decoy !== undefined);

    const before = process.cwd();
    process.chdir(root);
    try {
      const [copy] = await findRepositories(root, { program });
      assert.ok(copy !== undefined);
      assert.deepEqual([copy.root, copy.partial], [root, true]);
      const history = createGitHistory(copy, { program, storage: join(scratchFolder(), 'new folder') });

      assert.equal(await history.has([base, top]), true);
      const range = await history.range(base, top);
      assert.deepEqual(
        range.commits.map(({ sha, authorName }) => [sha, authorName]),
        [
          [top, 'Ada'],
          [one, 'Ada'],
        ],
      );
      assert.equal((await history.range(decoy, top)).direction, 'diverged');
      assert.equal((await history.range(top, base)).direction, 'rollback');
      assert.deepEqual(await history.authorsBefore(top), [{ name: 'Ada', email: 'ada@example.com' }]);
      assert.deepEqual([...(await history.commitsTouching(base, top, 'B.TXT'))], [one]);
      const { files } = await history.changedFiles(base, top);
      assert.deepEqual(
        files.map(({ path }) => path),
        ['.mailmap', 'a.txt', 'b.txt'],
      );
      const texts = await history.readBlobs(
        files.flatMap(({ newBlob }) => newBlob ?? []),
        100,
      );
      assert.deepEqual(texts[1], { state: 'text', text: 'three\n' });

      // An object that is not there is not fetched either.
      rmSync(join(root, '.git/objects'), { recursive: true });
      mkdirSync(join(root, '.git/objects'));
      assert.equal(await history.has([base, top]), false);
      await assert.rejects(history.range(base, top), { kind: 'not-found' });
    } finally {
      process.chdir(before);
    }
    assert.equal(existsSync(canary), false);
  });

  it('runs no program through a .git file that points to it', async () => {
    const { repository, canary } = trap();
    const folder = scratchFolder();
    writeFileSync(join(folder, '.git'), `gitdir: ${join(repository.root, '.git')}\n`);
    const program = await realGit();
    const [copy] = await findRepositories(folder, { program });
    assert.ok(copy !== undefined);
    const history = createGitHistory(copy, { program, storage: scratchFolder() });
    const range = await history.range(repository.sha('base'), repository.sha('top'));
    assert.equal(range.total, 2);
    assert.equal(existsSync(canary), false);
  });

  it('with a damaged object is refused with a sentence', async () => {
    const { repository } = trap();
    const sha = repository.sha('one');
    const path = join(repository.root, '.git/objects', sha.slice(0, 2), sha.slice(2));
    chmodSync(path, 0o644);
    writeFileSync(path, 'garbage');
    const program = await realGit();
    const [copy] = await findRepositories(repository.root, { program });
    assert.ok(copy !== undefined);
    const history = createGitHistory(copy, { program, storage: scratchFolder() });
    await assert.rejects(history.range(repository.sha('base'), repository.sha('top')), {
      name: 'HumanError',
      kind: 'git',
    });
  });
});
