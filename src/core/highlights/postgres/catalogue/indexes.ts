import { child, flag, listOf, relationName, tagged, taggedIn, textOf, words, type Node } from '../tree';
import type { Entity } from './catalogue';
import { namedColumns, shortened } from './names';
import { factsFrom } from './parts';
import type { Run } from './run';
import { written, type Scope } from './written';

const schemaOf = (name: string): string => name.slice(0, name.lastIndexOf('.') + 1);

function element(element: Node, scope: Scope, uses: Set<number>): string {
  const name = textOf(element, 'name');
  const column = name === null || scope.table === null ? null : scope.catalogue.find('column', name, scope.table.id);
  if (column !== null) uses.add(column.id);
  const expression = element['expr'] === undefined ? null : written(element['expr'], scope);
  for (const id of expression?.uses ?? []) uses.add(id);
  const descends = textOf(element, 'ordering') === 'SORTBY_DESC';
  const nulls = textOf(element, 'nulls_ordering') ?? '';
  // NULLs stand first when it descends, last otherwise, unless it says so.
  const first = nulls === 'SORTBY_NULLS_FIRST' || (descends && nulls !== 'SORTBY_NULLS_LAST');
  return [
    column === null ? (expression?.text ?? name ?? '') : `#${column.id}#`,
    ...(descends ? ['DESC'] : []),
    ...(first === descends ? [] : [first ? 'NULLS FIRST' : 'NULLS LAST']),
    ...['collation', 'opclass', 'opclassopts'].flatMap((part) =>
      element[part] === undefined ? [] : [`${part} ${written(element[part], scope).text}`],
    ),
  ].join(' ');
}

/** The name of an index that was given none (ChooseIndexName in Postgres' sources). */
function indexName(run: Run, table: Entity, elements: readonly Node[]): string {
  const bare = table.name.slice(schemaOf(table.name).length);
  const names = elements.map((each) => textOf(each, 'name') ?? expressionName(each['expr']));
  return run.catalogue.freeName('index', null, `${schemaOf(table.name)}${shortened([bare, ...names, 'idx'])}`);
}

function expressionName(expression: unknown): string {
  const { tag, body } = tagged(expression);
  if (tag === 'FuncCall') return words(listOf(body, 'funcname')).at(-1) ?? 'expr';
  return tag === 'CoalesceExpr' ? 'coalesce' : 'expr';
}

/** `CREATE INDEX`. */
export function createIndex(run: Run, body: Node): void {
  const { catalogue } = run;
  const table = run.wanted('table', relationName(child(body, 'relation')));
  if (table === null) return;
  const elements = taggedIn(body, 'indexParams', 'IndexElem');
  const included = taggedIn(body, 'indexIncludingParams', 'IndexElem');
  const own = textOf(body, 'idxname');
  const name = own === null ? indexName(run, table, [...elements, ...included]) : schemaOf(table.name) + own;
  const old = catalogue.find('index', name);
  if (old !== null) {
    if (!flag(body, 'if_not_exists')) run.refuse(`There is a ${old.kind} ${name} already`, old);
    return;
  }
  if (table.facts.get('complete') === 'no') {
    for (const each of [...elements, ...included]) {
      const column = textOf(each, 'name');
      if (column !== null) namedColumns(run, table, [column]);
    }
  }
  const scope = { catalogue, table: catalogue.get(table.id) ?? table };
  const uses = new Set<number>();
  const facts = new Map([['columns', elements.map((each) => element(each, scope, uses)).join(' ')]]);
  if (included.length > 0) facts.set('included', included.map((each) => element(each, scope, uses)).join(' '));
  facts.set('method', textOf(body, 'accessMethod') ?? 'btree');
  for (const part of ['unique', 'nulls_not_distinct']) if (flag(body, part)) facts.set(part, 'yes');
  const more = factsFrom(body, ['whereClause', 'options', 'tableSpace'], scope);
  for (const id of more.uses) uses.add(id);
  const columns = [...uses].filter((id) => catalogue.get(id)?.owner === table.id);
  const index = run.add({
    kind: 'index',
    name,
    owner: table.id,
    facts: new Map([...facts, ...more.facts]),
    goesWith: columns,
    needs: [...uses].filter((id) => !columns.includes(id)),
  });
  if (table.facts.has('partspec')) attach(run, table, index);
}

/** An index of a partitioned table takes over those of its partitions that are the same. */
function attach({ catalogue }: Run, table: Entity, index: Entity): void {
  const partitions = catalogue
    .users(table.id)
    .filter(({ kind, goesWith }) => kind === 'table' && goesWith.includes(table.id));
  const columns = ({ goesWith, owner }: Entity): string =>
    goesWith
      .map((id) => catalogue.get(id))
      .flatMap((each) => (each?.owner === owner ? each.name : []))
      .join(',');
  for (const each of partitions.flatMap(({ id }) => catalogue.parts(id, 'index'))) {
    if (columns(each) === columns(index)) catalogue.put({ ...each, goesWith: [...each.goesWith, index.id] });
  }
}
