import assert from 'node:assert/strict';
import { historyOf, makeRepository, missingSha, removeScratchFolders } from './scratchRepository';

describe('the files of a commit at some paths', () => {
  afterEach(removeScratchFolders);

  it('are those that stand there or below, without links, and nothing for what is not there', async () => {
    const repository = makeRepository({
      base: {
        files: { 'db/migrate/1.sql': '1', 'db/migrate/deep/2.sql': '2', 'db/x.sql': '3', '[a]/b': '4', top: '5' },
        raw: 'M 120000 inline db/migrate/link\ndata 1\nx',
      },
      top: { parents: ['base'], files: { 'db/migrate/1.sql': 'changed', 'db/migrate/3.sql': 'new' } },
    });
    const history = await historyOf(repository.root);
    const base = repository.sha('base');
    const paths = async (...asked: readonly string[]): Promise<readonly string[]> =>
      (await history.listFiles(base, asked)).map(({ path }) => path);
    assert.deepEqual(await paths('db/migrate'), ['db/migrate/1.sql', 'db/migrate/deep/2.sql']);
    assert.deepEqual(await paths('top', 'nowhere', '[a]'), ['[a]/b', 'top']);
    assert.deepEqual(await paths('*', 'db/migrate/*.sql', '--help', '../x', '/etc', ':(top)db'), []);
    assert.equal((await paths('')).length, 5);
    assert.deepEqual(await paths(), []);
    const [first] = await history.listFiles(base, ['db/migrate/1.sql']);
    assert.ok(first);
    assert.deepEqual(await history.readBlobs([first.blob], 10), [{ state: 'text', text: '1' }]);
  });

  it('are not known of a commit that is not there', async () => {
    const repository = makeRepository({ base: { files: { a: '1' } } });
    const history = await historyOf(repository.root);
    await assert.rejects(history.listFiles(missingSha, ['a']), { kind: 'not-found' });
  });
});
