import assert from 'node:assert/strict';
import { one, read } from './reading';

const base = `
CREATE TABLE buyers (id bigint PRIMARY KEY, name varchar(40) NOT NULL, spent numeric(10,2), born timestamp);
CREATE TABLE orders (id int PRIMARY KEY, buyer_id bigint REFERENCES buyers (id), note text, code varchar(10));
`;

describe('A Postgres operation', () => {
  const locks: readonly (readonly [string, Record<string, string>])[] = [
    ['ALTER TABLE orders ADD COLUMN a int', { orders: 'AccessExclusiveLock' }],
    [
      'ALTER TABLE orders ADD FOREIGN KEY (id) REFERENCES buyers',
      { orders: 'ShareRowExclusiveLock', buyers: 'ShareRowExclusiveLock' },
    ],
    ['ALTER TABLE orders DROP COLUMN buyer_id', { orders: 'AccessExclusiveLock', buyers: 'AccessExclusiveLock' }],
    ['DROP TABLE orders', { orders: 'AccessExclusiveLock', buyers: 'AccessExclusiveLock' }],
    ['CREATE INDEX ON public.orders (note)', { orders: 'ShareLock' }],
    ['CREATE INDEX CONCURRENTLY ON orders (note)', { orders: 'ShareUpdateExclusiveLock' }],
    ['ALTER TABLE orders VALIDATE CONSTRAINT c', { orders: 'ShareUpdateExclusiveLock' }],
    ['CREATE TABLE t (buyer bigint REFERENCES buyers)', { buyers: 'ShareRowExclusiveLock' }],
    ['CREATE TRIGGER t AFTER INSERT ON orders EXECUTE FUNCTION f()', { orders: 'ShareRowExclusiveLock' }],
    ['COMMENT ON TABLE orders IS NULL', { orders: 'ShareUpdateExclusiveLock' }],
    ['UPDATE orders SET note = NULL WHERE id = 1', { orders: 'RowExclusiveLock' }],
    ['ALTER TABLE app.orders ADD COLUMN a int', { 'app.orders': 'AccessExclusiveLock' }],
  ];
  for (const [sql, expected] of locks) {
    it(`tells the locks of ${sql}`, () => {
      const taken = one(sql, { base }).locks.map(({ table, mode }) => [table, mode]);
      assert.deepEqual(Object.fromEntries(taken), expected);
    });
  }

  const work: readonly (readonly [string, boolean | null, boolean | null, boolean | null])[] = [
    ['ALTER TABLE orders ADD COLUMN a timestamptz NOT NULL DEFAULT now()', false, false, false],
    ['ALTER TABLE orders ADD COLUMN a uuid DEFAULT gen_random_uuid()', true, true, true],
    ['ALTER TABLE orders ADD COLUMN a int DEFAULT own_function()', null, null, false],
    ['ALTER TABLE orders ADD COLUMN a bigserial', true, true, true],
    ['ALTER TABLE orders ADD COLUMN a int CHECK (a > 0)', false, true, false],
    ['ALTER TABLE orders ALTER note SET NOT NULL', false, true, false],
    ['ALTER TABLE buyers ALTER name SET NOT NULL', false, false, false],
    ['ALTER TABLE orders ALTER code TYPE varchar(20)', false, false, false],
    ['ALTER TABLE orders ALTER code TYPE varchar(5)', true, true, true],
    ['ALTER TABLE orders ALTER id TYPE bigint', true, true, true],
    ['ALTER TABLE buyers ALTER born TYPE timestamptz', null, null, null],
    ['ALTER TABLE elsewhere ALTER code TYPE varchar(20)', null, null, null],
    ['ALTER TABLE orders ADD UNIQUE (code)', false, false, true],
    ['ALTER TABLE orders ADD UNIQUE USING INDEX i', false, false, false],
    ['VACUUM FULL orders', true, true, true],
  ];
  for (const [sql, rewrites, scans, buildsIndex] of work) {
    it(`tells the work of ${sql}`, () => {
      const done = one(sql, { base });
      assert.deepEqual([done.rewrites, done.scans, done.buildsIndex], [rewrites, scans, buildsIndex]);
    });
  }

  const meaning: readonly (readonly [string, boolean | null, boolean | null, string])[] = [
    ['ALTER TABLE orders ADD COLUMN a int', true, false, 'expand'],
    ['ALTER TABLE orders ADD COLUMN a int NOT NULL', false, false, 'contract'],
    ['ALTER TABLE orders DROP COLUMN note', false, true, 'contract'],
    ['ALTER TABLE orders RENAME COLUMN note TO remark', false, false, 'contract'],
    ['ALTER TABLE orders RENAME TO purchases', false, false, 'contract'],
    ['ALTER TABLE orders ALTER note SET NOT NULL', null, false, 'contract'],
    ['ALTER TABLE orders ALTER code TYPE text', true, false, 'expand'],
    ['ALTER TABLE buyers ALTER spent TYPE numeric(10,0)', false, true, 'contract'],
    ['ALTER TABLE orders ALTER code TYPE varchar(2)', null, false, 'contract'],
    ['ALTER TABLE orders ALTER code TYPE int USING length(code)', false, null, 'contract'],
    ['DROP TABLE orders', false, true, 'contract'],
    ['TRUNCATE orders', false, true, 'migrate'],
    ['DELETE FROM orders WHERE id = 1', null, true, 'migrate'],
    ['CREATE TABLE t (id int)', true, false, 'expand'],
    ['CREATE INDEX CONCURRENTLY ON orders (note)', true, false, 'expand'],
    ["ALTER TYPE kind RENAME VALUE 'a' TO 'b'", false, false, 'contract'],
    ['GRANT SELECT ON orders TO clerk', true, false, 'expand'],
    ['ALTER TABLE buyers ALTER name DROP DEFAULT', null, false, 'contract'],
  ];
  for (const [sql, compatible, loses, phase] of meaning) {
    it(`tells what ${sql} means for earlier code and for data`, () => {
      const operation = one(sql, { base });
      assert.deepEqual([operation.backwardCompatible, operation.loses, operation.phase], [compatible, loses, phase]);
      assert.notEqual(operation.compatibility, '');
    });
  }

  it('is told for each action of an ALTER TABLE, on the line of the action', () => {
    const { operations } = read(
      '-- é\nALTER TABLE orders\n  ADD COLUMN a int,\n  DROP COLUMN note,\n  ALTER code SET NOT NULL;',
    );
    assert.deepEqual(
      operations.map(({ line, kind, text }) => [line, kind, text]),
      [
        [3, 'add-column', 'ADD COLUMN a int'],
        [4, 'drop-column', 'DROP COLUMN note'],
        [5, 'set-not-null', 'ALTER code SET NOT NULL'],
      ],
    );
  });

  it('takes no lock that matters on a table that the release creates', () => {
    const { operations, findings } = read(
      'CREATE TABLE t (id int, a text); CREATE INDEX ON t (a); ALTER TABLE t ADD COLUMN b serial; DROP TABLE t;',
    );
    assert.deepEqual(
      operations.flatMap(({ locks: taken }) => taken),
      [],
    );
    assert.deepEqual(findings, []);
    assert.ok(operations.every(({ loses, backwardCompatible }) => loses === false && backwardCompatible === true));
  });

  it('breaks earlier code by a required column that the release adds, not by what that code may well give', () => {
    const { operations } = read(
      "ALTER TABLE orders ADD COLUMN a text NOT NULL DEFAULT '';\nALTER TABLE orders ALTER a DROP DEFAULT;",
      { base },
    );
    assert.deepEqual(
      operations.map(({ backwardCompatible }) => backwardCompatible),
      [true, false],
    );
  });

  it('breaks no earlier code by a unique index on a column that this code leaves NULL', () => {
    const meaning = (columns: string): boolean | null | undefined =>
      read(`ALTER TABLE orders ADD COLUMN a text;\nCREATE UNIQUE INDEX ON orders (${columns});`, { base }).operations[1]
        ?.backwardCompatible;
    assert.deepEqual(
      [meaning('a'), meaning('note, a'), meaning('note'), meaning('lower(a)')],
      [true, true, null, null],
    );
  });

  it('breaks earlier code by NOT NULL on a column that the release adds, unless it has a default', () => {
    const meaning = (column: string): boolean | null | undefined =>
      read(`ALTER TABLE orders ADD COLUMN a ${column};\nALTER TABLE orders ALTER a SET NOT NULL;`, { base })
        .operations[1]?.backwardCompatible;
    assert.deepEqual([meaning('text'), meaning("text DEFAULT ''")], [false, true]);
    assert.equal(read('ALTER TABLE orders ALTER note SET NOT NULL', { base }).operations[0]?.backwardCompatible, null);
  });

  it('breaks no earlier code by a foreign key on a column that this code leaves NULL', () => {
    const meaning = (before: string, column: string, more = ''): boolean | null | undefined =>
      read(`${before} ALTER TABLE orders ADD FOREIGN KEY (${column}) REFERENCES target${more};`, {
        base: `${base}; CREATE TABLE target (id bigint PRIMARY KEY);`,
      }).operations.at(-1)?.backwardCompatible;
    const adds = 'ALTER TABLE orders ADD COLUMN a bigint;';
    const makes = `DROP TABLE target; CREATE TABLE target (id bigint PRIMARY KEY); ${adds}`;
    assert.deepEqual(
      [meaning(makes, 'a'), meaning(adds, 'a', ' ON DELETE CASCADE'), meaning(adds, 'a'), meaning('', 'buyer_id')],
      [true, true, null, null],
    );
  });

  it('keeps the lock on the table that a foreign key of a new table refers to', () => {
    const { operations } = read(
      'CREATE TABLE t (id int, b bigint); ALTER TABLE t ADD FOREIGN KEY (b) REFERENCES buyers;',
      { base },
    );
    assert.deepEqual(operations[1]?.locks, [{ table: 'buyers', mode: 'ShareRowExclusiveLock' }]);
  });

  it('is read out of blocks of code, static and put together', () => {
    const { operations } = read(`DO $$
BEGIN
  IF NOT EXISTS (SELECT 1 FROM pg_type) THEN
    DROP TABLE orders;
  END IF;
  EXECUTE 'ALTER TABLE ' || quote_ident(t) || ' DROP COLUMN note';
  EXECUTE format('DROP TABLE %I', 'buyers');
  EXECUTE statement;
END $$;`);
    assert.deepEqual(
      operations.filter(({ kind }) => kind !== 'query').map(({ line, kind, table }) => [line, kind, table]),
      [
        [4, 'drop-table', 'orders'],
        [6, 'drop-column', 'named_at_run_time'],
        [7, 'drop-table', 'buyers'],
        [8, 'not-understood', null],
      ],
    );
  });

  it('is read out of a function where it is called, not where it is defined', () => {
    const define = 'CREATE FUNCTION clean() RETURNS void LANGUAGE plpgsql AS $$BEGIN DELETE FROM orders; END$$;';
    assert.deepEqual(
      read(define).operations.map(({ kind }) => kind),
      ['create-function'],
    );
    const called = read(`${define}\nSELECT clean();`).operations;
    assert.deepEqual(
      called.map(({ line, kind }) => [line, kind]),
      [
        [1, 'create-function'],
        [2, 'delete-rows'],
      ],
    );
  });

  it('is not understood where a function is called whose body was not read', () => {
    for (const body of [
      'BEGIN ATOMIC DELETE FROM orders; END',
      "LANGUAGE c AS 'a', 'b'",
      "LANGUAGE plpgsql AS 'broken'",
    ]) {
      const { operations } = read(`CREATE FUNCTION clean() RETURNS int ${body}; SELECT clean();`);
      assert.equal(operations.at(-1)?.kind, 'not-understood', body);
    }
  });

  it('is not understood when a query calls a function that may do anything', () => {
    assert.equal(one('SELECT drop_everything()').kind, 'not-understood');
    assert.equal(one("SELECT setval('s', max(id)) FROM orders").kind, 'query');
  });

  it('is read out of a WITH query that deletes', () => {
    const { operations } = read('WITH gone AS (DELETE FROM orders RETURNING *) SELECT * FROM gone');
    assert.deepEqual(
      operations.map(({ kind, table }) => [kind, table]),
      [['delete-rows', 'orders']],
    );
  });

  it('says what an older server does otherwise', () => {
    const proved = `${base} ALTER TABLE orders ADD CONSTRAINT c CHECK (note IS NOT NULL);`;
    const sql = 'ALTER TABLE orders ALTER note SET NOT NULL';
    assert.equal(one(sql, { base: proved, version: 11 }).scans, true);
    assert.equal(one(sql, { base: proved, version: 16 }).scans, false);
    assert.match(one(sql, { base: proved }).notes.join(' '), /Postgres 11 does/);
    assert.equal(one("ALTER TYPE kind ADD VALUE 'a'", { version: 11 }).transactional, false);
    assert.equal(one("ALTER TYPE kind ADD VALUE 'a'", { version: 12 }).transactional, true);
    assert.equal(one("ALTER TYPE kind ADD VALUE 'a'").transactional, null);
  });

  it('shows a template as it is written', () => {
    const operation = one('ALTER TABLE {{ .Schema }}.users DROP COLUMN a');
    assert.equal(operation.table, '{{ .Schema }}.users');
    assert.match(operation.summary, /\{\{ \.Schema \}\}\.users/);
  });
});
