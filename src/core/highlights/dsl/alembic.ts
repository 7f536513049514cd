import { madeOrDropped, rowsOf } from './alembicRows';
import { isWideType } from '../operation';
import { typeOf, columnOf, partOf, schemaOf } from './alembicColumns';
import type { CallView } from './callView';
import type { Dialect } from './dialect';
import { defaultOf } from './literals';
import { byName } from './parts';
import { scope } from './scope';
import {
  addColumn,
  addConstraint,
  alterColumn,
  check,
  createIndex,
  createTable,
  dropColumns,
  dropConstraint,
  dropIndex,
  dropTable,
  foreignKey,
  ident,
  keyOf,
  renameColumn,
  renameTable,
} from './sqlText';
import { each, nothing, operationStep, runs, type Rules, type Step, type Steps } from './step';

// https://alembic.sqlalchemy.org/en/latest/ops.html

function alters(call: CallView, table: string | null, at: number): readonly Step[] {
  const column = call.word(['column_name', at]);
  const to = call.word('new_column_name');
  const written = call.word('type_');
  const sure = call.sure;
  const type = typeOf(call, call.arg('type_'));
  const removed = call.value('server_default') === 'null' || call.isFalse('server_default');
  const standard = defaultOf(call, call.arg('server_default'));
  const uses = call.plainArg('postgresql_using');
  const typeSql =
    type === null ? null : alterColumn(table, column, `TYPE ${type}${uses === null ? '' : ` USING ${uses}`}`);
  const wide = written !== null && isWideType(typeWord(call)) && !/\(.+\)/.test(typeSource(call));
  const steps = [
    ...(call.has('type_')
      ? [operationStep(wide ? 'widen-column' : 'change-column', { table, name: column, to: typeSource(call) }, typeSql)]
      : []),
    ...(call.isFalse('nullable')
      ? [operationStep('set-not-null', { table, name: column }, alterColumn(table, column, 'SET NOT NULL'))]
      : []),
    ...(call.isTrue('nullable')
      ? [operationStep('drop-not-null', { table, name: column }, alterColumn(table, column, 'DROP NOT NULL'))]
      : []),
    ...(call.has('server_default')
      ? [
          operationStep(
            removed ? 'drop-default' : 'set-default',
            { table, name: column },
            alterColumn(
              table,
              column,
              removed ? 'DROP DEFAULT' : typeof standard === 'string' ? `SET DEFAULT ${standard}` : null,
            ),
          ),
        ]
      : []),
    ...(to === null
      ? []
      : [operationStep('rename-column', { table, name: column, to }, renameColumn(table, column, to))]),
  ];
  // The names of types are expressions, not names that are put together.
  call.sure = sure || column !== null;
  return steps.length > 0 ? steps : [operationStep('alter-column', { table, name: column })];
}

function typeSource(call: CallView): string {
  const code = call.arg('type_');
  return code === null ? '' : call.written(code);
}

function typeWord(call: CallView): string {
  return typeSource(call)
    .replace(/^(?:\w+\.)+/, '')
    .replace(/\(\s*\)$/, '');
}

function addsIndex(call: CallView, table: string | null, at: number): Step {
  const columns = call.list(['columns', at + 1]);
  const name = call.plainArg(['index_name', at]) ?? wrapped(call, at);
  const sql = createIndex({
    table,
    name,
    columns,
    expression: withClasses(call, columns),
    unique: call.isTrue('unique'),
    concurrently: call.isTrue('postgresql_concurrently'),
    may: call.isTrue('if_not_exists'),
    method: call.plainArg('postgresql_using'),
    where: expression(call, 'postgresql_where'),
  });
  const partial = call.has('postgresql_where') && expression(call, 'postgresql_where') === null;
  return operationStep('create-index', { table, name: call.word(['index_name', at]) }, partial ? null : sql);
}

/** Columns with the operator classes that `postgresql_ops` names. */
function withClasses(call: CallView, columns: readonly string[] | null): string | null {
  const classes = call.arg('postgresql_ops');
  if (classes === null || columns === null) return null;
  const all = columns.map((column) => {
    const one = call.entry(classes, column);
    return one === null ? ident(column) : `${ident(column)} ${call.plain(one) ?? ''}`;
  });
  return all.join(', ');
}

