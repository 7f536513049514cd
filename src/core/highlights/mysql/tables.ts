import { indexForm, indexMeaning, uniqueRemark } from './alterKeys';
import { expands, breaks, harmless, migrates } from '../meaning';
import { change, remark, unclear, type Reading } from './change';
import { columnFrom, columnNames, indexKind } from './columns';
import type { MysqlOperation } from './model';
import { key, type MysqlTable } from './schema';
import { children, find, findAll, named, nameIn, words, type MysqlNode } from './tree';
import { wholeOf } from './wholeStatement';

type Read = (reading: Reading, node: MysqlNode) => readonly MysqlOperation[];

function define(table: MysqlTable, definition: MysqlNode): void {
  const name = named(definition, 'columnNameCreate');
  const [column] = children(definition, 'columnDefinition');
  if (name !== null && column !== undefined) {
    const read = columnFrom(name, column, false);
    table.columns.set(key(name), read);
    if (read.key !== null) table.indexes.set(read.key === 'PRIMARY' ? 'primary' : key(name), 'UNIQUE');
    return;
  }
  const all = words(definition);
  const columns = columnNames(definition);
  const reference = find(definition, 'referenceDefinition');
  if (reference !== null)
    table.foreignKeys.set(
      key(named(definition, 'uid', 'indexName') ?? columns.join('_')),
      named(reference, 'tableName') ?? '',
    );
  else if (all.includes('PRIMARY')) {
    table.indexes.set('primary', 'UNIQUE');
    for (const each of columns) {
      const known = table.columns.get(key(each));
      if (known !== undefined)
        table.columns.set(key(each), { ...known, nullable: false, key: columns.length === 1 ? 'PRIMARY' : known.key });
    }
  } else if (columns.length > 0)
    table.indexes.set(key(named(definition, 'indexName', 'uid') ?? columns[0] ?? ''), indexKind(definition));
}

