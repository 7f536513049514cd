import type { DatabaseDialect } from './model';

/** What a column of a type holds, as far as the words of the type tell. */
type Room =
  | { readonly of: 'text'; readonly characters: number }
  | { readonly of: 'bytes'; readonly bytes: number }
  | { readonly of: 'integer'; readonly bits: number; readonly unsigned: boolean }
  | { readonly of: 'decimal'; readonly whole: number; readonly fraction: number }
  | { readonly of: 'float'; readonly bits: number }
  | { readonly of: 'moment'; readonly name: string; readonly precision: number | null };

/** How the values of a column fit a new type; `null`: cannot be told. */
export type TypeFit = 'same' | 'wider' | 'narrower' | null;

const integers: Readonly<Record<string, number>> = {
  tinyint: 8,
  smallint: 16,
  int2: 16,
  smallserial: 16,
  mediumint: 24,
  int: 32,
  integer: 32,
  int4: 32,
  serial: 32,
  bigint: 64,
  int8: 64,
  bigserial: 64,
};

/** MySQL counts bytes, of which a character takes up to four. */
const texts: Readonly<Record<string, number>> = {
  tinytext: 63,
  mediumtext: 4_194_303,
  longtext: 1_073_741_823,
  ntext: Infinity,
  clob: Infinity,
};
const mysqlText = 16_383;

const bytes: Readonly<Record<string, number>> = {
  tinyblob: 255,
  blob: 65_535,
  mediumblob: 16_777_215,
  longblob: 4_294_967_295,
  bytea: Infinity,
  image: Infinity,
};

const shorter: Readonly<Record<string, string>> = {
  'character varying': 'varchar',
  nvarchar: 'varchar',
  varchar2: 'varchar',
  character: 'char',
  nchar: 'char',
  bpchar: 'char',
  numeric: 'decimal',
  'double precision': 'double',
  float8: 'double',
  real: 'float4',
  bool: 'boolean',
  timestamptz: 'timestamp with time zone',
  timetz: 'time with time zone',
  'timestamp without time zone': 'timestamp',
  'time without time zone': 'time',
};

interface Words {
  readonly name: string;
  readonly sizes: readonly string[];
  readonly unsigned: boolean;
  readonly array: boolean;
}

