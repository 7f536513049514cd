import assert from 'node:assert/strict';
import { RoundTrips } from '../../oracle/roundTrip/roundTrip';
import { reversal } from './reading';

const base = `
  CREATE SCHEMA app;
  CREATE TYPE mood AS ENUM ('good', 'bad');
  CREATE FUNCTION touch() RETURNS trigger LANGUAGE plpgsql AS $$BEGIN RETURN NEW; END$$;
  CREATE TABLE owners (id serial PRIMARY KEY, name varchar(40) NOT NULL DEFAULT 'nobody', mood mood DEFAULT 'good');
  CREATE TABLE items (
    id bigint PRIMARY KEY, owner_id int NOT NULL REFERENCES owners, amount int DEFAULT 0 CHECK (amount >= 0), note text
  );
  CREATE INDEX items_amount ON items (amount DESC);
  CREATE INDEX items_lower ON items (lower(note)) WHERE amount > 1;
  CREATE VIEW rich AS SELECT i.id, o.name FROM items i JOIN owners o ON o.id = i.owner_id;
  CREATE TRIGGER items_touch BEFORE UPDATE ON items FOR EACH ROW EXECUTE FUNCTION touch();
  CREATE TABLE app.logs (at timestamptz, text text) PARTITION BY RANGE (at);`;

const touch = (body: string): string =>
  `CREATE OR REPLACE FUNCTION touch() RETURNS trigger LANGUAGE plpgsql AS $$BEGIN ${body} END$$`;
const view = (columns: string): string =>
  `CREATE OR REPLACE VIEW rich AS SELECT ${columns} FROM items i JOIN owners o ON o.id = i.owner_id`;

