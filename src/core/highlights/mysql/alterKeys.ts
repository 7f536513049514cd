import { only, withWhole, type ReadClause } from './alterClause';
import { breaks, expands, harmless, mayBreak, type Meaning } from '../meaning';
import { change, remark } from './change';
import { columnNames, indexKind } from './columns';
import type { AlterForm } from './onlineDdl';
import type { MysqlTable } from './schema';
import { key } from './schema';
import { children, find, named, nameIn, type MysqlNode } from './tree';

/** The form of building an index of a kind. */
export function indexForm(kind: ReturnType<typeof indexKind>, known: MysqlTable | undefined): AlterForm {
  if (kind === 'FULLTEXT')
    return [...(known?.indexes.values() ?? [])].includes('FULLTEXT')
      ? 'add-fulltext-index/further'
      : 'add-fulltext-index';
  return kind === 'SPATIAL' ? 'add-spatial-index' : kind === 'UNIQUE' ? 'add-unique-index' : 'add-index';
}

/**
 * What an index means to earlier code: a unique one may refuse its rows, unless it leaves a column NULL that it does not
 * know, and NULL does not repeat NULL.
 */
export function indexMeaning(
  kind: ReturnType<typeof indexKind>,
  columns: readonly string[],
  known: MysqlTable | undefined,
): Meaning {
  if (kind !== 'UNIQUE') return harmless('Earlier code does not notice an index.');
  const leavesNull = columns.some((name) => {
    const column = known?.columns.get(key(name));
    return column?.isNew === true && column.nullable && column.default === null && column.generated === null;
  });
  return leavesNull
    ? expands('Earlier code leaves a column of it NULL, which never repeats a value.')
    : mayBreak('Earlier code may write duplicates.');
}

/** What is said of a unique index on a table that holds rows. */
export function uniqueRemark(table: string, columns: readonly string[]): ReturnType<typeof remark> {
  return remark(
    'warning',
    'add-unique',
    `Fails when two rows of ${table} hold the same ${columns.join(', ') || 'values'}, or while it is built somebody writes a second one.`,
    'Look for duplicates first.',
  );
}

/** `ADD [UNIQUE|FULLTEXT|SPATIAL] INDEX`. */
export const addIndex: ReadClause = ({ reading, table, known, node }) => {
  const kind = indexKind(node);
  const columns = columnNames(node);
  const name = named(node, 'indexName', 'indexNameCreate') ?? columns[0] ?? null;
  const fresh = columns.length > 0 && columns.every((column) => known?.columns.get(key(column))?.isNew === true);
  return only(
    [indexForm(kind, known)],
    (whole) =>
      change(
        reading,
        'create-index',
        { table, name },
        indexMeaning(kind, columns, known),
        withWhole(whole, {
          buildsIndex: true,
          remarks: kind === 'UNIQUE' && !fresh ? [uniqueRemark(table, columns)] : [],
        }),
      ),
    () => known?.indexes.set(key(name ?? columns.join('_')), kind),
  );
};

/** `ADD PRIMARY KEY`. */
export const addPrimaryKey: ReadClause = ({ reading, table, known, node }) => {
  const columns = columnNames(node);
  return only(
    ['add-primary-key'],
    (whole) =>
      change(
        reading,
        'add-constraint',
        { table, name: 'primary key' },
        mayBreak('Earlier code may write duplicates or NULL.'),
        withWhole(whole, { buildsIndex: true, remarks: [uniqueRemark(table, columns)] }),
      ),
    () => known?.indexes.set('primary', 'UNIQUE'),
  );
};

/** `DROP PRIMARY KEY`. */
export const dropPrimaryKey: ReadClause = ({ reading, table, known }) =>
  only(
    ['drop-primary-key'],
    (whole) =>
      change(
        reading,
        'drop-constraint',
        { table, name: 'primary key' },
        mayBreak('Earlier code may rely on it.'),
        whole,
      ),
    () => known?.indexes.delete('primary'),
  );

/** `DROP INDEX`. */
export const dropIndex: ReadClause = ({ reading, table, known, node }) => {
  const name = named(node, 'indexName', 'uid');
  if (name === null) return null;
  return only(
    ['drop-index'],
    (whole) =>
      change(
        reading,
        'drop-index',
        { table, name },
        harmless('Earlier code works, though queries may become slow.'),
        whole,
      ),
    () => known?.indexes.delete(key(name)),
  );
};

/** `RENAME INDEX`. */
export const renameIndex: ReadClause = ({ reading, table, known, parts }) => {
  const from = parts.node('indexName', 'uid');
  if (from === null || !parts.take('TO')) return null;
  const to = parts.node('indexNameCreate', 'indexName', 'uid');
  if (to === null) return null;
  const [name, next] = [nameIn(from.text), nameIn(to.text)];
  return only(
    ['rename-index'],
    (whole) =>
      change(
        reading,
        'rename-index',
        { table, name, to: next },
        mayBreak('Only code that names the index in a hint breaks.'),
        whole,
      ),
    () => {
      const kind = known?.indexes.get(key(name));
      known?.indexes.delete(key(name));
      if (kind !== undefined) known?.indexes.set(key(next), kind);
    },
  );
};

