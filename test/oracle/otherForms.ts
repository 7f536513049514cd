import { on, type StatementForm } from './statementForm';

const items = { items: 'target' };
const parted = { measurements: 'target', measurements_2024: 'children', measurements_rest: 'children' };

/** Indexes, and what rebuilds tables and indexes. */
const indexForms: readonly StatementForm[] = [
  ...on(
    items,
    'create-index',
    'CREATE INDEX c ON items (price)',
    'CREATE UNIQUE INDEX c ON items (id, sku)',
    'CREATE INDEX IF NOT EXISTS c ON items USING gin (docb)',
    'CREATE INDEX c ON items (lower(sku)) WHERE flag',
  ),
  ...on(parted, 'create-index', 'CREATE INDEX c ON measurements (place_id)'),
  ...on({ measurements: 'target' }, 'create-index/only', 'CREATE INDEX c ON ONLY measurements (place_id)'),
  ...on(items, 'create-index/concurrently', 'CREATE INDEX CONCURRENTLY c_concurrent ON items (tell_locks(counted))'),
  ...on(items, 'drop-index', 'DROP INDEX items_mark_idx', 'DROP INDEX IF EXISTS items_qty_idx'),
  ...on(items, 'drop-index/concurrently', 'DROP INDEX CONCURRENTLY c_concurrent'),
  ...on({}, 'rename-index', 'ALTER INDEX items_qty_idx RENAME TO items_quantity_idx'),
  ...on(
    {},
    'index-options',
    'ALTER INDEX items_qty_idx SET (fillfactor = 50)',
    'ALTER INDEX items_qty_idx RESET (fillfactor)',
  ),
  ...on({}, 'index-tablespace', 'ALTER INDEX items_qty_idx SET TABLESPACE pg_default'),
  ...on({}, 'index-statistics', 'ALTER INDEX items_label_idx ALTER COLUMN 1 SET STATISTICS 100'),
  ...on(
    { measurements: 'parent', measurements_2024: 'partition' },
    'attach-index',
    'ALTER INDEX measurements_value_idx ATTACH PARTITION measurements_2024_value_idx',
  ),
  ...on(items, 'reindex', 'REINDEX TABLE items', 'REINDEX INDEX items_qty_idx'),
  ...on(
    items,
    'reindex/concurrently',
    'REINDEX TABLE CONCURRENTLY items',
    'REINDEX INDEX CONCURRENTLY items_locks_idx',
  ),
  ...on(items, 'cluster', 'CLUSTER items USING items_qty_idx'),
  ...on(items, 'vacuum-full', 'VACUUM FULL items', 'VACUUM (FULL, ANALYZE) items'),
  ...on(items, 'vacuum', 'VACUUM items', 'VACUUM (ANALYZE) items'),
  ...on(items, 'analyze', 'ANALYZE items'),
];

