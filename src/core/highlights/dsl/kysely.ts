import type { OperationKind } from '../operation';
import type { CallView } from './callView';
import type { Dialect } from './dialect';
import { expressionOf, standardOf } from './literals';
import { byName } from './parts';
import { scope, type Scope } from './scope';
import {
  addColumn,
  addConstraint,
  alterColumn,
  columnSql,
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
  type Column,
} from './sqlText';
import { each, nothing, object, operationStep, runs, type Rules, type Step, type Steps } from './step';
import { inner, type Code } from './syntax';

// https://kysely.dev/docs/migrations

/** The calls of `(col) => col.notNull().defaultTo(…)`. */
function modifiers(call: CallView): readonly CallView[] {
  const func = call.call.args.find((given) => given.kind === 'function');
  const found: CallView[] = [];
  const see = (code: Code): void => {
    if (code.kind === 'call') {
      const view = call.view(code);
      if (view !== null) found.push(view);
      if (code.of !== null) see(code.of);
    } else if (code.kind === 'leave' || code.kind === 'function') inner(code).forEach(see);
  };
  if (func !== undefined) inner(func).forEach(see);
  return found;
}

const types: Readonly<Record<string, string>> = {
  datetime: 'timestamp',
  'double precision': 'double precision',
  int2: 'smallint',
  int4: 'integer',
  int8: 'bigint',
  float4: 'real',
  float8: 'double precision',
  varchar: 'character varying',
  bool: 'boolean',
};

function columnOf(call: CallView): Column | null {
  const name = call.plainArg(0);
  if (name === null) return null;
  const given = call.arg(1);
  const type =
    call.plain(given) ??
    expressionOf(call, given) ??
    (given?.kind === 'call' && given.name === 'sql' ? call.plain(given.args[0] ?? null) : null);
  const all = modifiers(call);
  const find = (which: string): CallView | null => all.find((each) => each.call.name === which) ?? null;
  const standard = find('defaultTo');
  const value =
    standard === null ? undefined : (expressionOf(standard, standard.arg(0)) ?? standardOf(standard, standard.arg(0)));
  const references = find('references')?.plainArg(0) ?? null;
  const at = references?.lastIndexOf('.') ?? -1;
  const deleted = find('onDelete')?.plainArg(0);
  const unclear = [
    'generatedAlwaysAs',
    'identity',
    'generatedAlwaysAsIdentity',
    'generatedByDefaultAsIdentity',
    'check',
    'modifyEnd',
  ].some((which) => find(which) !== null);
  return {
    name,
    type: type === null || unclear ? null : (types[type] ?? type),
    required: find('notNull') !== null,
    primary: find('primaryKey') !== null,
    unique: find('unique') !== null,
    ...(value === undefined ? {} : { standard: value }),
    ...(references === null
      ? {}
      : {
          references:
            at < 0
              ? null
              : `${ident(references.slice(0, at))} (${ident(references.slice(at + 1))})${deleted === null || deleted === undefined ? '' : ` ON DELETE ${deleted}`}`,
        }),
  };
}

function constraint(call: CallView): string | null {
  const name = call.plainArg(0);
  switch (call.call.name) {
    case 'addUniqueConstraint':
      return keyOf('UNIQUE', call.list(1), name);
    case 'addPrimaryKeyConstraint':
      return keyOf('PRIMARY KEY', call.list(1), name);
    case 'addForeignKeyConstraint': {
      const deleted = modifiers(call)
        .find((each) => each.call.name === 'onDelete')
        ?.plainArg(0);
      return foreignKey({
        name,
        columns: call.list(1),
        to: call.plainArg(2),
        toColumns: call.list(3),
        more: deleted === null || deleted === undefined ? '' : `ON DELETE ${deleted}`,
      });
    }
    default:
      return null;
  }
}

const constraints = 'addUniqueConstraint addForeignKeyConstraint addPrimaryKeyConstraint addCheckConstraint';

function altersColumn(call: CallView, table: string | null): readonly Step[] {
  const name = call.word(0);
  const all = modifiers(call);
  const steps = all.flatMap((each): readonly Step[] => {
    switch (each.call.name) {
      case 'setNotNull':
        return [operationStep('set-not-null', { table, name }, alterColumn(table, name, 'SET NOT NULL'))];
      case 'dropNotNull':
        return [operationStep('drop-not-null', { table, name }, alterColumn(table, name, 'DROP NOT NULL'))];
      case 'setDefault': {
        const value = expressionOf(each, each.arg(0)) ?? standardOf(each, each.arg(0));
        return [
          operationStep(
            'set-default',
            { table, name },
            alterColumn(table, name, typeof value === 'string' ? `SET DEFAULT ${value}` : null),
          ),
        ];
      }
      case 'dropDefault':
        return [operationStep('drop-default', { table, name }, alterColumn(table, name, 'DROP DEFAULT'))];
      case 'setDataType': {
        const type = each.plainArg(0);
        return [
          operationStep(
            'change-column',
            { table, name, to: type },
            alterColumn(table, name, type === null ? null : `TYPE ${types[type] ?? type}`),
          ),
        ];
      }
      default:
        return [];
    }
  });
  return steps.length > 0 ? steps : [operationStep('change-column', { table, name })];
}

