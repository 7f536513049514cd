import { notUnderstood, operation } from './operation';
import { hasWord, SqlCursor } from './sqlCursor';
import { key, seekName, type Read, type Reading } from './sqlReading';
import type { SqlToken } from './sqlTokens';

/** `TRUNCATE`. */
export const truncate: Read = ({ cursor, text, place, made }) => {
  cursor.take('TABLE');
  cursor.take('IF', 'EXISTS');
  cursor.take('ONLY');
  const names = cursor.names(text);
  if (names.length === 0) return [notUnderstood(place)];
  return names.map((table) =>
    made.tables.has(key(table))
      ? operation('maintenance', place, { table })
      : operation('truncate-table', place, { table }),
  );
};

/** The columns that an UPDATE sets; `null` when they could not all be told. */
function columnsSet({ cursor, text }: Reading): readonly string[] | null {
  if (!cursor.seek('SET')) return null;
  const columns: string[] = [];
  do {
    cursor.skip();
    const name = cursor.name(text);
    if (name === null || !cursor.symbol('=')) return null;
    columns.push(name.slice(name.lastIndexOf('.') + 1));
    // To the next comma outside parentheses, before FROM or WHERE.
    let depth = 0;
    while (cursor.token !== undefined) {
      if (cursor.token.value === '(') depth += 1;
      if (cursor.token.value === ')') depth -= 1;
      if (depth === 0 && (cursor.token.value === ',' || ['FROM', 'WHERE', 'RETURNING'].includes(cursor.word))) break;
      cursor.skip();
    }
  } while (cursor.token?.value === ',');
  return columns;
}

/** The table that a name stands for in `FROM table AS name`, as Transact-SQL updates one. */
function aliased(tokens: readonly SqlToken[], alias: string, text: string): string | null {
  const isAlias = (token: SqlToken | undefined): boolean =>
    token !== undefined && text.slice(token.start, token.end).replaceAll(/[[\]"]/g, '') === alias;
  for (const [at, token] of tokens.entries()) {
    if (token.kind !== 'word' || (token.value !== 'FROM' && token.value !== 'JOIN')) continue;
    const cursor = new SqlCursor(tokens.slice(at + 1));
    const table = cursor.name(text);
    cursor.take('AS');
    if (table !== null && isAlias(cursor.token)) return table;
  }
  return null;
}

/** `UPDATE`. */
export const update: Read = (reading) => {
  const { cursor, text, place, made } = reading;
  cursor.takeAny('ONLY', 'LOW_PRIORITY', 'IGNORE');
  // Transact-SQL: UPDATE TOP (n) name.
  if (cursor.word === 'TOP' && cursor.rest[1]?.value === '(') while (!cursor.symbol(')')) cursor.skip();
  const named = cursor.name(text);
  if (named === null) return [notUnderstood(place)];
  const table = aliased(reading.statement.tokens, named, text) ?? named;
  const where = new SqlCursor(cursor.rest).seek('WHERE');
  const columns = columnsSet(reading);
  const own =
    made.tables.has(key(table)) || (columns?.every((column) => made.columns.has(key(`${table}.${column}`))) ?? false);
  if (own) return [operation('fill-column', place, { table })];
  return [operation(where ? 'update-rows' : 'update-all-rows', place, { table })];
};

/** `DELETE`. */
export const remove: Read = (reading) => {
  const { place, made } = reading;
  const table = seekName(reading, 'FROM');
  if (table !== null && made.tables.has(key(table))) return [operation('maintenance', place, { table })];
  return [operation('delete-rows', place, { table })];
};

/** `INSERT`. */
export const insert: Read = (reading) => [
  operation('insert-rows', reading.place, { table: seekName(reading, 'INTO') }),
];

/** Whether a query in parentheses changes or deletes rows. */
export function writesInside(tokens: readonly SqlToken[]): boolean {
  return tokens.some((token, at) => token.value === '(' && hasWord(tokens.slice(at + 1, at + 2), 'DELETE', 'UPDATE'));
}

/** Functions that read or only touch the session; any other may do anything. */
const tame = new Set(
  (
    'SET_CONFIG SETVAL COUNT NOW COALESCE MAX MIN SUM VERSION CURRENT_SETTING CONCAT LOWER UPPER ' +
    'CURRENT_DATABASE TO_REGCLASS PG_GET_SERIAL_SEQUENCE EXISTS IN ANY VALUES AND OR NOT AS FROM WHERE ' +
    'SELECT CAST ON USING OVER PG_ADVISORY_LOCK PG_ADVISORY_XACT_LOCK NULLIF LENGTH IF BY'
  ).split(' '),
);

/** `SELECT`. */
export const select: Read = ({ statement, place }) => {
  const { tokens } = statement;
  const call = tokens.find(
    (token, at) =>
      tokens[at + 1]?.value === '(' &&
      tokens[at + 1]?.kind === 'symbol' &&
      (token.kind === 'name' || (token.kind === 'word' && !tame.has(token.value))),
  );
  if (call !== undefined)
    return [notUnderstood(place, `Calls ${call.value.toLowerCase().slice(0, 64)}, which may do anything`)];
  if (writesInside(tokens)) return [operation('merge-rows', place, {})];
  return [operation('query', place, {})];
};

/** `COPY`. */
export const copy: Read = (reading) => {
  const { cursor, text, place } = reading;
  const table = cursor.name(text);
  if (table !== null && cursor.seek('FROM')) return [operation('insert-rows', place, { table })];
  return [notUnderstood(place)];
};
