import { isWideType } from '../operation';
import type { CallView } from './callView';
import { standardOf } from './literals';
import { plural, railsType, referenceColumns } from './railsColumns';
import {
  addConstraint,
  alterColumn,
  alterTable,
  check,
  createIndex,
  dropColumns,
  dropConstraint,
  dropIndex,
  foreignKey,
  ident,
  keyOf,
} from './sqlText';
import { redefinedColumn } from './redefinedColumn';
import { operationStep, type Back, type Step } from './step';

// What `change` takes back by itself, and what it refuses to:
// https://github.com/rails/rails/blob/main/activerecord/lib/active_record/migration/command_recorder.rb
/** Why a call cannot be taken back from `change`. */
export const irreversible = 'Rails cannot take it back from `change`.';
/** Why a call cannot be taken back from `change` as it is written. */
export const needs = (what: string): string => `Rails cannot take it back from \`change\` without ${what}.`;

function concurrently(call: CallView): boolean {
  return call.plainArg('algorithm') === 'concurrently';
}

function indexName(table: string | null, columns: readonly string[] | null): string | null {
  return table === null || columns === null
    ? null
    : `index_${table}_on_${columns.join('_and_')}`.replaceAll(/[^\w]+/g, '_');
}

/** The columns of an index, or its expression. */
function indexed(
  call: CallView,
  at: number,
): { readonly columns: readonly string[] | null; readonly expression?: string } {
  const given = call.arg(at);
  const one = call.plain(given);
  if (one !== null && /\W/.test(one)) return { columns: [], expression: one };
  return { columns: call.listOf(given) };
}

/** Columns with their operator classes and orders; `null` without any. */
function withOptions(call: CallView, columns: readonly string[] | null): string | null {
  if (columns === null || !(call.has('opclass') || call.has('order'))) return null;
  const option = (which: string, column: string): string => {
    const given = call.arg(which);
    const own = call.plain(given) ?? call.plain(call.entry(given, column));
    return own === null ? '' : ` ${which === 'order' ? own.toUpperCase() : own}`;
  };
  return columns.map((column) => `${ident(column)}${option('opclass', column)}${option('order', column)}`).join(', ');
}

/** `add_index`, `t.index`. */
export function createsIndex(call: CallView, table: string | null, at: number): Step {
  const { columns, expression } = indexed(call, at);
  const name = call.plainArg('name') ?? indexName(table, expression === undefined ? columns : [expression]);
  const sql = createIndex({
    table,
    name,
    columns,
    expression: expression ?? withOptions(call, columns),
    unique: call.isTrue('unique'),
    concurrently: concurrently(call),
    may: call.isTrue('if_not_exists'),
    method: call.plainArg('using'),
    where: call.plainArg('where'),
    include: call.list('include'),
  });
  const described = call.word(['name', at]);
  return operationStep(
    'create-index',
    { table, name: described },
    call.has('where') && call.plainArg('where') === null ? null : sql,
    true,
  );
}

/** `remove_index`. */
export function dropsIndex(call: CallView, table: string | null, at: number): Step {
  const columns = call.list(['column', at]);
  const name = call.plainArg('name') ?? indexName(table, columns);
  const known = call.arg(['column', at]) !== null;
  const back: Back = known ? true : needs('the columns');
  return operationStep(
    'drop-index',
    { table, name: call.word(['name', 'column', at]) },
    dropIndex(name, concurrently(call), call.isTrue('if_exists')),
    back,
  );
}

