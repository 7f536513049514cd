import type { CallView } from './callView';
import { defaultOf } from './literals';
import type { Scope } from './scope';
import {
  addColumn,
  addConstraint,
  alterColumn,
  columnSql,
  createIndex,
  dropColumns,
  dropConstraint,
  dropIndex,
  foreignKey,
  keyOf,
  renameColumn,
  statements,
  type Column,
} from './sqlText';
import { operationStep, type Step, type Steps } from './step';

/** What tells the builders of tables of two frameworks apart, which otherwise read the same. */
export interface Blueprint {
  /** The type of a column in Postgres, by the method that adds it; `null` when it is not known. */
  readonly type: (method: string, call: CallView) => string | null;
  /** Methods that add columns of their own names. */
  readonly own: (method: string, call: CallView) => readonly Column[] | null;
  /** The method that says that the column is there already. */
  readonly changes: string;
  /** Columns are required unless they are called nullable. */
  readonly required: boolean;
  /** Names of what is made without a name. */
  readonly indexName: (table: string, columns: readonly string[], kind: 'index' | 'unique') => string;
  /** Whether a method adds a column; others are not understood. */
  readonly adds: (method: string) => boolean;
}

const modifiers =
  'nullable notNullable notNull default defaultTo unique primary index references on inTable onDelete onUpdate constrained cascadeOnDelete nullOnDelete restrictOnDelete noActionOnDelete cascadeOnUpdate ' +
  'unsigned comment after first autoIncrement useCurrent useCurrentOnUpdate charset collation collate change alter withKeyName storedAs virtualAs generatedAs always invisible from isGeometry deferrable checkPositive checkNegative checkIn checkNotIn checkLength instance type';
const known = new Set(modifiers.split(' '));

interface Chain {
  readonly first: CallView;
  readonly find: (...names: readonly string[]) => CallView | null;
  readonly strange: boolean;
}

function chainOf(chain: readonly CallView[]): Chain | null {
  const [first, ...rest] = chain;
  if (first === undefined) return null;
  return {
    first,
    find: (...names) => rest.find(({ call }) => names.includes(call.name)) ?? null,
    strange: rest.some(({ call }) => !known.has(call.name)),
  };
}

function referenced(
  { find }: Chain,
  column: string,
): { readonly to: string | null; readonly columns: readonly string[] | null; readonly more: string } | null {
  const references = find('references');
  const on = find('on', 'inTable');
  const constrained = find('constrained');
  if (references === null && constrained === null) return null;
  const onDelete = find('onDelete')?.plainArg(0);
  const cascades = find('cascadeOnDelete') !== null ? 'CASCADE' : find('nullOnDelete') !== null ? 'SET NULL' : null;
  const action = onDelete ?? cascades;
  const more = action === null ? '' : `ON DELETE ${action.toUpperCase()}`;
  if (constrained !== null) {
    const guessed = column.endsWith('_id') ? `${column.slice(0, -3)}s`.replace(/ys$/, 'ies') : null;
    return { to: constrained.plainArg([0, 'table']) ?? guessed, columns: ['id'], more };
  }
  const target = references?.plainArg(0) ?? null;
  if (on !== null) return { to: on.plainArg(0), columns: target === null ? null : [target], more };
  const at = target?.lastIndexOf('.') ?? -1;
  return target === null || at < 0
    ? { to: null, columns: null, more }
    : { to: target.slice(0, at), columns: [target.slice(at + 1)], more };
}

function columnsOf(print: Blueprint, chain: Chain): readonly Column[] {
  const { first, find } = chain;
  const method = first.call.name;
  const own = print.own(method, first);
  if (own !== null) return own;
  const name = first.plainArg(0);
  if (name === null) return [{ name: '?', type: null }];
  const nullable = find('nullable');
  const isNullable = nullable !== null && !nullable.isFalse(0);
  const required =
    find('notNullable', 'notNull') !== null || nullable?.isFalse(0) === true || (print.required && !isNullable);
  const given = find('default', 'defaultTo');
  const standard =
    find('useCurrent') !== null ? 'CURRENT_TIMESTAMP' : given === null ? undefined : defaultOf(given, given.arg(0));
  const generated = ['storedAs', 'virtualAs', 'generatedAs'].some((word) => find(word) !== null);
  return [
    {
      name,
      type: generated || chain.strange ? null : print.type(method, first),
      required,
      primary: find('primary') !== null,
      ...(standard === undefined ? {} : { standard }),
    },
  ];
}

