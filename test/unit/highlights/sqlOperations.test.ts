import assert from 'node:assert/strict';
import { readSql } from '../../../src/core/highlights/sqlOperations';

/** Each operation as `kind table`, with `!` where it is destructive. */
function kinds(sql: string): readonly string[] {
  return readSql(sql, 'none').map(({ kind, table, destructive }) => `${kind}${destructive ? '!' : ''} ${table ?? '-'}`);
}

describe('reading SQL into operations', () => {
  const expected: readonly [sql: string, ...operations: string[]][] = [
    ['CREATE TABLE IF NOT EXISTS a.b (c int)', 'create-table a.b'],
    ['CREATE OR REPLACE TABLE t (c int)', 'drop-table! t'],
    ['DROP TABLE IF EXISTS "A", public.b CASCADE', 'drop-table! A', 'drop-table! public.b'],
    ['CREATE TABLE t (a int); DROP TABLE t', 'create-table t', 'drop-own-table t'],
    ['DROP SCHEMA s', 'drop-schema! -'],
    ['DROP DATABASE d', 'drop-database! -'],
    ['DROP VIEW v', 'drop-view -'],
    ['DROP MATERIALIZED VIEW v', 'drop-materialized-view -'],
    ['DROP FUNCTION f() CASCADE', 'drop-function! -'],
    ['DROP INDEX CONCURRENTLY IF EXISTS i', 'drop-index -'],
    ['DROP INDEX i ON t', 'drop-index t'],
    ['DROP TYPE mood', 'drop-type -'],
    ['DROP TYPE mood CASCADE', 'drop-type! -'],
    ['DROP EXTENSION citext', 'drop-extension! -'],
    ['DROP SEQUENCE s', 'drop-sequence! -'],
    ['DROP OWNED BY someone', 'drop-owned! -'],
    ['TRUNCATE TABLE ONLY a, b RESTART IDENTITY', 'truncate-table! a', 'truncate-table! b'],
    ['DELETE FROM t WHERE a = 1', 'delete-rows! t'],
    ['UPDATE t SET a = 1', 'update-all-rows! t'],
    ['UPDATE t SET a = (SELECT 1 WHERE true)', 'update-all-rows! t'],
    ['UPDATE t SET a = 1 WHERE b', 'update-rows t'],
    ['ALTER TABLE t ADD a int; UPDATE t SET a = 1', 'add-column t', 'fill-column t'],
    ['ALTER TABLE t ADD a int; UPDATE t SET a = 1, b = 2', 'add-column t', 'update-all-rows! t'],
    ['INSERT INTO t (a) VALUES (1)', 'insert-rows t'],
    ['REPLACE INTO t VALUES (1)', 'replace-rows! t'],
    ['WITH x AS (SELECT 1) DELETE FROM t', 'delete-rows! t'],
    ['WITH x AS (DELETE FROM t RETURNING *) INSERT INTO u SELECT * FROM x', 'merge-rows! -'],
    ['ALTER TABLE t ADD COLUMN a int', 'add-column t'],
    ['ALTER TABLE t ADD COLUMN a int NOT NULL', 'add-required-column t'],
    ['ALTER TABLE t ADD COLUMN a int NOT NULL DEFAULT 0', 'add-column t'],
    ['ALTER TABLE t DROP COLUMN a', 'drop-column! t'],
    ['ALTER TABLE t DROP a', 'drop-column! t'],
    ['ALTER TABLE t DROP CONSTRAINT c', 'drop-constraint t'],
    ['ALTER TABLE t DROP FOREIGN KEY c, DROP PRIMARY KEY', 'drop-constraint t', 'drop-constraint t'],
    ['ALTER TABLE t DROP PARTITION p', 'drop-partition! t'],
    ['ALTER TABLE t ALTER COLUMN a TYPE int', 'change-column! t'],
    ['ALTER TABLE t ALTER a SET DATA TYPE varchar(20)', 'change-column! t'],
    ['ALTER TABLE t ALTER a TYPE text', 'widen-column t'],
    ['ALTER TABLE t ALTER a TYPE text USING left(a, 1)', 'change-column! t'],
    ['ALTER TABLE t MODIFY a int', 'change-column! t'],
    ['ALTER TABLE t CHANGE a b int', 'change-column! t'],
    ['ALTER TABLE t ALTER a SET NOT NULL', 'set-not-null t'],
    [
      'ALTER TABLE t ALTER a DROP NOT NULL, ALTER b SET DEFAULT 1, ALTER c DROP DEFAULT',
      'drop-not-null t',
      'set-default t',
      'drop-default t',
    ],
    ['ALTER TABLE t RENAME TO u', 'rename-table t'],
    ['ALTER TABLE t RENAME COLUMN a TO b', 'rename-column t'],
    ['ALTER TABLE t RENAME CONSTRAINT a TO b', 'rename-constraint t'],
    ['RENAME TABLE a TO b, c TO d', 'rename-table a', 'rename-table c'],
    ['ALTER TABLE t ADD CONSTRAINT c FOREIGN KEY (a) REFERENCES u NOT VALID', 'add-constraint t'],
    ['ALTER TABLE t VALIDATE CONSTRAINT c', 'validate-constraint t'],
    ['ALTER TABLE t ENABLE ROW LEVEL SECURITY', 'alter-table t'],
    ['ALTER TABLE t WITH CHECK ADD CONSTRAINT c CHECK (a > 0)', 'add-constraint t'],
    ['ALTER TABLE t DROP COLUMN a, b', 'drop-column! t', 'drop-column! t'],
    ['ALTER TABLE t FROBNICATE a', 'not-understood! -'],
    ['CREATE UNIQUE INDEX CONCURRENTLY i ON ONLY t (a)', 'create-index t'],
    ['CREATE INDEX ON t (a)', 'create-index t'],
    ['CREATE OR REPLACE FUNCTION f() RETURNS void AS $$ DROP TABLE x $$', 'create-function -'],
    ['CREATE POLICY p ON t', 'create-policy t'],
    ["ALTER TYPE mood ADD VALUE 'x'", 'add-enum-value -'],
    ['GRANT SELECT ON t TO u', 'permission -'],
    ["COMMENT ON TABLE t IS 'DROP TABLE x'", 'comment -'],
    ["SELECT 'DROP TABLE x', count(*) FROM t", 'query -'],
    ['SELECT drop_everything()', 'not-understood! -'],
    ['DO $$ BEGIN DROP TABLE x; END $$', 'not-understood! -'],
    ['CALL p()', 'not-understood! -'],
    ['EXEC sp_rename a', 'not-understood! -'],
    ['\\i other.sql', 'not-understood! -'],
    ['\\set x 1', 'session -'],
    ['BEGIN; COMMIT', 'transaction -', 'transaction -'],
    ["DROP TABLE 'x", 'not-understood! -'],
  ];
  for (const [sql, ...operations] of expected) {
    it(`reads ${sql}`, () => {
      assert.deepEqual(kinds(sql), operations);
    });
  }

  it('gives each action of an ALTER TABLE its own line and text', () => {
    const sql = '-- first\nALTER TABLE t\n  ADD a int,\n  -- then\n  DROP b;';
    assert.deepEqual(
      readSql(sql, 'none').map(({ line, text }) => [line, text]),
      [
        [3, 'ADD a int'],
        [5, 'DROP b'],
      ],
    );
  });

  it('says what happens in a sentence', () => {
    const [drop, rename] = readSql('ALTER TABLE users DROP COLUMN email, RENAME a TO b', 'none');
    assert.equal(drop?.summary, 'Drops the column email of the table users with every value in it.');
    assert.match(rename?.summary ?? '', /no data is lost, code that uses the old name breaks/);
  });

  it('does not claim that another definition of a column loses values', () => {
    const [operation] = readSql('ALTER TABLE users ALTER COLUMN age smallint', 'none');
    assert.deepEqual([operation?.kind, operation?.destructive, operation?.loses], ['change-column', true, null]);
  });

  it('counts what it does not understand as irreversible', () => {
    const [operation] = readSql('FROB the table', 'none');
    assert.equal(operation?.kind, 'not-understood');
    assert.equal(operation.destructive, true);
    assert.match(operation.summary, /counts as irreversible until someone has looked/);
    assert.equal(operation.text, 'FROB the table');
  });
});
