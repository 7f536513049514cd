import type { DatabaseDialect } from '../model';
import type { Snapshot, SnapshotColumn, SnapshotKey, SnapshotTable } from './snapshot';

// https://www.prisma.io/docs/orm/reference/prisma-schema-reference#model-field-scalar-types

type Scalars = Readonly<Record<string, string>>;

const postgres: Scalars = {
  String: 'text',
  Boolean: 'boolean',
  Int: 'integer',
  BigInt: 'bigint',
  Float: 'double precision',
  Decimal: 'numeric(65,30)',
  DateTime: 'timestamp(3)',
  Json: 'jsonb',
  Bytes: 'bytea',
};
const mysql: Scalars = {
  String: 'varchar(191)',
  Boolean: 'tinyint(1)',
  Int: 'int',
  BigInt: 'bigint',
  Float: 'double',
  Decimal: 'decimal(65,30)',
  DateTime: 'datetime(3)',
  Json: 'json',
  Bytes: 'longblob',
};
const sqlite: Scalars = {
  String: 'text',
  Boolean: 'boolean',
  Int: 'integer',
  BigInt: 'bigint',
  Float: 'real',
  Decimal: 'decimal',
  DateTime: 'datetime',
  Json: 'jsonb',
  Bytes: 'blob',
};

function scalarsOf(dialect: DatabaseDialect): Scalars {
  if (dialect === 'postgres') return postgres;
  return dialect === 'sqlite' ? sqlite : mysql;
}

const longer: Scalars = {
  DoublePrecision: 'double precision',
  VarBit: 'bit varying',
  ByteA: 'bytea',
  JsonB: 'jsonb',
  Oid: 'oid',
};

/** `@db.VarChar(50)`, `@db.UnsignedBigInt`; `null` without one. */
function nativeType(attributes: string): string | null {
  const [, name, sizes] = /@db\.(\w{1,40})(?:\(([\d, ]{1,20})\))?/.exec(attributes) ?? [];
  if (name === undefined) return null;
  const args = sizes === undefined ? '' : `(${sizes.replaceAll(' ', '')})`;
  if (name.startsWith('Unsigned')) return `${name.slice(8).toLowerCase()}${args} unsigned`;
  return (Object.hasOwn(longer, name) ? (longer[name] ?? name) : name.toLowerCase()) + args;
}

interface Block {
  readonly kind: string;
  readonly name: string;
  readonly lines: readonly string[];
}

