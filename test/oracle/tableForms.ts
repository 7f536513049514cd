import { alterItems, on, type StatementForm } from './statementForm';

const parted = {
  measurements: 'target',
  measurements_2024: 'children',
  measurements_rest: 'children',
};
const attach = { measurements: 'target', measurements_rest: 'defaultPartition', measurements_2025: 'partition' };
const detach = { measurements: 'target', measurements_rest: 'defaultPartition', measurements_2024: 'partition' };
const toCustomers = { items: 'target', customers: 'referenced' };

/** Every action of `ALTER TABLE` on constraints. */
const constraintForms: readonly StatementForm[] = [
  ...alterItems('add-check', 'ADD CONSTRAINT c CHECK (qty < 1000)', 'ADD CHECK (big > 0)'),
  ...alterItems('add-check/not-valid', 'ADD CONSTRAINT c CHECK (qty < 1000) NOT VALID'),
  ...alterItems('add-check/not-enforced', 'ADD CONSTRAINT c CHECK (qty < 1000) NOT ENFORCED'),
  ...alterItems('add-not-null', 'ADD CONSTRAINT c NOT NULL qty'),
  ...alterItems('add-not-null/proved', 'ADD CONSTRAINT c NOT NULL proved'),
  ...alterItems('add-not-null/not-valid', 'ADD CONSTRAINT c NOT NULL qty NOT VALID'),
  ...alterItems(
    'add-unique',
    'ADD CONSTRAINT c UNIQUE (qty)',
    'ADD UNIQUE (qty, sku)',
    'ADD UNIQUE NULLS NOT DISTINCT (qty)',
  ),
  ...alterItems('add-unique/using-index', 'ADD CONSTRAINT c UNIQUE USING INDEX items_counted_uidx'),
  ...on({ keyless: 'target' }, 'add-primary-key', 'ALTER TABLE keyless ADD PRIMARY KEY (b)'),
  ...on({ keyless: 'target' }, 'add-primary-key/nullable', 'ALTER TABLE keyless ADD PRIMARY KEY (a)'),
  ...on(
    { keyless: 'target' },
    'add-primary-key/using-index',
    'ALTER TABLE keyless ADD PRIMARY KEY USING INDEX keyless_b_uidx',
  ),
  ...alterItems('add-exclusion', 'ADD CONSTRAINT c EXCLUDE USING gist (addr inet_ops WITH &&)'),
  ...on(
    toCustomers,
    'add-foreign-key',
    'ALTER TABLE items ADD CONSTRAINT c FOREIGN KEY (order_id) REFERENCES customers (id)',
    'ALTER TABLE items ADD FOREIGN KEY (order_id) REFERENCES customers ON DELETE CASCADE',
  ),
  ...on(
    toCustomers,
    'add-foreign-key/not-valid',
    'ALTER TABLE items ADD CONSTRAINT c FOREIGN KEY (order_id) REFERENCES customers (id) NOT VALID',
  ),
  ...on(
    toCustomers,
    'add-foreign-key/not-enforced',
    'ALTER TABLE items ADD CONSTRAINT c FOREIGN KEY (order_id) REFERENCES customers (id) NOT ENFORCED',
  ),
  ...on(
    { ...parted, items: 'referenced' },
    'add-foreign-key',
    'ALTER TABLE measurements ADD CONSTRAINT c FOREIGN KEY (place_id) REFERENCES items (id)',
  ),
  ...on(
    { items: 'target', orders: 'referenced' },
    'alter-constraint',
    'ALTER TABLE items ALTER CONSTRAINT items_order_fk DEFERRABLE INITIALLY DEFERRED',
  ),
  ...on(
    { items: 'target', orders: 'referenced' },
    'alter-constraint/not-enforced',
    'ALTER TABLE items ALTER CONSTRAINT items_order_fk NOT ENFORCED',
  ),
  ...alterItems('alter-constraint/inherit', 'ALTER CONSTRAINT items_sku_not_null NO INHERIT'),
  ...alterItems('validate-constraint', 'VALIDATE CONSTRAINT items_price_low'),
  ...alterItems('validate-constraint/not-null', 'VALIDATE CONSTRAINT items_rate_set'),
  ...on(toCustomers, 'validate-constraint/foreign-key', 'ALTER TABLE items VALIDATE CONSTRAINT items_big_fk'),
  ...alterItems('validate-constraint/already', 'VALIDATE CONSTRAINT items_qty_low'),
  ...alterItems(
    'drop-constraint',
    'DROP CONSTRAINT items_qty_low',
    'DROP CONSTRAINT items_sku_key',
    'DROP CONSTRAINT IF EXISTS none_such',
  ),
  ...on(
    { items: 'target', orders: 'referenced' },
    'drop-constraint/foreign-key',
    'ALTER TABLE items DROP CONSTRAINT items_order_fk',
  ),
  ...on(
    { customers: 'target', items: 'referencing', orders: 'referencing' },
    'drop-constraint/referenced-key',
    'ALTER TABLE customers DROP CONSTRAINT customers_pkey CASCADE',
  ),
  ...alterItems('rename-constraint', 'RENAME CONSTRAINT items_qty_low TO items_qty_floor'),
];

