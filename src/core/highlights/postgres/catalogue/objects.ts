import { child, flag, listOf, nameFrom, relationName, tagged, taggedIn, textOf, words, type Node } from '../tree';
import type { Entity } from './catalogue';
import { namedColumns } from './names';
import { factsFrom } from './parts';
import type { Run } from './run';
import { written } from './written';

/** Something that stands on a table: a trigger, a policy, a rule. */
export function createOnTable(
  run: Run,
  kind: string,
  relation: Node,
  name: string,
  body: Node,
  parts: readonly string[],
): void {
  const { catalogue } = run;
  const table = run.wanted('table', relationName(relation));
  if (table === null) return;
  const sources = new Map(['new', 'old'].map((row) => [row, table] as const));
  const { facts, uses } = factsFrom(body, parts, { catalogue, table, sources });
  const columns =
    kind === 'trigger' ? namedColumns(run, table, words(listOf(body, 'columns'))).map(({ id }) => id) : [];
  if (columns.length > 0) facts.set('columns', columns.map((id) => `#${id}#`).join(' '));
  const routine = kind === 'trigger' ? triggerRoutine(run, body) : null;
  if (routine !== null) facts.set('function', `#${routine.id}#`);
  const needs = [...uses, ...columns, ...(routine === null ? [] : [routine.id])].filter((id) => id !== table.id);
  const old = catalogue.find(kind, name, table.id);
  if (old === null) run.add({ kind, name, owner: table.id, facts, goesWith: [], needs });
  else if (flag(body, 'replace')) run.put({ ...old, facts, needs });
  else run.refuse(`There is a ${kind} ${name} on ${table.name} already`, old);
}

function triggerRoutine(run: Run, body: Node): Entity | null {
  const name = nameFrom(words(listOf(body, 'funcname')));
  const own = run.catalogue.find('routine name', name);
  return own === null ? null : run.catalogue.find('routine', '()', own.id);
}

/** Something with a name and facts, which nothing is a part of. */
export function createPlain(run: Run, kind: string, name: string, body: Node, parts: readonly string[]): void {
  const { catalogue } = run;
  const old = catalogue.find(kind, name);
  if (old !== null) {
    if (!flag(body, 'if_not_exists')) run.refuse(`There is a ${kind} ${name} already`, old);
    return;
  }
  const { facts, uses } = factsFrom(body, parts, { catalogue, table: null });
  // Statistics go with what they are about.
  const [goesWith, needs] = kind === 'statistics' ? [uses, []] : [[], uses];
  run.add({ kind, name, owner: null, facts, goesWith, needs });
}

/** `CREATE SEQUENCE` and `ALTER SEQUENCE`. */
export function sequence(run: Run, body: Node, isNew: boolean): void {
  const name = relationName(child(body, 'sequence'));
  if (isNew) createPlain(run, 'sequence', name, body, []);
  const found = run.wanted('sequence', name);
  if (found === null) return;
  for (const option of taggedIn(body, 'options', 'DefElem')) {
    const fact = textOf(option, 'defname') ?? '';
    // Where it counts from next is a value.
    if (fact === 'restart') continue;
    if (fact === 'owned_by') ownedBy(run, found, words(listOf(tagged(option['arg']).body, 'items')));
    else run.set(found, fact, written(option['arg'], { catalogue: run.catalogue, table: null }).text);
  }
}

function ownedBy(run: Run, found: Entity, parts: readonly string[]): void {
  const now = run.catalogue.get(found.id) ?? found;
  const facts = new Map(now.facts);
  facts.delete('owned by');
  const table = parts.length < 2 ? null : run.wanted('table', nameFrom(parts.slice(0, -1)));
  const column = table === null ? null : run.wanted('column', parts.at(-1) ?? '', table);
  if (column !== null) facts.set('owned by', `#${column.id}#`);
  run.put({ ...now, facts, goesWith: column === null ? [] : [column.id] });
}

/** Characters of all values of an enum; more are not written anew for each that is added. */
const mostValues = 20_000;

/** `ALTER TYPE … ADD VALUE` and `RENAME VALUE`. */
export function alterEnum(run: Run, body: Node): void {
  const found = run.wanted('type', nameFrom(words(listOf(body, 'typeName'))));
  if (found === null) return;
  const value = textOf(body, 'newVal') ?? '';
  const old = textOf(body, 'oldVal');
  const neighbour = textOf(body, 'newValNeighbor');
  const known = found.facts.get('vals');
  if ((known ?? '').length > mostValues) return run.obscure('It changes an enum of very many values');
  const values = known === undefined ? null : (JSON.parse(known) as readonly unknown[]);
  const named = (text: string): unknown => ({ String: { sval: text } });
  const at = (text: string): number =>
    (values ?? []).findIndex((each) => JSON.stringify(each) === JSON.stringify(named(text)));
  if (values === null) return run.set(found, 'vals', `${found.facts.get('definition') ?? ''} ${value} ${run.part}`);
  if (old !== null) {
    const renamed = values.map((each, index) => (index === at(old) ? named(value) : each));
    for (const column of run.catalogue.users(found.id).filter(({ kind }) => kind === 'column')) {
      const initial = run.catalogue.find('default', '', column.id);
      if (initial?.facts.get('expression') === JSON.stringify(`'${old}'`)) {
        run.set(initial, 'expression', JSON.stringify(`'${value}'`));
      }
    }
    return run.set(found, 'vals', JSON.stringify(renamed));
  }
  if (at(value) !== -1) {
    if (!flag(body, 'skipIfNewValExists')) run.refuse(`The type ${found.name} has the value ${value} already`);
    return;
  }
  const place = neighbour !== null ? at(neighbour) + (flag(body, 'newValIsAfter') ? 1 : 0) : values.length;
  run.set(found, 'vals', JSON.stringify(values.toSpliced(place, 0, named(value))));
}
