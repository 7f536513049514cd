import { hasWord, SqlCursor } from '../sqlCursor';
import { migrates, unclear } from '../meaning';
import { change, remark, type Reading } from './change';
import type { SqliteOperation } from './model';
import { key } from './schema';

type Read = (reading: Reading) => SqliteOperation;

const inBatches = 'Do it in batches outside the migration, each in a transaction of its own.';

/** `INSERT` and `REPLACE`. */
export const insert =
  (replaces: boolean): Read =>
  (reading) => {
    const { cursor, text } = reading;
    const or = cursor.take('OR') ? cursor.word : '';
    if (or !== '') cursor.skip();
    if (!cursor.take('INTO')) return unclear(reading);
    const table = cursor.name(text);
    if (table === null || !hasWord(cursor.rest, 'VALUES', 'SELECT', 'DEFAULT', 'WITH')) return unclear(reading);
    const overwrites = replaces || or === 'REPLACE';
    const updates = hasWord(cursor.rest, 'CONFLICT');
    return change(
      reading,
      overwrites ? 'replace-rows' : 'insert-rows',
      { table },
      migrates('Earlier code finds more rows.'),
      {
        ...(overwrites || updates ? { loses: null } : {}),
      },
    );
  };

/** `UPDATE`. */
export const update: Read = (reading) => {
  const { cursor, text, schema } = reading;
  if (cursor.take('OR')) cursor.skip();
  const table = cursor.name(text);
  if (table === null || !new SqlCursor(cursor.rest).seek('SET')) return unclear(reading);
  cursor.seek('SET');
  cursor.skip();
  const column = cursor.name(text);
  if (column !== null && cursor.token?.value !== '=') return unclear(reading);
  const where = new SqlCursor(cursor.rest).seek('WHERE') || new SqlCursor(cursor.rest).seek('FROM');
  const fills =
    column !== null && schema.table(table)?.columns.get(key(column))?.isNew === true && !hasWord(cursor.rest, ',');
  if (fills) schema.filled.add(`${key(table)}.${key(column)}`);
  const all = !where && !schema.isNewTable(table);
  const kind = fills ? 'fill-column' : where ? 'update-rows' : 'update-all-rows';
  return change(
    reading,
    kind,
    { table },
    fills ? migrates('Earlier code does not know the column.', true) : migrates('Earlier code finds other values.'),
    {
      scans: all,
      loses: fills ? false : all ? true : null,
      remarks: all
        ? [
            remark(
              'warning',
              'update-every-row',
              `Writes every row of ${table} in one transaction, and no one else can write meanwhile.`,
              inBatches,
            ),
          ]
        : [],
    },
  );
};

/** `DELETE`. */
export const remove: Read = (reading) => {
  const { cursor, text, schema } = reading;
  if (!cursor.take('FROM')) return unclear(reading);
  const table = cursor.name(text);
  if (table === null) return unclear(reading);
  const all = !new SqlCursor(cursor.rest).seek('WHERE', 'LIMIT') && !schema.isNewTable(table);
  return change(reading, 'delete-rows', { table }, migrates('Earlier code no longer finds the rows.'), {
    scans: all,
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
  });
};
