import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { differences, readerOfFixture } from '../../oracle/agreement';
import { Oracle } from '../../oracle/askPostgres';
import { heldOut } from '../../oracle/heldOut';
import { allForms, askAll, type Knowledge } from '../../oracle/knowledge';

const committed = JSON.parse(readFileSync('src/core/highlights/postgres/postgresLocks.json', 'utf8')) as Knowledge;

/** Postgres has no message for reading the columns of a domain, and only the server knows where a table lies. */
const explained = /^ALTER DOMAIN|SET TABLESPACE|created_at TYPE timestamptz/;

describe('What is known of Postgres', function () {
  this.timeout(120_000);
  let oracle: Oracle;
  before(async () => {
    oracle = await Oracle.start();
  });
  after(() => oracle.close());

  it('is what Postgres itself answers today', async () => {
    // Every tenth form; the whole table is written by test/oracle/writeKnowledge.ts.
    const names = Object.keys(committed.forms).filter((_name, at) => at % 10 === 0);
    const asked = await askAll(
      oracle,
      allForms.filter(({ form, sql }) => names.includes(form) && !sql.includes('CONCURRENTLY')),
    );
    for (const [form, facts] of Object.entries(asked.forms)) assert.deepEqual(facts, committed.forms[form], form);
    assert.ok(Object.keys(asked.forms).length >= 12);
  });

  for (const [name, statements] of Object.entries({
    'in the table': allForms.map(({ sql }) => sql),
    'not in it': heldOut,
  })) {
    it(`agrees on at least 98 of 100 statements that are ${name}`, async () => {
      const found = await differences(oracle, await readerOfFixture(), statements);
      assert.deepEqual(
        found.filter(({ sql }) => !explained.test(sql)),
        [],
      );
      assert.ok(new Set(found.map(({ sql }) => sql)).size <= statements.length * 0.02);
    });
  }
});
