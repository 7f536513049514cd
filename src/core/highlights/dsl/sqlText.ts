const reserved = new Set(
  (
    'all analyse analyze and any array as asc asymmetric both case cast check collate column constraint create current_date current_role current_time ' +
    'current_timestamp current_user default deferrable desc distinct do else end except false fetch for foreign freeze from grant group having ilike in ' +
    'initially inner intersect into is isnull join lateral leading left like limit localtime localtimestamp natural not notnull null offset on only or ' +
    'order outer overlaps placing primary references returning right select session_user similar some symmetric table tablesample then to trailing true ' +
    'union unique user using variadic verbose when where window with'
  ).split(' '),
);

function quoted(part: string): string {
  return /^[a-z_][a-z0-9_$]*$/.test(part) && !reserved.has(part) ? part : `"${part.replaceAll('"', '""')}"`;
}

/** A name as SQL writes it; a dot parts the schema from it. */
export function ident(name: string): string {
  return name.split('.').map(quoted).join('.');
}

/** Names as SQL lists them. */
export function idents(names: readonly string[]): string {
  return names.map(quoted).join(', ');
}

/** A string as SQL writes it. */
export function quote(text: string): string {
  return `'${text.replaceAll("'", "''")}'`;
}

/** A column as `CREATE TABLE` and `ADD COLUMN` write it. */
export interface Column {
  readonly name: string;
  /** Its type in Postgres; `null` when it cannot be told. */
  readonly type: string | null;
  readonly required?: boolean;
  /** The default as SQL; `null`: one that only its run tells. */
  readonly standard?: string | null;
  readonly unique?: boolean;
  readonly primary?: boolean;
  readonly references?: string | null;
  readonly more?: string;
}

/** `name type …`; `null` when something in it cannot be told. */
export function columnSql(column: Column): string | null {
  if (column.type === null || column.standard === null || column.references === null) return null;
  return [
    quoted(column.name),
    column.type,
    column.standard === undefined ? '' : `DEFAULT ${column.standard}`,
    column.required === true && column.primary !== true ? 'NOT NULL' : '',
    column.primary === true ? 'PRIMARY KEY' : '',
    column.unique === true ? 'UNIQUE' : '',
    column.references === undefined ? '' : `REFERENCES ${column.references}`,
    column.more ?? '',
  ]
    .filter((word) => word !== '')
    .join(' ');
}

/** `CREATE TABLE …`; `null` when a part of it cannot be told, as for all that follow. */
export function createTable(table: string | null, parts: readonly (string | null)[], may = false): string | null {
  if (table === null || parts.includes(null)) return null;
  return `CREATE TABLE ${may ? 'IF NOT EXISTS ' : ''}${ident(table)} (${parts.join(', ')})`;
}

/** `DROP TABLE …` */
export function dropTable(table: string | null, may = false, cascades = false): string | null {
  return table === null ? null : `DROP TABLE ${may ? 'IF EXISTS ' : ''}${ident(table)}${cascades ? ' CASCADE' : ''}`;
}

/** `ALTER TABLE …` with its actions. */
export function alterTable(table: string | null, ...actions: readonly (string | null)[]): string | null {
  return table === null || actions.includes(null) || actions.length === 0
    ? null
    : `ALTER TABLE ${ident(table)} ${actions.join(', ')}`;
}

/** `ADD COLUMN`. */
export function addColumn(table: string | null, column: Column, may = false): string | null {
  const sql = columnSql(column);
  return sql === null ? null : alterTable(table, `ADD COLUMN ${may ? 'IF NOT EXISTS ' : ''}${sql}`);
}

/** `DROP COLUMN`, one or several. */
export function dropColumns(table: string | null, names: readonly string[] | null, may = false): string | null {
  return names === null
    ? null
    : alterTable(table, ...names.map((name) => `DROP COLUMN ${may ? 'IF EXISTS ' : ''}${quoted(name)}`));
}

/** `ALTER COLUMN` with its action. */
export function alterColumn(table: string | null, name: string | null, action: string | null): string | null {
  return name === null || action === null ? null : alterTable(table, `ALTER COLUMN ${quoted(name)} ${action}`);
}

/** `RENAME COLUMN`. */
export function renameColumn(table: string | null, from: string | null, to: string | null): string | null {
  return table === null || from === null || to === null
    ? null
    : `ALTER TABLE ${ident(table)} RENAME COLUMN ${quoted(from)} TO ${quoted(to)}`;
}