/** Up, down, and what is said of them. */
const cases: readonly (readonly [up: string, down: string, said: boolean | null])[] = [
  ['CREATE TABLE t (id serial PRIMARY KEY, a text UNIQUE); CREATE INDEX ON t (a)', 'DROP TABLE t', true],
  [
    'ALTER TABLE items ADD COLUMN a int NOT NULL DEFAULT 1; CREATE INDEX ON items (a)',
    'ALTER TABLE items DROP a',
    true,
  ],
  ['ALTER TABLE items ADD COLUMN a int', '', false],
  ['ALTER TABLE items ADD COLUMN a int', 'SELECT 1', false],
  ['ALTER TABLE items ADD COLUMN a int', 'ALTER TABLE items DROP COLUMN b', false],
  ['ALTER TABLE items ADD COLUMN a int', 'ALTER TABLE items DROP COLUMN a, DROP COLUMN note', false],
  ['ALTER TABLE items DROP COLUMN note', 'ALTER TABLE items ADD COLUMN note text', false],
  [
    'ALTER TABLE items DROP COLUMN note',
    'ALTER TABLE items ADD note text; CREATE INDEX items_lower ON items (lower(note)) WHERE amount > 1',
    true,
  ],
  ['ALTER TABLE owners DROP COLUMN mood', "ALTER TABLE owners ADD COLUMN mood mood DEFAULT 'good'::mood", true],
  ['ALTER TABLE owners DROP COLUMN mood', "ALTER TABLE owners ADD COLUMN mood mood DEFAULT 'bad'", false],
  ['ALTER TABLE owners DROP COLUMN mood', 'ALTER TABLE owners ADD COLUMN mood mood', false],
  ['ALTER TABLE owners DROP COLUMN name CASCADE', "ALTER TABLE owners ADD name varchar(40) DEFAULT 'nobody'", false],
  ['ALTER TABLE owners ALTER mood SET NOT NULL', 'ALTER TABLE owners ALTER mood DROP NOT NULL', true],
  ['ALTER TABLE owners ALTER name DROP NOT NULL', 'ALTER TABLE owners ALTER name SET NOT NULL', true],
  ['ALTER TABLE owners ALTER name SET NOT NULL', 'ALTER TABLE owners ALTER name DROP NOT NULL', false],
  ["ALTER TABLE owners ALTER name SET DEFAULT 'x'", 'ALTER TABLE owners ALTER name DROP DEFAULT', false],
  ["ALTER TABLE owners ALTER name SET DEFAULT 'x'", "ALTER TABLE owners ALTER name SET DEFAULT 'nobody'", true],
  ['ALTER TABLE items ALTER amount DROP DEFAULT', "ALTER TABLE items ALTER amount SET DEFAULT '0'", true],
  ['ALTER TABLE items ALTER note TYPE varchar(9)', 'ALTER TABLE items ALTER note TYPE text', null],
  ['ALTER TABLE items ALTER id TYPE int', 'ALTER TABLE items ALTER id TYPE bigint', null],
  ['DROP INDEX items_amount', 'CREATE INDEX items_amount ON items (amount)', false],
  ['DROP INDEX items_amount', 'CREATE INDEX items_amount ON items USING btree (amount DESC NULLS FIRST)', true],
  ['CREATE INDEX a ON items (note)', 'DROP INDEX items_amount', false],
  ['CREATE INDEX a ON items (note)', 'DROP INDEX IF EXISTS b', false],
  ['CREATE INDEX IF NOT EXISTS items_amount ON items (amount)', 'DROP INDEX items_amount', false],
  ['ALTER INDEX items_amount RENAME TO a', 'ALTER INDEX a RENAME TO items_amount', true],
  ['ALTER TABLE items RENAME note TO remark', 'ALTER TABLE items RENAME remark TO note', true],
  ['ALTER TABLE items RENAME TO things', 'ALTER TABLE things RENAME TO items', true],
  ['ALTER TABLE items RENAME TO things', 'ALTER TABLE things RENAME TO item', false],
  ['ALTER TABLE items ADD UNIQUE (note)', 'ALTER TABLE items DROP CONSTRAINT items_note_key', true],
  ['ALTER TABLE items ADD CONSTRAINT c CHECK (id > 0)', 'ALTER TABLE items DROP CONSTRAINT items_amount_check', false],
  [
    'ALTER TABLE items DROP CONSTRAINT items_owner_id_fkey',
    'ALTER TABLE items ADD CONSTRAINT items_owner_id_fkey FOREIGN KEY (owner_id) REFERENCES owners (id)',
    true,
  ],
  [
    'ALTER TABLE items DROP CONSTRAINT items_owner_id_fkey',
    'ALTER TABLE items ADD FOREIGN KEY (owner_id) REFERENCES owners ON DELETE CASCADE',
    false,
  ],
  [
    'ALTER TABLE items DROP CONSTRAINT items_owner_id_fkey',
    'ALTER TABLE items ADD FOREIGN KEY (owner_id) REFERENCES owners NOT VALID',
    false,
  ],
  ['ALTER TABLE app.logs ADD PRIMARY KEY (at)', 'ALTER TABLE app.logs DROP CONSTRAINT logs_pkey', false],
  ["ALTER TYPE mood ADD VALUE 'so so' BEFORE 'bad'", 'SELECT 1', false],
  [
    "ALTER TYPE mood ADD VALUE 'so so' BEFORE 'bad'",
    `ALTER TABLE owners ALTER mood DROP DEFAULT; ALTER TYPE mood RENAME TO mood_old;
     CREATE TYPE mood AS ENUM ('good', 'bad'); ALTER TABLE owners ALTER mood TYPE mood USING mood::text::mood;
     ALTER TABLE owners ALTER mood SET DEFAULT 'good'; DROP TYPE mood_old`,
    true,
  ],
  [
    "ALTER TYPE mood ADD VALUE 'so so'",
    `ALTER TYPE mood RENAME TO mood_old; CREATE TYPE mood AS ENUM ('bad', 'good'); DROP TYPE mood_old`,
    false,
  ],
  ["ALTER TYPE mood RENAME VALUE 'bad' TO 'sad'", "ALTER TYPE mood RENAME VALUE 'sad' TO 'bad'", true],
  ["CREATE TYPE k AS ENUM ('a'); ALTER TABLE items ADD k k", 'DROP TYPE k; ALTER TABLE items DROP k', false],
  ["CREATE TYPE k AS ENUM ('a'); ALTER TABLE items ADD k k", 'ALTER TABLE items DROP k; DROP TYPE k', true],
  [touch('RAISE NOTICE $b$a$b$; RETURN NEW;'), touch('RETURN NEW;'), true],
  [touch('RAISE NOTICE $b$a$b$; RETURN NEW;'), touch(' RETURN NULL; '), false],
  [touch('RETURN NULL;'), 'DROP FUNCTION touch()', false],
  ['CREATE FUNCTION f(int) RETURNS int LANGUAGE sql AS $$SELECT 1$$', 'DROP FUNCTION f(integer)', true],
  ['CREATE FUNCTION f(int) RETURNS int LANGUAGE sql AS $$SELECT 1$$', 'DROP FUNCTION IF EXISTS f(text)', false],
  [view('i.id, o.name, o.mood'), view('i.id, o.name'), false],
  [`DROP VIEW rich; ${view('i.id')}`, `DROP VIEW rich; ${view('i.id, o.name')}`, true],
  ['DROP VIEW rich', view('i.id, o.name').replace('JOIN', 'LEFT JOIN'), null],
  ['DROP TRIGGER items_touch ON items', 'SELECT 1', false],
  [
    'DROP TRIGGER items_touch ON items',
    'CREATE TRIGGER items_touch AFTER UPDATE ON items FOR EACH ROW EXECUTE FUNCTION touch()',
    false,
  ],
  ['ALTER TABLE items DISABLE TRIGGER items_touch', 'ALTER TABLE items ENABLE TRIGGER items_touch', true],
  ['ALTER TABLE items ENABLE ROW LEVEL SECURITY', 'ALTER TABLE items DISABLE ROW LEVEL SECURITY', true],
  ['CREATE POLICY p ON items USING (true)', 'DROP POLICY p ON items', true],
  ['ALTER TABLE items SET (fillfactor = 70)', 'ALTER TABLE items SET (fillfactor = 100)', false],
  ['ALTER TABLE items SET (fillfactor = 70)', 'ALTER TABLE items RESET (fillfactor)', true],
  ['ALTER TABLE items SET SCHEMA app', 'ALTER TABLE app.items SET SCHEMA public', true],
  ['CREATE TABLE app.t (id int)', 'DROP TABLE t', false],
  ['DROP TABLE items CASCADE', 'CREATE TABLE items (id bigint PRIMARY KEY)', false],
  ['DROP TABLE app.logs', 'CREATE TABLE app.logs (at timestamptz, text text) PARTITION BY RANGE (at)', null],
  ['ALTER SEQUENCE owners_id_seq AS bigint', 'ALTER SEQUENCE owners_id_seq AS integer', true],
  ['ALTER SEQUENCE owners_id_seq AS bigint', 'SELECT 1', false],
  ['ALTER SEQUENCE owners_id_seq INCREMENT 2', 'ALTER SEQUENCE owners_id_seq INCREMENT 3', null],
  ['UPDATE owners SET name = upper(name)', 'SELECT 1', true],
  ['UPDATE owners SET name = upper(name)', 'DELETE FROM nowhere', false],
  ["DO $$ BEGIN EXECUTE 'DROP INDEX items_amount'; END $$", 'CREATE INDEX items_amount ON items (amount DESC)', true],
  ['DO $$ BEGIN IF true THEN DROP INDEX items_amount; END IF; END $$', 'SELECT 1', null],
  ['ALTER TABLE items DROP COLUMN owner_id CASCADE', 'ALTER TABLE items ADD owner_id int NOT NULL', false],
  ['ALTER TABLE app.logs DROP COLUMN text', 'ALTER TABLE app.logs ADD COLUMN text text', true],
];

describe('What is said of a way back', function () {
  this.timeout(60_000);
  let trips: RoundTrips;
  before(async () => {
    trips = await RoundTrips.start();
    await trips.run([base]);
  });
  after(() => trips.close());

  for (const [up, down, said] of cases) {
    const word = said === null ? 'may bring' : said ? 'brings' : 'does not bring';
    it(`is that "${down.slice(0, 120)}" ${word} the schema back after "${up.slice(0, 120)}", as Postgres does`, async () => {
      const { reversible, reason } = reversal(up, down, base);
      assert.equal(reversible, said, reason);
      const { failed, notBack, notAgain } = await trips.tryOut({ up: [up], down: [down] });
      const happened = failed === null ? notBack : [`${failed.step}: ${failed.message}`];
      if (said !== null) assert.equal(happened.length === 0, said, happened.join('\n'));
      if (said === true) assert.deepEqual(notAgain, []);
    });
  }
});