function expression(call: CallView, which: string): string | null {
  const text = call.text(which);
  return text?.whole === true ? text.text : null;
}

/** The name in `op.f('name')`. */
function wrapped(call: CallView, which: number | string): string | null {
  const code = call.arg(which);
  return code?.kind === 'call' && code.name === 'f' ? (call.view(code)?.plainArg(0) ?? null) : call.plain(code);
}

function dropsIndex(call: CallView, table: string | null, at: number): Step {
  const name = wrapped(call, at) ?? wrapped(call, 'index_name');
  return operationStep(
    'drop-index',
    { table, name: call.word(['index_name', at]) },
    dropIndex(name, call.isTrue('postgresql_concurrently'), call.isTrue('if_exists')),
  );
}

/** `at`: position of the table, or of what follows the name where the table is known. */
function addsConstraint(call: CallView, table: string | null, at: number): Step {
  const name = wrapped(call, 0) ?? wrapped(call, 'constraint_name');
  const unchecked = call.isTrue('postgresql_not_valid');
  const sql = ((): string | null => {
    switch (call.call.name) {
      case 'create_foreign_key': {
        const removed = call.plainArg('ondelete');
        return foreignKey({
          name,
          columns: call.list(['local_cols', at + 1]),
          to: schemaReferent(call, call.plainArg(['referent_table', at])),
          toColumns: call.list(['remote_cols', at + 2]),
          more: removed === null ? '' : `ON DELETE ${removed}`,
          unchecked,
        });
      }
      case 'create_unique_constraint':
        return keyOf('UNIQUE', call.list(['columns', at]), name);
      case 'create_primary_key':
        return keyOf('PRIMARY KEY', call.list(['columns', at]), name);
      case 'create_check_constraint':
        return check(name, expression(call, 'condition') ?? textAt(call, at), unchecked);
      default:
        return null;
    }
  })();
  return operationStep('add-constraint', { table, name: call.word(['constraint_name', 0]) }, addConstraint(table, sql));
}

function textAt(call: CallView, at: number): string | null {
  const text = call.text(at);
  return text?.whole === true ? text.text : null;
}

function schemaReferent(call: CallView, table: string | null): string | null {
  const schema = call.plainArg('referent_schema');
  return table === null || schema === null ? table : `${schema}.${table}`;
}

const constraints =
  'create_foreign_key create_unique_constraint create_check_constraint create_primary_key create_exclude_constraint';

function batchRules(): Rules {
  const table = (call: CallView): string | null => call.scope?.table ?? null;
  return {
    add_column: (c) => addsColumn(c, table(c), 0),
    drop_column: (c) =>
      operationStep(
        'drop-column',
        { table: table(c), name: c.word(['column_name', 0]) },
        dropColumns(table(c), c.list(['column_name', 0])),
      ),
    alter_column: (c) => alters(c, table(c), 0),
    create_index: (c) => addsIndex(c, table(c), 0),
    drop_index: (c) => dropsIndex(c, table(c), 0),
    ...each(constraints, (c) => addsConstraint(c, table(c), 1)),
    drop_constraint: (c) =>
      operationStep('drop-constraint', { table: table(c), name: c.word(0) }, dropConstraint(table(c), wrapped(c, 0))),
    f: nothing,
    ...each('create_table_comment drop_table_comment', (c) => operationStep('comment', { table: table(c) })),
  };
}

function addsColumn(call: CallView, table: string | null, at: number): Step {
  const code = call.arg(['column', at]);
  const column = columnOf(call, code);
  const sql = column === null ? null : addColumn(table, column, call.isTrue('if_not_exists'));
  return operationStep('add-column', { table, name: call.word(['column', at]) }, sql);
}

const batch = batchRules();

function scoped(chain: readonly CallView[]): Steps {
  const [call, ...more] = chain;
  if (call === undefined || more.length > 0) return null;
  const rule = Object.hasOwn(batch, call.call.name) ? batch[call.call.name] : undefined;
  return rule === undefined ? null : rule(call);
}

