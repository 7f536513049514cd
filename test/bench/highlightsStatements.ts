/** What stands in a statement for what differs from one to the next. */
interface Names {
  readonly table: string;
  readonly other: string;
  readonly column: string;
  readonly type: string;
  readonly n: number;
}

const tables = [
  'accounts',
  'orders',
  'line_items',
  'events',
  'sessions',
  'invoices',
  'audit_log',
  '"User"',
  'shop.carts',
];
const columns = ['title', 'state', 'amount', 'created_at', 'owner_id', 'payload', 'position', 'token', '"updatedAt"'];
const types = ['text', 'varchar(80)', 'bigint', 'numeric(12, 2)', 'timestamptz', 'jsonb', 'uuid', 'boolean'];

const bare = (name: string): string => name.replaceAll(/\W/g, '_').replaceAll(/^_+|_+$/g, '');

/** The statements that migrations are made of, the common ones more than once. */
const templates: readonly ((names: Names) => string)[] = [
  ({ table, other, n }) =>
    `CREATE TABLE ${table} (
    id bigserial PRIMARY KEY,
    title text NOT NULL,
    state varchar(${20 + (n % 60)}) DEFAULT 'new' NOT NULL,
    amount numeric(12, 2) CHECK (amount >= 0),
    owner_id bigint REFERENCES ${other} (id) ON DELETE CASCADE,
    payload jsonb DEFAULT '{}'::jsonb,
    created_at timestamptz DEFAULT now() NOT NULL,
    UNIQUE (title, owner_id)
)`,
  ({ table, column, type, n }) => `ALTER TABLE ${table} ADD COLUMN ${bare(column)}_${n} ${type}`,
  ({ table, n }) => `ALTER TABLE ${table} ADD COLUMN flag_${n} boolean NOT NULL DEFAULT false`,
  ({ table, column, n }) =>
    `ALTER TABLE ${table} ADD COLUMN a_${n} text, ADD COLUMN b_${n} integer DEFAULT ${n}, DROP COLUMN ${column}, ALTER COLUMN amount SET NOT NULL`,
  ({ table, column }) => `ALTER TABLE ${table} DROP COLUMN IF EXISTS ${column}`,
  ({ table, column, type }) => `ALTER TABLE ${table} ALTER COLUMN ${column} TYPE ${type} USING ${column}::${type}`,
  ({ table, column }) => `ALTER TABLE ${table} ALTER COLUMN ${column} SET NOT NULL`,
  ({ table, column }) => `ALTER TABLE ${table} ALTER COLUMN ${column} DROP DEFAULT`,
  ({ table, column, n }) => `ALTER TABLE ${table} RENAME COLUMN ${column} TO renamed_${n}`,
  ({ table, n }) => `ALTER TABLE ${table} RENAME TO renamed_${n}`,
  ({ table, other, n }) =>
    `ALTER TABLE ${table} ADD CONSTRAINT fk_${n} FOREIGN KEY (owner_id) REFERENCES ${other} (id) NOT VALID`,
  ({ table, n }) => `ALTER TABLE ${table} VALIDATE CONSTRAINT fk_${n}`,
  ({ table, n }) => `ALTER TABLE ${table} ADD CONSTRAINT check_${n} CHECK (amount > ${n} OR state IN ('a', 'b'))`,
  ({ table, n }) => `ALTER TABLE ${table} DROP CONSTRAINT check_${n}`,
  ({ table, column, n }) => `CREATE INDEX CONCURRENTLY IF NOT EXISTS index_${n} ON ${table} (${column})`,
  ({ table, column, n }) =>
    `CREATE INDEX index_${n} ON ${table} USING btree (${column}, lower(title)) WHERE state = 'new'`,
  ({ table, n }) => `CREATE UNIQUE INDEX unique_${n} ON ${table} (title, owner_id)`,
  ({ n }) => `DROP INDEX CONCURRENTLY IF EXISTS index_${n}`,
  ({ table }) => `DROP TABLE IF EXISTS ${table} CASCADE`,
  ({ table, other, n }) =>
    `UPDATE ${table} SET state = o.state, amount = ${n} FROM ${other} o WHERE o.id = ${bare(table)}_id AND o.created_at < now() - interval '${n} days'`,
  ({ table, n }) => `UPDATE ${table} SET state = 'state ${n}' WHERE state IS NULL`,
  ({ table, other }) => `DELETE FROM ${table} t WHERE NOT EXISTS (SELECT 1 FROM ${other} o WHERE o.id = t.owner_id)`,
  ({ table, n }) =>
    `INSERT INTO ${table} (title, state, amount) VALUES ('it''s', 'new', ${n}), ('é', 'done', 2) ON CONFLICT (title) DO UPDATE SET amount = excluded.amount`,
  ({ table, other, n }) =>
    `INSERT INTO ${table} (title, owner_id) WITH late AS (SELECT id, title FROM ${other} WHERE amount > ${n}) SELECT title, id FROM late ORDER BY id LIMIT ${n + 1}`,
  ({ n }) => `CREATE TYPE state_${n} AS ENUM ('new', 'open', 'done')`,
  ({ n }) => `ALTER TYPE state_${n} ADD VALUE IF NOT EXISTS 'gone' AFTER 'done'`,
  ({ table, other, n }) =>
    `CREATE OR REPLACE VIEW view_${n} AS SELECT t.id, t.title, count(o.id) AS orders FROM ${table} t LEFT JOIN ${other} o ON o.owner_id = t.id GROUP BY t.id, t.title HAVING count(o.id) > ${n}`,
  ({ table, n }) =>
    `CREATE MATERIALIZED VIEW totals_${n} AS SELECT state, sum(amount) AS total FROM ${table} GROUP BY state`,
  ({ n }) => `REFRESH MATERIALIZED VIEW CONCURRENTLY totals_${n}`,
  ({ table, n }) =>
    `CREATE FUNCTION touch_${n}() RETURNS trigger AS $body$
BEGIN
    NEW.updated_at = now();
    IF NEW.state = 'done' THEN
        UPDATE ${table} SET amount = amount + 1 WHERE id = NEW.owner_id;
    END IF;
    RETURN NEW;
END;
$body$ LANGUAGE plpgsql`,
  ({ table, n }) =>
    `CREATE TRIGGER trigger_${n} BEFORE UPDATE ON ${table} FOR EACH ROW WHEN (OLD.* IS DISTINCT FROM NEW.*) EXECUTE FUNCTION touch_${n}()`,
  ({ table, n }) =>
    `DO $$
BEGIN
    IF NOT EXISTS (SELECT 1 FROM pg_constraint WHERE conname = 'check_${n}') THEN
        ALTER TABLE ${table} ADD CONSTRAINT check_${n} CHECK (amount >= 0);
    END IF;
END $$`,
  ({ table, column, n }) => `COMMENT ON COLUMN ${table}.${column} IS 'Text; with a semicolon, number ${n}'`,
  ({ table }) => `GRANT SELECT, INSERT ON ${table} TO reader`,
  ({ table, n }) =>
    `CREATE POLICY policy_${n} ON ${table} FOR SELECT USING (owner_id = current_setting('app.user')::bigint)`,
  ({ table }) => `ALTER TABLE ${table} ENABLE ROW LEVEL SECURITY`,
  ({ n }) => `CREATE SEQUENCE IF NOT EXISTS numbers_${n} START ${n + 1} INCREMENT BY 10`,
  () => `CREATE EXTENSION IF NOT EXISTS pgcrypto`,
  ({ n }) => `SET LOCAL lock_timeout = '${n % 10}s'`,
  ({ table, n }) => `CREATE TABLE part_${n} PARTITION OF ${table} FOR VALUES FROM ('2024-01-01') TO ('2024-02-01')`,
];

function picked(list: readonly string[], n: number): string {
  return list[n % list.length] ?? '';
}

/** So many statements in files of one to twelve, as migrations have them; always the same. */
export function generatedMigrations(statements: number): readonly string[] {
  const all = Array.from({ length: statements }, (_each, n) => {
    const round = Math.floor(n / templates.length);
    const names: Names = {
      table: picked(tables, n + round),
      other: picked(tables, n + 2 * round + 1),
      column: picked(columns, n + 3 * round),
      type: picked(types, n + 5 * round),
      n,
    };
    // Another order in each round.
    return templates[(n * (1 + (round % 3) * 2)) % templates.length]?.(names) ?? '';
  });
  const files: string[] = [];
  for (let at = 0; at < all.length;) {
    const size = 1 + ((files.length * 5) % 12);
    files.push(`-- Migration ${files.length + 1}\n${all.slice(at, at + size).join(';\n\n')};\n`);
    at += size;
  }
  return files;
}
