import { setNotNull } from './alterColumn';
import { referencedBy, type AlterCommand, type ReadCommand } from './alterCommand';
import { expands, harmless, mayBreak, migrates, type Meaning } from '../meaning';
import { change, remark } from './change';
import { isUnenforced, readConstraint } from './constraintFacts';
import type { Form } from './lockTable';
import type { Constraint } from './schema';
import { flag, textOf } from './tree';
import { noteOf } from './versionFacts';

const refused = (what: string): Meaning => mayBreak(`Rows of earlier code that ${what} are refused.`);

const thenValidate = 'Add it NOT VALID, and VALIDATE CONSTRAINT in a later transaction: that one lets writers go on.';

function addCheck(command: AlterCommand, name: string): ReturnType<ReadCommand> {
  const { table, definition, roles } = command;
  const unenforced = isUnenforced(definition);
  const form: Form = unenforced
    ? 'add-check/not-enforced'
    : flag(definition, 'skip_validation')
      ? 'add-check/not-valid'
      : 'add-check';
  const meaning = unenforced ? harmless('It is never checked.') : refused('break it');
  return [
    change(command, 'add-constraint', form, { table, name }, meaning, {
      roles,
      notes: unenforced ? noteOf(command, 'not-enforced') : [],
      remarks:
        form === 'add-check'
          ? [
              remark(
                'warning',
                'check-not-valid-missing',
                `Reads every row of ${table} with every reader and writer shut out, and fails when one breaks it.`,
                thenValidate,
              ),
            ]
          : [],
    }),
  ];
}

/** A foreign key whose column earlier code does not know, so that it leaves it NULL. */
function leavesNull({ schema, table, definition }: AlterCommand): boolean {
  if (textOf(definition, 'fk_matchtype') === 'f') return false;
  const columns = readConstraint(definition, table, null)?.facts.columns ?? [];
  return columns.some((name) => {
    const column = schema.column(table, name);
    return column?.isNew === true && !column.hasDefault && column.generated === null;
  });
}

/** No row that earlier code deletes is kept by what newer code refers to it with. */
function keepsDeletes({ schema, definition }: AlterCommand, referenced: string): boolean {
  return schema.isNewTable(referenced) || /^[cnd]$/.test(textOf(definition, 'fk_del_action') ?? '');
}

function addForeignKey(command: AlterCommand, name: string): ReturnType<ReadCommand> {
  const { table, definition, roles } = command;
  const referenced = referencedBy(definition);
  const unenforced = isUnenforced(definition);
  const form: Form = unenforced
    ? 'add-foreign-key/not-enforced'
    : flag(definition, 'skip_validation')
      ? 'add-foreign-key/not-valid'
      : 'add-foreign-key';
  const meaning = unenforced
    ? harmless('It is never checked.')
    : leavesNull(command)
      ? keepsDeletes(command, referenced)
        ? expands('Earlier code leaves the column NULL, which refers to nothing.')
        : mayBreak(`Deletes of earlier code in ${referenced} are refused where new rows refer to them.`)
      : mayBreak(`Rows of earlier code that refer to nothing in ${referenced}, and its deletes there, are refused.`);
  return [
    change(command, 'add-constraint', form, { table, name }, meaning, {
      roles: { ...roles, referenced: [referenced] },
      summary: `Adds the foreign key ${name} from the table ${table} to the table ${referenced}.`,
      remarks:
        form === 'add-foreign-key'
          ? [
              remark(
                'warning',
                'foreign-key-not-valid-missing',
                `Reads every row of ${table} while nobody can write to ${table} or ${referenced}.`,
                thenValidate,
              ),
            ]
          : [],
    }),
  ];
}

function addKey(command: AlterCommand, name: string, kind: 'unique' | 'primary'): ReturnType<ReadCommand> {
  const { schema, table, definition, roles } = command;
  const index = textOf(definition, 'indexname');
  const subject = { table, name: textOf(definition, 'conname') ?? index ?? name };
  if (index !== null) {
    const form: Form = kind === 'unique' ? 'add-unique/using-index' : 'add-primary-key/using-index';
    return [
      change(command, 'add-constraint', form, subject, harmless('The index refuses the same rows already.'), {
        roles,
        notes: kind === 'primary' ? ['Reads the table when a column of the index still allows NULL.'] : [],
      }),
    ];
  }
  const columns = readConstraint(definition, table, null)?.facts.columns ?? [];
  const nullable = kind === 'primary' && columns.some((each) => schema.column(table, each)?.notNull !== true);
  const known = columns.every((each) => schema.column(table, each) !== null);
  const form: Form = kind === 'unique' ? 'add-unique' : nullable ? 'add-primary-key/nullable' : 'add-primary-key';
  const what = kind === 'unique' ? 'unique constraint' : 'primary key';
  return [
    change(command, 'add-constraint', form, subject, refused('repeat a value'), {
      roles,
      ...(nullable && !known ? { scans: null } : {}),
      buildsIndex: true,
      notes: flag(definition, 'nulls_not_distinct') ? noteOf(command, 'nulls-not-distinct') : [],
      summary: `Adds a ${what} to the table ${table} (${columns.join(', ')}): fails when rows share a value.`,
      remarks: [
        remark(
          'warning',
          kind === 'unique' ? 'unique-builds-index' : 'primary-key-builds-index',
          `Builds the index of the ${what} with every reader and writer of ${table} shut out.`,
          `CREATE UNIQUE INDEX CONCURRENTLY first, then ADD CONSTRAINT … ${kind === 'unique' ? 'UNIQUE' : 'PRIMARY KEY'} USING INDEX.`,
        ),
      ],
    }),
  ];
}