const rules: Rules = {
  create_table: (c) => {
    const table = c.word(['table_name', 0]);
    const columns = c.call.args.slice(1).map((given) => partOf(c, given));
    return operationStep(
      'create-table',
      { table },
      createTable(schemaOf(c, table), columns, c.isTrue('if_not_exists')),
    );
  },
  drop_table: (c) =>
    operationStep(
      'drop-table',
      { table: c.word(['table_name', 0]) },
      dropTable(schemaOf(c, c.plainArg(['table_name', 0])), c.isTrue('if_exists')),
    ),
  rename_table: (c) =>
    operationStep(
      'rename-table',
      { table: c.word(['old_table_name', 0]), to: c.word(['new_table_name', 1]) },
      renameTable(schemaOf(c, c.plainArg(['old_table_name', 0])), c.plainArg(['new_table_name', 1])),
    ),
  add_column: (c) => addsColumn(c, schemaOf(c, c.word(['table_name', 0])), 1),
  drop_column: (c) => {
    const table = schemaOf(c, c.word(['table_name', 0]));
    return operationStep(
      'drop-column',
      { table, name: c.word(['column_name', 1]) },
      dropColumns(table, c.list(['column_name', 1]), c.isTrue('if_exists')),
    );
  },
  alter_column: (c) => alters(c, schemaOf(c, c.word(['table_name', 0])), 1),
  create_index: (c) => {
    const table = schemaOf(c, c.word(['table_name', 1]));
    const name = wrapped(c, 0) ?? wrapped(c, 'index_name');
    const columns = c.list(['columns', 2]);
    const where = expression(c, 'postgresql_where');
    const sql = createIndex({
      table,
      name,
      columns,
      expression: withClasses(c, columns),
      unique: c.isTrue('unique'),
      concurrently: c.isTrue('postgresql_concurrently'),
      may: c.isTrue('if_not_exists'),
      method: c.plainArg('postgresql_using'),
      where,
    });
    const unclear = c.has('postgresql_where') && where === null;
    return operationStep('create-index', { table, name: c.word(['index_name', 0]) }, unclear ? null : sql);
  },
  drop_index: (c) => dropsIndex(c, schemaOf(c, c.word(['table_name', 1])), 0),
  create_foreign_key: (c) => {
    const table = c.word(['source_table', 1]);
    const removed = c.plainArg('ondelete');
    const key = foreignKey({
      name: wrapped(c, 0) ?? wrapped(c, 'constraint_name'),
      columns: c.list(['local_cols', 3]),
      to: schemaReferent(c, c.plainArg(['referent_table', 2])),
      toColumns: c.list(['remote_cols', 4]),
      more: removed === null ? '' : `ON DELETE ${removed}`,
      unchecked: c.isTrue('postgresql_not_valid'),
    });
    return operationStep('add-constraint', { table, name: c.word(['constraint_name', 0]) }, addConstraint(table, key));
  },
  ...each('create_unique_constraint create_check_constraint create_primary_key create_exclude_constraint', (c) =>
    addsConstraint(c, c.word(['table_name', 1]), 2),
  ),
  drop_constraint: (c) => {
    const table = schemaOf(c, c.word(['table_name', 1]));
    return operationStep(
      'drop-constraint',
      { table, name: c.word(['constraint_name', 0]) },
      dropConstraint(table, wrapped(c, 0)),
    );
  },
  batch_alter_table: (c) => ({ does: 'scope', scope: scope(c.word(['table_name', 0]), c.sure, 'alter') }),
  execute: (c) => rowsOf(c) ?? runs(['sqltext', 0])(c),
  ...each('exec_driver_sql', runs(0)),
  ...each('scalar scalars', (c) => (c.arg(0) === null ? [] : (rowsOf(c) ?? runs(0)(c)))),
  bulk_insert: (c) => operationStep('insert-rows', { table: c.word(0) }),
  ...each('create_table_comment drop_table_comment', (c) => operationStep('comment', { table: c.word(0) })),
  create: (c) => madeOrDropped(c, 'create'),
  drop: (c) => madeOrDropped(c, 'drop'),
  ...each('get_bind f get_context get_dialect commit close flush', nothing),
  // It commits what ran so far, and begins anew after its block.
  autocommit_block: () => [
    operationStep('transaction', {}, 'COMMIT'),
    { does: 'inside' },
    operationStep('transaction', {}, 'BEGIN'),
  ],
};

/** Alembic, and Flask-Migrate, which is Alembic. */
export const alembic: Dialect = {
  language: 'python',
  parts: byName({ up: 'upgrade', down: 'downgrade', outside: () => false }),
  rules,
  scoped,
  withoutDown: 'The migration has no `downgrade`.',
};
