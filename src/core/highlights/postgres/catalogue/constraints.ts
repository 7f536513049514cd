import { constraintKind } from '../constraintFacts';
import { child, flag, listOf, relationName, taggedIn, textOf, type Node } from '../tree';
import type { Entity } from './catalogue';
import { keysIn, namedColumns, shortened } from './names';
import type { Run } from './run';
import { written } from './written';

/** Whether a node declares a constraint that has a name, or NOT NULL. */
export function isConstraint(constraint: Node): boolean {
  return constraintKind(constraint) !== null;
}

const ends: Readonly<Record<string, string>> = {
  check: 'check',
  foreign: 'fkey',
  unique: 'key',
  primary: 'pkey',
  exclusion: 'excl',
};

function nameOf(run: Run, table: Entity, constraint: Node, columns: readonly string[]): string {
  const own = textOf(constraint, 'conname');
  if (own !== null) return own;
  const kind = constraintKind(constraint) ?? '';
  const bare = table.name.slice(table.name.lastIndexOf('.') + 1);
  const middle = kind === 'primary' || (kind === 'check' && columns.length !== 1) ? [] : columns;
  const wanted = shortened([bare, ...middle, ends[kind] ?? kind]);
  const space = kind === 'check' || kind === 'foreign' ? 'constraint' : 'index';
  return run.catalogue.freeName(space, table.id, wanted);
}

/** The key of a table that a foreign key rests on. */
function keyUnder(run: Run, target: Entity, columns: readonly number[]): Entity | null {
  const { catalogue } = run;
  const constraints = catalogue.parts(target.id, 'constraint');
  const wanted = columns
    .map((id) => `#${id}#`)
    .toSorted()
    .join(' ');
  const fits = (each: Entity): boolean =>
    columns.length === 0
      ? each.facts.get('kind') === 'primary'
      : (each.facts.get('columns') ?? '').split(' ').toSorted().join(' ') === wanted;
  const keys = constraints.filter(({ facts }) => ['primary', 'unique'].includes(facts.get('kind') ?? ''));
  return (
    keys.find(fits) ??
    catalogue.parts(target.id, 'index').find((each) => each.facts.get('unique') === 'yes' && fits(each)) ??
    null
  );
}

/**
 * Puts a constraint down.
 * @param behind the column that it is written behind; `null` for one of the table
 */
export function addConstraint(run: Run, table: Entity, constraint: Node, behind: string | null): void {
  const { catalogue } = run;
  const kind = constraintKind(constraint);
  if (kind === null) return;
  const written_ = [...keysIn(constraint, 'keys'), ...keysIn(constraint, 'fk_attrs')];
  const columns = namedColumns(run, table, behind === null ? written_ : [behind]);
  const ids = columns.map(({ id }) => id);
  if (kind === 'not-null') {
    for (const column of columns) run.set(column, 'not null', 'yes');
    return;
  }
  if (kind === 'primary') {
    for (const column of columns) if (column.facts.get('not null') !== 'yes') run.set(column, 'not null', 'yes');
  }
  const { facts, uses } = factsOf(run, table, constraint, kind, ids);
  const own = uses.filter((id) => catalogue.get(id)?.owner === table.id);
  const named = own.flatMap((id) => catalogue.get(id)?.name ?? []);
  const name = nameOf(
    run,
    table,
    constraint,
    kind === 'check' && behind === null ? named : columns.map((each) => each.name),
  );
  const index = textOf(constraint, 'indexname');
  if (index !== null) ids.push(...fromIndex(run, table, index, facts));
  const taken =
    catalogue.find('constraint', name, table.id) ??
    (ends[kind] === 'check' || kind === 'foreign' ? null : catalogue.find('index', name));
  if (taken !== null) return run.refuse(`There is a ${taken.kind} ${name} already`, taken);
  run.add({
    kind: 'constraint',
    name,
    owner: table.id,
    facts,
    goesWith: [...new Set([...ids, ...own])],
    needs: uses.filter((id) => id !== table.id && !own.includes(id)),
  });
}

function factsOf(
  run: Run,
  table: Entity,
  constraint: Node,
  kind: string,
  ids: readonly number[],
): { readonly facts: Map<string, string>; readonly uses: readonly number[] } {
  const { catalogue } = run;
  const scope = { catalogue, table };
  const facts = new Map([['kind', kind]]);
  if (ids.length > 0) facts.set('columns', ids.map((id) => `#${id}#`).join(' '));
  const uses = new Set<number>();
  for (const flagName of [
    'deferrable',
    'initdeferred',
    'nulls_not_distinct',
    'is_no_inherit',
    'without_overlaps',
    'fk_with_period',
  ]) {
    if (flag(constraint, flagName)) facts.set(flagName, 'yes');
  }
  if (flag(constraint, 'skip_validation')) facts.set('valid', 'no');
  for (const part of [
    'raw_expr',
    'exclusions',
    'where_clause',
    'options',
    'including',
    'access_method',
    'fk_del_set_cols',
  ]) {
    if (constraint[part] === undefined) continue;
    const { text, uses: more } = written(constraint[part], scope);
    facts.set(part, text);
    for (const id of more) uses.add(id);
  }
  // Columns in an exclusion constraint stand as names.
  for (const name of elementNames(constraint)) for (const { id } of namedColumns(run, table, [name])) uses.add(id);
  if (kind !== 'foreign') return { facts, uses: [...uses] };
  const target = run.wanted('table', relationName(child(constraint, 'pktable')));
  if (target === null) return { facts, uses: [...uses] };
  const named = namedColumns(run, target, keysIn(constraint, 'pk_attrs')).map(({ id }) => id);
  const key = keyUnder(run, target, named);
  const columns = named.length > 0 ? named.map((id) => `#${id}#`).join(' ') : (key?.facts.get('columns') ?? 'its key');
  facts.set('references', `#${target.id}# (${columns})`);
  facts.set(
    'actions',
    ['fk_matchtype', 'fk_upd_action', 'fk_del_action'].map((part) => textOf(constraint, part) ?? '').join(''),
  );
  for (const id of [target.id, ...named, ...(key === null ? [] : [key.id])]) uses.add(id);
  return { facts, uses: [...uses] };
}

function elementNames(constraint: Node): readonly string[] {
  return listOf(constraint, 'exclusions').flatMap((each) =>
    taggedIn({ each: [each] }, 'each', 'List').flatMap((list) =>
      taggedIn(list, 'items', 'IndexElem').flatMap((element) => textOf(element, 'name') ?? []),
    ),
  );
}

/** A constraint takes over an index, with its columns. */
function fromIndex(run: Run, table: Entity, name: string, facts: Map<string, string>): readonly number[] {
  const schema = table.name.slice(0, table.name.lastIndexOf('.') + 1);
  const index = run.wanted('index', schema + name);
  if (index === null) return [];
  const columns = index.facts.get('columns');
  facts.set('columns', columns ?? '?');
  const ids = [...(columns ?? '').matchAll(/#(\d+)#/g)].map(([, id]) => Number(id));
  for (const id of facts.get('kind') === 'primary' ? ids : []) {
    const column = run.catalogue.get(id);
    if (column !== null) run.set(column, 'not null', 'yes');
  }
  run.drop([index], true);
  return ids;
}
