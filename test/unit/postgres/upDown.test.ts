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

  it('is blamed on the line of what it leaves', () => {
    const { line, part, reason } = reversal(
      'CREATE TABLE t (id int);\nALTER TABLE u\n  ADD COLUMN a int,\n  ADD COLUMN b int;',
      'DROP TABLE t; ALTER TABLE u DROP COLUMN a;',
    );
    assert.deepEqual([line, part], [4, 'up']);
    assert.match(reason, /column u\.b/);
  });
});