/** `RENAME TO`. */
export function renameTable(from: string | null, to: string | null): string | null {
  return from === null || to === null
    ? null
    : `ALTER TABLE ${ident(from)} RENAME TO ${quoted(to.split('.').at(-1) ?? to)}`;
}

/** What `CREATE INDEX` says. */
export interface Index {
  readonly table: string | null;
  readonly name?: string | null;
  /** Columns by name. */
  readonly columns: readonly string[] | null;
  /** Expressions as written in SQL, instead of columns. */
  readonly expression?: string | null;
  readonly unique?: boolean;
  readonly concurrently?: boolean;
  readonly may?: boolean;
  readonly method?: string | null;
  readonly where?: string | null;
  readonly include?: readonly string[] | null;
}

/** `CREATE INDEX …` */
export function createIndex(index: Index): string | null {
  const on = index.expression ?? (index.columns === null ? null : idents(index.columns));
  if (index.table === null || on === null || on === '') return null;
  const words = [
    'CREATE',
    index.unique === true ? 'UNIQUE' : '',
    'INDEX',
    index.concurrently === true ? 'CONCURRENTLY' : '',
    // Without a name Postgres refuses it.
    index.may === true && typeof index.name === 'string' ? 'IF NOT EXISTS' : '',
    typeof index.name === 'string' ? ident(index.name) : '',
    'ON',
    ident(index.table),
    typeof index.method === 'string' ? `USING ${index.method}` : '',
    `(${on})`,
    index.include === undefined || index.include === null ? '' : `INCLUDE (${idents(index.include)})`,
    typeof index.where === 'string' ? `WHERE ${index.where}` : '',
  ];
  return words.filter((word) => word !== '').join(' ');
}

/** `DROP INDEX …` */
export function dropIndex(name: string | null, concurrently = false, may = false): string | null {
  return name === null
    ? null
    : `DROP INDEX ${concurrently ? 'CONCURRENTLY ' : ''}${may ? 'IF EXISTS ' : ''}${ident(name)}`;
}

/** What a foreign key says. */
export interface ForeignKey {
  readonly name?: string | null;
  readonly columns: readonly string[] | null;
  readonly to: string | null;
  readonly toColumns?: readonly string[] | null;
  readonly more?: string;
  readonly unchecked?: boolean;
}

function constraintName(name: string | null | undefined): string {
  return typeof name === 'string' ? `CONSTRAINT ${quoted(name)} ` : '';
}

/** A foreign key as a part of `CREATE TABLE` or behind `ADD`. */
export function foreignKey(key: ForeignKey): string | null {
  if (key.columns === null || key.to === null) return null;
  const target = key.toColumns === undefined || key.toColumns === null ? '' : ` (${idents(key.toColumns)})`;
  const more = `${key.more === undefined || key.more === '' ? '' : ` ${key.more}`}${key.unchecked === true ? ' NOT VALID' : ''}`;
  return `${constraintName(key.name)}FOREIGN KEY (${idents(key.columns)}) REFERENCES ${ident(key.to)}${target}${more}`;
}

/** A check as a part of `CREATE TABLE` or behind `ADD`. */
export function check(name: string | null, expression: string | null, unchecked = false): string | null {
  return expression === null ? null : `${constraintName(name)}CHECK (${expression})${unchecked ? ' NOT VALID' : ''}`;
}

/** A unique or primary key as a part of `CREATE TABLE` or behind `ADD`. */
export function keyOf(
  word: 'UNIQUE' | 'PRIMARY KEY',
  columns: readonly string[] | null,
  name: string | null = null,
): string | null {
  return columns === null ? null : `${constraintName(name)}${word} (${idents(columns)})`;
}

/** `ADD` with a constraint. */
export function addConstraint(table: string | null, constraint: string | null): string | null {
  return constraint === null ? null : alterTable(table, `ADD ${constraint}`);
}

/** `DROP CONSTRAINT`. */
export function dropConstraint(table: string | null, name: string | null, may = false): string | null {
  return name === null ? null : alterTable(table, `DROP CONSTRAINT ${may ? 'IF EXISTS ' : ''}${quoted(name)}`);
}

/** Statements without those that are missing; `null` when one of them could not be told. */
export function statements(...all: readonly (string | null | undefined)[]): readonly string[] | null {
  const kept = all.filter((one) => one !== undefined);
  return kept.includes(null) ? null : kept.flatMap((one) => (one === null ? [] : [one]));
}
