import type { Snapshot, SnapshotColumn, SnapshotKey, SnapshotTable } from './snapshot';

// https://learn.microsoft.com/ef/core/managing-schemas/migrations/teams#merging

interface Entity {
  readonly name: string;
  table: string | null;
  base: string | null;
  readonly columns: Map<string, SnapshotColumn>;
  /** The columns' names by those of their properties. */
  readonly named: Map<string, string>;
  readonly primary: string[];
  readonly foreignKeys: { readonly properties: readonly string[]; readonly to: string; readonly name: string | null }[];
  readonly indexes: SnapshotTable['indexes'][number][];
}

/** A statement about an entity. */
interface Statement {
  readonly text: string;
  /** The entity in whose block it stands. */
  readonly entity: string;
}

/** Cuts generated C# at its semicolons and braces, which count only outside of strings and comments. */
function statementsOf(source: string): readonly Statement[] {
  const found: Statement[] = [];
  // For each open block the entity that it is about.
  const blocks: (string | null)[] = [];
  const token = /\/\/[^\n]*|@"(?:[^"]|"")*"|"(?:[^"\\\n]|\\.)*"|[;{}]/g;
  let from = 0;
  for (const match of source.matchAll(token)) {
    const [mark] = match;
    if (mark !== ';' && mark !== '{' && mark !== '}') continue;
    const text = source.slice(from, match.index).trim();
    from = match.index + 1;
    const entity = blocks.at(-1) ?? null;
    if (mark === '}') blocks.pop();
    else if (mark === ';') {
      if (entity !== null) found.push({ text, entity });
    } else if (/\.Owns(?:One|Many)\(/.test(text)) blocks.push(null);
    else blocks.push(/\.Entity\("([^"]{1,300})"/.exec(text)?.[1] ?? entity);
  }
  return found;
}

function strings(list: string | undefined): readonly string[] {
  return [...(list ?? '').matchAll(/"((?:[^"\\]|\\.){0,300})"/g)].map(([, value = '']) => value);
}

function called(method: string, text: string): string | undefined {
  const at = text.indexOf(`.${method}(`);
  if (at === -1) return undefined;
  const [, args] = /^\(((?:[^()"]|"(?:[^"\\]|\\.)*"|\([^()]*\))*)\)/.exec(text.slice(at + method.length + 1)) ?? [];
  return args;
}

function property(entity: Entity, text: string): void {
  const [, clr = '', name = ''] =
    /^\w+\.Property<([^>]{1,200}(?:<[^>]{0,100}>)?[^>]{0,20})>\("([^"]{1,200})"\)/.exec(text) ?? [];
  if (name === '') return;
  const column = strings(called('HasColumnName', text))[0] ?? name;
  const [type] = strings(called('HasColumnType', text));
  entity.named.set(name, column);
  if (type === undefined) return;
  const required = text.includes('.IsRequired()') || !(clr.endsWith('?') || /^string$|\[\]$|[<.]/.test(clr));
  const hasDefault = /\.(?:HasDefaultValue|HasDefaultValueSql|ValueGeneratedOnAdd)\(/.test(text);
  // Several classes may share a table, and with it a column.
  const before = entity.columns.get(column);
  entity.columns.set(column, { name: column, type, required: before?.required ?? required, hasDefault });
}

function tableName(text: string): string | null {
  const args = called('ToTable', text);
  const [table, schema] = strings(args);
  if (table === undefined) return null;
  return schema === undefined || schema === 'public' || schema === 'dbo' ? table : `${schema}.${table}`;
}

function about(entity: Entity, text: string): void {
  if (/^\w+\.Property</.test(text)) property(entity, text);
  else if (/^\w+\.HasKey\(/.test(text)) entity.primary.push(...strings(called('HasKey', text)));
  else if (/^\w+\.ToTable\(/.test(text)) entity.table = tableName(text);
  else if (/^\w+\.HasBaseType\(/.test(text)) entity.base = strings(called('HasBaseType', text))[0] ?? null;
  else if (/^\w+\.HasIndex\(/.test(text)) {
    const [columns, name] = [strings(called('HasIndex', text)), strings(called('HasDatabaseName', text))[0]];
    const unique = text.includes('.IsUnique(');
    if (columns.length > 0) entity.indexes.push({ name: name ?? '', columns, unique });
  } else if (/^\w+\.HasOne\(/.test(text)) {
    const [to] = strings(called('HasOne', text));
    const properties = strings(called('HasForeignKey', text));
    const [name] = strings(called('HasConstraintName', text));
    if (to !== undefined && properties.length > 0) entity.foreignKeys.push({ properties, to, name: name ?? null });
  }
}

/** The classes that share a table, put together. */
function tableOf(name: string, entities: readonly Entity[], tables: ReadonlyMap<string, string>): SnapshotTable {
  const bare = name.slice(name.lastIndexOf('.') + 1);
  const named = (properties: readonly string[]): readonly string[] =>
    properties.map(
      (each) => entities.map((entity) => entity.named.get(each)).find((found) => found !== undefined) ?? each,
    );
  const columns = new Map(entities.flatMap((entity) => [...entity.columns]));
  const foreignKeys = entities.flatMap((entity) =>
    entity.foreignKeys.flatMap(({ properties, to, name: key }): readonly SnapshotKey[] => {
      const target = tables.get(to);
      if (target === undefined) return [];
      const on = named(properties);
      return [{ name: key ?? `FK_${bare}_${target}_${on.join('_')}`, columns: on, to: target }];
    }),
  );
  const indexes = entities.flatMap((entity) =>
    entity.indexes.map((index) => {
      const on = named(index.columns);
      return { ...index, columns: on, name: index.name === '' ? `IX_${bare}_${on.join('_')}` : index.name };
    }),
  );
  const primary = named(entities.map((entity) => entity.primary).find((key) => key.length > 0) ?? []);
  return { name, columns: [...columns.values()], primary, foreignKeys, indexes };
}

/** Reads the `…ModelSnapshot.cs` that EF Core keeps beside its migrations. What it does not know is left out. */
export function efSnapshot(source: string): Snapshot {
  const entities = new Map<string, Entity>();
  for (const { text, entity: name } of statementsOf(source)) {
    const known = entities.get(name);
    const entity: Entity = known ?? {
      name,
      table: null,
      base: null,
      columns: new Map(),
      named: new Map(),
      primary: [],
      foreignKeys: [],
      indexes: [],
    };
    if (known === undefined) entities.set(name, entity);
    about(entity, text);
  }
  const tableNamed = (entity: Entity, depth = 0): string | null => {
    if (entity.table !== null) return entity.table;
    const base = entity.base === null || depth > 20 ? undefined : entities.get(entity.base);
    return base === undefined ? null : tableNamed(base, depth + 1);
  };
  const tables = new Map<string, string>();
  for (const entity of entities.values()) {
    const table = tableNamed(entity);
    if (table !== null) tables.set(entity.name, table);
  }
  const byTable = new Map<string, Entity[]>();
  for (const entity of entities.values()) {
    const table = tables.get(entity.name);
    if (table !== undefined) byTable.set(table, [...(byTable.get(table) ?? []), entity]);
  }
  return { tables: [...byTable].map(([name, all]) => tableOf(name, all, tables)), enums: [] };
}