function blocksOf(text: string): readonly Block[] {
  const blocks: Block[] = [];
  let open: { kind: string; name: string; lines: string[] } | null = null;
  for (const raw of text.split('\n')) {
    const line = withoutComment(raw).trim();
    const [, kind = '', name = ''] =
      /^(model|enum|view|type|datasource|generator) (\w{1,200}) {0,8}\{/.exec(line) ?? [];
    if (kind !== '') {
      open = { kind, name, lines: [] };
      blocks.push(open);
    } else if (line === '}') open = null;
    else if (line !== '') open?.lines.push(line);
  }
  return blocks;
}

/** A `//` inside of a string is none. */
function withoutComment(line: string): string {
  if (!line.includes('//')) return line;
  let inString = false;
  for (let at = 0; at < line.length; at += 1) {
    if (line[at] === '"' && line[at - 1] !== '\\') inString = !inString;
    if (!inString && line.startsWith('//', at)) return line.slice(0, at);
  }
  return line;
}

/** `@map("users")`, `@@schema("auth")`. */
function argument(attribute: string, text: string): string | null {
  const found = new RegExp(`(?:^|\\s)${attribute}\\(\\s*(?:name:\\s*)?"([^"]{1,200})"`).exec(text);
  return found?.[1] ?? null;
}

function words(list: string | undefined): readonly string[] {
  return [...(list ?? '').matchAll(/(?:^|[\s,])(\w{1,200})/g)].map(([, word = '']) => word);
}

interface Model {
  readonly block: Block;
  readonly table: string;
  /** The columns' own names by the names that the schema gives them. */
  readonly columns: ReadonlyMap<string, string>;
}

const field = /^(\w{1,200})\s{1,200}(Unsupported\("[^"]{1,200}"\)|\w{1,200})(\[\])?(\?)?(.*)$/;

function modelOf(block: Block): Model {
  const about = block.lines.filter((line) => line.startsWith('@@'));
  const mapped = about.map((line) => argument('@@map', line)).find((name) => name !== null) ?? block.name;
  const schema = about.map((line) => argument('@@schema', line)).find((name) => name !== null) ?? null;
  const columns = new Map(
    block.lines.flatMap((line) => {
      const [, name, , , , rest = ''] = field.exec(line) ?? [];
      return name === undefined ? [] : [[name, argument('@map', rest) ?? name] as const];
    }),
  );
  return { block, table: schema === null || schema === 'public' ? mapped : `${schema}.${mapped}`, columns };
}

/** What stands behind the first `@relation(`. */
function relationOf(attributes: string): string {
  const at = attributes.indexOf('@relation(');
  return at === -1 ? '' : attributes.slice(at, at + 1000);
}

interface Known {
  readonly models: ReadonlyMap<string, Model>;
  readonly enums: ReadonlyMap<string, string>;
  readonly dialect: DatabaseDialect;
}

function columnOf(line: string, { models, enums, dialect }: Known): readonly SnapshotColumn[] {
  const [, name = '', type = '', many = '', maybe, rest = ''] = field.exec(line) ?? [];
  if (name === '' || models.has(type)) return [];
  const given = /^Unsupported\("([^"]{1,200})"/.exec(type)?.[1];
  const scalars = scalarsOf(dialect);
  const written = given ?? nativeType(rest) ?? (Object.hasOwn(scalars, type) ? scalars[type] : undefined);
  const known = written ?? (dialect === 'postgres' ? enums.get(type) : undefined);
  if (known === undefined) return [];
  const counted =
    rest.includes('autoincrement()') && dialect === 'postgres' ? known.replace('integer', 'serial') : known;
  return [
    {
      name: argument('@map', rest) ?? name,
      type: counted + many,
      required: maybe === undefined && many === '',
      hasDefault: rest.includes('@default(') && !/@default\((?:cuid|uuid|ulid|nanoid)\(/.test(rest),
    },
  ];
}

/** Postgres' and Prisma's own names for keys: https://www.prisma.io/docs/orm/prisma-schema/data-model/database-mapping */
function tableOf(model: Model, known: Known): SnapshotTable {
  const { block, table, columns } = model;
  const bare = table.slice(table.lastIndexOf('.') + 1);
  const named = (list: string | undefined): readonly string[] => words(list).map((each) => columns.get(each) ?? each);
  const primary: string[] = [];
  const foreignKeys: SnapshotKey[] = [];
  const indexes: SnapshotTable['indexes'][number][] = [];
  const index = (on: readonly string[], unique: boolean, map: string | null): void => {
    if (on.length > 0)
      indexes.push({ name: map ?? `${bare}_${on.join('_')}_${unique ? 'key' : 'idx'}`, columns: on, unique });
  };
  for (const line of block.lines) {
    const [, many, list] = /^@@(id|unique|index)\(\s*(?:fields:\s*)?\[([^\]]{1,2000})\]/.exec(line) ?? [];
    const map = /\bmap:\s*"([^"]{1,200})"/.exec(line)?.[1] ?? null;
    if (many === 'id') primary.push(...named(list));
    else if (many !== undefined) index(named(list), many === 'unique', map);
    const [, name, type = '', , , rest = ''] = field.exec(line) ?? [];
    if (name === undefined) continue;
    const own = columns.get(name) ?? name;
    if (/(?:^|\s)@id\b/.test(rest)) primary.push(own);
    if (/(?:^|\s)@unique\b/.test(rest)) index([own], true, map);
    const keys = named(/\bfields:\s*\[([^\]]{1,2000})\]/.exec(relationOf(rest))?.[1]);
    const to = known.models.get(type)?.table;
    if (keys.length === 0 || to === undefined) continue;
    foreignKeys.push({ name: map ?? `${bare}_${keys.join('_')}_fkey`, columns: keys, to });
  }
  return { name: table, columns: block.lines.flatMap((line) => columnOf(line, known)), primary, foreignKeys, indexes };
}

/** Reads `schema.prisma`, or the files that it is made of put together. What it does not know is left out. */
export function prismaSchema(text: string, dialect: DatabaseDialect): Snapshot {
  const blocks = blocksOf(text);
  const models = new Map(
    blocks.filter(({ kind }) => kind === 'model').map((block) => [block.name, modelOf(block)] as const),
  );
  const enums = blocks
    .filter(({ kind }) => kind === 'enum')
    .map((block) => ({
      of: block.name,
      name: modelOf(block).table,
      values: block.lines.flatMap((line) => {
        const value = /^(\w{1,200})(.*)$/.exec(line);
        return value === null ? [] : [argument('@map', value[2] ?? '') ?? value[1] ?? ''];
      }),
    }));
  const quotedName = (name: string): string =>
    name
      .split('.')
      .map((part) => `"${part}"`)
      .join('.');
  const known: Known = { models, enums: new Map(enums.map(({ of, name }) => [of, quotedName(name)])), dialect };
  return {
    tables: [...models.values()].map((model) => tableOf(model, known)),
    enums: enums.map(({ name, values }) => ({ name, values })),
  };
}
