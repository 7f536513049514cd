import { isWideType } from '../operation';
import type { CallView } from './callView';
import type { Dialect } from './dialect';
import { typeOf, columnOf } from './ectoColumns';
import { defaultOf } from './literals';
import { byName, sets } from './parts';
import { scope, type Scope } from './scope';
import {
  addColumn,
  addConstraint,
  alterTable,
  check,
  columnSql,
  createIndex,
  createTable,
  dropColumns,
  dropConstraint,
  dropIndex,
  dropTable,
  ident,
  renameColumn,
  renameTable,
  type Column,
} from './sqlText';
import { each, nothing, operationStep, runs, unknown, type Back, type Rules, type Step, type Steps } from './step';
import type { Code } from './syntax';

// What `change` takes back by itself: https://ecto.hexdocs.pm/ecto_sql/Ecto.Migration.html
function tableOf(call: CallView, code: Code | null): string | null {
  const view = call.view(code);
  if (view === null) return call.wordOf(code);
  const prefix = view.plainArg('prefix');
  const name = view.word(0);
  call.sure &&= view.sure;
  return name === null || prefix === null ? name : `${prefix}.${name}`;
}

function indexStep(call: CallView, index: CallView, kind: 'create-index' | 'drop-index', may: boolean): Step {
  const table = index.word(0);
  const columns = index.list(1);
  const plainColumns = columns?.every((column) => /^\w+$/.test(column)) === true ? columns : null;
  const name =
    index.plainArg('name') ??
    (table === null || columns === null ? null : `${table}_${columns.join('_')}_index`.replaceAll(/[^\w]+/g, '_'));
  const concurrently = index.isTrue('concurrently');
  call.sure &&= index.sure;
  if (kind === 'drop-index') return operationStep(kind, { table, name }, dropIndex(name, concurrently, may), true);
  const where = index.plainArg('where');
  const sql = createIndex({
    table,
    name,
    columns: plainColumns ?? (columns === null ? null : []),
    expression: plainColumns === null ? (columns?.join(', ') ?? null) : null,
    unique: index.call.name === 'unique_index' || index.isTrue('unique'),
    concurrently,
    may,
    method: index.plainArg('using'),
    where,
    include: index.list('include'),
  });
  const unclear = index.has('where') && where === null;
  return operationStep(
    kind,
    { table, name: index.plainArg('name') ?? columns?.join(', ') ?? null },
    unclear ? null : sql,
    true,
  );
}

function creates(call: CallView): Steps {
  const may = call.call.name.endsWith('if_not_exists');
  const what = call.view(call.arg(0));
  switch (what?.call.name) {
    case 'table': {
      const table = tableOf(call, what.call);
      const identity = what.isFalse('primary_key') ? [] : ['id bigserial PRIMARY KEY'];
      const then = (filled: Scope): readonly Step[] => [
        operationStep(
          'create-table',
          { table },
          what.has('options') || what.has('engine') ? null : createTable(table, [...identity, ...filled.parts], may),
          true,
        ),
      ];
      return { does: 'scope', scope: scope(table, call.sure, 'create'), then };
    }
    case 'index':
    case 'unique_index':
      return indexStep(call, what, 'create-index', may);
    case 'constraint': {
      const table = what.word(0);
      const unchecked = what.isFalse('validate');
      const sql = what.has('check') ? check(what.plainArg(1), what.plainArg('check'), unchecked) : null;
      return operationStep('add-constraint', { table, name: what.word(1) }, addConstraint(table, sql), true);
    }
    default:
      return null;
  }
}

function drops(call: CallView): Steps {
  const may = call.call.name.endsWith('if_exists');
  const what = call.view(call.arg(0));
  switch (what?.call.name) {
    case 'table': {
      const table = tableOf(call, what.call);
      return operationStep(
        'drop-table',
        { table },
        dropTable(table, may, call.plainArg('mode') === 'cascade'),
        'Ecto cannot take back dropping a table from `change`.',
      );
    }
    case 'index':
    case 'unique_index':
      return indexStep(call, what, 'drop-index', may);
    case 'constraint': {
      const table = what.word(0);
      return operationStep(
        'drop-constraint',
        { table, name: what.word(1) },
        dropConstraint(table, what.plainArg(1), may),
        'Ecto cannot take back dropping a constraint from `change`.',
      );
    }
    default:
      return null;
  }
}

