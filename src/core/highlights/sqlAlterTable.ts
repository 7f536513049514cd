import type { MigrationOperation } from './model';
import { isWideType, notUnderstood, operation, type OperationKind, type Place } from './operation';
import { hasWord, SqlCursor, splitAtCommas } from './sqlCursor';
import type { SqlToken } from './sqlTokens';

/** The text and table that the actions of one `ALTER TABLE` belong to. */
interface Altered {
  readonly text: string;
  readonly table: string | null;
  readonly onAdded: (column: string) => void;
}

const constraintWords = ['CONSTRAINT', 'PRIMARY', 'FOREIGN', 'UNIQUE', 'CHECK', 'EXCLUDE'];
const indexWords = ['INDEX', 'KEY', 'FULLTEXT', 'SPATIAL'];

/** Words that an action starts with which changes neither rows nor columns. */
const settings = new Set([
  'OWNER',
  'ENABLE',
  'DISABLE',
  'FORCE',
  'NO',
  'CLUSTER',
  'RESET',
  'INHERIT',
  'REPLICA',
  'ENGINE',
  'ALGORITHM',
  'LOCK',
  'COMMENT',
  'AUTO_INCREMENT',
  'DEFAULT',
  'CHARSET',
  'COLLATE',
  'ROW_FORMAT',
  'ATTACH',
  'DETACH',
  'OF',
  'NOT',
  'DEPENDS',
  'WITHOUT',
  'ORDER',
  'REORGANIZE',
  'REBUILD',
  'OPTIMIZE',
  'ANALYZE',
  'CHECK',
  'REPAIR',
  'KEY_BLOCK_SIZE',
  'MATERIALIZE',
  'FREEZE',
  'STATS_PERSISTENT',
  'STRICT',
  'WITH',
]);

function typeText(text: string, tokens: readonly SqlToken[]): string {
  const [first] = tokens;
  const last = tokens.at(-1);
  return first === undefined || last === undefined ? '' : text.slice(first.start, last.end);
}

function retype(altered: Altered, name: string | null, cursor: SqlCursor, place: Place): MigrationOperation {
  const { rest } = cursor;
  const stop = rest.findIndex(
    (token) => token.kind === 'word' && ['USING', 'COLLATE', 'NOT', 'NULL'].includes(token.value),
  );
  const to = typeText(altered.text, stop === -1 ? rest : rest.slice(0, stop));
  const kind = isWideType(to) && !hasWord(rest, 'USING') ? 'widen-column' : 'change-column';
  return operation(kind, place, { table: altered.table, name, to });
}

function alterColumn(altered: Altered, cursor: SqlCursor, place: Place): MigrationOperation {
  cursor.take('COLUMN');
  const name = cursor.name(altered.text);
  const as = (kind: OperationKind): MigrationOperation => operation(kind, place, { table: altered.table, name });
  if (name === null) return notUnderstood(place);
  if (cursor.take('TYPE') || cursor.take('SET', 'DATA', 'TYPE')) return retype(altered, name, cursor, place);
  if (cursor.take('SET', 'NOT', 'NULL')) return as('set-not-null');
  if (cursor.take('DROP', 'NOT', 'NULL')) return as('drop-not-null');
  if (cursor.take('SET', 'DEFAULT')) return as('set-default');
  if (cursor.take('DROP', 'DEFAULT')) return as('drop-default');
  if (cursor.take('SET') || cursor.take('RESET') || cursor.take('RESTART') || cursor.take('ADD'))
    return as('alter-column');
  if (cursor.take('DROP')) return as('alter-column');
  // Transact-SQL: ALTER COLUMN name type.
  return cursor.token === undefined ? notUnderstood(place) : retype(altered, name, cursor, place);
}

function add(altered: Altered, cursor: SqlCursor, place: Place): MigrationOperation {
  const { table, text } = altered;
  if (constraintWords.includes(cursor.word) || cursor.take('TABLE')) {
    const named = cursor.take('CONSTRAINT');
    if (named) cursor.take('IF', 'NOT', 'EXISTS');
    const name = named ? cursor.name(text) : null;
    return operation('add-constraint', place, { table, name });
  }
  if (indexWords.includes(cursor.word)) {
    cursor.takeAny(...indexWords);
    return operation('create-index', place, { table, name: cursor.name(text) });
  }
  if (cursor.take('PARTITION')) return operation('alter-table', place, { table });
  cursor.take('COLUMN');
  cursor.take('IF', 'NOT', 'EXISTS');
  cursor.symbol('(');
  const name = cursor.name(text);
  if (name === null) return notUnderstood(place);
  altered.onAdded(name);
  const { rest } = cursor;
  const required =
    rest.some((token, at) => token.value === 'NOT' && rest[at + 1]?.value === 'NULL') &&
    !hasWord(rest, 'DEFAULT', 'GENERATED', 'IDENTITY', 'AUTO_INCREMENT', 'AS');
  return operation(required ? 'add-required-column' : 'add-column', place, { table, name });
}

function drop(altered: Altered, cursor: SqlCursor, place: Place): MigrationOperation {
  const { table, text } = altered;
  const named = (kind: OperationKind): MigrationOperation => {
    cursor.take('IF', 'EXISTS');
    return operation(kind, place, { table, name: cursor.name(text) });
  };
  if (cursor.take('COLUMN')) return named('drop-column');
  if (cursor.take('PRIMARY', 'KEY')) return operation('drop-constraint', place, { table, name: 'primary key' });
  if (cursor.take('CONSTRAINT') || cursor.take('FOREIGN', 'KEY') || cursor.take('CHECK'))
    return named('drop-constraint');
  if (cursor.take('INDEX') || cursor.take('KEY')) return named('drop-index');
  if (cursor.take('PARTITION')) return named('drop-partition');
  cursor.symbol('(');
  const dropped = named('drop-column');
  return cursor.rest.length > 1 ? notUnderstood(place) : dropped;
}

