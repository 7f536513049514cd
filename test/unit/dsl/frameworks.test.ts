import assert from 'node:assert/strict';
import { withSql } from '../../../src/core/highlights/dsl/readDsl';
import { readSql } from '../../../src/core/highlights/sqlOperations';
import { loadAll, migration } from './grammarsForTests';

/** Each operation as `line kind table`, with `!` where it is destructive. */
function kinds(framework: string, text: string): readonly string[] {
  return withSql(migration(framework, text), readSql).map(
    ({ line, kind, table, destructive }) => `${String(line)} ${kind}${destructive ? '!' : ''} ${table ?? '-'}`,
  );
}

const expected: readonly [framework: string, what: string, text: string, ...operations: string[]][] = [
  [
    'rails',
    'the forward side of change',
    `class A < ActiveRecord::Migration[7.0]
  disable_ddl_transaction!
  def change
    # drop_table :nope
    create_table :users do |t|
      t.string :name
    end
    add_column :users, :a, :string if column_exists?(:users, :b)
    remove_column(:users, :c)
    change_table :books, bulk: true do |t|
      t.remove :d
      t.string :e
      t.rename :f, :g
    end
    reversible do |dir|
      dir.up { execute "DROP TABLE x" }
      dir.down { execute "DROP TABLE y" }
    end
    add_index :users, :a, algorithm: :concurrently
  end
  def down
    drop_table :never
  end
end`,
    '5 create-table users',
    '8 add-column users',
    '9 drop-column! users',
    '11 drop-column! books',
    '12 add-column books',
    '13 rename-column books',
    '16 drop-table! x',
    '19 create-index users',
  ],
  [
    'rails',
    'SQL in here-documents, conditions and unknown calls',
    `class A < ActiveRecord::Migration[7.0]
  def up
    execute <<~SQL.squish
      UPDATE users
      SET a = 1;
      DROP TABLE #{name};
    SQL
    if legacy_schema(:a)
      drop_table :a
    else
      create_table :b, force: :cascade
    end
    User.where(a: 1).update_all(b: 2)
    backfill_users
    safety_assured { rename_table :c, :d }
    revert AddUsers
  end
end`,
    '4 update-all-rows! users',
    '6 drop-table! ${…}',
    '9 drop-table! a',
    '11 drop-table! b',
    '11 create-table b',
    '13 update-rows -',
    '14 not-understood! -',
    '15 rename-table c',
    '16 not-understood! -',
  ],
  [
    'django',
    'the list of operations',
    `from django.db import migrations
class Migration(migrations.Migration):
    dependencies = [("app", "0001")]
    operations = [
        migrations.AddField("user", "name", models.CharField(max_length=10)),
        migrations.RemoveField(model_name="user", name="email"),
        migrations.DeleteModel(name='Book'),
        migrations.RunPython(fill, migrations.RunPython.noop),
        migrations.RunSQL(
            sql="""
            DELETE FROM app_user;
            """,
            reverse_sql="DROP TABLE nope",
        ),
        migrations.SeparateDatabaseAndState(
            state_operations=[migrations.DeleteModel("State")],
            database_operations=[migrations.AlterModelTable("a", "b")],
        ),
        custom.Operation(),
    ]`,
    '5 add-column user',
    '6 drop-column! user',
    '7 drop-table! Book',
    '8 not-understood! -',
    '11 delete-rows! app_user',
    '17 rename-table a',
    '19 not-understood! -',
  ],
  [
    'alembic',
    'upgrade but not downgrade',
    `revision = 'b'
down_revision = 'a'
def upgrade() -> None:
    """Docs."""
    op.add_column('users', sa.Column('a', sa.Integer()))
    with op.batch_alter_table('books') as batch_op:
        batch_op.drop_column('b')
    op.alter_column('users', 'c', type_=sa.Text(), nullable=False)
    if True:
        op.drop_table('d')
    with op.get_context().autocommit_block():
        op.execute("CREATE INDEX CONCURRENTLY i "
                   "ON users (a)")
    conn = op.get_bind()
    conn.execute(sa.text("DELETE FROM e"))
    fill(conn)

def downgrade():
    op.drop_table('never')`,
    '5 add-column users',
    '7 drop-column! books',
    '8 widen-column users',
    '8 set-not-null users',
    '10 drop-table! d',
    '11 transaction -',
    '12 create-index users',
    '11 transaction -',
    '15 delete-rows! e',
    '16 not-understood! -',
  ],
  [
    'ecto',
    'macros without parentheses',
    `defmodule A do
  use Ecto.Migration
  def change do
    create table(:a) do
      add :b, :string
    end
    alter table(:c) do
      add :d, :string
      remove :e
      modify :f, :text
    end
    create unique_index(:g, [:h])
    rename table(:i), :j, to: :k
    drop table(:l)
    execute "DELETE FROM m", "SELECT 1"
    execute """
    DROP TABLE n
    """
  end
  def down, do: drop table(:never)
end`,
    '4 create-table a',
    '8 add-column c',
    '9 drop-column! c',
    '10 widen-column c',
    '12 create-index g',
    '13 rename-column i',
    '14 drop-table! l',
    '15 delete-rows! m',
    '17 drop-table! n',
  ],
  [
    'rails',
    'lists that are written down, one by one, and constants',
    `class A < ActiveRecord::Migration[7.0]
  COLUMNS = %i[a b].freeze
  def change
    COLUMNS.each { |column| remove_column :users, column, :string }
    tables.each { |name| drop_table name }
  end
end`,
    '4 drop-column! users',
    '4 drop-column! users',
    '5 drop-table! name',
  ],
  [
    'rails',
    'helper methods of the file',
    `class A < ActiveRecord::Migration[7.0]
  def up
    remove_old(:users)
  end
  def remove_old(table)
    drop_table table
    audit
  end
end`,
    '6 drop-table! users',
    '7 not-understood! -',
  ],
  [
    'alembic',
    'helpers, loops and formatted SQL',
    `def upgrade():
    for table in ("a", "b"):
        op.drop_column(table, "c")
    for name in names():
        op.execute("DROP TABLE %s" % name)
    _fill()

def _fill():
    op.execute(sa.text("DELETE FROM d"))

def downgrade():
    raise NotImplementedError`,
    '3 drop-column! a',
    '3 drop-column! b',
    '5 drop-table! ${…}',
    '9 delete-rows! d',
  ],
  [
    'django',
    'state without the database, and custom operations',
    `class Migration(migrations.Migration):
    operations = [
        migrations.SeparateDatabaseAndState(state_operations=[migrations.DeleteModel("A")]),
        RemoveEverything(),
        migrations.RemoveField("b", "c"),
    ] + more()`,
    '4 not-understood! -',
    '5 drop-column! b',
    '6 not-understood! -',
  ],
  [
    'rails',
    'what is done to each of several rows',
    `class A < ActiveRecord::Migration[7.0]
  def up
    User.where(a: 1).map(&:destroy)
    User.all.map(&:id)
    puts(execute("DROP TABLE b"))
  end
end`,
    '3 not-understood! -',
    '5 drop-table! b',
  ],
  [
    'alembic',
    'tables that are objects, and answers that are lists',
    `def upgrade():
    sa.Table("a", meta).drop(op.get_bind())
    rows = list(op.get_bind().execute("DELETE FROM b RETURNING id"))
    thing.drop()`,
    '2 drop-table! a',
    '3 delete-rows! b',
    '4 not-understood! -',
  ],
  [
    'django',
    'operations that are added under a condition',
    `class Migration(migrations.Migration):
    operations = []
    if settings.A:
        operations += [migrations.DeleteModel("B")]
    operations.append(migrations.RemoveField("c", "d"))`,
    '4 drop-table! B',
    '5 drop-column! c',
  ],
];

