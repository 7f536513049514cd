import assert from 'node:assert/strict';
import { setImmediate } from 'node:timers/promises';
import { createMigrationReaders, grammarFilesBeside } from '../../../src/grammars/migrationReaders';
import type { Change } from './migrationsOf';
import { load } from './twoCommits';

const migrations = Array.from({ length: 40 }, (_each, at): Change => [
  `prisma/migrations/202601010000${10 + at}_a/migration.sql`,
  null,
  `ALTER TABLE posts DROP COLUMN summary_${at};`,
]);
const code: Change = ['src/posts.ts', 'post.summary_1;'.repeat(40_000), 'post.title;'];
const stays = { 'prisma/migrations/migration_lock.toml': 'provider = "postgresql"\n' };

describe('reading the migrations of a range', () => {
  it('lets others have their turn after each file, each migration and some of the code', async () => {
    let pauses = 0;
    const pause = async (): Promise<void> => {
      pauses += 1;
      await setImmediate();
    };
    const { migrations: read } = await load([...migrations, code], { stays, pause });
    assert.equal(read.length, migrations.length);
    assert.ok(pauses >= 4 * migrations.length, String(pauses));
  });

  it('ends at the next pause when it is given up', async () => {
    const stop = new AbortController();
    let pauses = 0;
    const pause = (): Promise<void> => {
      pauses += 1;
      stop.abort(new Error('enough'));
      return Promise.resolve();
    };
    await assert.rejects(load(migrations, { stays, pause, signal: stop.signal }), /enough/);
    assert.equal(pauses, 1);
  });

  it('lets others have their turn between the texts for SQLite, and can be given up there', async () => {
    const reader = createMigrationReaders(grammarFilesBeside(import.meta.url)).forDialect('sqlite');
    const inputs = migrations.map(
      ([, , text]) => ({ text: text ?? '', sections: 'none', transaction: 'one', down: null }) as const,
    );
    const stop = new AbortController();
    const running = reader?.read({ base: [], migrations: inputs }, stop.signal);
    await setImmediate();
    stop.abort(new Error('enough'));
    await assert.rejects(running ?? Promise.resolve(), /enough/);
  });
});
