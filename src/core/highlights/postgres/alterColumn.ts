import type { AlterCommand, ReadCommand } from './alterCommand';
import { breaks, expands, harmless, mayBreak, type Meaning } from '../meaning';
import { change, remark } from './change';
import { castColumn } from './expressions';
import type { Form } from './lockTable';
import type { Table } from './schema';
import { child, has, nodeOf, textOf } from './tree';
import { changeOfType, type TypeChange } from './typeChanges';
import { shownType, typeNameOf } from './typeNames';
import { hasIt, noteOf, versionFacts, type VersionTopic } from './versionFacts';

/** `DROP COLUMN`. */
export const dropColumn: ReadCommand = (command) => {
  const { schema, table, name, roles } = command;
  const known = schema.tables.get(table);
  const referenced = [...(known?.constraints.values() ?? [])]
    .filter(({ kind, columns }) => kind === 'foreign' && columns.includes(name))
    .flatMap((each) => each.referenced ?? []);
  const isNew = known?.columns.get(name)?.isNew === true;
  const meaning: Meaning = isNew
    ? expands('The release itself adds the column, so no earlier code uses it.')
    : breaks(`Earlier code that reads or writes ${name} fails.`);
  const cascades = textOf(command.node, 'behavior') === 'DROP_CASCADE';
  return [
    change(command, 'drop-column', 'drop-column', { table, name }, meaning, {
      roles: { ...roles, referenced },
      also: referenced.length > 0 ? ['drop-column/foreign-key'] : [],
      cascades: cascades && !isNew,
      ...(isNew ? { loses: false, destructive: false } : {}),
      notes:
        known?.complete === true
          ? []
          : ['When a foreign key hangs on the column, the table that it refers to is locked in the same way.'],
      remarks: isNew
        ? []
        : [
            remark(
              'warning',
              'drop-column',
              `The values of ${table}.${name} are gone for good, and code that still names it fails.`,
              'Drop it in a release after the one whose code stopped using it.',
            ),
            ...(cascades ? [cascadeRemark] : []),
          ],
    }),
  ];
};

const cascadeRemark = remark(
  'error',
  'drop-cascade',
  'CASCADE drops whatever depends on it, which the migration does not name.',
  'Drop what depends on it by name, so that the review sees it.',
);

/** The constraints that prove a column to hold no NULL. */
function isProved(table: Table | undefined, name: string): boolean {
  return [...(table?.constraints.values() ?? [])].some(({ valid, proves }) => valid && proves.includes(name));
}

/** `SET NOT NULL`, and `ADD CONSTRAINT … NOT NULL`, which does the same. */
export function setNotNull(
  command: AlterCommand,
  name: string,
  forms: { readonly already: Form; readonly proved: Form; readonly scan: Form },
): ReturnType<ReadCommand> {
  const { schema, table, roles } = command;
  const known = schema.tables.get(table);
  const already = known?.columns.get(name)?.notNull === true;
  const proved = isProved(known, name);
  const form = already
    ? forms.already
    : proved && hasIt(command, 'set-not-null-proved') !== false
      ? forms.proved
      : forms.scan;
  const column = known?.columns.get(name);
  const filled = column?.hasDefault === true || column?.generated === 'stored' || column?.generated === 'virtual';
  // Earlier code cannot give a value to a column that the release adds.
  const meaning =
    column?.isNew !== true
      ? mayBreak(`Earlier code that writes NULL into ${name} is refused.`)
      : filled
        ? expands(`Rows of earlier code, which does not know ${name}, get its default.`)
        : breaks(`Earlier code, which does not know ${name}, gives it no value: its INSERTs are refused.`);
  return [
    change(command, 'set-not-null', form, { table, name }, already ? harmless('It is NOT NULL already.') : meaning, {
      roles,
      notes: proved && !already ? noteOf(command, 'set-not-null-proved') : [],
      remarks:
        form === forms.scan
          ? [
              remark(
                'warning',
                'set-not-null-scan',
                `Reads every row of ${table} with every reader and writer shut out.`,
                `ADD CONSTRAINT … CHECK (${name} IS NOT NULL) NOT VALID, VALIDATE it in a later transaction, then SET NOT NULL.`,
              ),
            ]
          : [],
    }),
  ];
}