function settings(table: MysqlTable, node: MysqlNode): void {
  for (const option of children(node, 'tableOption')) {
    const text = option.text.replaceAll(/\s+/g, ' ');
    const charset = /(?:CHARACTER SET|CHARSET) ?=? ?['"]?(\w+)/i.exec(text)?.[1]?.toLowerCase();
    if (charset !== undefined) table.charset = charset === 'utf8' ? 'utf8mb3' : charset;
    if (/^ENGINE\b/i.test(text)) table.engine = (named(option, 'engineName') ?? '').toLowerCase();
  }
  const partition = /\bPARTITION\s+BY\s+(?:LINEAR\s+)?(RANGE|LIST|HASH|KEY)\b/i
    .exec(find(node, 'partitionDefinitions')?.text ?? '')?.[1]
    ?.toUpperCase();
  table.partition = (['RANGE', 'LIST', 'HASH', 'KEY'] as const).find((each) => each === partition) ?? null;
}

/** `CREATE TABLE`. */
export const createTable: Read = (reading, node) => {
  const { schema } = reading;
  const name = named(node, 'tableNameCreate');
  if (name === null) return [unclear(reading)];
  const all = words(node);
  if (all.includes('TEMPORARY')) {
    return [
      change(reading, 'session', {}, harmless('Only this session sees a temporary table.'), { transactional: null }),
    ];
  }
  const before = schema.table(name);
  const replaced = reading.replaces && before?.isNew !== true;
  const query = find(node, 'selectStatement') !== null;
  const like = named(node, 'tableName');
  const definitions = find(node, 'createDefinitions');
  // With IF NOT EXISTS a table that is there stays as it is.
  if (!(children(node, 'ifNotExists').length > 0 && before?.complete === true)) {
    const model = all.includes('LIKE') && like !== null ? schema.table(like) : undefined;
    const table = schema.create(name, true);
    table.complete = definitions !== null || model?.complete === true;
    for (const each of model?.columns.values() ?? []) table.columns.set(key(each.name), { ...each, isNew: false });
    for (const each of definitions === null ? [] : children(definitions, 'createDefinition')) define(table, each);
    settings(table, node);
  }
  if (replaced) {
    return [
      {
        ...change(reading, 'drop-table', {}, breaks(`Earlier code that uses ${name} finds another table.`), {
          remarks: [remark('error', 'drop-table', `CREATE OR REPLACE drops ${name} with every row that it holds.`)],
        }),
        table: name,
        summary: `Drops the table ${name} with every row in it, and creates it anew.`,
      },
    ];
  }
  const sources = query
    ? findAll(node, 'tableName').map((each) => ({ table: nameIn(each.text), mode: 'ROWS' as const }))
    : [];
  const columns = findAll(node, 'columnDefinition')
    .map((each) => columnFrom('', each, true))
    .filter(({ references }) => references !== null);
  const ignored = columns.length > 0 && reading.servers.some((each) => each !== 'mariadb-10.6');
  const created = change(reading, 'create-table', { table: name }, expands('Earlier code does not know it.'), {
    locks: sources,
  });
  const findings = ignored
    ? [
        {
          line: reading.place.line,
          ...remark(
            'warning',
            'inline-references',
            `MySQL up to 8.4 ignores REFERENCES in the definition of a column: ${name} gets no foreign key by it.`,
            'Write FOREIGN KEY (…) REFERENCES … as a clause of its own.',
          ),
        },
      ]
    : [];
  return [{ ...created, findings }];
};

/** `DROP TABLE`. */
export const dropTable: Read = (reading, node) => {
  const { schema } = reading;
  if (words(node).includes('TEMPORARY'))
    return [
      change(reading, 'session', {}, harmless('Only this session sees a temporary table.'), { transactional: null }),
    ];
  const names = findAll(node, 'tableName').map((each) => nameIn(each.text));
  if (names.length === 0) return [unclear(reading)];
  return names.map((table) => {
    const own = schema.isNewTable(table);
    const operation = change(
      reading,
      own ? 'drop-own-table' : 'drop-table',
      { table },
      breaks(`Earlier code that uses ${table} fails.`),
      {
        locks: [{ table, mode: 'EXCLUSIVE' }],
        remarks: [
          remark(
            'error',
            'drop-table',
            `The rows of ${table} are gone for good, and code that still uses it fails.`,
            'Drop it in a release after the one whose code stopped using it, with a backup.',
          ),
        ],
      },
    );
    schema.drop(table);
    return operation;
  });
};

/** `RENAME TABLE`. */
export const renameTables: Read = (reading, node) => {
  const pairs = children(node, 'renameTableClause').map((each) => ({
    from: named(each, 'tableName'),
    to: named(each, 'tableNameCreate'),
  }));
  if (pairs.length === 0 || pairs.some(({ from, to }) => from === null || to === null)) return [unclear(reading)];
  return pairs.map(({ from, to }) => {
    const table = from ?? '';
    const operation = change(reading, 'rename-table', { table, to }, breaks(`Earlier code that uses ${table} fails.`), {
      locks: [{ table, mode: 'EXCLUSIVE' }],
      remarks: [
        remark(
          'error',
          'rename-table',
          `Running code that uses ${table} fails from this moment on.`,
          'Leave the old name behind as a view, and drop it when no code uses it.',
        ),
      ],
    });
    reading.schema.rename(table, to ?? '');
    return operation;
  });
};

/** `TRUNCATE`. */
export const truncate: Read = (reading, node) => {
  const table = named(node, 'tableName');
  if (table === null) return [unclear(reading)];
  return [
    change(reading, 'truncate-table', { table }, migrates('Earlier code finds no rows.', false), {
      locks: [{ table, mode: 'EXCLUSIVE' }],
      remarks: [
        remark(
          'error',
          'truncate',
          `Every row of ${table} is gone for good; TRUNCATE cannot be rolled back.`,
          'Keep a copy of what may be needed.',
        ),
      ],
    }),
  ];
};

function given(node: MysqlNode): { readonly algorithm?: string; readonly lock?: string } {
  const algorithm = /\bALGORITHM\s*=?\s*(\w+)/i.exec(node.text)?.[1]?.toUpperCase();
  const lock = /\bLOCK\s*=?\s*(\w+)/i.exec(node.text.slice(node.text.lastIndexOf(')')))?.[1]?.toUpperCase();
  return { ...(algorithm === undefined ? {} : { algorithm }), ...(lock === undefined ? {} : { lock }) };
}

/** `CREATE INDEX`. */
export const createIndex: Read = (reading, node) => {
  const [table, name] = [named(node, 'tableName'), named(node, 'indexNameCreate', 'indexName')];
  if (table === null) return [unclear(reading)];
  const known = reading.schema.ensure(table);
  const kind = indexKind(node);
  const columns = columnNames(node);
  const whole = wholeOf(reading, table, [indexForm(kind, known)], given(node));
  const unique = kind === 'UNIQUE' ? [uniqueRemark(table, columns)] : [];
  const operation = change(reading, 'create-index', { table, name }, indexMeaning(kind, columns, known), {
    ...whole,
    buildsIndex: true,
    remarks: [...unique, ...(whole.remarks ?? [])],
  });
  known.indexes.set(key(name ?? ''), kind);
  return [operation];
};

/** `DROP INDEX`. */
export const dropIndex: Read = (reading, node) => {
  const [table, name] = [named(node, 'tableName'), named(node, 'indexName')];
  if (table === null || name === null) return [unclear(reading)];
  reading.schema.table(table)?.indexes.delete(key(name));
  const whole = wholeOf(reading, table, [key(name) === 'primary' ? 'drop-primary-key' : 'drop-index'], given(node));
  return [
    change(
      reading,
      'drop-index',
      { table, name },
      harmless('Earlier code works, though queries may become slow.'),
      whole,
    ),
  ];
};
