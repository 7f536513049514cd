import { harmless, migrates, unclear } from '../meaning';
import { change, remark, type Reading } from './change';
import { wildCalls } from './expressions';
import type { TableLock, PostgresOperation } from './model';
import { child, has, listOf, relationName, relationsIn, tagged, taggedIn, textOf, visit, type Node } from './tree';

type Read = (reading: Reading, body: Node) => readonly PostgresOperation[];

const inBatches = 'Do it in batches outside the migration, each in a transaction of its own.';

/** Tables that a foreign key leads to or from are locked only when a row needs it, so they are left out. */
const write = (table: string): TableLock => ({ table, mode: 'RowExclusiveLock' });

function isNewColumn({ schema }: Reading, table: string, columns: readonly string[]): boolean {
  return columns.length > 0 && columns.every((column) => schema.column(table, column)?.isNew === true);
}

const insert: Read = (reading, body) => {
  const table = relationName(child(body, 'relation'));
  const onConflict = textOf(child(body, 'onConflictClause'), 'action') === 'ONCONFLICT_UPDATE';
  const copied =
    has(body, 'selectStmt') && listOf(child(child(body, 'selectStmt'), 'SelectStmt'), 'fromClause').length > 0;
  return [
    change(reading, 'insert-rows', 'insert', { table }, migrates('Earlier code finds more rows.', true), {
      roles: { target: [table] },
      locks: sources(body),
      summary: onConflict
        ? `Adds rows to the table ${table}, or changes those that are there.`
        : `Adds rows to the table ${table}${copied ? ' from a query' : ''}.`,
      ...(onConflict ? { loses: null } : {}),
    }),
  ];
};

function sources(value: unknown): readonly TableLock[] {
  return relationsIn(value).map((table) => ({ table, mode: 'AccessShareLock' }));
}

const update: Read = (reading, body) => {
  const { schema } = reading;
  const table = relationName(child(body, 'relation'));
  const columns = taggedIn(body, 'targetList', 'ResTarget').map((each) => textOf(each, 'name') ?? '');
  const where = has(body, 'whereClause');
  const fills = isNewColumn(reading, table, columns);
  const kind = fills ? 'fill-column' : where ? 'update-rows' : 'update-all-rows';
  const all = !where && !schema.isNewTable(table);
  return [
    change(
      reading,
      kind,
      'update',
      { table },
      fills ? migrates('Earlier code does not know the columns.', true) : migrates('Earlier code finds other values.'),
      {
        roles: { target: [table] },
        locks: sources(body),
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
                `Writes every row of ${table} anew in one transaction, and locks each until it ends.`,
                inBatches,
              ),
            ]
          : [],
      },
    ),
  ];
};

const remove: Read = (reading, body) => {
  const { schema } = reading;
  const table = relationName(child(body, 'relation'));
  const all = !has(body, 'whereClause') && !schema.isNewTable(table);
  return [
    change(reading, 'delete-rows', 'delete', { table }, migrates('Earlier code no longer finds the rows.'), {
      roles: { target: [table] },
      locks: sources(body),
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

const merge: Read = (reading, body) => {
  const table = relationName(child(body, 'relation'));
  return [
    change(reading, 'merge-rows', null, { table }, migrates('Earlier code finds other rows.'), {
      locks: [write(table), ...sources(body['sourceRelation'])],
      loses: true,
    }),
  ];
};

const truncate: Read = (reading, body) => {
  const { schema } = reading;
  const cascades = textOf(body, 'behavior') === 'DROP_CASCADE';
  return taggedIn(body, 'relations', 'RangeVar').map((range) => {
    const table = relationName(range);
    const referencing = cascades ? schema.referencing(table) : [];
    const others = referencing.length === 0 ? '' : ` and of ${referencing.join(', ')}, which refer to it`;
    return change(reading, 'truncate-table', 'truncate', { table }, migrates('Earlier code finds no rows.', false), {
      roles: { target: [table], children: range['inh'] === true ? schema.children(table) : [], referencing },
      scans: false,
      summary: `Deletes every row of the table ${table}${others}.`,
      remarks: [
        remark(
          'error',
          'truncate',
          `Every row of ${table}${others} is gone for good.`,
          'Keep a copy of what may be needed.',
        ),
        ...(cascades
          ? [
              remark(
                'error',
                'truncate-cascade',
                `CASCADE empties every table that refers to ${table} too, which the migration does not name.`,
              ),
            ]
          : []),
      ],
    });
  });
};

const copy: Read = (reading, body) => {
  const table = relationName(child(body, 'relation'));
  if (table === '' || body['is_from'] !== true || body['is_program'] === true) return [unclear(reading)];
  return [
    change(reading, 'insert-rows', 'insert', { table }, migrates('Earlier code finds more rows.', true), {
      roles: { target: [table] },
    }),
  ];
};

/** The statements that change rows inside another, at any depth: `WITH gone AS (DELETE …)`. */
function changesInside(value: readonly unknown[]): readonly Node[] {
  const found: Node[] = [];
  visit(value, (tag, body) => {
    if (Object.hasOwn(rowChanges, tag)) found.push({ [tag]: body });
  });
  return found;
}

function rowChange(reading: Reading, node: Node): readonly PostgresOperation[] {
  const { tag, body } = tagged(node);
  const read = Object.hasOwn(rowChanges, tag) ? rowChanges[tag] : undefined;
  return read === undefined ? [unclear(reading)] : read(reading, body);
}

const query: Read = (reading, body) => {
  const writing = changesInside(Object.values(body)).flatMap((each) => rowChange(reading, each));
  if (has(body, 'intoClause')) {
    const table = relationName(child(child(body, 'intoClause'), 'rel'));
    const meaning = { compatible: true, reason: 'Earlier code does not know it.', phase: 'expand' as const };
    return [
      ...writing,
      change(reading, 'create-table', 'create-table-as', { table }, meaning, { roles: { source: relationsIn(body) } }),
    ];
  }
  if (writing.length > 0) return writing;
  const calls = wildCalls(body);
  if (calls.length > 0) return [unclear(reading, `Calls ${(calls[0] ?? '').slice(0, 64)}, which may do anything`)];
  const locks = listOf(body, 'lockingClause').length > 0;
  const relations = relationsIn(body);
  return [
    change(reading, 'query', locks ? 'query/for-update' : 'query', {}, harmless('It only reads.'), {
      roles: locks ? { locked: relations } : { source: relations },
    }),
  ];
};

const rowChanges: Readonly<Record<string, Read>> = {
  InsertStmt: insert,
  UpdateStmt: update,
  DeleteStmt: remove,
  MergeStmt: merge,
};

function withInner(read: Read): Read {
  return (reading, body) => [
    ...changesInside(Object.values(body)).flatMap((each) => rowChange(reading, each)),
    ...read(reading, body),
  ];
}

/** What reads and writes rows, by the kind of its node. */
export const rowStatements: Readonly<Record<string, Read>> = {
  InsertStmt: withInner(insert),
  UpdateStmt: withInner(update),
  DeleteStmt: withInner(remove),
  MergeStmt: withInner(merge),
  TruncateStmt: truncate,
  CopyStmt: copy,
  SelectStmt: query,
};
