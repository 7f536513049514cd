import assert from 'node:assert/strict';
import { read, readAll, rules } from './reading';

const base = `
CREATE TABLE buyers (id bigint PRIMARY KEY, name varchar(40) NOT NULL);
CREATE TABLE orders (id int PRIMARY KEY, buyer_id bigint REFERENCES buyers (id), note text, code varchar(10));
`;

describe('The findings of a Postgres migration', () => {
  const cases: readonly (readonly [string, readonly string[]])[] = [
    ['CREATE INDEX i ON orders (note)', ['index-not-concurrent']],
    ['CREATE INDEX CONCURRENTLY i ON orders (note)', ['concurrently-in-transaction']],
    ['DROP INDEX i', ['drop-index-not-concurrent']],
    ['REINDEX TABLE orders', ['reindex-not-concurrent']],
    ['ALTER TABLE orders ADD FOREIGN KEY (id) REFERENCES buyers', ['foreign-key-not-valid-missing']],
    ['ALTER TABLE orders ADD FOREIGN KEY (id) REFERENCES buyers NOT VALID', []],
    ['ALTER TABLE orders ADD CHECK (id > 0)', ['check-not-valid-missing']],
    [
      'ALTER TABLE orders ADD CONSTRAINT c CHECK (id > 0) NOT VALID; ALTER TABLE orders VALIDATE CONSTRAINT c;',
      ['validate-in-same-transaction', 'long-work-under-exclusive-lock'],
    ],
    ['ALTER TABLE orders VALIDATE CONSTRAINT c', []],
    ['ALTER TABLE orders ALTER note SET NOT NULL', ['set-not-null-scan']],
    ['ALTER TABLE orders ADD COLUMN a int NOT NULL', ['required-column']],
    ['ALTER TABLE orders ADD COLUMN a int NOT NULL DEFAULT 0', []],
    ['ALTER TABLE orders ADD COLUMN a int GENERATED ALWAYS AS (id * 2) STORED', ['table-rewrite']],
    ['ALTER TABLE orders ALTER code TYPE varchar(20)', []],
    ['ALTER TABLE orders ALTER code TYPE varchar(5)', ['table-rewrite']],
    ['ALTER TABLE elsewhere ALTER code TYPE text', ['type-change-unknown']],
    ['ALTER TABLE orders RENAME TO purchases', ['rename-table']],
    ['ALTER TABLE orders RENAME TO purchases; CREATE VIEW orders AS SELECT * FROM purchases;', []],
    ['ALTER TABLE orders RENAME note TO remark', ['rename-column']],
    ['ALTER TABLE orders DROP COLUMN note', ['drop-column']],
    ['ALTER TABLE orders DROP COLUMN note CASCADE', ['drop-cascade', 'drop-column']],
    ['DROP TABLE orders', ['drop-table', 'locks-other-tables', 'several-exclusive-locks']],
    ['DROP SCHEMA app CASCADE', ['drop-cascade']],
    ['TRUNCATE orders', ['truncate']],
    ['DELETE FROM orders', ['delete-every-row']],
    ['DELETE FROM orders WHERE id = 1', []],
    ['UPDATE orders SET note = NULL', ['update-every-row']],
    ['ALTER TABLE orders ADD COLUMN a int; UPDATE orders SET a = 1 WHERE id > 0;', ['backfill-with-ddl']],
    [
      'ALTER TABLE orders ADD COLUMN a int; CREATE INDEX ON orders (a);',
      ['index-not-concurrent', 'long-work-under-exclusive-lock'],
    ],
    ['ALTER TABLE orders ADD UNIQUE (code)', ['unique-builds-index']],
    ['ALTER TABLE t ADD PRIMARY KEY (id)', ['primary-key-builds-index']],
    ['ALTER TABLE t ADD EXCLUDE USING gist (a WITH &&)', ['exclusion-builds-index']],
    ['REFRESH MATERIALIZED VIEW m', ['refresh-not-concurrent']],
    ['CLUSTER orders USING orders_pkey', ['table-rewrite']],
    ["ALTER TYPE kind ADD VALUE 'x'", ['enum-value-irreversible']],
    [
      "ALTER TYPE kind ADD VALUE 'x'; INSERT INTO orders (note) VALUES ('x');",
      ['enum-value-used-at-once', 'enum-value-irreversible'],
    ],
    ["ALTER TYPE kind RENAME VALUE 'x' TO 'y'", ['enum-value-renamed']],
    ['ALTER TABLE orders DETACH PARTITION p', ['detach-not-concurrent', 'several-exclusive-locks']],
    ['ALTER TABLE buyers ALTER name DROP DEFAULT', ['drop-default-of-required']],
    ['GRANT SELECT ON orders TO clerk', []],
    ['CREATE VIEW v AS SELECT * FROM orders', []],
  ];
  for (const [sql, expected] of cases) {
    it(`of ${sql} are ${expected.length === 0 ? 'none' : expected.join(', ')}`, () => {
      assert.deepEqual(rules(sql, { base }), expected);
    });
  }

  it('stand on their lines, the gravest first', () => {
    const { findings } = read('CREATE INDEX ON orders (note);\n\nDROP TABLE orders;', { base });
    assert.deepEqual(
      findings.slice(0, 2).map(({ line, severity, rule }) => [line, severity, rule]),
      [
        [3, 'error', 'drop-table'],
        [1, 'warning', 'index-not-concurrent'],
      ],
    );
  });

  it('say once for the migration that nothing limits the wait for a lock', () => {
    const sql = 'ALTER TABLE orders ADD COLUMN a int; ALTER TABLE orders ADD COLUMN b int;';
    const count = (text: string): number => read(text).findings.filter(({ rule }) => rule === 'no-lock-timeout').length;
    assert.equal(count(sql), 1);
    assert.equal(count(`SET lock_timeout = '2s'; ${sql}`), 0);
    assert.equal(count(`SET LOCAL lock_timeout = 0; ${sql}`), 1);
    assert.equal(count('CREATE TABLE t (id int)'), 0);
  });

  it('are fewer when the tool uses no transaction', () => {
    const sql =
      'CREATE INDEX CONCURRENTLY i ON orders (note); ALTER TABLE orders ADD COLUMN a int; UPDATE orders SET a = 1 WHERE id > 0;';
    assert.deepEqual(rules(sql, { base, transaction: 'none' }), []);
    assert.deepEqual(rules(`BEGIN; ${sql} COMMIT;`, { base, transaction: 'none' }), [
      'concurrently-in-transaction',
      'backfill-with-ddl',
    ]);
  });

  it('know that a COMMIT ends the transaction of the tool', () => {
    const text = 'COMMIT; CREATE INDEX CONCURRENTLY i ON orders (note); BEGIN;';
    assert.deepEqual(rules(text, { base }), []);
    assert.deepEqual(rules(`${text} CREATE INDEX CONCURRENTLY j ON orders (code);`, { base }), [
      'concurrently-in-transaction',
    ]);
  });

  it('do not blame a lone CONCURRENTLY when it is not known how the tool runs it', () => {
    assert.deepEqual(rules('CREATE INDEX CONCURRENTLY i ON orders (note);', { base, transaction: 'unknown' }), []);
  });

  it('know what an earlier migration of the release created, added or proved', () => {
    const after = (first: string, then: string): readonly string[] =>
      readAll([first, then], { base })
        .findings.map(({ rule }) => rule)
        .filter((rule) => rule !== 'no-lock-timeout');
    assert.deepEqual(after('CREATE TABLE t (id int)', 'CREATE INDEX ON t (id)'), []);
    assert.deepEqual(after('ALTER TABLE orders ADD COLUMN a int', 'ALTER TABLE orders DROP COLUMN a'), []);
    assert.deepEqual(
      after(
        'ALTER TABLE orders ADD CONSTRAINT c CHECK (note IS NOT NULL) NOT VALID',
        'ALTER TABLE orders VALIDATE CONSTRAINT c; ALTER TABLE orders ALTER note SET NOT NULL',
      ),
      [],
    );
  });

  it('of one rule are cut to three', () => {
    const { findings } = read(['a', 'b', 'c', 'd', 'e'].map((name) => `CREATE INDEX ON orders (${name});`).join('\n'), {
      base,
    });
    const own = findings.filter(({ rule }) => rule === 'index-not-concurrent');
    assert.equal(own.length, 3);
    assert.match(own[2]?.message ?? '', /And 2 more like it\.$/);
  });
});
