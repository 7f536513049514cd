import assert from 'node:assert/strict';
import { databaseMarkers, databaseOf, type DatabaseSigns } from '../../../src/core/highlights/database';

function told(change: Partial<DatabaseSigns> & { readonly files?: Readonly<Record<string, string>> }): unknown {
  const { files = {}, ...signs } = change;
  const markers = new Map(Object.entries(files));
  return databaseOf({ framework: 'plain-sql', folder: 'db/migrations', paths: [], texts: [], markers, ...signs });
}

describe('the database of migrations', () => {
  for (const [file, text, expected] of [
    ['db/migrations/migration_lock.toml', 'provider = "mysql"', 'mysql'],
    ['prisma/schema.prisma', 'datasource db {\n  provider = "postgresql"\n}', 'postgres'],
    ['config/database.yml', 'a:\n  adapter: mysql2\nb:\n  adapter: mysql2\n', 'mysql'],
    ['config/database.yml', 'a:\n  adapter: postgresql\ntest:\n  adapter: sqlite3\n', 'postgres'],
    ['db/settings.py', "'ENGINE': 'django.db.backends.postgresql'", 'postgres'],
    ['db/settings.py', 'django.db.backends.mysql django.db.backends.postgresql', null],
    ['knexfile.js', "client: 'better-sqlite3',", 'sqlite'],
    ['ormconfig.json', '{ "type": "mariadb" }', 'mariadb'],
    ['drizzle.config.ts', "dialect: 'postgresql'", 'postgres'],
    ['config/database.php', "'default' => env('DB_CONNECTION', 'mysql'),", 'mysql'],
    ['docker-compose.yml', '    image: docker.io/library/postgres:16\n', 'postgres'],
    ['go.mod', 'require github.com/jackc/pgx/v5 v5.1.0', 'postgres'],
    ['package.json', '{"dependencies": {"mysql2": "^3"}}', 'mysql'],
    ['Gemfile', 'gem "pg"\ngem "sqlite3"\n', 'postgres'],
    ['requirements.txt', 'psycopg[binary]==3.1\n', 'postgres'],
    ['Cargo.toml', 'diesel = { features = ["postgres"] }', 'postgres'],
    ['pom.xml', '<artifactId>mariadb-java-client</artifactId>', 'mariadb'],
  ] as const) {
    it(`is ${expected ?? 'not known'} by ${file}: ${text.slice(0, 40).replaceAll('\n', ' ')}`, () => {
      assert.equal(told({ files: { [file]: text } }), expected);
      assert.ok(databaseMarkers(['db/migrations']).includes(file));
    });
  }

  for (const [text, expected] of [
    ['CREATE TABLE `a` (id int AUTO_INCREMENT);', 'mysql'],
    ['ALTER TABLE a ADD at timestamptz;', 'postgres'],
    ['CREATE TABLE a (id integer PRIMARY KEY AUTOINCREMENT);', 'sqlite'],
    ['CREATE TABLE [dbo].[a] (n NVARCHAR(9));', 'sqlserver'],
    ['CREATE TABLE a (x Int8) ENGINE = MergeTree;', 'other'],
    ['CREATE TABLE a (id int); -- a jsonb one day', null],
  ] as const) {
    it(`is ${expected ?? 'not known'} by what it says: ${text}`, () => {
      assert.equal(told({ texts: [text] }), expected);
    });
  }

  it('is told by its path before anything else', () => {
    const files = { 'package.json': '{"pg": "1"}' };
    assert.equal(told({ paths: ['schema/mysql/v8/versioned/1.sql'], files }), 'mysql');
    assert.equal(told({ paths: ['db/V1.a.postgres.up.sql'] }), 'postgres');
    assert.equal(told({ paths: ['db/clickhouse/1.sql'], files }), 'other');
    assert.equal(told({ paths: ['util/PostgresMigrations/Migrations/1_A.cs'], files }), 'postgres');
    assert.equal(told({ paths: ['src/Shop.SqlServerMigrations/1_A.cs'], files }), 'sqlserver');
    assert.equal(told({ paths: ['uaa/db/hsqldb/V4_109__a.sql'], files }), 'other');
    assert.equal(told({ paths: ['migrations/1_a.cockroach.up.sql'], files }), 'other');
  });

  it('is told by what stands nearest, and by what is declared before what is there', () => {
    const near = { 'db/package.json': '{"mysql2": "1"}', 'package.json': '{"pg": "1"}' };
    assert.equal(told({ files: near }), 'mysql');
    const declared = { 'db/docker-compose.yml': 'image: mysql:8\n', 'ormconfig.json': '{"type": "postgres"}' };
    assert.equal(told({ files: declared }), 'postgres');
  });

  it('is Postgres for tools that know no other', () => {
    assert.equal(told({ framework: 'supabase' }), 'postgres');
  });
});