/** `character varying(50)`, `int unsigned`, `timestamp(3) with time zone`, `text[]`; `null` for anything longer. */
function wordsOf(type: string): Words | null {
  const flat = type.trim().toLowerCase().replaceAll(/\s+/g, ' ');
  if (flat.length > 200) return null;
  const found = /^([a-z][\w ]*?) ?(?:\(([\w ,.'"-]*)\))?((?: [a-z][a-z ]*)?)((?:\[\d*\])*)$/.exec(flat);
  if (found === null) return null;
  const [, name = '', sizes, rest = '', array = ''] = found;
  const unsigned = /\bunsigned\b/.test(`${name} ${rest}`);
  const word = `${name}${rest}`.replaceAll(/ (?:unsigned|signed|zerofill)\b/g, '').trim();
  return {
    name: Object.hasOwn(shorter, word) ? (shorter[word] ?? word) : word,
    sizes: sizes === undefined ? [] : sizes.split(',').map((each) => each.trim()),
    unsigned,
    array: array !== '',
  };
}

function roomOf({ name, sizes, unsigned, array }: Words, dialect: DatabaseDialect): Room | null {
  if (array) return null;
  const [first, second] = sizes;
  const size = first === undefined || first === 'max' ? null : Number(first);
  if (size !== null && Number.isNaN(size)) return null;
  const bits = Object.hasOwn(integers, name) ? integers[name] : undefined;
  if (bits !== undefined) return { of: 'integer', bits: dialect === 'sqlite' ? 64 : bits, unsigned };
  const long = Object.hasOwn(texts, name) ? texts[name] : undefined;
  // SQLite keeps no length (https://www.sqlite.org/datatype3.html).
  const whole = dialect === 'sqlite' ? Infinity : null;
  if (long !== undefined) return { of: 'text', characters: whole ?? long };
  const binary = Object.hasOwn(bytes, name) ? bytes[name] : undefined;
  if (binary !== undefined) return { of: 'bytes', bytes: whole ?? binary };
  switch (name) {
    case 'text':
      return { of: 'text', characters: whole ?? (dialect === 'mysql' || dialect === 'mariadb' ? mysqlText : Infinity) };
    case 'citext':
      return null;
    case 'varchar':
      return { of: 'text', characters: whole ?? size ?? Infinity };
    case 'varbinary':
      return { of: 'bytes', bytes: whole ?? size ?? Infinity };
    case 'decimal': {
      const precision = size ?? (dialect === 'postgres' ? Infinity : dialect === 'sqlserver' ? 18 : 10);
      const fraction = precision === Infinity ? Infinity : Number(second ?? 0);
      return { of: 'decimal', whole: precision === Infinity ? Infinity : precision - fraction, fraction };
    }
    case 'float4':
      return { of: 'float', bits: 32 };
    case 'double':
      return { of: 'float', bits: 64 };
    case 'timestamp':
    case 'timestamp with time zone':
    case 'datetime':
    case 'datetime2':
    case 'datetimeoffset':
    case 'time':
    case 'time with time zone':
      return { of: 'moment', name, precision: size };
    default:
      return null;
  }
}

function compared(old: number, now: number): TypeFit {
  return now === old ? 'same' : now > old ? 'wider' : 'narrower';
}

function both(a: TypeFit, b: TypeFit): TypeFit {
  if (a === 'narrower' || b === 'narrower') return 'narrower';
  return a === 'same' ? b : a;
}

/** Digits that an integer of so many bits has at most, and its sign. */
const digits = (bits: number): number => Math.ceil(bits * Math.log10(2)) + 1;

function fit(from: Room, to: Room): TypeFit {
  if (from.of === 'text' && to.of === 'text') return compared(from.characters, to.characters);
  if (from.of === 'bytes' && to.of === 'bytes') return compared(from.bytes, to.bytes);
  if (from.of === 'float' && to.of === 'float') return compared(from.bits, to.bits);
  if (from.of === 'integer' && to.of === 'integer') {
    if (from.unsigned === to.unsigned) return compared(from.bits, to.bits);
    return from.unsigned && to.bits > from.bits ? 'wider' : 'narrower';
  }
  if (from.of === 'decimal' && to.of === 'decimal') {
    return both(compared(from.whole, to.whole), compared(from.fraction, to.fraction));
  }
  if (from.of === 'integer' && to.of === 'decimal') return to.whole >= digits(from.bits) ? 'wider' : 'narrower';
  if (from.of === 'integer' && to.of === 'text') return to.characters >= digits(from.bits) ? 'wider' : 'narrower';
  if (from.of === 'moment' && to.of === 'moment' && from.name === to.name) {
    if (from.precision === to.precision) return 'same';
    return from.precision === null || to.precision === null ? null : compared(from.precision, to.precision);
  }
  return null;
}

/** Those whose words differ in what they mean. */
const anyDatabase = ['postgres', 'mysql', 'sqlserver'] as const;

/**
 * Tells whether every value of a column has room in its new type, by the words of both types as SQL writes them.
 * @param dialect what the words mean; `null`: whatever is told holds for every database
 */
export function fitOf(from: string, to: string, dialect: DatabaseDialect | null): TypeFit {
  const [old, now] = [wordsOf(from), wordsOf(to)];
  if (old === null || now === null) return from.trim().toLowerCase() === to.trim().toLowerCase() ? 'same' : null;
  const same =
    old.name === now.name &&
    old.unsigned === now.unsigned &&
    old.array === now.array &&
    old.sizes.join() === now.sizes.join();
  if (same) return 'same';
  const told = (dialect === null ? anyDatabase : [dialect]).map((each): TypeFit => {
    const [had, has] = [roomOf(old, each), roomOf(now, each)];
    return had === null || has === null ? null : fit(had, has);
  });
  const [first = null] = told;
  if (told.every((each) => each === first)) return first;
  return told.every((each) => each === 'same' || each === 'wider') ? 'wider' : null;
}
