import { harmless, migrates } from '../meaning';
import { change, remark, unclear, type Reading } from './change';
import type { MysqlOperation, MysqlTableLock } from './model';
import { children, find, findAll, named, nameIn, words, type MysqlNode } from './tree';

type Read = (reading: Reading, node: MysqlNode) => readonly MysqlOperation[];

const inBatches = 'Do it in batches outside the migration, each in a transaction of its own.';

function tablesIn(node: MysqlNode): readonly string[] {
  return [...new Set(findAll(node, 'tableName').map((each) => nameIn(each.text)))];
}

function rowLocks(tables: readonly string[]): readonly MysqlTableLock[] {
  return tables.map((table) => ({ table, mode: 'ROWS' }));
}

const insert: Read = (reading, node) => {
  const table = named(node, 'tableName');
  if (table === null) return [unclear(reading)];
  const updates = /\bON\s+DUPLICATE\s+KEY\s+UPDATE\b/i.test(node.text) && words(node).includes('DUPLICATE');
  const replaces = node.rule === 'replaceStatement';
  return [
    change(reading, replaces ? 'replace-rows' : 'insert-rows', { table }, migrates('Earlier code finds more rows.'), {
      transactional: true,
      locks: rowLocks(tablesIn(node)),
      ...(updates ? { loses: null, summary: `Adds rows to the table ${table}, or changes those that are there.` } : {}),
      ...(replaces ? { loses: null } : {}),
    }),
  ];
};

const update: Read = (reading, node) => {
  const { schema } = reading;
  const [statement = node] = children(node, 'singleUpdateStatement', 'multipleUpdateStatement');
  const tables = tablesIn(statement);
  const [table] = tables;
  if (table === undefined) return [unclear(reading)];
  const columns = findAll(statement, 'updatedElement').map(
    (each) => named(each, 'columnName', 'columnNamePath', 'fullColumnName') ?? '',
  );
  const where = words(statement).includes('WHERE');
  const fills =
    columns.length > 0 && columns.every((column) => tables.some((each) => schema.column(each, column)?.isNew === true));
  const joins = statement.rule === 'multipleUpdateStatement';
  const all = !where && !joins && !schema.isNewTable(table);
  const kind = fills ? 'fill-column' : where || joins ? 'update-rows' : 'update-all-rows';
  return [
    change(
      reading,
      kind,
      { table },
      fills ? migrates('Earlier code does not know the columns.', true) : migrates('Earlier code finds other values.'),
      {
        transactional: true,
        locks: rowLocks(tables),
        scans: all ? true : null,
        loses: fills ? false : all ? true : null,
        ...(fills
          ? {
              summary: `Fills ${columns.join(', ')} of the table ${table}, which the release adds${where ? '' : ', in every row'}.`,
            }
          : {}),
        remarks: all
          ? [
              remark(
                'warning',
                'update-every-row',
                `Writes every row of ${table} in one transaction, and locks each until it ends; replicas wait for it.`,
                inBatches,
              ),
            ]
          : [],
      },
    ),
  ];
};

const remove: Read = (reading, node) => {
  const { schema } = reading;
  const [statement = node] = children(node, 'singleDeleteStatement', 'multipleDeleteStatement');
  const table = named(statement, 'tableName');
  if (table === null) return [unclear(reading)];
  const some =
    words(statement).some((word) => word === 'WHERE' || word === 'LIMIT') ||
    statement.rule === 'multipleDeleteStatement';
  const all = !some && !schema.isNewTable(table);
  return [
    change(reading, 'delete-rows', { table }, migrates('Earlier code no longer finds the rows.'), {
      transactional: true,
      locks: rowLocks(tablesIn(statement)),
      scans: all ? true : null,
      summary: all
        ? `Deletes every row of the table ${table}.`
        : `Deletes rows of the table ${table} that a condition selects.`,
      remarks: all
        ? [
            remark(
              'error',
              'delete-every-row',
              `Every row of ${table} is gone for good.`,
              'Keep a copy, and delete in batches.',
            ),
          ]
        : [],
    }),
  ];
};

/** Functions that only read or compute; another one may be stored in the database and do anything. */
const tame = new Set(
  (
    'count sum min max avg now concat concat_ws coalesce ifnull nullif if lower upper length char_length version database schema user ' +
    'current_user uuid uuid_to_bin bin_to_uuid last_insert_id row_count found_rows connection_id get_lock release_lock is_free_lock sleep ' +
    'group_concat cast convert substring substr left right trim ltrim rtrim replace date_format date_add date_sub curdate curtime ' +
    'current_timestamp current_date unix_timestamp from_unixtime json_object json_array json_extract json_unquote json_length abs floor ' +
    'ceil ceiling round rand mod md5 sha1 sha2 hex unhex exists distinct isnull greatest least field find_in_set locate instr lpad rpad ' +
    'year month day hour minute second datediff timestampdiff str_to_date any_value row_number rank dense_rank lag lead'
  ).split(' '),
);

const query: Read = (reading, node) => {
  const calls = findAll(node, 'functionCall')
    .map((each) => /^[\w.`"$]+/.exec(each.text)?.[0] ?? '')
    .map(nameIn);
  const wild = calls.find((each) => !tame.has(each.toLowerCase()));
  if (wild !== undefined && wild !== '') return [unclear(reading, `Calls ${wild.slice(0, 64)}, which may do anything`)];
  const locks = /\bFOR\s+(?:UPDATE|SHARE)\b|\bLOCK\s+IN\s+SHARE\s+MODE\b/i.test(node.text)
    ? rowLocks(tablesIn(node))
    : [];
  return [change(reading, 'query', {}, harmless('It only reads.'), { transactional: true, locks })];
};

const load: Read = (reading, node) => {
  const table = named(node, 'tableName');
  if (table === null) return [unclear(reading)];
  const replaces = words(node).includes('REPLACE');
  return [
    change(reading, replaces ? 'replace-rows' : 'insert-rows', { table }, migrates('Earlier code finds more rows.'), {
      transactional: true,
      locks: rowLocks([table]),
      notes: ['The rows stand in another file.'],
    }),
  ];
};

/** What reads and writes rows, by the rule of the grammar. */
export const rowStatements: Readonly<Record<string, Read>> = {
  insertStatement: insert,
  replaceStatement: insert,
  updateStatement: update,
  deleteStatement: remove,
  selectStatement: query,
  valuesStatement: query,
  tableStatement: query,
  withStatement: (reading, node) => {
    const inner = find(node, 'updateStatement', 'deleteStatement', 'insertStatement', 'selectStatement');
    const read = inner === null ? undefined : rowStatements[inner.rule];
    return inner === null || read === undefined ? [unclear(reading)] : read(reading, inner);
  },
  loadDataStatement: load,
  loadXmlStatement: load,
};
