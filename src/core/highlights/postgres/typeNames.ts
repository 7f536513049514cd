import { listOf, nameFrom, numberOf, child, tagged, words, type Node } from './tree';

/** A column type as the catalogue knows it. */
export interface TypeName {
  /** Postgres' internal name of a built-in type (`int4`, `varchar`), the name as written of any other. */
  readonly name: string;
  /** Length, precision and scale. */
  readonly modifiers: readonly number[];
  readonly array: boolean;
}

/** Words for types that the parser leaves as they are written. */
const spellings: ReadonlyMap<string, string> = new Map([
  ['serial', 'int4'],
  ['serial4', 'int4'],
  ['bigserial', 'int8'],
  ['serial8', 'int8'],
  ['smallserial', 'int2'],
  ['serial2', 'int2'],
]);

/** Column types that bring a sequence along. */
export function isSerial(typeName: Node): boolean {
  return spellings.has(words(listOf(typeName, 'names')).at(-1) ?? '');
}

/** Reads a type from the tree. */
export function typeNameOf(typeName: Node): TypeName {
  const parts = words(listOf(typeName, 'names'));
  const name = nameFrom(parts[0] === 'pg_catalog' ? parts.slice(1) : parts);
  const modifiers = listOf(typeName, 'typmods').map((each) => numberOf(child(tagged(each).body, 'ival'), 'ival'));
  // Of an interval the first modifier says which fields it has.
  const kept = name === 'interval' ? modifiers.slice(1) : modifiers;
  return {
    name: spellings.get(name) ?? name,
    modifiers: kept,
    array: listOf(typeName, 'arrayBounds').length > 0,
  };
}

const shownNames: Readonly<Record<string, string>> = {
  int2: 'smallint',
  int4: 'integer',
  int8: 'bigint',
  float4: 'real',
  float8: 'double precision',
  bool: 'boolean',
  bpchar: 'char',
};

/** A type as people write it. */
export function shownType({ name, modifiers, array }: TypeName): string {
  const word = Object.hasOwn(shownNames, name) ? (shownNames[name] ?? name) : name;
  return `${word}${modifiers.length === 0 ? '' : `(${modifiers.join(',')})`}${array ? '[]' : ''}`;
}
