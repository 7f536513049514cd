import type { CallView } from './callView';
import { defaultOf } from './literals';
import { check, columnSql, foreignKey, ident, keyOf, type Column } from './sqlText';
import type { Code } from './syntax';

const types: Readonly<Record<string, string>> = {
  Integer: 'integer',
  INTEGER: 'integer',
  BigInteger: 'bigint',
  BIGINT: 'bigint',
  SmallInteger: 'smallint',
  SMALLINT: 'smallint',
  Text: 'text',
  TEXT: 'text',
  UnicodeText: 'text',
  Boolean: 'boolean',
  BOOLEAN: 'boolean',
  Float: 'double precision',
  Date: 'date',
  DATE: 'date',
  Time: 'time',
  LargeBinary: 'bytea',
  BYTEA: 'bytea',
  JSON: 'json',
  JSONB: 'jsonb',
  UUID: 'uuid',
  Uuid: 'uuid',
  TSVECTOR: 'tsvector',
  INET: 'inet',
  CITEXT: 'citext',
  HSTORE: 'hstore',
  ArrowType: 'timestamp',
};

/** The type of a column in Postgres; `null` when it cannot be told. */
export function typeOf(call: CallView, code: Code | null): string | null {
  if (code === null) return null;
  if (code.kind === 'name')
    return (
      types[code.name] ??
      { String: 'character varying', DateTime: 'timestamp', DATETIME: 'timestamp', Numeric: 'numeric' }[code.name] ??
      null
    );
  const view = call.view(code);
  if (view === null) return null;
  const { name } = view.call;
  const size = view.value(['length', 0]);
  switch (name) {
    case 'String':
    case 'VARCHAR':
    case 'Unicode':
      return size === null ? 'character varying' : `character varying(${size})`;
    case 'DateTime':
    case 'DATETIME':
    case 'TIMESTAMP':
      return view.isTrue(['timezone', 0]) ? 'timestamp with time zone' : 'timestamp';
    case 'Numeric':
    case 'NUMERIC': {
      const [precision, digits] = [view.value(['precision', 0]), view.value(['scale', 1])];
      return precision === null ? 'numeric' : `numeric(${precision}${digits === null ? '' : `,${digits}`})`;
    }
    case 'ARRAY': {
      const of = typeOf(call, view.arg(['item_type', 0]));
      return of === null ? null : `${of}[]`;
    }
    case 'Enum': {
      const enumName = view.plainArg('name');
      return enumName === null ? null : ident(enumName);
    }
    default:
      return types[name] ?? null;
  }
}

/** A column with its options; `null` when its name cannot be told. */
export function columnOf(call: CallView, code: Code | null): Column | null {
  const view = call.view(code);
  const name = view?.plainArg(['name', 0]) ?? null;
  if (view === null || name === null) return null;
  const standard = defaultOf(view, view.arg('server_default'));
  const serial = view.isTrue('autoincrement') && view.isTrue('primary_key');
  const type = typeOf(view, view.arg(['type_', 1]));
  const key = view.call.args.map((given) => view.view(given)).find((given) => given?.call.name === 'ForeignKey');
  const target = key?.plainArg(0) ?? null;
  const at = target?.lastIndexOf('.') ?? -1;
  const references =
    target === null || at < 0 ? null : `${ident(target.slice(0, at))} (${ident(target.slice(at + 1))})`;
  const special = view.call.args.some((given) =>
    ['Computed', 'Identity', 'Sequence'].includes(view.view(given)?.call.name ?? ''),
  );
  return {
    name,
    type: special ? null : serial ? (type === 'bigint' ? 'bigserial' : 'serial') : type,
    required: view.isFalse('nullable') || view.isTrue('primary_key'),
    primary: view.isTrue('primary_key'),
    unique: view.isTrue('unique'),
    ...(standard === undefined ? {} : { standard }),
    ...(key === undefined ? {} : { references }),
  };
}

/** `PrimaryKeyConstraint`, `ForeignKeyConstraint` and the like in `create_table`. */
export function partOf(call: CallView, code: Code): string | null {
  const view = call.view(code);
  if (view === null) return null;
  const name = view.plainArg('name');
  const columns = view.call.args.every((given) => view.plain(given) !== null)
    ? view.call.args.map((given) => view.plain(given) ?? '')
    : null;
  switch (view.call.name) {
    case 'Column': {
      const column = columnOf(call, code);
      return column === null ? null : columnSql(column);
    }
    case 'PrimaryKeyConstraint':
      return keyOf('PRIMARY KEY', columns, name);
    case 'UniqueConstraint':
      return keyOf('UNIQUE', columns, name);
    case 'CheckConstraint':
      return check(name, view.plainArg(0));
    case 'ForeignKeyConstraint': {
      const targets = view.list(1);
      const tables = new Set(targets?.map((target) => target.slice(0, target.lastIndexOf('.'))) ?? []);
      const [to, ...more] = tables;
      const toColumns = targets?.map((target) => target.slice(target.lastIndexOf('.') + 1)) ?? null;
      const removed = view.plainArg('ondelete');
      return foreignKey({
        name,
        columns: view.list(0),
        to: more.length > 0 ? null : (to ?? null),
        toColumns,
        more: removed === null ? '' : `ON DELETE ${removed}`,
      });
    }
    default:
      return null;
  }
}

/** The table with the schema that the call names. */
export function schemaOf(call: CallView, table: string | null): string | null {
  const schema = call.plainArg('schema');
  return table === null || schema === null ? table : `${schema}.${table}`;
}
