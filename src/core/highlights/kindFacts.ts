import type { MigrationOperation, Phase } from './model';

/** What a kind of operation alone says about the code that runs before it. */
type KindFacts = Pick<MigrationOperation, 'backwardCompatible' | 'compatibility' | 'phase'>;

const facts =
  (backwardCompatible: boolean | null) =>
  (phase: Phase, compatibility: string): KindFacts => ({ backwardCompatible, compatibility, phase });
const goesOn = facts(true);
const breaks = facts(false);
const depends = facts(null);

const unnoticed = goesOn('neutral', 'Code does not notice it.');
const otherValues = depends('migrate', 'Earlier code finds other values.');
const otherRows = depends('migrate', 'Earlier code may miss the rows.');
const refused = depends('contract', 'Rows of earlier code that break it are refused.');

const rows: Readonly<Record<string, KindFacts>> = {
  'create-table': goesOn('expand', 'Earlier code does not know the table.'),
  'drop-table': breaks('contract', 'Earlier code that uses the table fails.'),
  'drop-own-table': unnoticed,
  'rename-table': breaks('contract', 'Earlier code that uses the old name fails.'),
  'truncate-table': otherRows,
  'add-column': goesOn('expand', 'Earlier code does not name the column.'),
  'add-required-column': breaks('contract', 'Earlier code that inserts rows gives no value for it, which is refused.'),
  'drop-column': breaks('contract', 'Earlier code that reads or writes the column fails.'),
  'rename-column': breaks('contract', 'Earlier code that uses the old name fails.'),
  'change-column': depends('contract', 'Earlier code may write values that are refused now.'),
  'widen-column': goesOn('expand', 'The column holds every value that it held before.'),
  'alter-column': depends('neutral', 'Earlier code may rely on how the column was.'),
  'set-not-null': depends('contract', 'Rows of earlier code that leave it NULL are refused.'),
  'drop-not-null': depends('expand', 'Earlier code may not expect a NULL that the new code writes.'),
  'set-default': goesOn('expand', 'Only rows that leave the column out are affected.'),
  'drop-default': depends('contract', 'Rows of earlier code that leave the column out get NULL or are refused.'),
  'add-constraint': refused,
  'drop-constraint': depends('contract', 'Earlier code may rely on the constraint.'),
  'validate-constraint': goesOn('migrate', 'New rows were checked already.'),
  'rename-constraint': depends('neutral', 'Earlier code may name the constraint.'),
  'create-index': goesOn('expand', 'Queries give the same rows.'),
  'drop-index': goesOn('neutral', 'Queries give the same rows, perhaps more slowly.'),
  'rename-index': unnoticed,
  'drop-partition': breaks('contract', 'Earlier code no longer finds these rows.'),
  'drop-schema': breaks('contract', 'Earlier code that uses what is in it fails.'),
  'drop-database': breaks('contract', 'Earlier code that uses it fails.'),
  'drop-sequence': breaks('contract', 'Earlier code that takes numbers from it fails.'),
  'drop-type': depends('contract', 'Earlier code may name the type.'),
  'add-enum-value': depends('expand', 'Earlier code may meet the new value in rows that new code writes.'),
  'insert-rows': goesOn('migrate', 'Earlier code finds more rows.'),
  'replace-rows': otherValues,
  'update-rows': otherValues,
  'update-all-rows': otherValues,
  'fill-column': goesOn('migrate', 'Earlier code does not know the columns.'),
  'delete-rows': otherRows,
  'merge-rows': otherValues,
  query: unnoticed,
  transaction: unnoticed,
  session: unnoticed,
  maintenance: unnoticed,
  permission: depends('neutral', 'Earlier code may need the right.'),
  comment: unnoticed,
  'not-understood': depends('neutral', 'Could not be told.'),
};

const created = goesOn('expand', 'Earlier code does not know it.');
/** What is made on a table, and so acts on what earlier code does with it. */
const onTables = /^create-(?:trigger|policy|rule|row-policy|event-trigger)$/;

/** Tells by the kind of an operation alone what it means for earlier code, and its phase. */
export function kindFacts(kind: string): KindFacts {
  const known = Object.hasOwn(rows, kind) ? rows[kind] : undefined;
  if (known !== undefined) return known;
  if (onTables.test(kind)) return depends('expand', 'It acts on what earlier code does, too.');
  if (kind.startsWith('create-')) return created;
  return kind.startsWith('drop-')
    ? depends('contract', 'Earlier code may use it.')
    : depends('neutral', 'Earlier code may rely on how it was.');
}
