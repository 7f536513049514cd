import { expands, harmless, mayBreak, type Meaning } from '../meaning';
import { change, objectChange, remark, type Reading } from './change';
import type { Form } from './lockTable';
import type { PostgresOperation } from './model';
import {
  child,
  flag,
  has,
  listOf,
  nameFrom,
  objectName,
  relationName,
  relationsIn,
  tagged,
  taggedIn,
  textOf,
  visit,
  words,
  type Node,
} from './tree';

const isNew = expands('Earlier code does not know it.');

/** `CREATE TABLE`. */
export function createTable(reading: Reading, body: Node): readonly PostgresOperation[] {
  const { schema } = reading;
  const table = relationName(child(body, 'relation'));
  const referenced = new Set<string>();
  visit(body['tableElts'], (tag, constraint) => {
    if (tag === 'Constraint' && has(constraint, 'pktable')) referenced.add(relationName(child(constraint, 'pktable')));
  });
  referenced.delete(table);
  const likes = taggedIn(body, 'tableElts', 'TableLikeClause').map((each) => relationName(child(each, 'relation')));
  const parents = taggedIn(body, 'inhRelations', 'RangeVar').map(relationName);
  const isPartition = has(body, 'partbound');
  const defaults = isPartition ? parents.flatMap((parent) => schema.defaultPartition(parent)) : [];
  const old = [...referenced].filter((each) => !schema.isNewTable(each));
  const crowded = parents.filter((each) => !schema.isNewTable(each));
  return [
    change(reading, 'create-table', 'create-table', { table }, isNew, {
      roles: {
        referenced: [...referenced],
        source: likes,
        ...(isPartition ? { partitioned: parents, defaultPartition: defaults } : { parent: parents }),
      },
      ...(isPartition ? { summary: `Creates the table ${table}, a partition of ${parents.join(', ')}.` } : {}),
      notes:
        old.length === 0 ? [] : [`Its foreign keys keep writers out of ${old.join(', ')} until the transaction ends.`],
      remarks:
        isPartition && crowded.length > 0
          ? [
              remark(
                'warning',
                'partition-locks-parent',
                `Shuts every reader and writer of ${[...crowded, ...defaults].join(', ')} out for a moment, and waits for those that are there.`,
                'CREATE TABLE … (LIKE …), then ALTER TABLE … ATTACH PARTITION, which lets everybody go on.',
              ),
            ]
          : [],
    }),
  ];
}

/** `CREATE TABLE … AS` and `CREATE MATERIALIZED VIEW`. */
export function createTableAs(reading: Reading, body: Node): readonly PostgresOperation[] {
  const name = relationName(child(child(body, 'into'), 'rel'));
  const source = relationsIn(body['query']);
  if (textOf(body, 'objtype') === 'OBJECT_MATVIEW') {
    return [
      objectChange(reading, 'create', 'materialized-view', 'create-materialized-view', { name }, isNew, {
        roles: { source },
      }),
    ];
  }
  return [change(reading, 'create-table', 'create-table-as', { table: name }, isNew, { roles: { source } })];
}

/** `CREATE VIEW`. */
export function createView(reading: Reading, body: Node): readonly PostgresOperation[] {
  const name = relationName(child(body, 'view'));
  const source = relationsIn(body['query']);
  const replaces = flag(body, 'replace') && reading.schema.tables.has(name);
  const meaning = replaces
    ? mayBreak('Its columns stay; the rows that earlier code finds in it may be others.', 'expand')
    : isNew;
  return [
    objectChange(
      reading,
      replaces ? 'alter' : 'create',
      'view',
      replaces ? 'replace-view' : 'create-view',
      { name },
      meaning,
      {
        roles: { target: [name], source },
      },
    ),
  ];
}

function created(object: string, form: Form | null, name: (body: Node) => string, meaning: Meaning = isNew) {
  return (reading: Reading, body: Node): readonly PostgresOperation[] => [
    objectChange(reading, 'create', object, form, { name: name(body) }, meaning),
  ];
}

function listed(field: string): (body: Node) => string {
  return (body) => nameFrom(words(listOf(body, field)));
}

function named(field: string): (body: Node) => string {
  return (body) => textOf(body, field) ?? '';
}

const createTrigger = (reading: Reading, body: Node): readonly PostgresOperation[] => {
  const table = relationName(child(body, 'relation'));
  const meaning = mayBreak('It runs for what earlier code writes, too.', 'expand');
  return [
    objectChange(reading, 'create', 'trigger', 'create-trigger', { table, name: textOf(body, 'trigname') }, meaning, {
      roles: { target: [table] },
    }),
  ];
};

const createPolicy = (reading: Reading, body: Node): readonly PostgresOperation[] => policy(reading, body, 'create');
const alterPolicy = (reading: Reading, body: Node): readonly PostgresOperation[] => policy(reading, body, 'alter');

function policy(reading: Reading, body: Node, verb: 'create' | 'alter'): readonly PostgresOperation[] {
  const table = relationName(child(body, 'table'));
  const meaning = mayBreak('The rows that earlier code sees and writes depend on it.', 'expand');
  return [
    objectChange(
      reading,
      verb,
      'policy',
      verb === 'create' ? 'create-policy' : 'alter-policy',
      { table, name: textOf(body, 'policy_name') },
      meaning,
      {
        roles: { target: [table] },
      },
    ),
  ];
}

