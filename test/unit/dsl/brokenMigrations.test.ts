import assert from 'node:assert/strict';
import fc from 'fast-check';
import { withSql } from '../../../src/core/highlights/dsl/readDsl';
import { readSql } from '../../../src/core/highlights/sqlOperations';
import { loadAll, migration } from './grammarsForTests';

/** Migrations with one operation that loses data, between `«` and `»`. */
const marked: readonly [framework: string, text: string][] = [
  [
    'rails',
    `class A < ActiveRecord::Migration[7.0]
  def change
    add_column :a, :b, :string
    «remove_column :users, :email, :string»
    add_index :a, :b
  end
end
`,
  ],
  [
    'django',
    `class Migration(migrations.Migration):
    dependencies = []
    operations = [
        migrations.AddField("a", "b", models.TextField()),
        «migrations.RemoveField("users", "email")»,
        migrations.AddIndex("a", models.Index(fields=["b"], name="i")),
    ]
`,
  ],
  [
    'alembic',
    `revision = "b"
def upgrade():
    op.add_column("a", sa.Column("b", sa.Text()))
    «op.drop_column("users", "email")»
    op.create_index("i", "a", ["b"])

def downgrade():
    op.add_column("users", sa.Column("email", sa.Text()))
`,
  ],
  [
    'knex',
    `exports.up = async function (knex) {
  await knex.schema.createTable('a', (t) => { t.increments(); });
  «await knex.schema.dropTable('users')»;
  await knex.schema.createTable('b', (t) => { t.increments(); });
};
`,
  ],
  [
    'typeorm',
    `export class A implements MigrationInterface {
  public async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(\`CREATE INDEX "i" ON "a" ("b")\`);
    «await queryRunner.query(\`DROP TABLE "users"\`)»;
  }
}
`,
  ],
  [
    'laravel',
    `<?php
return new class extends Migration {
  public function up(): void {
    Schema::create('a', function (Blueprint $table) { $table->id(); });
    «Schema::drop('users')»;
    Schema::create('b', function (Blueprint $table) { $table->id(); });
  }
};
`,
  ],
  [
    'ef-core',
    `public partial class A : Migration {
  protected override void Up(MigrationBuilder migrationBuilder) {
    migrationBuilder.CreateIndex(name: "i", table: "a", column: "b");
    «migrationBuilder.DropTable(name: "users")»;
  }
}
`,
  ],
  [
    'ecto',
    `defmodule A do
  use Ecto.Migration
  def change do
    create index(:a, [:b])
    «drop table(:users)»
    create index(:a, [:c])
  end
end
`,
  ],
];

function isClean(framework: string, text: string): boolean {
  return withSql(migration(framework, text), readSql).every(({ destructive }) => !destructive);
}

describe('migrations that are cut off or damaged', () => {
  before(loadAll);

  for (const [framework, text] of marked) {
    const [start, end] = [text.indexOf('«'), text.indexOf('»') - 1];
    const whole = text.replaceAll(/[«»]/g, '');

    it(`never calls ${framework} clean that is cut off behind what loses data`, () => {
      assert.equal(isClean(framework, whole), false);
      for (let cut = end; cut <= whole.length; cut += 1)
        assert.equal(isClean(framework, whole.slice(0, cut)), false, whole.slice(0, cut));
    });

    it(`never calls ${framework} clean whose losing call is misspelt`, () => {
      const at = fc.integer({ min: start, max: end - 1 });
      fc.assert(
        fc.property(at, fc.constantFrom(...['a', 'b', 'z', 'X', 'Y', '_', '1', '9']), (index, letter) => {
          fc.pre(/[A-Za-z]/.test(whole.charAt(index)));
          assert.equal(isClean(framework, whole.slice(0, index) + letter + whole.slice(index + 1)), false);
        }),
        { numRuns: 150 },
      );
    });

    it(`reads any ${framework} without failing, on lines that are there`, () => {
      const flip = fc.tuple(fc.nat(whole.length - 1), fc.string({ unit: 'binary', minLength: 0, maxLength: 2 }));
      fc.assert(
        fc.property(fc.array(flip, { minLength: 1, maxLength: 6 }), (flips) => {
          let damaged = whole;
          for (const [index, by] of flips) damaged = damaged.slice(0, index) + by + damaged.slice(index + 1);
          const last = damaged.split('\n').length;
          for (const { line } of withSql(migration(framework, damaged), readSql)) assert.ok(line >= 1 && line <= last);
        }),
        { numRuns: 120 },
      );
    });
  }
});

describe('the cost of reading with a grammar', () => {
  before(loadAll);

  const worst: readonly [what: string, framework: string, text: (times: number) => string][] = [
    [
      'many statements',
      'rails',
      (times) => `def up\n${'drop_table :a\n'.repeat(times)}end\ndef down\n${'execute "SELECT 2"\n'.repeat(times)}end`,
    ],
    ['many conditions', 'knex', (times) => `exports.up = (knex) => { ${'if (a) { b = 1; }\n'.repeat(times)} };`],
    ['open brackets', 'knex', (times) => `exports.up = (knex) => {${'[('.repeat(times)}`],
    ['long chains', 'knex', (times) => `exports.up = (knex) => knex${".a('b')".repeat(times)};`],
    ['quotes', 'alembic', (times) => `def upgrade():\n ${'"""'.repeat(times)}`],
    ['here-documents', 'rails', (times) => `def up\n${'<<~A\n'.repeat(times)}`],
    [
      'helpers of helpers',
      'rails',
      (times) =>
        `def up\n a0\nend\n${Array.from({ length: 10 }, (_each, at) => `def a${String(at)}\n${` a${String(at + 1)}\n`.repeat(times / 100)}end\n`).join('')}def a10\n drop_table :a\nend`,
    ],
  ];
  for (const [what, framework, text] of worst) {
    it(`stays small for ${what}`, function () {
      this.timeout(10_000);
      const started = performance.now();
      migration(framework, text(2000));
      assert.ok(performance.now() - started < 3000, `${String(performance.now() - started)} ms`);
    });
  }
});
