import assert from 'node:assert/strict';
import { MysqlWorkerReader } from '../../../src/grammars/mysql/mysqlWorkerReader';
import { workerFile } from './readMysql';

const request = (...texts: readonly string[]): Parameters<MysqlWorkerReader['read']>[0] => ({
  base: [],
  migrations: texts.map((text) => ({ text, sections: 'none', down: null })),
  server: null,
});

describe('the worker that reads MySQL migrations', function () {
  this.timeout(60_000);

  it('says that there is no grammar when its file is missing', async () => {
    const reader = new MysqlWorkerReader({ file: `${workerFile}.missing` });
    assert.equal((await reader.read(request('SELECT 1'))).state, 'unavailable');
  });

  it('gives up a text that takes too long, and reads the others', async () => {
    const reader = new MysqlWorkerReader({ file: workerFile, textTimeout: 1500 });
    const long = `SELECT ${'('.repeat(60_000)}1${')'.repeat(60_000)}`;
    const slow = `SELECT ${Array.from({ length: 120_000 }, (_each, at) => `a${at}`).join(' + ')}`;
    const answer = await reader.read(request('SELECT 1', long, slow, 'DROP TABLE a'));
    assert.ok(answer.state === 'read');
    const [first, deep, wide, last] = answer.results;
    assert.ok(first?.state === 'read' && last?.state === 'read');
    for (const each of [deep, wide])
      assert.ok(each?.state === 'unread' || (each?.state === 'read' && !each.migration.understood));
    await reader.dispose();
  });

  it('reads no text that is too long', async () => {
    const reader = new MysqlWorkerReader({ file: workerFile, maxLength: 10 });
    const answer = await reader.read(request('SELECT 1', 'SELECT 1 + 1 + 1'));
    assert.deepEqual(answer.state === 'read' && answer.results.map(({ state }) => state), ['read', 'unread']);
    await reader.dispose();
  });

  it('stops when it is told to, and reads the next request', async () => {
    const reader = new MysqlWorkerReader({ file: workerFile });
    const controller = new AbortController();
    const running = reader.read(request('SELECT 1'), controller.signal);
    controller.abort(new Error('enough'));
    await assert.rejects(running, /enough/);
    assert.equal((await reader.read(request('SELECT 1'))).state, 'read');
    await reader.dispose();
  });
});
