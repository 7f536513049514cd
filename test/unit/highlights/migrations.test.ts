import assert from 'node:assert/strict';
import { planMigrations, readMigrations } from '../../../src/core/highlights/migrations';
import type { Highlights, Migration } from '../../../src/core/highlights/model';
import type { BlobText, ChangedFile, ChangedFiles } from '../../../src/core/history';
import { parseSha, type Sha } from '../../../src/core/sha';

/** Content at either end; `null` where the file is not. */
type Change = readonly [path: string, before: string | null, after: string | null];

function shaOf(text: string): Sha {
  let hash = 7n;
  for (const character of text) hash = (hash * 31n + BigInt(character.codePointAt(0) ?? 0)) % 16n ** 40n;
  const sha = parseSha(hash.toString(16).padStart(40, '0'));
  assert.ok(sha);
  return sha;
}

function changedFiles(changes: readonly Change[]): ChangedFiles {
  const files = changes.map(([path, before, after]): ChangedFile => ({
    path,
    status: before === null ? 'added' : after === null ? 'deleted' : 'modified',
    oldBlob: before === null ? null : shaOf(before),
    newBlob: after === null ? null : shaOf(after),
    isFile: true,
  }));
  return { files, complete: true, notes: [] };
}

function highlights(changes: readonly Change[], instead: Readonly<Record<string, BlobText>> = {}): Highlights {
  const plan = planMigrations(changedFiles(changes));
  const texts = changes.flatMap(([path, before, after]) =>
    [before, after]
      .filter((text) => text !== null)
      .map((text) => [shaOf(text), instead[path] ?? { state: 'text', text }] as const),
  );
  return readMigrations(plan, new Map<Sha, BlobText>(texts));
}

function only(changes: readonly Change[]): Migration {
  const { migrations } = highlights(changes);
  assert.equal(migrations.length, 1);
  const [migration] = migrations;
  assert.ok(migration);
  return migration;
}

const paths = ({ migrations }: Highlights): readonly string[] => migrations.map(({ path }) => path);
const findings = ({ findings: all }: Migration): readonly string[] =>
  all.map(({ severity, message }) => `${severity}: ${message}`);

