import type { TypeFacts } from './typeChanges';
import type { TypeName } from './typeNames';

/** A column as far as the statements told. */
export interface Column {
  type: TypeName | null;
  notNull: boolean;
  hasDefault: boolean;
  generated: 'stored' | 'virtual' | null;
  /** The release adds it. */
  readonly isNew: boolean;
}

/** A constraint as far as the statements told. */
export interface Constraint {
  readonly kind: 'check' | 'foreign' | 'unique' | 'primary' | 'exclusion' | 'not-null';
  readonly columns: readonly string[];
  /** The table that a foreign key points at. */
  readonly referenced: string | null;
  /** Every row was checked against it. */
  valid: boolean;
  /** The columns that it proves to hold no NULL. */
  readonly proves: readonly string[];
}

/** A table or view as far as the statements told. */
export interface Table {
  readonly kind: 'table' | 'view' | 'materialized-view';
  readonly columns: Map<string, Column>;
  readonly constraints: Map<string, Constraint>;
  /** Every column is known. */
  complete: boolean;
  /** The table that it is a partition or child of. */
  parent: string | null;
  isPartition: boolean;
  isDefaultPartition: boolean;
  partitioned: boolean;
  unlogged: boolean;
  /** The composite type that a typed table is made of. */
  ofType: string | null;
  /** What a view reads. */
  readonly sources: readonly string[];
  /** The release creates it. */
  readonly isNew: boolean;
}

/** An index on a table. */
export interface Index {
  readonly table: string;
  /** Empty when it is on expressions. */
  readonly columns: readonly string[];
  readonly unique: boolean;
  readonly isNew: boolean;
}

/** A function or procedure. */
export interface Routine {
  /** Postgres may put its result in place of the call when the answer cannot change. */
  readonly stable: boolean;
  readonly isNew: boolean;
}

/** A name made from parts, when the schema is `public` without it. */
function renamed(name: string, newName: string): string {
  const dot = name.lastIndexOf('.');
  return dot === -1 ? newName : `${name.slice(0, dot + 1)}${newName}`;
}

/**
 * What is known about the database before a statement runs: what the schema file or the earlier migrations say, and what
 * the release itself has done so far. Names are without the schema `public`.
 */
export class PostgresSchema implements TypeFacts {
  readonly tables = new Map<string, Table>();
  readonly indexes = new Map<string, Index>();
  readonly enums = new Map<string, { readonly values: Set<string>; readonly isNew: boolean }>();
  readonly domains = new Map<string, { readonly base: TypeName; checked: boolean; readonly hasDefault: boolean }>();
  readonly routines = new Map<string, Routine>();
  readonly statistics = new Map<string, string>();
  readonly publications = new Map<string, readonly string[]>();
  /** From here on what is created is new with the release. */
  releasing = false;

  /** A table that is not known yet: its columns are not either. */
  emptyTable(kind: Table['kind'], sources: readonly string[] = []): Table {
    return {
      kind,
      columns: new Map(),
      constraints: new Map(),
      complete: false,
      parent: null,
      isPartition: false,
      isDefaultPartition: false,
      partitioned: false,
      unlogged: false,
      ofType: null,
      sources,
      isNew: this.releasing,
    };
  }

  /** The table of that name, which is put down when it was not known. */
  known(name: string): Table {
    const found = this.tables.get(name);
    if (found !== undefined) return found;
    const table = { ...this.emptyTable('table'), isNew: false };
    this.tables.set(name, table);
    return table;
  }

  /** The release creates it: nobody else uses it yet. */
  isNewTable(name: string | null): boolean {
    return name !== null && this.tables.get(name)?.isNew === true;
  }

  column(table: string, name: string): Column | null {
    return this.tables.get(table)?.columns.get(name) ?? null;
  }

  /** The partitions and children of a table, and theirs. */
  children(name: string): readonly string[] {
    const found: string[] = [];
    for (let at = -1; at < found.length; at += 1) {
      const parent = at === -1 ? name : found[at];
      for (const [child, table] of this.tables) {
        if (table.parent === parent && !found.includes(child) && child !== name) found.push(child);
      }
    }
    return found;
  }

  /** The partition that takes what no other takes. */
  defaultPartition(name: string): readonly string[] {
    return [...this.tables]
      .filter(([, table]) => table.parent === name && table.isDefaultPartition)
      .map(([child]) => child);
  }

  /** The views on a table or view, and those on them. */
  views(name: string): readonly string[] {
    const found: string[] = [];
    for (let at = -1; at < found.length; at += 1) {
      const source = at === -1 ? name : (found[at] ?? '');
      for (const [view, { sources }] of this.tables) {
        if (sources.includes(source) && !found.includes(view)) found.push(view);
      }
    }
    return found;
  }

  /** The tables whose foreign keys point at a table. */
  referencing(name: string): readonly string[] {
    return [...this.tables]
      .filter(([other]) => other !== name)
      .filter(([, { constraints }]) => [...constraints.values()].some(({ referenced }) => referenced === name))
      .map(([other]) => other);
  }

  /** The tables that the foreign keys of a table point at. */
  referenced(name: string): readonly string[] {
    const keys = [...(this.tables.get(name)?.constraints.values() ?? [])];
    return [...new Set(keys.flatMap(({ referenced }) => referenced ?? []))].filter((other) => other !== name);
  }

  /** The tables with a column of a type. */
  usersOf(type: string): readonly string[] {
    return [...this.tables]
      .filter(([, { columns }]) => [...columns.values()].some((column) => column.type?.name === type))
      .map(([name]) => name);
  }

  domain(name: string): { readonly base: TypeName; readonly checked: boolean } | null {
    return this.domains.get(name) ?? null;
  }

  isEnum(name: string): boolean {
    return this.enums.has(name);
  }

  /** Gives a table or view another name; what points at it follows. */
  renameTable(name: string, newName: string): void {
    const to = renamed(name, newName);
    const table = this.tables.get(name);
    if (table !== undefined) {
      this.tables.delete(name);
      this.tables.set(to, table);
    }
    this.#repoint(name, to);
  }

  /** Gives a table another schema. */
  moveTable(name: string, schema: string): void {
    const bare = name.slice(name.lastIndexOf('.') + 1);
    const table = this.tables.get(name);
    const to = schema === 'public' ? bare : `${schema}.${bare}`;
    if (table === undefined) return;
    this.tables.delete(name);
    this.tables.set(to, table);
    this.#repoint(name, to);
  }

  /** Takes a table away, and what cannot be without it. */
  dropTable(name: string): void {
    this.tables.delete(name);
    for (const [index, { table }] of this.indexes) if (table === name) this.indexes.delete(index);
    for (const [child, table] of this.tables) {
      if (table.parent === name) this.tables.delete(child);
      for (const [key, { referenced }] of table.constraints) {
        if (referenced === name) table.constraints.delete(key);
      }
    }
  }

  #repoint(from: string, to: string): void {
    for (const [index, each] of this.indexes) if (each.table === from) this.indexes.set(index, { ...each, table: to });
    for (const table of this.tables.values()) {
      if (table.parent === from) table.parent = to;
      for (const [key, each] of table.constraints) {
        if (each.referenced === from) table.constraints.set(key, { ...each, referenced: to });
      }
    }
  }
}
