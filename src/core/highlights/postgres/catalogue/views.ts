import { child, flag, listOf, relationName, words, type Node } from '../tree';
import type { Entity } from './catalogue';
import { columnsOfQuery } from './queryColumns';
import type { Run } from './run';
import { written } from './written';

/** `CREATE VIEW`, `CREATE MATERIALIZED VIEW` and `CREATE TABLE AS`. */
export function createView(run: Run, body: Node, kind: 'view' | 'materialized' | 'table'): void {
  const { catalogue } = run;
  const name = relationName(kind === 'view' ? child(body, 'view') : child(child(body, 'into'), 'rel'));
  const query = child(body, 'query');
  const { text, uses } = written(query, { catalogue, table: null });
  const { columns, starred, names } = columnsOfQuery(catalogue, query);
  const given = words(listOf(body, 'aliases'));
  const facts = new Map([
    ['kind', kind],
    ['complete', names === null ? 'no' : 'yes'],
  ]);
  if (kind !== 'table') facts.set('query', text);
  if (starred.length > 0 && kind !== 'table') facts.set('stars', starred.map(({ id }) => `#${id}#`).join(' '));
  for (const part of ['aliases', 'options', 'withCheckOption']) {
    if (body[part] !== undefined) facts.set(part, written(body[part], { catalogue, table: null }).text);
  }
  const outputs = given.length > 0 ? given : names;
  if (outputs !== null) facts.set('names', outputs.join(','));
  const found = catalogue.find('view', name);
  const mayBe = found === null && flag(body, 'replace') && run.isDoubtful && run.part === 'up';
  const old = mayBe ? run.assume('view', name, null, ['replaced']) : found;
  const needs = kind === 'table' ? [] : [...new Set([...uses, ...[...columns].map(({ id }) => id)])];
  if (old !== null) return replaceView(run, old, body, facts, needs);
  const view = run.add({ kind: kind === 'table' ? 'table' : 'view', name, owner: null, facts, goesWith: [], needs });
  addOutputs(run, view, outputs ?? []);
}

function addOutputs(run: Run, view: Entity, names: readonly string[]): void {
  for (const name of new Set(names)) {
    if (run.catalogue.find('column', name, view.id) !== null) continue;
    const facts = new Map([['definition', 'of a query']]);
    run.add({ kind: 'column', name, owner: view.id, facts, goesWith: [], needs: [] });
  }
}

function replaceView(run: Run, old: Entity, body: Node, facts: Map<string, string>, needs: readonly number[]): void {
  if (!flag(body, 'replace')) {
    if (!flag(body, 'if_not_exists')) run.refuse(`There is a ${old.kind} ${old.name} already`, old);
    return;
  }
  const [before, after] = [old.facts.get('names'), facts.get('names')];
  if (before !== undefined && after !== undefined && !`${after},`.startsWith(`${before},`)) {
    run.refuse(`The view ${old.name} cannot lose or rename columns when it is replaced`, old);
  }
  run.put({ ...old, facts, needs: needs.filter((id) => id !== old.id) });
  addOutputs(
    run,
    old,
    (after ?? '').split(',').filter((name) => name !== ''),
  );
}
