import assert from 'node:assert/strict';
import { candidateOf } from '../../../src/core/highlights/candidates';
import { identify } from '../../../src/core/highlights/identify';

function frameworkOf(path: string, text: string, siblings: readonly string[] = []): string | null {
  const candidate = candidateOf(path);
  return candidate === null ? null : (identify(candidate, text, siblings)?.id ?? null);
}

const up = 'exports.up = async (x) => {}; ';

describe('telling migrations by path and content', () => {
  const known: readonly [framework: string, path: string, text: string, sibling?: string][] = [
    ['rails', 'db/migrate/20240101000000_add_users.rb', 'class AddUsers < ActiveRecord::Migration[7.0]'],
    ['rails', 'db/post_migrate/20240101000000_add_users.rb', ''],
    ['rails', 'engines/shop/db/migrate/20240101000000_a.shop.rb', ''],
    ['rails', 'db/animals_migrate/20240101000000_a.rb', ''],
    ['django', 'app/migrations/0001_initial.py', 'class Migration(migrations.Migration):\n    operations = []'],
    ['alembic', 'alembic/versions/1a2b_users.py', "revision = '1a2b'\ndown_revision = None\n"],
    ['alembic', 'migrations/versions/2024/1a2b.py', 'down_revision: str = None\n'],
    ['flyway', 'src/main/resources/db/migration/V1.10__users.sql', 'SELECT 1'],
    ['flyway', 'sql/R__views.sql', 'SELECT 1'],
    ['flyway-java', 'src/main/java/db/migration/V2__Users.java', 'import org.flywaydb.core.api.migration.*;'],
    ['flyway-java', 'src/main/java/db/mysql/V2_0_2__Zones.java', 'public class V2_0_2__Zones extends Zones {}'],
    ['flyway-java', 'src/main/kotlin/db/migration/V3__Users.kt', 'class V3__Users : CompanyMigration() {}'],
    ['liquibase', 'src/main/resources/db/changelog/001.xml', '<databaseChangeLog><changeSet/></databaseChangeLog>'],
    ['liquibase', 'liquibase/changes.yaml', 'databaseChangeLog:\n  - changeSet:\n'],
    ['liquibase', 'db/changelog/1.sql', '--liquibase formatted sql\n--changeset me:1\n'],
    ['prisma', 'prisma/migrations/20240101000000_init/migration.sql', 'SELECT 1'],
    ['drizzle', 'drizzle/20240101000000_init/migration.sql', 'SELECT 1;--> statement-breakpoint\n'],
    ['drizzle', 'drizzle/0000_init.sql', 'SELECT 1'],
    ['drizzle', 'src/db/migrations/0000_init.sql', 'SELECT 1', 'src/db/migrations/meta/_journal.json'],
    [
      'typeorm',
      'src/migrations/1700000000000-Users.js',
      "/** @typedef {import('typeorm').MigrationInterface} M */ class A { async up(runner) {} }",
    ],
    ['knex', 'migrations/20240101000000_users.js', `${up}knex.schema`],
    ['typeorm', 'src/migration/1700000000000-Users.ts', 'class A implements MigrationInterface { async up() {} }'],
    ['sequelize', 'server/migrations/20240101000000-users.js', 'module.exports = { up: (queryInterface) => {} }'],
    ['node-pg-migrate', 'migrations/1700000000000_users.js', 'exports.up = (pgm) => {}'],
    ['node-pg-migrate-sql', 'migrations/1700000000000_users.sql', '-- Up Migration\nSELECT 1'],
    ['kysely', 'src/migrations/2024-01-01.ts', "import { Kysely } from 'kysely';\nexport async function up(db) {}"],
    [
      'mikro-orm',
      'src/migrations/Migration20240101000000.ts',
      "import { Migration } from '@mikro-orm/migrations'; class A { async up() {} }",
    ],
    ['script', 'migrations/20240101000000-users.js', 'module.exports = { async up(db) { await db.x(); } }'],
    ['golang-migrate', 'migrations/0001_users.up.sql', 'SELECT 1'],
    ['sqlx', 'migrations/0001_users.up.sql', 'SELECT 1', 'Cargo.toml'],
    ['pop', 'migrations/20240101000000_users.postgres.up.sql', 'SELECT 1'],
    ['pop', 'migrations/20240101000000_users.sqlite3.up.sql', 'SELECT 1'],
    ['pop', 'migrations/20240101000000_users.cockroach.autocommit.up.sql', 'SELECT 1'],
    ['db-migrate', 'src/migrations/20260617115403-a.js', 'exports.up = (db, cb) => { db.runSql(`SELECT 1`, cb); };'],
    ['pop-fizz', 'migrations/20240101000000_users.up.fizz', 'create_table("users") {}'],
    // Names that golang-migrate and sqlx do not take.
    ['plain-sql', 'storage/migrations/V0001.Users.up.sql', 'SELECT 1'],
    ['plain-sql', 'storage/migrations/V0001.Nothing.up.sql', ''],
    ['plain-sql', 'migrations/sqls/20240101000000-users-up.sql', 'SELECT 1'],
    ['goose', 'internal/migrations/0001_users.sql', '-- +goose Up\nSELECT 1'],
    ['goose-go', 'migrations/0001_users.go', 'goose.AddMigrationContext(up, down)'],
    ['script', 'sql/migrations/go/20240101000000_fill.go', 'func fill(c *pop.Connection) error { return nil }'],
    ['script', 'migrations/1_users.go', 'migrations.MustRegisterTx(up, down)'],
    ['sql-migrate', 'migrations/1_users.sql', '-- +migrate Up\nSELECT 1'],
    ['dbmate', 'db/migrations/20240101000000_users.sql', '-- migrate:up\nSELECT 1'],
    ['sqitch', 'deploy/users.sql', '-- Deploy shop:users to pg\nSELECT 1'],
    ['sqitch', 'db/deploy/users.sql', 'SELECT 1', 'sqitch.plan'],
    ['ef-core', 'Data/Migrations/20240101000000_Users.cs', 'class Users : Migration'],
    ['ecto', 'priv/repo/migrations/20240101000000_users.exs', 'use Ecto.Migration'],
    ['laravel', 'database/migrations/2024_01_01_000000_users.php', 'use Illuminate\\Database\\Migrations\\Migration;'],
    ['doctrine', 'migrations/Version20240101000000.php', 'use Doctrine\\Migrations\\AbstractMigration;'],
    ['doctrine', 'migrations/Version1.php', 'use Doctrine\\DBAL\\Schema\\Schema;'],
    ['phinx', 'db/migrations/20240101000000_users.php', 'use Phinx\\Migration\\AbstractMigration;'],
    ['diesel', 'migrations/2024-01-01-000000_users/up.sql', 'SELECT 1'],
    ['hasura', 'hasura/migrations/default/1700000000000_users/up.sql', 'SELECT 1'],
    ['supabase', 'supabase/migrations/20240101000000_users.sql', 'SELECT 1'],
    ['atlas', 'migrations/20240101000000_users.sql', 'SELECT 1', 'migrations/atlas.sum'],
    ['graphile-migrate', 'migrations/committed/000001.sql', '--! Previous: -\n--! Hash: sha1:1\n'],
    ['plain-sql', 'schema/postgres/versioned/v1.2/users.sql', 'SELECT 1'],
    ['plain-sql', 'util/Scripts/2024-01-02_00_Users.sql', 'SELECT 1'],
    ['plain-sql', 'util/Scripts/2024-01-02_00_Users.psql', 'SELECT 1'],
    ['plain-sql', 'schema/versioned/v1.0/schema.sql', 'CREATE TABLE a (b int);'],
    ['plain-sql', 'db/updates/0042_users.sql', 'SELECT 1'],
    ['plain-sql', 'server/migrations/0042_users.sql', 'SELECT 1'],
  ];
  for (const [framework, path, text, sibling] of known) {
    it(`takes ${path} for ${framework}`, () => {
      assert.equal(frameworkOf(path, text, sibling === undefined ? [] : [sibling]), framework);
    });
  }

  const others: readonly [path: string, text?: string][] = [
    ['docs/guide/migration.md'],
    ['CHANGELOG.json', '{}'],
    ['src/migrations/index.ts', 'export const up = knex;'],
    ['src/migrations/settings.ts', 'export function migrateSettings(settings) { return settings; }'],
    ['src/migrations/v2-settings.ts', 'export const up = (settings) => settings;'],
    ['src/migrations/knexHelper.ts', 'export const connect = () => knex({});'],
    ['packages/a/migrations/20240101-rename.test.ts', `${up}knex`],
    ['migrations/README.md'],
    ['migrations/env.py', 'down_revision'],
    ['app/migrations/__init__.py'],
    ['app/migrations/helpers.py', 'def helper(): pass'],
    ['alembic/script.py.mako', 'down_revision = ${repr(down_revision)}'],
    ['src/versions/release.py', 'VERSION = 1'],
    ['db/schema.rb', 'ActiveRecord::Schema.define'],
    ['db/structure.sql', 'CREATE TABLE a (b int);'],
    ['migrations/schema.sql', 'CREATE TABLE a (b int);'],
    ['migrations/20240101000000_users.up.rs', 'fn up() {}'],
    ['migrations/0001_constants.go', 'package migrations'],
    [
      'src/migration/MigrationInterface.ts',
      'export interface MigrationInterface { up(queryRunner: QueryRunner): Promise<any> }',
    ],
    ['src/main/java/V2__Users.java', 'interface Users {}'],
    ['popx/stub/migrations/20240101000000_users.up.sql', 'SELECT 1'],
    ['generators/stubs/migrations/2024_01_01_000000_users.php', 'use Illuminate\\Database\\Migrations\\Migration;'],
    ['db/seeds.sql', 'INSERT INTO a VALUES (1);'],
    ['src/queries/users.sql', 'SELECT 1'],
    ['deploy/provision.sql', 'SELECT 1'],
    ['node_modules/pkg/db/migrate/20240101000000_a.rb', ''],
    ['vendor/pkg/migrations/0001_a.up.sql', 'SELECT 1'],
    ['test/fixtures/migrations/0001_a.up.sql', 'SELECT 1'],
    ['Data/Migrations/20240101000000_Users.Designer.cs', ''],
    ['Data/Migrations/AppDbContextModelSnapshot.cs', ''],
    ['config/changelog.yml', 'title: Changelog'],
    ['prisma/migrations/migration_lock.toml', ''],
    ['drizzle/meta/_journal.json', '{}'],
    ['lib/migrations.ex', 'defmodule Migrations'],
    ['migrations/empty.sql', '\n'],
    ['', ''],
    ['/', ''],
  ];
  for (const [path, text = ''] of others) {
    it(`takes ${path === '' ? 'an empty path' : path} for no migration`, () => {
      assert.equal(frameworkOf(path, text), null);
    });
  }

  for (const path of ['packages/db/drizzle/meta/0001_snapshot.json', 'db/drizzle/20240101000000_a/snapshot.json']) {
    it(`does not read ${path}`, () => {
      assert.equal(candidateOf(path), null);
    });
  }

  const undo: readonly [path: string, forward: string][] = [
    ['migrations/0001_users.down.sql', 'migrations/0001_users.up.sql'],
    ['migrations/2024-01-01-000000_users/down.sql', 'migrations/2024-01-01-000000_users/up.sql'],
    ['revert/users.sql', 'deploy/users.sql'],
    ['db/U2__users.sql', 'db/V2__users.sql'],
    ['migrations/20240101000000_users.down.fizz', 'migrations/20240101000000_users.up.fizz'],
    ['Scripts/2024-01-02_00_Down_Users.sql', 'Scripts/2024-01-02_00_Up_Users.sql'],
  ];
  for (const [path, forward] of undo) {
    it(`takes ${path} for the undo of ${forward}`, () => {
      assert.equal(candidateOf(path)?.role, 'undo');
      assert.equal(candidateOf(path)?.pair, candidateOf(forward)?.pair);
      assert.equal(candidateOf(forward)?.role, 'forward');
    });
  }
});