describe('the migrations of a range', () => {
  it('asks for the blobs of possible migrations only, at both ends, each once', () => {
    const plan = planMigrations(
      changedFiles([
        ['src/a.ts', null, 'x'],
        ['migrations/0001_a.up.sql', 'SELECT 1', 'SELECT 2'],
        ['migrations/0002_b.up.sql', null, 'SELECT 2'],
      ]),
    );
    assert.deepEqual([...plan.reads].sort(), [shaOf('SELECT 1'), shaOf('SELECT 2')].sort());
  });

  it('lists an added migration with its operations', () => {
    const migration = only([['migrations/0001_a.up.sql', null, 'DROP TABLE a;']]);
    assert.equal(migration.status, 'added');
    assert.equal(migration.frameworkName, 'golang-migrate');
    assert.deepEqual(migration.findings, []);
    assert.deepEqual(
      migration.operations.map(({ kind }) => kind),
      ['drop-table'],
    );
  });

  it('counts every changed file', () => {
    const found = highlights([
      ['a.ts', null, 'a'],
      ['migrations/0001_a.up.sql', null, 'SELECT 1'],
    ]);
    assert.equal(found.changedFiles, 2);
    assert.equal(found.complete, true);
  });

  it('puts destructive ones first, then goes by number and not by letter', () => {
    const found = highlights([
      ['db/V10__a.sql', null, 'SELECT 1'],
      ['db/R__views.sql', null, 'SELECT 2'],
      ['db/V9__a.sql', null, 'SELECT 3'],
      ['db/V1.10__a.sql', null, 'DROP TABLE a'],
      ['db/V1.9__a.sql', null, 'DROP TABLE b'],
    ]);
    assert.deepEqual(paths(found), [
      'db/V1.9__a.sql',
      'db/V1.10__a.sql',
      'db/V9__a.sql',
      'db/V10__a.sql',
      'db/R__views.sql',
    ]);
  });

  it('puts what could not be told between what certainly destroys and the rest', () => {
    const found = highlights([
      ['db/V1__a.sql', null, 'SELECT 1'],
      ['db/V2__a.sql', null, 'DO $$ BEGIN PERFORM 1; END $$'],
      ['db/V3__a.sql', null, 'DROP TABLE a'],
    ]);
    assert.deepEqual(paths(found), ['db/V3__a.sql', 'db/V2__a.sql', 'db/V1__a.sql']);
  });

  it('orders Diesel by version without its dashes', () => {
    const found = highlights([
      ['migrations/2024-01-03-000000_b/up.sql', null, 'SELECT 1'],
      ['migrations/20240102000000_a/up.sql', null, 'SELECT 2'],
    ]);
    assert.deepEqual(paths(found), ['migrations/20240102000000_a/up.sql', 'migrations/2024-01-03-000000_b/up.sql']);
  });

  it('orders Alembic by the revisions that files name, whatever they are called', () => {
    const text = (revision: string, down: string): string =>
      `revision = '${revision}'\ndown_revision = '${down}'\ndef upgrade():\n    pass\n`;
    const found = highlights([
      ['alembic/versions/a.py', null, text('a', 'b')],
      ['alembic/versions/b.py', null, text('b', 'c')],
      ['alembic/versions/c.py', null, text('c', 'z')],
    ]);
    assert.deepEqual(paths(found), ['alembic/versions/c.py', 'alembic/versions/b.py', 'alembic/versions/a.py']);
  });

  it('says that a migration was edited after it shipped', () => {
    const migration = only([['migrations/0001_a.up.sql', 'CREATE TABLE a (b int)', 'CREATE TABLE a (c int)']]);
    assert.equal(migration.status, 'modified');
    assert.match(findings(migration).join(), /^error: Edited after it shipped/);
  });

  it('only warns when what it does is the same', () => {
    const migration = only([['migrations/0001_a.up.sql', 'SELECT 1', '-- note\nSELECT  1;']]);
    assert.match(findings(migration).join(), /^warning: Edited/);
    const code = only([
      [
        'migrations/20240101-a.js',
        "module.exports = { up: (queryInterface) => queryInterface.addColumn('a', 'b') }",
        'module.exports = {\n  up: (queryInterface) =>\n    queryInterface.addColumn("a", "b"),\n};',
      ],
    ]);
    assert.match(findings(code).join(), /^warning: Edited/);
  });

  it('does not, where the framework keeps a checksum', () => {
    assert.match(findings(only([['db/V1__a.sql', 'SELECT 1', '-- note\nSELECT 1']])).join(), /^error: .*checksum/);
  });

  it('finds nothing wrong with editing a repeatable migration', () => {
    assert.deepEqual(only([['db/R__v.sql', 'SELECT 1', 'SELECT 2']]).findings, []);
  });

  it('says that a migration was removed and lists nothing that will not run', () => {
    const migration = only([['migrations/0001_a.up.sql', 'DROP TABLE a; SELECT 1', null]]);
    assert.equal(migration.status, 'deleted');
    assert.deepEqual(migration.operations, []);
    assert.match(findings(migration).join(), /^warning: Removed: .*2 operations, 1 of them destructive/);
  });

  it('takes a deletion and an addition of the same content for a renaming', () => {
    const migration = only([
      ['app/migrations/0001_a.py', 'class Migration(x):\n    operations = []', null],
      ['app/migrations/0002_a.py', null, 'class Migration(x):\n    operations = []'],
    ]);
    assert.equal(migration.status, 'renamed');
    assert.equal(migration.previousPath, 'app/migrations/0001_a.py');
    assert.match(findings(migration).join(), /^error: Renamed from .*runs it again/);
  });

  it('takes the same number in one folder for a renaming, and says so when it was edited too', () => {
    const migration = only([
      ['db/migrate/20240101000000_a.rb', 'class A; def up; drop_table :a; end; end', null],
      ['db/migrate/20240101000000_b.rb', null, 'class B; def up; drop_table :b; end; end'],
    ]);
    assert.equal(migration.previousPath, 'db/migrate/20240101000000_a.rb');
    assert.deepEqual(
      migration.findings.map(({ severity }) => severity),
      ['error', 'warning'],
    );
  });

  it('does not list the undo of a migration that is listed', () => {
    const found = highlights([
      ['migrations/0001_a.up.sql', null, 'CREATE TABLE a (b int)'],
      ['migrations/0001_a.down.sql', null, 'DROP TABLE a'],
      ['migrations/2024-01-01-000000_c/up.sql', null, 'SELECT 1'],
      ['migrations/2024-01-01-000000_c/down.sql', null, 'DROP TABLE c'],
    ]);
    assert.deepEqual(paths(found), ['migrations/0001_a.up.sql', 'migrations/2024-01-01-000000_c/up.sql']);
  });

  it('lists an undo that is alone, without operations', () => {
    const migration = only([['migrations/0001_a.down.sql', 'DROP TABLE a', 'DROP TABLE b']]);
    assert.deepEqual(migration.operations, []);
    assert.match(findings(migration).join(), /undo of a migration that is not in this range/);
  });

  for (const [state, blob] of [
    ['binary', { state: 'binary' }],
    ['too large', { state: 'too-large', bytes: 9_000_000 }],
    ['missing', { state: 'missing' }],
  ] as const) {
    it(`is not complete when a migration is ${state}`, () => {
      const found = highlights([['db/migrate/20240101000000_a.rb', null, 'x']], {
        'db/migrate/20240101000000_a.rb': blob,
      });
      assert.equal(found.complete, false);
      assert.match(found.notes.join(), /db\/migrate\/20240101000000_a\.rb may be a migration and could not be read/);
      assert.equal(found.migrations[0]?.operations[0]?.kind, 'not-understood');
    });
  }

  it('is not complete when a file that may be a migration could not be read', () => {
    const found = highlights([['migrations/20240101_a.js', null, 'x']], {
      'migrations/20240101_a.js': { state: 'missing' },
    });
    assert.deepEqual([found.complete, found.migrations.length], [false, 0]);
  });

  it('is not complete when a migration is a link', () => {
    const changed = changedFiles([['db/V1__a.sql', null, '../V1__a.sql']]);
    const plan = planMigrations({ ...changed, files: changed.files.map((file) => ({ ...file, isFile: false })) });
    assert.deepEqual(plan.reads, []);
    assert.equal(readMigrations(plan, new Map()).complete, false);
  });

  it('passes on that the changed files are not all known', () => {
    const plan = planMigrations({ files: [], complete: false, notes: ['Only 300 files.'] });
    const found = readMigrations(plan, new Map());
    assert.deepEqual([found.complete, found.notes], [false, ['Only 300 files.']]);
  });

  it('reads SQL through what it is given', () => {
    const plan = planMigrations(changedFiles([['db/V1__a.sql', null, 'x']]));
    const found = readMigrations(plan, new Map([[shaOf('x'), { state: 'text', text: 'x' }]]), () => []);
    assert.deepEqual(found.migrations[0]?.operations, []);
  });
});

