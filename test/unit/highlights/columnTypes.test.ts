import assert from 'node:assert/strict';
import { fitOf, type TypeFit } from '../../../src/core/highlights/columnTypes';
import type { DatabaseDialect } from '../../../src/core/highlights/model';

describe('the values of a column in a new type', () => {
  const cases: readonly (readonly [from: string, to: string, dialect: DatabaseDialect | null, fit: TypeFit])[] = [
    ['varchar(50)', 'character varying(50)', null, 'same'],
    ['varchar(50)', 'varchar(80)', null, 'wider'],
    ['nvarchar(80)', 'nvarchar(50)', 'sqlserver', 'narrower'],
    ['nvarchar(80)', 'nvarchar(max)', 'sqlserver', 'wider'],
    ['varchar(255)', 'text', 'mysql', 'wider'],
    ['varchar(20000)', 'text', 'mysql', 'narrower'],
    ['varchar(20000)', 'text', 'postgres', 'wider'],
    ['varchar(20000)', 'text', null, null],
    ['text', 'character varying', 'postgres', 'same'],
    ['text', 'character varying', null, 'wider'],
    ['text', 'mediumtext', 'mysql', 'wider'],
    ['longtext', 'text', 'mysql', 'narrower'],
    ['varchar(80)', 'varchar(50)', 'sqlite', 'same'],
    ['int', 'bigint', null, 'wider'],
    ['bigint', 'integer', null, 'narrower'],
    ['bigint', 'integer', 'sqlite', 'same'],
    ['int unsigned', 'int', 'mysql', 'narrower'],
    ['int unsigned', 'bigint', 'mysql', 'wider'],
    ['int', 'int unsigned', 'mysql', 'narrower'],
    ['numeric(10,2)', 'numeric(12,2)', null, 'wider'],
    ['numeric(10,2)', 'numeric(12,4)', null, 'wider'],
    ['numeric(10,2)', 'numeric(10,4)', null, 'narrower'],
    ['int', 'varchar(5)', null, 'narrower'],
    ['int', 'varchar(30)', null, 'wider'],
    ['timestamp(3)', 'timestamp(6)', null, 'wider'],
    ['timestamp without time zone', 'timestamp', null, 'same'],
    ['timestamp', 'timestamp with time zone', null, null],
    ['text', 'integer', null, null],
    ['citext', 'text', 'postgres', null],
    ['text[]', 'text[]', 'postgres', 'same'],
    ['varchar(5)[]', 'varchar(9)[]', 'postgres', null],
    ["enum('a','b')", "enum('a','b')", 'mysql', 'same'],
    ['geography(Point,4326)', 'geography(Point,4326)', 'postgres', 'same'],
    ["enum('a','b')", "enum('a')", 'mysql', null],
    ['float4', 'double precision', null, 'wider'],
    ['blob', 'longblob', 'mysql', 'wider'],
  ];
  for (const [from, to, dialect, expected] of cases) {
    it(`from ${from} to ${to} on ${dialect ?? 'any database'}: ${expected ?? 'not known'}`, () => {
      assert.equal(fitOf(from, to, dialect), expected);
    });
  }
});
