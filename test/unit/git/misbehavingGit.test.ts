import assert from 'node:assert/strict';
import { chmodSync, existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import type { History } from '../../../src/core/ports';
import type { GitLimits } from '../../../src/git/gitReader';
import {
  historyOf,
  makeRepository,
  realGit,
  removeScratchFolders,
  scratchFolder,
  type ScratchRepository,
} from './scratchRepository';

interface Staged {
  readonly history: History;
  readonly repository: ScratchRepository;
  /** Written by the script below once it misbehaves: its process id. */
  readonly mark: string;
  /** Lets `git log` answer, where it was held up. */
  readonly go: () => void;
}

/** A history whose git does `misbehaviour` (shell) in place of commands that `pattern` (shell) matches. */
async function staged(
  pattern: string,
  misbehaviour: string,
  limits: Partial<GitLimits> = {},
  holdsLog = false,
): Promise<Staged> {
  const repository = makeRepository({ base: {}, top: { parents: ['base'] } });
  const real = await realGit();
  const folder = scratchFolder();
  const path = join(folder, 'git');
  const mark = join(folder, 'mark');
  const gate = join(folder, 'gate');
  if (!holdsLog) writeFileSync(gate, '');
  writeFileSync(
    path,
    `#!/bin/sh\ncase "$*" in\n${pattern}) echo $$ > '${mark}.part'; mv '${mark}.part' '${mark}'; ${misbehaviour} ;;\n` +
      `log*) while [ ! -e '${gate}' ]; do sleep 0.01; done; exec '${real.path}' "$@" ;;\n` +
      `*) exec '${real.path}' "$@" ;;\nesac\n`,
  );
  chmodSync(path, 0o755);
  const history = await historyOf(repository.root, { program: { ...real, path }, limits });
  const go = (): void => {
    writeFileSync(gate, '');
  };
  return { repository, mark, history, go };
}

async function until(condition: () => boolean): Promise<void> {
  while (!condition()) await new Promise((resolve) => setTimeout(resolve, 5));
}

function isAlive(processId: number): boolean {
  try {
    process.kill(processId, 0);
    return true;
  } catch {
    return false;
  }
}

describe('a git that misbehaves', () => {
  afterEach(removeScratchFolders);

  it('is killed when the reader gives up', async () => {
    const { history, repository, mark } = await staged('log*', 'exec sleep 600');
    const abort = new AbortController();
    const range = history.range(repository.sha('base'), repository.sha('top'), abort.signal);
    range.catch(() => undefined);
    await until(() => existsSync(mark));
    abort.abort();
    await assert.rejects(range, { name: 'HumanError', kind: 'cancelled' });
    const processId = Number(readFileSync(mark, 'utf8'));
    await until(() => !isAlive(processId));
  });

  it('does not keep the reader waiting through a program that it left behind', async () => {
    const { history, repository, mark } = await staged('log*', 'sleep 20 & wait');
    const abort = new AbortController();
    const range = history.range(repository.sha('base'), repository.sha('top'), abort.signal);
    range.catch(() => undefined);
    await until(() => existsSync(mark));
    abort.abort();
    await assert.rejects(range, { name: 'HumanError', kind: 'cancelled' });
  });

  it('is stopped when it takes too long', async () => {
    const { history, repository, mark } = await staged('log*', 'exec sleep 600', { timeoutMs: 300 });
    const range = history.range(repository.sha('base'), repository.sha('top'));
    await assert.rejects(range, { name: 'HumanError', kind: 'git', message: /did not finish within 1 second/ });
    const processId = Number(readFileSync(mark, 'utf8'));
    await until(() => !isAlive(processId));
  });

  it('is killed when it still counts what has been read', async () => {
    const { history, repository, mark, go } = await staged('rev-list*', 'exec sleep 600', {}, true);
    const reading = history.range(repository.sha('base'), repository.sha('top'));
    await until(() => existsSync(mark));
    go();
    const range = await reading;
    assert.deepEqual([range.complete, range.total, range.commits.length], [true, 1, 1]);
    const processId = Number(readFileSync(mark, 'utf8'));
    await until(() => !isAlive(processId));
  });

  it('is not even started for a reader that gave up before', async () => {
    const { history, repository, mark } = await staged('*', 'exit 1');
    const range = history.range(repository.sha('base'), repository.sha('top'), AbortSignal.abort());
    await assert.rejects(range, { kind: 'cancelled' });
    assert.equal(existsSync(mark), false);
  });

  it('is not believed when it fails in the middle of its answer', async () => {
    const half = `>\\0${'a'.repeat(40)}\\0\\0A\\0a@b\\0001\\0half\\0`;
    const { history, repository } = await staged('log*', `printf "${half}"; echo "fatal: missing blob" >&2; exit 128`);
    const range = history.range(repository.sha('base'), repository.sha('top'));
    await assert.rejects(range, { name: 'HumanError', kind: 'git', message: /missing blob/ });
  });

  it('is not believed when its list and its count differ', async () => {
    const { history, repository, go } = await staged('rev-list*', "printf '0\\t7\\n'", {}, true);
    const range = await history.range(repository.sha('base'), repository.sha('top'), undefined, ({ total }) => {
      if (total === 7) go();
    });
    assert.deepEqual([range.complete, range.total, range.commits.length], [false, 7, 1]);
    assert.match(range.notes.join(' '), /listed 1 and counted 7 commits/);
  });

  for (const answer of [
    'nonsense',
    'nonsense\\0',
    '>\\0nonsense\\0\\0A\\0a\\0001\\0x\\0',
    '=\\0\\0\\0\\0\\0\\0\\0',
    '>\\0x\\0',
  ]) {
    it(`is not understood when it says ${answer}`, async () => {
      const { history, repository } = await staged('log*', `printf '${answer}'`);
      const range = history.range(repository.sha('base'), repository.sha('top'));
      await assert.rejects(range, { name: 'HumanError', kind: 'git', message: /cannot be read/ });
    });
  }

  it('is killed when it goes on after an answer that makes no sense', async () => {
    const { history, repository, mark } = await staged('diff-tree*', "printf 'x\\0y\\0'; exec sleep 600");
    const changed = history.changedFiles(repository.sha('base'), repository.sha('top'));
    await assert.rejects(changed, { kind: 'git', message: /cannot be read/ });
    const processId = Number(readFileSync(mark, 'utf8'));
    await until(() => !isAlive(processId));
  });

  it('is stopped when it talks without end', async () => {
    const { history, repository, mark } = await staged('cat-file*', 'exec yes', { maxBytes: 1_000_000 });
    const range = history.range(repository.sha('base'), repository.sha('top'));
    await assert.rejects(range, { kind: 'git' });
    const processId = Number(readFileSync(mark, 'utf8'));
    await until(() => !isAlive(processId));
  });

  it('is reported when it is gone', async () => {
    const repository = makeRepository({ base: {} });
    const program = { ...(await realGit()), path: join(scratchFolder(), 'git') };
    const history = await historyOf(repository.root, { program });
    await assert.rejects(history.has([repository.sha('base')]), { name: 'HumanError', kind: 'git' });
  });

  it('shows no invisible characters of its complaints', async () => {
    const { history, repository } = await staged('log*', "printf 'fatal: \\342\\200\\256x\\n' >&2; exit 128");
    const range = history.range(repository.sha('base'), repository.sha('top'));
    await assert.rejects(range, { message: /‹U\+202E›/ });
  });
});