/** `ALTER INDEX a VISIBLE | INVISIBLE`. */
export const alterIndex: ReadClause = ({ reading, table, node }) =>
  only(['index-visibility'], (whole) =>
    change(
      reading,
      'alter-table',
      { table },
      harmless('Only plans change.'),
      withWhole(whole, {
        summary: `Changes whether queries may use the index ${named(node, 'indexName') ?? ''} of the table ${table}.`,
      }),
    ),
  );

/** `ADD FOREIGN KEY`. */
export const addForeignKey: ReadClause = ({ reading, table, known, node }) => {
  const { schema } = reading;
  const reference = find(node, 'referenceDefinition');
  const parent = reference === null ? null : named(reference, 'tableName');
  if (reference === null || parent === null) return null;
  const [own] = children(node, 'uid', 'indexName');
  const name = own === undefined ? columnNames(node).join('_') : nameIn(own.text);
  const unchecked = schema.unchecked;
  return only(
    [unchecked ? 'add-foreign-key/unchecked' : 'add-foreign-key'],
    (whole) =>
      change(
        reading,
        'add-constraint',
        { table, name },
        mayBreak('Earlier code may write rows that refer to nothing.'),
        withWhole(whole, {
          locks: [{ table: parent, mode: null }],
          scans: !unchecked,
          buildsIndex: null,
          remarks: [
            unchecked
              ? remark(
                  'warning',
                  'unchecked-foreign-key',
                  `With foreign_key_checks off the rows of ${table} that are there are not checked against ${parent}.`,
                  'Look for rows that refer to nothing first.',
                )
              : remark(
                  'warning',
                  'foreign-key-copies',
                  `Copies ${table} to check it, and locks ${parent} too; fails when a row refers to nothing.`,
                  'SET foreign_key_checks = 0 for this statement makes it a change of the metadata, without the check.',
                ),
          ],
        }),
      ),
    () => known?.foreignKeys.set(key(name), parent),
  );
};

/** `DROP FOREIGN KEY`. */
export const dropForeignKey: ReadClause = ({ reading, table, known, node }) => {
  const name = named(node, 'uid');
  if (name === null) return null;
  return only(
    ['drop-foreign-key'],
    (whole) =>
      change(
        reading,
        'drop-constraint',
        { table, name },
        harmless('Earlier code goes on; rows may come to refer to nothing.'),
        whole,
      ),
    () => known?.foreignKeys.delete(key(name)),
  );
};

function checkName(node: MysqlNode): string | null {
  const [name] = children(find(node, 'checkConstraintDefinition') ?? node, 'uid');
  return name === undefined ? null : nameIn(name.text);
}

/** `ADD CHECK`. */
export const addCheck: ReadClause = ({ reading, table, node }) =>
  only(['add-check'], (whole) =>
    change(
      reading,
      'add-constraint',
      { table, name: checkName(node) },
      mayBreak('Earlier code may write rows that it refuses.'),
      withWhole(whole, {
        scans: true,
        remarks: [
          remark(
            'warning',
            'add-check',
            `Fails when a row of ${table} violates it. MySQL 5.7 reads it and forgets it.`,
            'Look for such rows first.',
          ),
        ],
      }),
    ),
  );

/** `DROP CHECK` and `DROP CONSTRAINT`. */
export const dropConstraint: ReadClause = ({ reading, table, known, node }) => {
  const name = named(node, 'uid', 'indexName');
  if (name === null) return null;
  const form: AlterForm =
    known?.foreignKeys.has(key(name)) === true
      ? 'drop-foreign-key'
      : known?.indexes.has(key(name)) === true
        ? 'drop-index'
        : known?.complete === true
          ? 'drop-check'
          : 'unknown';
  return only(
    [form],
    (whole) =>
      change(
        reading,
        'drop-constraint',
        { table, name },
        harmless('Earlier code goes on; rows may come to violate it.'),
        whole,
      ),
    () => {
      known?.foreignKeys.delete(key(name));
      known?.indexes.delete(key(name));
    },
  );
};

/** `ALTER CHECK a NOT ENFORCED`. */
export const alterCheck: ReadClause = ({ reading, table, node }) =>
  only(['unknown'], (whole) =>
    change(
      reading,
      'alter-table',
      { table },
      mayBreak('Earlier code may write rows that it refuses.'),
      withWhole(whole, {
        summary: `Changes whether the check ${named(node, 'uid') ?? ''} of the table ${table} is enforced.`,
      }),
    ),
  );

/** `RENAME TO`. */
export const renameTable: ReadClause = ({ reading, table, known, node }) => {
  const to = named(node, 'tableNameCreate', 'tableName', 'uid');
  if (to === null) return null;
  return only(
    ['rename-table'],
    (whole) =>
      change(
        reading,
        'rename-table',
        { table, to },
        breaks(`Earlier code that uses ${table} fails.`),
        withWhole(whole, {
          remarks: [
            remark(
              'error',
              'rename-table',
              `Running code that uses ${table} fails from this moment on.`,
              'Leave the old name behind as a view, and drop it when no code uses it.',
            ),
          ],
        }),
      ),
    () => {
      if (known !== undefined) reading.schema.rename(table, to);
    },
  );
};
