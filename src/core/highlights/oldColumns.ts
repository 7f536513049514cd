import { fitOf, type TypeFit } from './columnTypes';
import type { DefinedColumn, DslOperation } from './dsl/model';
import type { DatabaseDialect } from './model';
import { operation } from './operation';
import type { SnapshotTable } from './schemaFiles/snapshot';

/** Names of models compare without case. */
function key(name: string): string {
  return name.toLowerCase();
}

/** What a framework's own operations have made of its columns. */
export class OldColumns {
  readonly #tables = new Map<string, Map<string, DefinedColumn>>();

  column(table: string, name: string): DefinedColumn | undefined {
    return this.#tables.get(key(table))?.get(key(name));
  }

  /** Takes a table in as a schema file gives it. */
  add({ name, columns }: SnapshotTable): void {
    const defined = columns.map(({ name: column, type, required }) => ({ name: column, type, required, rest: [] }));
    this.#tables.set(key(name), new Map(defined.map((column) => [key(column.name), column])));
  }

  /** Applies an operation. What it does not know is left out, and stays unknown. */
  apply({ kind, table, name, columns = [], newName, dynamic }: DslOperation): void {
    if (table === null) return;
    const known = this.#tables.get(key(table));
    switch (kind) {
      case 'create-table':
        this.#tables.set(key(table), new Map(columns.map((column) => [key(column.name), column])));
        break;
      case 'drop-table':
        this.#tables.delete(key(table));
        break;
      case 'rename-table':
        this.#tables.delete(key(table));
        if (known !== undefined && newName !== undefined) this.#tables.set(key(newName), known);
        break;
      case 'drop-column':
        if (name !== null) known?.delete(key(name));
        break;
      case 'rename-column': {
        const column = name === null ? undefined : known?.get(key(name));
        if (name !== null) known?.delete(key(name));
        if (column !== undefined && newName !== undefined) known?.set(key(newName), { ...column, name: newName });
        break;
      }
      default:
        for (const column of columns) {
          const was = known?.get(key(column.name));
          if (dynamic) known?.delete(key(column.name));
          else known?.set(key(column.name), { ...column, required: column.required ?? was?.required ?? null });
        }
    }
  }
}

/** What a change of a column comes to. */
function kindOf(fit: TypeFit, old: DefinedColumn, now: DefinedColumn): DslOperation['kind'] | null {
  if (fit !== 'same' && fit !== 'wider') return null;
  const differs = (word: string): boolean =>
    old.rest.find((each) => each === word || each.startsWith(`${word}=`)) !==
    now.rest.find((each) => each === word || each.startsWith(`${word}=`));
  if (['primary_key', 'db_column', 'db_collation', 'positive', 'auto', 'collation', 'charset', 'as'].some(differs))
    return null;
  if (now.required !== null && old.required !== now.required) return now.required ? 'set-not-null' : 'drop-not-null';
  if (fit === 'wider') return 'widen-column';
  return 'alter-column';
}

/**
 * A change of a column, judged by what the column was.
 * @param dialect `null`: not known
 */
export function withOldColumn(change: DslOperation, old: OldColumns, dialect: DatabaseDialect | null): DslOperation {
  const { kind, table, name, line, text, columns = [], dynamic } = change;
  const [now] = columns;
  if (kind !== 'change-column' || now === undefined || table === null || name === null || dynamic) return change;
  const was = old.column(table, name);
  if (was === undefined) return change;
  const typeOn = (column: DefinedColumn): string =>
    (dialect === null ? undefined : column.types?.[dialect]) ?? column.type;
  const become = kindOf(fitOf(typeOn(was), typeOn(now), dialect), was, now);
  if (become === null) return { ...change, notes: [...change.notes, `The column was ${typeOn(was)} before.`] };
  const same = become === 'alter-column' && was.rest.join() === now.rest.join();
  const subject = { table, name, to: now.type };
  switch (become) {
    case 'set-not-null':
    case 'drop-not-null':
    case 'widen-column':
      return { ...change, ...operation(become, { line, text }, subject), name };
    default: {
      const made = { ...change, ...operation('alter-column', { line, text }, subject), name };
      if (!same) return made;
      return {
        ...made,
        summary: `Changes nothing in the database: the column ${name} of the table ${table} stays as it is.`,
        locks: [],
        rewrites: false,
        scans: false,
        buildsIndex: false,
        backwardCompatible: true,
        compatibility: 'Earlier code finds the same column.',
        phase: 'neutral',
      };
    }
  }
}