const tableRules: Rules = {
  addColumn: (c) => {
    const column = columnOf(c);
    if (c.scope?.about === 'create') {
      c.scope.parts.push(column === null ? null : columnSql(column));
      return [];
    }
    const table = c.scope?.table ?? null;
    return operationStep('add-column', { table, name: c.word(0) }, column === null ? null : addColumn(table, column));
  },
  dropColumn: (c) =>
    operationStep(
      'drop-column',
      { table: c.scope?.table ?? null, name: c.word(0) },
      dropColumns(c.scope?.table ?? null, c.list(0)),
    ),
  renameColumn: (c) =>
    operationStep(
      'rename-column',
      { table: c.scope?.table ?? null, name: c.word(0), to: c.word(1) },
      renameColumn(c.scope?.table ?? null, c.plainArg(0), c.plainArg(1)),
    ),
  renameTo: (c) =>
    operationStep(
      'rename-table',
      { table: c.scope?.table ?? null, to: c.word(0) },
      renameTable(c.scope?.table ?? null, c.plainArg(0)),
    ),
  setSchema: (c) => operationStep('rename-table', { table: c.scope?.table ?? null, to: c.word(0) }),
  alterColumn: (c) => altersColumn(c, c.scope?.table ?? null),
  modifyColumn: (c) => operationStep('change-column', { table: c.scope?.table ?? null, name: c.word(0) }),
  ...each(constraints, (c) => {
    const sql = constraint(c);
    if (c.scope?.about === 'create') {
      c.scope.parts.push(sql);
      return [];
    }
    return operationStep(
      'add-constraint',
      { table: c.scope?.table ?? null, name: c.word(0) },
      addConstraint(c.scope?.table ?? null, sql),
    );
  }),
  dropConstraint: (c) =>
    operationStep(
      'drop-constraint',
      { table: c.scope?.table ?? null, name: c.word(0) },
      dropConstraint(c.scope?.table ?? null, c.plainArg(0)),
    ),
  addIndex: (c) => operationStep('create-index', { table: c.scope?.table ?? null, name: c.word(0) }),
  dropIndex: (c) => operationStep('drop-index', { table: c.scope?.table ?? null, name: c.word(0) }),
  ...each(
    'execute ifNotExists temporary onCommit $call compile where set values selectAll select returning onConflict innerJoin columns',
    nothing,
  ),
  modifyEnd: (c) => {
    c.scope?.parts.push(null);
    return [];
  },
};

function scoped([call]: readonly CallView[], about: Scope): Steps {
  if (call === undefined) return null;
  if (about.about === 'index' || about.about === 'rows') {
    about.calls.set(call.call.name, call);
    return [];
  }
  const rule = Object.hasOwn(tableRules, call.call.name) ? tableRules[call.call.name] : undefined;
  return rule === undefined ? null : rule(call);
}

const plainIndex = new Set(['on', 'column', 'columns', 'unique', 'ifNotExists', 'execute', 'nullsNotDistinct']);

/** What the calls that follow say of an index. */
function indexOf(name: string | null, { calls }: Scope): Step {
  const table = calls.get('on')?.word(0) ?? null;
  const columns = calls.get('columns')?.list(0) ?? calls.get('column')?.list(0) ?? null;
  const plain =
    [...calls.keys()].every((each) => plainIndex.has(each)) && columns?.every((each) => /^\w+$/.test(each)) === true;
  const index = { table, name, columns, unique: calls.has('unique'), may: calls.has('ifNotExists') };
  return operationStep('create-index', { table, name }, plain ? createIndex(index) : null);
}

const rules: Rules = {
  createTable: (c) => {
    const table = c.word(0);
    return {
      does: 'scope',
      scope: scope(table, c.sure, 'create'),
      then: (filled) => [operationStep('create-table', { table }, createTable(table, filled.parts))],
    };
  },
  dropTable: (c) => operationStep('drop-table', { table: c.word(0) }, dropTable(c.plainArg(0))),
  alterTable: (c) => ({ does: 'scope', scope: scope(c.word(0), c.sure, 'alter') }),
  createIndex: (c) => {
    const name = c.word(0);
    return { does: 'scope', scope: scope(null, c.sure, 'index'), then: (filled) => [indexOf(name, filled)] };
  },
  dropIndex: (c) => operationStep('drop-index', { name: c.word(0) }, dropIndex(c.plainArg(0))),
  createType: (c) => object('create', 'type', 0)(c),
  dropType: (c) =>
    operationStep(
      'drop-type',
      { name: c.word(0) },
      c.plainArg(0) === null ? null : `DROP TYPE ${ident(c.plainArg(0) ?? '')}`,
    ),
  createView: object('create', 'view', 0),
  dropView: object('drop', 'view', 0),
  createSchema: object('create', 'schema', 0, null, null, (_call, name) => `CREATE SCHEMA ${ident(name)}`),
  dropSchema: (c) =>
    operationStep(
      'drop-schema',
      { name: c.word(0) },
      c.plainArg(0) === null ? null : `DROP SCHEMA ${ident(c.plainArg(0) ?? '')}`,
    ),
  sql: runs(0),
  raw: runs(0),
  updateTable: (c) => {
    const table = c.word(0);
    const kind = (filled: Scope): OperationKind =>
      [...filled.calls.keys()].some((each) => each.startsWith('where')) ? 'update-rows' : 'update-all-rows';
    return {
      does: 'scope',
      scope: scope(table, c.sure, 'rows'),
      then: (filled) => [operationStep(kind(filled), { table })],
    };
  },
  deleteFrom: (c) => operationStep('delete-rows', { table: c.word(0) }),
  insertInto: (c) => operationStep('insert-rows', { table: c.word(0) }),
  selectFrom: (c) => operationStep('query', { table: c.word(0) }, []),
  ...each(
    'on column columns unique using where expression set values ifExists ifNotExists cascade asEnum as execute executeTakeFirst executeTakeFirstOrThrow returning returningAll nullsNotDistinct onConflict doNothing selectAll materialized orReplace',
    nothing,
  ),
};

/** Kysely. */
export const kysely: Dialect = {
  language: 'typescript',
  parts: byName({ up: 'up', down: 'down', outside: () => false }),
  rules,
  scoped,
  sequential: true,
  withoutDown: 'The migration has no `down`.',
};
