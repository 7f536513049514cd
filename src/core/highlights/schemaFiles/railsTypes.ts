import type { DatabaseDialect } from '../model';

/** The options of a column in Rails, as they are written: `limit: 50`. */
export type RailsOptions = ReadonlyMap<string, string>;

const postgres: Readonly<Record<string, string>> = {
  float: 'double precision',
  binary: 'bytea',
  timestamptz: 'timestamp(6) with time zone',
};
const mysql: Readonly<Record<string, string>> = {
  float: 'float',
  boolean: 'tinyint(1)',
  json: 'json',
  datetime: 'datetime',
  timestamp: 'datetime',
};

/** MySQL takes the smallest type that holds so many bytes; without a limit that of 65,535. */
function bySize(limit: number | null, size: string | undefined, tail: 'text' | 'blob'): string {
  const named = size === undefined ? '' : size.replace(':', '');
  if (['tiny', 'medium', 'long'].includes(named)) return named + tail;
  if (limit === null || limit === 65_535) return tail;
  return (limit < 256 ? 'tiny' : limit < 65_536 ? '' : limit < 16_777_216 ? 'medium' : 'long') + tail;
}

function mysqlInteger(limit: number, unsigned: boolean): string {
  const name = { 1: 'tinyint', 2: 'smallint', 3: 'mediumint', 4: 'int' }[limit] ?? 'bigint';
  return unsigned ? `${name} unsigned` : name;
}

const integers = (limit: number): string => (limit <= 2 ? 'smallint' : limit <= 4 ? 'integer' : 'bigint');

/**
 * The type of a column in a database by the name that Rails has for it (`NATIVE_DATABASE_TYPES` of its adapters,
 * https://github.com/rails/rails/tree/main/activerecord/lib/active_record/connection_adapters).
 * @param type such as `string`; anything that Rails does not define is taken for a type of the database
 */
export function railsTypeOf(type: string, options: RailsOptions, dialect: DatabaseDialect): string {
  const number = (key: string): number | null => {
    const written = options.get(key)?.replaceAll('_', '');
    return written === undefined || !/^\d+$/.test(written) ? null : Number(written);
  };
  const [limit, precision, scale] = [number('limit'), number('precision'), number('scale')];
  const isMysql = dialect === 'mysql' || dialect === 'mariadb';
  const tail = options.get('array') === 'true' ? '[]' : '';
  switch (type) {
    case 'string':
      return (isMysql ? `varchar(${limit ?? 255})` : limit === null ? 'varchar' : `varchar(${limit})`) + tail;
    case 'text':
      return isMysql ? bySize(limit, options.get('size'), 'text') : `text${tail}`;
    case 'binary':
    case 'blob':
      if (isMysql && limit !== null && limit <= 4095) return `varbinary(${limit})`;
      return isMysql ? bySize(limit, options.get('size'), 'blob') : dialect === 'postgres' ? 'bytea' : 'blob';
    case 'integer':
      if (isMysql) return mysqlInteger(limit ?? 4, options.get('unsigned') === 'true');
      return integers(limit ?? 4) + tail;
    case 'bigint':
    case 'big_integer':
      return isMysql ? mysqlInteger(8, options.get('unsigned') === 'true') : `bigint${tail}`;
    case 'decimal':
    case 'numeric':
      return (precision === null ? 'numeric' : `numeric(${precision},${scale ?? 0})`) + tail;
    case 'datetime':
    case 'timestamp': {
      const kept = /^(?:nil|null)$/.test(options.get('precision') ?? '') ? '' : `(${precision ?? 6})`;
      return `${isMysql ? 'datetime' : 'timestamp'}${kept}${tail}`;
    }
    case 'enum':
      return (options.get('enum_type')?.replaceAll(/^[:"']|["']$/g, '') ?? 'enum') + tail;
    default:
      return ((isMysql ? mysql : dialect === 'postgres' ? postgres : {})[type] ?? type) + tail;
  }
}
