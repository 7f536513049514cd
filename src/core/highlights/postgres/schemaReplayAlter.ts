import { addConstraint, readConstraint } from './constraintFacts';
import type { PostgresSchema, Table } from './schema';
import { addColumn } from './schemaColumns';
import { child, flag, listOf, relationName, tagged, textOf, type Node } from './tree';
import { typeNameOf } from './typeNames';

interface Target {
  readonly schema: PostgresSchema;
  readonly name: string;
  readonly table: Table;
}

function onColumn({ table }: Target, command: Node, subtype: string): void {
  const column = table.columns.get(textOf(command, 'name') ?? '');
  if (column === undefined) return;
  switch (subtype) {
    case 'AT_SetNotNull':
      column.notNull = true;
      break;
    case 'AT_DropNotNull':
      column.notNull = false;
      break;
    case 'AT_ColumnDefault':
      column.hasDefault = command['def'] !== undefined;
      break;
    case 'AT_AlterColumnType':
      column.type = typeNameOf(child(tagged(command['def']).body, 'typeName'));
      break;
    case 'AT_DropExpression':
      column.generated = null;
      break;
    default:
  }
}

function onPartition({ schema, name }: Target, command: Node, attach: boolean): void {
  const { body } = tagged(command['def']);
  const partition = schema.known(relationName(child(body, 'name')));
  partition.parent = attach ? name : null;
  partition.isPartition = attach;
  partition.isDefaultPartition = attach && flag(child(body, 'bound'), 'is_default');
}

function run(target: Target, command: Node): void {
  const { schema, name, table } = target;
  const subtype = textOf(command, 'subtype') ?? '';
  const subject = textOf(command, 'name') ?? '';
  const { tag, body: definition } = tagged(command['def']);
  switch (subtype) {
    case 'AT_AddColumn':
      if (flag(command, 'missing_ok') && table.columns.has(textOf(definition, 'colname') ?? '')) break;
      addColumn(schema, name, table, definition);
      break;
    case 'AT_DropColumn':
      table.columns.delete(subject);
      for (const [key, { columns }] of table.constraints) if (columns.includes(subject)) table.constraints.delete(key);
      break;
    case 'AT_AddConstraint': {
      const read = tag === 'Constraint' ? readConstraint(definition, name, null) : null;
      if (read !== null) addConstraint(schema, table, read.name, read.facts);
      break;
    }
    case 'AT_DropConstraint':
      table.constraints.delete(subject);
      schema.indexes.delete(subject);
      break;
    case 'AT_ValidateConstraint': {
      const constraint = table.constraints.get(subject);
      if (constraint !== undefined) constraint.valid = true;
      break;
    }
    case 'AT_AttachPartition':
    case 'AT_DetachPartition':
      onPartition(target, command, subtype === 'AT_AttachPartition');
      break;
    case 'AT_SetLogged':
    case 'AT_SetUnLogged':
      table.unlogged = subtype === 'AT_SetUnLogged';
      break;
    case 'AT_AddInherit':
      table.parent = relationName(definition);
      break;
    case 'AT_DropInherit':
      table.parent = null;
      break;
    default:
      onColumn(target, command, subtype);
  }
}

/** Applies `ALTER TABLE`. */
export function replayAlterTable(schema: PostgresSchema, body: Node): void {
  if (!['OBJECT_TABLE', 'OBJECT_FOREIGN_TABLE'].includes(textOf(body, 'objtype') ?? '')) return;
  const name = relationName(child(body, 'relation'));
  const table = schema.known(name);
  for (const { body: command } of listOf(body, 'cmds').map(tagged)) run({ schema, name, table }, command);
}
