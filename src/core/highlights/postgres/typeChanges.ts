import type { TypeName } from './typeNames';

/** What changing a column's type does to the table and its values. */
export interface TypeChange {
  /** `null`: depends on a type that is not known. */
  readonly rewrites: boolean | null;
  /** Values are cut or rounded without an error; `null`: not known. */
  readonly loses: boolean | null;
  /** Every value of the old type is one of the new. */
  readonly widens: boolean | null;
}

/** What is known about a type that is not built in. */
export interface TypeFacts {
  /** The type below a domain, with whether the domain checks anything; `null` for what is not a known domain. */
  domain(name: string): { readonly base: TypeName; readonly checked: boolean } | null;
  isEnum(name: string): boolean;
}

const inPlace: TypeChange = { rewrites: false, loses: false, widens: true };
const unknown: TypeChange = { rewrites: null, loses: null, widens: null };
const rewrite = (widens: boolean, loses: boolean | null = false): TypeChange => ({ rewrites: true, loses, widens });

const builtIn = new Set(
  (
    'int2 int4 int8 float4 float8 numeric money bool text varchar bpchar char name bytea uuid json jsonb xml date time ' +
    'timetz timestamp timestamptz interval inet cidr macaddr macaddr8 bit varbit oid xid regclass point box path ' +
    'polygon circle line lseg tsvector tsquery int4range int8range numrange tsrange tstzrange daterange'
  ).split(' '),
);

/** Whether every Postgres has the type. */
export function isBuiltIn(name: string): boolean {
  return builtIn.has(name);
}

/** Types whose values have the same bytes: changing one to the other touches no row (pg_cast, `castmethod = 'b'`). */
const sameBytes = new Set([
  'text>varchar',
  'varchar>text',
  'citext>text',
  'citext>varchar',
  'text>citext',
  'varchar>citext',
  'xml>text',
  'xml>varchar',
  'cidr>inet',
  'int4>oid',
  'oid>int4',
  'int4>regclass',
  'oid>regclass',
  'regclass>oid',
  'regclass>int4',
  'bit>varbit',
  'varbit>bit',
]);

const numbers = ['int2', 'int4', 'int8', 'numeric'];
/** Where the missing length means the greatest one. */
const precise: Readonly<Record<string, number>> = { timestamp: 6, timestamptz: 6, time: 6, timetz: 6, interval: 6 };

/**
 * Tells what a change of type does, as Postgres decides it: no rewrite when the values keep their bytes and the new
 * length or precision holds every old one. The cases are checked against Postgres itself.
 * @param from `null` when the present type is not known
 */
export function changeOfType(from: TypeName | null, to: TypeName, facts: TypeFacts): TypeChange {
  if (from === null) return unknown;
  const domain = facts.domain(to.name);
  if (domain !== null && !to.array) {
    const below = changeOfType(from, domain.base, facts);
    return domain.checked && from.name !== to.name ? { ...below, rewrites: true, widens: false } : below;
  }
  const base = facts.domain(from.name);
  if (base !== null && !from.array && from.name !== to.name) return changeOfType(base.base, to, facts);
  if (from.array || to.array) return changeOfArray(from, to);
  if (from.name === to.name) return changeOfLength(from, to);
  if (sameBytes.has(`${from.name}>${to.name}`)) {
    // A length of its own has to be checked or filled up in every row.
    if (to.modifiers.length === 0 && to.name !== 'bit') return inPlace;
    if (to.name === 'varchar' || to.name === 'bit' || to.name === 'varbit') return rewrite(false);
    return inPlace;
  }
  const known = (type: TypeName): boolean => builtIn.has(type.name) || facts.isEnum(type.name);
  if (!known(from) || !known(to)) return unknown;
  return rewrite(isWider(from, to), isRounded(from, to));
}

function sameModifiers(a: readonly number[], b: readonly number[]): boolean {
  return a.length === b.length && a.every((each, at) => each === b[at]);
}

function changeOfArray(from: TypeName, to: TypeName): TypeChange {
  const same = from.array && to.array && from.name === to.name && sameModifiers(from.modifiers, to.modifiers);
  return same ? inPlace : rewrite(false, null);
}

function changeOfLength(from: TypeName, to: TypeName): TypeChange {
  const { name } = from;
  const [old, now] = [from.modifiers, to.modifiers];
  if (sameModifiers(old, now)) return inPlace;
  if (name === 'bpchar' || name === 'bit') return rewrite((now[0] ?? 1) > (old[0] ?? 1));
  if (name === 'numeric') return changeOfNumeric(old, now);
  const most = Object.hasOwn(precise, name) ? (precise[name] ?? 6) : Infinity;
  const holds = (now[0] ?? most) >= (old[0] ?? most);
  // Too long a text is refused; fractions of a second are rounded.
  return holds ? inPlace : rewrite(false, most !== Infinity);
}

function changeOfNumeric(old: readonly number[], now: readonly number[]): TypeChange {
  const [precision, scale] = [now[0], now[1] ?? 0];
  if (precision === undefined) return inPlace;
  const [had, hadScale] = [old[0], old[1] ?? 0];
  if (had === undefined) return rewrite(false, true);
  if (scale === hadScale && precision >= had) return inPlace;
  return rewrite(scale >= hadScale && precision - scale >= had - hadScale, scale < hadScale);
}

function isWider(from: TypeName, to: TypeName): boolean {
  const [a, b] = [numbers.indexOf(from.name), numbers.indexOf(to.name)];
  if (a !== -1 && b !== -1) return b > a && to.modifiers.length === 0;
  const texts = ['text', 'varchar'].includes(to.name) && to.modifiers.length === 0;
  return (
    texts ||
    (from.name === 'float4' && to.name === 'float8') ||
    (from.name === 'date' && ['timestamp', 'timestamptz'].includes(to.name))
  );
}

function isRounded(from: TypeName, to: TypeName): boolean {
  const parts: Readonly<Record<string, readonly string[]>> = {
    timestamp: ['date', 'time'],
    timestamptz: ['date', 'time', 'timetz', 'timestamp'],
    numeric: ['int2', 'int4', 'int8', 'float4', 'float8', 'money'],
    float8: ['float4', 'int2', 'int4', 'int8', 'numeric'],
    float4: ['int2', 'int4', 'int8', 'numeric'],
    timetz: ['time'],
    json: ['jsonb'],
  };
  return (Object.hasOwn(parts, from.name) ? (parts[from.name] ?? []) : []).includes(to.name);
}
