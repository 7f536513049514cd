import { child, listOf, nodeOf, relationName, tagged, textOf, visit, words, type Node } from '../tree';
import type { Catalogue, Entity } from './catalogue';

/** What a query reads. */
export interface QueryColumns {
  readonly columns: ReadonlySet<Entity>;
  /** Those that a `*` stands for, in their order. */
  readonly starred: readonly Entity[];
  /** The names of what it gives; `null` where one cannot be told. */
  readonly names: readonly string[] | null;
}

/** The tables that a part of a query can name, the innermost first; `null` for what is not a table that is known. */
type Sources = readonly ReadonlyMap<string, Entity | null>[];

interface Reading {
  readonly catalogue: Catalogue;
  readonly columns: Set<Entity>;
  readonly starred: Entity[];
}

/** Tells the columns that a query reads. Those of subqueries and of what is not known are passed over. */
export function columnsOfQuery(catalogue: Catalogue, query: unknown): QueryColumns {
  const own = new Set<string>();
  visit({ query }, (tag, body) => {
    if (tag === 'CommonTableExpr') own.add(textOf(body, 'ctename') ?? '');
  });
  const reading = { catalogue, columns: new Set<Entity>(), starred: [] };
  const select = tagged(query).body;
  read(reading, query, [], own);
  return { ...reading, names: outputNames(catalogue, select, sourcesOf(reading, select, own)) };
}

function read(reading: Reading, value: unknown, sources: Sources, own: ReadonlySet<string>): void {
  if (Array.isArray(value)) {
    for (const each of value as readonly unknown[]) read(reading, each, sources, own);
    return;
  }
  if (typeof value !== 'object' || value === null) return;
  for (const [tag, field] of Object.entries(nodeOf(value))) {
    if (tag === 'ColumnRef') columnReference(reading, nodeOf(field), sources);
    // The two sides of UNION are queries without a wrapper.
    else if (tag === 'SelectStmt' || tag === 'larg' || tag === 'rarg') {
      read(reading, field, [sourcesOf(reading, nodeOf(field), own), ...sources], own);
    } else read(reading, field, sources, own);
  }
}

function sourcesOf(reading: Reading, select: Node, own: ReadonlySet<string>): ReadonlyMap<string, Entity | null> {
  const found = new Map<string, Entity | null>();
  const from = (value: unknown): void => {
    const { tag, body } = tagged(value);
    if (tag === 'JoinExpr') {
      from(body['larg']);
      from(body['rarg']);
      return;
    }
    const alias = textOf(child(body, 'alias'), 'aliasname');
    const name = alias ?? textOf(body, 'relname');
    if (name === null) return;
    const isTable =
      tag === 'RangeVar' && !(textOf(body, 'schemaname') === null && own.has(textOf(body, 'relname') ?? ''));
    found.set(name, isTable ? reading.catalogue.find('table', relationName(body)) : null);
  };
  for (const each of listOf(select, 'fromClause')) from(each);
  return found;
}

function columnReference({ catalogue, columns, starred }: Reading, body: Node, sources: Sources): void {
  const fields = listOf(body, 'fields');
  const names = words(fields);
  if (tagged(fields.at(-1)).tag === 'A_Star') {
    const tables = names.length === 0 ? [...(sources[0]?.values() ?? [])] : [sourceNamed(sources, names.at(-1) ?? '')];
    for (const column of tables.flatMap((each) => (each === null ? [] : catalogue.parts(each.id, 'column')))) {
      columns.add(column);
      starred.push(column);
    }
    return;
  }
  const [first = '', second] = names;
  if (second !== undefined) {
    const table = sourceNamed(sources, first);
    const column = table === null ? null : catalogue.find('column', second, table.id);
    if (column !== null) columns.add(column);
    return;
  }
  for (const scope of sources) {
    const tables = [...scope.values()];
    const found = tables.flatMap((each) => (each === null ? [] : (catalogue.find('column', first, each.id) ?? [])));
    for (const column of found) if (found.length === 1 && !tables.includes(null)) columns.add(column);
    if (found.length > 0 || tables.includes(null)) return;
  }
}

function sourceNamed(sources: Sources, name: string): Entity | null {
  return sources.find((scope) => scope.has(name))?.get(name) ?? null;
}

function outputNames(
  catalogue: Catalogue,
  select: Node,
  sources: ReadonlyMap<string, Entity | null>,
): readonly string[] | null {
  const names = listOf(select, 'targetList').map((each): readonly string[] | null => {
    const { body: target } = tagged(each);
    const own = textOf(target, 'name');
    if (own !== null) return [own];
    const { tag, body } = tagged(target['val']);
    if (tag !== 'ColumnRef') return null;
    const fields = listOf(body, 'fields');
    if (tagged(fields.at(-1)).tag !== 'A_Star') return words(fields).slice(-1);
    const alias = words(fields).at(-1);
    const from = alias === undefined ? [...sources.values()] : [sources.get(alias) ?? null];
    if (from.some((table) => table?.facts.get('complete') !== 'yes')) return null;
    return from.flatMap((table) => (table === null ? [] : catalogue.parts(table.id, 'column').map(({ name }) => name)));
  });
  return names.length > 0 && names.every((each) => each !== null) ? names.flat() : null;
}
