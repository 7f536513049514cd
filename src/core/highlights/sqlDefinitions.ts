import { cascade, notUnderstood, objectOperation, operation, type OperationKind } from './operation';
import type { MigrationOperation } from './model';
import { alterTable } from './sqlAlterTable';
import { hasWord, type SqlCursor } from './sqlCursor';
import { key, lineCounter, seekName, type Read, type Reading } from './sqlReading';

const objects = (
  'MATERIALIZED VIEW,FOREIGN TABLE,EVENT TRIGGER,FOREIGN DATA WRAPPER,USER MAPPING,TEXT SEARCH,' +
  'ACCESS METHOD,OPERATOR CLASS,OPERATOR FAMILY,ROW POLICY,DEFAULT PRIVILEGES,TABLE,VIEW,INDEX,TYPE,' +
  'DOMAIN,FUNCTION,PROCEDURE,PROC,ROUTINE,AGGREGATE,TRIGGER,POLICY,RULE,SEQUENCE,EXTENSION,ROLE,USER,GROUP,' +
  'OWNED,PUBLICATION,SUBSCRIPTION,SERVER,CAST,OPERATOR,COLLATION,CONVERSION,STATISTICS,TABLESPACE,' +
  'LANGUAGE,SCHEMA,DATABASE,KEYSPACE,DICTIONARY,EVENT,SYNONYM,TRANSFORM,PACKAGE,SYSTEM,LARGE OBJECT'
)
  .split(',')
  .map((words) => words.split(' '));

const prefixes = (
  'OR REPLACE TEMP TEMPORARY GLOBAL LOCAL UNLOGGED UNIQUE CLUSTERED NONCLUSTERED CONCURRENTLY ' +
  'CONSTRAINT RECURSIVE FULLTEXT SPATIAL VIRTUAL TRUSTED PROCEDURAL EXTERNAL EDITIONABLE FORCE ' +
  'COLUMNSTORE HYPERTABLE PUBLIC ONLINE OFFLINE ALGORITHM UNDEFINED MERGE TEMPTABLE DEFINER ' +
  'CURRENT_USER SQL SECURITY INVOKER AGGREGATE'
).split(' ');

function objectHere(cursor: SqlCursor): string | null {
  return (
    objects
      .find((words) => cursor.take(...words))
      ?.join('-')
      .toLowerCase()
      .replace(/^proc$/, 'procedure') ?? null
  );
}

function createTable(reading: Reading, replaces: boolean): readonly MigrationOperation[] {
  const { cursor, text, place, made } = reading;
  cursor.take('IF', 'NOT', 'EXISTS');
  const table = cursor.name(text);
  if (table === null) return [notUnderstood(place)];
  made.tables.add(key(table));
  // MariaDB: CREATE OR REPLACE TABLE drops the table that is there.
  return [operation(replaces ? 'drop-table' : 'create-table', place, { table })];
}

/** `CREATE …`. */
export const create: Read = (reading) => {
  const { cursor, text, place } = reading;
  const replaces = cursor.take('OR', 'REPLACE');
  // Transact-SQL; whether it was there before cannot be told.
  const changes = cursor.take('OR', 'ALTER');
  if (cursor.word === 'DEFINER') cursor.seek('TRIGGER', 'PROCEDURE', 'FUNCTION', 'EVENT', 'VIEW');
  while (cursor.token !== undefined && (prefixes.includes(cursor.word) || cursor.token.value === '=')) cursor.skip();
  const object = objectHere(cursor);
  if (object === null) return [notUnderstood(place)];
  if (object === 'table') return createTable(reading, replaces);
  cursor.takeAny('CONCURRENTLY');
  cursor.take('IF', 'NOT', 'EXISTS');
  const name = cursor.word === 'ON' ? null : cursor.name(text);
  const table = ['index', 'trigger', 'policy', 'rule', 'statistics'].includes(object)
    ? seekName(reading, 'ON', 'FROM')
    : null;
  if (object === 'index') return [operation('create-index', place, { table, name })];
  if (!changes) return [objectOperation('create', object, place, { table, name })];
  const changed = objectOperation('alter', object, place, { table, name });
  return [{ ...changed, summary: changed.summary.replace('Changes', 'Creates or changes') }];
};

const dropKinds: Readonly<Record<string, OperationKind>> = {
  table: 'drop-table',
  index: 'drop-index',
  schema: 'drop-schema',
  database: 'drop-database',
  keyspace: 'drop-database',
  type: 'drop-type',
  domain: 'drop-type',
  sequence: 'drop-sequence',
};

/** `DROP …`: one operation for each object named. */
export const drop: Read = (reading) => {
  const { cursor, text, place, made } = reading;
  cursor.takeAny('TEMPORARY', 'TEMP', 'UNIQUE');
  const object = objectHere(cursor);
  if (object === null) return [notUnderstood(place)];
  cursor.take('CONCURRENTLY');
  cursor.take('IF', 'EXISTS');
  const names = cursor.names(text);
  if (names.length === 0) return [notUnderstood(place)];
  const table = ['index', 'trigger', 'policy', 'rule'].includes(object) ? seekName(reading, 'ON') : null;
  const kind = dropKinds[object];
  return names.map((name) => {
    if (kind === 'drop-table') {
      return operation(made.tables.has(key(name)) ? 'drop-own-table' : 'drop-table', place, { table: name });
    }
    const dropped =
      kind === undefined
        ? objectOperation('drop', object, place, { table, name })
        : operation(kind, place, { table, name });
    const takesMore =
      object === 'owned' ||
      object === 'extension' ||
      hasWord(cursor.rest, 'CASCADE') ||
      hasWord(reading.statement.tokens.slice(-1), 'CASCADE');
    return takesMore && !dropped.destructive ? cascade(dropped) : dropped;
  });
};

/** `ALTER …`. */
export const alter: Read = (reading) => {
  const { cursor, text, place, statement } = reading;
  cursor.takeAny('ONLINE', 'OFFLINE', 'IGNORE');
  if (cursor.take('TABLE') || cursor.take('FOREIGN', 'TABLE')) {
    const lineOf = lineCounter(text, statement);
    return alterTable(text, cursor, place, lineOf, (table, column) => {
      reading.made.columns.add(key(`${table}.${column}`));
    });
  }
  const object = objectHere(cursor);
  if (object === null) return [notUnderstood(place)];
  cursor.take('IF', 'EXISTS');
  const name = object === 'default-privileges' ? null : cursor.name(text);
  if (object === 'type' && cursor.take('ADD', 'VALUE')) return [operation('add-enum-value', place, { name })];
  if (object === 'type' && cursor.take('DROP', 'ATTRIBUTE'))
    return [cascade(objectOperation('drop', 'attribute', place, { name }))];
  const table = ['policy', 'trigger', 'rule'].includes(object) ? seekName(reading, 'ON') : null;
  return [objectOperation('alter', object, place, { table, name })];
};
