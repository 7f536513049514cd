import { expands, harmless, mayBreak, migrates, unclear } from '../meaning';
import { change, objectChange, remark, type Reading } from './change';
import { lockModes, type PostgresOperation } from './model';
import { child, flag, listOf, objectName, relationName, tagged, taggedIn, textOf, type Node } from './tree';
import { noteOf } from './versionFacts';

/** `CREATE INDEX`. */
export function createIndex(reading: Reading, body: Node): readonly PostgresOperation[] {
  const { schema } = reading;
  const relation = child(body, 'relation');
  const table = relationName(relation);
  const known = schema.tables.get(table);
  const concurrently = flag(body, 'concurrent');
  const only = known?.partitioned === true && !flag(relation, 'inh');
  const unique = flag(body, 'unique');
  const form = concurrently ? 'create-index/concurrently' : only ? 'create-index/only' : 'create-index';
  const columns = taggedIn(body, 'indexParams', 'IndexElem').map((each) => textOf(each, 'name') ?? '');
  // Earlier code leaves NULL in a column that it does not know, and one NULL does not repeat another.
  const leavesNull =
    !flag(body, 'nulls_not_distinct') &&
    columns.some((name) => {
      const column = known?.columns.get(name);
      return column?.isNew === true && !column.hasDefault && !column.notNull && column.generated === null;
    });
  const meaning =
    unique && leavesNull
      ? expands('Earlier code leaves a column of it NULL, which never repeats a value.')
      : unique
        ? mayBreak('Rows of earlier code that repeat a value are refused.')
        : expands('Queries may use it; nothing else changes.');
  const view = known?.kind === 'materialized-view';
  const writers = view ? `${table} cannot be refreshed` : `nobody can write to ${table}`;
  return [
    change(reading, 'create-index', form, { table, name: textOf(body, 'idxname') }, meaning, {
      roles: { target: [table], children: only ? [] : schema.children(table) },
      buildsIndex: !only,
      notes: concurrently ? ['When it fails it leaves an invalid index behind, to be dropped by hand.'] : [],
      remarks:
        concurrently || only
          ? []
          : [
              remark(
                'warning',
                'index-not-concurrent',
                `While the index is built ${writers}.`,
                known?.partitioned === true
                  ? 'CREATE INDEX ON ONLY, then CONCURRENTLY on each partition and ALTER INDEX … ATTACH PARTITION.'
                  : 'CREATE INDEX CONCURRENTLY, in a migration that does not run in a transaction.',
              ),
            ],
    }),
  ];
}

/** `DROP INDEX`. */
export function dropIndexes(reading: Reading, body: Node): readonly PostgresOperation[] {
  const { schema } = reading;
  const concurrently = flag(body, 'concurrent');
  return listOf(body, 'objects').map((each) => {
    const name = objectName(each);
    const index = schema.indexes.get(name);
    const table = index?.table ?? null;
    const meaning =
      index?.unique === false
        ? harmless('Queries that used it become slower.')
        : mayBreak('Queries that used it become slower; when it is unique, ON CONFLICT may rely on it.');
    return change(
      reading,
      'drop-index',
      concurrently ? 'drop-index/concurrently' : 'drop-index',
      { table, name },
      meaning,
      {
        roles: { target: table === null ? [] : [table] },
        loses: false,
        notes: table === null ? ['The table that it stands on is not known; it is locked too.'] : [],
        remarks:
          concurrently || index?.isNew === true
            ? []
            : [
                remark(
                  'note',
                  'drop-index-not-concurrent',
                  `Shuts every reader and writer of ${table ?? 'its table'} out for a moment, and waits for those that are there.`,
                  'DROP INDEX CONCURRENTLY, in a migration that does not run in a transaction.',
                ),
              ],
      },
    );
  });
}

function options(body: Node, field: string): ReadonlySet<string> {
  const on = taggedIn(body, field, 'DefElem').filter((each) => {
    const { tag, body: value } = tagged(each['arg']);
    return !(tag === 'String' && /^(?:false|off|0)$/i.test(textOf(value, 'sval') ?? ''));
  });
  return new Set(on.map((each) => textOf(each, 'defname') ?? ''));
}

