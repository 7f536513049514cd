import { blueprintSteps, rowSteps, type Blueprint } from './blueprint';
import type { CallView } from './callView';
import type { Dialect } from './dialect';
import { isReading, isRepeating } from './harmless';
import { byName, defined } from './parts';
import { scope, type Scope } from './scope';
import { createTable, dropTable, ident, renameTable, type Column } from './sqlText';
import { each, nothing, object, operationStep, runs, type Rules, type Step, type Steps } from './step';
import type { Syntax } from './syntax';

// https://knexjs.org/guide/schema-builder.html
const types: Readonly<Record<string, string>> = {
  text: 'text',
  integer: 'integer',
  int: 'integer',
  tinyint: 'smallint',
  smallint: 'smallint',
  mediumint: 'integer',
  bigInteger: 'bigint',
  bigint: 'bigint',
  boolean: 'boolean',
  float: 'real',
  double: 'double precision',
  date: 'date',
  time: 'time',
  binary: 'bytea',
  json: 'json',
  jsonb: 'jsonb',
  uuid: 'uuid',
};
const others = new Set(
  'string decimal datetime dateTime timestamp timestamps increments bigIncrements enum enu specificType geometry geography point'.split(
    ' ',
  ),
);

function typeOf(method: string, call: CallView): string | null {
  switch (method) {
    case 'string':
      return `character varying(${call.value(1) ?? '255'})`;
    case 'decimal':
      return `numeric(${call.value(1) ?? '8'}, ${call.value(2) ?? '2'})`;
    case 'datetime':
    case 'dateTime':
    case 'timestamp':
      return call.arg(1) === null ? 'timestamp with time zone' : null;
    case 'specificType':
      return call.plainArg(1);
    default:
      return Object.hasOwn(types, method) ? (types[method] ?? null) : null;
  }
}

function own(method: string, call: CallView): readonly Column[] | null {
  if (method === 'increments' || method === 'bigIncrements') {
    return [{ name: call.plainArg(0) ?? 'id', type: method === 'increments' ? 'serial' : 'bigserial', primary: true }];
  }
  if (method !== 'timestamps') return null;
  const standard = call.isTrue(1) ? { standard: 'CURRENT_TIMESTAMP', required: true } : {};
  const type = call.isTrue(0) ? 'timestamp' : 'timestamp with time zone';
  return ['created_at', 'updated_at'].map((name) => ({ name, type, ...standard }));
}

const print: Blueprint = {
  type: typeOf,
  own,
  changes: 'alter',
  required: false,
  indexName: (table, columns, kind) => `${table}_${columns.join('_')}_${kind}`.toLowerCase(),
  adds: (method) => Object.hasOwn(types, method) || others.has(method),
};

function scoped(chain: readonly CallView[], about: Scope): Steps {
  if (about.about === 'rows') {
    const steps = rowSteps(chain, about);
    if (steps !== null) return steps;
    return chain.every(
      ({ call }) => isReading(call.name) || isRepeating(call.name) || ['transacting', 'withSchema'].includes(call.name),
    )
      ? []
      : null;
  }
  return blueprintSteps(print, chain, about);
}

function makes(call: CallView): Step {
  const table = call.word(0);
  const may = call.call.name.endsWith('IfNotExists');
  const like = call.call.name.endsWith('Like');
  return {
    does: 'scope',
    scope: scope(table, call.sure, 'create'),
    then: (filled) => [operationStep('create-table', { table }, like ? null : createTable(table, filled.parts, may))],
  };
}

/** `knex('users')`, `trx('users')`, `knex.table('users')` */
function rows(call: CallView): Steps {
  const first = call.call.args[0];
  if (first === undefined || first.kind === 'function') return null;
  return { does: 'scope', scope: scope(call.word(0), call.sure, 'rows') };
}

function rowsFrom(
  kind: 'delete-rows' | 'update-rows' | 'insert-rows' | 'truncate-table' | 'update-all-rows',
): (call: CallView) => Steps {
  return (call) => operationStep(kind, { table: null, name: call.call.name });
}

const rules: Rules = {
  ...each('createTable createTableIfNotExists createTableLike', makesAll),
  ...each('dropTable dropTableIfExists', (c) =>
    operationStep('drop-table', { table: c.word(0) }, dropTable(c.plainArg(0), c.call.name.endsWith('IfExists'))),
  ),
  renameTable: (c) =>
    operationStep('rename-table', { table: c.word(0), to: c.word(1) }, renameTable(c.plainArg(0), c.plainArg(1))),
  alterTable: (c) => ({ does: 'scope', scope: scope(c.word(0), c.sure, 'alter') }),
  table: (c) => (c.call.args.length > 1 ? { does: 'scope', scope: scope(c.word(0), c.sure, 'alter') } : rows(c)),
  ...each('knex trx transaction_ tx', rows),
  ...each('from into', rows),
  raw: runs(0),
  ...each('createView createViewOrReplace createMaterializedView', object('create', 'view', 0)),
  ...each('dropView dropViewIfExists dropMaterializedView', object('drop', 'view', 0)),
  ...each(
    'createSchema createSchemaIfNotExists',
    object('create', 'schema', 0, null, null, (_call, name) => `CREATE SCHEMA IF NOT EXISTS ${ident(name)}`),
  ),
  ...each('dropSchema dropSchemaIfExists', (c) =>
    operationStep(
      'drop-schema',
      { name: c.word(0) },
      c.plainArg(0) === null ? null : `DROP SCHEMA ${ident(c.plainArg(0) ?? '')}`,
    ),
  ),
  ...each('del delete', rowsFrom('delete-rows')),
  update: rowsFrom('update-all-rows'),
  insert: rowsFrom('insert-rows'),
  truncate: rowsFrom('truncate-table'),
  ...each('hasTable hasColumn withSchema require setTimeout client', nothing),
};

function makesAll(call: CallView): Steps {
  return makes(call);
}

function outside(syntax: Syntax): boolean {
  return defined(syntax, 'config').some(
    (code) =>
      code.kind === 'pairs' &&
      code.pairs.some(
        ({ key, value }) =>
          syntax.text.slice(key.from, key.to).includes('transaction') &&
          value.kind === 'value' &&
          value.value === 'false',
      ),
  );
}

/** Knex. */
export const knex: Dialect = {
  language: 'typescript',
  parts: byName({ up: 'up', down: 'down', outside }),
  rules,
  scoped,
  withoutDown: 'The migration has no `down`.',
};