function modifies(call: CallView): readonly Step[] {
  const table = call.scope?.table ?? null;
  const column = call.word(0);
  const written = call.plainArg(1);
  const wide = written !== null && isWideType(written) && !call.has('size');
  const key = call.arg(1)?.kind === 'call';
  const type = typeOf(call, call.arg(1));
  const back: Back = call.has('from') ? true : 'Ecto cannot take back `modify` without `from:`.';
  const standard = defaultOf(call, call.arg('default'));
  const name = column === null ? '' : ident(column);
  const actions = [
    key || type === null ? null : `ALTER COLUMN ${name} TYPE ${type}`,
    ...(call.isFalse('null')
      ? [`ALTER COLUMN ${name} SET NOT NULL`]
      : call.isTrue('null')
        ? [`ALTER COLUMN ${name} DROP NOT NULL`]
        : []),
    ...(standard === undefined
      ? call.has('default')
        ? [`ALTER COLUMN ${name} DROP DEFAULT`]
        : []
      : [standard === null ? null : `ALTER COLUMN ${name} SET DEFAULT ${standard}`]),
  ];
  return [
    operationStep(
      wide ? 'widen-column' : 'change-column',
      { table, name: column, to: written },
      column === null ? null : alterTable(table, ...actions),
      back,
    ),
  ];
}

function stamps(call: CallView): readonly Column[] {
  const type = typeOf(call, call.arg('type')) ?? (call.has('type') ? null : 'timestamp(0)');
  const names = [call.plainArg('inserted_at') ?? 'inserted_at', call.plainArg('updated_at') ?? 'updated_at'];
  return names.map((name) => ({ name, type, required: !call.isTrue('null') }));
}

const tableRules: Rules = {
  ...each('add add_if_not_exists', (c) => {
    const table = c.scope?.table ?? null;
    const column = columnOf(c);
    if (c.scope?.about === 'create') {
      c.scope.parts.push(column === null ? null : columnSql(column));
      return [];
    }
    return operationStep(
      'add-column',
      { table, name: c.word(0) },
      column === null ? null : addColumn(table, column, c.call.name !== 'add'),
      true,
    );
  }),
  ...each('remove remove_if_exists', (c) => {
    const table = c.scope?.table ?? null;
    const back: Back = c.arg(1) === null ? 'Ecto cannot take back `remove` without the type.' : true;
    return operationStep(
      'drop-column',
      { table, name: c.word(0) },
      dropColumns(table, c.list(0), c.call.name !== 'remove'),
      back,
    );
  }),
  modify: modifies,
  timestamps: (c) => {
    const table = c.scope?.table ?? null;
    if (c.scope?.about === 'create') {
      c.scope.parts.push(...stamps(c).map(columnSql));
      return [];
    }
    return operationStep(
      'add-column',
      { table, name: 'timestamps' },
      alterTable(
        table,
        ...stamps(c).map((column) => {
          const sql = columnSql(column);
          return sql === null ? null : `ADD COLUMN ${sql}`;
        }),
      ),
      true,
    );
  },
};

function scoped(chain: readonly CallView[]): Steps {
  const [call, ...more] = chain;
  const rule =
    call !== undefined && more.length === 0 && Object.hasOwn(tableRules, call.call.name)
      ? tableRules[call.call.name]
      : undefined;
  return rule === undefined || call === undefined ? null : rule(call);
}

const once = 'Ecto cannot take back `execute` with one argument from `change`.';

const rules: Rules = {
  ...each('create create_if_not_exists', creates),
  ...each('drop drop_if_exists', drops),
  alter: (c) => ({ does: 'scope', scope: scope(tableOf(c, c.arg(0)), c.sure, 'alter') }),
  rename: (c) => {
    const table = tableOf(c, c.arg(0));
    const to = c.word('to');
    if (c.arg(1) !== null) {
      const column = c.word(1);
      return operationStep('rename-column', { table, name: column, to }, renameColumn(table, column, to), true);
    }
    return operationStep('rename-table', { table, to }, renameTable(table, to), true);
  },
  execute: (c) => {
    const [forward, back] = [c.arg(0), c.arg(1)];
    if (forward === null || c.text(0)?.text.trim() === '') return [];
    if (back === null) return { does: 'sql', code: forward, back: once };
    if (c.text(1)?.text.trim() === '')
      return { does: 'sql', code: forward, back: 'Its way back is empty: what the SQL changed stays.' };
    return { does: 'sql', code: forward, back: null, undo: back };
  },
  execute_file: unknown('Runs a file', once),
  ...each('flush disable_ddl_transaction disable_migration_lock', nothing),
  update_all: () => operationStep('update-all-rows', {}, null, 'Ecto cannot take it back.'),
  delete_all: () => operationStep('delete-rows', {}, null, 'Ecto cannot take it back.'),
  ...each('query query!', runs(0, 'Ecto cannot take it back.')),
  'SQL.query!': runs(1, 'Ecto cannot take it back.'),
  ...each('insert_all insert insert!', (c) =>
    operationStep('insert-rows', { table: c.word(0) }, null, 'Ecto cannot take it back.'),
  ),
};

/** Ecto. */
export const ecto: Dialect = {
  language: 'elixir',
  parts: byName({ up: 'up', down: 'down', change: 'change', outside: sets('@disable_ddl_transaction', 'true') }),
  rules,
  scoped,
  bare: true,
  withoutDown: 'The migration has no `down`.',
};
