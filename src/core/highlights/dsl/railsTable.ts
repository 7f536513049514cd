import type { CallView } from './callView';
import { blockColumns, columnMethods, plural, railsColumn } from './railsColumns';
import {
  createsIndex,
  dropsIndex,
  addsReference,
  addsForeignKey,
  changesDefault,
  changesNull,
  changesColumn,
  addsConstraint,
  dropsConstraint,
  dropsColumns,
  dropsReference,
  stamps,
  addsStamps,
} from './railsSteps';
import type { Scope } from './scope';
import { addColumn, check, dropColumns, foreignKey, keyOf, renameColumn, statements } from './sqlText';
import { each, nothing, operationStep, type Rules, type Step, type Steps } from './step';

/** Calls on `t` in `change_table`. */
const tableRules: Rules = {
  ...each('remove remove_columns', (c) => dropsColumns(c, c.scope?.table ?? null, 0, true)),
  ...each('remove_references remove_belongs_to', (c) =>
    dropsReference(
      c,
      c.scope?.table ?? null,
      c.call.args.map((given) => c.plain(given)),
    ),
  ),
  remove_timestamps: (c) =>
    operationStep(
      'drop-column',
      { table: c.scope?.table ?? null, name: 'timestamps' },
      dropColumns(c.scope?.table ?? null, stamps),
      true,
    ),
  rename: (c) =>
    operationStep(
      'rename-column',
      { table: c.scope?.table ?? null, name: c.word(0), to: c.word(1) },
      renameColumn(c.scope?.table ?? null, c.plainArg(0), c.plainArg(1)),
      true,
    ),
  change: (c) => changesColumn(c, c.scope?.table ?? null, 0),
  change_default: (c) => changesDefault(c, c.scope?.table ?? null, 0),
  change_null: (c) => changesNull(c, c.scope?.table ?? null, 0),
  index: (c) => createsIndex(c, c.scope?.table ?? null, 0),
  remove_index: (c) => dropsIndex(c, c.scope?.table ?? null, 0),
  rename_index: (c) =>
    operationStep('rename-index', { table: c.scope?.table ?? null, name: c.word(0), to: c.word(1) }, null, true),
  foreign_key: (c) => addsForeignKey(c, c.scope?.table ?? null, 0),
  ...each('check_constraint unique_constraint exclusion_constraint', (c) =>
    addsConstraint(c, c.scope?.table ?? null, 0),
  ),
  ...each('remove_foreign_key remove_check_constraint remove_unique_constraint remove_exclusion_constraint', (c) =>
    dropsConstraint(c, c.scope?.table ?? null, 0),
  ),
  ...each('references belongs_to', (c) =>
    addsReference(
      c,
      c.scope?.table ?? null,
      c.call.args.map((given) => c.plain(given)),
    ),
  ),
  timestamps: (c) => addsStamps(c, c.scope?.table ?? null),
  ...each('column_exists? index_exists?', nothing),
};

/** What a table that is being made has beside columns. */
function partOfNew(call: CallView, made: Scope): void {
  const { name } = call.call;
  if (name === 'index' || name.endsWith('exists?')) return;
  if (name === 'foreign_key') made.parts.push(call.sure ? partSql(addsForeignKey(call, 'x', 0)) : null);
  else if (name === 'check_constraint') made.parts.push(check(call.plainArg('name'), call.plainArg(0)));
  else if (name === 'unique_constraint') made.parts.push(keyOf('UNIQUE', call.list(0), call.plainArg('name')));
  else made.parts.push(...blockColumns(call), ...referencesOf(call));
}

/** The foreign keys of `t.references … foreign_key: true`. */
function referencesOf(call: CallView): readonly (string | null)[] {
  const isReference = call.call.name === 'references' || call.call.name === 'belongs_to';
  if (!isReference || !call.has('foreign_key') || call.isFalse('foreign_key')) return [];
  return call.call.args.map((given) => {
    const name = call.plain(given);
    const options = call.arg('foreign_key');
    const to = call.plain(call.entry(options, 'to_table')) ?? (name === null ? null : plural(name));
    return foreignKey({ columns: name === null ? null : [`${name}_id`], to });
  });
}

function partSql(step: Step): string | null {
  const [sql] = step.does === 'operation' && step.sql !== null ? step.sql : [];
  return sql?.replace(/^ALTER TABLE x ADD /, '') ?? null;
}

/** Reads a call on `t`, in the block of `create_table` or `change_table`. */
export function scoped(chain: readonly CallView[], about: Scope): Steps {
  const [call, ...more] = chain;
  if (call === undefined || more.length > 0) return null;
  const { name } = call.call;
  if (about.about === 'create') {
    partOfNew(call, about);
    return [];
  }
  const rule = Object.hasOwn(tableRules, name) ? tableRules[name] : undefined;
  if (rule !== undefined) return rule(call);
  const { table } = about;
  const columns = name === 'column' ? [call.plainArg(0)] : call.call.args.map((given) => call.plain(given));
  const described =
    name === 'column'
      ? call.word(0)
      : call.call.args
          .map((given) => call.wordOf(given))
          .filter((word) => word !== null)
          .join(', ');
  if (!columnMethods.has(name) && name !== 'column' && call.call.args.length === 0) return null;
  const sqls = columns.map((column) =>
    column === null ? null : addColumn(table, railsColumn(call, column, name === 'column' ? call.plainArg(1) : name)),
  );
  return operationStep('add-column', { table, name: described }, statements(...sqls), true);
}
