import assert from 'node:assert/strict';
import { splitSql, type SqlSections } from '../../../src/core/highlights/sqlStatements';

function texts(sql: string, sections: SqlSections = 'none'): readonly string[] {
  return splitSql(sql, sections).map(({ text }) => text);
}

describe('splitting SQL into statements', () => {
  const one: readonly [what: string, sql: string][] = [
    ['a semicolon in a string', "SELECT 'a;b'"],
    ['a doubled quote in a string', "SELECT 'it''s; fine'"],
    ['a semicolon in a quoted name', 'SELECT "a;b"'],
    ['a doubled quote in a name', 'SELECT "a"";b"'],
    ['a semicolon in a backtick name', 'SELECT `a;b`'],
    ['an escaped quote in an E string', "SELECT E'it\\'s; fine'"],
    ['a dollar-quoted body', 'CREATE FUNCTION f() AS $$ a; b; $$ LANGUAGE sql'],
    ['a tagged dollar-quoted body', 'DO $x$ a; $$ ; $y$ ; $x$'],
    ['a semicolon in a line comment', 'SELECT 1 -- ;\n + 1'],
    ['a semicolon in a block comment', 'SELECT 1 /* ; */ + 1'],
    ['a nested block comment', 'SELECT 1 /* ; /* ; */ ; */ + 1'],
    ['an escaped quote of MySQL', "INSERT INTO `t` VALUES ('it\\'s; fine')"],
    ['a hash comment of MySQL', 'ALTER TABLE `t` # ;\n ADD a int'],
    ['a bracketed name', 'DROP TABLE [a b]'],
    ['the body of a trigger', 'CREATE TRIGGER t AFTER INSERT ON x BEGIN DELETE FROM y; UPDATE z SET a = 1; END'],
    ['a body with IF and CASE', 'CREATE PROCEDURE p() BEGIN IF a THEN b; END IF; SELECT CASE WHEN 1 THEN 2 END; END'],
    ['a placeholder with quotes', 'DROP TABLE {{ index .Options "Name;space" }}.users'],
  ];
  for (const [what, sql] of one) {
    it(`keeps ${what} inside its statement`, () => {
      assert.deepEqual(texts(`${sql};\nSELECT 2;`), [sql, 'SELECT 2']);
    });
  }

  it('gives the line of the first token and the place in the text', () => {
    const sql = '\uFEFF-- note\n\nSELECT 1;\n/* a\nb */ SELECT\n2; SELECT 3';
    assert.deepEqual(
      splitSql(sql).map(({ line, text }) => [line, text]),
      [
        [3, 'SELECT 1'],
        [5, 'SELECT\n2'],
        [6, 'SELECT 3'],
      ],
    );
    for (const { start, end, text } of splitSql(sql)) assert.equal(sql.slice(start, end), text);
  });

  it('gives nothing for text without statements', () => {
    assert.deepEqual(texts('-- nothing\n;; /* at all */ ;'), []);
  });

  it('passes over the data of COPY FROM STDIN', () => {
    assert.deepEqual(texts("COPY t FROM stdin;\n1\tit's; DROP TABLE x;\n\\.\nSELECT 1;"), [
      'COPY t FROM stdin',
      'SELECT 1',
    ]);
  });

  it('takes the commands of the psql client as statements of their own', () => {
    assert.deepEqual(texts('\\set x 1\nSELECT 1;\n\\i other.sql\n'), ['\\set x 1', 'SELECT 1', '\\i other.sql']);
  });

  it('follows DELIMITER, also directly behind a word', () => {
    const sql = 'DELIMITER $$\nCREATE PROCEDURE p() BEGIN a; b; END$$\nDELIMITER ;\nSELECT 1;';
    assert.deepEqual(texts(sql), ['CREATE PROCEDURE p() BEGIN a; b; END', 'SELECT 1']);
  });

  it('ends statements at GO and / alone on a line', () => {
    assert.deepEqual(texts('DROP TABLE a\nGO\nDROP TABLE b\n/\n'), ['DROP TABLE a', 'DROP TABLE b']);
  });

  it('finds the beginning of a statement where a semicolon was left out', () => {
    assert.deepEqual(texts('ALTER TABLE a ADD b int\nDROP TABLE c'), ['ALTER TABLE a ADD b int', 'DROP TABLE c']);
    assert.deepEqual(texts('INSERT INTO a VALUES (1)\nUPDATE b SET c = 1'), [
      'INSERT INTO a VALUES (1)',
      'UPDATE b SET c = 1',
    ]);
  });

  it('takes no clause for the beginning of a statement', () => {
    for (const sql of [
      'INSERT INTO a VALUES (1)\nON CONFLICT DO\nUPDATE SET b = 1',
      'INSERT INTO a VALUES (1) ON DUPLICATE KEY\nUPDATE b = 1',
      'ALTER TABLE a ADD FOREIGN KEY (b) REFERENCES c ON\nDELETE CASCADE',
      'ALTER TABLE a\nDROP INDEX b,\nDROP COLUMN c',
    ]) {
      assert.deepEqual(texts(sql), [sql]);
    }
  });

  it('reads what MySQL executes inside a version comment', () => {
    assert.equal(splitSql('/*!40000 DROP TABLE t */;')[0]?.tokens[0]?.value, 'DROP');
  });

  for (const [what, sql] of [
    ['a string', "DROP TABLE 'x"],
    ['a comment', 'SELECT 1; /* DROP TABLE x'],
    ['a dollar quote', 'DO $$ DROP'],
    ['a body', 'CREATE TRIGGER t BEGIN DELETE FROM x; DROP TABLE y;'],
  ] as const) {
    it(`says that ${what} does not end`, () => {
      assert.equal(splitSql(sql).at(-1)?.closed, false);
    });
  }

  it('gives only the forward part of a goose file, joined statements in one piece', () => {
    const sql = [
      '-- +goose Up',
      'SELECT 1;',
      '-- +goose StatementBegin',
      'a; b;',
      '-- +goose StatementEnd',
      'SELECT 2;',
      '-- +goose Down',
      'DROP TABLE x;',
    ].join('\n');
    assert.deepEqual(texts(sql, 'goose'), ['SELECT 1', 'a; b;', 'SELECT 2']);
  });

  it('gives only the forward part of dbmate, sql-migrate and node-pg-migrate files', () => {
    assert.deepEqual(texts('-- migrate:up\nSELECT 1;\n-- migrate:down\nDROP TABLE x;', 'dbmate'), ['SELECT 1']);
    assert.deepEqual(texts('-- +migrate Up\nSELECT 1\n-- +migrate Down\nDROP TABLE x;', 'sql-migrate'), ['SELECT 1']);
    const sql = '-- Up Migration\nSELECT 1;\n-- Down Migration\nDROP TABLE x;';
    assert.deepEqual(texts(sql, 'node-pg-migrate'), ['SELECT 1']);
  });

  it('takes no mark of another tool for the end of the forward part', () => {
    assert.deepEqual(texts('-- migrate:down\nDROP TABLE x;'), ['DROP TABLE x']);
    assert.deepEqual(texts("-- +goose Up\nSELECT '\n-- +goose Down\n';\nSELECT 2;", 'goose').length, 2);
  });
});