describe('reading migrations with the grammar of their language', () => {
  before(loadAll);

  for (const [framework, what, text, ...operations] of expected) {
    it(`reads ${framework}: ${what}`, () => {
      assert.deepEqual(kinds(framework, text), operations);
    });
  }

  it('shows what it does not know as it is written', () => {
    const [operation] = migration('alembic', 'def upgrade():\n    fill(\n        1,\n    )\n').operations;
    assert.equal(operation?.text, 'fill(\n        1,\n    )');
    assert.equal(operation.line, 2);
    assert.equal(operation.understood, false);
  });

  it('does not pass over a file whose forward part it cannot find', () => {
    assert.deepEqual(kinds('rails', 'class A\n  define_method(:up) { drop_table :a }\nend'), ['1 not-understood! -']);
  });

  it('finds nothing in an empty forward part', () => {
    assert.deepEqual(kinds('alembic', 'def upgrade():\n    pass\n'), []);
    assert.deepEqual(kinds('rails', 'def up\n  # drop_table :a\nend'), []);
  });

  it('says that an operation under a condition, or on a computed name, depends on its run', () => {
    const { operations } = migration(
      'rails',
      'def up\n  add_column :a, :b, :text unless c?\n  drop_table name\n  add_index :d, :e\n  return if f?\n  drop_table :g\nend',
    );
    assert.deepEqual(
      operations.map(({ dynamic, understood }) => [dynamic, understood]),
      [
        [true, true],
        [true, false],
        [false, true],
        [true, true],
      ],
    );
  });

  it('never calls a file understood whose syntax is broken', () => {
    for (const [framework, text] of [
      ['rails', 'class A\n  def change\n    add_index :a, :b'],
      ['knex', "exports.up = (knex) => { knex.schema.createTable('a', (t) => { t.id()"],
      ['ef-core', 'class A : Migration { void Up(MigrationBuilder m) { m.CreateIndex(name: "a", table: "b", column: '],
      ['laravel', '<?php class A extends Migration { function up() { Schema::create('],
      ['ecto', 'defmodule A do\n  def change do\n    create index(:a, [:b])'],
      ['alembic', 'def upgrade():\n    op.create_index("a", "b", ["c"'],
    ] as const) {
      assert.equal(migration(framework, text).understood, false, framework);
    }
  });
});
