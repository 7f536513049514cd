import { child, flag, has, listOf, numberOf, relationName, tagged, taggedIn, textOf, type Node } from '../tree';
import { isSerial } from '../typeNames';
import type { Entity } from './catalogue';
import { addConstraint, isConstraint } from './constraints';
import { shortened } from './names';
import type { Run } from './run';
import { withoutCast, written, writtenType } from './written';

/** Puts a column down with the constraints behind it. */
export function addColumn(run: Run, table: Entity, definition: Node): void {
  const { catalogue } = run;
  const name = textOf(definition, 'colname') ?? '';
  const typeName = child(definition, 'typeName');
  const type = writtenType(typeName, catalogue);
  const constraints = taggedIn(definition, 'constraints', 'Constraint');
  const kinds = new Set(constraints.map((each) => textOf(each, 'contype')));
  const serial = isSerial(typeName);
  const identity = constraints.find((each) => textOf(each, 'contype') === 'CONSTR_IDENTITY');
  const notNull = serial || identity !== undefined || kinds.has('CONSTR_NOTNULL') || kinds.has('CONSTR_PRIMARY');
  const facts = new Map([
    ['type', type.text],
    ['not null', notNull ? 'yes' : 'no'],
  ]);
  if (identity !== undefined) facts.set('identity', written(identityFacts(identity), scopeOf(run, null)).text);
  if (has(definition, 'collClause'))
    facts.set('collation', written(child(definition, 'collClause'), scopeOf(run, null)).text);
  for (const setting of ['storage_name', 'compression']) {
    const value = textOf(definition, setting);
    if (value !== null) facts.set(setting, value.toLowerCase());
  }
  const column = run.add({ kind: 'column', name, owner: table.id, facts, goesWith: [], needs: type.uses });
  if (serial) {
    const bare = table.name.slice(table.name.lastIndexOf('.') + 1);
    const schema = table.name.slice(0, table.name.length - bare.length);
    const sequence = run.add({
      kind: 'sequence',
      name: catalogue.freeName('sequence', null, `${schema}${shortened([bare, name, 'seq'])}`),
      owner: null,
      facts: new Map([
        ['as', JSON.stringify({ TypeName: type.text })],
        ['owned by', `#${column.id}#`],
      ]),
      goesWith: [column.id],
      needs: [],
    });
    setDefault(run, column, `["nextval","#${sequence.id}#"]`, [sequence.id]);
  }
  for (const constraint of constraints) {
    const contype = textOf(constraint, 'contype');
    if (contype === 'CONSTR_DEFAULT') defaultFrom(run, table, column, constraint['raw_expr']);
    if (contype === 'CONSTR_GENERATED') generated(run, table, column, constraint);
    if (isConstraint(constraint)) addConstraint(run, table, constraint, name);
  }
  if (notNull) run.requires(table, catalogue.get(column.id) ?? column);
}

function identityFacts(identity: Node): Node {
  return { when: identity['generated_when'], options: identity['options'] };
}

function scopeOf({ catalogue }: Run, table: Entity | null): { catalogue: Run['catalogue']; table: Entity | null } {
  return { catalogue, table };
}

/** `DEFAULT NULL` is no default. */
export function defaultFrom(run: Run, table: Entity, column: Entity, expression: unknown): void {
  const { catalogue } = run;
  const type = catalogue.get(column.id)?.facts.get('type') ?? '';
  const value = withoutCast(expression, type, catalogue);
  const { text, uses } = written(value, scopeOf(run, table));
  setDefault(run, column, text === '"NULL"' ? null : text, uses);
}

/** Sets the default of a column; `null` takes it away. */
export function setDefault(run: Run, column: Entity, text: string | null, uses: readonly number[] = []): void {
  const { catalogue } = run;
  const old = catalogue.find('default', '', column.id);
  if (old !== null) run.drop([old], true);
  run.touch(column);
  if (text === null) return;
  const facts = new Map([['expression', text]]);
  run.add({
    kind: 'default',
    name: '',
    owner: column.id,
    facts,
    goesWith: [],
    needs: uses.filter((id) => id !== column.id),
  });
}