/** `add_reference`: a column, its index, and perhaps a foreign key. */
export function addsReference(
  call: CallView,
  table: string | null,
  names: readonly (string | null)[],
): readonly Step[] {
  return names.flatMap((name): readonly Step[] => {
    const columns = referenceColumns(call, name);
    const added = alterTable(table, ...columns.map((column) => (column === null ? null : `ADD COLUMN ${column}`)));
    const column = operationStep('add-column', { table, name: name === null ? null : `${name}_id` }, added, true);
    const indexArgument = call.arg('index');
    const indexes = !call.isFalse('index');
    const inner = indexArgument?.kind === 'pairs' ? indexArgument : null;
    const isConcurrent = call.plain(call.entry(inner, 'algorithm')) === 'concurrently';
    const unique = call.entry(inner, 'unique');
    const key = name === null ? null : [`${name}_id`];
    const index = indexes
      ? [
          operationStep(
            'create-index',
            { table, name: key?.join() ?? null },
            createIndex({
              table,
              name: indexName(table, key),
              columns: key,
              concurrently: isConcurrent,
              unique: unique?.kind === 'value' && unique.value === 'true',
            }),
            true,
          ),
        ]
      : [];
    const reference = call.arg('foreign_key');
    if (reference === null || call.isFalse('foreign_key')) return [column, ...index];
    const options = reference.kind === 'pairs' ? reference : null;
    const to = call.plain(call.entry(options, 'to_table')) ?? (name === null ? null : plural(name));
    const validated = call.entry(options, 'validate');
    const unchecked = validated?.kind === 'value' && validated.value === 'false';
    const made = addConstraint(table, foreignKey({ columns: key, to, unchecked }));
    return [column, ...index, operationStep('add-constraint', { table, name: key?.join() ?? null }, made, true)];
  });
}

/** `add_foreign_key`. */
export function addsForeignKey(call: CallView, table: string | null, at: number): Step {
  const to = call.plainArg(at);
  const column = call.plainArg('column') ?? (call.has('column') || to === null ? null : `${singular(to)}_id`);
  const actions = ['delete', 'update'].map((when) => {
    const action = call.plainArg(`on_${when}`);
    return action === null
      ? ''
      : `ON ${when.toUpperCase()} ${action === 'nullify' ? 'SET NULL' : action.toUpperCase()}`;
  });
  const sql = addConstraint(
    table,
    foreignKey({
      name: call.plainArg('name'),
      columns: column === null ? null : [column],
      to,
      toColumns: call.list('primary_key'),
      more: actions.filter((action) => action !== '').join(' '),
      unchecked: call.isFalse('validate'),
    }),
  );
  return operationStep('add-constraint', { table, name: call.word(['name', at]) }, sql, true);
}

/** The word that Rails makes the name of a foreign key of. */
export function singular(word: string): string {
  return word.endsWith('ies') ? `${word.slice(0, -3)}y` : word.replace(/(?<=s|x|ch|sh)es$|s$/, '');
}

/** `change_column_default`. */
export function changesDefault(call: CallView, table: string | null, at: number): Step {
  const column = call.word(at);
  const [from, to] = [call.has('from'), call.arg('to') ?? call.arg(at + 1)];
  const removes = to?.kind === 'value' && to.value === 'null';
  const standard = to?.kind === 'pairs' ? null : standardOf(call, to);
  const sql = removes
    ? alterColumn(table, column, 'DROP DEFAULT')
    : typeof standard === 'string'
      ? alterColumn(table, column, `SET DEFAULT ${standard}`)
      : null;
  return operationStep(
    'set-default',
    { table, name: column },
    sql,
    from && call.has('to') ? true : needs('`from:` and `to:`'),
  );
}

/** `change_column_null`, which may fill the column first. */
export function changesNull(call: CallView, table: string | null, at: number): readonly Step[] {
  const column = call.word(at);
  const allows = call.isTrue(at + 1);
  const sql = alterColumn(table, column, allows ? 'DROP NOT NULL' : 'SET NOT NULL');
  const kind = allows ? 'drop-not-null' : 'set-not-null';
  const value = call.arg(at + 2);
  const filled = value === null || value.kind === 'pairs' ? null : standardOf(call, value);
  const fills =
    typeof filled === 'string' && !allows && table !== null && column !== null
      ? [
          operationStep(
            'update-rows',
            { table, name: column },
            `UPDATE ${ident(table)} SET ${ident(column)} = ${filled} WHERE ${ident(column)} IS NULL`,
            true,
          ),
        ]
      : [];
  return [...fills, operationStep(kind, { table, name: column }, call.sure ? sql : null, true)];
}

