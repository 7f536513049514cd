import { only, unlessNew, withWhole, type AlterClause, type ClauseResult, type ReadClause } from './alterClause';
import { breaks, expands, mayBreak, harmless } from '../meaning';
import { change, remark, type Reading, type Remark } from './change';
import { columnFrom } from './columns';
import type { AlterForm } from './onlineDdl';
import { key, type MysqlColumn } from './schema';
import { nameIn, type MysqlNode } from './tree';

/** How a column gets another name without a break. */
export const inSteps = 'Add the new column, write both, move the values, and drop the old one in a later release.';

/** What MySQL puts into the rows that are there: NOT NULL without a default is no error to it. */
function isRequired(column: MysqlColumn): boolean {
  return !column.nullable && column.default === null && !column.autoIncrement && column.generated === null;
}

function addForms(column: MysqlColumn, placed: boolean, node: MysqlNode): readonly AlterForm[] {
  const { generated } = column;
  const own: AlterForm =
    generated !== null
      ? `add-column/${generated === 'STORED' ? 'stored' : 'virtual'}`
      : column.autoIncrement
        ? 'add-column/auto-increment'
        : /\bDEFAULT\s*\((?!\s*(?:'[^']*'|-?\d+)\s*\))/i.test(node.text)
          ? 'add-column/expression-default'
          : placed
            ? 'add-column/placed'
            : isRequired(column)
              ? 'add-column/required'
              : column.default === null
                ? 'add-column'
                : 'add-column/default';
  return [
    own,
    ...(column.key === 'UNIQUE' && !column.autoIncrement ? (['add-unique-index'] as const) : []),
    ...(column.key === 'PRIMARY' && !column.autoIncrement ? (['add-primary-key'] as const) : []),
    ...(column.check ? (['add-column/check'] as const) : []),
  ];
}

/** MySQL reads an inline REFERENCES and forgets it (before 9.0); MariaDB makes a foreign key of it (from 10.5). */
export function inlineReference(reading: Reading, column: MysqlColumn): readonly Remark[] {
  if (column.references === null || reading.servers.every((each) => each === 'mariadb-10.6')) return [];
  return [
    remark(
      'warning',
      'inline-references',
      `MySQL up to 8.4 ignores REFERENCES in the definition of ${column.name}: there will be no foreign key. MariaDB makes one.`,
      'Write FOREIGN KEY (…) REFERENCES … as a clause of its own.',
    ),
  ];
}

function added(clause: AlterClause, name: string, definition: MysqlNode, placed: boolean): ClauseResult {
  const { reading, table, known } = clause;
  const column = columnFrom(name, definition, reading.schema.releasing);
  const required = isRequired(column);
  const meaning = required
    ? breaks(`INSERTs of earlier code that leave ${name} out fail in strict mode.`, 'expand')
    : expands('Earlier code does not know the column.');
  const remarks = [
    ...(required
      ? [
          remark(
            'error',
            'required-column',
            `${name} is NOT NULL without a default: the rows of ${table} get 0 or an empty value, and the INSERTs of earlier code fail.`,
            'Add it with a default, or nullable first and NOT NULL when every row has a value.',
          ),
        ]
      : []),
    ...inlineReference(reading, column),
  ];
  const references = column.references !== null && reading.servers.includes('mariadb-10.6');
  return only(
    [
      ...addForms(column, placed, definition),
      ...(references && reading.servers.length === 1 ? (['add-column/references'] as const) : []),
    ],
    (whole) =>
      change(
        reading,
        required ? 'add-required-column' : 'add-column',
        { table, name },
        meaning,
        withWhole(whole, {
          ...(required
            ? {
                summary: `Adds the column ${name} to the table ${table}, NOT NULL and without a default: rows that are there get 0 or an empty value.`,
              }
            : {}),
          buildsIndex: column.key !== null,
          remarks,
        }),
      ),
    () => {
      known?.columns.set(key(name), column);
      if (column.key === 'UNIQUE') known?.indexes.set(key(name), 'UNIQUE');
    },
  );
}

/** `ADD [COLUMN]`, one or several in parentheses. */
export const addColumn: ReadClause = (clause) => {
  const { parts } = clause;
  parts.skip('COLUMN');
  const several = parts.take('(');
  const results: ClauseResult[] = [];
  do {
    const name = parts.node('columnName', 'columnNameCreate');
    const definition = parts.node('columnDefinition');
    if (name === null || definition === null) return null;
    const placed = !several && (parts.word === 'FIRST' || parts.word === 'AFTER');
    results.push(added(clause, nameIn(name.text), definition, placed));
  } while (several && parts.take(','));
  return {
    forms: results.flatMap(({ forms }) => forms),
    operations: (whole) =>
      results.flatMap(({ operations }, at) => operations(at === 0 ? whole : { ...whole, remarks: [] })),
    apply: () => {
      for (const { apply } of results) apply?.();
    },
  };
};

/** `DROP [COLUMN]`. */
export const dropColumn: ReadClause = ({ reading, table, known, parts }) => {
  parts.skip('COLUMN');
  const node = parts.node('columnName', 'uid');
  if (node === null) return null;
  const name = nameIn(node.text);
  const column = known?.columns.get(key(name));
  const isNew = column?.isNew === true;
  const form: AlterForm =
    column?.generated === 'STORED'
      ? 'drop-column/stored'
      : column?.generated === 'VIRTUAL'
        ? 'drop-column/virtual'
        : 'drop-column';
  const meaning = unlessNew(isNew, breaks(`Earlier code that reads or writes ${name} fails.`));
  const remarks = isNew
    ? []
    : [
        remark(
          'warning',
          'drop-column',
          `The values of ${table}.${name} are gone for good, and code that still names it fails.`,
          'Drop it in a release after the one whose code stopped using it.',
        ),
      ];
  return only(
    [form],
    (whole) =>
      change(
        reading,
        'drop-column',
        { table, name },
        meaning,
        withWhole(whole, {
          ...(isNew || column?.generated === 'VIRTUAL' ? { loses: false, destructive: false } : {}),
          remarks,
        }),
      ),
    () => known?.columns.delete(key(name)),
  );
};

/** `RENAME COLUMN a TO b`. */
export const renameColumn: ReadClause = (clause) => {
  const { reading, table, known, parts } = clause;
  const from = parts.node('columnName');
  if (from === null || !parts.take('TO')) return null;
  const to = parts.node('columnNameCreate', 'columnName');
  if (to === null) return null;
  const [name, next] = [nameIn(from.text), nameIn(to.text)];
  const column = known?.columns.get(key(name));
  const meaning = unlessNew(column?.isNew === true, breaks(`Earlier code that uses ${name} fails.`));
  return only(
    ['rename-column'],
    (whole) =>
      change(
        reading,
        'rename-column',
        { table, name, to: next },
        meaning,
        withWhole(whole, {
          remarks: [
            remark(
              'error',
              'rename-column',
              `Running code that uses ${table}.${name} fails from this moment on.`,
              inSteps,
            ),
          ],
        }),
      ),
    () => {
      known?.columns.delete(key(name));
      if (column !== undefined) known?.columns.set(key(next), { ...column, name: next });
    },
  );
};

/** `ALTER [COLUMN] a SET DEFAULT …`, `DROP DEFAULT`, `SET VISIBLE`. */
export const alterColumn: ReadClause = ({ reading, table, known, parts }) => {
  parts.skip('COLUMN');
  const node = parts.node('columnName', 'uid');
  if (node === null) return null;
  const name = nameIn(node.text);
  const sets = parts.take('SET', 'DEFAULT');
  const drops = !sets && parts.take('DROP', 'DEFAULT');
  const column = known?.columns.get(key(name));
  if (!sets && !drops) {
    if (!parts.take('SET')) return null;
    return only(['unknown'], (whole) =>
      change(
        reading,
        'alter-column',
        { table, name },
        mayBreak('SELECT * no longer, or again, gives the column.'),
        whole,
      ),
    );
  }
  const meaning = drops
    ? mayBreak(`INSERTs of earlier code that leave ${name} out may fail.`)
    : harmless('Rows that are there stay as they are.');
  return only(
    [sets ? 'set-default' : 'drop-default'],
    (whole) => change(reading, sets ? 'set-default' : 'drop-default', { table, name }, meaning, whole),
    () => {
      if (column !== undefined) known?.columns.set(key(name), { ...column, default: sets ? 'set' : null });
    },
  );
};
