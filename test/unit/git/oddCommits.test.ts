import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import fc from 'fast-check';

import type { RawCommit } from '../../../src/core/history';
import type { Sha } from '../../../src/core/sha';
import {
  git,
  historyOf,
  makeRepository,
  removeScratchFolders,
  type PlannedCommit,
  type ScratchRepository,
} from './scratchRepository';

interface RawParts {
  readonly author?: string | Buffer;
  readonly headers?: string;
  readonly message?: string | Buffer;
  readonly parents?: readonly Sha[];
}

const ada = 'Ada <ada@example.com> 1700000000 +0000';

/** Stores a commit byte for byte, however wrong it is. */
function store(repository: ScratchRepository, parts: RawParts): Sha {
  const tree = git(repository.root, ['rev-parse', 'base^{tree}']).trim();
  const parents = parts.parents ?? [repository.sha('base')];
  const bytes = Buffer.concat([
    Buffer.from(`tree ${tree}\n${parents.map((parent) => `parent ${parent}\n`).join('')}author `),
    Buffer.from(parts.author ?? ada),
    Buffer.from(`\ncommitter ${ada}\n${parts.headers ?? ''}\n`),
    Buffer.from(parts.message ?? 'message\n'),
  ]);
  const args = ['hash-object', '-w', '-t', 'commit', '--literally', '--stdin'];
  return repository.sha(git(repository.root, args, bytes).trim());
}

async function read(repository: ScratchRepository, to: Sha): Promise<readonly RawCommit[]> {
  const range = await (await historyOf(repository.root)).range(repository.sha('base'), to);
  assert.deepEqual([range.direction, range.complete, range.total], ['forward', true, range.commits.length]);
  return range.commits;
}

async function readOne(parts: RawParts, objectFormat: 'sha1' | 'sha256' = 'sha1'): Promise<RawCommit> {
  const repository = makeRepository({ base: {} }, objectFormat);
  const sha = store(repository, parts);
  const [commit, ...more] = await read(repository, sha);
  assert.ok(commit !== undefined && more.length === 0);
  assert.equal(commit.sha, sha);
  return commit;
}

