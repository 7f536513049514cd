import { listOf, words, type Node } from '../tree';
import type { Entity } from './catalogue';
import type { Run } from './run';

/** Names that Postgres makes are cut to 63 bytes, from their longer part (makeObjectName in its sources). */
export function shortened([table = '', ...rest]: readonly string[]): string {
  const end = rest.at(-1) ?? '';
  let [first, second] = [table, rest.slice(0, -1).join('_')];
  while (first.length + second.length + end.length + (second === '' ? 1 : 2) > 63) {
    if (first.length > second.length) first = first.slice(0, -1);
    else second = second.slice(0, -1);
  }
  return [first, second, end].filter((part) => part !== '').join('_');
}

/** The columns that a list of names stands for. */
export function namedColumns(run: Run, table: Entity, names: readonly string[]): readonly Entity[] {
  return names.flatMap((name) => run.wanted('column', name, run.catalogue.get(table.id) ?? table) ?? []);
}

/** Names in a list of a constraint. */
export function keysIn(constraint: Node, field: string): readonly string[] {
  return words(listOf(constraint, field));
}
