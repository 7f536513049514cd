import { kindFacts } from './kindFacts';
import type { MigrationOperation } from './model';

/** What an operation acts on, as far as it was read; names as written. */
export interface Subject {
  readonly table?: string | null;
  /** The column, index, constraint or other object. */
  readonly name?: string | null;
  /** The new name of a renaming, or the new type of a column. */
  readonly to?: string | null;
}

/** Where an operation stands. */
export interface Place {
  /** Line it starts on, from 1. */
  readonly line: number;
  readonly text: string;
}

interface Kind {
  /** `null`: it depends on the data. */
  readonly loses: boolean | null;
  readonly say: (subject: Subject) => string;
}

const maxName = 120;

function shown(name: string): string {
  const flat = name.replaceAll(/\s+/g, ' ');
  return flat.length > maxName ? `${flat.slice(0, maxName)}…` : flat;
}

function some(article: string, word: string, name: string | null | undefined): string {
  return name === null || name === undefined || name === '' ? `${article} ${word}` : `the ${word} ${shown(name)}`;
}

const table = ({ table: name }: Subject): string => some('a', 'table', name);
const column = (s: Subject): string => `${some('a', 'column', s.name)} of ${table(s)}`;
const constraint = (s: Subject): string => `${some('a', 'constraint', s.name)} of ${table(s)}`;
const index = (s: Subject): string => some('an', 'index', s.name);
const onTable = (s: Subject): string => (s.table === null || s.table === undefined ? '' : ` on ${table(s)}`);
const newName = (s: Subject): string => (s.to === null || s.to === undefined ? '' : ` to ${shown(s.to)}`);

function harmless(say: (subject: Subject) => string): Kind {
  return { loses: false, say };
}

function loses(say: (subject: Subject) => string): Kind {
  return { loses: true, say };
}

function mayCut(say: (subject: Subject) => string): Kind {
  return { loses: null, say };
}

/** Every operation that both SQL and the frameworks' own calls can express. */
const kinds = {
  'create-table': harmless((s) => `Creates ${table(s)}.`),
  'drop-table': loses((s) => `Drops ${table(s)} with every row in it.`),
  'drop-own-table': harmless((s) => `Drops ${table(s)}, which this migration itself created.`),
  'rename-table': harmless(
    (s) => `Renames ${table(s)}${newName(s)}: no data is lost, code that uses the old name breaks.`,
  ),
  'truncate-table': loses((s) => `Deletes every row of ${table(s)}.`),
  'alter-table': harmless((s) => `Changes settings of ${table(s)}.`),
  'add-column': harmless((s) => `Adds ${some('a', 'column', s.name)} to ${table(s)}.`),
  'add-required-column': harmless(
    (s) =>
      `Adds ${some('a', 'column', s.name)} to ${table(s)}, NOT NULL and without a default: fails when the table has rows.`,
  ),
  'drop-column': loses((s) => `Drops ${column(s)} with every value in it.`),
  'rename-column': harmless(
    (s) => `Renames ${column(s)}${newName(s)}: no data is lost, code that uses the old name breaks.`,
  ),
  'change-column': mayCut(
    (s) => `Changes the definition of ${column(s)}: values that do not fit it are refused or lost.`,
  ),
  'widen-column': harmless((s) => `Changes the type of ${column(s)}${newName(s)}, which has room for the values.`),
  'alter-column': harmless((s) => `Changes settings of ${column(s)}; its values stay.`),
  'set-not-null': harmless((s) => `Forbids NULL in ${column(s)}: fails when a row holds NULL.`),
  'drop-not-null': harmless((s) => `Allows NULL in ${column(s)}.`),
  'set-default': harmless((s) => `Sets the default of ${column(s)}.`),
  'drop-default': harmless((s) => `Removes the default of ${column(s)}.`),
  'add-constraint': harmless(
    (s) => `Adds ${some('a', 'constraint', s.name)} to ${table(s)}: fails when a row violates it.`,
  ),
  'drop-constraint': harmless((s) => `Drops ${constraint(s)}.`),
  'validate-constraint': harmless((s) => `Checks the rows against ${constraint(s)}.`),
  'rename-constraint': harmless((s) => `Renames ${constraint(s)}${newName(s)}.`),
  'create-index': harmless((s) => `Creates ${index(s)}${onTable(s)}.`),
  'drop-index': harmless((s) => `Drops ${index(s)}${onTable(s)}; no data is lost.`),
  'rename-index': harmless((s) => `Renames ${index(s)}${onTable(s)}${newName(s)}.`),
  'drop-partition': loses((s) => `Removes ${some('a', 'partition', s.name)} of ${table(s)} with its rows.`),
  'drop-schema': loses((s) => `Drops ${some('a', 'schema', s.name)} with what is in it.`),
  'drop-database': loses((s) => `Drops ${some('a', 'database', s.name)} with everything in it.`),
  'drop-sequence': loses((s) => `Drops ${some('a', 'sequence', s.name)} with the number that it has reached.`),
  'drop-type': harmless((s) => `Drops ${some('a', 'type', s.name)}; refused while a column uses it.`),
  'add-enum-value': harmless((s) => `Adds a value to ${some('an', 'enum', s.name)}; Postgres cannot remove it again.`),
  'insert-rows': harmless((s) => `Adds rows to ${table(s)}.`),
  'replace-rows': loses((s) => `Replaces rows of ${table(s)}.`),
  'update-rows': harmless((s) => `Changes values in the rows of ${table(s)} that a condition selects.`),
  'update-all-rows': loses((s) => `Overwrites values in every row of ${table(s)}.`),
  'fill-column': harmless((s) => `Fills columns of ${table(s)} that this migration added.`),
  'delete-rows': loses((s) => `Deletes rows of ${table(s)}.`),
  'merge-rows': loses((s) => `Changes or deletes rows of ${table(s)}.`),
  query: harmless(() => 'Reads only.'),
  transaction: harmless(() => 'Begins or ends a transaction.'),
  session: harmless(() => 'Changes a setting of the session.'),
  maintenance: harmless(
    (s) => `Maintains ${s.table === null || s.table === undefined ? 'the database' : table(s)}; no data is lost.`,
  ),
  permission: harmless(() => 'Changes who may do what.'),
  comment: harmless(() => 'Changes a comment.'),
} as const satisfies Record<string, Kind>;

