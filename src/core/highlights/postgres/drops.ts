import { breaks, expands, mayBreak, unclear, type Meaning } from '../meaning';
import { change, objectChange, remark, type Details, type Reading } from './change';
import { dropIndexes } from './indexes';
import type { PostgresOperation } from './model';
import { listOf, nameFrom, objectName, tagged, textOf, words, type Node } from './tree';

const cascadeRemark = remark(
  'error',
  'drop-cascade',
  'CASCADE drops whatever depends on it, which the migration does not name.',
  'Drop what depends on it by name, so that the review sees it.',
);

function dropTable(reading: Reading, table: string, cascades: boolean): PostgresOperation {
  const { schema } = reading;
  if (schema.isNewTable(table)) {
    const meaning = expands('The release itself creates the table.');
    return change(reading, 'drop-own-table', 'drop-table', { table }, meaning, {});
  }
  const known = schema.tables.get(table);
  const parent = known?.isPartition === true ? (known.parent ?? '') : '';
  const keys = { referenced: schema.referenced(table), referencing: cascades ? schema.referencing(table) : [] };
  const also =
    parent === ''
      ? {}
      : { partitioned: [parent], defaultPartition: schema.defaultPartition(parent).filter((each) => each !== table) };
  const others = [...keys.referenced, ...keys.referencing, ...(parent === '' ? [] : [parent])];
  const dependent = [...schema.children(table), ...(cascades ? schema.views(table) : [])];
  const children = dependent.map((each) => ({ table: each, mode: 'AccessExclusiveLock' as const }));
  return change(reading, 'drop-table', 'drop-table', { table }, breaks(`Earlier code that uses ${table} fails.`), {
    roles: { target: [table], ...keys, ...also },
    locks: children,
    cascades: cascades && (known?.complete !== true || schema.referencing(table).length > 0),
    notes: known?.complete === true ? [] : ['The tables that its foreign keys refer to are locked in the same way.'],
    remarks: [
      remark(
        'error',
        'drop-table',
        `The rows of ${table} are gone for good, and code that still uses it fails.`,
        'Drop it in a release after the one whose code stopped using it, with a backup.',
      ),
      ...(others.length === 0
        ? []
        : [
            remark(
              'warning',
              'locks-other-tables',
              `Shuts every reader and writer of ${[...new Set(others)].join(', ')} out as well.`,
            ),
          ]),
      ...(cascades ? [cascadeRemark] : []),
    ],
  });
}

function dropView(reading: Reading, name: string, materialized: boolean, cascades: boolean): PostgresOperation {
  const form = materialized ? 'drop-materialized-view' : 'drop-view';
  const own = reading.schema.isNewTable(name);
  const meaning = own ? expands('The release itself creates it.') : breaks(`Earlier code that reads ${name} fails.`);
  return objectChange(reading, 'drop', materialized ? 'materialized-view' : 'view', form, { name }, meaning, {
    roles: { target: [name, ...(cascades ? reading.schema.views(name) : [])] },
    cascades,
    ...(cascades ? { loses: null, remarks: [cascadeRemark] } : {}),
  });
}

function dropType(reading: Reading, name: string, cascades: boolean): PostgresOperation {
  const { schema } = reading;
  const users = cascades ? schema.usersOf(name) : [];
  const details: Details = {
    roles: { users },
    cascades,
    ...(cascades ? { loses: users.length > 0 ? true : null, remarks: [cascadeRemark] } : { loses: false }),
  };
  const meaning = mayBreak('Earlier code may name the type.');
  return change(reading, 'drop-type', 'drop-type', { name }, meaning, details);
}

function dropSchema(reading: Reading, name: string, cascades: boolean): PostgresOperation {
  const { schema } = reading;
  const tables = [...schema.tables.keys()].filter((each) => each.startsWith(`${name}.`));
  return change(
    reading,
    'drop-schema',
    'drop-schema',
    { name },
    breaks('Earlier code that uses what is in it fails.'),
    {
      locks: cascades ? tables.map((table) => ({ table, mode: 'AccessExclusiveLock' as const })) : [],
      // Without CASCADE Postgres refuses to drop a schema that holds anything.
      loses: cascades,
      destructive: cascades,
      ...(cascades ? {} : { summary: `Drops the schema ${name}; refused unless it is empty.` }),
      remarks: cascades ? [cascadeRemark] : [],
    },
  );
}

const onTable: Readonly<
  Record<
    string,
    { readonly object: string; readonly form: 'drop-trigger' | 'drop-policy' | 'drop-rule'; readonly meaning: Meaning }
  >
