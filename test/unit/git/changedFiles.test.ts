import assert from 'node:assert/strict';

import type { BlobText, ChangedFile } from '../../../src/core/history';
import type { Sha } from '../../../src/core/sha';
import { git, historyOf, makeRepository, missingSha, removeScratchFolders } from './scratchRepository';

function outline(files: readonly ChangedFile[]): string[] {
  return files.map(({ path, status, isFile }) => `${status} ${path}${isFile ? '' : ' (no file)'}`);
}

describe('the files that differ between two commits', () => {
  afterEach(removeScratchFolders);

  it('are those of the end trees, whatever happened in between, renames as two', async () => {
    const repository = makeRepository({
      base: { files: { 'a/keep': '1', 'a/edit': '1', 'a/drop': '1', 'a/move': 'long enough to be a rename' } },
      mid: { parents: ['base'], files: { 'b/passing': '1', 'a/edit': '2' } },
      top: {
        parents: ['mid'],
        files: {
          'b/passing': null,
          'a/edit': '3',
          'a/drop': null,
          'a/move': null,
          'c/move': 'long enough to be a rename',
        },
      },
    });
    const history = await historyOf(repository.root);
    const forward = await history.changedFiles(repository.sha('base'), repository.sha('top'));
    assert.deepEqual(outline(forward.files), ['deleted a/drop', 'modified a/edit', 'deleted a/move', 'added c/move']);
    assert.deepEqual([forward.complete, forward.notes], [true, []]);
    const [drop, edit, , added] = forward.files;
    assert.equal(drop?.newBlob, null);
    assert.equal(added?.oldBlob, null);
    const blobs = [edit?.oldBlob, edit?.newBlob].flatMap((blob) => blob ?? []);
    assert.deepEqual(await history.readBlobs(blobs, 10), [
      { state: 'text', text: '1' },
      { state: 'text', text: '3' },
    ]);
    const back = await history.changedFiles(repository.sha('top'), repository.sha('base'));
    assert.deepEqual(outline(back.files), ['added a/drop', 'modified a/edit', 'added a/move', 'deleted c/move']);
    const none = await history.changedFiles(repository.sha('top'), repository.sha('top'));
    assert.deepEqual(none, { files: [], complete: true, notes: [] });
  });

  it('are told apart from links and submodules', async () => {
    const repository = makeRepository({
      base: { files: { becomesLink: 'x', tool: 'x' } },
      top: {
        parents: ['base'],
        raw: [
          'M 120000 inline becomesLink\ndata 4\nelse',
          'M 120000 inline link\ndata 4\nelse',
          `M 160000 ${missingSha} module`,
          'M 100755 inline tool\ndata 1\nx',
        ].join('\n'),
      },
    });
    const { files } = await (
      await historyOf(repository.root)
    ).changedFiles(repository.sha('base'), repository.sha('top'));
    assert.deepEqual(outline(files), [
      'modified becomesLink (no file)',
      'added link (no file)',
      'added module (no file)',
      'modified tool',
    ]);
  });

  it('keep paths with any characters, and mark bytes that mean nothing', async () => {
    const paths = [
      'line\nfeed',
      'quo"te',
      'tab\there',
      ' space ',
      ':100644 100644 M',
      'ünïcode ☃',
      '\u0001\u001B[31m',
      'back\\slash',
    ];
    const repository = makeRepository({
      base: {},
      top: {
        parents: ['base'],
        files: Object.fromEntries(paths.map((path) => [path, 'x'])),
        raw: 'M 100644 inline "bytes\\377\\376"\ndata 1\nx',
      },
    });
    const { files } = await (
      await historyOf(repository.root)
    ).changedFiles(repository.sha('base'), repository.sha('top'));
    assert.deepEqual(new Set(files.map(({ path }) => path)), new Set([...paths, 'bytes\uFFFD\uFFFD']));
  });

  it('say that they are not all when there are too many', async () => {
    const many = Object.fromEntries(Array.from({ length: 3000 }, (_, index) => [`folder/${index}`, 'x']));
    const repository = makeRepository({ base: {}, top: { parents: ['base'], files: many } });
    const history = await historyOf(repository.root, { limits: { maxBytes: 150_000 } });
    const changed = await history.changedFiles(repository.sha('base'), repository.sha('top'));
    assert.equal(changed.complete, false);
    assert.ok(changed.files.length > 0 && changed.files.length < 3000);
    assert.match(changed.notes.join(' '), new RegExp(`only the first ${changed.files.length} files`));
  });
});

describe('the contents of blobs', () => {
  afterEach(removeScratchFolders);

  async function read(contents: readonly (string | Buffer)[], limit: number): Promise<readonly BlobText[]> {
    const repository = makeRepository({ base: {} });
    const blobs = contents.map((content) =>
      repository.sha(git(repository.root, ['hash-object', '-w', '--stdin'], content).trim()),
    );
    return (await historyOf(repository.root)).readBlobs(blobs, limit);
  }

  it('are texts, byte order marks and line ends as they are, bytes that mean nothing marked', async () => {
    const texts = ['plain\n', '', '\uFEFFmark', 'a\r\nb', 'no blob\n\nfeed', 'é'.repeat(70_000)];
    assert.deepEqual(
      await read(texts, 1_000_000),
      texts.map((text) => ({ state: 'text', text })),
    );
    assert.deepEqual(await read([Buffer.from([0x61, 0xff])], 100), [{ state: 'text', text: 'a\uFFFD' }]);
  });

  it('are binary by git’s rule: a NUL among the first 8,000 bytes', async () => {
    const early = Buffer.from(`${'x'.repeat(7999)}\0y`);
    const late = Buffer.from(`${'x'.repeat(8000)}\0y`);
    const states = (await read(['\0', early, late], 100_000)).map(({ state }) => state);
    assert.deepEqual(states, ['binary', 'binary', 'text']);
  });

  it('are not read over the limit', async () => {
    assert.deepEqual(await read(['1234', '12345'], 4), [
      { state: 'text', text: '1234' },
      { state: 'too-large', bytes: 5 },
    ]);
  });

  it('are missing where there is no blob; the order and repetitions are those asked for', async () => {
    const repository = makeRepository({ base: { files: { a: 'A', b: 'B' } } });
    const named = (revision: string): Sha => repository.sha(git(repository.root, ['rev-parse', revision]).trim());
    const [a, b] = [named('base:a'), named('base:b')];
    const history = await historyOf(repository.root);
    const texts = await history.readBlobs([b, missingSha, a, b, repository.sha('base'), named('base:')], 10);
    assert.deepEqual(texts, [
      { state: 'text', text: 'B' },
      { state: 'missing' },
      { state: 'text', text: 'A' },
      { state: 'text', text: 'B' },
      { state: 'missing' },
      { state: 'missing' },
    ]);
    assert.deepEqual(await history.readBlobs([], 10), []);
  });
});
