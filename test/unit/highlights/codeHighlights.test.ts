import assert from 'node:assert/strict';
import type { Migration } from '../../../src/core/highlights/model';
import type { Change } from './migrationsOf';
import { only } from './twoCommits';

describe('migrations in code, read by grammars', () => {
  const rails = { 'config/database.yml': 'default: &default\n  adapter: postgresql\n' };

  it('tell what their calls do to a database in use, on their lines', async () => {
    const text = [
      'class AddIndex < ActiveRecord::Migration[7.1]',
      '  def change',
      '    add_index :users, :email',
      '  end',
      'end',
    ].join('\n');
    const migration = await only([['db/migrate/20260101000000_add_index.rb', null, text]], { stays: rails });
    const [operation] = migration.operations;
    assert.deepEqual([migration.read, migration.dialect, operation?.line], ['grammar', 'postgres', 3]);
    assert.deepEqual(operation?.locks, [{ table: 'users', mode: 'ShareLock' }]);
    assert.ok(migration.findings.some(({ rule, line }) => rule === 'index-not-concurrent' && line === 3));
    assert.deepEqual([migration.down?.exists, migration.reversal?.reversible], [true, true]);
  });

  it('tell what the SQL that they run does, on the line on which it stands', async () => {
    const text = [
      'class Tidy < ActiveRecord::Migration[7.1]',
      '  def up',
      '    add_column :users, :age, :integer',
      '    execute <<~SQL',
      '      CREATE INDEX a ON users (age);',
      '      ALTER TABLE users DROP COLUMN born;',
      '    SQL',
      '  end',
      '  def down; end',
      'end',
    ].join('\n');
    const migration = await only([['db/migrate/20260101000000_tidy.rb', null, text]], { stays: rails });
    assert.deepEqual(
      migration.operations.map(({ kind, line, loses }) => [kind, line, loses]),
      [
        ['add-column', 3, false],
        ['create-index', 5, false],
        ['drop-column', 6, true],
      ],
    );
    assert.ok(migration.findings.some(({ rule, line }) => rule === 'index-not-concurrent' && line === 5));
    assert.deepEqual([migration.down?.exists, migration.reversal?.reversible], [false, false]);
  });

  it('name the lines of the file where one statement is said to hold up another', async () => {
    const text = [
      'class Both < ActiveRecord::Migration[7.1]',
      '  def change',
      '    add_column :users, :age, :integer',
      '    add_index :users, :age',
      '  end',
      'end',
    ].join('\n');
    const { findings } = await only([['db/migrate/20260101000000_both.rb', null, text]], { stays: rails });
    assert.ok(findings.some(({ message, line }) => line === 4 && message.includes('since line 3')));
  });

  it('know that an autocommit block of Alembic runs in no transaction', async () => {
    const text = [
      "revision = 'b'",
      "down_revision = 'a'",
      'def upgrade():',
      '    with op.get_context().autocommit_block():',
      "        op.create_index('i', 'users', ['age'], postgresql_concurrently=True)",
      "        op.create_index('j', 'users', ['born'], postgresql_concurrently=True)",
      'def downgrade():',
      "    op.drop_index('i')",
    ].join('\n');
    const { dialect, findings } = await only([['alembic/versions/a_i.py', null, text]], {
      stays: { 'requirements.txt': 'psycopg2==2.9\n' },
    });
    assert.equal(dialect, 'postgres');
    assert.deepEqual(findings, []);
  });

  it('know what their earlier migrations made', async () => {
    const of = (body: string): string =>
      `class A < ActiveRecord::Migration[7.1]\n  def change\n    ${body}\n  end\nend\n`;
    const stays = {
      ...rails,
      'db/migrate/20250101000000_a.rb': of('create_table(:users) { |t| t.string :name, limit: 20 }'),
    };
    const change: Change = [
      'db/migrate/20260101000000_b.rb',
      null,
      of('change_column :users, :name, :string, limit: 40'),
    ];
    const migration = await only([change], { stays });
    assert.deepEqual([migration.operations[0]?.rewrites, migration.operations[0]?.loses], [false, false]);
  });
});

describe('a column that is renamed', () => {
  const migrated = (text: string): Promise<Migration> => only([['db/postgres/migrations/0002_b.sql', null, text]]);

  it('breaks earlier code', async () => {
    const { operations, findings } = await migrated('ALTER TABLE keys RENAME COLUMN kind TO format;');
    assert.equal(operations[0]?.backwardCompatible, false);
    assert.ok(findings.some(({ rule, severity }) => rule === 'rename-column' && severity === 'error'));
  });

  it('depends on that code where another column takes its name', async () => {
    const { operations, findings } = await migrated(
      'ALTER TABLE keys RENAME COLUMN kind TO format;\nALTER TABLE keys ADD COLUMN kind text;',
    );
    assert.deepEqual(
      operations.map(({ backwardCompatible }) => backwardCompatible),
      [null, true],
    );
    assert.match(operations[0]?.compatibility ?? '', /new column takes the name kind/);
    assert.ok(!findings.some(({ rule }) => rule === 'rename-column'));
  });
});

describe('a migration that takes a name away', () => {
  const drop: Change = ['db/postgres/migrations/0002_b.sql', null, 'ALTER TABLE orders DROP COLUMN legacy_ref;'];
  const rules = ({ findings }: Migration): readonly string[] => findings.map(({ rule }) => rule);

  it('says that the code which used it ships with it', async () => {
    const code: Change = ['app/order.py', 'return self.legacy_ref\n', 'return self.ref\n'];
    const camel: Change = ['web/order.ts', 'show(order.legacyRef)', 'show(order.ref)'];
    const migration = await only([drop, code, camel]);
    const finding = migration.findings.find(({ rule }) => rule === 'ships-with-its-code');
    assert.match(finding?.message ?? '', /orders\.legacy_ref \(app\/order\.py, web\/order\.ts\)/);
    assert.equal(finding?.line, 1);
  });

  it('says nothing where no code stops using it', async () => {
    const uses: Change = ['app/order.py', 'a(legacy_ref)', 'b(legacy_ref)'];
    const test: Change = ['tests/test_order.py', 'a(legacy_ref)', 'b()'];
    const part: Change = ['app/other.py', 'old_legacy_ref_x()', 'x()'];
    assert.ok(!rules(await only([drop, uses, test, part])).includes('ships-with-its-code'));
  });

  it('says nothing of a name that stands for much else', async () => {
    const common: Change = ['db/postgres/migrations/0002_b.sql', null, 'ALTER TABLE orders DROP COLUMN status;'];
    const code: Change = ['app/order.py', 'a(status)', 'b()'];
    assert.ok(!rules(await only([common, code])).includes('ships-with-its-code'));
  });
});