/** The other actions of `ALTER TABLE`. */
const settingForms: readonly StatementForm[] = [
  ...alterItems(
    'trigger-state',
    'DISABLE TRIGGER items_touch',
    'ENABLE TRIGGER items_touch',
    'ENABLE REPLICA TRIGGER items_touch',
    'ENABLE ALWAYS TRIGGER items_touch',
    'DISABLE TRIGGER USER',
    'ENABLE TRIGGER ALL',
  ),
  ...on(
    { scratch: 'target' },
    'rule-state',
    'ALTER TABLE scratch DISABLE RULE items_quiet',
    'ALTER TABLE scratch ENABLE RULE items_quiet',
    'ALTER TABLE scratch ENABLE REPLICA RULE items_quiet',
    'ALTER TABLE scratch ENABLE ALWAYS RULE items_quiet',
  ),
  ...alterItems(
    'row-security',
    'ENABLE ROW LEVEL SECURITY',
    'DISABLE ROW LEVEL SECURITY',
    'FORCE ROW LEVEL SECURITY',
    'NO FORCE ROW LEVEL SECURITY',
  ),
  ...alterItems('cluster-on', 'CLUSTER ON items_qty_idx', 'SET WITHOUT CLUSTER'),
  ...alterItems('set-access-method', 'SET ACCESS METHOD heap'),
  ...alterItems('set-tablespace/same', 'SET TABLESPACE pg_default'),
  ...alterItems('set-logged/already', 'SET LOGGED'),
  ...on({ notes: 'target' }, 'set-logged', 'ALTER TABLE notes SET UNLOGGED'),
  ...on({ scratch: 'target' }, 'set-logged', 'ALTER TABLE scratch SET LOGGED'),
  ...alterItems('set-without-oids', 'SET WITHOUT OIDS'),
  ...alterItems(
    'table-options',
    'SET (fillfactor = 70)',
    'SET (autovacuum_enabled = false)',
    'SET (parallel_workers = 4)',
    'SET (toast_tuple_target = 1024)',
    'RESET (fillfactor)',
  ),
  ...alterItems('table-options/catalog', 'SET (user_catalog_table = true)'),
  ...on({ free_docs: 'target', base_docs: 'parent' }, 'inherit', 'ALTER TABLE free_docs INHERIT base_docs'),
  ...on({ kept_docs: 'target', base_docs: 'parent' }, 'no-inherit', 'ALTER TABLE kept_docs NO INHERIT base_docs'),
  ...on({ untyped_labels: 'target' }, 'of-type', 'ALTER TABLE untyped_labels OF label_row'),
  ...on({ labels: 'target' }, 'not-of-type', 'ALTER TABLE labels NOT OF'),
  ...alterItems(
    'replica-identity',
    'REPLICA IDENTITY FULL',
    'REPLICA IDENTITY NOTHING',
    'REPLICA IDENTITY DEFAULT',
    'REPLICA IDENTITY USING INDEX items_counted_uidx',
  ),
  ...alterItems('owner', 'OWNER TO clerk'),
  ...alterItems('rename-table', 'RENAME TO things'),
  ...alterItems('set-schema', 'SET SCHEMA archive'),
];

