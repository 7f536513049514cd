import assert from 'node:assert/strict';
import { findings, only, type Change } from './migrationsOf';

const prisma = 'CREATE TABLE a (id int);';
const django = 'class Migration(migrations.Migration):\n    operations = []\n';
const alembic = (revision: string): string =>
  `revision = '${revision}'\ndown_revision = 'aaaa'\ndef upgrade():\n    op.drop_table('a')\n`;
const knex = "exports.up = (knex) => knex.schema.dropTable('a');\nexports.down = () => {};\n";
const typeorm = (name: string): string =>
  `import { MigrationInterface, QueryRunner } from 'typeorm';
export class ${name} implements MigrationInterface {
  async up(queryRunner: QueryRunner) { await queryRunner.query('DROP TABLE a'); }
  async down(queryRunner: QueryRunner) {}
}
`;
const laravel =
  "<?php\nuse Illuminate\\Database\\Migrations\\Migration;\nreturn new class extends Migration { public function up() { Schema::drop('a'); } };\n";
const ef = 'class X : Migration { protected override void Up(MigrationBuilder b) { b.DropTable(name: "A"); } }\n';
const rails = 'class X < ActiveRecord::Migration[7.1]\n  def change\n    drop_table :a\n  end\nend\n';
const kysely =
  "import { Kysely } from 'kysely';\nexport async function up(db) { await db.schema.dropTable('a').execute(); }\n";
const sequelize = "module.exports = { up: (queryInterface) => queryInterface.dropTable('a') };\n";
const doctrine = (namespace: string): string =>
  `<?php\nnamespace ${namespace};\nuse Doctrine\\Migrations\\AbstractMigration;\nclass Version20260101000000 extends AbstractMigration { public function up(Schema $s): void { $this->addSql('DROP TABLE a'); } }\n`;

/** What a release does with a migration that went from one path to another. */
function moved(from: string, to: string, before: string, after = before): string {
  const changes: readonly Change[] = [
    [from, before, null],
    [to, null, after],
  ];
  const { status, effect } = only(changes);
  assert.equal(status, 'renamed');
  return effect;
}

describe('a migration that was moved or renamed', () => {
  const stays: readonly (readonly [what: string, from: string, to: string, before: string, after?: string])[] = [
    ['Rails', 'db/migrate/20260101000000_a.rb', 'core/db/migrate/20260101000000_b.rb', rails],
    ['Django', 'shop/migrations/0001_a.py', 'backend/shop/migrations/0001_a.py', django],
    ['Alembic', 'migrations/versions/1_a.py', 'db/alembic/versions/2_b.py', alembic('bbbb'), `${alembic('bbbb')}#\n`],
    ['Flyway', 'db/migration/V1__a.sql', 'src/main/resources/db/migration/V1__a.sql', prisma],
    ['Flyway, which runs it again and again', 'db/migration/R__a.sql', 'sql/migration/R__a.sql', prisma],
    [
      'Prisma',
      'prisma/migrations/20260101000000_a/migration.sql',
      'db/migrations/20260101000000_a/migration.sql',
      prisma,
    ],
    ['Knex', 'migrations/20260101000000_a.js', 'packages/db/migrations/20260101000000_a.js', knex],
    ['Sequelize', 'migrations/20260101000000-a.js', 'server/migrations/20260101000000-a.js', sequelize],
    ['TypeORM', 'src/migrations/1700000000000-A.ts', 'db/migrations/1700000000000-B.ts', typeorm('A1700000000000')],
    ['Laravel', 'database/migrations/2026_01_01_000000_a.php', 'app/migrations/2026_01_01_000000_a.php', laravel],
    ['EF Core', 'A/Migrations/20260101000000_X.cs', 'B/Migrations/20260101000000_X.cs', ef],
    ['Kysely', 'migrations/2026-01-01_a.ts', 'db/migrations/2026-01-01_a.js', kysely],
    ['golang-migrate', 'migrations/000001_a.up.sql', 'db/migrations/1_b.up.sql', prisma],
    ['Diesel', 'migrations/2026-01-01-000000_a/up.sql', 'migrations/20260101000000_b/up.sql', prisma],
  ];
  for (const [what, from, to, before, after] of stays) {
    it(`is known to ${what} by what stayed the same`, () => {
      assert.notEqual(moved(from, to, before, after), 'run');
    });
  }

  const runs: readonly (readonly [what: string, from: string, to: string, text: string])[] = [
    ['Django, under another app', 'shop/migrations/0001_a.py', 'store/migrations/0001_a.py', django],
    ['Django, under another name', 'shop/migrations/0001_a.py', 'shop/migrations/0001_b.py', django],
    [
      'Prisma',
      'prisma/migrations/20260101000000_a/migration.sql',
      'prisma/migrations/20260102000000_a/migration.sql',
      prisma,
    ],
    ['Knex, with another ending', 'migrations/20260101000000_a.js', 'migrations/20260101000000_a.ts', knex],
    ['Laravel', 'database/migrations/2026_01_01_000000_a.php', 'database/migrations/2026_01_01_000000_b.php', laravel],
    ['Flyway, of what it runs again and again', 'db/migration/R__a.sql', 'db/migration/R__b.sql', prisma],
  ];
  for (const [what, from, to, text] of runs) {
    it(`is new to ${what}`, () => {
      assert.equal(moved(from, to, text), 'run');
    });
  }

  it('is another one to Doctrine when its namespace is another', () => {
    const [from, to] = ['migrations/Version20260101000000.php', 'src/Migrations/Version20260101000000.php'];
    assert.equal(moved(from, to, doctrine('Shop')), 'edited');
    const other = moved(from, 'migrations/Version20260101000000b.php', doctrine('Shop'), doctrine('Store'));
    assert.equal(other, 'run');
  });

  it('is refused by Flyway when its description is another', () => {
    const migration = only([
      ['db/migration/V1__a.sql', prisma, null],
      ['db/migration/V1__b.sql', null, prisma],
    ]);
    assert.deepEqual([migration.effect, migration.findings[0]?.severity], ['edited', 'error']);
    assert.match(findings(migration)[0] ?? '', /Flyway compares names too/);
  });

  it('is found again by its mark when its text and its file have changed', () => {
    const before = alembic('bbbb');
    const effect = moved('migrations/versions/1_a.py', 'alembic/versions/x.py', before, before.replace("'a')", "'b')"));
    assert.equal(effect, 'edited');
  });
});