const createRule = (reading: Reading, body: Node): readonly PostgresOperation[] => {
  const table = relationName(child(body, 'relation'));
  const meaning = mayBreak('It changes what statements of earlier code do.', 'expand');
  return [
    objectChange(reading, 'create', 'rule', 'create-rule', { table, name: textOf(body, 'rulename') }, meaning, {
      roles: { target: [table] },
    }),
  ];
};

const createStatistics = (reading: Reading, body: Node): readonly PostgresOperation[] => {
  const tables = taggedIn(body, 'relations', 'RangeVar').map(relationName);
  return [
    objectChange(
      reading,
      'create',
      'statistics',
      'create-statistics',
      { table: tables[0] ?? null, name: listed('defnames')(body) },
      harmless('Plans may change.'),
      {
        roles: { target: tables },
      },
    ),
  ];
};

function published(body: Node): readonly string[] {
  return taggedIn(body, 'pubobjects', 'PublicationObjSpec')
    .map((each) => relationName(child(child(each, 'pubtable'), 'relation')))
    .filter((name) => name !== '');
}

const createPublication = (reading: Reading, body: Node): readonly PostgresOperation[] => [
  objectChange(reading, 'create', 'publication', 'create-publication', { name: textOf(body, 'pubname') }, isNew, {
    roles: { published: published(body) },
  }),
];

const alterPublication = (reading: Reading, body: Node): readonly PostgresOperation[] => [
  objectChange(
    reading,
    'alter',
    'publication',
    'alter-publication',
    { name: textOf(body, 'pubname') },
    mayBreak('Subscribers get other rows.', 'neutral'),
    {
      roles: { published: published(body) },
    },
  ),
];

const createFunction = (reading: Reading, body: Node): readonly PostgresOperation[] => {
  const name = listed('funcname')(body);
  const replaces = flag(body, 'replace');
  const meaning = replaces
    ? mayBreak('When it was there before, earlier code gets what the new one does.', 'expand')
    : isNew;
  const object = flag(body, 'is_procedure') ? 'procedure' : 'function';
  return [
    objectChange(reading, 'create', object, 'create-function', { name }, meaning, {
      summary: replaces
        ? `Creates the ${object} ${name}, or puts it in place of the one of that name.`
        : `Creates the ${object} ${name}.`,
    }),
  ];
};

const defineKinds: Readonly<Record<string, string>> = {
  OBJECT_TYPE: 'type',
  OBJECT_AGGREGATE: 'aggregate',
  OBJECT_OPERATOR: 'operator',
  OBJECT_COLLATION: 'collation',
  OBJECT_TSCONFIGURATION: 'text-search-configuration',
  OBJECT_TSDICTIONARY: 'text-search-dictionary',
};

const define = (reading: Reading, body: Node): readonly PostgresOperation[] => {
  const kind = textOf(body, 'kind') ?? '';
  const object = (Object.hasOwn(defineKinds, kind) ? defineKinds[kind] : undefined) ?? 'object';
  return [objectChange(reading, 'create', object, null, { name: listed('defnames')(body) }, isNew)];
};

/** What creates an object, by the kind of its node. */
export const creations: Readonly<Record<string, (reading: Reading, body: Node) => readonly PostgresOperation[]>> = {
  CreateStmt: createTable,
  CreateTableAsStmt: createTableAs,
  ViewStmt: createView,
  CreateEnumStmt: created('type', 'create-type', listed('typeName')),
  CompositeTypeStmt: created('type', 'create-type', (body) => relationName(child(body, 'typevar'))),
  CreateRangeStmt: created('type', 'create-type', listed('typeName')),
  DefineStmt: define,
  CreateDomainStmt: created('domain', 'create-domain', listed('domainname')),
  CreateSeqStmt: created('sequence', 'create-sequence', (body) => relationName(child(body, 'sequence'))),
  CreateSchemaStmt: created('schema', 'create-schema', named('schemaname')),
  CreateExtensionStmt: created('extension', null, named('extname')),
  CreateRoleStmt: created('role', 'create-role', named('role')),
  CreateFunctionStmt: createFunction,
  CreateTrigStmt: createTrigger,
  CreateEventTrigStmt: created(
    'event-trigger',
    null,
    named('trigname'),
    mayBreak('It runs for statements of others, too.'),
  ),
  CreatePolicyStmt: createPolicy,
  AlterPolicyStmt: alterPolicy,
  RuleStmt: createRule,
  CreateStatsStmt: createStatistics,
  CreatePublicationStmt: createPublication,
  AlterPublicationStmt: alterPublication,
  CreateCastStmt: created('cast', null, (body) => nameFrom(words(listOf(child(body, 'sourcetype'), 'names')))),
  CreateForeignServerStmt: created('server', null, named('servername')),
  CreateForeignTableStmt: created('foreign-table', null, (body) =>
    relationName(child(child(body, 'base'), 'relation')),
  ),
  CreateFdwStmt: created('foreign-data-wrapper', null, named('fdwname')),
  CreateUserMappingStmt: created('user-mapping', null, named('servername')),
  CreateOpClassStmt: created('operator-class', null, listed('opclassname')),
  CommentStmt: (reading, body) => {
    const type = textOf(body, 'objtype');
    const parts = words(listOf(tagged(body['object']).body, 'items'));
    const onTable = type === 'OBJECT_TABLE' || type === 'OBJECT_VIEW' || type === 'OBJECT_MATVIEW';
    const table = onTable ? objectName(body['object']) : type === 'OBJECT_COLUMN' ? nameFrom(parts.slice(0, -1)) : null;
    return [
      change(reading, 'comment', 'comment', { table }, harmless('Code does not notice it.'), {
        roles: { target: table === null ? [] : [table] },
      }),
    ];
  },
};
