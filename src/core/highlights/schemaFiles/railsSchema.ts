import type { DatabaseDialect } from '../model';
import { railsTypeOf, type RailsOptions } from './railsTypes';
import type { Snapshot, SnapshotColumn, SnapshotKey, SnapshotTable } from './snapshot';

// Rails itself writes the file, one call on each line:
// https://github.com/rails/rails/blob/main/activerecord/lib/active_record/schema_dumper.rb

const option = /(?:^|[\s,])(\w{1,40}):\s{0,4}("(?:[^"\\]|\\.){0,2000}"|:\w+|-?[\d_.]+|true|false|nil|->\s*\{|[[{])/g;

function optionsOf(text: string): RailsOptions {
  return new Map([...text.matchAll(option)].map(([, key = '', value = '']) => [key, value]));
}

function word(text: string | undefined): string | null {
  return text === undefined ? null : text.replace(/^:|^"|"$/g, '');
}

function strings(text: string): readonly string[] {
  return [...text.matchAll(/"((?:[^"\\]|\\.){0,500})"/g)].map(([, value = '']) => value);
}

interface Open {
  readonly name: string;
  readonly columns: SnapshotColumn[];
  readonly primary: string[];
  readonly foreignKeys: SnapshotKey[];
  readonly indexes: SnapshotTable['indexes'][number][];
}

function opened(name: string, rest: string, dialect: DatabaseDialect): Open {
  const options = optionsOf(rest);
  const composite = /primary_key:\s{0,4}\[([^\]]{0,500})\]/.exec(rest)?.[1];
  if (composite !== undefined) {
    return { name, columns: [], primary: [...strings(composite)], foreignKeys: [], indexes: [] };
  }
  const id = word(options.get('id'));
  const key = word(options.get('primary_key')) ?? 'id';
  const type = id === null || /^(?:bigint|true)$/.test(id) ? 'bigint' : id;
  const columns =
    id === 'false'
      ? []
      : [{ name: key, type: railsTypeOf(type, options, dialect), required: true, hasDefault: true } as const];
  return { name, columns: [...columns], primary: id === 'false' ? [] : [key], foreignKeys: [], indexes: [] };
}

const harmless = new Set(['check_constraint', 'unique_constraint', 'exclusion_constraint', 'foreign_key']);

function inTable(table: Open, line: string, dialect: DatabaseDialect): void {
  const [, method = '', rest = ''] = /^t\.(\w{1,60})\s(.{1,8000})$/.exec(line) ?? [];
  const options = optionsOf(rest);
  if (method === 'index') {
    const list = /^\[([^\]]{0,2000})\]/.exec(rest)?.[1];
    const name = word(options.get('name'));
    if (list === undefined || name === null) return;
    table.indexes.push({ name, columns: strings(list), unique: options.get('unique') === 'true' });
    return;
  }
  const own = /^"((?:[^"\\]|\\.){1,200})"/.exec(rest)?.[1];
  if (own === undefined || method === '' || harmless.has(method)) return;
  const named = method === 'column' ? strings(rest)[1] : method;
  const type = method === 'virtual' ? word(options.get('type')) : named;
  if (type === null || type === undefined) return;
  table.columns.push({
    name: own,
    type: railsTypeOf(type, options, dialect),
    required: options.get('null') === 'false',
    hasDefault: options.has('default'),
  });
}

/** The column that Rails takes a foreign key to another table for: `users` gives `user_id`. */
function keyColumn(to: string): string {
  const bare = to.slice(to.lastIndexOf('.') + 1);
  const singular = bare.endsWith('ies') ? `${bare.slice(0, -3)}y` : bare.replace(/(?<=s|x|ch|sh)es$|s$/, '');
  return `${singular}_id`;
}

/** The number of the last migration that a `db/schema.rb` holds; `null` when it does not say. */
export function railsSchemaVersion(text: string): string | null {
  return /\.define\(version: ([\d_]{1,30})\)/.exec(text)?.[1]?.replaceAll('_', '') ?? null;
}

/** Reads `db/schema.rb`. What it does not know is left out. */
export function railsSchema(text: string, dialect: DatabaseDialect): Snapshot {
  const tables = new Map<string, Open>();
  const enums: { name: string; values: readonly string[] }[] = [];
  let table: Open | null = null;
  for (const line of text.split('\n').map((each) => each.trim())) {
    const created = /^create_table "([^"]{1,200})"(.{0,2000}?)(?: do \|t\|)?$/.exec(line);
    if (created !== null) {
      const [, name = '', rest = ''] = created;
      table = opened(name, rest, dialect);
      tables.set(name, table);
      if (!line.endsWith('|t|')) table = null;
    } else if (line === 'end') table = null;
    else if (table !== null) inTable(table, line, dialect);
    else {
      const [, from = '', to = '', rest = ''] =
        /^add_foreign_key "([^"]{1,200})", "([^"]{1,200})"(.{0,2000})$/.exec(line) ?? [];
      const options = optionsOf(rest);
      tables.get(from)?.foreignKeys.push({
        name: word(options.get('name')),
        columns: [word(options.get('column')) ?? keyColumn(to)],
        to,
      });
      const type = /^create_enum "([^"]{1,200})", \[(.{0,8000})\]/.exec(line);
      if (type !== null) enums.push({ name: type[1] ?? '', values: strings(type[2] ?? '') });
    }
  }
  return { tables: [...tables.values()], enums };
}
