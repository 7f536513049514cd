import type { MigrationOperation } from './model';
import { notUnderstood, operation, type OperationKind } from './operation';
import { SqlCursor } from './sqlCursor';
import { alter, create, drop } from './sqlDefinitions';
import { seekName, type Read, type Reading, type SqlReader } from './sqlReading';
import { copy, insert, remove, select, truncate, update, writesInside } from './sqlRows';
import { splitSql } from './sqlStatements';
import { isTransactSql, splitTransactSql } from './transactSql';

const withQuery: Read = (reading) => {
  const { cursor, statement, place } = reading;
  if (writesInside(statement.tokens)) return [operation('merge-rows', place, {})];
  if (!cursor.seek('SELECT', 'INSERT', 'UPDATE', 'DELETE', 'MERGE', 'VALUES')) return [notUnderstood(place)];
  return dispatch(reading);
};

const renameTables: Read = ({ cursor, text, place }) => {
  if (!cursor.take('TABLE') && !cursor.take('TABLES')) return [notUnderstood(place)];
  const operations: MigrationOperation[] = [];
  do {
    cursor.take('IF', 'EXISTS');
    const table = cursor.name(text);
    if (table === null || !cursor.take('TO')) return [notUnderstood(place)];
    operations.push(operation('rename-table', place, { table, to: cursor.name(text) }));
  } while (cursor.symbol(','));
  return operations;
};

const set: Read = ({ cursor, place }) => {
  const changes = cursor.word === 'GLOBAL' || cursor.word === 'PERSIST';
  return [changes ? notUnderstood(place, 'Changes a setting of the server') : operation('session', place, {})];
};

const always =
  (kind: OperationKind): Read =>
  ({ place }) => [operation(kind, place, {})];
const upkeep: Read = ({ cursor, text, place }) => {
  cursor.takeAny('TABLE', 'INDEX', 'MATERIALIZED', 'VIEW', 'CONCURRENTLY', 'FULL', 'VERBOSE', 'ANALYZE', 'TABLES');
  return [operation('maintenance', place, { table: cursor.name(text) })];
};

const readers: ReadonlyMap<string, Read> = new Map<string, Read>([
  ['CREATE', create],
  ['DROP', drop],
  ['ALTER', alter],
  ['TRUNCATE', truncate],
  ['UPDATE', update],
  ['DELETE', remove],
  ['INSERT', insert],
  [
    'REPLACE',
    ({ place, ...rest }): readonly MigrationOperation[] => [
      operation('replace-rows', place, { table: seekName({ place, ...rest }, 'INTO') }),
    ],
  ],
  [
    'MERGE',
    ({ place, ...rest }): readonly MigrationOperation[] => [
      operation('merge-rows', place, { table: seekName({ place, ...rest }, 'INTO') }),
    ],
  ],
  ['WITH', withQuery],
  ['SELECT', select],
  ['VALUES', always('query')],
  ['SHOW', always('query')],
  ['COPY', copy],
  ['RENAME', renameTables],
  ['SET', set],
  ['RESET', always('session')],
  ['USE', always('session')],
  ['PRAGMA', always('session')],
  ['BEGIN', always('transaction')],
  ['START', always('transaction')],
  ['COMMIT', always('transaction')],
  ['END', always('transaction')],
  ['ROLLBACK', always('transaction')],
  ['SAVEPOINT', always('transaction')],
  ['RELEASE', always('transaction')],
  ['LOCK', always('session')],
  ['UNLOCK', always('session')],
  ['PRINT', always('session')],
  ['ANALYZE', upkeep],
  ['VACUUM', upkeep],
  ['REINDEX', upkeep],
  ['CLUSTER', upkeep],
  ['REFRESH', upkeep],
  ['OPTIMIZE', upkeep],
  ['CHECKPOINT', always('maintenance')],
  ['GRANT', always('permission')],
  ['REVOKE', always('permission')],
  ['REASSIGN', always('permission')],
  ['DENY', always('permission')],
  ['COMMENT', always('comment')],
  ['DECLARE', always('session')],
  ['RAISERROR', always('session')],
  ['THROW', always('session')],
  ['RETURN', always('session')],
  ['WAITFOR', always('session')],
  ['EXEC', (reading): readonly MigrationOperation[] => execute(reading)],
  ['EXECUTE', (reading): readonly MigrationOperation[] => execute(reading)],
  ['DO', ({ place }): readonly MigrationOperation[] => [notUnderstood(place, 'Runs a block of code')]],
  [
    'CALL',
    ({ place }): readonly MigrationOperation[] => [notUnderstood(place, 'Calls a procedure, which may do anything')],
  ],
]);

