import type { PostgresSchema } from './schema';
import { listOf, nameFrom, tagged, visit, words } from './tree';

/** Built-in functions that Postgres marks volatile (`pg_proc.provolatile = 'v'`), as far as defaults use them. */
const volatile = new Set([
  'random',
  'random_normal',
  'setseed',
  'gen_random_uuid',
  'gen_random_bytes',
  'uuidv4',
  'uuidv7',
  'clock_timestamp',
  'timeofday',
  'nextval',
  'setval',
  'currval',
  'lastval',
  'pg_sleep',
  'uuid_generate_v1',
  'uuid_generate_v1mc',
  'uuid_generate_v4',
  'txid_current',
  'pg_current_xact_id',
]);

/** Functions that are not volatile, as far as defaults use them. */
const steady = new Set(
  (
    'now transaction_timestamp statement_timestamp to_timestamp to_char to_date date_trunc timezone date_part extract ' +
    'lower upper initcap concat concat_ws coalesce greatest least length char_length md5 sha256 sha512 digest encode ' +
    'decode replace substring substr trim btrim ltrim rtrim left right lpad rpad format quote_literal quote_ident abs ' +
    'ceil ceiling floor round trunc mod power sqrt to_json to_jsonb json_build_object jsonb_build_object ' +
    'json_build_array jsonb_build_array array_to_string string_to_array array_append cardinality make_interval ' +
    'make_date make_timestamp make_timestamptz interval date age current_setting current_database current_schema ' +
    'current_user session_user version pg_typeof to_tsvector to_tsquery plainto_tsquery setweight int4range int8range ' +
    'numrange tsrange tstzrange daterange array_fill hashtext row_to_json jsonb_set uuid_nil starts_with split_part ' +
    'regexp_replace pg_get_serial_sequence jsonb_typeof json_typeof text int4 int8 numeric overlay position'
  ).split(' '),
);

/**
 * Whether an expression gives a new value for every row: `null` when it calls a function that is not known. Such a
 * default has to be written into every row (https://www.postgresql.org/docs/18/sql-altertable.html, Notes).
 */
export function isVolatile(expression: unknown, schema: PostgresSchema): boolean | null {
  let answer: boolean | null = false;
  visit({ expression }, (tag, body) => {
    if (tag !== 'FuncCall' || answer === true) return;
    const parts = words(listOf(body, 'funcname'));
    const name = parts.at(-1) ?? '';
    if (volatile.has(name)) answer = true;
    else if (!steady.has(name)) {
      const routine = schema.routines.get(nameFrom(parts));
      answer = routine === undefined ? null : routine.stable ? answer : true;
    }
  });
  return answer;
}

/** Functions that a bare SELECT may call without changing anything that lasts. */
const tame = new Set(
  (
    'set_config setval nextval currval count sum min max avg bool_and bool_or array_agg json_agg jsonb_agg string_agg ' +
    'pg_sleep row_number exists generate_series unnest pg_advisory_lock pg_advisory_xact_lock pg_advisory_unlock ' +
    'pg_try_advisory_lock to_regclass to_regtype pg_table_is_visible has_table_privilege format_type obj_description ' +
    'pg_get_constraintdef nullif random gen_random_uuid clock_timestamp json_array_elements jsonb_array_elements ' +
    'jsonb_each jsonb_object_keys lag lead rank dense_rank first_value last_value array_length array_position'
  ).split(' '),
);

/** The functions in a statement that may do anything. */
export function wildCalls(statement: unknown): readonly string[] {
  const found = new Set<string>();
  visit({ statement }, (tag, body) => {
    if (tag !== 'FuncCall') return;
    const parts = words(listOf(body, 'funcname'));
    const name = parts.at(-1) ?? '';
    const own = parts.length > 1 && parts[0] !== 'pg_catalog';
    if (own || !(tame.has(name) || steady.has(name))) found.add(nameFrom(parts));
  });
  return [...found];
}

/** The only thing that an expression is: a column, bare or cast to the type that is meant. */
export function castColumn(expression: unknown): { readonly column: string; readonly type: unknown } | null {
  const { tag, body } = tagged(expression);
  if (tag === 'ColumnRef') return { column: words(listOf(body, 'fields')).at(-1) ?? '', type: null };
  if (tag !== 'TypeCast') return null;
  const inner = tagged(body['arg']);
  return inner.tag === 'ColumnRef'
    ? { column: words(listOf(inner.body, 'fields')).at(-1) ?? '', type: body['typeName'] }
    : null;
}
