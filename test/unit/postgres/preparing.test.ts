import assert from 'node:assert/strict';
import { prepareSql } from '../../../src/grammars/sqlText';
import { takeApart, transactionOf } from '../../../src/grammars/forwardSection';
import { read, statements } from './reading';

describe('SQL text', () => {
  it('keeps its places whatever stands before a statement', () => {
    const text = "\uFEFF-- ünïcode 🎉 comment\nSELECT '🎉';\n/* a /* nested */ one */ DROP TABLE t;\n\n  SELECT 2";
    assert.deepEqual(statements(text), [
      { line: 2, text: "SELECT '🎉'", problem: null },
      { line: 3, text: 'DROP TABLE t', problem: null },
      { line: 5, text: 'SELECT 2', problem: null },
    ]);
  });

  it('is split where a semicolon ends a statement when one of them is bad', () => {
    const text =
      "SELECT ';';\nNOT SQL AT ALL;\nCREATE FUNCTION f() RETURNS int BEGIN ATOMIC SELECT 1; SELECT CASE WHEN true THEN 2 END; END;\nDROP TABLE é;";
    const list = statements(text);
    assert.deepEqual(
      list.map(({ line, problem }) => [line, problem === null]),
      [
        [1, true],
        [2, false],
        [3, true],
        [4, true],
      ],
    );
    assert.equal(list[3]?.text, 'DROP TABLE é');
  });

  it('that ends inside a quote gives what stands before, and the rest as not understood', () => {
    for (const tail of ["INSERT INTO a VALUES ('x", 'DO $$ BEGIN', '/* never', 'DROP TABLE "a']) {
      const list = statements(`SELECT 1;\n${tail}; DROP TABLE b;`);
      assert.deepEqual(
        list.map(({ problem }) => problem === null),
        [true, false],
        tail,
      );
    }
  });

  it('with a NUL is never cut short', () => {
    const { operations, understood } = read('SELECT 1;\0 DROP TABLE t;\nDROP TABLE u;');
    assert.equal(understood, false);
    assert.ok(operations.some(({ kind, table }) => kind === 'drop-table' && table === 'u'));
  });

  it('loses the commands of psql, and shows those that run something', () => {
    assert.ok(read('\\set x 1\n\\connect db\nSELECT 1;\n\\echo done').understood);
    for (const command of ['\\i other.sql', '\\! rm -rf /', '\\copy t from f']) {
      assert.equal(read(`SELECT 1;\n${command}\n`).understood, false, command);
    }
    assert.equal(read("SELECT 'DROP TABLE t' \\gexec\nSELECT 1;").understood, false);
  });

  it('loses the rows of COPY and goes on behind them', () => {
    const text = "COPY public.t (a, b) FROM stdin;\n1\tit's; DROP TABLE x\n\\.\n\nDROP TABLE t;\n";
    assert.deepEqual(
      statements(text).map(({ line, text: own }) => [line, own]),
      [
        [1, 'COPY public.t (a, b) FROM stdin'],
        [5, 'DROP TABLE t'],
      ],
    );
  });

  it('keeps its length when templates are masked', () => {
    for (const text of [
      'SELECT * FROM {{ .A }}.b',
      '{% if x %}SELECT 1;{% endif %}',
      'SELECT <%= a %>',
      'SELECT ${a}',
    ]) {
      assert.equal(prepareSql(text).text.length, text.length);
      assert.ok(read(text).understood, text);
    }
  });

  it('has its templates masked inside blocks of code too', () => {
    const { operations } = read('DO $$ BEGIN ALTER TABLE {{ .Schema }}.t DROP COLUMN a; END $$;');
    assert.deepEqual(
      operations.map(({ kind, table }) => [kind, table]),
      [['drop-column', '{{ .Schema }}.t']],
    );
  });

  it('takes a dollar quote for what it is', () => {
    assert.equal(statements("DO $a$ BEGIN PERFORM ';$$'; END $a$; SELECT $1;").length, 2);
  });

  it('is not stopped by what would break a parser', () => {
    assert.equal(read('').understood, true);
    assert.equal(read('-- nothing\n/* at all */;;;').understood, true);
    assert.equal(read(`SELECT ${'('.repeat(50_000)}`).understood, false);
    assert.equal(read(`SELECT ${"'a' || ".repeat(20_000)}'a'`).operations.length, 1);
    assert.equal(read('\uD800 SELECT 1').understood, false);
    for (const part of ['{{', '/*', '$a$', '\\i x\n', '-- x\n', ';', "E'\\", '{{a}} ']) read(part.repeat(20_000));
  });

  it('is taken apart at the marks of its tool', () => {
    const { up, down } = takeApart('-- +goose Up\nSELECT 1;\n-- +goose Down\nSELECT 2;\n', 'goose');
    assert.deepEqual([up.trim(), down.trim()], ['-- +goose Up\nSELECT 1;', '-- +goose Down\nSELECT 2;']);
    assert.equal(down.indexOf('SELECT 2'), '-- +goose Up\nSELECT 1;\n-- +goose Down\n'.length);
    assert.equal(takeApart('SELECT 1', 'none').down.trim(), '');
  });

  it('may say itself that it runs outside a transaction', () => {
    for (const mark of [
      '-- +goose NO TRANSACTION',
      '-- migrate:up transaction:false',
      '-- no-transaction',
      '-- atlas:txmode none',
      '--! no-transaction',
    ]) {
      assert.equal(transactionOf(`${mark}\nSELECT 1`, 'one'), 'none', mark);
    }
    assert.equal(transactionOf('SELECT 1', 'one'), 'one');
  });
});
