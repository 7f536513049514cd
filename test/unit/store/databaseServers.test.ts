import assert from 'node:assert/strict';
import type { BlobText, ChangedFiles } from '../../../src/core/history';
import type { DatabaseServers } from '../../../src/core/highlights/servers';
import type { Sha } from '../../../src/core/sha';
import { ContentsCache } from '../../../src/store/contentsCache';
import { repository } from '../../builders';
import { FakeForge } from '../../fakes/fakeForge';
import { FakeHistory, numbered } from '../../fakes/fakeHistory';
import { readersWith } from '../highlights/inProcessReaders';

/** A clone whose range adds one migration. */
class MigrationHistory extends FakeHistory {
  override changedFiles(): Promise<ChangedFiles> {
    const file = { path: 'db/migration/V2__add.sql', status: 'added' as const, isFile: true };
    return Promise.resolve({ files: [{ ...file, oldBlob: null, newBlob: numbered(102) }], complete: true, notes: [] });
  }

  override readBlobs(blobs: readonly Sha[] = []): Promise<readonly BlobText[]> {
    return Promise.resolve(blobs.map(() => ({ state: 'text', text: 'ALTER TABLE a ADD COLUMN b int;' })));
  }
}

describe('the versions of the database servers', () => {
  it('come from the policy to whoever reads the migrations, which are read anew for others', async () => {
    const asked: (DatabaseServers | undefined)[] = [];
    const grammar = readersWith();
    const range = { from: numbered(1), to: numbered(4) };
    let servers: DatabaseServers | null = null;
    let look = (): void => undefined;
    const silent = (): void => undefined;
    const cache = new ContentsCache(
      {
        findClone: () => Promise.resolve(new MigrationHistory()),
        mayFetch: () => true,
        connect: () => Promise.resolve(new FakeForge()),
        clock: { now: () => 0, pause: () => Promise.resolve() },
        log: { info: silent, warn: silent, error: silent },
        readers: {
          ...grammar,
          forDialect: (dialect, given) => {
            asked.push(given);
            return grammar.forDialect(dialect);
          },
        },
        serversOf: () => servers,
      },
      () => {
        look();
      },
    );
    const read = (): Promise<void> =>
      new Promise((resolve) => {
        look = () => {
          if (cache.get(repository, range).state === 'ready') resolve();
        };
        look();
      });

    await read();
    const unknown = asked.length;
    assert.ok(unknown > 0 && asked.every((each) => each === undefined));
    await read();
    assert.equal(asked.length, unknown);

    servers = { postgres: 14, mysql: null, mariadb: null };
    await read();
    assert.ok(asked.length > unknown);
    const [last] = asked.slice(-1);
    assert.deepEqual(last, servers);
    cache.dispose();
  });
});