/** `REINDEX`. */
export function reindex(reading: Reading, body: Node): readonly PostgresOperation[] {
  const { schema } = reading;
  const kind = textOf(body, 'kind');
  const name = relationName(child(body, 'relation'));
  const concurrently = options(body, 'params').has('concurrently');
  const table = kind === 'REINDEX_OBJECT_INDEX' ? (schema.indexes.get(name)?.table ?? null) : name;
  const whole = kind !== 'REINDEX_OBJECT_INDEX' && kind !== 'REINDEX_OBJECT_TABLE';
  const shown = whole ? (textOf(body, 'name') ?? 'the database') : (table ?? name);
  return [
    change(
      reading,
      'maintenance',
      concurrently ? 'reindex/concurrently' : 'reindex',
      { table: whole ? null : table },
      migrates('Rows stay.', true),
      {
        roles: { target: whole || table === null ? [] : [table] },
        buildsIndex: true,
        ...(whole ? { transactional: false } : {}),
        summary: `Builds ${kind === 'REINDEX_OBJECT_INDEX' ? `the index ${name}` : `the indexes of ${shown}`} anew.`,
        notes: concurrently ? noteOf(reading, 'reindex-concurrently') : [],
        remarks: concurrently
          ? []
          : [
              remark(
                'warning',
                'reindex-not-concurrent',
                `While it runs nobody can write to ${shown}, nor read through the index.`,
                'REINDEX CONCURRENTLY (Postgres 12), outside a transaction.',
              ),
            ],
      },
    ),
  ];
}

/** `CLUSTER`. */
export function cluster(reading: Reading, body: Node): readonly PostgresOperation[] {
  const table = relationName(child(body, 'relation'));
  return [
    change(reading, 'maintenance', 'cluster', { table: table === '' ? null : table }, migrates('Rows stay.', true), {
      roles: { target: [table] },
      buildsIndex: true,
      summary: `Rewrites ${table === '' ? 'every clustered table' : `the table ${table}`} in the order of an index.`,
      remarks: [
        remark(
          'error',
          'table-rewrite',
          `Rewrites ${table === '' ? 'the tables' : table} with every reader and writer shut out.`,
          'pg_repack does it while the table is in use.',
        ),
      ],
    }),
  ];
}

/** `VACUUM` and `ANALYZE`. */
export function vacuum(reading: Reading, body: Node): readonly PostgresOperation[] {
  const asked = options(body, 'options');
  const full = asked.has('full');
  const tables = taggedIn(body, 'rels', 'VacuumRelation').map((each) => relationName(child(each, 'relation')));
  const form = !flag(body, 'is_vacuumcmd') ? 'analyze' : full ? 'vacuum-full' : 'vacuum';
  return (tables.length === 0 ? [null] : tables).map((table) =>
    change(reading, 'maintenance', form, { table }, migrates('Rows stay.', true), {
      roles: { target: table === null ? [] : [table] },
      buildsIndex: full,
      remarks: full
        ? [
            remark(
              'error',
              'table-rewrite',
              `Rewrites ${table ?? 'every table'} with every reader and writer shut out.`,
              'A plain VACUUM lets everybody go on; pg_repack gives the space back while the table is in use.',
            ),
          ]
        : [],
    }),
  );
}

/** `REFRESH MATERIALIZED VIEW`. */
export function refresh(reading: Reading, body: Node): readonly PostgresOperation[] {
  const { schema } = reading;
  const view = relationName(child(body, 'relation'));
  const concurrently = flag(body, 'concurrent');
  return [
    change(
      reading,
      'maintenance',
      concurrently ? 'refresh/concurrently' : 'refresh',
      { table: view },
      migrates('Its rows are computed anew.', true),
      {
        roles: { target: [view], source: schema.tables.get(view)?.sources ?? [] },
        buildsIndex: concurrently ? false : [...schema.indexes.values()].some(({ table }) => table === view),
        summary: `Computes the materialized view ${view} anew.`,
        remarks: concurrently
          ? []
          : [
              remark(
                'warning',
                'refresh-not-concurrent',
                `While it is computed nobody can read ${view}.`,
                'REFRESH MATERIALIZED VIEW CONCURRENTLY, which needs a unique index on the view.',
              ),
            ],
      },
    ),
  ];
}

/** `LOCK TABLE`. */
export function lockTables(reading: Reading, body: Node): readonly PostgresOperation[] {
  const tables = taggedIn(body, 'relations', 'RangeVar').map(relationName);
  if (tables.length === 0) return [unclear(reading)];
  const mode = lockModes[(typeof body['mode'] === 'number' ? body['mode'] : 8) - 1] ?? 'AccessExclusiveLock';
  return [
    objectChange(
      reading,
      'alter',
      'lock',
      null,
      { table: tables[0] ?? null },
      harmless('Until the transaction ends.'),
      {
        locks: tables.map((table) => ({ table, mode })),
        summary: `Locks ${tables.join(', ')} (${mode}) until the transaction ends.`,
      },
    ),
  ];
}
