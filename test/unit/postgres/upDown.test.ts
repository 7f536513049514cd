import assert from 'node:assert/strict';
import { reversal } from './reading';

describe('A down migration', () => {
  const cases: readonly (readonly [string, string, boolean | null])[] = [
    ['CREATE TABLE t (id int); CREATE INDEX i ON t (id);', 'DROP TABLE t;', true],
    ['ALTER TABLE t ADD COLUMN a int; CREATE INDEX i ON t (a);', 'ALTER TABLE t DROP COLUMN a;', true],
    ['ALTER TABLE t ADD COLUMN a int', 'ALTER TABLE t DROP COLUMN b', false],
    ['ALTER TABLE t ADD COLUMN a int', 'SELECT 1;', false],
    ['ALTER TABLE t ADD COLUMN a int', '-- nothing to do', false],
    ['ALTER TABLE t ADD COLUMN a int', '', false],
    ['ALTER TABLE t ADD COLUMN a int', "DO $$ BEGIN RAISE EXCEPTION 'irreversible'; END $$;", false],
    ['ALTER TABLE t ADD COLUMN a int', 'ALTER TABLE t DROP COLUM a', null],
    ['ALTER TABL t', 'ALTER TABLE t DROP COLUMN a', null],
    ['ALTER TABLE t RENAME a TO b', 'ALTER TABLE t RENAME b TO a', true],
    ['ALTER TABLE t RENAME a TO b', 'ALTER TABLE t RENAME a TO b', false],
    ['ALTER TABLE t RENAME TO u', 'ALTER TABLE u RENAME TO t', true],
    ['ALTER TABLE t ALTER a SET NOT NULL', 'ALTER TABLE t ALTER a DROP NOT NULL', true],
    ['ALTER TABLE t ALTER a TYPE text', 'ALTER TABLE t ALTER a TYPE int USING a::int', null],
    ['ALTER TABLE t ADD CONSTRAINT c CHECK (a > 0)', 'ALTER TABLE t DROP CONSTRAINT c', true],
    ['ALTER TABLE t ADD UNIQUE (a)', 'ALTER TABLE t DROP CONSTRAINT t_a_key', true],
    ['DROP TABLE t', 'CREATE TABLE t (id int)', null],
    ["ALTER TYPE k ADD VALUE 'x'", 'SELECT 1', false],
    ["ALTER TYPE k ADD VALUE 'x'", 'ALTER TYPE k RENAME TO k_old; CREATE TYPE k AS ENUM (); DROP TYPE k_old;', null],
    [
      'CREATE OR REPLACE FUNCTION f() RETURNS int LANGUAGE sql AS $$SELECT 2$$',
      'CREATE OR REPLACE FUNCTION f() RETURNS int LANGUAGE sql AS $$SELECT 1$$',
      null,
    ],
    ['CREATE TRIGGER a AFTER INSERT ON t EXECUTE FUNCTION f()', 'DROP TRIGGER a ON t', true],
    ['UPDATE t SET a = 1', 'ALTER TABLE t DROP COLUMN b', false],
    ['ALTER TABLE t ENABLE ROW LEVEL SECURITY', 'ALTER TABLE t DISABLE ROW LEVEL SECURITY', true],
    ['DO $$ BEGIN CREATE TABLE t (); END $$', 'DROP TABLE IF EXISTS t', true],
  ];
  for (const [up, down, expected] of cases) {
    const verb = expected === null ? 'may take back' : expected ? 'takes back' : 'does not take back';
    it(`"${down}" ${verb} "${up}"`, () => {
      const { reversible, reason } = reversal(up, down);
      assert.equal(reversible, expected, reason);
      assert.notEqual(reason, '');
    });
  }

  const onBase: readonly (readonly [string, string, boolean | null])[] = [
    ['DROP TABLE t', 'CREATE TABLE t (id int PRIMARY KEY, a int)', true],
    ['DROP TABLE t', 'CREATE TABLE t (id int, a int)', false],
    ['ALTER TABLE t ALTER a TYPE text', 'ALTER TABLE t ALTER a TYPE int USING a::int', true],
    ['ALTER TABLE t ADD b int', 'ALTER TABLE t DROP b; DROP INDEX i', false],
    ['ALTER TABLE t ADD b int', 'ALTER TABLE t DROP b; DROP INDEX IF EXISTS i', true],
    // It runs on an empty table only.
    ['ALTER TABLE t DROP a', 'ALTER TABLE t ADD a int NOT NULL', false],
    ['ALTER TABLE t ADD b int; ALTER TABLE u DROP c', 'ALTER TABLE t DROP b; ALTER TABLE u ADD c int NOT NULL', null],
    ['ALTER TABLE u DROP c', 'ALTER TABLE u ADD c int; UPDATE u SET c = 1; ALTER TABLE u ALTER c SET NOT NULL', true],
    ['ALTER TABLE u DROP c', 'ALTER TABLE u ADD c int; ALTER TABLE u ALTER c SET NOT NULL', null],
  ];
  for (const [up, down, expected] of onBase) {
    const verb = expected === null ? 'may take back' : expected ? 'takes back' : 'does not take back';
    it(`"${down}" ${verb} "${up}" where the tables are known`, () => {
      const { reversible, reason } = reversal(
        up,
        down,
        'CREATE TABLE t (id int PRIMARY KEY, a int); CREATE TABLE u (c int NOT NULL)',
      );
      assert.equal(reversible, expected, reason);
    });
  }

  it('fails where it drops what is not there, and takes too much where that may be there', () => {
    const [up, down] = ['ALTER TABLE t ADD b int', 'ALTER TABLE t DROP b; DROP INDEX i'];
    assert.match(reversal(up, down, 'CREATE TABLE t (id int)').reason, /fails: There is no index i/);
    assert.match(reversal(up, down).reason, /leaves out what was there before: index i/);
  });

  it('is not compared for long, whatever the text', function () {
    this.timeout(10_000);
    const times = (each: (at: number) => string): string => Array.from({ length: 3000 }, (_, at) => each(at)).join(';');
    const hostile: readonly string[] = [
      `CREATE TABLE p (id int); ${times(() => 'CREATE INDEX ON p (id)')}; ${times(() => 'ALTER TABLE p ALTER id TYPE int')}`,
      `CREATE TYPE k AS ENUM ('a'); ${times((at) => `ALTER TYPE k ADD VALUE 'v${at}'`)}`,
      `CREATE TABLE p (a int); CREATE TABLE q (a int); ALTER TABLE p INHERIT q; ALTER TABLE p ATTACH PARTITION q DEFAULT;
       ALTER TABLE q ATTACH PARTITION p DEFAULT; ALTER TABLE p ADD b int`,
    ];
    for (const text of hostile) assert.notEqual(reversal(text, 'DROP TABLE nothing', '').reversible, true);
  });

  it('is blamed on the line of what it leaves', () => {
    const { line, part, reason } = reversal(
      'CREATE TABLE t (id int);\nALTER TABLE u\n  ADD COLUMN a int,\n  ADD COLUMN b int;',
      'DROP TABLE t; ALTER TABLE u DROP COLUMN a;',
    );
    assert.deepEqual([line, part], [4, 'up']);
    assert.match(reason, /column u\.b/);
  });
});
