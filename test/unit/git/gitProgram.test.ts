import assert from 'node:assert/strict';
import { chmodSync, mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';

import { findGit } from '../../../src/git/gitProgram';
import { removeScratchFolders, scratchFolder } from './scratchRepository';

function folderWithGit(): string {
  const folder = scratchFolder();
  writeFileSync(join(folder, 'git'), '#!/bin/sh\n');
  chmodSync(join(folder, 'git'), 0o755);
  return folder;
}

describe('finding git', () => {
  afterEach(removeScratchFolders);

  it('takes the first one on PATH', async () => {
    const first = folderWithGit();
    const searchPath = [scratchFolder(), first, folderWithGit()].join(delimiter);
    assert.equal((await findGit({ searchPath, forbiddenFolders: [] }))?.path, join(first, 'git'));
  });

  it('prefers the configured one when that is there', async () => {
    const searchPath = folderWithGit();
    const configured = join(folderWithGit(), 'git');
    assert.equal((await findGit({ configured, searchPath, forbiddenFolders: [] }))?.path, configured);
    const gone = join(scratchFolder(), 'git');
    assert.equal(
      (await findGit({ configured: gone, searchPath, forbiddenFolders: [] }))?.path,
      join(searchPath, 'git'),
    );
  });

  it('never takes one from a workspace folder, not even through a link', async () => {
    const workspace = folderWithGit();
    const link = join(scratchFolder(), 'bin');
    symlinkSync(workspace, link);
    const linkedProgram = scratchFolder();
    symlinkSync(join(workspace, 'git'), join(linkedProgram, 'git'));
    const searchPath = [workspace, link, linkedProgram].join(delimiter);
    const configured = join(workspace, 'git');
    assert.equal(await findGit({ configured, searchPath, forbiddenFolders: [workspace] }), null);
  });

  it('passes over relative entries of PATH and keeps them from git itself', async () => {
    const folder = folderWithGit();
    const workspace = scratchFolder();
    mkdirSync(join(workspace, 'bin'));
    const searchPath = ['.', '', 'bin', join(workspace, 'bin'), folder].join(delimiter);
    assert.deepEqual(await findGit({ configured: './git', searchPath, forbiddenFolders: [workspace] }), {
      path: join(folder, 'git'),
      searchPath: folder,
    });
  });

  it('finds nothing where nothing can be run', async () => {
    const folder = scratchFolder();
    writeFileSync(join(folder, 'git'), 'text', { mode: 0o644 });
    mkdirSync(join(folder, 'sub', 'git'), { recursive: true });
    const searchPath = [folder, join(folder, 'sub')].join(delimiter);
    assert.equal(await findGit({ searchPath, forbiddenFolders: [] }), null);
    assert.equal(await findGit({ searchPath: undefined, forbiddenFolders: [] }), null);
  });
});
