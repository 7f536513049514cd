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
    'knex',
    'schema builders and raw SQL',
    `exports.up = async function (knex) {
  await knex.schema.createTable('a', (t) => { t.increments(); }).dropTable('b');
  await knex.schema.alterTable('c', (table) => {
    table.dropColumn('d');
    table.string('e').notNullable();
    table.string('f', 20).alter();
  });
  await knex.raw('TRUNCATE g');
  await knex('h').where({ i: 1 }).del();
};
exports.down = (knex) => knex.schema.dropTable('never');`,
    '2 create-table a',
    '2 drop-table! b',
    '4 drop-column! c',
    '5 add-column c',
    '6 change-column! c',
    '8 truncate-table! g',
    '9 delete-rows! h',
  ],
  [
    'sequelize',
    'methods, transactions and SQL in constants',
    `module.exports = {
  async up(queryInterface, Sequelize) {
    const sql = \`
      DROP TABLE a\`;
    await queryInterface.sequelize.transaction(async (transaction) => {
      await queryInterface.removeColumn('b', 'c', { transaction });
      await queryInterface.sequelize.query(sql, { transaction });
    });
    return queryInterface.addIndex('d', ['e']).then(() => queryInterface.dropTable('f'));
  },
  down: (queryInterface) => queryInterface.dropTable('never'),
};`,
    '6 drop-column! b',
    '4 drop-table! a',
    '9 create-index d',
    '9 drop-table! f',
  ],
  [
    'sequelize',
    'an expression for a body and a list of promises',
    `module.exports = {
  up: (queryInterface) => Promise.all([
    queryInterface.addColumn('a', 'b', {}),
    queryInterface.removeColumn('a', 'c'),
  ]),
  down: (queryInterface) => queryInterface.dropTable('never'),
};`,
    '3 add-column a',
    '4 drop-column! a',
  ],
  [
    'typeorm',
    'SQL strings',
    `export class A1 implements MigrationInterface {
  name = 'A1';
  public async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(\`ALTER TABLE "a" DROP COLUMN "b"\`);
    await queryRunner.query("DROP TABLE " + this.table);
    await queryRunner.dropColumn('c', 'd');
    await queryRunner.query(build());
  }
  public async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query('DROP TABLE never');
  }
}`,
    '4 drop-column! a',
    '5 drop-table! ${…}',
    '6 drop-column! c',
    '7 not-understood! -',
  ],
  [
    'node-pg-migrate',
    'pgm calls',
    `export const up = (pgm) => {
  pgm.dropColumns('a', ['b', 'c']);
  pgm.alterColumn('a', 'd', { type: 'int', notNull: true });
  pgm.sql('DROP TABLE e');
};
exports.down = false;`,
    '2 drop-column! a',
    '3 change-column! a',
    '3 set-not-null a',
    '4 drop-table! e',
  ],
  [
    'kysely',
    'chains',
    `export async function up(db: Kysely<any>): Promise<void> {
  await db.schema
    .alterTable('a')
    .dropColumn('b')
    .addColumn('c', 'text')
    .execute();
  await sql\`DROP TABLE d\`.execute(db);
  await db.schema.createTable('e').addColumn('f', 'text').execute();
}`,
    '4 drop-column! a',
    '5 add-column a',
    '7 drop-table! d',
    '8 create-table e',
  ],
  [
    'mikro-orm',
    'addSql',
    `export class A extends Migration {
  override async up(): Promise<void> { this.addSql('drop table a;'); }
  override async down(): Promise<void> { this.addSql('drop table never;'); }
}`,
    '2 drop-table! a',
  ],
  [
    'ef-core',
    'named arguments',
    `public partial class A : Migration {
  protected override void Up(MigrationBuilder migrationBuilder) {
    migrationBuilder.DropColumn(
        name: "B",
        table: "C");
    migrationBuilder.AddColumn<string>(name: "D", table: "C", type: "text", nullable: true);
    migrationBuilder.Sql(@"DROP TABLE ""E"";");
  }
  protected override void Down(MigrationBuilder migrationBuilder) { migrationBuilder.DropTable("Never"); }
}`,
    '3 drop-column! C',
    '6 add-column C',
    '7 drop-table! E',
  ],
  [
    'ef-core',
    'what a column was, which it notes itself',
    `public partial class A : Migration {
  protected override void Up(MigrationBuilder m) {
    m.AlterColumn<string>(name: "B", table: "C", type: "nvarchar(80)", oldType: "nvarchar(50)", nullable: true, oldNullable: true);
    m.AlterColumn<string>(name: "B", table: "C", type: "nvarchar(50)", oldType: "nvarchar(80)", nullable: true, oldNullable: true);
    m.AlterColumn<string>(name: "B", table: "C", type: "varchar(80)", oldType: "varchar(50)", nullable: true, oldNullable: true)
      .Annotation("MySql:CharSet", "utf8mb4").OldAnnotation("MySql:CharSet", "utf8mb4");
    m.AlterColumn<string>(name: "B", table: "C", type: "varchar(50)", oldType: "varchar(50)", collation: "x", oldCollation: "y");
  }
}`,
    '3 widen-column C',
    '4 change-column! C',
    '5 widen-column C',
    '7 change-column! C',
  ],
  [
    'laravel',
    'blueprints',
    `<?php
return new class extends Migration {
  public function up(): void {
    Schema::create('a', function (Blueprint $table) { $table->id(); });
    Schema::table('b', function (Blueprint $table): void {
      $table->dropColumn(['c', 'd']);
      $table->string('e')->nullable();
      $table->string('f', 50)->change();
    });
    if (Schema::hasTable('g')) { Schema::dropIfExists('g'); }
    DB::statement('TRUNCATE h');
    DB::table('i')->where('j', 1)->delete();
  }
  public function down(): void { Schema::drop('never'); }
};`,
    '4 create-table a',
    '6 drop-column! b',
    '7 add-column b',
    '8 change-column! b',
    '10 drop-table! g',
    '11 truncate-table! h',
    '12 delete-rows! i',
  ],
  [
    'phinx',
    'tables held in variables',
    `<?php
class A extends AbstractMigration {
  public function change() {
    $table = $this->table('a');
    $table->removeColumn('b')->addColumn('c', 'string')->update();
    $this->execute("DELETE FROM d");
  }
}`,
    '5 drop-column! a',
    '5 add-column a',
    '6 delete-rows! d',
  ],
  [
    'doctrine',
    'addSql',
    `<?php
final class Version1 extends AbstractMigration {
  public function up(Schema $schema): void {
    $this->addSql('DROP TABLE a');
    $this->addSql(<<<'SQL'
      ALTER TABLE b
        DROP c
    SQL);
  }
  public function down(Schema $schema): void { $this->addSql('DROP TABLE never'); }
}`,
    '4 drop-table! a',
    '6 drop-column! b',
  ],
  [
    'doctrine',
    'a function for each database, of which one tells what is done',
    `<?php
final class Version2 extends AbstractMultiPlatformMigration {
  public function sqLiteUp(Schema $schema): void { $this->addSql('DROP TABLE a'); }
  public function mySQLUp(Schema $schema): void { $this->addSql('DELETE FROM a WHERE b IS NULL'); }
  public function mySQLDown(Schema $schema): void { $this->addSql('SELECT 1'); }
}`,
    '4 delete-rows! a',
  ],
  [
    'db-migrate',
    'what is called one after the other, and SQL with what it is made of',
    `const NAME = 'x';
exports.up = function (db, cb) {
  db.createTable('a', { id: { type: 'int', primaryKey: true }, b: 'string' }, () => {
    db.addColumn('c', 'd', { type: 'text', notNull: true }, cb);
  });
  db.runSql(
    \`
      UPDATE e SET f = '\${NAME}' WHERE g = 1;
      DROP TABLE h;
    \`,
    cb,
  );
  db.removeColumn('i', 'j').then(() => db.renameTable('k', 'l'));
  db.somethingElse('m');
};
exports.down = (db, cb) => cb();`,
    '3 create-table a',
    '4 add-column c',
    '8 update-rows e',
    '9 drop-table! h',
    '13 drop-column! i',
    '13 rename-table k',
    '14 not-understood! -',
  ],
  [
    'laravel',
    'closures in variables and rows one by one',
    `<?php
return new class extends Migration {
  public function up(): void {
    $drop = fn (Blueprint $table) => $table->dropColumn('a');
    Schema::table('b', $drop);
    DB::table('c')->cursor()->each(function ($row) {
      DB::table('c')->where('id', $row->id)->update(['d' => 1]);
    });
    $image->save();
  }
};`,
    '4 drop-column! b',
    '7 update-rows c',
    '9 not-understood! -',
  ],
  [
    'sequelize',
    'what a query does by its text, not by the kind that is said',
    `module.exports = {
  async up(queryInterface) {
    await queryInterface.sequelize.query('DELETE FROM a', { type: QueryTypes.SELECT });
    for (const table of ['b', 'c']) await queryInterface.dropTable(table);
    await helper(queryInterface.dropTable('d'));
  },
};`,
    '3 delete-rows! a',
    '4 drop-table! b',
    '4 drop-table! c',
    '5 drop-table! d',
    '5 not-understood! -',
  ],
  [
    'knex',
    'functions by their names',
    `async function drop(name) { await knex.schema.dropTable(name); }
exports.up = async (knex) => {
  await Promise.all(tables().map(drop));
  ids.forEach(remove);
};`,
    '1 drop-table! name',
    '4 not-understood! -',
  ],
];

describe('reading migrations in JavaScript, TypeScript, C# and PHP with the grammar of their language', () => {
  before(loadAll);

  for (const [framework, what, text, ...operations] of expected) {
    it(`reads ${framework}: ${what}`, () => {
      assert.deepEqual(kinds(framework, text), operations);
    });
  }
});
