import { breaks, expands, unclear } from '../meaning';
import { change, remark, type Reading, type Remark } from './change';
import { columnFrom, defaultOf } from './definitions';
import type { SqliteOperation } from './model';
import { key, type SqliteColumn } from './schema';

const inRebuild = 'Make the table anew: create, copy, drop, rename.';

/** What `ADD COLUMN` refuses (https://www.sqlite.org/lang_altertable.html, "ALTER TABLE ADD COLUMN"). */
function refusals(reading: Reading, column: SqliteColumn): readonly Remark[] {
  const refused = (why: string): Remark =>
    remark('error', 'refused-add-column', `Fails: SQLite cannot add ${why}.`, inRebuild);
  const given = defaultOf(reading.cursor.rest)?.[0];
  const computed =
    given?.value === '(' || ['CURRENT_TIME', 'CURRENT_DATE', 'CURRENT_TIMESTAMP'].includes(given?.value ?? '');
  return [
    ...(column.key ? [refused('a column with PRIMARY KEY or UNIQUE')] : []),
    ...(column.generated === 'STORED' ? [refused('a STORED generated column')] : []),
    ...(column.notNull && !column.hasDefault && column.generated === null
      ? [refused('a NOT NULL column without a default other than NULL')]
      : []),
    ...(computed
      ? [
          remark(
            'warning',
            'refused-add-column',
            'Fails when the table has rows: the default of a column that is added must be constant.',
            inRebuild,
          ),
        ]
      : []),
    ...(column.references !== null && column.hasDefault
      ? [
          remark(
            'warning',
            'refused-add-column',
            'Fails while foreign keys are enforced: a column that refers to another table must have NULL as its default.',
            inRebuild,
          ),
        ]
      : []),
  ];
}

function addColumn(reading: Reading, table: string): SqliteOperation {
  const { cursor, text, schema } = reading;
  cursor.take('COLUMN');
  const column = columnFrom(text, cursor.rest, schema.releasing);
  if (column === null) return unclear(reading);
  const required = column.notNull && !column.hasDefault && column.generated === null;
  const operation = change(
    reading,
    required ? 'add-required-column' : 'add-column',
    { table, name: column.name },
    expands('Earlier code does not know the column.'),
    {
      scans: column.check,
      ...(required
        ? {
            summary: `Adds the column ${column.name} to the table ${table}, NOT NULL and without a default, which SQLite refuses.`,
          }
        : {}),
      notes: column.check ? ['The CHECK is tried on every row.'] : [],
      remarks: refusals(reading, column),
    },
  );
  schema.table(table)?.columns.set(key(column.name), column);
  return operation;
}

function dropColumn(reading: Reading, table: string): SqliteOperation {
  const { cursor, text, schema } = reading;
  cursor.take('COLUMN');
  const name = cursor.name(text);
  if (name === null || cursor.token !== undefined) return unclear(reading);
  const known = schema.table(table);
  const isNew = known?.columns.get(key(name))?.isNew === true;
  const why = schema.whyKept(table, name);
  const operation = change(
    reading,
    'drop-column',
    { table, name },
    isNew ? expands('The release itself adds the column.') : breaks(`Earlier code that reads or writes ${name} fails.`),
    {
      rewrites: true,
      ...(isNew ? { loses: false, destructive: false } : {}),
      notes: [
        'Needs SQLite 3.35.',
        ...(why === null && known?.complete !== true
          ? ['Refused when a key, an index, a CHECK, a view or a trigger uses the column.']
          : []),
      ],
      remarks: [
        ...(why === null
          ? []
          : [
              remark(
                'error',
                'refused-drop-column',
                `Fails: SQLite does not drop ${table}.${name} because ${why}.`,
                `Drop what uses it first. ${inRebuild}`,
              ),
            ]),
        ...(isNew
          ? []
          : [
              remark(
                'warning',
                'drop-column',
                `The values of ${table}.${name} are gone for good, and code that still names it fails.`,
                'Drop it in a release after the one whose code stopped using it.',
              ),
            ]),
      ],
    },
  );
  known?.columns.delete(key(name));
  return operation;
}

function rename(reading: Reading, table: string): SqliteOperation {
  const { cursor, text, schema } = reading;
  if (cursor.take('TO')) {
    const to = cursor.name(text);
    if (to === null || cursor.token !== undefined) return unclear(reading);
    const operation = change(reading, 'rename-table', { table, to }, breaks(`Earlier code that uses ${table} fails.`), {
      remarks: [
        remark(
          'error',
          'rename-table',
          `Running code that uses ${table} fails from this moment on.`,
          'Leave the old name behind as a view, and drop it when no code uses it.',
        ),
      ],
    });
    schema.rename(table, to);
    return operation;
  }
  cursor.take('COLUMN');
  const name = cursor.name(text);
  if (name === null || !cursor.take('TO')) return unclear(reading);
  const to = cursor.name(text);
  if (to === null || cursor.token !== undefined) return unclear(reading);
  const known = schema.table(table);
  const column = known?.columns.get(key(name));
  const operation = change(
    reading,
    'rename-column',
    { table, name, to },
    breaks(`Earlier code that uses ${name} fails.`),
    {
      notes: ['Needs SQLite 3.25.'],
      remarks: [
        remark(
          'error',
          'rename-column',
          `Running code that uses ${table}.${name} fails from this moment on.`,
          'Add the new column, write both, move the values, and drop the old one in a later release.',
        ),
      ],
    },
  );
  known?.columns.delete(key(name));
  if (column !== undefined) known?.columns.set(key(to), { ...column, name: to });
  return operation;
}

/** The four forms of `ALTER TABLE`; every other one is refused. */
export function alterTable(reading: Reading): SqliteOperation {
  const { cursor, text, place } = reading;
  const table = cursor.name(text);
  if (table === null) return unclear(reading);
  if (cursor.take('ADD')) return addColumn(reading, table);
  if (cursor.take('DROP')) return dropColumn(reading, table);
  if (cursor.take('RENAME')) return rename(reading, table);
  return {
    ...unclear(reading),
    table,
    findings: [
      {
        line: place.line,
        ...remark(
          'error',
          'refused-alter-table',
          'Fails: SQLite alters a table by RENAME TO, RENAME COLUMN, ADD COLUMN and DROP COLUMN alone.',
          inRebuild,
        ),
      },
    ],
  };
}
