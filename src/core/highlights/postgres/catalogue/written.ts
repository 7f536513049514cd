import {
  child,
  flag,
  listOf,
  nameFrom,
  nodeOf,
  numberOf,
  relationName,
  tagged,
  textOf,
  words,
  type Node,
} from '../tree';
import { typeNameOf } from '../typeNames';
import type { Catalogue, Entity } from './catalogue';

/** A part of a statement as a text that is the same for the same meaning, and the entities that it names. */
export interface Written {
  readonly text: string;
  readonly uses: readonly number[];
}

/** What names in a statement stand for. */
export interface Scope {
  readonly catalogue: Catalogue;
  /** The table whose columns stand without a name before them; `null`: none. */
  readonly table: Entity | null;
  /** Tables by the names that a query gives them. */
  readonly sources?: ReadonlyMap<string, Entity>;
}

/** Where something stands in a text says nothing about what it is. */
const places = /location$|^stmt_|^list_(?:start|end)$|^rexpr_list_/;

/** Writes a part of a parse tree down. Throws `RangeError` on one that is too deep. */
export function written(value: unknown, scope: Scope): Written {
  const uses = new Set<number>();
  const text = JSON.stringify(canonical(value, scope, uses) ?? null);
  return { text, uses: [...uses] };
}

/** A type with its length and dimensions; one that a statement made is named by its number. */
export function writtenType(typeName: Node, catalogue: Catalogue): Written {
  const { name, modifiers, array } = typeNameOf(typeName);
  const own = catalogue.find('type', name) ?? catalogue.find('table', name);
  const length = modifiers.length === 0 ? '' : `(${modifiers.join(',')})`;
  return {
    text: `${own === null ? name : `#${own.id}#`}${length}${array ? '[]' : ''}`,
    uses: own === null ? [] : [own.id],
  };
}

function reference(entity: Entity, uses: Set<number>): string {
  uses.add(entity.id);
  return `#${entity.id}#`;
}

function canonical(value: unknown, scope: Scope, uses: Set<number>): unknown {
  if (Array.isArray(value)) return (value as readonly unknown[]).map((each) => canonical(each, scope, uses));
  if (typeof value !== 'object' || value === null) return value;
  const node = nodeOf(value);
  const { catalogue } = scope;
  if (typeof node['relname'] === 'string') {
    const relation = catalogue.find('table', relationName(node));
    const name = relation === null ? relationName(node) : reference(relation, uses);
    return [name, node['inh'] ?? false, canonical(node['alias'], scope, uses)];
  }
  if (Array.isArray(node['names']) && 'typemod' in node) {
    const type = writtenType(node, catalogue);
    for (const id of type.uses) uses.add(id);
    return type.text;
  }
  const { tag, body } = tagged(node);
  const special =
    tag === 'ColumnRef' ? columnReference(body, scope, uses) : tag === 'FuncCall' ? call(body, scope, uses) : null;
  if (special !== null) return special;
  if (tag === 'A_Const') return constant(body);
  return Object.fromEntries(
    Object.entries(node)
      .filter(([key]) => !places.test(key))
      .map(([key, each]) => [key, canonical(each, scope, uses)]),
  );
}

/** `TRUE`, `'t'` and the like are the same value for who asks for a boolean; numbers may stand in quotes. */
function constant(body: Node): string {
  const entry = Object.entries(body).find(([key]) => !places.test(key));
  if (entry === undefined) return 'zero';
  const [kind, value] = entry;
  if (kind === 'isnull') return 'NULL';
  const inner = nodeOf(value);
  if (kind === 'boolval') return flag(inner, 'boolval') ? "'t'" : "'f'";
  if (kind === 'ival') return `'${numberOf(inner, 'ival')}'`;
  return `'${textOf(inner, kind) ?? ''}'`;
}

function columnReference(body: Node, { catalogue, table, sources }: Scope, uses: Set<number>): string | null {
  const fields = words(listOf(body, 'fields'));
  if (fields.length !== listOf(body, 'fields').length) return null;
  const [first = '', second] = fields;
  const column = second ?? first;
  const owners =
    second !== undefined
      ? [sources?.get(first) ?? (table?.name === first ? table : null)]
      : table === null
        ? [...new Set(sources?.values() ?? [])]
        : [table];
  const found = owners.flatMap((owner) => (owner === null ? [] : (catalogue.find('column', column, owner.id) ?? [])));
  const [only] = found;
  if (only === undefined || found.length > 1 || fields.length > 2) return null;
  // In a view a column keeps the name that it had.
  if (table === null) {
    uses.add(only.id);
    return null;
  }
  return reference(only, uses);
}

function call(body: Node, scope: Scope, uses: Set<number>): unknown {
  const { catalogue } = scope;
  const parts = words(listOf(body, 'funcname'));
  const name = nameFrom(parts[0] === 'pg_catalog' ? parts.slice(1) : parts);
  const [argument] = listOf(body, 'args');
  if (name === 'nextval') {
    const literal = textOf(child(uncast(argument), 'sval'), 'sval');
    const sequence = literal === null ? null : catalogue.find('sequence', unquoted(literal));
    if (sequence !== null) return ['nextval', reference(sequence, uses)];
  }
  for (const routine of routinesNamed(catalogue, name)) uses.add(routine.id);
  const rest = Object.entries(body).filter(([key]) => key !== 'funcname' && !places.test(key));
  return [name, ...rest.map(([key, each]) => [key, canonical(each, scope, uses)])];
}

function uncast(value: unknown): Node {
  const { tag, body } = tagged(value);
  return tag === 'TypeCast' ? uncast(body['arg']) : body;
}

/** A name as it stands in a string, in the form that names are compared in. */
function unquoted(name: string): string {
  const parts = name.match(/"(?:[^"]|"")*"|[^.]+/g) ?? [];
  return nameFrom(
    parts.map((part) => (part.startsWith('"') ? part.slice(1, -1).replaceAll('""', '"') : part.toLowerCase())),
  );
}

/** The functions of a name, with any arguments; several are not told apart by a call. */
function routinesNamed(catalogue: Catalogue, name: string): readonly Entity[] {
  const list = catalogue.find('routine name', name);
  return list === null ? [] : catalogue.parts(list.id, 'routine').slice(0, 1);
}

/** A constant behind a cast to the type that the column has anyway is the constant. */
export function withoutCast(value: unknown, type: string, catalogue: Catalogue): unknown {
  const { tag, body } = tagged(value);
  if (tag !== 'TypeCast' || tagged(body['arg']).tag !== 'A_Const') return value;
  const bare = (text: string): string => text.replace(/\(.*?\)/, '');
  return bare(writtenType(child(body, 'typeName'), catalogue).text) === bare(type) ? body['arg'] : value;
}