function generated(run: Run, table: Entity, column: Entity, constraint: Node): void {
  const { text, uses } = written(constraint['raw_expr'], scopeOf(run, table));
  run.put({
    ...(run.catalogue.get(column.id) ?? column),
    facts: new Map([...column.facts, ['generated', `${textOf(constraint, 'generated_kind') ?? 's'} ${text}`]]),
    needs: [...column.needs, ...uses.filter((id) => id !== column.id)],
  });
}

/** Puts down the columns of another table: of a parent with all that they are. */
function copyColumns(run: Run, from: Entity, to: Entity, withDefaults: boolean): void {
  const { catalogue } = run;
  for (const column of catalogue.parts(from.id, 'column')) {
    const copy = run.add({ ...column, owner: to.id });
    const value = catalogue.find('default', '', column.id);
    if (value !== null && withDefaults) setDefault(run, copy, value.facts.get('expression') ?? '', value.needs);
  }
}

/** What `LIKE` brings along (TableLikeOption in Postgres' sources). */
const likeDefaults = 1 << 3;
/** Constraints and indexes, which are not followed. */
const likeMore = (1 << 2) | (1 << 6);

/** `CREATE TABLE`. */
export function createTable(run: Run, body: Node): void {
  const { catalogue } = run;
  const relation = child(body, 'relation');
  const name = relationName(relation);
  const old = catalogue.find('table', name);
  if (old !== null) {
    if (!flag(body, 'if_not_exists')) run.refuse(`There is a ${old.kind} ${name} already`, old);
    return;
  }
  if (textOf(relation, 'relpersistence') === 't') return run.obscure('It makes a temporary table');
  const facts = new Map([
    ['complete', has(body, 'ofTypename') ? 'no' : 'yes'],
    ['logged', textOf(relation, 'relpersistence') === 'u' ? 'no' : 'yes'],
  ]);
  const table = run.add({ kind: 'table', name, owner: null, facts, goesWith: [], needs: [] });
  const parents = taggedIn(body, 'inhRelations', 'RangeVar').flatMap(
    (each) => run.wanted('table', relationName(each)) ?? [],
  );
  for (const parent of parents) {
    copyColumns(run, parent, table, true);
    // Constraints and indexes come along, which are not followed.
    run.set(table, 'complete', 'no');
  }
  for (const { tag, body: element } of listOf(body, 'tableElts').map(tagged)) {
    if (tag === 'ColumnDef') addColumn(run, catalogue.get(table.id) ?? table, element);
    if (tag === 'TableLikeClause') {
      const source = run.wanted('table', relationName(child(element, 'relation')));
      if (source === null) continue;
      const options = numberOf(element, 'options');
      copyColumns(run, source, table, (options & likeDefaults) !== 0);
      const isWhole = source.facts.get('complete') === 'yes' && (options & likeMore) === 0;
      if (!isWhole) run.set(table, 'complete', 'no');
      run.set(table, 'like', `#${source.id}# ${options}`);
    }
  }
  for (const constraint of taggedIn(body, 'tableElts', 'Constraint')) {
    if (isConstraint(constraint)) addConstraint(run, catalogue.get(table.id) ?? table, constraint, null);
  }
  const scope = { catalogue, table };
  for (const part of ['partspec', 'partbound', 'options', 'accessMethod', 'tablespacename']) {
    if (body[part] !== undefined) run.set(table, part, written(body[part], scope).text);
  }
  if (parents.length > 0) {
    run.set(table, 'parents', parents.map(({ id }) => `#${id}#`).join(' '));
    const now = catalogue.get(table.id) ?? table;
    const ids = parents.map(({ id }) => id);
    // A partition goes with its table.
    run.put(has(body, 'partbound') ? { ...now, goesWith: ids } : { ...now, needs: ids });
  }
}
