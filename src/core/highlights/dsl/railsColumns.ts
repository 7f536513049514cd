import type { CallView } from './callView';
import { standardOf } from './literals';
import { columnSql, type Column } from './sqlText';
import type { Code } from './syntax';

const types: Readonly<Record<string, string>> = {
  text: 'text',
  bigint: 'bigint',
  big_integer: 'bigint',
  float: 'double precision',
  date: 'date',
  binary: 'bytea',
  boolean: 'boolean',
  json: 'json',
  jsonb: 'jsonb',
  uuid: 'uuid',
  inet: 'inet',
  cidr: 'cidr',
  macaddr: 'macaddr',
  citext: 'citext',
  hstore: 'hstore',
  xml: 'xml',
  point: 'point',
  tsvector: 'tsvector',
  bit: 'bit',
  money: 'money',
  interval: 'interval',
  int4range: 'int4range',
  int8range: 'int8range',
  numrange: 'numrange',
  tsrange: 'tsrange',
  tstzrange: 'tstzrange',
  daterange: 'daterange',
  ltree: 'ltree',
  serial: 'serial',
  bigserial: 'bigserial',
};

/** Methods of a table's block that add a column of their name's type. */
export const columnMethods = new Set([
  ...Object.keys(types),
  'string',
  'integer',
  'decimal',
  'numeric',
  'datetime',
  'timestamp',
  'timestamptz',
  'time',
  'virtual',
  'enum',
]);

/** The type of a column in Postgres, by Rails' name for it; `null` when Rails does not define it. */
export function railsType(type: string | null, call: CallView): string | null {
  if (type === null) return null;
  const array = call.isTrue('array') ? '[]' : '';
  const [limit, precision, scale] = [call.value('limit'), call.value('precision'), call.value('scale')];
  const base = ((): string | null => {
    switch (type) {
      case 'string':
        return limit === null ? 'character varying' : `character varying(${limit})`;
      case 'integer':
        return limit === null ? 'integer' : Number(limit) > 4 ? 'bigint' : Number(limit) > 2 ? 'integer' : 'smallint';
      case 'decimal':
      case 'numeric':
        return precision === null ? 'numeric' : `numeric(${precision}${scale === null ? '' : `,${scale}`})`;
      case 'datetime':
      case 'timestamp':
        return precision === 'null' ? 'timestamp' : `timestamp(${precision ?? '6'})`;
      case 'timestamptz':
        return `timestamp(${precision ?? '6'}) with time zone`;
      case 'time':
        return precision === null ? 'time' : `time(${precision})`;
      case 'primary_key':
        return 'bigserial primary key';
      case 'enum':
        return call.plainArg('enum_type');
      default:
        return types[type] ?? (/^[a-z][\w ]*(?:\([\d, ]+\))?(?:\[\])?$/.test(type) && /[ ([]/.test(type) ? type : null);
    }
  })();
  return base === null ? null : base + array;
}

/** The default of a column: a literal, or SQL in a lambda. */
function railsDefault(call: CallView, code: Code | null): string | null | undefined {
  if (code?.kind === 'function') {
    const [only, ...more] = code.body;
    return only === undefined || more.length > 0 ? null : call.plain(only);
  }
  return standardOf(call, code);
}

/** A column of Rails with its options. */
export function railsColumn(call: CallView, name: string, type: string | null): Column {
  const standard = railsDefault(call, call.arg('default'));
  const generated = call.plainArg('as');
  const own = type === 'virtual' ? call.plainArg('type') : type;
  return {
    name,
    type: type === 'virtual' && generated === null ? null : railsType(own, call),
    required: call.isFalse('null'),
    ...(standard === undefined ? {} : { standard }),
    ...(generated === null ? {} : { more: `GENERATED ALWAYS AS (${generated}) STORED` }),
    primary: call.isTrue('primary_key'),
  };
}

/** The columns that a call in the block of a table adds: `t.string :a, :b`; `null` when they cannot be told. */
export function blockColumns(call: CallView): readonly (string | null)[] {
  const { name } = call.call;
  const stamp = (column: string): string | null =>
    columnSql({ name: column, type: railsType('datetime', call), required: !call.isTrue('null') });
  switch (name) {
    case 'timestamps':
      return [stamp('created_at'), stamp('updated_at')];
    case 'references':
    case 'belongs_to':
      return call.call.args.flatMap((given) => referenceColumns(call, call.plain(given)));
    case 'column':
    case 'add_column': {
      const column = call.plainArg(0);
      return [column === null ? null : columnSql(railsColumn(call, column, call.plainArg(1)))];
    }
    case 'primary_key': {
      const column = call.plainArg(0);
      return [
        column === null
          ? null
          : `${column} ${railsType(call.plainArg(1) ?? 'bigserial', call) ?? 'bigserial'} PRIMARY KEY`,
      ];
    }
    default:
      return call.call.args.map((given) => {
        const column = call.plain(given);
        return column === null ? null : columnSql(railsColumn(call, column, name));
      });
  }
}

/** The columns of a reference: `user_id`, and `user_type` where it may be to several tables. */
export function referenceColumns(call: CallView, name: string | null): readonly (string | null)[] {
  if (name === null) return [null];
  const required = call.isFalse('null');
  const key = columnSql({ name: `${name}_id`, type: railsType(call.plainArg('type') ?? 'bigint', call), required });
  const polymorphic = call.arg('polymorphic');
  if (polymorphic === null || call.isFalse('polymorphic')) return [key];
  return [columnSql({ name: `${name}_type`, type: 'character varying', required }), key];
}

/** The table that Rails takes a reference for. */
export function plural(word: string): string {
  if (/[^aeiou]y$/.test(word)) return `${word.slice(0, -1)}ies`;
  return /(?:s|x|ch|sh)$/.test(word) ? `${word}es` : `${word}s`;
}
