import { hasWord, splitAtCommas, SqlCursor } from '../sqlCursor';
import type { SqlStatement } from '../sqlStatements';
import { alterTable } from './alterTable';
import { breaks, expands, harmless, mayBreak, unclear } from '../meaning';
import { change, objectChange, remark, type Reading } from './change';
import { inParentheses, tableFrom, wordsIn } from './definitions';
import type { SqliteOperation } from './model';
import { insert, remove, update } from './rows';
import { key, type SqliteSchema } from './schema';

type Read = (reading: Reading) => SqliteOperation;

/** Words and signs after which a statement must go on. */
const unfinished = new Set(
  (
    'ADD ALTER AND AS BETWEEN BY CASE CHECK COLUMN CREATE DEFAULT DELETE DISTINCT DROP ELSE EXISTS FOREIGN FROM GROUP HAVING IF IN INDEX ' +
    'INNER INSERT INTO IS JOIN LEFT LIKE LIMIT NOT ON OR ORDER PRAGMA REFERENCES RENAME REPLACE SELECT SET TABLE THEN TO TRIGGER ' +
    'UNION UPDATE USING VALUES VIEW WHEN WHERE WITH = , + - * / < > . | ( ! %'
  ).split(' '),
);

/** Something is missing: the parentheses do not match, or the last word needs another one. */
function isCut({ tokens }: SqlStatement): boolean {
  let depth = 0;
  for (const { kind, value } of tokens) {
    if (kind !== 'symbol') continue;
    if (value === '(') depth += 1;
    if (value === ')') depth -= 1;
    if (depth < 0) return true;
  }
  const last = tokens.at(-1);
  const ends = last?.value === '*' || (last?.value === 'VALUES' && tokens.at(-2)?.value === 'DEFAULT');
  return (
    depth !== 0 ||
    (last !== undefined && (last.kind === 'word' || last.kind === 'symbol') && unfinished.has(last.value) && !ends)
  );
}