/** The kinds that both SQL and the frameworks' own calls can express. */
export type OperationKind = keyof typeof kinds;

/** An operation of which nothing is known but its kind. */
function byKind(
  kind: string,
  { line, text }: Place,
  summary: string,
  { table = null, name = null }: Subject,
  loses: boolean | null,
): MigrationOperation {
  const meaning = kindFacts(kind);
  // Adding a rule that rows must keep is what a unique index does, too.
  const unique = kind === 'create-index' && /\bunique\b/i.test(text.slice(0, 2000));
  return {
    line,
    text,
    kind,
    summary,
    table,
    name,
    destructive: loses !== false,
    locks: null,
    rewrites: null,
    scans: null,
    buildsIndex: null,
    transactional: null,
    loses,
    ...(unique ? kindFacts('add-constraint') : meaning),
    notes: [],
    findings: [],
  };
}

/** Makes the operation of a kind, with the sentence that goes with it. */
export function operation(kind: OperationKind, place: Place, subject: Subject): MigrationOperation {
  const { loses: loss, say } = kinds[kind];
  return byKind(kind, place, say(subject), subject, loss);
}

/** What creates, changes or drops an object that holds no rows: `create-view`, `alter-policy`, `drop-function`. */
export function objectOperation(
  verb: 'create' | 'alter' | 'drop',
  object: string,
  place: Place,
  subject: Subject,
): MigrationOperation {
  const said = { create: 'Creates', alter: 'Changes', drop: 'Drops' }[verb];
  const words = object.replaceAll('-', ' ');
  const article = /^[aeio]/.test(words) ? 'an' : 'a';
  const rest = verb === 'create' ? '' : '; no rows are lost';
  const summary = `${said} ${some(article, words, subject.name)}${onTable(subject)}${rest}.`;
  return byKind(`${verb}-${object}`, place, summary, subject, false);
}

/** `DROP … CASCADE`: what depends on the object goes with it, which may be columns or tables. */
export function cascade(dropped: MigrationOperation): MigrationOperation {
  const said = dropped.summary.replace(/[;.].*$/s, '');
  return {
    ...dropped,
    destructive: true,
    loses: true,
    summary: `${said}, and with it everything that depends on it (CASCADE).`,
  };
}

/** What could not be told counts as irreversible until someone has looked. */
export function notUnderstood(place: Place, why = 'Not understood'): MigrationOperation {
  return byKind('not-understood', place, `${why}: counts as irreversible until someone has looked.`, {}, null);
}

/** It certainly loses something; what could not be told is destructive too, and not this. */
export function isLoss(operation: MigrationOperation): boolean {
  return operation.destructive && operation.loses === true;
}

/** It may lose something: nobody can tell without the data, or without somebody who looks. */
export function mayLose(operation: MigrationOperation): boolean {
  return operation.destructive && operation.loses !== true;
}

/** Column types that hold every value of the types that one widens from: no length, no precision to lose. */
export function isWideType(type: string): boolean {
  return /^(?:text|bigint|int8|longtext|longblob|character varying|varchar|big_?integer|biginteger)$/i.test(
    type.trim(),
  );
}
