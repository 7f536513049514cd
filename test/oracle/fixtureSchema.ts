/**
 * A small database that has one of everything that a statement can act on. It is given to Postgres before it is asked,
 * and to the reader as the schema that the base holds.
 */
export const fixtureSchema = `
CREATE TYPE order_kind AS ENUM ('web', 'phone');
CREATE TYPE place AS (street text, zip text);
CREATE TYPE label_row AS (id int, label text);
CREATE DOMAIN positive AS int CHECK (VALUE > 0);
CREATE DOMAIN loose AS int;
ALTER DOMAIN loose ADD CONSTRAINT loose_small CHECK (VALUE < 1000) NOT VALID;
CREATE SCHEMA archive;
CREATE SEQUENCE item_seq;
CREATE SEQUENCE plain_seq;
CREATE TABLE customers (
  id bigint PRIMARY KEY,
  name varchar(40) NOT NULL,
  email text UNIQUE,
  note text,
  balance numeric(10,2),
  created_at timestamp DEFAULT now()
);
CREATE TABLE orders (
  id bigint PRIMARY KEY,
  customer_id bigint CONSTRAINT orders_customer_fk REFERENCES customers (id),
  placed timestamptz,
  kind order_kind DEFAULT 'web'
);
CREATE TABLE items (
  id int PRIMARY KEY,
  order_id bigint,
  sku varchar(10) NOT NULL,
  label text DEFAULT 'none',
  qty int,
  price numeric(10,2),
  rate numeric,
  bits bit(8),
  varbits varbit(8),
  seen timestamp(3),
  seen_tz timestamptz(3),
  clock time(3),
  span interval(3),
  day date,
  small smallint,
  big bigint,
  real4 real,
  double8 double precision,
  fixed char(5),
  bytes bytea,
  doc json,
  docb jsonb,
  flag boolean,
  addr inet,
  net cidr,
  uid uuid,
  stage order_kind,
  amount positive,
  relaxed loose,
  mark varchar(20),
  xid xid,
  tags text[],
  words varchar(10)[],
  home place,
  counted int NOT NULL,
  proved int,
  doubled int GENERATED ALWAYS AS (qty * 2) STORED,
  shown int GENERATED ALWAYS AS (qty + 1) VIRTUAL,
  numbered int GENERATED ALWAYS AS IDENTITY,
  CONSTRAINT items_sku_key UNIQUE (sku),
  CONSTRAINT items_proved_set CHECK (proved IS NOT NULL),
  CONSTRAINT items_qty_low CHECK (qty >= 0)
);
INSERT INTO customers (id, name) VALUES (1, 'a');
INSERT INTO items (id, sku, counted, proved, qty, rate) VALUES (1, 'a', 1, 1, 1, 1), (2, 'b', 2, 2, 2, 2);
ALTER TABLE items ADD CONSTRAINT items_price_low CHECK (price >= 0) NOT VALID;
ALTER TABLE items ADD CONSTRAINT items_order_fk FOREIGN KEY (order_id) REFERENCES orders (id);
ALTER TABLE items ADD CONSTRAINT items_big_fk FOREIGN KEY (big) REFERENCES customers (id) NOT VALID;
ALTER TABLE items ADD CONSTRAINT items_rate_set NOT NULL rate NOT VALID;
CREATE INDEX items_qty_idx ON items (qty);
CREATE INDEX items_mark_idx ON items (mark);
CREATE INDEX items_label_idx ON items (lower(label));
CREATE UNIQUE INDEX items_counted_uidx ON items (counted);
CREATE UNIQUE INDEX items_day_uidx ON items (day);
CREATE INDEX items_expr_idx ON items ((qty + 1)) WHERE flag;
CREATE FUNCTION tell_locks(number int) RETURNS int LANGUAGE plpgsql IMMUTABLE AS $$
DECLARE held record;
BEGIN
  FOR held IN SELECT c.relname, l.mode FROM pg_locks l JOIN pg_class c ON c.oid = l.relation
    WHERE l.pid = pg_backend_pid() AND c.relkind IN ('r', 'p', 'm') AND c.relnamespace = 'public'::regnamespace
  LOOP RAISE NOTICE 'holds % on %', held.mode, held.relname; END LOOP;
  RETURN number;
END$$;
CREATE INDEX items_locks_idx ON items (tell_locks(qty));
CREATE STATISTICS items_stats ON qty, price FROM items;
CREATE TABLE keyless (a int, b int NOT NULL, c text);
INSERT INTO keyless VALUES (1, 1, 'x');
CREATE UNIQUE INDEX keyless_b_uidx ON keyless (b);
CREATE TABLE derived (a int, v int GENERATED ALWAYS AS (a + 1) VIRTUAL);
CREATE TABLE notes (id int, body text) WITH (fillfactor = 90);
CREATE TABLE measurements (at date NOT NULL, value int, place_id int) PARTITION BY RANGE (at);
CREATE TABLE measurements_2024 PARTITION OF measurements FOR VALUES FROM ('2024-01-01') TO ('2025-01-01');
CREATE TABLE measurements_rest PARTITION OF measurements DEFAULT;
CREATE TABLE measurements_2025 (at date NOT NULL, value int, place_id int);
CREATE TABLE measurements_2026 (
  at date NOT NULL, value int, place_id int,
  CONSTRAINT in_2026 CHECK (at >= '2026-01-01' AND at < '2027-01-01')
);
CREATE INDEX measurements_value_idx ON ONLY measurements (value);
CREATE INDEX measurements_2024_value_idx ON measurements_2024 (value);
CREATE TABLE regions (code text NOT NULL, value int) PARTITION BY LIST (code);
CREATE TABLE regions_eu PARTITION OF regions FOR VALUES IN ('eu');
CREATE TABLE regions_us (code text NOT NULL, value int);
CREATE TABLE regions_old PARTITION OF regions FOR VALUES IN ('old');
CREATE TABLE base_docs (id int, title text);
CREATE TABLE kept_docs (extra int) INHERITS (base_docs);
CREATE TABLE free_docs (id int, title text, extra int);
CREATE TABLE labels OF label_row;
CREATE TABLE untyped_labels (id int, label text);
CREATE UNLOGGED TABLE scratch (id int);
CREATE TABLE places (id int, at place);
CREATE VIEW item_names AS SELECT id, sku FROM items;
CREATE MATERIALIZED VIEW item_totals AS SELECT sku, count(*) AS n FROM items GROUP BY sku;
CREATE UNIQUE INDEX item_totals_sku ON item_totals (sku);
CREATE FUNCTION touch() RETURNS trigger LANGUAGE plpgsql AS $$BEGIN RETURN NEW; END$$;
CREATE FUNCTION volatile_number() RETURNS int LANGUAGE plpgsql VOLATILE AS $$BEGIN RETURN 1; END$$;
CREATE FUNCTION steady_number() RETURNS int LANGUAGE sql IMMUTABLE AS 'SELECT 1';
CREATE TRIGGER items_touch BEFORE UPDATE ON items FOR EACH ROW EXECUTE FUNCTION touch();
CREATE RULE items_quiet AS ON DELETE TO scratch DO INSTEAD NOTHING;
CREATE POLICY items_own ON items USING (true);
CREATE ROLE clerk;
CREATE PUBLICATION feed FOR TABLE orders;
`;
