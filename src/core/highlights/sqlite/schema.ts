/** A column as its definition says it. */
export interface SqliteColumn {
  readonly name: string;
  readonly notNull: boolean;
  readonly hasDefault: boolean;
  /** PRIMARY KEY or UNIQUE stand in the definition. */
  readonly key: boolean;
  readonly generated: 'VIRTUAL' | 'STORED' | null;
  /** A CHECK stands in the definition. */
  readonly check: boolean;
  /** The table that it refers to. */
  readonly references: string | null;
  readonly isNew: boolean;
}

/** A table as far as it is known. */
export interface SqliteTable {
  readonly name: string;
  readonly columns: Map<string, SqliteColumn>;
  /** Every column is known. */
  readonly complete: boolean;
  /** Columns in keys, checks and foreign keys of the table itself, which DROP COLUMN refuses. */
  readonly bound: ReadonlySet<string>;
  /** The tables that it refers to. */
  readonly references: ReadonlySet<string>;
  readonly isNew: boolean;
}

/** Names compare without case, and without the schema before them. */
export function key(name: string): string {
  return name.slice(name.lastIndexOf('.') + 1).toLowerCase();
}

/** An index, view or trigger, with the names that it mentions. */
export interface SchemaUser {
  readonly kind: 'index' | 'view' | 'trigger';
  /** The table of an index; empty for the others. */
  readonly table: string;
  readonly words: ReadonlySet<string>;
}

function note(map: Map<string, Set<string>>, at: string, what: string): void {
  const known = map.get(at);
  if (known === undefined) map.set(at, new Set([what]));
  else known.add(what);
}

/** What the statements read so far have made. */
export class SqliteSchema {
  readonly tables = new Map<string, SqliteTable>();
  /** Indexes, views and triggers by name. */
  readonly #users = new Map<string, SchemaUser>();
  /** The names of indexes, views and triggers by each name that they mention. */
  readonly #mentions = new Map<string, Set<string>>();
  /** The keys of tables by the tables that they refer to. */
  readonly #referring = new Map<string, Set<string>>();
  /** The release has begun: what is created from now on is new. */
  releasing = false;
  /** `PRAGMA foreign_keys` as the migration sets it; `null`: not said. */
  foreignKeys: boolean | null = null;
  inTransaction = false;
  /** New columns, as `table.column` in keys, that the release gives values to. */
  readonly filled = new Set<string>();

  table(name: string): SqliteTable | undefined {
    return this.tables.get(key(name));
  }

  isNewTable(name: string | null): boolean {
    return name !== null && this.table(name)?.isNew === true;
  }

  /** Takes a table in. */
  add(table: SqliteTable): void {
    this.tables.set(key(table.name), table);
    for (const each of table.references) note(this.#referring, each, key(table.name));
  }

  /** Takes an index, view or trigger in. */
  addUser(name: string, user: SchemaUser): void {
    this.#users.set(key(name), user);
    for (const each of user.words) note(this.#mentions, each, key(name));
    if (user.table !== '') note(this.#mentions, user.table, key(name));
  }

  dropUser(name: string): SchemaUser | undefined {
    const user = this.#users.get(key(name));
    this.#users.delete(key(name));
    return user;
  }

  /** The tables that refer to this one. */
  referencing(name: string): readonly string[] {
    return [...(this.#referring.get(key(name)) ?? [])].flatMap((each) => {
      const table = this.tables.get(each);
      return table !== undefined && table.references.has(key(name)) && each !== key(name) ? [table.name] : [];
    });
  }

  drop(name: string): void {
    this.tables.delete(key(name));
    for (const each of this.#mentions.get(key(name)) ?? []) {
      if (this.#users.get(each)?.table === key(name)) this.#users.delete(each);
    }
  }

  rename(name: string, to: string): void {
    const table = this.table(name);
    if (table === undefined) return;
    this.tables.delete(key(name));
    this.add({ ...table, name: to });
    for (const each of this.#mentions.get(key(name)) ?? []) {
      const user = this.#users.get(each);
      if (user?.table === key(name)) this.addUser(each, { ...user, table: key(to) });
    }
  }

  /** Why `DROP COLUMN` is refused (https://www.sqlite.org/lang_altertable.html); `null` when nothing is known of it. */
  whyKept(table: string, column: string): string | null {
    const known = this.table(table);
    const name = key(column);
    const own = known?.columns.get(name);
    if (own?.key === true || known?.bound.has(name) === true) return 'it is part of a key or a constraint';
    if (own?.references !== null && own?.references !== undefined) return null;
    for (const each of this.#mentions.get(key(table)) ?? []) {
      const user = this.#users.get(each);
      if (user === undefined || !user.words.has(name) || (user.kind === 'index' && user.table !== key(table))) continue;
      return `the ${user.kind} ${each} uses it`;
    }
    return null;
  }
}
