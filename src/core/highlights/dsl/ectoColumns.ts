import type { CallView } from './callView';
import { defaultOf } from './literals';
import { ident, type Column } from './sqlText';
import type { Code } from './syntax';

const types: Readonly<Record<string, string>> = {
  string: 'character varying(255)',
  text: 'text',
  integer: 'integer',
  bigint: 'bigint',
  boolean: 'boolean',
  float: 'double precision',
  binary: 'bytea',
  map: 'jsonb',
  jsonb: 'jsonb',
  json: 'json',
  uuid: 'uuid',
  binary_id: 'uuid',
  date: 'date',
  time: 'time(0)',
  naive_datetime: 'timestamp(0)',
  naive_datetime_usec: 'timestamp',
  utc_datetime: 'timestamp(0)',
  utc_datetime_usec: 'timestamp',
  timestamptz: 'timestamp with time zone',
  citext: 'citext',
  id: 'bigint',
  serial: 'serial',
  bigserial: 'bigserial',
  inet: 'inet',
  smallint: 'smallint',
  tsvector: 'tsvector',
};

/** The type of a column in Postgres; `null` when it cannot be told. */
export function typeOf(call: CallView, code: Code | null): string | null {
  if (code?.kind === 'list') {
    const [kind, of] = code.items;
    const inner = kind !== undefined && call.plain(kind) === 'array' && of !== undefined ? typeOf(call, of) : null;
    return inner === null ? null : `${inner}[]`;
  }
  const name = call.plain(code);
  if (name === null) return null;
  const size = call.value('size');
  if (name === 'string') return size === null ? 'character varying(255)' : `character varying(${size})`;
  if (name === 'decimal' || name === 'numeric') {
    const [precision, digits] = [call.value('precision'), call.value('scale')];
    return precision === null ? 'numeric' : `numeric(${precision}${digits === null ? '' : `,${digits}`})`;
  }
  // Any other is the name of a type in Postgres.
  return Object.hasOwn(types, name) ? (types[name] ?? null) : ident(name);
}

/** A column with its options; `null` when its name cannot be told. */
export function columnOf(call: CallView): Column | null {
  const name = call.plainArg(0);
  if (name === null) return null;
  const code = call.arg(1);
  const key = code?.kind === 'call' && code.name === 'references' ? call.view(code) : null;
  const standard = defaultOf(call, call.arg('default'));
  const deleted = key?.plainArg('on_delete');
  const action =
    deleted === null || deleted === undefined
      ? ''
      : ({ delete_all: ' ON DELETE CASCADE', nilify_all: ' ON DELETE SET NULL', restrict: ' ON DELETE RESTRICT' }[
          deleted
        ] ?? '');
  const target = key === null ? null : key.plainArg(0);
  const unchecked = key?.isFalse('validate') === true;
  return {
    name,
    type:
      key === null
        ? typeOf(call, code)
        : unchecked
          ? null
          : (typeOf(key, key.arg('type') ?? null) ?? (key.has('type') ? null : 'bigint')),
    required: call.isFalse('null'),
    primary: call.isTrue('primary_key'),
    ...(standard === undefined ? {} : { standard }),
    ...(key === null
      ? {}
      : {
          references: target === null ? null : `${ident(target)} (${ident(key.plainArg('column') ?? 'id')})${action}`,
        }),
  };
}