/** Views, triggers, policies and other things that hang on a table. */
const attachedForms: readonly StatementForm[] = [
  ...on({ item_totals: 'target', items: 'source' }, 'refresh', 'REFRESH MATERIALIZED VIEW item_totals'),
  ...on(
    { item_totals: 'target', items: 'source' },
    'refresh/concurrently',
    'REFRESH MATERIALIZED VIEW CONCURRENTLY item_totals',
  ),
  ...on({ items: 'source' }, 'create-view', 'CREATE VIEW c AS SELECT id FROM items'),
  ...on(
    { item_names: 'target', items: 'source' },
    'replace-view',
    'CREATE OR REPLACE VIEW item_names AS SELECT id, sku, qty FROM items',
  ),
  ...on({ items: 'source' }, 'create-materialized-view', 'CREATE MATERIALIZED VIEW c AS SELECT id FROM items'),
  ...on({ item_names: 'target' }, 'drop-view', 'DROP VIEW item_names'),
  ...on({ item_totals: 'target' }, 'drop-materialized-view', 'DROP MATERIALIZED VIEW item_totals'),
  ...on(
    { item_names: 'target' },
    'rename-view',
    'ALTER VIEW item_names RENAME TO names',
    'ALTER VIEW item_names RENAME COLUMN sku TO code',
  ),
  ...on(
    { item_names: 'target' },
    'alter-view',
    'ALTER VIEW item_names SET (security_barrier = true)',
    'ALTER VIEW item_names OWNER TO clerk',
    "ALTER VIEW item_names ALTER COLUMN sku SET DEFAULT 'x'",
  ),
  ...on({ item_totals: 'target' }, 'alter-materialized-view', 'ALTER MATERIALIZED VIEW item_totals RENAME TO totals'),
  ...on(items, 'create-trigger', 'CREATE TRIGGER c AFTER INSERT ON items FOR EACH ROW EXECUTE FUNCTION touch()'),
  ...on(items, 'drop-trigger', 'DROP TRIGGER items_touch ON items'),
  ...on(items, 'rename-trigger', 'ALTER TRIGGER items_touch ON items RENAME TO items_stamp'),
  ...on(items, 'create-policy', 'CREATE POLICY c ON items USING (true)'),
  ...on(
    items,
    'alter-policy',
    'ALTER POLICY items_own ON items USING (false)',
    'ALTER POLICY items_own ON items RENAME TO items_mine',
  ),
  ...on(items, 'drop-policy', 'DROP POLICY items_own ON items'),
  ...on({ notes: 'target' }, 'create-rule', 'CREATE RULE c AS ON DELETE TO notes DO INSTEAD NOTHING'),
  ...on({ scratch: 'target' }, 'drop-rule', 'DROP RULE items_quiet ON scratch'),
  ...on(items, 'create-statistics', 'CREATE STATISTICS c ON small, big FROM items'),
  ...on(items, 'drop-statistics', 'DROP STATISTICS items_stats'),
  ...on({}, 'alter-statistics', 'ALTER STATISTICS items_stats SET STATISTICS 100'),
  ...on({ customers: 'published' }, 'create-publication', 'CREATE PUBLICATION c FOR TABLE customers'),
  ...on({ customers: 'published' }, 'alter-publication', 'ALTER PUBLICATION feed ADD TABLE customers'),
  ...on({ orders: 'published' }, 'alter-publication', 'ALTER PUBLICATION feed DROP TABLE orders'),
  ...on({}, 'drop-publication', 'DROP PUBLICATION feed'),
  ...on(items, 'comment', "COMMENT ON TABLE items IS 'x'", "COMMENT ON COLUMN items.qty IS 'x'"),
  ...on(items, 'permission', 'GRANT SELECT ON items TO clerk', 'REVOKE ALL ON items FROM clerk'),
  ...on(items, 'lock-table', 'LOCK TABLE items'),
];

