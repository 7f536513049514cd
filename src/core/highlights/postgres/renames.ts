import { breaks, expands, harmless, mayBreak, unclear } from '../meaning';
import { change, objectChange, remark, type Reading } from './change';
import type { PostgresOperation } from './model';
import { child, flag, objectName, relationName, textOf, type Node } from './tree';
import { noteOf } from './versionFacts';

const inSteps =
  'Add the new name beside the old one (a view, a column that a trigger fills), switch the code, then drop the old one.';

function renameColumn(reading: Reading, body: Node, table: string, name: string, to: string): PostgresOperation {
  const { schema } = reading;
  const type = textOf(body, 'relationType');
  if (type === 'OBJECT_VIEW' || type === 'OBJECT_MATVIEW') return renameView(reading, table, type === 'OBJECT_MATVIEW');
  const isNew = schema.column(table, name)?.isNew === true;
  const children = flag(child(body, 'relation'), 'inh') ? schema.children(table) : [];
  const meaning = isNew
    ? expands('The release itself adds the column.')
    : breaks(`Earlier code that uses ${name} fails.`);
  return change(reading, 'rename-column', 'rename-column', { table, name, to }, meaning, {
    roles: { target: [table], children },
    remarks: isNew
      ? []
      : [
          remark(
            'error',
            'rename-column',
            `Running code that uses ${table}.${name} fails from this moment on.`,
            inSteps,
          ),
        ],
  });
}

function renameView(reading: Reading, name: string, materialized: boolean): PostgresOperation {
  return objectChange(
    reading,
    'alter',
    materialized ? 'materialized-view' : 'view',
    materialized ? 'alter-materialized-view' : 'rename-view',
    { name },
    breaks('Earlier code that uses the old name fails.'),
    { roles: { target: [name] } },
  );
}

function renameTable(reading: Reading, table: string, to: string): PostgresOperation {
  return change(
    reading,
    'rename-table',
    'rename-table',
    { table, to },
    breaks(`Earlier code that uses ${table} fails.`),
    {
      roles: { target: [table] },
      remarks: [
        remark(
          'error',
          'rename-table',
          `Running code that uses ${table} fails from this moment on.`,
          'Leave the old name behind as a view in the same transaction, and drop it when no code uses it.',
        ),
      ],
    },
  );
}

/** `ALTER … RENAME`. */
export function rename(reading: Reading, body: Node): readonly PostgresOperation[] {
  const { schema } = reading;
  const to = textOf(body, 'newname') ?? '';
  const name = textOf(body, 'subname') ?? '';
  const relation = relationName(child(body, 'relation'));
  const object = objectName(body['object']);
  switch (textOf(body, 'renameType')) {
    case 'OBJECT_COLUMN':
      return [renameColumn(reading, body, relation, name, to)];
    case 'OBJECT_TABLE':
      // ALTER TABLE renames indexes and views too.
      if (schema.indexes.has(relation)) return [renameIndex(reading, relation, to)];
      return [renameTable(reading, relation, to)];
    case 'OBJECT_VIEW':
    case 'OBJECT_MATVIEW':
      return [renameView(reading, relation, textOf(body, 'renameType') === 'OBJECT_MATVIEW')];
    case 'OBJECT_INDEX':
      return [renameIndex(reading, relation, to)];
    case 'OBJECT_TABCONSTRAINT':
      return [
        change(
          reading,
          'rename-constraint',
          'rename-constraint',
          { table: relation, name, to },
          mayBreak('Earlier code may look for the name in errors.', 'neutral'),
          {
            roles: { target: [relation] },
          },
        ),
      ];
    case 'OBJECT_TRIGGER':
    case 'OBJECT_POLICY': {
      const trigger = textOf(body, 'renameType') === 'OBJECT_TRIGGER';
      return [
        objectChange(
          reading,
          'alter',
          trigger ? 'trigger' : 'policy',
          trigger ? 'rename-trigger' : 'alter-policy',
          { table: relation, name },
          harmless('Code does not name it.'),
          {
            roles: { target: [relation] },
          },
        ),
      ];
    }
    case 'OBJECT_SCHEMA':
      return [
        change(
          reading,
          'alter-table',
          'rename-schema',
          { name },
          breaks('Earlier code that uses the old name fails.'),
          {
            summary: `Renames the schema ${name} to ${to}: no data is lost, code that uses the old name breaks.`,
            remarks: [
              remark(
                'error',
                'rename-schema',
                `Running code that uses the schema ${name} fails from this moment on.`,
                inSteps,
              ),
            ],
          },
        ),
      ];
    case 'OBJECT_TYPE':
    case 'OBJECT_DOMAIN':
      return [
        objectChange(
          reading,
          'alter',
          'type',
          'rename-type',
          { name: object },
          mayBreak('Earlier code may name the type.'),
        ),
      ];
    case 'OBJECT_SEQUENCE':
      return [
        objectChange(
          reading,
          'alter',
          'sequence',
          'rename-sequence',
          { name: relation },
          breaks('Earlier code that draws numbers from it fails.'),
        ),
      ];
    case 'OBJECT_FUNCTION':
    case 'OBJECT_PROCEDURE':
    case 'OBJECT_ROUTINE':
      return [
        objectChange(reading, 'alter', 'function', null, { name: object }, breaks('Earlier code that calls it fails.')),
      ];
    case 'OBJECT_ATTRIBUTE':
      return [
        objectChange(
          reading,
          'alter',
          'type',
          'alter-type-attribute',
          { name: relation },
          breaks('Earlier code that uses the attribute fails.'),
        ),
      ];
    default:
      return [unclear(reading)];
  }
}

function renameIndex(reading: Reading, name: string, to: string): PostgresOperation {
  const table = reading.schema.indexes.get(name)?.table ?? null;
  return change(reading, 'rename-index', 'rename-index', { table, name, to }, harmless('Code does not name it.'), {
    loses: false,
    notes: noteOf(reading, 'rename-index'),
  });
}

/** `ALTER … SET SCHEMA`. */
export function setSchema(reading: Reading, body: Node): readonly PostgresOperation[] {
  const type = textOf(body, 'objectType');
  const to = textOf(body, 'newschema') ?? '';
  const table = relationName(child(body, 'relation'));
  if (type !== 'OBJECT_TABLE') {
    const name = table === '' ? objectName(body['object']) : table;
    return [
      objectChange(
        reading,
        'alter',
        'object',
        null,
        { name },
        breaks('Earlier code does not find it under its old name.'),
        {
          summary: `Moves ${name} to the schema ${to}.`,
        },
      ),
    ];
  }
  return [
    change(
      reading,
      'rename-table',
      'set-schema',
      { table, to: `${to}.${table}` },
      breaks(`Earlier code does not find ${table} any more.`),
      {
        roles: { target: [table] },
        summary: `Moves the table ${table} to the schema ${to}: no data is lost, code that uses the old name breaks.`,
        remarks: [
          remark('error', 'rename-table', `Running code that uses ${table} fails from this moment on.`, inSteps),
        ],
      },
    ),
  ];
}
