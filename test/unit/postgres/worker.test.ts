import type { SqlInput } from '../../../src/core/highlights/readers';
import assert from 'node:assert/strict';
import { copyFile, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { build } from 'esbuild';
import type { PostgresRequest } from '../../../src/core/highlights/postgres/reader';
import { PostgresWorkerReader } from '../../../src/grammars/postgresWorkerReader';
import type { WorkerOptions } from '../../../src/grammars/workerReader';

function migration(text: string): SqlInput {
  return { text, sections: 'none', transaction: 'one', down: null };
}

function request(...texts: readonly string[]): PostgresRequest {
  return { base: [], migrations: texts.map(migration), version: null };
}

describe('The reader in a worker', function () {
  this.timeout(30_000);
  let folder: string;
  let real: string;
  const readers: PostgresWorkerReader[] = [];

  function reader(options: WorkerOptions): PostgresWorkerReader {
    const made = new PostgresWorkerReader(options);
    readers.push(made);
    return made;
  }

  /** A worker that does what a text says. */
  async function fake(): Promise<string> {
    const file = join(folder, 'fake.cjs');
    await writeFile(
      file,
      `const { parentPort } = require('node:worker_threads');
      parentPort.on('message', ({ request, skipped }) => {
        for (const [at, { text }] of request.migrations.entries()) {
          if (skipped.includes(at)) continue;
          parentPort.postMessage({ type: 'begin', at });
          if (text === 'hang') for (;;);
          if (text === 'crash') process.exit(3);
          if (text === 'throw') throw new Error('broken');
          parentPort.postMessage({ type: 'result', at, result: { state: 'unread', reason: 'read ' + text } });
        }
        parentPort.postMessage({ type: 'done' });
      });`,
    );
    return file;
  }

  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'postgres-worker-'));
    real = join(folder, 'postgresWorker.cjs');
    await build({
      entryPoints: ['src/grammars/postgresWorker.ts'],
      outfile: real,
      bundle: true,
      platform: 'node',
      format: 'cjs',
      logLevel: 'error',
    });
    const wasm = createRequire(import.meta.url).resolve('libpg-query/wasm/libpg-query.wasm');
    await copyFile(wasm, join(folder, 'libpg-query.wasm'));
  });
  afterEach(() => Promise.all(readers.splice(0).map((each) => each.dispose())));
  after(() => rm(folder, { recursive: true }));

  it('reads migrations in their order, one against the other', async () => {
    const answer = await reader({ file: real }).read({
      base: [{ text: 'CREATE TABLE a (id int, b varchar(5))', sections: 'none' }],
      migrations: [
        migration('ALTER TABLE a ALTER b TYPE varchar(9)'),
        migration('ALTER TABLE a ALTER b TYPE varchar(6)'),
      ],
      version: null,
    });
    assert.equal(answer.state, 'read');
    const rewrites = answer.results.map((each) => each.state === 'read' && each.migration.operations[0]?.rewrites);
    assert.deepEqual(rewrites, [false, true]);
  });

  it('reads one request after the other in the same worker', async () => {
    const own = reader({ file: real });
    const answers = await Promise.all([own.read(request('SELECT 1')), own.read(request('DROP TABLE a', 'SELECT 2'))]);
    const last = await own.read(request('SELECT 3'));
    assert.deepEqual(
      [...answers, last].map((each) => each.state === 'read' && each.results.map(({ state }) => state)),
      [['read'], ['read', 'read'], ['read']],
    );
  });

  it('compares the part that takes a migration back', async () => {
    const text = '-- migrate:up\nCREATE TABLE a ();\n-- migrate:down\nDROP TABLE a;\n';
    const answer = await reader({ file: real }).read({
      base: [],
      migrations: [{ text, sections: 'dbmate', transaction: 'one', down: null }],
      version: null,
    });
    assert.equal(answer.state, 'read');
    const [result] = answer.results;
    assert.equal(result?.state === 'read' && result.reversal?.reversible, true);
  });

  it('says that it is unavailable when its files are missing', async () => {
    assert.equal((await reader({ file: join(folder, 'none.cjs') }).read(request('SELECT 1'))).state, 'unavailable');
    const alone = await mkdtemp(join(folder, 'alone-'));
    await copyFile(real, join(alone, 'worker.cjs'));
    const answer = await reader({ file: join(alone, 'worker.cjs') }).read(request('SELECT 1'));
    assert.equal(answer.state, 'unavailable');
    assert.match(answer.reason, /libpg-query\.wasm/);
  });

  it('gives up a text that takes too long or breaks it, and reads the others', async () => {
    const answer = await reader({ file: await fake(), textTimeout: 300 }).read(
      request('a', 'hang', 'b', 'crash', 'throw', 'c'),
    );
    assert.equal(answer.state, 'read');
    const reasons = answer.results.map((each) => (each.state === 'unread' ? each.reason : ''));
    assert.equal(reasons[0], 'read a');
    assert.match(reasons[1] ?? '', /more than 300 ms/);
    assert.match(reasons[3] ?? '', /ended \(3\)/);
    assert.match(reasons[4] ?? '', /broken/);
    assert.equal(reasons[5], 'read c');
  });

  it('stops when it is told to, and reads again afterwards', async () => {
    const own = reader({ file: await fake() });
    const abort = new AbortController();
    const stopped = own.read(request('hang'), abort.signal);
    const next = own.read(request('a'));
    abort.abort(new Error('enough'));
    await assert.rejects(stopped, /enough/);
    assert.equal((await next).state, 'read');
  });

  it('does not read a text that is too long', async () => {
    const answer = await reader({ file: await fake(), maxLength: 10 }).read(request('a', 'x'.repeat(11)));
    assert.equal(answer.state, 'read');
    assert.deepEqual(answer.results[1], { state: 'unread', reason: 'It is too long.' });
  });

  it('reads again after it was idle', async () => {
    const own = reader({ file: await fake(), idleTimeout: 1 });
    assert.equal((await own.read(request('a'))).state, 'read');
    await new Promise((resolve) => setTimeout(resolve, 20));
    assert.equal((await own.read(request('a'))).state, 'read');
  });
});
