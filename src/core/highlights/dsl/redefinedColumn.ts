import type { DatabaseDialect } from '../model';
import { railsTypeOf } from '../schemaFiles/railsTypes';
import type { CallView } from './callView';
import type { DefinedColumn } from './model';

/** A column as Rails defines it anew; `null` when that cannot be told. */
export function redefinedColumn(call: CallView, name: string, type: string | null): DefinedColumn | null {
  if (type === null) return null;
  const keys = ['limit', 'precision', 'scale', 'size', 'unsigned', 'array'];
  const options = new Map(keys.map((key) => [key, call.value(key) ?? call.plainArg(key)] as const));
  const given = new Map([...options].flatMap(([key, value]) => (value === null ? [] : [[key, value] as const])));
  const typeOn = (dialect: DatabaseDialect): string => railsTypeOf(type, given, dialect);
  const types = { mysql: typeOn('mysql'), mariadb: typeOn('mariadb'), sqlite: typeOn('sqlite') };
  const required = call.isFalse('null') ? true : call.isTrue('null') ? false : null;
  const rest = call.call.keywords
    .filter(({ name: key }) => !keys.includes(key) && key !== 'null')
    .map(({ name: key, value }) => `${key}=${call.written(value)}`);
  return { name, type: typeOn('postgres'), types, required, rest: rest.toSorted() };
}
