import assert from 'node:assert/strict';
import fc from 'fast-check';
import { isSql, read } from './reading';

const migrations = [
  `-- Orders get a state.
CREATE TYPE order_state AS ENUM ('open', 'paid');
ALTER TABLE orders ADD COLUMN state order_state NOT NULL DEFAULT 'open', DROP COLUMN paid;
CREATE INDEX orders_state ON orders (state) WHERE state = 'open';
UPDATE orders SET note = 'it''s "old"' WHERE created < now() - interval '1 year';`,
  `DO $$
BEGIN
  IF NOT EXISTS (SELECT 1 FROM pg_class WHERE relname = 'events') THEN
    CREATE TABLE events (id bigserial PRIMARY KEY, at timestamptz DEFAULT now(), body jsonb DEFAULT '{}');
  END IF;
END $$;
ALTER TABLE events ADD CONSTRAINT events_at CHECK (at > '2020-01-01') NOT VALID; /* later: validate */
DROP TABLE audit, "Old Audit" CASCADE;
COMMENT ON TABLE events IS E'all\\nof them';`,
];

function clean(text: string): boolean {
  return read(text).understood;
}

describe('A damaged migration', () => {
  it('is clean before it is damaged', () => {
    for (const text of migrations) assert.ok(isSql(text) && clean(text));
  });

  it('never passes for a clean one when a backslash stands outside of its quotes', () => {
    for (const text of ['SELECT 1 \\c;', "COMMENT ON TABLE a IS E'al'\\nof them';", 'SELECT 1;\n\\frobnicate\n']) {
      assert.equal(clean(text), false, text);
    }
    for (const text of ['\\connect shop\nSELECT 1;', '  \\set ON_ERROR_STOP on\nSELECT 1;', 'SELECT 1 \\gset\n']) {
      assert.equal(clean(text), true, text);
    }
  });

  it('never passes for a clean one when it was cut off', () => {
    for (const text of migrations) {
      for (let end = 0; end < text.length; end += 1) {
        const cut = text.slice(0, end);
        if (!isSql(cut) && cut.trim() !== '')
          assert.ok(!clean(cut) || /^\s*(?:--[^\n]*\s*)*$/.test(cut), JSON.stringify(cut.slice(-60)));
      }
    }
  });

  it('never passes for a clean one when bytes of it are other ones', () => {
    // These begin what is taken out before the grammar sees it: commands of psql, templates, a byte order mark.
    const byte = fc.integer({ min: 0, max: 127 }).filter((code) => !'\\{<$'.includes(String.fromCharCode(code)));
    fc.assert(
      fc.property(
        fc.constantFrom(...migrations),
        fc.array(fc.tuple(fc.nat(), byte), { minLength: 1, maxLength: 3 }),
        (text, flips) => {
          const chars = Array.from(text);
          for (const [at, code] of flips) chars[at % chars.length] = String.fromCharCode(code);
          const damaged = chars.join('');
          if (damaged.includes('\0') || !isSql(damaged)) assert.equal(clean(damaged), false, JSON.stringify(damaged));
        },
      ),
      { numRuns: 1500 },
    );
  });

  it('is read without an error whatever it holds', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: 'binary', maxLength: 80 }),
        fc.constantFrom(...migrations),
        fc.nat(),
        (noise, text, at) => {
          const where = at % text.length;
          read(`${text.slice(0, where)}${noise}${text.slice(where)}`);
        },
      ),
      { numRuns: 500 },
    );
  });
});
