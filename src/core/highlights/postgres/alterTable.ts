import { addColumn } from './addColumn';
import { columnCommands } from './alterColumn';
import { openCommand, type ReadCommand } from './alterCommand';
import { constraintCommands } from './alterConstraint';
import { settingCommands } from './alterSettings';
import { harmless, mayBreak, unclear } from '../meaning';
import { change, objectChange, type Reading } from './change';
import type { PostgresOperation } from './model';
import { replay } from './schemaReplay';
import { child, listOf, relationName, tagged, textOf, type Node } from './tree';

/** Where each action of a statement stands. */
export type Places = readonly Reading['place'][];

const commands: Readonly<Record<string, ReadCommand>> = {
  AT_AddColumn: addColumn,
  ...columnCommands,
  ...constraintCommands,
  ...settingCommands,
};

/**
 * Reads `ALTER TABLE`, one operation for each action; an action sees what those before it did.
 * @param places where the actions stand; the statement's own place when there are fewer
 */
export function alterTable(reading: Reading, body: Node, places: Places): readonly PostgresOperation[] {
  const list = listOf(body, 'cmds').map((each) => tagged(each).body);
  const type = textOf(body, 'objtype') ?? '';
  switch (type) {
    case 'OBJECT_TABLE':
      return list.flatMap((command, at) => {
        const place = places[at] ?? reading.place;
        const operations = alter({ ...reading, place }, body, command);
        replay(reading.schema, { AlterTableStmt: { ...body, cmds: [{ AlterTableCmd: command }] } });
        return operations;
      });
    case 'OBJECT_INDEX':
      return [alterIndex(reading, body, list[0] ?? {})];
    case 'OBJECT_VIEW':
    case 'OBJECT_MATVIEW': {
      const view = type === 'OBJECT_VIEW';
      const name = relationName(child(body, 'relation'));
      return [
        objectChange(
          reading,
          'alter',
          view ? 'view' : 'materialized-view',
          view ? 'alter-view' : 'alter-materialized-view',
          { name },
          harmless('Its columns stay.'),
          {
            roles: { target: [name] },
          },
        ),
      ];
    }
    case 'OBJECT_TYPE':
      return [alterAttributes(reading, body, list)];
    case 'OBJECT_SEQUENCE':
      return [
        objectChange(
          reading,
          'alter',
          'sequence',
          'alter-sequence',
          { name: relationName(child(body, 'relation')) },
          harmless('Its numbers stay.'),
        ),
      ];
    default:
      return [unclear(reading)];
  }
}

function alter(reading: Reading, body: Node, command: Node): readonly PostgresOperation[] {
  const subtype = textOf(command, 'subtype') ?? '';
  const read = Object.hasOwn(commands, subtype) ? commands[subtype] : undefined;
  if (read === undefined) return [unclear(reading)];
  const operations = read(openCommand(reading, child(body, 'relation'), command));
  return operations.length === 0 ? [unclear(reading)] : operations;
}

function alterIndex(reading: Reading, body: Node, command: Node): PostgresOperation {
  const name = relationName(child(body, 'relation'));
  const table = reading.schema.indexes.get(name)?.table ?? null;
  const subtype = textOf(command, 'subtype') ?? '';
  const unnoticed = harmless('Code does not notice it.');
  if (subtype === 'AT_AttachPartition') {
    const attached = relationName(child(tagged(command['def']).body, 'name'));
    const partition = reading.schema.indexes.get(attached)?.table;
    return objectChange(reading, 'alter', 'index', 'attach-index', { name, table }, unnoticed, {
      roles: { parent: table === null ? [] : [table], partition: partition === undefined ? [] : [partition] },
    });
  }
  const moves = subtype === 'AT_SetTableSpace';
  const form = moves ? 'index-tablespace' : subtype === 'AT_SetStatistics' ? 'index-statistics' : 'index-options';
  return objectChange(reading, 'alter', 'index', form, { name, table }, unnoticed, {
    notes: moves ? ['Copies the index when it lies in another tablespace; nobody can use it meanwhile.'] : [],
  });
}

function alterAttributes(reading: Reading, body: Node, list: readonly Node[]): PostgresOperation {
  const { schema } = reading;
  const name = relationName(child(body, 'relation'));
  const typed = [...schema.tables].filter(([, table]) => table.ofType === name).map(([table]) => table);
  const drops = list.some((each) => textOf(each, 'subtype') === 'AT_DropColumn');
  const meaning = mayBreak('Earlier code reads and writes values with the attributes as they were.');
  return change(reading, 'alter-table', 'alter-type-attribute', { table: null, name }, meaning, {
    roles: { typed },
    summary: `Changes the attributes of the type ${name}.`,
    loses: drops,
    destructive: drops,
    remarks: [],
  });
}
