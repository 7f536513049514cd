import { breaks, expands, harmless, mayBreak } from '../meaning';
import { change, objectChange, remark, type Reading } from './change';
import type { MysqlOperation } from './model';
import { findAll, named, nameIn, type MysqlNode } from './tree';

type Read = (reading: Reading, node: MysqlNode) => readonly MysqlOperation[];

/** `CREATE VIEW`, `CREATE TRIGGER` …: what holds no rows. */
export const objectCreations: Readonly<Record<string, Read>> = {
  createView: (reading, node) => [
    objectChange(
      reading,
      'create',
      'view',
      { name: named(node, 'viewNameCreate', 'fullId') },
      /\bOR\s+REPLACE\b/i.test(node.text.slice(0, 60))
        ? mayBreak('Earlier code may read the view.', 'neutral')
        : expands('Earlier code does not know it.'),
    ),
  ],
  alterView: (reading, node) => [
    objectChange(
      reading,
      'alter',
      'view',
      { name: named(node, 'viewName', 'fullId') },
      mayBreak('Earlier code may read the view.', 'neutral'),
    ),
  ],
  createTrigger: (reading, node) => {
    const [name, table] = [named(node, 'fullId'), named(node, 'tableName')];
    if (table !== null) reading.schema.ensure(table).triggers += 1;
    return [
      objectChange(
        reading,
        'create',
        'trigger',
        { name, table },
        mayBreak('It runs for the writes of earlier code too.', 'expand'),
        { locks: table === null ? [] : [{ table, mode: null }] },
      ),
    ];
  },
  createProcedure: (reading, node) => [
    objectChange(
      reading,
      'create',
      'procedure',
      { name: named(node, 'fullId') },
      expands('Earlier code does not call it.'),
    ),
  ],
  createFunction: (reading, node) => [
    objectChange(
      reading,
      'create',
      'function',
      { name: named(node, 'fullId', 'functionNameCreate') },
      expands('Earlier code does not call it.'),
    ),
  ],
  createEvent: (reading, node) => [
    objectChange(
      reading,
      'create',
      'event',
      { name: named(node, 'fullId') },
      mayBreak('It runs by itself from now on.', 'expand'),
    ),
  ],
  createDatabase: (reading, node) => [
    objectChange(
      reading,
      'create',
      'database',
      { name: named(node, 'databaseNameCreate') },
      expands('Earlier code does not know it.'),
    ),
  ],
  alterDatabase: (reading, node) => [
    objectChange(
      reading,
      'alter',
      'database',
      { name: named(node, 'databaseName') },
      harmless('Only tables that are created later take it.'),
    ),
  ],
  dropView: (reading, node) =>
    findAll(node, 'viewName').map((each) =>
      objectChange(reading, 'drop', 'view', { name: nameIn(each.text) }, breaks('Earlier code that reads it fails.')),
    ),
  dropTrigger: (reading, node) => [
    objectChange(
      reading,
      'drop',
      'trigger',
      { name: named(node, 'fullId') },
      mayBreak('Earlier code may rely on what it does.'),
    ),
  ],
  dropProcedure: (reading, node) => [
    objectChange(reading, 'drop', 'procedure', { name: named(node, 'fullId') }, mayBreak('Earlier code may call it.')),
  ],
  dropFunction: (reading, node) => [
    objectChange(
      reading,
      'drop',
      'function',
      { name: named(node, 'fullId', 'functionName') },
      mayBreak('Earlier code may call it.'),
    ),
  ],
  dropEvent: (reading, node) => [
    objectChange(reading, 'drop', 'event', { name: named(node, 'fullId') }, mayBreak('What it did by itself stops.')),
  ],
  dropDatabase: (reading, node) => [
    change(
      reading,
      'drop-database',
      { name: named(node, 'databaseName') },
      breaks('Earlier code that uses what is in it fails.'),
      {
        remarks: [remark('error', 'drop-database', 'Every table of the database is gone for good.')],
      },
    ),
  ],
};
