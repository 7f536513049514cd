import type { Reading } from './change';
import type { Roles } from './lockTable';
import type { PostgresOperation } from './model';
import { child, flag, relationName, tagged, textOf, type Node } from './tree';

/** One action of `ALTER TABLE` while it is read. */
export interface AlterCommand extends Reading {
  /** The table without the schema `public`. */
  readonly table: string;
  readonly node: Node;
  /** The column, constraint or trigger that it names. */
  readonly name: string;
  /** What it defines, and of which kind that is. */
  readonly tag: string;
  readonly definition: Node;
  /** The table and what inherits from it. */
  readonly roles: Roles;
}

/** Reads an action. */
export type ReadCommand = (command: AlterCommand) => readonly PostgresOperation[];

/** Opens an action of a statement on a table. */
export function openCommand(reading: Reading, relation: Node, node: Node): AlterCommand {
  const table = relationName(relation);
  const { tag, body } = tagged(node['def']);
  // A column goes from the children even when ONLY the parent is named: they keep it as their own.
  const recurses = flag(relation, 'inh') || textOf(node, 'subtype') === 'AT_DropColumn';
  return {
    ...reading,
    table,
    node,
    name: textOf(node, 'name') ?? '',
    tag,
    definition: body,
    roles: { target: [table], children: recurses ? reading.schema.children(table) : [] },
  };
}

/** The table that a foreign key points at. */
export function referencedBy(constraint: Node): string {
  return relationName(child(constraint, 'pktable'));
}
