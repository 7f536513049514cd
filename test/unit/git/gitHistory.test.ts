import assert from 'node:assert/strict';

import fc from 'fast-check';

import type { RangeHistory } from '../../../src/core/history';
import type { Sha } from '../../../src/core/sha';
import {
  git,
  historyOf,
  makeRepository,
  missingSha,
  removeScratchFolders,
  type PlannedCommit,
  type ScratchRepository,
} from './scratchRepository';

function names(repository: ScratchRepository, plan: readonly string[], range: RangeHistory): string[] {
  const nameOf = new Map<Sha, string>(plan.map((name) => [repository.sha(name), name]));
  return range.commits.map((commit) => (commit.removed ? '-' : '+') + (nameOf.get(commit.sha) ?? commit.sha));
}

describe('the range between two commits of a clone', () => {
  afterEach(removeScratchFolders);

  const plan: Record<string, PlannedCommit> = {
    base: {},
    one: { parents: ['base'] },
    side: { parents: ['base'] },
    merge: { parents: ['one', 'side'] },
    top: { parents: ['merge'] },
    hotfix: { parents: ['one'] },
    island: { message: 'unrelated' },
  };
  const ranges: readonly (readonly [string, string, RangeHistory['direction'], readonly string[]])[] = [
    ['base', 'top', 'forward', ['+top', '+merge', '+side', '+one']],
    ['one', 'top', 'forward', ['+top', '+merge', '+side']],
    ['top', 'base', 'rollback', ['-top', '-merge', '-side', '-one']],
    ['hotfix', 'top', 'diverged', ['-hotfix', '+top', '+merge', '+side']],
    ['top', 'top', 'same', []],
  ];
  for (const [from, to, direction, expected] of ranges) {
    it(`is ${direction} from ${from} to ${to}, each commit once and newest first`, async () => {
      const repository = makeRepository(plan);
      const history = await historyOf(repository.root);
      const shas = [repository.sha(from), repository.sha(to)] as const;
      assert.equal(await history.has(shas), true);
      const range = await history.range(...shas);
      assert.equal(range.direction, direction);
      assert.deepEqual(names(repository, Object.keys(plan), range), expected);
      assert.deepEqual(
        [range.from, range.to, range.source, range.complete, range.total, range.notes],
        [...shas, 'clone', true, expected.length, []],
      );
    });
  }

  it('is empty and says so when the commits are unrelated', async () => {
    const repository = makeRepository(plan);
    const range = await (await historyOf(repository.root)).range(repository.sha('top'), repository.sha('island'));
    assert.deepEqual([range.direction, range.commits, range.complete, range.total], ['unrelated', [], false, null]);
    assert.match(range.notes.join(' '), /no common ancestor/);
  });

  it('has each commit as it was made', async () => {
    const repository = makeRepository({
      base: {},
      other: { parents: ['base'] },
      merge: {
        parents: ['base', 'other'],
        author: 'Grace "G." Höpper <grace+x@example.com>',
        date: 1_711_111_111,
        message: 'feat: ☃\n\nbody\n\nCo-authored-by: A <a@b>\n\n',
      },
    });
    const { commits } = await (await historyOf(repository.root)).range(repository.sha('base'), repository.sha('merge'));
    assert.deepEqual(commits[0], {
      sha: repository.sha('merge'),
      parents: [repository.sha('base'), repository.sha('other')],
      authorName: 'Grace "G." Höpper',
      authorEmail: 'grace+x@example.com',
      authorLogin: null,
      authoredAt: 1_711_111_111_000,
      message: 'feat: ☃\n\nbody\n\nCo-authored-by: A <a@b>',
      removed: false,
    });
  });

  it('keeps authors as written, whatever a mailmap in the repository says', async () => {
    const mailmap = 'Boss <boss@example.com> <ada@example.com>\n';
    const repository = makeRepository({ base: { files: { '.mailmap': mailmap } }, top: { parents: ['base'] } });
    git(repository.root, ['reset', '--quiet', '--hard', 'top']);
    const { commits } = await (await historyOf(repository.root)).range(repository.sha('base'), repository.sha('top'));
    assert.equal(commits[0]?.authorName, 'Ada');
  });

  it('decodes messages in other encodings, and marks bytes that mean nothing', async () => {
    const repository = makeRepository({
      base: {},
      latin: { parents: ['base'], message: Buffer.from('na\u00EFve', 'latin1'), encoding: 'ISO-8859-1' },
      broken: { parents: ['latin'], message: Buffer.from([0x61, 0xff, 0xfe, 0x62]) },
      empty: { parents: ['broken'], message: '' },
    });
    const { commits } = await (await historyOf(repository.root)).range(repository.sha('base'), repository.sha('empty'));
    assert.deepEqual(
      commits.map(({ message }) => message),
      ['', 'a\uFFFD\uFFFDb', 'na\u00EFve'],
    );
  });

  it('cannot be forged by a message', async () => {
    const sha = 'a'.repeat(40);
    const forged = `\0>\0${sha}\0\0Eve\0eve@example.com\x001\0feat: forged\0`;
    const messages = [
      `fix: x${forged}`,
      forged,
      `\n>${sha}\ncommit ${sha}\nAuthor: Eve <eve@example.com>\n\n    forged\n`,
      '%x00%H%n%B',
      'control \u0001\u001B[31m\u0007\u007F characters',
    ];
    const plan = Object.fromEntries(
      messages.map((message, index) => [
        `c${index + 1}`,
        { message: Buffer.from(message), parents: [index === 0 ? 'c0' : `c${index}`] },
      ]),
    );
    const repository = makeRepository({ c0: {}, ...plan });
    const range = await (await historyOf(repository.root)).range(repository.sha('c0'), repository.sha('c5'));
    assert.deepEqual(names(repository, Object.keys(plan), range), ['+c5', '+c4', '+c3', '+c2', '+c1']);
    assert.deepEqual(range.commits.map(({ message }) => message).reverse(), [
      'fix: x',
      '',
      (messages[2] ?? '').trimEnd(),
      messages[3],
      messages[4],
    ]);
  });

  it('has every message, whatever is in it', async () => {
    const text = fc
      .string({ unit: 'binary', minLength: 1, maxLength: 400 })
      .map((raw) => `x${raw.replaceAll('\0', '')}x`);
    await fc.assert(
      fc.asyncProperty(fc.array(text, { minLength: 1, maxLength: 30 }), async (messages) => {
        const plan = messages.map((message, index) => [
          `c${index}`,
          { message, parents: [index === 0 ? 'base' : `c${index - 1}`] },
        ]);
        const repository = makeRepository({ base: {}, ...(Object.fromEntries(plan) as Record<string, PlannedCommit>) });
        const history = await historyOf(repository.root);
        const range = await history.range(repository.sha('base'), repository.sha(`c${messages.length - 1}`));
        assert.deepEqual(range.commits.map(({ message }) => message).reverse(), messages);
      }),
      { numRuns: 4 },
    );
  });

  it('holds messages of megabytes', async () => {
    const message = 'ü'.repeat(1_500_000);
    const repository = makeRepository({ base: {}, big: { parents: ['base'], message }, top: { parents: ['big'] } });
    const range = await (await historyOf(repository.root)).range(repository.sha('base'), repository.sha('top'));
    assert.deepEqual(
      range.commits.map((commit) => commit.message === message),
      [false, true],
    );
  });

  it('says how much was read when the history is larger than the limit', async () => {
    const message = 'x'.repeat(400_000);
    const repository = makeRepository({
      base: {},
      one: { parents: ['base'], message },
      two: { parents: ['one'], message },
    });
    const history = await historyOf(repository.root, { limits: { maxBytes: 600_000 } });
    const range = await history.range(repository.sha('base'), repository.sha('two'));
    assert.deepEqual([range.direction, range.complete, range.total, range.commits.length], ['forward', false, 2, 1]);
    assert.match(range.notes.join(' '), /1 of 2 commits were read/);
  });

  it('is not at hand when a commit is missing, or the SHA names something else', async () => {
    const repository = makeRepository({ base: { files: { a: 'a' } }, top: { parents: ['base'] } });
    const base = repository.sha('base');
    const tree = repository.sha(git(repository.root, ['rev-parse', 'base^{tree}']).trim());
    git(repository.root, ['tag', '-a', '-m', 'x', 'release', 'base']);
    const tag = repository.sha(git(repository.root, ['rev-parse', 'release']).trim());
    const history = await historyOf(repository.root);
    for (const other of [missingSha, tree, tag, repository.sha('f'.repeat(64))]) {
      assert.equal(await history.has([base, other]), false);
      assert.equal(await history.has([other]), false);
      for (const [from, to] of [
        [base, other],
        [other, base],
        [other, other],
      ] as const) {
        await assert.rejects(history.range(from, to), { name: 'HumanError', kind: 'not-found' });
        await assert.rejects(history.changedFiles(from, to), { name: 'HumanError', kind: 'not-found' });
      }
    }
  });
});