> = {
  OBJECT_TRIGGER: {
    object: 'trigger',
    form: 'drop-trigger',
    meaning: mayBreak('Earlier code may rely on what it does.'),
  },
  OBJECT_POLICY: {
    object: 'policy',
    form: 'drop-policy',
    meaning: mayBreak('The rows that earlier code sees and writes depend on it.'),
  },
  OBJECT_RULE: { object: 'rule', form: 'drop-rule', meaning: mayBreak('Earlier code may rely on what it does.') },
};

const plain: Readonly<Record<string, string>> = {
  OBJECT_FUNCTION: 'function',
  OBJECT_PROCEDURE: 'procedure',
  OBJECT_ROUTINE: 'function',
  OBJECT_AGGREGATE: 'aggregate',
  OBJECT_OPERATOR: 'operator',
  OBJECT_CAST: 'cast',
  OBJECT_COLLATION: 'collation',
  OBJECT_CONVERSION: 'conversion',
  OBJECT_EVENT_TRIGGER: 'event-trigger',
  OBJECT_FDW: 'foreign-data-wrapper',
  OBJECT_FOREIGN_SERVER: 'server',
  OBJECT_PUBLICATION: 'publication',
  OBJECT_TSCONFIGURATION: 'text-search-configuration',
  OBJECT_TSDICTIONARY: 'text-search-dictionary',
  OBJECT_ACCESS_METHOD: 'access-method',
  OBJECT_OPCLASS: 'operator-class',
  OBJECT_OPFAMILY: 'operator-family',
  OBJECT_LANGUAGE: 'language',
};

function dropObject(reading: Reading, type: string, object: unknown, cascades: boolean): PostgresOperation {
  const name = objectName(object);
  const lost: Details = cascades ? { cascades, loses: null, remarks: [cascadeRemark] } : {};
  const hung = Object.hasOwn(onTable, type) ? onTable[type] : undefined;
  if (hung !== undefined) {
    const parts = words(listOf(tagged(object).body, 'items'));
    const table = nameFrom(parts.slice(0, -1));
    return objectChange(reading, 'drop', hung.object, hung.form, { table, name: parts.at(-1) ?? '' }, hung.meaning, {
      roles: { target: [table] },
      ...lost,
    });
  }
  switch (type) {
    case 'OBJECT_TABLE':
      return dropTable(reading, name, cascades);
    case 'OBJECT_FOREIGN_TABLE':
      return objectChange(
        reading,
        'drop',
        'foreign-table',
        null,
        { name },
        breaks(`Earlier code that uses ${name} fails.`),
        lost,
      );
    case 'OBJECT_VIEW':
    case 'OBJECT_MATVIEW':
      return dropView(reading, name, type === 'OBJECT_MATVIEW', cascades);
    case 'OBJECT_TYPE':
    case 'OBJECT_DOMAIN':
      return dropType(reading, name, cascades);
    case 'OBJECT_SCHEMA':
      return dropSchema(reading, name, cascades);
    case 'OBJECT_SEQUENCE':
      return change(
        reading,
        'drop-sequence',
        'drop-sequence',
        { name },
        breaks('Earlier code that draws numbers from it fails.'),
        lost,
      );
    case 'OBJECT_STATISTIC_EXT': {
      const table = reading.schema.statistics.get(name);
      return objectChange(
        reading,
        'drop',
        'statistics',
        'drop-statistics',
        { name },
        mayBreak('Plans may change.', 'neutral'),
        {
          roles: { target: table === undefined ? [] : [table] },
        },
      );
    }
    case 'OBJECT_EXTENSION':
      return objectChange(reading, 'drop', 'extension', null, { name }, breaks('What it brought is gone.'), {
        cascades,
        loses: null,
        destructive: true,
        remarks: cascades ? [cascadeRemark] : [],
      });
    default: {
      const word = Object.hasOwn(plain, type) ? plain[type] : undefined;
      if (word === undefined) return unclear(reading);
      return objectChange(reading, 'drop', word, null, { name }, mayBreak('Earlier code may use it.'), lost);
    }
  }
}

/** `DROP …`, one operation for each object. */
export function drop(reading: Reading, body: Node): readonly PostgresOperation[] {
  const type = textOf(body, 'removeType') ?? '';
  if (type === 'OBJECT_INDEX') return dropIndexes(reading, body);
  const cascades = textOf(body, 'behavior') === 'DROP_CASCADE';
  return listOf(body, 'objects').map((object) => dropObject(reading, type, object, cascades));
}
