import { blueprintSteps, rowSteps, type Blueprint } from './blueprint';
import type { CallView } from './callView';
import type { Dialect } from './dialect';
import { isReading, isRepeating } from './harmless';
import { byName, sets } from './parts';
import { scope, type Scope } from './scope';
import { createTable, dropColumns, dropTable, renameTable, type Column } from './sqlText';
import { each, nothing, operationStep, runs, type Rules, type Steps } from './step';

// https://laravel.com/docs/migrations
const types: Readonly<Record<string, string>> = {
  text: 'text',
  mediumText: 'text',
  longText: 'text',
  tinyText: 'character varying(255)',
  integer: 'integer',
  mediumInteger: 'integer',
  tinyInteger: 'smallint',
  smallInteger: 'smallint',
  bigInteger: 'bigint',
  unsignedInteger: 'integer',
  unsignedTinyInteger: 'smallint',
  unsignedSmallInteger: 'smallint',
  unsignedMediumInteger: 'integer',
  unsignedBigInteger: 'bigint',
  foreignId: 'bigint',
  boolean: 'boolean',
  float: 'double precision',
  double: 'double precision',
  date: 'date',
  binary: 'bytea',
  json: 'json',
  jsonb: 'jsonb',
  uuid: 'uuid',
  foreignUuid: 'uuid',
  ulid: 'character(26)',
  foreignUlid: 'character(26)',
  ipAddress: 'inet',
  macAddress: 'macaddr',
  year: 'integer',
};
const others = new Set(
  (
    'string char decimal unsignedDecimal dateTime dateTimeTz timestamp timestampTz time timeTz enum set geometry geography point polygon computed foreignIdFor ' +
    'increments bigIncrements tinyIncrements smallIncrements mediumIncrements id timestamps timestampsTz nullableTimestamps softDeletes softDeletesTz softDeletesDatetime rememberToken morphs nullableMorphs uuidMorphs nullableUuidMorphs ulidMorphs nullableUlidMorphs addColumn rawColumn vector'
  ).split(' '),
);

function typeOf(method: string, call: CallView): string | null {
  switch (method) {
    case 'string':
      return `character varying(${call.value([1, 'length']) ?? '255'})`;
    case 'char':
      return `character(${call.value([1, 'length']) ?? '255'})`;
    case 'decimal':
      return `numeric(${call.value([1, 'total']) ?? '8'}, ${call.value([2, 'places']) ?? '2'})`;
    case 'dateTime':
    case 'timestamp':
      return `timestamp(${call.value([1, 'precision']) ?? '0'}) without time zone`;
    case 'dateTimeTz':
    case 'timestampTz':
      return `timestamp(${call.value([1, 'precision']) ?? '0'}) with time zone`;
    default:
      return Object.hasOwn(types, method) ? (types[method] ?? null) : null;
  }
}

function own(method: string, call: CallView): readonly Column[] | null {
  const name = call.plainArg(0);
  const stamp = 'timestamp(0) without time zone';
  switch (method) {
    case 'id':
    case 'bigIncrements':
      return [{ name: name ?? 'id', type: 'bigserial', primary: true }];
    case 'increments':
    case 'mediumIncrements':
      return [{ name: name ?? 'id', type: 'serial', primary: true }];
    case 'timestamps':
    case 'nullableTimestamps':
      return ['created_at', 'updated_at'].map((each) => ({ name: each, type: stamp }));
    case 'timestampsTz':
      return ['created_at', 'updated_at'].map((each) => ({ name: each, type: 'timestamp(0) with time zone' }));
    case 'softDeletes':
      return [{ name: name ?? 'deleted_at', type: stamp }];
    case 'rememberToken':
      return [{ name: 'remember_token', type: 'character varying(100)' }];
    case 'morphs':
    case 'nullableMorphs': {
      if (name === null) return [{ name: '?', type: null }];
      const required = method === 'morphs';
      return [
        { name: `${name}_type`, type: 'character varying(255)', required },
        { name: `${name}_id`, type: 'bigint', required },
      ];
    }
    default:
      return null;
  }
}

const print: Blueprint = {
  type: typeOf,
  own,
  changes: 'change',
  required: true,
  indexName: (table, columns, kind) => `${table}_${columns.join('_')}_${kind}`.toLowerCase().replaceAll(/[-.]/g, '_'),
  adds: (method) => Object.hasOwn(types, method) || others.has(method),
};

function scoped(chain: readonly CallView[], about: Scope): Steps {
  if (about.about !== 'rows') return blueprintSteps(print, chain, about);
  const steps = rowSteps(chain, about);
  if (steps !== null) return steps;
  const last = chain.at(-1);
  if (last !== undefined && isRepeating(last.call.name)) return { does: 'perhaps' };
  return chain.every(({ call }) => isReading(call.name)) ? [] : null;
}

/** `Schema::table('a', function …)` or `DB::table('a')`. */
function onTable(call: CallView): Steps {
  const { of } = call.call;
  const builds =
    call.call.args.some(({ kind }) => kind === 'function') || (of?.kind === 'name' && of.name === 'Schema');
  return { does: 'scope', scope: scope(call.word(0), call.sure, builds ? 'alter' : 'rows') };
}

function makes(call: CallView): Steps {
  if (call.call.args.length < 2) return null;
  const table = call.word(0);
  return {
    does: 'scope',
    scope: scope(table, call.sure, 'create'),
    then: (filled) => [operationStep('create-table', { table }, createTable(table, filled.parts))],
  };
}

const rules: Rules = {
  create: makes,
  ...each('drop dropIfExists', (c) =>
    operationStep('drop-table', { table: c.word(0) }, dropTable(c.plainArg(0), c.call.name === 'dropIfExists')),
  ),
  'Schema.rename': (c) =>
    operationStep('rename-table', { table: c.word(0), to: c.word(1) }, renameTable(c.plainArg(0), c.plainArg(1))),
  table: onTable,
  ...each('dropColumns', (c) =>
    operationStep('drop-column', { table: c.word(0), name: c.word(1) }, dropColumns(c.plainArg(0), c.list(1))),
  ),
  ...each(
    'hasTable hasColumn hasColumns hasIndex getDriverName getConnection connection getTablePrefix setDefaultConnection defaultStringLength',
    nothing,
  ),
  ...each('statement unprepared affectingStatement', runs(0)),
  'DB.update': runs(0),
  'DB.insert': runs(0),
  'DB.delete': runs(0),
  'DB.select': runs(0),
  ...each('disableForeignKeyConstraints enableForeignKeyConstraints', () => operationStep('session', {}, [])),
  dropAllTables: () => operationStep('drop-database', {}),
};

/** Laravel. */
export const laravel: Dialect = {
  language: 'php',
  parts: byName({ up: 'up', down: 'down', outside: sets('withinTransaction', 'false') }),
  rules,
  scoped,
  withoutDown: 'The migration has no `down`.',
};