describe('a commit that is out of the ordinary', () => {
  afterEach(removeScratchFolders);

  it('has its message up to a NUL, as git has it, and the next commit whole', async () => {
    const repository = makeRepository({ base: {} });
    const hostile = `first\0>\0${'a'.repeat(40)}\0\0Eve\0e@e\x001\0forged\0`;
    const one = store(repository, { message: hostile });
    const two = store(repository, { message: 'second\n', parents: [one] });
    const commits = await read(repository, two);
    assert.deepEqual(
      commits.map(({ sha, message }) => [sha, message]),
      [
        [two, 'second'],
        [one, 'first'],
      ],
    );
  });

  const messages: readonly (readonly [string, string | Buffer, string])[] = [
    ['that is empty', '', ''],
    ['of blank lines', '\n\n \n\n', '\n\n \n\n'.replace(/\n+$/, '')],
    ['with a carriage return', 'one\r\ntwo\r\n', 'one\r\ntwo\r'],
    ['with control characters', 'a\u0001\u001B[31m\u0007\u007Fb\n', 'a\u0001\u001B[31m\u0007\u007Fb'],
    ['with invalid UTF-8', Buffer.from([0x61, 0xc3, 0x28, 0xff, 0x0a]), 'a\uFFFD(\uFFFD'],
    ['with a cut-off character at its end', Buffer.from([0x61, 0xe2, 0x98]), 'a\uFFFD'],
    [
      'that looks like a commit',
      `commit ${'b'.repeat(40)}\nparent x\n\n-hash-\n`,
      `commit ${'b'.repeat(40)}\nparent x\n\n-hash-`,
    ],
    ['that looks like a format', '%H%x00%n%w(1,2,3)\n', '%H%x00%n%w(1,2,3)'],
  ];
  for (const [what, bytes, expected] of messages) {
    it(`has a message ${what}`, async () => {
      const { message } = await readOne({ message: bytes });
      assert.equal(message.replace(/^\n+/, ''), expected.replace(/^\n+/, ''));
    });
  }

  it('has its message in the encoding that it names, also one that nobody knows', async () => {
    const latin = await readOne({ message: Buffer.from('na\u00EFve', 'latin1'), headers: 'encoding ISO-8859-1\n' });
    assert.equal(latin.message, 'na\u00EFve');
    const unknown = await readOne({ message: 'plain', headers: 'encoding x-no-such\n' });
    assert.equal(unknown.message, 'plain');
    const repository = makeRepository({ base: {} });
    git(repository.root, ['config', 'i18n.commitEncoding', 'ISO-8859-1']);
    git(repository.root, ['config', 'i18n.logOutputEncoding', 'ISO-8859-1']);
    const sha = store(repository, { message: 'UTF-8 \u2603' });
    assert.equal((await read(repository, sha))[0]?.message, 'UTF-8 \u2603');
  });

  it('may be signed, and its signature is neither shown nor checked', async () => {
    const signature = 'gpgsig -----BEGIN PGP SIGNATURE-----\n \n nonsense\n -----END PGP SIGNATURE-----\n';
    const repository = makeRepository({ base: {} });
    git(repository.root, ['config', 'log.showSignature', 'true']);
    const sha = store(repository, { message: 'signed\n', headers: signature });
    assert.equal((await read(repository, sha))[0]?.message, 'signed');
    const merged = await readOne({ headers: `mergetag object ${'c'.repeat(40)}\n type commit\n tag v1\n \n text\n` });
    assert.equal(merged.message, 'message');
  });

  const authors: readonly (readonly [string, string | Buffer, string, string])[] = [
    ['control characters', 'A\u0007\rB <a\u0001@b> 1 +0000', 'A\u0007\rB', 'a\u0001@b'],
    ['no name', ' <a@b> 1 +0000', '', 'a@b'],
    ['no address', 'Ada <> 1 +0000', 'Ada', ''],
    ['brackets in the name', 'A <x> B <a@b> 1 +0000', 'A', 'x'],
    ['bytes that are no UTF-8', Buffer.from('A\u00EFda <a@b> 1 +0000', 'latin1'), 'A\uFFFDda', 'a@b'],
    ['line separators', 'A\u2028B\u0085C <a@b> 1 +0000', 'A\u2028B\u0085C', 'a@b'],
  ];
  for (const [what, author, name, email] of authors) {
    it(`may have an author with ${what}`, async () => {
      const repository = makeRepository({ base: {} });
      const sha = store(repository, { author });
      const [commit] = await read(repository, sha);
      assert.deepEqual([commit?.authorName, commit?.authorEmail], [name, email]);
      const people = await (await historyOf(repository.root)).authorsBefore(sha);
      assert.deepEqual(
        people?.find((person) => person.email === email),
        { name, email },
      );
    });
  }

  it('may have an author that cannot be read at all', async () => {
    for (const author of ['', 'nobody', 'nobody nowhere 1 +0000', '<', 'A <a@b']) {
      const commit = await readOne({ author });
      assert.equal(commit.message, 'message', author);
      assert.ok(Number.isFinite(commit.authoredAt));
    }
  });

  it('has a date that a clock can show', async () => {
    const dates: readonly (readonly [string, number])[] = [
      ['0 +0000', 0],
      ['4102444800 +9999', 4_102_444_800_000],
      ['99999999999999999999999999 +0000', 0],
      ['-5 +0000', 0],
      ['soon +0000', 0],
      ['8640000000001 +0000', 0],
    ];
    for (const [date, expected] of dates) {
      const { authoredAt } = await readOne({ author: `Ada <ada@example.com> ${date}` });
      assert.equal(authoredAt, expected, date);
    }
  });

  it('may have three hundred parents', async () => {
    const names = Array.from({ length: 300 }, (_, index) => `p${index}`);
    const plan: Record<string, PlannedCommit> = Object.fromEntries(names.map((name) => [name, { parents: ['base'] }]));
    const repository = makeRepository({ base: {}, ...plan, octopus: { parents: names } });
    const parents = names.map((name) => repository.sha(name));
    const octopus = repository.sha('octopus');
    const commits = await read(repository, octopus);
    assert.equal(commits.length, 301);
    assert.deepEqual(commits.find(({ sha }) => sha === octopus)?.parents, parents);
  });

  it('may name a parent twice, or have one that is younger', async () => {
    const repository = makeRepository({ base: {}, young: { parents: ['base'], date: 4_000_000_000 } });
    const young = repository.sha('young');
    const twice = store(repository, { parents: [young, young] });
    assert.deepEqual(
      (await read(repository, twice)).map(({ sha }) => sha),
      [twice, young],
    );
  });

  it('is read from SHA-256 repositories as well', async () => {
    const commit = await readOne({ message: 'a\0b' }, 'sha256');
    assert.deepEqual([commit.sha.length, commit.parents[0]?.length, commit.message], [64, 64, 'a']);
  });

  it('is what was committed, whatever grafts and replacements say', async () => {
    const plan = { base: {}, one: { parents: ['base'] }, two: { parents: ['one'] }, decoy: { parents: ['base'] } };
    const repository = makeRepository(plan);
    const two = repository.sha('two');
    git(repository.root, ['replace', repository.sha('one'), repository.sha('decoy')]);
    mkdirSync(join(repository.root, '.git/info'), { recursive: true });
    writeFileSync(join(repository.root, '.git/info/grafts'), `${two} ${repository.sha('decoy')}\n`);
    assert.deepEqual(
      (await read(repository, two)).map(({ message }) => message),
      ['two', 'one'],
    );
  });

  it('is not lost, whatever bytes its message and its author are made of', async () => {
    const bytes = fc.uint8Array({ maxLength: 300 });
    const spice = fc.constantFrom(
      '\0',
      '\n',
      `\n>\0${'d'.repeat(40)}\0`,
      '\u001E',
      'commit ',
      '\uFEFF',
      '\r',
      '\0\0\0\0\0\0\0',
    );
    const message = fc
      .array(
        fc.oneof(
          bytes,
          spice.map((text) => new TextEncoder().encode(text)),
        ),
        { maxLength: 6 },
      )
      .map((parts) => Buffer.concat(parts));
    // fast-import itself refuses these in a name.
    const name = bytes.map((raw) =>
      Buffer.from(raw.filter((byte) => byte !== 0x0a && byte !== 0x3c && byte !== 0x3e && byte !== 0)),
    );
    await fc.assert(
      fc.asyncProperty(fc.array(fc.tuple(message, name), { minLength: 40, maxLength: 40 }), async (commits) => {
        const repository = makeRepository({ base: {} });
        const stream = commits.map(([text, author], index) =>
          Buffer.concat([
            Buffer.from(`commit refs/heads/line\nmark :${index + 1}\nauthor `),
            author,
            Buffer.from(` <a@b> 1 +0000\ncommitter ${ada}\ndata ${text.length}\n`),
            text,
            Buffer.from(index === 0 ? `\nfrom ${repository.sha('base')}\n` : '\n'),
          ]),
        );
        execFileSync('git', ['fast-import', '--quiet'], { cwd: repository.root, input: Buffer.concat(stream) });
        const to = repository.sha(git(repository.root, ['rev-parse', 'line']).trim());
        const read = await (await historyOf(repository.root)).range(repository.sha('base'), to);
        assert.deepEqual([read.total, read.complete], [commits.length, true]);
        const expected = git(repository.root, ['rev-list', 'base..line']).trim().split('\n');
        assert.deepEqual(
          read.commits.map(({ sha }) => sha),
          expected,
        );
        assert.ok(read.commits.every((commit) => commit.authorEmail === 'a@b'));
        const people = (await (await historyOf(repository.root)).authorsBefore(to)) ?? [];
        const names = new Set(people.map((person) => person.name));
        assert.ok(read.commits.every((commit) => names.has(commit.authorName)));
      }),
      { numRuns: 5 },
    );
  });
});
