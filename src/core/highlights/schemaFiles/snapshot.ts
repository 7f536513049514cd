import type { DatabaseDialect } from '../model';

/** A column as a schema file gives it. */
export interface SnapshotColumn {
  readonly name: string;
  /** Its type as the database writes it. */
  readonly type: string;
  readonly required: boolean;
  readonly hasDefault: boolean;
}

/** A foreign key of one table. */
export interface SnapshotKey {
  readonly name: string | null;
  readonly columns: readonly string[];
  readonly to: string;
}

/** A table as a schema file gives it. A column whose type could not be told is left out: it stays unknown. */
export interface SnapshotTable {
  /** Of the database's own schema or, with a dot, of another. */
  readonly name: string;
  readonly columns: readonly SnapshotColumn[];
  readonly primary: readonly string[];
  readonly foreignKeys: readonly SnapshotKey[];
  readonly indexes: readonly { readonly name: string; readonly columns: readonly string[]; readonly unique: boolean }[];
}

/** What a schema file says about a database. */
export interface Snapshot {
  readonly tables: readonly SnapshotTable[];
  readonly enums: readonly { readonly name: string; readonly values: readonly string[] }[];
}

/** A name as the database quotes it; a dot parts the schema from it. */
function quoted(name: string, dialect: DatabaseDialect): string {
  const mark = dialect === 'mysql' || dialect === 'mariadb' ? '`' : '"';
  return name
    .split('.')
    .map((part) => mark + part.replaceAll(mark, mark + mark) + mark)
    .join('.');
}

/** A type that is no more than a type: nothing that would end the statement it is put into. */
const plainType = /^[\w"`][\w ,.'"`()[\]-]{0,400}$/;

function tableSql(table: SnapshotTable, dialect: DatabaseDialect): readonly string[] {
  const name = (word: string): string => quoted(word, dialect);
  const list = (columns: readonly string[]): string => columns.map(name).join(', ');
  const known = table.columns.filter(({ type }) => plainType.test(type));
  const columns = known.map(({ name: column, type, required, hasDefault }) =>
    // Which default it is matters to nobody; that there is one does.
    [name(column), type, hasDefault && !/serial/i.test(type) ? 'DEFAULT NULL' : '', required ? 'NOT NULL' : '']
      .filter((word) => word !== '')
      .join(' '),
  );
  const primary = table.primary.length === 0 ? [] : [`PRIMARY KEY (${list(table.primary)})`];
  const keys = table.foreignKeys.map(({ name: key, columns: from, to }) => {
    const called = key === null ? '' : `CONSTRAINT ${name(key)} `;
    const target = dialect === 'mysql' || dialect === 'mariadb' ? ` (${name('id')})` : '';
    return `${called}FOREIGN KEY (${list(from)}) REFERENCES ${name(to)}${target}`;
  });
  const indexes = table.indexes.map(
    (index) =>
      `CREATE ${index.unique ? 'UNIQUE ' : ''}INDEX ${name(index.name)} ON ${name(table.name)} (${list(index.columns)});`,
  );
  return columns.length === 0
    ? []
    : [`CREATE TABLE ${name(table.name)} (${[...columns, ...primary, ...keys].join(', ')});`, ...indexes];
}

/** The statements that make what a snapshot describes, one on each line. */
export function snapshotSql({ tables, enums }: Snapshot, dialect: DatabaseDialect): string {
  const types =
    dialect === 'postgres'
      ? enums.map(({ name, values }) => {
          const listed = values.map((value) => `'${value.replaceAll("'", "''")}'`).join(', ');
          return `CREATE TYPE ${quoted(name, dialect)} AS ENUM (${listed});`;
        })
      : [];
  return [...types, ...tables.flatMap((table) => tableSql(table, dialect))].join('\n');
}
