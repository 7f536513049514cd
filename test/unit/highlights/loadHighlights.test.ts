import assert from 'node:assert/strict';
import { HumanError } from '../../../src/core/errors';
import type { DialectReader, SqlRequest } from '../../../src/core/highlights/readers';
import { postgres, readersWith } from './inProcessReaders';
import type { Change } from './migrationsOf';
import { load, only, type Files, type TwoCommits } from './twoCommits';

const prisma = { 'prisma/migrations/migration_lock.toml': 'provider = "postgresql"\n' };
const widen: Change = [
  'prisma/migrations/20260102000000_b/migration.sql',
  null,
  'ALTER TABLE users ALTER COLUMN name TYPE varchar(80);',
];
const created = { 'prisma/migrations/20260101000000_a/migration.sql': 'CREATE TABLE users (name varchar(50));' };

/** A reader that remembers what it was asked. */
function listening(): { readonly asked: SqlRequest[]; readonly reader: DialectReader } {
  const asked: SqlRequest[] = [];
  const reader: DialectReader = {
    read: (request, signal) => {
      asked.push(request);
      return postgres.read(request, signal);
    },
  };
  return { asked, reader };
}

describe('the migrations of a range, read by grammars', () => {
  it('know the old type of a column from the migrations of the base', async () => {
    const migration = await only([widen], { stays: { ...prisma, ...created } });
    assert.deepEqual([migration.read, migration.dialect], ['grammar', 'postgres']);
    const [operation] = migration.operations;
    assert.deepEqual([operation?.kind, operation?.rewrites, operation?.loses], ['widen-column', false, false]);
    assert.deepEqual(operation?.locks, [{ table: 'users', mode: 'AccessExclusiveLock' }]);
    const blind = await only([widen], { stays: prisma });
    assert.deepEqual([blind.operations[0]?.rewrites, blind.operations[0]?.loses], [null, null]);
  });

  it('are read in the order in which they run, each on what those before it made', async () => {
    const { migrations } = await load(
      [
        ['prisma/migrations/20260103000000_c/migration.sql', null, 'CREATE INDEX i ON notes (at);'],
        ['prisma/migrations/20260102000000_b/migration.sql', null, 'CREATE TABLE notes (at timestamptz);'],
      ],
      { stays: prisma },
    );
    assert.deepEqual(
      migrations.map(({ operations }) => operations.map(({ kind, buildsIndex }) => [kind, buildsIndex])),
      [[['create-table', false]], [['create-index', false]]],
    );
  });

  it('compare what takes them back with what they do', async () => {
    const up = 'CREATE TABLE a (id bigint);\nCREATE TABLE b (id bigint);';
    const migration = await only(
      [
        ['migrations/20260101_x/up.sql', null, up],
        ['migrations/20260101_x/down.sql', null, 'DROP TABLE b;'],
      ],
      { stays: { 'diesel.toml': '', '.env.example': 'DATABASE_URL=postgres://localhost/x\n' } },
    );
    assert.deepEqual(migration.down, { exists: true, path: 'migrations/20260101_x/down.sql' });
    assert.equal(migration.reversal?.reversible, false);
    assert.match(migration.reversal.reason, /table a/);
  });

  it('find what takes them back in their own file', async () => {
    const text = '-- +goose Up\nCREATE TABLE jsonb_notes (x jsonb);\n-- +goose Down\nDROP TABLE jsonb_notes;\n';
    const migration = await only([['db/migrations/0001_a.sql', null, text]]);
    assert.deepEqual([migration.down, migration.reversal?.reversible], [{ exists: true, path: null }, true]);
    assert.deepEqual(
      migration.operations.map(({ kind }) => kind),
      ['create-table'],
    );
  });

  it('take the database from what the migrations of the base say, where nothing else tells', async () => {
    const stays = {
      'db/migrations/0001_a.sql': 'CREATE TABLE a (x jsonb);',
      'db/migrations/0002_b.sql': 'CREATE INDEX CONCURRENTLY i ON a (x);',
    };
    const migration = await only([['db/migrations/0003_c.sql', null, 'ALTER TABLE a ADD COLUMN age int;']], { stays });
    assert.deepEqual(migration.dialect, 'postgres');
  });

  it('tell the databases of one folder apart by the names of its files', async () => {
    const stays = {
      'sql/migrations/1_a.postgres.up.sql': 'CREATE TABLE a (x varchar(9));',
      'sql/migrations/1_a.sqlite.up.sql': 'CREATE TABLE a (x text, y int PRIMARY KEY AUTOINCREMENT);',
    };
    const { migrations } = await load(
      [
        ['sql/migrations/2_b.postgres.up.sql', null, 'ALTER TABLE a ALTER COLUMN x TYPE varchar(20);'],
        ['sql/migrations/2_b.sqlite.up.sql', null, 'DROP TABLE a;'],
      ],
      { stays },
    );
    assert.deepEqual(
      migrations.map(({ dialect, operations }) => [dialect, operations[0]?.kind]),
      [
        ['sqlite', 'drop-table'],
        ['postgres', 'widen-column'],
      ],
    );
  });

  it('do not speak of locks when the database is not known', async () => {
    const migration = await only([['db/migrations/0001_a.sql', null, 'ALTER TABLE users ADD COLUMN age int;']]);
    const [operation] = migration.operations;
    assert.deepEqual([migration.dialect, migration.read, operation?.locks], [null, 'grammar', null]);
    assert.deepEqual([operation?.backwardCompatible, operation?.phase], [true, 'expand']);
    assert.deepEqual(migration.findings, []);
  });

  it('are read by their words, and say so, when the database is not known and it is not all Postgres', async () => {
    const migration = await only([['db/migrations/0001_a.sql', null, 'ALTER TABLE users ADD (age NUMBER(3));']]);
    assert.equal(migration.read, 'words');
    assert.match(migration.readBecause ?? '', /database is not known/);
  });

  for (const [why, reader] of [
    ['no worker', { read: () => Promise.resolve({ state: 'unavailable' as const, reason: 'no worker.' }) }],
    [
      'too long',
      {
        read: () =>
          Promise.resolve({ state: 'read' as const, results: [{ state: 'unread' as const, reason: 'too long' }] }),
      },
    ],
    ['broken pipe', { read: () => Promise.reject(new Error('broken pipe')) }],
  ] as const) {
    it(`are read by their words, and say so, when the reader does not: ${why}`, async () => {
      const migration = await only([widen], { stays: prisma, readers: readersWith(reader) });
      assert.deepEqual([migration.read, migration.readBecause, migration.dialect], ['words', why, 'postgres']);
      assert.deepEqual(
        migration.operations.map(({ kind }) => kind),
        ['change-column'],
      );
    });
  }

  it('say which database there is no grammar for', async () => {
    const changes: readonly Change[] = [['db/migrations/0001_a.sql', null, 'CREATE TABLE [dbo].[a] (n NVARCHAR(9));']];
    const migration = await only(changes);
    assert.deepEqual(
      [migration.dialect, migration.readBecause],
      ['sqlserver', 'there is no grammar for SQL Server here'],
    );
  });

  it('do without what is only asked to be surer', async () => {
    const failing = (history: TwoCommits): void => {
      history.listing = () => {
        throw new HumanError('refused', 'GitHub does not list every file.');
      };
    };
    const { complete, migrations } = await load(
      [['db/postgres/migrations/0001_a.sql', null, 'ALTER TABLE users ADD age int;']],
      { prepare: failing },
    );
    assert.deepEqual([complete, migrations[0]?.read], [true, 'grammar']);
  });

  it('ask for no more than forty texts of the base where each takes a request', async () => {
    const earlier = (times: number): Files =>
      Object.fromEntries(
        Array.from({ length: times }, (_, at) => [
          `db/pgsql/migrations/${String(at).padStart(4, '0')}_a.sql`,
          `CREATE TABLE t${at} (id int);`,
        ]),
      );
    const baseOf = async (times: number): Promise<number | undefined> => {
      const { asked, reader } = listening();
      const prepare = (history: TwoCommits): void => {
        history.source = 'api';
      };
      const changes: readonly Change[] = [['db/pgsql/migrations/9999_z.sql', null, 'DROP TABLE t1;']];
      await load(changes, { stays: earlier(times), readers: readersWith(reader), prepare });
      return asked[0]?.base.length;
    };
    assert.deepEqual([await baseOf(40), await baseOf(41)], [40, 0]);
  });

  it('stop when they are given up', async () => {
    const stop = new AbortController();
    const reader: DialectReader = {
      read: (_request, signal) => {
        stop.abort(new Error('given up'));
        return Promise.reject(signal?.reason as Error);
      },
    };
    await assert.rejects(
      load([widen], { stays: prisma, readers: readersWith(reader), signal: stop.signal }),
      /given up/,
    );
  });

  it('say that a number is below one that has shipped, where the tool does not simply run it', async () => {
    const shipped = { 'db/postgres/0007_b.up.sql': 'SELECT 1;', 'prisma/migrations/9_z/migration.sql': 'SELECT 1;' };
    const { migrations } = await load(
      [
        ['db/postgres/0006_a.up.sql', null, 'CREATE TABLE a (id int);'],
        ['db/postgres/0008_c.up.sql', null, 'CREATE TABLE c (id int);'],
        ['prisma/migrations/8_y/migration.sql', null, 'CREATE TABLE y (id int);'],
      ],
      { stays: shipped },
    );
    assert.deepEqual(
      migrations.flatMap(({ path, findings }) =>
        findings
          .filter(({ rule }) => rule === 'out-of-order')
          .map(({ severity, message }) => [path, severity, message]),
      ),
      [
        [
          'db/postgres/0006_a.up.sql',
          'error',
          'Its number is below that of 0007_b.up.sql, which has shipped. ' +
            'golang-migrate remembers only the last number, and never runs it where that one has run.',
        ],
      ],
    );
  });

  it('start no reader without a migration', async () => {
    const { asked, reader } = listening();
    await load([['src/a.ts', 'x', 'y']], { readers: readersWith(reader) });
    assert.deepEqual(asked, []);
  });
});