function rename(altered: Altered, cursor: SqlCursor, place: Place): MigrationOperation {
  const { table, text } = altered;
  if (cursor.take('TO') || cursor.take('AS')) return operation('rename-table', place, { table, to: cursor.name(text) });
  const kind = cursor.take('CONSTRAINT')
    ? 'rename-constraint'
    : cursor.take('INDEX') || cursor.take('KEY')
      ? 'rename-index'
      : 'rename-column';
  cursor.take('COLUMN');
  const name = cursor.name(text);
  if (name !== null && cursor.take('TO')) return operation(kind, place, { table, name, to: cursor.name(text) });
  // MySQL: RENAME new_name.
  return name !== null && cursor.token === undefined
    ? operation('rename-table', place, { table, to: name })
    : notUnderstood(place);
}

/** MySQL's `MODIFY` and `CHANGE` write the whole definition of a column anew. */
function redefine(altered: Altered, cursor: SqlCursor, place: Place, renames: boolean): MigrationOperation {
  cursor.take('COLUMN');
  cursor.take('IF', 'EXISTS');
  const name = cursor.name(altered.text);
  const to = renames ? cursor.name(altered.text) : null;
  if (name === null || (renames && to === null)) return notUnderstood(place);
  const type = cursor.word;
  if (to !== null && to !== name) {
    const renamed = operation('change-column', place, { table: altered.table, name });
    return { ...renamed, summary: `${renamed.summary.slice(0, -1)}; renames it to ${to}.` };
  }
  return isWideType(type) && cursor.rest[1]?.value !== '('
    ? operation('widen-column', place, { table: altered.table, name, to: type })
    : operation('change-column', place, { table: altered.table, name });
}

function partitions(altered: Altered, cursor: SqlCursor, place: Place): MigrationOperation {
  cursor.take('PARTITION');
  return operation('drop-partition', place, { table: altered.table, name: cursor.name(altered.text) });
}

function action(
  altered: Altered,
  tokens: readonly SqlToken[],
  place: Place,
  before: string | null,
): MigrationOperation {
  const cursor = new SqlCursor(tokens);
  const { table, text } = altered;
  if (cursor.take('WITH', 'CHECK') || cursor.take('WITH', 'NOCHECK')) cursor.skip();
  else if (cursor.take('ADD')) return add(altered, cursor, place);
  if (tokens[0]?.value === 'WITH') return operation('add-constraint', place, { table });
  if (cursor.take('DROP')) return drop(altered, cursor, place);
  if (cursor.take('ALTER', 'INDEX') || cursor.take('ALTER', 'CONSTRAINT') || cursor.take('ALTER', 'CHECK')) {
    return operation('alter-table', place, { table });
  }
  if (cursor.take('ALTER')) return alterColumn(altered, cursor, place);
  if (cursor.take('RENAME')) return rename(altered, cursor, place);
  if (cursor.take('MODIFY')) return redefine(altered, cursor, place, false);
  if (cursor.take('CHANGE')) return redefine(altered, cursor, place, true);
  if (cursor.take('VALIDATE')) {
    cursor.take('CONSTRAINT');
    return operation('validate-constraint', place, { table, name: cursor.name(text) });
  }
  if (cursor.take('SET', 'SCHEMA')) return operation('rename-table', place, { table, to: cursor.name(text) });
  if (cursor.take('SET')) return operation('alter-table', place, { table });
  if (cursor.take('CONVERT', 'TO')) return operation('change-column', place, { table, name: null });
  if (cursor.take('TRUNCATE') || cursor.take('EXCHANGE') || cursor.take('COALESCE'))
    return partitions(altered, cursor, place);
  if (cursor.take('UPDATE')) return operation('update-rows', place, { table });
  if (cursor.take('DELETE')) return operation('delete-rows', place, { table });
  if (settings.has(cursor.word) || (cursor.take('CHARACTER', 'SET') && cursor.token !== undefined)) {
    return operation('alter-table', place, { table });
  }
  // Transact-SQL names several columns after one ADD or DROP COLUMN.
  if (before === 'drop-column' && tokens.length === 1)
    return operation('drop-column', place, { table, name: cursor.name(text) });
  const another = before === 'add-column' || before === 'add-required-column';
  return another ? add(altered, cursor, place) : notUnderstood(place);
}

/**
 * Reads the actions of an `ALTER TABLE`, one operation each.
 * @param cursor stands behind the words `ALTER TABLE`
 * @param whole place of the statement, which an only action takes
 * @param lineOf line of a token; asked in the order of the tokens
 * @param onAdded is told each column that the statement adds
 */
export function alterTable(
  text: string,
  cursor: SqlCursor,
  whole: Place,
  lineOf: (token: SqlToken) => number,
  onAdded: (table: string, column: string) => void,
): readonly MigrationOperation[] {
  cursor.take('IF', 'EXISTS');
  cursor.take('ONLY');
  const table = cursor.name(text);
  cursor.symbol('*');
  const altered = {
    text,
    table,
    onAdded: (column: string): void => {
      onAdded(table ?? '', column);
    },
  };
  const parts = splitAtCommas(cursor.rest);
  const operations: MigrationOperation[] = [];
  for (const tokens of parts) {
    const [first] = tokens;
    const last = tokens.at(-1);
    if (first === undefined || last === undefined) continue;
    const place = parts.length === 1 ? whole : { line: lineOf(first), text: text.slice(first.start, last.end) };
    operations.push(action(altered, tokens, place, operations.at(-1)?.kind ?? null));
  }
  return table === null || operations.length === 0 ? [notUnderstood(whole)] : operations;
}
