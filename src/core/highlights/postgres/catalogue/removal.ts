import {
  child,
  flag,
  listOf,
  nameFrom,
  objectName,
  relationName,
  tagged,
  taggedIn,
  textOf,
  words,
  type Node,
} from '../tree';
import type { Entity } from './catalogue';
import { routineName, signature } from './routines';
import type { Run } from './run';

/** What entities of a statement's kind of object are here. */
const kinds: Readonly<Record<string, string>> = {
  OBJECT_TABLE: 'table',
  OBJECT_FOREIGN_TABLE: 'table',
  OBJECT_VIEW: 'view',
  OBJECT_MATVIEW: 'view',
  OBJECT_INDEX: 'index',
  OBJECT_SEQUENCE: 'sequence',
  OBJECT_TYPE: 'type',
  OBJECT_DOMAIN: 'type',
  OBJECT_SCHEMA: 'schema',
  OBJECT_EXTENSION: 'extension',
  OBJECT_FUNCTION: 'routine',
  OBJECT_PROCEDURE: 'routine',
  OBJECT_ROUTINE: 'routine',
  OBJECT_TRIGGER: 'trigger',
  OBJECT_POLICY: 'policy',
  OBJECT_RULE: 'rule',
  OBJECT_PUBLICATION: 'publication',
  OBJECT_STATISTIC_EXT: 'statistics',
  OBJECT_EVENT_TRIGGER: 'event trigger',
};

const onTables: ReadonlySet<string> = new Set(['trigger', 'policy', 'rule']);

/** `DROP`. */
export function dropObjects(run: Run, body: Node): void {
  const type = textOf(body, 'removeType') ?? '';
  const kind = Object.hasOwn(kinds, type) ? kinds[type] : undefined;
  if (kind === undefined) return run.obscure('It drops something that is not followed');
  const missingOk = flag(body, 'missing_ok');
  const found = listOf(body, 'objects').flatMap((each) => target(run, kind, each, missingOk) ?? []);
  const partitioned = found.find(({ id, facts }) => facts.has('partspec') && !run.touched.has(id));
  // Tools make partitions as time goes on.
  if (run.part === 'up' && partitioned !== undefined) run.obscure(`It drops the partitions of ${partitioned.name}`);
  if (found.length > 0) run.drop(found, textOf(body, 'behavior') === 'DROP_CASCADE');
}

function target(run: Run, kind: string, object: unknown, missingOk: boolean): Entity | null {
  if (kind === 'routine') return routine(run, object, missingOk);
  if (!onTables.has(kind)) return named(run, kind, objectName(object), null, missingOk);
  const parts = words(listOf(tagged(object).body, 'items'));
  const table = named(run, 'table', nameFrom(parts.slice(0, -1)), null, missingOk);
  return table === null ? null : named(run, kind, parts.at(-1) ?? '', table, missingOk);
}

function named(run: Run, kind: string, name: string, owner: Entity | null, missingOk: boolean): Entity | null {
  const found = run.catalogue.find(kind, name, owner?.id ?? null);
  if (found !== null) return found;
  // With IF EXISTS it is not said that it is there.
  if (missingOk) return run.part === 'up' && run.isDoubtful ? run.assume(kind, name, owner, ['dropped']) : null;
  return run.wanted(kind, name, owner);
}

function routine(run: Run, object: unknown, missingOk: boolean): Entity | null {
  const { catalogue } = run;
  const name = objectName(object);
  const { body } = tagged(object);
  const own = catalogue.find('routine name', name);
  const all = own === null ? [] : catalogue.parts(own.id, 'routine');
  const parameters = taggedIn(body, 'objfuncargs', 'FunctionParameter');
  const found = flag(body, 'args_unspecified')
    ? all.length === 1
      ? all[0]
      : undefined
    : all.find((each) => each.name === signature(run, parameters));
  if (found !== undefined) return found;
  if (!missingOk) run.refuse(`There is no function ${name} of these arguments`);
  return null;
}

/** `RENAME`. */
export function rename(run: Run, body: Node): void {
  const { catalogue } = run;
  const type = textOf(body, 'renameType') ?? '';
  const to = textOf(body, 'newname') ?? '';
  const relation = relationName(child(body, 'relation'));
  const part = textOf(body, 'subname') ?? '';
  const missing = flag(body, 'missing_ok') && !run.isDoubtful;
  const table = (): Entity | null =>
    missing && catalogue.find('table', relation) === null ? null : run.wanted('table', relation);
  const inTable = (kind: string): void => {
    const owner = table();
    const found = owner === null ? null : run.wanted(kind, part, owner);
    if (found !== null) renameTo(run, found, to);
  };
  switch (type) {
    case 'OBJECT_COLUMN':
      return inTable('column');
    case 'OBJECT_TABCONSTRAINT':
      return inTable('constraint');
    case 'OBJECT_TRIGGER':
    case 'OBJECT_POLICY':
    case 'OBJECT_RULE':
      return inTable(kinds[type] ?? '');
    default: {
      const kind = Object.hasOwn(kinds, type) ? kinds[type] : undefined;
      if (kind === undefined) return run.obscure('It renames something that is not followed');
      if (kind === 'routine') return renameRoutine(run, body['object'], to);
      const name = relation === '' ? objectName(body['object']) : relation;
      const own = type === 'OBJECT_SCHEMA' ? part : name;
      const found = missing && catalogue.find(kind, own) === null ? null : run.wanted(kind, own);
      if (found !== null) renameTo(run, found, `${own.slice(0, own.lastIndexOf('.') + 1)}${to}`);
    }
  }
}

function renameRoutine(run: Run, object: unknown, to: string): void {
  const found = routine(run, object, false);
  if (found === null) return;
  const from = objectName(object);
  const name = `${from.slice(0, from.lastIndexOf('.') + 1)}${to}`;
  const own = run.catalogue.find('routine name', name) ?? routineName(run, name);
  const taken = run.catalogue.find('routine', found.name, own.id);
  if (taken !== null) run.refuse(`There is a function ${name} already`, taken);
  run.put({ ...found, owner: own.id });
}

function renameTo(run: Run, entity: Entity, name: string): void {
  const { catalogue } = run;
  const owner = entity.kind === 'index' ? null : entity.owner;
  const taken = catalogue.find(entity.kind, name, owner);
  if (taken !== null && taken.id !== entity.id) run.refuse(`There is a ${taken.kind} ${name} already`, taken);
  if (entity.kind === 'schema') run.obscure('It renames a schema');
  run.put({ ...entity, name });
}

/** `SET SCHEMA`. */
export function moveSchema(run: Run, body: Node): void {
  const type = textOf(body, 'objectType') ?? '';
  const kind = Object.hasOwn(kinds, type) ? kinds[type] : undefined;
  const relation = relationName(child(body, 'relation'));
  if (kind === undefined || kind === 'routine') return run.obscure('It moves something that is not followed');
  const found = run.wanted(kind, relation === '' ? objectName(body['object']) : relation);
  if (found === null) return;
  const schema = textOf(body, 'newschema') ?? '';
  const moved = (name: string): string =>
    `${schema === 'public' ? '' : `${schema}.`}${name.slice(name.lastIndexOf('.') + 1)}`;
  run.put({ ...found, name: moved(found.name) });
  for (const index of run.catalogue.parts(found.id, 'index')) run.put({ ...index, name: moved(index.name) });
}