describe('a changelog of Liquibase', () => {
  const xml = (...sets: readonly string[]): string =>
    `<?xml version="1.0"?>\n<databaseChangeLog>\n${sets.join('\n')}\n</databaseChangeLog>`;
  const first =
    '<changeSet id="1" author="me"><dropTable tableName="a"/><rollback><dropTable tableName="z"/></rollback></changeSet>';

  it('is read change set by change set', () => {
    const second =
      '<changeSet id="2" author="me">\n<!-- <dropTable/> -->\n<addColumn tableName="b"><column name="c"/></addColumn>\n<sql>\nDELETE FROM d\n</sql></changeSet>';
    const migration = only([['db/changelog/a.xml', null, xml(first, second)]]);
    assert.deepEqual(
      migration.operations.map(({ line, kind, table }) => [line, kind, table]),
      [
        [3, 'drop-table', 'a'],
        [6, 'add-column', 'b'],
        [8, 'delete-rows', 'd'],
      ],
    );
  });

  it('may grow, and then lists what is new', () => {
    const second = '<changeSet id="2" author="me"><renameTable oldTableName="b" newTableName="c"/></changeSet>';
    const migration = only([['db/changelog/a.xml', xml(first), xml(first, second)]]);
    assert.deepEqual(migration.findings, []);
    assert.deepEqual(
      migration.operations.map(({ kind }) => kind),
      ['rename-table'],
    );
  });

  it('must not change or lose what has shipped', () => {
    const edited = first.replace('"a"', '"b"');
    assert.match(
      findings(only([['db/changelog/a.xml', xml(first), xml(edited)]])).join(),
      /error: The change set me:1 was edited/,
    );
    assert.match(
      findings(only([['db/changelog/a.xml', xml(first), `${xml()}<!-- changeSet -->`]])).join(),
      /change set me:1 was removed/,
    );
  });

  it('is read from YAML, JSON and SQL too', () => {
    const yaml = [
      'databaseChangeLog:',
      '  - changeSet:',
      '      id: 1',
      '      author: me',
      '      changes:',
      '        - dropColumn:',
      '            tableName: a',
      '            columnName: b',
      '        - sql:',
      '            sql: DROP TABLE c',
      '      rollback:',
      '        - dropTable:',
      '            tableName: z',
    ].join('\n');
    const json =
      '{"databaseChangeLog": [{"changeSet": {"id": "1", "author": "me", "changes": [\n{"dropTable": {"tableName": "a"}}]}}]}';
    const sql = '--liquibase formatted sql\n--changeset me:1\nDROP TABLE a;\n--rollback CREATE TABLE a;';
    const read = (path: string, text: string): readonly unknown[] =>
      only([[path, null, text]]).operations.map(({ line, kind, table }) => [line, kind, table]);
    assert.deepEqual(read('db/changelog/a.yaml', yaml), [
      [6, 'drop-column', 'a'],
      [10, 'drop-table', 'c'],
    ]);
    assert.deepEqual(read('db/changelog/a.json', json), [[2, 'drop-table', 'a']]);
    assert.deepEqual(read('db/changelog/a.sql', sql), [[3, 'drop-table', 'a']]);
  });
});
