/** A column as its definition says it. */
export interface MysqlColumn {
  readonly name: string;
  /** The type's name in upper case, without its arguments: `VARCHAR`, `DECIMAL`, `ENUM`. */
  readonly type: string;
  /** What stands in the parentheses of the type: numbers, or the values of an ENUM or SET. */
  readonly sizes: readonly string[];
  readonly unsigned: boolean;
  readonly charset: string | null;
  readonly collation: string | null;
  readonly nullable: boolean;
  /** As written; `null` when it has none. */
  readonly default: string | null;
  readonly onUpdate: boolean;
  readonly autoIncrement: boolean;
  readonly comment: string | null;
  readonly generated: 'VIRTUAL' | 'STORED' | null;
  /** PRIMARY KEY or UNIQUE stand in the definition itself. */
  readonly key: 'PRIMARY' | 'UNIQUE' | null;
  readonly check: boolean;
  /** The table that an inline REFERENCES names. */
  readonly references: string | null;
  /** The release added it. */
  readonly isNew: boolean;
}

/** A table as far as it is known. */
export interface MysqlTable {
  readonly name: string;
  readonly columns: Map<string, MysqlColumn>;
  /** Every column is known, because the statement that created the table was read. */
  complete: boolean;
  readonly indexes: Map<string, 'FULLTEXT' | 'SPATIAL' | 'UNIQUE' | 'PLAIN'>;
  /** Foreign keys by name, each with the table that it refers to. */
  readonly foreignKeys: Map<string, string>;
  triggers: number;
  charset: string | null;
  engine: string | null;
  partition: 'RANGE' | 'LIST' | 'HASH' | 'KEY' | null;
  /** The release created it. */
  isNew: boolean;
}

/** Names compare without case, and without the database that a migration may name. */
export function key(name: string): string {
  return name.slice(name.lastIndexOf('.') + 1).toLowerCase();
}

/** What the statements read so far have made. */
export class MysqlSchema {
  readonly tables = new Map<string, MysqlTable>();
  /** The release has begun: what is created from now on is new. */
  releasing = false;
  /** `SET foreign_key_checks = 0` is in force. */
  unchecked = false;

  table(name: string): MysqlTable | undefined {
    return this.tables.get(key(name));
  }

  column(table: string, name: string): MysqlColumn | undefined {
    return this.table(table)?.columns.get(key(name));
  }

  isNewTable(name: string | null): boolean {
    return name !== null && this.table(name)?.isNew === true;
  }

  /** The table, which is made, with nothing known of it, when it is not there. */
  ensure(name: string): MysqlTable {
    return this.table(name) ?? this.create(name, false);
  }

  create(name: string, complete = true): MysqlTable {
    const table: MysqlTable = {
      name,
      columns: new Map(),
      complete,
      indexes: new Map(),
      foreignKeys: new Map(),
      triggers: 0,
      charset: null,
      engine: null,
      partition: null,
      isNew: complete && this.releasing,
    };
    this.tables.set(key(name), table);
    return table;
  }

  drop(name: string): void {
    this.tables.delete(key(name));
  }

  rename(name: string, to: string): void {
    const table = this.table(name);
    if (table === undefined) return;
    this.drop(name);
    this.tables.set(key(to), { ...table, name: to });
  }

  /** The tables whose foreign keys refer to this one. */
  referencing(name: string): readonly string[] {
    return [...this.tables.values()]
      .filter(({ foreignKeys }) => [...foreignKeys.values()].some((each) => key(each) === key(name)))
      .map((each) => each.name);
  }
}
