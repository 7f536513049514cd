import assert from 'node:assert/strict';
import { loadAll, migration } from './grammarsForTests';

/** Whether each operation is taken back. */
function verdicts(framework: string, text: string): readonly (boolean | null)[] {
  return migration(framework, text).operations.map(({ reversible }) => reversible);
}

const change = (code: string): string =>
  `class A < ActiveRecord::Migration[7.0]\n  def change\n    ${code}\n  end\nend`;
const django = (code: string): string => `class Migration(migrations.Migration):\n    operations = [${code}]\n`;
const ecto = (code: string): string => `defmodule A do\n  def change do\n    ${code}\n  end\nend`;
const alembic = (up: string, down: string): string => `def upgrade():\n    ${up}\n\ndef downgrade():\n    ${down}\n`;
const knex = (up: string, down: string): string => `exports.up = (knex) => { ${up} };\n${down}`;

const expected: readonly [what: string, framework: string, text: string, ...reversible: (boolean | null)[]][] = [
  ['add_column', 'rails', change('add_column :a, :b, :text'), true],
  ['remove_column without a type', 'rails', change('remove_column :a, :b'), false],
  ['remove_column with a type', 'rails', change('remove_column :a, :b, :text'), true],
  ['remove_columns without types', 'rails', change('remove_columns :a, :b, :c'), false],
  ['remove_columns with a type', 'rails', change('remove_columns :a, :b, type: :text'), true],
  ['drop_table without a block', 'rails', change('drop_table :a'), false],
  ['drop_table with a block', 'rails', change('drop_table(:a) { |t| t.text :b }'), true],
  ['drop_table with two names', 'rails', change('drop_table(:a, :b) { |t| }'), false, false],
  ['remove_index without columns', 'rails', change('remove_index :a, name: :b'), false],
  ['remove_index with a column', 'rails', change('remove_index :a, :b'), true],
  ['a default without what it was', 'rails', change('change_column_default :a, :b, 1'), false],
  ['a default with what it was', 'rails', change('change_column_default :a, :b, from: 0, to: 1'), true],
  ['remove_foreign_key without a table', 'rails', change('remove_foreign_key :a, column: :b_id'), false],
  ['remove_check_constraint without an expression', 'rails', change('remove_check_constraint :a, name: :b'), false],
  ['change_column', 'rails', change('change_column :a, :b, :text'), false],
  ['execute', 'rails', change('execute "CREATE INDEX i ON a (b)"'), false],
  ['drop_enum without values', 'rails', change('drop_enum :a'), false],
  [
    'reversible with a way back',
    'rails',
    change(
      'reversible { |dir|\n dir.up { execute "CREATE VIEW a AS SELECT 1" }\n dir.down { execute "DROP VIEW a" } }',
    ),
    true,
  ],
  [
    'reversible without one',
    'rails',
    change('reversible { |dir| dir.up { execute "CREATE VIEW a AS SELECT 1" } }'),
    false,
  ],
  [
    'up without down',
    'rails',
    'class A < ActiveRecord::Migration[7.0]\n def up\n add_column :a, :b, :text\n end\nend',
    false,
  ],
  ['RunPython without reverse_code', 'django', django('migrations.RunPython(f)'), false],
  ['RunPython with noop', 'django', django('migrations.RunPython(f, migrations.RunPython.noop)'), false],
  ['RunPython with reverse_code', 'django', django('migrations.RunPython(f, g)'), null],
  ['RunSQL without reverse_sql', 'django', django('migrations.RunSQL("CREATE INDEX i ON a (b)")'), false],
  ['RunSQL with the opposite', 'django', django('migrations.RunSQL("CREATE INDEX i ON a (b)", "DROP INDEX i")'), true],
  ['RunSQL with noop', 'django', django('migrations.RunSQL("DELETE FROM a", migrations.RunSQL.noop)'), false],
  [
    'AddField and RemoveField',
    'django',
    django('migrations.AddField("a", "b", f), migrations.RemoveField("a", "c")'),
    true,
    true,
  ],
  ['remove without a type', 'ecto', ecto('alter table(:a) do\n remove :b\n end'), false],
  ['remove with a type', 'ecto', ecto('alter table(:a) do\n remove :b, :text\n end'), true],
  ['modify without from', 'ecto', ecto('alter table(:a) do\n modify :b, :text\n end'), false],
  ['modify with from', 'ecto', ecto('alter table(:a) do\n modify :b, :text, from: :string\n end'), true],
  ['execute with one argument', 'ecto', ecto('execute "CREATE VIEW a AS SELECT 1"'), false],
  ['execute with two', 'ecto', ecto('execute "CREATE VIEW a AS SELECT 1", "DROP VIEW a"'), true],
  ['execute with a way back that does nothing', 'ecto', ecto('execute "DELETE FROM a", "SELECT 1"'), false],
  [
    'a way back that does the opposite',
    'alembic',
    alembic("op.add_column('a', sa.Column('b', sa.Text()))", "op.drop_column('a', 'b')"),
    true,
  ],
  [
    'one that is about another column',
    'alembic',
    alembic("op.add_column('a', sa.Column('b', sa.Text()))", "op.drop_column('a', 'c')"),
    false,
  ],
  ['one that passes', 'alembic', alembic("op.add_column('a', sa.Column('b', sa.Text()))", 'pass'), false],
  ['one that raises', 'alembic', alembic("op.drop_table('a')", 'raise NotImplementedError()'), false],
  ['one that is not understood', 'alembic', alembic("op.drop_table('a')", 'restore()'), null],
  [
    'one that drops the whole table',
    'alembic',
    alembic("op.create_table('a')\n    op.create_index('i', 'a', ['b'])", "op.drop_table('a')"),
    true,
    true,
  ],
  [
    'an index on a column that goes',
    'alembic',
    alembic(
      "op.add_column('a', sa.Column('b', sa.Text()))\n    op.create_index(None, 'a', ['b'])",
      "op.drop_column('a', 'b')",
    ),
    true,
    null,
  ],
  [
    'a column with its index in one call',
    'laravel',
    "<?php class A extends Migration { function up() { Schema::table('a', function ($table) { $table->text('b')->index(); }); } function down() { Schema::table('a', function ($table) { $table->dropColumn('b'); }); } }",
    true,
    true,
  ],
  ['no way back', 'knex', knex("knex.schema.dropTable('a')", ''), false],
  [
    'a way back that is refused',
    'node-pg-migrate',
    "exports.up = (pgm) => { pgm.dropTable('a') };\nexports.down = false;",
    false,
  ],
  [
    'one that is a comment',
    'knex',
    knex("knex.schema.createTable('a', (t) => {})", 'exports.down = () => { /* none */ };'),
    false,
  ],
  [
    'SQL both ways',
    'knex',
    knex("knex.raw('ALTER TABLE a ADD b int')", "exports.down = (knex) => knex.raw('ALTER TABLE a DROP b');"),
    true,
  ],
  [
    'values that are not restored',
    'knex',
    knex("knex.raw('UPDATE a SET b = 1')", "exports.down = (knex) => knex.schema.dropTable('c');"),
    false,
  ],
];

