import type { Snapshot, SnapshotColumn, SnapshotTable } from './snapshot';

type Json = Readonly<Record<string, unknown>>;

function isObject(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function valuesOf(value: unknown): readonly Json[] {
  return isObject(value) ? Object.values(value).filter(isObject) : [];
}

function text(value: unknown): string | null {
  return typeof value === 'string' && value !== '' ? value : null;
}

function texts(value: unknown): readonly string[] {
  return Array.isArray(value) ? value.filter((each) => typeof each === 'string') : [];
}

function qualified(name: string, schema: unknown): string {
  const own = text(schema);
  return own === null || own === 'public' ? name : `${own}.${name}`;
}

function columnOf(column: Json): readonly SnapshotColumn[] {
  const [name, type] = [text(column['name']), text(column['type'])];
  if (name === null || type === null) return [];
  const many = typeof column['dimensions'] === 'number' && column['dimensions'] > 0 ? '[]' : '';
  return [
    {
      name,
      type: type + many,
      required: column['notNull'] === true,
      hasDefault: (column['default'] ?? null) !== null || column['autoincrement'] === true,
    },
  ];
}

function indexColumns(index: Json): readonly string[] {
  const columns = Array.isArray(index['columns']) ? (index['columns'] as readonly unknown[]) : [];
  return columns.flatMap((each) => {
    if (typeof each === 'string') return [each];
    if (!isObject(each) || each['isExpression'] === true) return [];
    return text(each['expression']) ?? text(each['value']) ?? [];
  });
}

function indexOf(index: Json): SnapshotTable['indexes'] {
  const [name, columns] = [text(index['name']), indexColumns(index)];
  return name === null || columns.length === 0 ? [] : [{ name, columns, unique: index['isUnique'] === true }];
}

function keyOf(key: Json): SnapshotTable['foreignKeys'] {
  const to = text(key['tableTo']);
  const columns = texts(key['columnsFrom'] ?? key['columns']);
  const schema = key['schemaTo'];
  return to === null || columns.length === 0 ? [] : [{ name: text(key['name']), columns, to: qualified(to, schema) }];
}

/** Versions up to 7: an object of tables, each with objects of columns and indexes. */
function nested(json: Json): Snapshot {
  const tables = valuesOf(json['tables']).flatMap((table): readonly SnapshotTable[] => {
    const name = text(table['name']);
    if (name === null) return [];
    const columns = valuesOf(table['columns']);
    const composite = valuesOf(table['compositePrimaryKeys']).flatMap((each) => texts(each['columns']));
    const own = columns.flatMap((each) => (each['primaryKey'] === true ? (text(each['name']) ?? []) : []));
    return [
      {
        name: qualified(name, table['schema']),
        columns: columns.flatMap(columnOf),
        primary: composite.length > 0 ? composite : own,
        foreignKeys: valuesOf(table['foreignKeys']).flatMap(keyOf),
        indexes: valuesOf(table['indexes']).flatMap(indexOf),
      },
    ];
  });
  return { tables, enums: valuesOf(json['enums']).flatMap(enumOf) };
}

function enumOf(json: Json): Snapshot['enums'] {
  const name = text(json['name']);
  return name === null ? [] : [{ name: qualified(name, json['schema']), values: texts(json['values']) }];
}

/** Later versions: one list of tables, columns, keys and indexes, each with the table that it belongs to. */
function listed(ddl: readonly unknown[]): Snapshot {
  const all = ddl.filter(isObject);
  const keyFor = (type: unknown, schema: unknown, table: unknown): string => JSON.stringify([type, schema, table]);
  const byTable = new Map<string, Json[]>();
  for (const each of all) {
    const key = keyFor(each['entityType'], each['schema'], each['table']);
    const found = byTable.get(key);
    if (found === undefined) byTable.set(key, [each]);
    else found.push(each);
  }
  const of = (type: string, table: Json): readonly Json[] =>
    byTable.get(keyFor(type, table['schema'], table['name'])) ?? [];
  const tables = all.flatMap((table): readonly SnapshotTable[] => {
    const name = text(table['name']);
    if (table['entityType'] !== 'tables' || name === null) return [];
    return [
      {
        name: qualified(name, table['schema']),
        columns: of('columns', table).flatMap(columnOf),
        primary: of('pks', table).flatMap(({ columns }) => texts(columns)),
        foreignKeys: of('fks', table).flatMap(keyOf),
        indexes: of('indexes', table).flatMap(indexOf),
      },
    ];
  });
  return { tables, enums: all.filter((each) => each['entityType'] === 'enums').flatMap(enumOf) };
}

/** Reads a snapshot that Drizzle keeps beside its migrations; `null` when it is none. */
export function drizzleSnapshot(source: string): Snapshot | null {
  let json: unknown;
  try {
    json = JSON.parse(source);
  } catch {
    return null;
  }
  if (!isObject(json)) return null;
  if (Array.isArray(json['ddl'])) return listed(json['ddl']);
  return isObject(json['tables']) ? nested(json) : null;
}