function addNotNull(command: AlterCommand): ReturnType<ReadCommand> {
  const { table, definition, roles } = command;
  const [column = ''] = readConstraint(definition, table, null)?.facts.columns ?? [];
  if (!flag(definition, 'skip_validation')) {
    return setNotNull(command, column, {
      already: 'add-not-null/proved',
      proved: 'add-not-null/proved',
      scan: 'add-not-null',
    });
  }
  return [
    change(command, 'add-constraint', 'add-not-null/not-valid', { table, name: column }, refused('hold NULL there'), {
      roles,
      summary: `Forbids NULL in new values of the column ${column} of the table ${table}; old rows are not checked.`,
      notes: noteOf(command, 'not-null-constraint'),
    }),
  ];
}

const addConstraint: ReadCommand = (command) => {
  const { table, definition, roles } = command;
  const read = readConstraint(definition, table, null);
  if (read === null) return [];
  switch (read.facts.kind) {
    case 'check':
      return addCheck(command, read.name);
    case 'foreign':
      return addForeignKey(command, read.name);
    case 'unique':
    case 'primary':
      return addKey(command, read.name, read.facts.kind);
    case 'not-null':
      return addNotNull(command);
    case 'exclusion':
      return [
        change(command, 'add-constraint', 'add-exclusion', { table, name: read.name }, refused('overlap'), {
          roles,
          buildsIndex: true,
          remarks: [
            remark(
              'error',
              'exclusion-builds-index',
              `Builds the index of the exclusion constraint with every reader and writer of ${table} shut out.`,
              'There is no way to add one without that: do it while the table is small or in a window.',
            ),
          ],
        }),
      ];
  }
};

function known({ schema, table, name }: AlterCommand): Constraint | undefined {
  return schema.tables.get(table)?.constraints.get(name);
}

const validateConstraint: ReadCommand = (command) => {
  const { table, name, roles } = command;
  const constraint = known(command);
  const forms: Partial<Record<Constraint['kind'], Form>> = {
    foreign: 'validate-constraint/foreign-key',
    'not-null': 'validate-constraint/not-null',
  };
  const form: Form =
    constraint?.valid === true
      ? 'validate-constraint/already'
      : ((constraint === undefined ? undefined : forms[constraint.kind]) ?? 'validate-constraint');
  const referenced = constraint?.referenced ?? null;
  const meaning = migrates('New rows were checked already.', true);
  return [
    change(command, 'validate-constraint', form, { table, name }, meaning, {
      roles: { ...roles, ...(referenced === null ? {} : { referenced: [referenced] }) },
    }),
  ];
};

const dropConstraint: ReadCommand = (command) => {
  const { schema, table, name, roles, node } = command;
  const constraint = known(command);
  const foreign = constraint?.kind === 'foreign';
  const cascades = textOf(node, 'behavior') === 'DROP_CASCADE';
  const isKey = constraint?.kind === 'unique' || constraint?.kind === 'primary';
  const referencing = isKey && cascades ? schema.referencing(table) : [];
  const missing = constraint === undefined && schema.tables.get(table)?.complete !== true;
  const reason = isKey
    ? 'Earlier code may rely on it, as ON CONFLICT does.'
    : 'Earlier code may rely on rows that break it being refused.';
  return [
    change(command, 'drop-constraint', 'drop-constraint', { table, name }, mayBreak(reason), {
      roles: { ...roles, referencing, ...(foreign ? { referenced: [constraint.referenced ?? ''] } : {}) },
      also: [
        ...(foreign ? (['drop-constraint/foreign-key'] as const) : []),
        ...(referencing.length > 0 ? (['drop-constraint/referenced-key'] as const) : []),
      ],
      cascades: cascades && (constraint === undefined || isKey) && (missing || referencing.length > 0),
      loses: false,
      notes: missing ? ['When it is a foreign key, the table that it refers to is locked in the same way.'] : [],
    }),
  ];
};

const alterConstraint: ReadCommand = (command) => {
  const { table, definition, roles } = command;
  const name = textOf(definition, 'conname') ?? '';
  const referenced = command.schema.tables.get(table)?.constraints.get(name)?.referenced ?? null;
  const enforced = flag(definition, 'alterEnforceability');
  const form: Form = enforced
    ? 'alter-constraint/not-enforced'
    : flag(definition, 'alterInheritability')
      ? 'alter-constraint/inherit'
      : 'alter-constraint';
  const checks = enforced && flag(definition, 'is_enforced');
  return [
    change(
      command,
      'alter-table',
      form,
      { table, name },
      mayBreak('Rows are refused at another moment, or not at all.'),
      {
        roles: { ...roles, ...(referenced === null ? {} : { referenced: [referenced] }) },
        summary: `Changes when or whether the constraint ${name} of the table ${table} is checked.`,
        ...(checks ? { scans: true } : {}),
        notes: enforced ? noteOf(command, 'not-enforced') : [],
      },
    ),
  ];
};

/** The actions on constraints. */
export const constraintCommands: Readonly<Record<string, ReadCommand>> = {
  AT_AddConstraint: addConstraint,
  AT_ValidateConstraint: validateConstraint,
  AT_DropConstraint: dropConstraint,
  AT_AlterConstraint: alterConstraint,
};