/** Procedures of SQL Server that compile or look up anew, and change nothing (Microsoft, "System stored procedures"). */
const refreshing =
  /^(?:sys\.)?sp_(?:refreshview|refreshsqlmodule|recompile|updatestats|settriggerorder|updateextendedproperty|addextendedproperty|dropextendedproperty)$/i;

const renamedObjects: Readonly<Record<string, OperationKind>> = { COLUMN: 'rename-column', INDEX: 'rename-index' };

/** The text of a string literal. */
const unquoted = (value: string): string => value.slice(1, -1).replaceAll("''", "'");

/** The literals that stand behind a procedure's name, `N` and the names of parameters left out; `null`: something else does. */
function literalsOf({ cursor }: Reading): readonly string[] | null {
  const found: string[] = [];
  for (const { kind, value } of cursor.rest) {
    if (kind === 'string') found.push(unquoted(value));
    else if (!(kind === 'word' && (value === 'N' || value.startsWith('@'))) && !'(,=)'.includes(value)) return null;
    else if (kind === 'word' && value.startsWith('@') && found.length === 0) return null;
  }
  return found;
}

/** `EXEC`: a renaming, SQL that is a literal, or a procedure that may do anything. */
const execute: Read = (reading) => {
  const { cursor, text, place } = reading;
  const unknown = [notUnderstood(place, 'Calls a procedure, which may do anything')];
  const name = cursor.token?.value === '(' ? '' : (cursor.name(text)?.replace(/^(?:dbo|sys)\./i, '') ?? null);
  if (name === null) return unknown;
  if (refreshing.test(name)) return [operation('maintenance', place, {})];
  const literals = literalsOf(reading);
  if (literals === null) return unknown;
  const [first = '', to = null, what = ''] = literals;
  if (/^sp_rename$/i.test(name) && to !== null) {
    const parts = first.replaceAll(/[[\]"]/g, '').split('.');
    const kind = renamedObjects[what.toUpperCase()] ?? 'rename-table';
    if (kind === 'rename-table') return [operation(kind, place, { table: parts.join('.'), to })];
    return [operation(kind, place, { table: parts.slice(0, -1).join('.'), name: parts.at(-1) ?? null, to })];
  }
  if (name === '' || /^sp_executesql$/i.test(name)) {
    return literals.length === 0
      ? unknown
      : readSql(name === '' ? literals.join('') : first, 'none').map((each) => ({ ...each, ...place }));
  }
  return unknown;
};

/** Client commands that bring in or run something which is not in the file. */
const running = /^\\(?:i|ir|include|include_relative|copy|gexec|!|o|w)\b|^\\!/;

function dispatch(reading: Reading): readonly MigrationOperation[] {
  const { cursor, place } = reading;
  const { token } = cursor;
  if (token?.kind === 'client') {
    return [
      running.test(token.value)
        ? notUnderstood(place, 'Runs something outside this file')
        : operation('session', place, {}),
    ];
  }
  const read = readers.get(cursor.word);
  if (read === undefined || (cursor.word === 'END' && cursor.rest.length > 2)) return [notUnderstood(place)];
  cursor.skip();
  return read(reading);
}

/**
 * Reads SQL text by the leading words of each statement, whatever the dialect. An `ALTER TABLE` gives one operation for
 * each of its actions. What cannot be told is `not-understood`, and so are blocks of code that run at once.
 */
export const readSql: SqlReader = (text, sections) => {
  const made = { tables: new Set<string>(), columns: new Set<string>() };
  const statements = sections === 'none' && isTransactSql(text) ? splitTransactSql(text) : splitSql(text, sections);
  return statements.flatMap((statement) => {
    const place = { line: statement.line, text: statement.text };
    if (!statement.closed) return [notUnderstood(place, 'Ends inside a quote, a comment or a body')];
    return dispatch({ text, statement, cursor: new SqlCursor(statement.tokens), place, made });
  });
};