/** Signs that no SQLite statement holds outside quotes. */
const foreign = /^[^\w\s()=<>!+\-*/%&|~,.;?:@$'"`[\]]$/;

function createTable(reading: Reading): SqliteOperation {
  const { cursor, text, schema } = reading;
  const exists = cursor.take('IF', 'NOT', 'EXISTS');
  const name = cursor.name(text);
  if (name === null) return unclear(reading);
  const { rest } = cursor;
  if (rest[0]?.value !== '(' && !hasWord(rest.slice(0, 1), 'AS')) return unclear(reading);
  if (!(exists && schema.table(name)?.complete === true)) schema.add(tableFrom(text, name, rest, schema.releasing));
  return change(reading, 'create-table', { table: name }, expands('Earlier code does not know it.'));
}

function createIndex(reading: Reading): SqliteOperation {
  const { cursor, text, schema, statement } = reading;
  const unique = hasWord(statement.tokens.slice(0, 3), 'UNIQUE');
  cursor.take('IF', 'NOT', 'EXISTS');
  const name = cursor.name(text);
  if (name === null || !cursor.take('ON')) return unclear(reading);
  const table = cursor.name(text);
  if (table === null || cursor.token?.value !== '(') return unclear(reading);
  const mentioned = wordsIn(cursor.rest);
  schema.addUser(name, { kind: 'index', table: key(table), words: mentioned });
  // NULL does not repeat NULL, and earlier code leaves it in a column that it does not know.
  const empty = splitAtCommas(inParentheses(cursor.rest) ?? []).flatMap(([first, ...more]) => {
    const column =
      first === undefined || more.length > 0 ? undefined : schema.table(table)?.columns.get(key(first.value));
    const isEmpty = column?.isNew === true && !column.hasDefault && !column.notNull && column.generated === null;
    return isEmpty ? [`${key(table)}.${key(column.name)}`] : [];
  });
  const leavesNull = empty.length > 0;
  const mayFail = unique && empty.every((each) => schema.filled.has(each));
  return change(
    reading,
    'create-index',
    { table, name },
    unique && leavesNull
      ? expands('Earlier code leaves a column of it NULL, which never repeats a value.')
      : unique
        ? mayBreak('Earlier code may write duplicates.')
        : harmless('Earlier code does not notice an index.'),
    {
      buildsIndex: true,
      remarks: mayFail
        ? [
            remark(
              'warning',
              'add-unique',
              `Fails when two rows of ${table} hold the same values.`,
              'Look for duplicates first.',
            ),
          ]
        : [],
    },
  );
}

const create: Read = (reading) => {
  const { cursor, text, schema, statement } = reading;
  const temporary = cursor.take('TEMP') || cursor.take('TEMPORARY');
  if (cursor.take('TABLE')) {
    if (!temporary) return createTable(reading);
    return change(reading, 'session', {}, harmless('Only this connection sees a temporary table.'), { free: true });
  }
  cursor.take('UNIQUE');
  if (cursor.take('INDEX')) return createIndex(reading);
  const virtual = cursor.take('VIRTUAL', 'TABLE');
  const kind = virtual ? 'virtual-table' : cursor.take('VIEW') ? 'view' : cursor.take('TRIGGER') ? 'trigger' : null;
  if (kind === null) return unclear(reading);
  cursor.take('IF', 'NOT', 'EXISTS');
  const name = cursor.name(text);
  if (name === null || cursor.token === undefined) return unclear(reading);
  if (kind === 'view' && !hasWord(cursor.rest, 'SELECT', 'VALUES')) return unclear(reading);
  if (kind === 'trigger' && statement.tokens.at(-1)?.value !== 'END') return unclear(reading);
  if (kind !== 'virtual-table') schema.addUser(name, { kind, table: '', words: wordsIn(statement.tokens) });
  return objectChange(
    reading,
    'create',
    kind,
    { name },
    kind === 'trigger'
      ? mayBreak('It runs for the writes of earlier code too.', 'expand')
      : expands('Earlier code does not know it.'),
  );
};

function dropTable(reading: Reading, table: string): SqliteOperation {
  const { schema } = reading;
  const own = schema.isNewTable(table);
  const referencing = schema.referencing(table);
  const cascades = referencing.length > 0 && schema.foreignKeys !== false && !own;
  const operation = change(
    reading,
    own ? 'drop-own-table' : 'drop-table',
    { table },
    breaks(`Earlier code that uses ${table} fails.`),
    {
      remarks: [
        remark(
          'error',
          'drop-table',
          `The rows of ${table} are gone for good, and code that still uses it fails.`,
          'Drop it in a release after the one whose code stopped using it, with a backup.',
        ),
        ...(cascades
          ? [
              remark(
                'warning',
                'drop-cascades',
                `While foreign keys are enforced its rows are deleted first, with what ON DELETE says for ${referencing.join(', ')}.`,
              ),
            ]
          : []),
      ],
    },
  );
  schema.drop(table);
  return operation;
}

const drop: Read = (reading) => {
  const { cursor, text, schema } = reading;
  const kind = (['TABLE', 'INDEX', 'VIEW', 'TRIGGER'] as const).find((each) => cursor.take(each));
  if (kind === undefined) return unclear(reading);
  cursor.take('IF', 'EXISTS');
  const name = cursor.name(text);
  if (name === null || cursor.token !== undefined) return unclear(reading);
  if (kind === 'TABLE') return dropTable(reading, name);
  if (kind === 'INDEX') {
    const table = schema.dropUser(name)?.table ?? null;
    return change(
      reading,
      'drop-index',
      { table: table === null ? null : (schema.table(table)?.name ?? table), name },
      harmless('Earlier code works, though queries may become slow.'),
    );
  }
  schema.dropUser(name);
  const meaning =
    kind === 'VIEW' ? breaks('Earlier code that reads it fails.') : mayBreak('Earlier code may rely on what it does.');
  return objectChange(reading, 'drop', kind.toLowerCase(), { name }, meaning);
};

/** Passes over a common table expression that names no row change. */
const withQuery: Read = (reading) => {
  const { cursor } = reading;
  if (!cursor.seek('SELECT', 'INSERT', 'UPDATE', 'DELETE', 'REPLACE', 'VALUES')) return unclear(reading);
  return dispatch(reading);
};

/** Pragmas that put the file itself at risk or change it for good. */
const lasting = new Set([
  'WRITABLE_SCHEMA',
  'JOURNAL_MODE',
  'PAGE_SIZE',
  'ENCODING',
  'AUTO_VACUUM',
  'LEGACY_FILE_FORMAT',
  'WAL_CHECKPOINT',
  'REKEY',
  'KEY',
]);

const pragma: Read = (reading) => {
  const { cursor, text, schema } = reading;
  const name = (cursor.name(text) ?? '').split('.').at(-1)?.toUpperCase() ?? '';
  const value = cursor.rest.find(({ kind }) => kind !== 'symbol')?.value.toUpperCase() ?? null;
  if (name === '') return unclear(reading);
  if (name === 'WRITABLE_SCHEMA' && value !== null) return unclear(reading, 'Opens the schema to writing by hand');
  if (name === 'FOREIGN_KEYS' && value !== null) {
    const ignored = schema.inTransaction;
    if (!ignored) schema.foreignKeys = ['ON', '1', 'TRUE', 'YES'].includes(value);
    return change(reading, 'session', {}, harmless('Only this connection notices it.'), {
      free: true,
      transactional: false,
      remarks: ignored
        ? [
            remark(
              'warning',
              'pragma-in-transaction',
              'Does nothing: PRAGMA foreign_keys has no effect inside a transaction.',
              'Put it before BEGIN, or run the migration without a transaction.',
            ),
          ]
        : [],
    });
  }
  if (lasting.has(name) && value !== null)
    return change(reading, 'maintenance', {}, harmless('The rows stay the same.'), {
      transactional: null,
      summary: `Changes the database file (${name.toLowerCase()}).`,
    });
  return change(reading, 'session', {}, harmless('Only this connection notices it.'), { free: true });
};

const begin: Read = (reading) => {
  reading.schema.inTransaction = true;
  return change(reading, 'transaction', {}, harmless('Only this connection notices it.'), { free: true });
};
const end: Read = (reading) => {
  if (!hasWord(reading.cursor.rest, 'TO')) reading.schema.inTransaction = false;
  return change(reading, 'transaction', {}, harmless('Only this connection notices it.'), { free: true });
};
const savepoint: Read = (reading) =>
  change(reading, 'transaction', {}, harmless('Only this connection notices it.'), { free: true });

const vacuum: Read = (reading) => {
  const inside = reading.schema.inTransaction;
  return change(reading, 'maintenance', {}, harmless('The rows stay the same.'), {
    transactional: false,
    rewrites: true,
    summary: 'Writes the whole database anew.',
    remarks: [
      inside
        ? remark('error', 'vacuum-in-transaction', 'Fails: SQLite refuses VACUUM inside a transaction.')
        : remark('note', 'vacuum', 'Writes the whole database anew, with every other writer locked out.'),
    ],
  });
};
const upkeep: Read = (reading) =>
  change(reading, 'maintenance', { table: reading.cursor.name(reading.text) }, harmless('The rows stay the same.'));

const query: Read = (reading) => {
  const { tokens } = reading.statement;
  const loads = tokens.some(
    ({ kind, value }, at) =>
      kind === 'word' && /^(?:LOAD_EXTENSION|WRITEFILE|EDIT)$/.test(value) && tokens[at + 1]?.value === '(',
  );
  return loads
    ? unclear(reading, 'Runs something outside this file')
    : change(reading, 'query', {}, harmless('It only reads.'), { free: true });
};

const readers: ReadonlyMap<string, Read> = new Map<string, Read>([
  ['CREATE', create],
  ['ALTER', (reading): SqliteOperation => (reading.cursor.take('TABLE') ? alterTable(reading) : unclear(reading))],
  ['DROP', drop],
  ['INSERT', insert(false)],
  ['REPLACE', insert(true)],
  ['UPDATE', update],
  ['DELETE', remove],
  ['WITH', withQuery],
  ['SELECT', query],
  ['VALUES', query],
  ['EXPLAIN', query],
  ['PRAGMA', pragma],
  ['BEGIN', begin],
  ['COMMIT', end],
  ['END', end],
  ['ROLLBACK', end],
  ['SAVEPOINT', savepoint],
  ['RELEASE', savepoint],
  ['VACUUM', vacuum],
  ['REINDEX', upkeep],
  ['ANALYZE', upkeep],
]);

function dispatch(reading: Reading): SqliteOperation {
  const read = readers.get(reading.cursor.word);
  if (read === undefined) return unclear(reading);
  reading.cursor.skip();
  return read(reading);
}

/** Reads one statement and applies it to the schema. Never throws. */
export function readStatement(text: string, statement: SqlStatement, schema: SqliteSchema): SqliteOperation {
  const place = { line: statement.line, text: statement.text };
  if (!statement.closed) return unclear({ place }, 'Ends inside a quote, a comment or a body');
  if (statement.text.includes('\0')) return unclear({ place }, 'Holds a NUL character');
  if (isCut(statement)) return unclear({ place }, 'Something is missing');
  if (statement.tokens.some(({ kind, value }) => kind === 'client' || (kind === 'symbol' && foreign.test(value))))
    return unclear({ place });
  return dispatch({ text, statement, cursor: new SqlCursor(statement.tokens), place, schema });
}