const dropNotNull: ReadCommand = (command) => {
  const { table, name, roles } = command;
  const meaning = mayBreak(`Earlier code may not expect a NULL in ${name} that the new code writes.`, 'expand');
  return [change(command, 'drop-not-null', 'drop-not-null', { table, name }, meaning, { roles })];
};

const setDefault: ReadCommand = (command) => {
  const { schema, table, name, roles, node } = command;
  if (node['def'] !== undefined) {
    const meaning = expands('Only rows that leave the column out are affected.');
    return [change(command, 'set-default', 'set-default', { table, name }, meaning, { roles })];
  }
  const column = schema.column(table, name);
  const required = column?.notNull === true;
  const refused = `${name} is NOT NULL: INSERTs of earlier code that leave it out are refused.`;
  const meaning = required
    ? // Earlier code cannot give a value to a column that the release adds.
      column.isNew
      ? breaks(refused)
      : mayBreak(refused)
    : mayBreak(`INSERTs of earlier code that leave ${name} out get NULL.`);
  return [
    change(command, 'drop-default', 'drop-default', { table, name }, meaning, {
      roles,
      remarks: required
        ? [
            remark(
              'warning',
              'drop-default-of-required',
              `${table}.${name} is NOT NULL: INSERTs that leave it out fail from now on.`,
              'Drop the default after the code that gives a value everywhere is live.',
            ),
          ]
        : [],
    }),
  ];
};

const isText = /^(?:text|citext|bpchar|(?:var)?char\b|character\b)/;

function typeMeaning({ widens }: TypeChange, from: string, to: string): Meaning {
  if (widens === true) {
    return from.startsWith('smallint') || from === 'integer'
      ? mayBreak(`Earlier code may read ${to} into a variable that holds ${from}.`, 'expand')
      : expands(`Every ${from} is a ${to}.`);
  }
  // Shorter text refuses only values that are too long, which earlier code may never write.
  if (isText.test(from) && isText.test(to))
    return mayBreak(`Values of earlier code that do not fit ${to} are refused.`);
  return widens === null
    ? mayBreak(`Depends on the present type, which is not known.`)
    : breaks(`Earlier code writes ${from}; what does not fit ${to} is refused.`);
}

/** `ALTER COLUMN … TYPE`. */
const alterType: ReadCommand = (command) => {
  const { schema, table, name, definition, roles } = command;
  const to = typeNameOf(child(definition, 'typeName'));
  const from = schema.column(table, name)?.type ?? null;
  const using = castColumn(definition['raw_default']);
  const plain =
    !has(definition, 'raw_default') ||
    (using?.column === name && (using.type === null || shownType(typeNameOf(nodeOf(using.type))) === shownType(to)));
  const read = changeOfType(from, to, schema);
  // A cast of its own is applied to every value, and what it throws away is not refused.
  const cut = has(definition, 'raw_default') && read.widens === false ? true : read.loses;
  const mayStay =
    plain &&
    hasIt(command, 'timestamp-zone-in-place') !== false &&
    zoned(from?.name, to.name) &&
    to.modifiers.length === 0;
  const done: TypeChange = plain
    ? { ...read, loses: cut, rewrites: mayStay ? null : read.rewrites }
    : { rewrites: true, loses: null, widens: false };
  const collated = has(definition, 'collClause');
  const shown = shownType(to);
  const was = from === null ? 'its present type' : shownType(from);
  const kind =
    done.widens === true || (done.rewrites === false && done.loses === false) ? 'widen-column' : 'change-column';
  const notes: string[] = [];
  if (mayStay) notes.push(versionFacts['timestamp-zone-in-place'].note);
  else if (done.rewrites === null)
    notes.push('Whether it rewrites the table depends on the present type, which is not known.');
  if (collated) notes.push('Rebuilds the indexes on the column when the collation changes.');
  const views = [...schema.tables].filter(([, each]) => each.sources.includes(table)).map(([view]) => view);
  if (views.length > 0)
    notes.push(`Refused while a view uses the column; on ${table} stand ${views.slice(0, 5).join(', ')}.`);
  const remarks =
    done.rewrites === true
      ? [
          remark(
            'error',
            'table-rewrite',
            `Rewrites ${table} and its indexes with every reader and writer shut out (${was} to ${shown}).`,
            'Add a column of the new type, fill it in batches, switch the code, drop the old column.',
          ),
        ]
      : mayStay
        ? [
            remark(
              'warning',
              'table-rewrite',
              `Rewrites ${table} with every reader and writer shut out, unless the session has TimeZone UTC.`,
            ),
          ]
        : done.rewrites === null
          ? [
              remark(
                'note',
                'type-change-unknown',
                `Rewrites ${table} unless ${shown} only has more room than the present type.`,
              ),
            ]
          : [];
  const sentence =
    kind === 'widen-column'
      ? `Changes the type of the column ${name} of the table ${table} from ${was} to ${shown}, in which every value fits.`
      : `Changes the type of the column ${name} of the table ${table} from ${was} to ${shown}: ${fate(done)}.`;
  return [
    change(
      command,
      kind,
      done.rewrites === true ? 'alter-type/rewrite' : 'alter-type/in-place',
      { table, name, to: shown },
      typeMeaning(done, was, shown),
      {
        roles,
        rewrites: done.rewrites,
        buildsIndex: done.rewrites === false && collated ? null : done.rewrites,
        loses: done.loses,
        destructive: done.loses !== false,
        notes,
        remarks,
        summary: sentence,
      },
    ),
  ];
};