describe('whether a migration can be taken back', () => {
  before(loadAll);
  for (const [what, framework, text, ...reversible] of expected) {
    it(`${framework}: ${what}`, () => {
      assert.deepEqual(verdicts(framework, text), reversible);
    });
  }

  it('says of each framework whether it runs in a transaction', () => {
    const outside: readonly [framework: string, text: string][] = [
      ['rails', 'class A\n  disable_ddl_transaction!\n  def change\n  end\nend'],
      ['django', 'class Migration(migrations.Migration):\n    atomic = False\n    operations = []\n'],
      ['ecto', 'defmodule A do\n  @disable_ddl_transaction true\n  def change do\n  end\nend'],
      ['knex', 'exports.up = () => {};\nexports.config = { transaction: false };'],
      ['typeorm', 'class A implements MigrationInterface { transaction = false; async up() {} }'],
      ['laravel', '<?php class A extends Migration { public $withinTransaction = false; function up() {} }'],
      ['node-pg-migrate', 'exports.up = (pgm) => { pgm.noTransaction(); };'],
      ['mikro-orm', 'class A extends Migration { isTransactional() { return false; } up() {} }'],
    ];
    for (const [framework, text] of outside) assert.equal(migration(framework, text).transaction, 'none', framework);
    assert.equal(migration('rails', change('add_index :a, :b')).transaction, 'one');
  });

  it('tells a way back that does nothing', () => {
    assert.deepEqual(migration('alembic', alembic('op.f()', 'pass')).down, {
      kind: 'written',
      exists: true,
      noop: true,
      line: 4,
    });
    assert.equal(migration('knex', knex('', "exports.down = (knex) => knex.raw('SELECT 1');")).down.noop, true);
    assert.equal(migration('rails', change('add_index :a, :b')).down.kind, 'automatic');
  });
});
