import assert from 'node:assert/strict';
import { planMigrations, readMigrations } from '../../../src/core/highlights/migrations';
import type { Highlights } from '../../../src/core/highlights/model';
import { recoveryOf } from '../../../src/core/recovery';
import { changedFiles, findings, highlights, kinds, only, shaOf, type Change } from './migrationsOf';

const paths = ({ migrations }: Highlights): readonly string[] => migrations.map(({ path }) => path);

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
    assert.deepEqual([migration.status, migration.effect], ['added', 'run']);
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

  it('puts what runs before what was taken out, that before what was edited, and that before what was reworded', () => {
    const found = highlights([
      ['migrations/0001_a.up.sql', 'SELECT 1', '-- note\nSELECT 1'],
      ['migrations/0002_a.up.sql', 'SELECT 1', 'DROP TABLE a'],
      ['migrations/0003_a.up.sql', null, 'SELECT 1'],
      ['migrations/0004_a.up.sql', 'DROP TABLE a', null],
    ]);
    assert.deepEqual(
      found.migrations.map(({ path, effect }) => `${path.slice(11, 15)} ${effect}`),
      ['0003 run', '0004 taken-out', '0002 edited', '0001 reworded'],
    );
  });

  it('says that a migration was edited after it shipped and does not run again, with what it would do', () => {
    const migration = only([['migrations/0001_a.up.sql', 'CREATE TABLE a (b int)', 'DROP TABLE a']]);
    assert.deepEqual([migration.status, migration.effect], ['modified', 'edited']);
    assert.match(findings(migration).join(), /^error: Edited after it shipped/);
    assert.deepEqual(kinds(migration), ['drop-table']);
  });

  describe('edited in comments or layout only', () => {
    const reworded: readonly Change[] = [
      ['migrations/0001_a.up.sql', 'DROP TABLE a', '-- note\ndrop  TABLE /* that one */ a;'],
      [
        'db/migrate/20240101000000_a.rb',
        'class A < ActiveRecord::Migration[7.1]\n  def up\n    drop_table :a\n  end\nend\n',
        '# frozen_string_literal: true\n\nclass A < ActiveRecord::Migration[7.1]\n  def up\n    drop_table :a\n  end\nend\n',
      ],
      [
        'migrations/20240101-a.js',
        "module.exports = { up: (queryInterface) => queryInterface.dropTable('a') }",
        'module.exports = {\n  up: (queryInterface) =>\n    // gone\n    queryInterface.dropTable("a"),\n};',
      ],
    ];
    for (const change of reworded) {
      it(`lists nothing that it does: ${change[0]}`, () => {
        const migration = only([change]);
        assert.deepEqual([migration.effect, migration.operations], ['reworded', []]);
        assert.deepEqual(findings(migration), ['warning: Edited after it shipped, in comments or layout only.']);
      });
    }

    it('is an error where the framework keeps a checksum', () => {
      const migration = only([['db/V1__a.sql', 'SELECT 1', '-- note\nSELECT 1']]);
      assert.equal(migration.effect, 'edited');
      assert.match(findings(migration).join(), /^error: .*checksum/);
    });

    it('is not said of comments that a tool or a database acts on', () => {
      for (const [before, after] of [
        ['-- +goose Up\nSELECT 1;\nSELECT 2;', '-- +goose Up\nSELECT 1;\n-- +goose Down\nSELECT 2;'],
        ['-- +goose Up\nSELECT 1;', '-- +goose NO TRANSACTION\n-- +goose Up\nSELECT 1;'],
        ['-- +goose Up\nSELECT 1; /* DROP TABLE `a` */', '-- +goose Up\nSELECT 1; /*!40000 DROP TABLE `a` */'],
      ] as const) {
        assert.equal(only([['migrations/0001_a.sql', before, after]]).effect, 'edited', after);
      }
    });

    it('is not said where what takes it back was edited', () => {
      const text = (back: string): string =>
        `class A < B\n  def up\n    drop_table :a\n  end\n  def down\n    ${back}\n  end\nend`;
      const path = 'db/migrate/20240101000000_a.rb';
      const migration = only([[path, text('create_table :a'), text('raise Irreversible')]]);
      assert.equal(migration.effect, 'edited');
      assert.match(
        findings(migration).join(),
        /^warning: Edited after it shipped, but not in what it does when it goes/,
      );
    });
  });

  it('runs a repeatable migration that was edited, and finds nothing wrong with that', () => {
    const migration = only([['db/R__v.sql', 'SELECT 1', 'DELETE FROM a']]);
    assert.deepEqual([migration.effect, migration.findings, kinds(migration)], ['run', [], ['delete-rows']]);
    assert.equal(only([['db/R__v.sql', 'SELECT 1', '-- note\nSELECT 1']]).effect, 'run');
  });

  it('says that a migration was removed and lists what it did', () => {
    const migration = only([['migrations/0001_a.up.sql', 'DROP TABLE a; SELECT 1', null]]);
    assert.deepEqual([migration.status, migration.effect], ['deleted', 'taken-out']);
    assert.deepEqual(kinds(migration), ['drop-table', 'query']);
    assert.deepEqual(findings(migration), ['warning: Removed: a database that has run it keeps its effects.']);
  });

  it('says where a migration went that is kept beside, and that nothing of it is undone', () => {
    const found = highlights([
      ['db/migrate/20240101000000_a.rb', 'drop_table :a', null],
      ['db/old_migrations/20240101000000_a.rb', null, 'drop_table :a'],
    ]);
    const [migration] = found.migrations;
    assert.ok(migration);
    assert.deepEqual([migration.effect, kinds(migration)], ['taken-out', []]);
    assert.deepEqual(findings(migration), [
      'note: Moved to db/old_migrations/20240101000000_a.rb, where its tool does not look: a database that has run it keeps its effects, and a new one does not get them from here.',
    ]);
    assert.equal(recoveryOf(found, 'forward').verdict, 'roll-back');
  });

  it('shows of a program that is not read where its code begins', () => {
    const text = [
      '// Copyright',
      '/*',
      ' * Licence',
      ' */',
      'package migrations',
      '',
      'import (',
      '\t"database/sql"',
      ')',
      '',
      'func up(tx *sql.Tx) error {',
      '\treturn nil',
      '}',
    ].join('\n');
    const [operation] = only([['migrations/20240101000000_a.go', null, text]]).operations;
    assert.deepEqual(
      [operation?.line, operation?.text.slice(0, 12), operation?.summary],
      [11, 'func up(tx *', 'Is a program, which is not read here: counts as irreversible until someone has looked.'],
    );
  });

  it('does not know what a removed migration did that cannot be read', () => {
    const path = 'db/migrate/20240101000000_a.rb';
    const [migration] = highlights([[path, 'x', null]], { [path]: { state: 'missing' } }).migrations;
    assert.deepEqual([migration?.effect, migration?.operations[0]?.kind], ['taken-out', 'not-understood']);
  });

  it('warns of an enum value, which cannot be removed again, where it is added', () => {
    const path = 'migrations/0001_a.up.sql';
    const sql = "ALTER TYPE mood ADD VALUE 'calm'";
    const migration = only([[path, null, sql]]);
    assert.deepEqual(findings(migration), ['warning: Adds an enum value, which Postgres cannot remove again.']);
    assert.equal(migration.operations[0]?.destructive, false);
    assert.doesNotMatch(findings(only([[path, sql, null]])).join(), /enum/);
  });

  it('takes a deletion and an addition of the same content for a renaming', () => {
    const migration = only([
      ['app/migrations/0001_a.py', 'class Migration(x):\n    operations = []', null],
      ['app/migrations/0002_a.py', null, 'class Migration(x):\n    operations = []'],
    ]);
    assert.equal(migration.status, 'renamed');
    assert.equal(migration.previousPath, 'app/migrations/0001_a.py');
    assert.equal(migration.effect, 'run');
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

  it('does not run again what was renamed and is still known to its framework', () => {
    const python = "revision = 'a1'\ndown_revision = None\ndef upgrade():\n    op.drop_table('a')\n";
    for (const [from, to, text] of [
      ['db/migrate/20240101000000_a.rb', 'db/migrate/20240101000000_b.rb', 'class A; def up; drop_table :a; end; end'],
      ['alembic/versions/a1_old.py', 'alembic/versions/a1_new.py', python],
    ] as const) {
      const migration = only([
        [from, text, null],
        [to, null, text],
      ]);
      assert.deepEqual([migration.status, migration.effect], ['renamed', 'edited'], to);
      assert.match(findings(migration).join(), /^warning: Renamed from .*knows it/, to);
    }
  });

  it('runs what was renamed and is known by its name', () => {
    const text = '<databaseChangeLog><changeSet id="1" author="me"/></databaseChangeLog>';
    for (const [from, to, content] of [
      ['db/R__a.sql', 'db/R__b.sql', 'SELECT 1'],
      ['db/changelog/a.xml', 'db/changelog/b.xml', text],
    ] as const) {
      const migration = only([
        [from, content, null],
        [to, null, content],
      ]);
      assert.equal(migration.effect, 'run', to);
    }
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

  it('takes an undo without a database for that of each database that has none of its own', () => {
    const found = highlights([
      ['migrations/1_a.mysql.up.sql', null, 'CREATE TABLE a (b int)'],
      ['migrations/1_a.sqlite.up.sql', null, 'CREATE TABLE a (b int)'],
      ['migrations/1_a.sqlite.down.sql', null, 'DROP TABLE a'],
      ['migrations/1_a.down.sql', null, 'DROP TABLE a'],
      ['migrations/2_b.up.sql', null, 'CREATE TABLE b (b int)'],
    ]);
    assert.deepEqual(
      found.migrations.map(({ path, framework, down }) => [path, framework, down?.path]),
      [
        ['migrations/1_a.mysql.up.sql', 'pop', 'migrations/1_a.down.sql'],
        ['migrations/1_a.sqlite.up.sql', 'pop', 'migrations/1_a.sqlite.down.sql'],
        ['migrations/2_b.up.sql', 'pop', null],
      ],
    );
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