/** The columns that an index or constraint is about: the argument, or all of them when they are listed one by one. */
function listed(call: CallView): readonly string[] | null {
  return call.list(0);
}

function dropped(call: CallView): readonly string[] | null {
  const { args } = call.call;
  const all =
    args.length > 1
      ? args.flatMap((given): readonly (string | null)[] => call.listOf(given) ?? [null])
      : (call.list(0) ?? [null]);
  return all.every((name) => name !== null) ? all : null;
}

/** Reads calls on the builder of a table that is there. */
export function blueprintSteps(print: Blueprint, list: readonly CallView[], scope: Scope): Steps {
  const chain = chainOf(list);
  if (chain === null) return null;
  const { first, find } = chain;
  const { table } = scope;
  const method = first.call.name;
  const name = first.word(0);
  const making = scope.about === 'create';
  const addsConstraint = (sql: string | null): Steps => {
    if (making) {
      scope.parts.push(sql);
      return [];
    }
    return operationStep('add-constraint', { table, name }, addConstraint(table, sql));
  };
  const index = (unique: boolean, columns: readonly string[] | null): Step => {
    const called =
      first.plainArg(1) ??
      (table === null || columns === null ? null : print.indexName(table, columns, unique ? 'unique' : 'index'));
    const options = first.arg(1)?.kind === 'pairs' || first.arg(2) !== null;
    return operationStep(
      'create-index',
      { table, name },
      options ? null : createIndex({ table, name: called, columns, unique }),
    );
  };
  switch (method) {
    case 'dropColumn':
    case 'dropColumns':
      return operationStep(
        'drop-column',
        { table, name: dropped(first)?.join(', ') ?? name },
        dropColumns(table, dropped(first)),
      );
    case 'dropTimestamps':
    case 'dropTimestampsTz':
      return operationStep(
        'drop-column',
        { table, name: 'timestamps' },
        dropColumns(table, ['created_at', 'updated_at']),
      );
    case 'dropSoftDeletes':
    case 'dropSoftDeletesTz':
      return operationStep(
        'drop-column',
        { table, name: name ?? 'deleted_at' },
        dropColumns(table, [first.plainArg(0) ?? 'deleted_at']),
      );
    case 'dropRememberToken':
      return operationStep('drop-column', { table, name: 'remember_token' }, dropColumns(table, ['remember_token']));
    case 'dropMorphs':
    case 'dropConstrainedForeignId':
    case 'dropForeignIdFor':
    case 'dropConstrainedForeignIdFor':
      return operationStep('drop-column', { table, name });
    case 'renameColumn':
      return operationStep(
        'rename-column',
        { table, name, to: first.word(1) },
        renameColumn(table, first.plainArg(0), first.plainArg(1)),
      );
    case 'rename':
      return operationStep('rename-table', { table, to: name });
    case 'dropForeign':
    case 'dropUnique':
    case 'dropPrimary':
    case 'dropChecks': {
      // A string is the name of the constraint in Laravel and of the column in Knex.
      const called = method === 'dropUnique' || method === 'dropForeign' ? first.plainArg(1) : null;
      return operationStep('drop-constraint', { table, name }, dropConstraint(table, called));
    }
    case 'dropIndex':
    case 'dropFullText':
    case 'dropSpatialIndex': {
      const columns = first.arg(0)?.kind === 'list' ? first.list(0) : null;
      const called =
        columns === null
          ? print.changes === 'change'
            ? first.plainArg(0)
            : first.plainArg(1)
          : table === null
            ? null
            : (first.plainArg(1) ?? print.indexName(table, columns, 'index'));
      return operationStep('drop-index', { table, name }, dropIndex(called));
    }
    case 'renameIndex':
      return operationStep('rename-index', { table, name, to: first.word(1) });
    case 'index':
    case 'fullText':
    case 'spatialIndex':
    case 'rawIndex':
      return making
        ? []
        : method === 'index'
          ? index(false, listed(first))
          : operationStep('create-index', { table, name });
    case 'unique':
      return addsConstraint(
        keyOf(
          'UNIQUE',
          listed(first),
          first.plainArg(1) ??
            (table === null || listed(first) === null ? null : print.indexName(table, listed(first) ?? [], 'unique')),
        ),
      );
    case 'primary':
      return addsConstraint(keyOf('PRIMARY KEY', listed(first)));
    case 'check':
      return addsConstraint(null);
    case 'foreign': {
      const columns = listed(first);
      const target = referenced(chain, columns?.[0] ?? '');
      return addsConstraint(
        foreignKey({
          name: first.plainArg(1),
          columns,
          to: target?.to ?? null,
          toColumns: target?.columns ?? null,
          more: target?.more ?? '',
        }),
      );
    }
    case 'setNullable':
      return operationStep('drop-not-null', { table, name }, alterColumn(table, first.plainArg(0), 'DROP NOT NULL'));
    case 'dropNullable':
      return operationStep('set-not-null', { table, name }, alterColumn(table, first.plainArg(0), 'SET NOT NULL'));
    case 'comment':
    case 'engine':
    case 'charset':
    case 'collation':
    case 'collate':
      return making ? [] : operationStep('comment', { table });
    default:
      break;
  }
  if (!print.adds(method)) return null;
  if (find(print.changes) !== null) return operationStep('change-column', { table, name });
  const columns = columnsOf(print, chain);
  if (making) {
    scope.parts.push(...columns.map(columnSql));
    const target = columns[0] === undefined ? null : referenced(chain, columns[0].name);
    if (target !== null && columns[0] !== undefined)
      scope.parts.push(
        foreignKey({ columns: [columns[0].name], to: target.to, toColumns: target.columns, more: target.more }),
      );
    if (find('unique') !== null && columns[0] !== undefined) scope.parts.push(keyOf('UNIQUE', [columns[0].name]));
    return [];
  }
  const added = operationStep(
    'add-column',
    { table, name: name ?? columns.map((column) => column.name).join(', ') },
    statements(...columns.map((column) => addColumn(table, column))),
  );
  const extra: Step[] = [];
  const [column] = columns;
  if (column !== undefined) {
    const target = referenced(chain, column.name);
    if (target !== null) {
      extra.push(
        operationStep(
          'add-constraint',
          { table, name },
          addConstraint(
            table,
            foreignKey({ columns: [column.name], to: target.to, toColumns: target.columns, more: target.more }),
          ),
        ),
      );
    }
    if (find('unique') !== null)
      extra.push(
        operationStep(
          'add-constraint',
          { table, name },
          addConstraint(
            table,
            keyOf('UNIQUE', [column.name], table === null ? null : print.indexName(table, [column.name], 'unique')),
          ),
        ),
      );
    if (find('index') !== null)
      extra.push(
        operationStep(
          'create-index',
          { table, name },
          createIndex({
            table,
            name: table === null ? null : print.indexName(table, [column.name], 'index'),
            columns: [column.name],
          }),
        ),
      );
  }
  return [added, ...extra];
}

/** Reads calls that change the rows of a table: `knex('users').where(…).del()`. */
export function rowSteps(list: readonly CallView[], scope: Scope): Steps {
  const { table } = scope;
  const narrowed = list.some(({ call }) => /^(?:or|and)?where|^having|^limit/i.test(call.name));
  for (const { call } of list) {
    if (/^(?:del|delete|forceDelete|destroy)$/.test(call.name)) return operationStep('delete-rows', { table });
    if (/^(?:update|increment|decrement|touch)$/.test(call.name))
      return operationStep(narrowed ? 'update-rows' : 'update-all-rows', { table });
    if (/^(?:upsert|updateOrInsert|updateOrCreate|merge)$/.test(call.name))
      return operationStep('update-rows', { table });
    if (/^insert|^create$|^firstOrCreate$/.test(call.name)) return operationStep('insert-rows', { table });
    if (call.name === 'truncate')
      return operationStep('truncate-table', { table }, table === null ? null : `TRUNCATE ${table}`);
  }
  return null;
}
