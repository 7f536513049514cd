import { breaks, expands, harmless, mayBreak } from '../meaning';
import { change, objectChange, remark, type Reading } from './change';
import type { PostgresOperation } from './model';
import {
  child,
  flag,
  listOf,
  nameFrom,
  objectName,
  relationName,
  tagged,
  taggedIn,
  textOf,
  words,
  type Node,
} from './tree';
import { hasIt, noteOf } from './versionFacts';

type Read = (reading: Reading, body: Node) => readonly PostgresOperation[];

/** `ALTER TYPE` of an enum. */
const alterEnum: Read = (reading, body) => {
  const name = nameFrom(words(listOf(body, 'typeName')));
  const isNew = reading.schema.enums.get(name)?.isNew === true;
  const [value, old] = [textOf(body, 'newVal') ?? '', textOf(body, 'oldVal')];
  if (old !== null) {
    return [
      change(
        reading,
        'alter-table',
        'rename-enum-value',
        { name },
        isNew
          ? expands('The release itself creates the enum.')
          : breaks(`Earlier code that writes or expects '${old}' fails.`),
        {
          summary: `Renames the value '${old}' of the enum ${name} to '${value}': no data is lost, code that uses the old name breaks.`,
          remarks: isNew
            ? []
            : [
                remark(
                  'error',
                  'enum-value-renamed',
                  `Running code that writes or expects '${old}' fails from this moment on.`,
                  'Add the new value, switch the code, then change the rows.',
                ),
              ],
        },
      ),
    ];
  }
  return [
    change(
      reading,
      'add-enum-value',
      'add-enum-value',
      { name },
      mayBreak('Earlier code may meet the new value in rows that new code writes.', 'expand'),
      {
        transactional: isNew ? true : hasIt(reading, 'add-enum-value'),
        summary: `Adds the value '${value}' to the enum ${name}; Postgres cannot remove it again.`,
        notes: isNew ? [] : noteOf(reading, 'add-enum-value'),
        remarks: isNew
          ? []
          : [
              remark(
                'note',
                'enum-value-irreversible',
                `Postgres cannot remove '${value}' from ${name} again, and no down migration can.`,
              ),
            ],
      },
    ),
  ];
};

/** `ALTER DOMAIN`. */
const alterDomain: Read = (reading, body) => {
  const { schema } = reading;
  const name = nameFrom(words(listOf(body, 'typeName')));
  const subtype = textOf(body, 'subtype');
  const { tag, body: constraint } = tagged(body['def']);
  const users = schema.usersOf(name);
  const adds = (subtype === 'C' && tag === 'Constraint' && !flag(constraint, 'skip_validation')) || subtype === 'O';
  const validates = subtype === 'V';
  const form = adds ? 'alter-domain/checked' : validates ? 'alter-domain/validate' : 'alter-domain';
  const meaning =
    subtype === 'C' || subtype === 'O'
      ? mayBreak('Values of earlier code that break it are refused.')
      : harmless('Values stay.');
  return [
    objectChange(reading, 'alter', 'domain', form, { name }, meaning, {
      roles: { users },
      // Postgres has no message for it; the manual says that the data of every column of the domain is checked.
      scans: adds || validates,
      remarks: adds
        ? [
            remark(
              'warning',
              'check-not-valid-missing',
              `Reads every row of every table with a column of ${name} while nobody can write to them.`,
              'ADD CONSTRAINT … NOT VALID, and VALIDATE CONSTRAINT in a later transaction.',
            ),
          ]
        : [],
    }),
  ];
};

/** `ALTER SEQUENCE`. */
const alterSequence: Read = (reading, body) => {
  const name = relationName(child(body, 'sequence'));
  const options = taggedIn(body, 'options', 'DefElem');
  const owned = options.find((each) => textOf(each, 'defname') === 'owned_by');
  const parts = owned === undefined ? [] : words(listOf(tagged(owned['arg']).body, 'items'));
  const owner = parts.length < 2 ? [] : [nameFrom(parts.slice(0, -1))];
  const meaning = mayBreak('Earlier code may get numbers that are taken.', 'neutral');
  return [
    objectChange(
      reading,
      'alter',
      'sequence',
      owner.length === 0 ? 'alter-sequence' : 'alter-sequence/owned',
      { name },
      owner.length === 0 ? meaning : harmless('Its numbers stay.'),
      {
        roles: { owner },
      },
    ),
  ];
};

const grant: Read = (reading, body) => {
  const tables =
    textOf(body, 'objtype') === 'OBJECT_TABLE' ? taggedIn(body, 'objects', 'RangeVar').map(relationName) : [];
  const grants = flag(body, 'is_grant');
  const meaning = grants ? expands('Nobody loses a right.') : mayBreak('Earlier code may need the right.');
  return [
    change(reading, 'permission', 'permission', { table: tables[0] ?? null }, meaning, { roles: { target: tables } }),
  ];
};

const rights = mayBreak('Earlier code may need the right.');
const permission: Read = (reading) => [change(reading, 'permission', null, {}, rights)];
const transaction: Read = (reading) => [
  change(reading, 'transaction', null, {}, harmless('It changes nothing by itself.')),
];
const session: Read = (reading) => [change(reading, 'session', null, {}, harmless('It ends with the session.'))];

function altered(object: string, name: (body: Node) => string): Read {
  return (reading, body) => [
    objectChange(
      reading,
      'alter',
      object,
      null,
      { name: name(body) },
      mayBreak('Earlier code may rely on how it was.', 'neutral'),
    ),
  ];
}

/** What alters an object other than a table, or only the session, by the kind of its node. */
export const alterations: Readonly<Record<string, Read>> = {
  AlterEnumStmt: alterEnum,
  AlterDomainStmt: alterDomain,
  AlterSeqStmt: alterSequence,
  GrantStmt: grant,
  GrantRoleStmt: permission,
  AlterDefaultPrivilegesStmt: permission,
  AlterRoleStmt: permission,
  AlterRoleSetStmt: permission,
  AlterOwnerStmt: permission,
  ReassignOwnedStmt: permission,
  TransactionStmt: transaction,
  VariableSetStmt: session,
  VariableShowStmt: session,
  ConstraintsSetStmt: session,
  DiscardStmt: session,
  NotifyStmt: session,
  CheckPointStmt: session,
  AlterStatsStmt: (reading, body) => [
    objectChange(
      reading,
      'alter',
      'statistics',
      'alter-statistics',
      { name: nameFrom(words(listOf(body, 'defnames'))) },
      harmless('Plans may change.'),
    ),
  ],
  AlterFunctionStmt: altered('function', (body) => nameFrom(words(listOf(child(body, 'func'), 'objname')))),
  AlterExtensionStmt: altered('extension', (body) => textOf(body, 'extname') ?? ''),
  AlterExtensionContentsStmt: altered('extension', (body) => textOf(body, 'extname') ?? ''),
  AlterEventTrigStmt: altered('event-trigger', (body) => textOf(body, 'trigname') ?? ''),
  AlterObjectDependsStmt: altered('object', (body) => objectName(body['object'])),
  AlterForeignServerStmt: altered('server', (body) => textOf(body, 'servername') ?? ''),
  AlterDatabaseSetStmt: altered('database', (body) => textOf(body, 'dbname') ?? ''),
  AlterDatabaseStmt: altered('database', (body) => textOf(body, 'dbname') ?? ''),
};
