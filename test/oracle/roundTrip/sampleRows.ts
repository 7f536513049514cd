import type { PGlite } from '@electric-sql/pglite';

interface SampleColumn {
  readonly table: string;
  readonly column: string;
  readonly type: string;
  readonly category: string;
  readonly base: string;
  readonly label: string | null;
  readonly required: boolean;
}

const columnsQuery = `
  SELECT c.oid::regclass::text AS table, quote_ident(a.attname) AS column, format_type(a.atttypid, a.atttypmod) AS type,
    t.typcategory AS category, coalesce(nullif(t.typbasetype, 0), t.oid)::regtype::text AS base,
    (SELECT enumlabel FROM pg_enum WHERE enumtypid = t.oid ORDER BY enumsortorder LIMIT 1) AS label,
    a.attnotnull AND NOT a.atthasdef AND a.attidentity = '' AS required
  FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid JOIN pg_type t ON t.oid = a.atttypid
    JOIN pg_namespace n ON n.oid = c.relnamespace
  WHERE c.relkind = 'r' AND NOT c.relispartition AND a.attnum > 0 AND NOT a.attisdropped AND a.attgenerated = ''
    AND a.attidentity <> 'a' AND n.nspname NOT LIKE 'pg\\_%' AND n.nspname <> 'information_schema'`;

/** The same value for the same type everywhere, so that every foreign key finds its row. */
function literal({ type, category, base, label }: SampleColumn): string {
  if (label !== null) return `'${label}'::${type}`;
  if (category === 'N') return '1';
  if (category === 'B') return 'true';
  if (category === 'A') return "'{}'";
  if (category === 'D') return "'2020-01-01 01:00:00'";
  if (base === 'uuid') return "'00000000-0000-4000-8000-000000000001'";
  if (base === 'json' || base === 'jsonb') return `'{"a": 1}'`;
  if (base === 'bytea') return String.raw`'\x01'`;
  if (base === 'inet' || base === 'cidr') return "'10.0.0.1'";
  if (category === 'T') return "'1 day'";
  return "'0'";
}

/**
 * Puts one row into every table that takes one, with a value in every column, or in those that need one.
 * @returns the tables that got a row
 */
export async function insertSamples(database: Pick<PGlite, 'query' | 'exec'>): Promise<readonly string[]> {
  const { rows } = await database.query<SampleColumn>(columnsQuery);
  const tables = new Map<string, SampleColumn[]>();
  for (const row of rows) tables.set(row.table, [...(tables.get(row.table) ?? []), row]);
  const filled: string[] = [];
  await database.exec('SET session_replication_role = replica');
  for (const [table, columns] of tables) {
    for (const chosen of [columns, columns.filter(({ required }) => required)]) {
      const names = chosen.map(({ column }) => column).join(', ');
      const insert = `INSERT INTO ${table} (${names}) OVERRIDING SYSTEM VALUE VALUES (${chosen.map(literal).join(', ')})`;
      if (await takes(database, chosen.length === 0 ? `INSERT INTO ${table} DEFAULT VALUES` : insert)) {
        filled.push(table);
        break;
      }
    }
  }
  await database.exec('SET session_replication_role = origin');
  return filled;
}

/** Runs a statement if Postgres takes it, inside a transaction or outside. */
async function takes(database: Pick<PGlite, 'exec'>, statement: string): Promise<boolean> {
  const quoted = `'${statement.replaceAll("'", "''")}'`;
  // A block of code takes back what it did when it meets an exception.
  const block = `BEGIN EXECUTE ${quoted}; EXCEPTION WHEN OTHERS THEN RAISE NOTICE 'sample refused'; END`;
  let refused = false;
  await database.exec(`DO '${block.replaceAll("'", "''")}'`, {
    onNotice: ({ message }) => {
      refused ||= message === 'sample refused';
    },
  });
  return !refused;
}

/** The rows of every table, as JSON with its keys in order. */
export type Rows = ReadonlyMap<string, readonly string[]>;

/** Reads the rows of tables; a table that is not there has none. */
export async function readRows(database: Pick<PGlite, 'query'>, tables: readonly string[]): Promise<Rows> {
  const found = new Map<string, readonly string[]>();
  for (const table of tables) {
    const { rows: there } = await database.query<{ oid: string | null }>('SELECT to_regclass($1)::text AS oid', [
      table,
    ]);
    if (there[0]?.oid === null) continue;
    const { rows } = await database.query<{ row: string }>(
      `SELECT to_jsonb(t)::text AS row FROM ${table} t ORDER BY 1 LIMIT 100`,
    );
    found.set(
      table,
      rows.map(({ row }) => row),
    );
  }
  return found;
}

/** The tables that lost a row or a value. */
export function lostRows(before: Rows, after: Rows): readonly string[] {
  return [...before].flatMap(([table, rows]) => {
    const left = new Set(after.get(table) ?? []);
    return rows.some((row) => !left.has(row)) ? [table] : [];
  });
}