function fate({ loses }: TypeChange): string {
  if (loses === true) return 'values are rounded or cut';
  return loses === false ? 'refused when a value does not fit' : 'what becomes of values that do not fit is not known';
}

function zoned(from: string | undefined, to: string): boolean {
  return (from === 'timestamp' && to === 'timestamptz') || (from === 'timestamptz' && to === 'timestamp');
}

const setExpression: ReadCommand = (command) => {
  const { schema, table, name, roles } = command;
  const generated = schema.column(table, name)?.generated ?? null;
  const stored = generated !== 'virtual';
  const meaning = mayBreak(`${name} gets other values than earlier code expects.`);
  return [
    change(
      command,
      'alter-column',
      stored ? 'set-expression/stored' : 'set-expression/virtual',
      { table, name },
      meaning,
      {
        roles,
        ...(generated === null ? { rewrites: null } : {}),
        buildsIndex: generated === null ? null : stored,
        notes: noteOf(command, 'set-expression'),
        remarks: stored
          ? [
              remark(
                'error',
                'table-rewrite',
                `Computes ${name} anew for every row of ${table}, with every reader and writer shut out.`,
              ),
            ]
          : [],
      },
    ),
  ];
};

function setting(form: Form, meaning: Meaning, topic?: VersionTopic): ReadCommand {
  return (command) => {
    const { table, name, roles } = command;
    const notes = topic === undefined ? [] : noteOf(command, topic);
    return [change(command, 'alter-column', form, { table, name }, meaning, { roles, notes })];
  };
}

const unnoticed = harmless('Code does not notice it.');

/** The actions on a column. */
export const columnCommands: Readonly<Record<string, ReadCommand>> = {
  AT_DropColumn: dropColumn,
  AT_SetNotNull: (command) =>
    setNotNull(command, command.name, {
      already: 'set-not-null/already',
      proved: 'set-not-null/proved',
      scan: 'set-not-null',
    }),
  AT_DropNotNull: dropNotNull,
  AT_ColumnDefault: setDefault,
  AT_AlterColumnType: alterType,
  AT_SetExpression: setExpression,
  AT_DropExpression: setting(
    'drop-expression',
    mayBreak('The column is no longer computed: code has to give its value.'),
    'drop-expression',
  ),
  AT_SetStatistics: setting('set-statistics', unnoticed),
  AT_SetOptions: setting('set-attribute-options', unnoticed),
  AT_ResetOptions: setting('set-attribute-options', unnoticed),
  AT_SetStorage: setting('set-storage', unnoticed),
  AT_SetCompression: setting('set-compression', unnoticed, 'set-compression'),
  AT_AddIdentity: setting('add-identity', expands('Rows that leave the column out get a number.')),
  AT_SetIdentity: setting('alter-identity', mayBreak('Earlier code may give a number of its own.')),
  AT_DropIdentity: setting('drop-identity', mayBreak('Rows that leave the column out no longer get a number.')),
};