/** What creates and drops tables and the objects that columns are made of. */
const objectForms: readonly StatementForm[] = [
  ...on({}, 'create-table', 'CREATE TABLE t (id int PRIMARY KEY, name text)'),
  ...on(
    { customers: 'referenced' },
    'create-table',
    'CREATE TABLE t (id int, customer_id bigint REFERENCES customers)',
  ),
  ...on({ items: 'source' }, 'create-table', 'CREATE TABLE t (LIKE items INCLUDING ALL)'),
  ...on({ base_docs: 'parent' }, 'create-table', 'CREATE TABLE t (more int) INHERITS (base_docs)'),
  ...on(
    { items: 'source' },
    'create-table-as',
    'CREATE TABLE t AS SELECT id, qty FROM items',
    'SELECT id, qty INTO t FROM items',
  ),
  ...on(
    { measurements: 'partitioned', measurements_rest: 'defaultPartition' },
    'create-table',
    "CREATE TABLE t PARTITION OF measurements FOR VALUES FROM ('2030-01-01') TO ('2031-01-01')",
  ),
  ...on({ regions: 'partitioned' }, 'create-table', "CREATE TABLE t PARTITION OF regions FOR VALUES IN ('asia')"),
  ...on({ notes: 'target' }, 'drop-table', 'DROP TABLE notes', 'DROP TABLE IF EXISTS notes'),
  ...on({ orders: 'target', items: 'referencing', customers: 'referenced' }, 'drop-table', 'DROP TABLE orders CASCADE'),
  ...on(
    { measurements_2024: 'target', measurements: 'partitioned', measurements_rest: 'defaultPartition' },
    'drop-table',
    'DROP TABLE measurements_2024',
  ),
  ...on({ kept_docs: 'target', base_docs: 'parent' }, 'drop-table', 'DROP TABLE kept_docs'),
  ...on({ notes: 'target' }, 'truncate', 'TRUNCATE notes', 'TRUNCATE TABLE notes RESTART IDENTITY'),
  ...on({ orders: 'target', items: 'referencing' }, 'truncate', 'TRUNCATE orders CASCADE'),
  ...on(parted, 'truncate', 'TRUNCATE measurements'),
  ...on({}, 'drop-schema', 'DROP SCHEMA archive', 'DROP SCHEMA archive CASCADE'),
  ...on({}, 'create-schema', 'CREATE SCHEMA c'),
  ...on({}, 'rename-schema', 'ALTER SCHEMA archive RENAME TO attic'),
  ...on(
    {},
    'create-type',
    "CREATE TYPE c AS ENUM ('a')",
    'CREATE TYPE c AS (a int)',
    'CREATE TYPE c AS RANGE (subtype = int4)',
  ),
  ...on(
    {},
    'add-enum-value',
    "ALTER TYPE order_kind ADD VALUE 'fax'",
    "ALTER TYPE order_kind ADD VALUE IF NOT EXISTS 'fax' BEFORE 'web'",
  ),
  ...on({}, 'rename-enum-value', "ALTER TYPE order_kind RENAME VALUE 'web' TO 'online'"),
  ...on({}, 'rename-type', 'ALTER TYPE order_kind RENAME TO order_type'),
  ...on({}, 'alter-type-attribute', 'ALTER TYPE place ADD ATTRIBUTE city text', 'ALTER TYPE place DROP ATTRIBUTE zip'),
  ...on({ labels: 'typed' }, 'alter-type-attribute', 'ALTER TYPE label_row ADD ATTRIBUTE more int CASCADE'),
  ...on({ items: 'users', orders: 'users' }, 'drop-type', 'DROP TYPE order_kind CASCADE'),
  ...on({}, 'create-domain', 'CREATE DOMAIN c AS text CHECK (length(VALUE) < 9)'),
  ...on({ items: 'users' }, 'alter-domain/checked', 'ALTER DOMAIN positive ADD CONSTRAINT c CHECK (VALUE < 100)'),
  ...on({ items: 'users' }, 'alter-domain/validate', 'ALTER DOMAIN loose VALIDATE CONSTRAINT loose_small'),
  ...on(
    {},
    'alter-domain',
    'ALTER DOMAIN positive ADD CONSTRAINT c CHECK (VALUE < 100) NOT VALID',
    'ALTER DOMAIN positive SET DEFAULT 1',
    'ALTER DOMAIN positive DROP DEFAULT',
    'ALTER DOMAIN positive DROP NOT NULL',
    'ALTER DOMAIN positive DROP CONSTRAINT positive_check',
    'ALTER DOMAIN positive RENAME TO above_zero',
  ),
  ...on({}, 'create-sequence', 'CREATE SEQUENCE c'),
  ...on({}, 'alter-sequence', 'ALTER SEQUENCE plain_seq RESTART WITH 5', 'ALTER SEQUENCE plain_seq INCREMENT BY 2'),
  ...on({ items: 'owner' }, 'alter-sequence/owned', 'ALTER SEQUENCE plain_seq OWNED BY items.id'),
  ...on({}, 'drop-sequence', 'DROP SEQUENCE plain_seq'),
  ...on({}, 'rename-sequence', 'ALTER SEQUENCE plain_seq RENAME TO simple_seq'),
  ...on(
    {},
    'create-function',
    "CREATE FUNCTION c() RETURNS int LANGUAGE sql AS 'SELECT 1'",
    'CREATE OR REPLACE FUNCTION touch() RETURNS trigger LANGUAGE plpgsql AS $$BEGIN RETURN OLD; END$$',
  ),
  ...on({}, 'drop-function', 'DROP FUNCTION steady_number()'),
  ...on({}, 'create-role', 'CREATE ROLE other'),
];

/** Reading and writing rows. */
const rowForms: readonly StatementForm[] = [
  ...on(items, 'insert', "INSERT INTO items (id, sku, counted, proved, rate) VALUES (9, 'z', 9, 9, 1)"),
  ...on(items, 'update', 'UPDATE items SET qty = 5, rate = 1', 'UPDATE items SET qty = 5, rate = 1 WHERE id = 1'),
  ...on(items, 'delete', 'DELETE FROM items', 'DELETE FROM items WHERE id = 1'),
  ...on(
    { items: 'target', customers: 'source' },
    'update',
    'UPDATE items SET qty = 1, rate = 1 FROM customers WHERE customers.id = items.big',
  ),
  ...on({ items: 'source' }, 'query', 'SELECT count(*) FROM items'),
  ...on({ items: 'locked' }, 'query/for-update', 'SELECT * FROM items FOR UPDATE'),
];

/** Every statement form besides `ALTER TABLE`. */
export const otherForms: readonly StatementForm[] = [...indexForms, ...attachedForms, ...objectForms, ...rowForms];
