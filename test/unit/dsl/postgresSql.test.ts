import assert from 'node:assert/strict';
import { loadAll, migration } from './grammarsForTests';

const around: Readonly<Record<string, (code: string) => string>> = {
  rails: (code) => `class A < ActiveRecord::Migration[7.0]\n  def change\n    ${code}\n  end\nend`,
  alembic: (code) => `def upgrade():\n    ${code}\n`,
  ecto: (code) => `defmodule A do\n  def change do\n    ${code}\n  end\nend`,
  sequelize: (code) => `module.exports = { async up(queryInterface, Sequelize) { ${code} } };`,
  knex: (code) => `exports.up = async (knex) => { ${code} };`,
  kysely: (code) => `export async function up(db) { ${code} }`,
  'node-pg-migrate': (code) => `exports.up = (pgm) => { ${code} };`,
  typeorm: (code) => `class A implements MigrationInterface { async up(queryRunner) { ${code} } }`,
  'ef-core': (code) => `class A : Migration { void Up(MigrationBuilder migrationBuilder) { ${code} } }`,
  laravel: (code) => `<?php class A extends Migration { function up() { ${code} } }`,
};

const expected: readonly [framework: string, code: string, ...sql: (string | null)[]][] = [
  [
    'rails',
    'add_index :users, :email, algorithm: :concurrently, unique: true',
    'CREATE UNIQUE INDEX CONCURRENTLY index_users_on_email ON users (email)',
  ],
  ['rails', 'add_index :a, "lower(b)", name: :c', 'CREATE INDEX c ON a (lower(b))'],
  ['rails', 'add_index :a, [:b, :c], order: { c: :desc }', 'CREATE INDEX index_a_on_b_and_c ON a (b, c DESC)'],
  ['rails', 'remove_index :a, column: :b, algorithm: :concurrently', 'DROP INDEX CONCURRENTLY index_a_on_b'],
  [
    'rails',
    'add_reference :books, :author, null: false, foreign_key: { to_table: :users, validate: false }',
    'ALTER TABLE books ADD COLUMN author_id bigint NOT NULL',
    'CREATE INDEX index_books_on_author_id ON books (author_id)',
    'ALTER TABLE books ADD FOREIGN KEY (author_id) REFERENCES users NOT VALID',
  ],
  [
    'rails',
    'add_column :a, :b, :decimal, precision: 8, scale: 2, default: 0',
    'ALTER TABLE a ADD COLUMN b numeric(8,2) DEFAULT 0',
  ],
  [
    'rails',
    'add_column :a, :b, :string, default: -> { "gen()" }',
    'ALTER TABLE a ADD COLUMN b character varying DEFAULT gen()',
  ],
  ['rails', 'add_column :a, :b, :string, default: compute', null],
  ['rails', 'change_column_null :a, :b, false', 'ALTER TABLE a ALTER COLUMN b SET NOT NULL'],
  ['rails', 'change_column :a, :b, :bigint', 'ALTER TABLE a ALTER COLUMN b TYPE bigint'],
  [
    'rails',
    'add_check_constraint :a, "b > 0", name: "c", validate: false',
    'ALTER TABLE a ADD CONSTRAINT c CHECK (b > 0) NOT VALID',
  ],
  ['rails', 'rename_column :user, :order, :b', 'ALTER TABLE "user" RENAME COLUMN "order" TO b'],
  [
    'alembic',
    "op.add_column('a', sa.Column('b', sa.String(length=5), nullable=False, server_default='x'))",
    "ALTER TABLE a ADD COLUMN b character varying(5) DEFAULT 'x' NOT NULL",
  ],
  [
    'alembic',
    "op.create_index(op.f('i'), 'a', ['b'], unique=True, postgresql_concurrently=True)",
    'CREATE UNIQUE INDEX CONCURRENTLY i ON a (b)',
  ],
  [
    'alembic',
    "op.create_foreign_key('k', 'a', 'b', ['c'], ['id'], ondelete='CASCADE')",
    'ALTER TABLE a ADD CONSTRAINT k FOREIGN KEY (c) REFERENCES b (id) ON DELETE CASCADE',
  ],
  [
    'alembic',
    "op.alter_column('a', 'b', type_=sa.BigInteger(), nullable=True)",
    'ALTER TABLE a ALTER COLUMN b TYPE bigint',
    'ALTER TABLE a ALTER COLUMN b DROP NOT NULL',
  ],
  [
    'alembic',
    "op.create_table('a', sa.Column('id', sa.Integer(), nullable=False), sa.PrimaryKeyConstraint('id'), schema='s')",
    'CREATE TABLE s.a (id integer NOT NULL, PRIMARY KEY (id))',
  ],
  [
    'ecto',
    'create unique_index(:a, [:b], concurrently: true, where: "c")',
    'CREATE UNIQUE INDEX CONCURRENTLY a_b_index ON a (b) WHERE c',
  ],
  [
    'ecto',
    'alter table(:a) do\n      add :b, references(:c, on_delete: :delete_all), null: false\n    end',
    'ALTER TABLE a ADD COLUMN b bigint NOT NULL REFERENCES c (id) ON DELETE CASCADE',
  ],
  ['ecto', 'drop table(:a)', 'DROP TABLE a'],
  [
    'sequelize',
    "await queryInterface.addIndex('a', ['b'], { concurrently: true, name: 'i' });",
    'CREATE INDEX CONCURRENTLY i ON a (b)',
  ],
  [
    'sequelize',
    "await queryInterface.addColumn('a', 'bC', { type: Sequelize.BOOLEAN, allowNull: false, defaultValue: false });",
    'ALTER TABLE a ADD COLUMN "bC" boolean DEFAULT false NOT NULL',
  ],
  ['sequelize', "await queryInterface.addColumn('a', 'b', { type: Sequelize.BOOLEAN, ...more });", null],
  [
    'knex',
    "await knex.schema.createTable('a', (t) => { t.increments(); t.string('b').notNullable(); });",
    'CREATE TABLE a (id serial PRIMARY KEY, b character varying(255) NOT NULL)',
  ],
  [
    'knex',
    "await knex.schema.alterTable('a', (t) => { t.dropColumn('b'); t.integer('c').references('id').inTable('d'); });",
    'ALTER TABLE a DROP COLUMN b',
    'ALTER TABLE a ADD COLUMN c integer',
    'ALTER TABLE a ADD FOREIGN KEY (c) REFERENCES d (id)',
  ],
  [
    'kysely',
    "await db.schema.createIndex('i').on('a').column('b').unique().execute();",
    'CREATE UNIQUE INDEX i ON a (b)',
  ],
  [
    'kysely',
    "await db.schema.createTable('a').addColumn('id', 'serial', (c) => c.primaryKey()).addColumn('b', 'varchar(5)', (c) => c.notNull()).execute();",
    'CREATE TABLE a (id serial PRIMARY KEY, b varchar(5) NOT NULL)',
  ],
  [
    'node-pg-migrate',
    "pgm.createIndex('a', 'b', { concurrently: true });",
    'CREATE INDEX CONCURRENTLY a_b_index ON a (b)',
  ],
  [
    'node-pg-migrate',
    "pgm.addColumn('a', { b: { type: 'int', notNull: true } });",
    'ALTER TABLE a ADD COLUMN b integer NOT NULL',
  ],
  [
    'typeorm',
    "await queryRunner.addColumn('a', new TableColumn({ name: 'b', type: 'varchar', length: '5', isNullable: true }));",
    'ALTER TABLE a ADD COLUMN b varchar(5)',
  ],
  [
    'ef-core',
    'migrationBuilder.AddColumn<int>(name: "B", table: "A", nullable: false, defaultValue: 0);',
    'ALTER TABLE "A" ADD COLUMN "B" integer DEFAULT 0 NOT NULL',
  ],
  [
    'ef-core',
    'migrationBuilder.AlterColumn<string>(name: "B", table: "A", type: "text", nullable: false, oldClrType: typeof(string), oldType: "text", oldNullable: true);',
    'ALTER TABLE "A" ALTER COLUMN "B" SET NOT NULL',
  ],
  [
    'ef-core',
    'migrationBuilder.AlterColumn<string>(name: "B", table: "A", type: "character varying(80)", nullable: false, oldClrType: typeof(string), oldType: "character varying(50)", oldNullable: true);',
    'ALTER TABLE "A" ALTER COLUMN "B" TYPE character varying(80)',
    'ALTER TABLE "A" ALTER COLUMN "B" SET NOT NULL',
  ],
  [
    'laravel',
    "Schema::table('a', function (Blueprint $table) { $table->foreignId('b_id')->constrained()->cascadeOnDelete(); });",
    'ALTER TABLE a ADD COLUMN b_id bigint NOT NULL',
    'ALTER TABLE a ADD FOREIGN KEY (b_id) REFERENCES bs (id) ON DELETE CASCADE',
  ],
  [
    'laravel',
    "Schema::table('a', function (Blueprint $table) { $table->index(['b', 'c']); });",
    'CREATE INDEX a_b_c_index ON a (b, c)',
  ],
];

describe('what the calls of migrations are on Postgres', () => {
  before(loadAll);
  for (const [framework, code, ...sql] of expected) {
    it(`${framework}: ${code.replaceAll(/\s+/g, ' ')}`, () => {
      const { operations } = migration(framework, around[framework]?.(code) ?? code);
      assert.deepEqual(
        operations.flatMap((each): readonly (string | null)[] => each.sql ?? [null]),
        sql,
      );
    });
  }
});