/** What partitions and children add. */
const partitionForms: readonly StatementForm[] = [
  ...on(
    attach,
    'attach-partition',
    "ALTER TABLE measurements ATTACH PARTITION measurements_2025 FOR VALUES FROM ('2025-01-01') TO ('2026-01-01')",
  ),
  ...on(
    { ...attach, measurements_2026: 'partition' },
    'attach-partition/proved',
    "ALTER TABLE measurements ATTACH PARTITION measurements_2026 FOR VALUES FROM ('2026-01-01') TO ('2027-01-01')",
  ),
  ...on(
    { regions: 'target', regions_us: 'partition' },
    'attach-partition',
    "ALTER TABLE regions ATTACH PARTITION regions_us FOR VALUES IN ('us')",
  ),
  ...on(
    { regions: 'target', regions_us: 'partition' },
    'attach-partition',
    'ALTER TABLE regions ATTACH PARTITION regions_us DEFAULT',
  ),
  ...on(detach, 'detach-partition', 'ALTER TABLE measurements DETACH PARTITION measurements_2024'),
  ...on(
    { regions: 'target', regions_eu: 'partition' },
    'detach-partition',
    'ALTER TABLE regions DETACH PARTITION regions_eu',
  ),
  ...on(
    { regions: 'target', regions_old: 'partition' },
    'detach-partition/concurrently',
    'ALTER TABLE regions DETACH PARTITION regions_old CONCURRENTLY',
  ),
  ...on(parted, 'add-column', 'ALTER TABLE measurements ADD COLUMN c int'),
  ...on(parted, 'add-column/checked', 'ALTER TABLE measurements ADD COLUMN c int CHECK (c > 0)'),
  ...on(
    { ...parted, customers: 'referenced' },
    'add-column/references',
    'ALTER TABLE measurements ADD COLUMN c bigint REFERENCES customers',
  ),
  ...on(parted, 'alter-type/in-place', 'ALTER TABLE measurements ALTER COLUMN place_id TYPE int'),
  ...on(parted, 'set-default', 'ALTER TABLE measurements ALTER COLUMN value SET DEFAULT 1'),
  ...on(parted, 'drop-default', 'ALTER TABLE measurements ALTER COLUMN value DROP DEFAULT'),
  ...on(parted, 'set-statistics', 'ALTER TABLE measurements ALTER COLUMN value SET STATISTICS 10'),
  ...on(parted, 'add-check/not-valid', 'ALTER TABLE measurements ADD CONSTRAINT c CHECK (value > 0) NOT VALID'),
  ...on(parted, 'add-not-null', 'ALTER TABLE measurements ADD CONSTRAINT c NOT NULL value'),
  ...on(parted, 'add-not-null/not-valid', 'ALTER TABLE measurements ADD CONSTRAINT c NOT NULL value NOT VALID'),
  ...on(parted, 'add-unique', 'ALTER TABLE measurements ADD UNIQUE (at, value)'),
  ...on(parted, 'add-primary-key', 'ALTER TABLE measurements ADD PRIMARY KEY (at)'),
  ...on(parted, 'trigger-state', 'ALTER TABLE measurements DISABLE TRIGGER USER'),
  ...on({ measurements: 'target' }, 'owner', 'ALTER TABLE measurements OWNER TO clerk'),
  ...on({ measurements: 'target' }, 'row-security', 'ALTER TABLE measurements ENABLE ROW LEVEL SECURITY'),
  ...on(parted, 'add-column/rewrite', 'ALTER TABLE measurements ADD COLUMN c float DEFAULT random()'),
  ...on(parted, 'drop-column', 'ALTER TABLE measurements DROP COLUMN value'),
  ...on(parted, 'alter-type/rewrite', 'ALTER TABLE measurements ALTER COLUMN place_id TYPE bigint'),
  ...on(parted, 'rename-column', 'ALTER TABLE measurements RENAME COLUMN value TO reading'),
  ...on({ measurements: 'target' }, 'rename-table', 'ALTER TABLE measurements RENAME TO readings'),
  ...on(parted, 'add-check', 'ALTER TABLE measurements ADD CONSTRAINT c CHECK (value > 0)'),
  ...on(parted, 'set-not-null', 'ALTER TABLE measurements ALTER COLUMN value SET NOT NULL'),
  ...on({ base_docs: 'target', kept_docs: 'children' }, 'add-column', 'ALTER TABLE base_docs ADD COLUMN c int'),
  ...on({ base_docs: 'target', kept_docs: 'children' }, 'drop-column', 'ALTER TABLE base_docs DROP COLUMN title'),
  ...on({ base_docs: 'target', kept_docs: 'children' }, 'drop-column', 'ALTER TABLE ONLY base_docs DROP COLUMN title'),
];

/** Every form of `ALTER TABLE` but those on columns. */
export const tableForms: readonly StatementForm[] = [...constraintForms, ...settingForms, ...partitionForms];