/** `change_column`. */
export function changesColumn(call: CallView, table: string | null, at: number): readonly Step[] {
  const column = call.word(at);
  const written = call.word(at + 1);
  const type = railsType(call.plainArg(at + 1), call);
  const wide = written !== null && isWideType(written) && !call.has('limit');
  const changes = [
    type === null ? null : `TYPE ${type}`,
    ...(call.isFalse('null') ? ['SET NOT NULL'] : call.isTrue('null') ? ['DROP NOT NULL'] : []),
  ];
  const standard = standardOf(call, call.arg('default'));
  const all = standard === undefined ? changes : [...changes, standard === null ? null : `SET DEFAULT ${standard}`];
  const uses = call.plainArg('using');
  const actions = all.map((action, index) =>
    action === null
      ? null
      : `ALTER COLUMN ${column === null ? '' : ident(column)} ${action}${index === 0 && uses !== null ? ` USING ${uses}` : ''}`,
  );
  const sql = column === null ? null : alterTable(table, ...actions);
  const step = operationStep(
    wide ? 'widen-column' : 'change-column',
    { table, name: column, to: written },
    sql,
    irreversible,
  );
  const defined = column === null ? null : redefinedColumn(call, column, call.plainArg(at + 1));
  return [step.does === 'operation' && defined !== null ? { ...step, columns: [defined] } : step];
}

/** Adds a check, a unique or an exclusion constraint. */
export function addsConstraint(call: CallView, table: string | null, at: number): Step {
  const { name } = call.call;
  const called = call.plainArg('name');
  const sql = name.includes('check')
    ? check(called, call.plainArg(at), call.isFalse('validate'))
    : name.includes('unique') && !call.has('using_index') && !call.has('deferrable')
      ? keyOf('UNIQUE', call.list(at), called)
      : null;
  return operationStep(
    'add-constraint',
    { table, name: call.word(['name', at]) },
    addConstraint(table, sql),
    call.has('using_index') ? irreversible : true,
  );
}

/** Removes a foreign key, a check or another constraint. */
export function dropsConstraint(call: CallView, table: string | null, at: number): Step {
  const { name } = call.call;
  const back: Back =
    name.includes('foreign_key') && call.arg([at, 'to_table']) === null
      ? needs('the other table')
      : name.includes('check') && call.arg(at) === null
        ? needs('the expression')
        : true;
  const sql = dropConstraint(table, call.plainArg('name'), call.isTrue('if_exists'));
  return operationStep('drop-constraint', { table, name: call.word(['name', 'column', at]) }, sql, back);
}

/** `remove_column`, `remove_columns`. */
export function dropsColumns(call: CallView, table: string | null, at: number, several: boolean): Step {
  const names = several ? call.call.args.slice(at).map((given) => call.plain(given)) : [call.plainArg(at)];
  const known = names.every((name) => name !== null) ? names : null;
  const back: Back = several
    ? call.has('type')
      ? true
      : needs('the type')
    : call.arg(at + 1) === null && !call.has('type')
      ? needs('the type')
      : true;
  const described = several && known !== null ? known.join(', ') : call.word(at);
  return operationStep(
    'drop-column',
    { table, name: described },
    dropColumns(table, known, call.isTrue('if_exists')),
    back,
  );
}

/** `remove_reference`. */
export function dropsReference(call: CallView, table: string | null, names: readonly (string | null)[]): Step {
  const columns = names.flatMap((name) =>
    name === null ? [null] : call.has('polymorphic') ? [`${name}_type`, `${name}_id`] : [`${name}_id`],
  );
  const known = columns.every((name) => name !== null) ? columns : null;
  return operationStep('drop-column', { table, name: known?.join(', ') ?? null }, dropColumns(table, known), true);
}

/** The columns of `timestamps`. */
export const stamps = ['created_at', 'updated_at'];

/** `add_timestamps`. */
export function addsStamps(call: CallView, table: string | null): Step {
  const sql = alterTable(
    table,
    ...stamps.map(
      (name) =>
        `ADD COLUMN ${name} ${railsType('datetime', call) ?? 'timestamp(6)'}${call.isTrue('null') ? '' : ' NOT NULL'}`,
    ),
  );
  const given = call.has('default') ? null : sql;
  return operationStep('add-column', { table, name: 'timestamps' }, given, true);
}
