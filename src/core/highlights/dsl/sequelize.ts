import type { CallView } from './callView';
import type { Dialect } from './dialect';
import { defaultOf } from './literals';
import { byName } from './parts';
import {
  addColumn,
  addConstraint,
  alterTable,
  columnSql,
  createIndex,
  createTable,
  dropColumns,
  dropConstraint,
  dropIndex,
  dropTable,
  ident,
  foreignKey,
  keyOf,
  renameColumn,
  renameTable,
  type Column,
} from './sqlText';
import { isWideType } from '../operation';
import { each, nothing, operationStep, runs, type Rules, type Step } from './step';
import type { Code } from './syntax';

// https://sequelize.org/docs/v6/other-topics/query-interface/
const types: Readonly<Record<string, string>> = {
  STRING: 'character varying(255)',
  TEXT: 'text',
  CITEXT: 'citext',
  BOOLEAN: 'boolean',
  INTEGER: 'integer',
  BIGINT: 'bigint',
  SMALLINT: 'smallint',
  FLOAT: 'double precision',
  DOUBLE: 'double precision',
  REAL: 'real',
  DECIMAL: 'numeric',
  DATE: 'timestamp with time zone',
  DATEONLY: 'date',
  TIME: 'time',
  UUID: 'uuid',
  JSON: 'json',
  JSONB: 'jsonb',
  BLOB: 'bytea',
  TSVECTOR: 'tsvector',
  INET: 'inet',
};

function typeOf(call: CallView, code: Code | null): string | null {
  if (code === null) return null;
  const text = call.plain(code);
  if (text !== null) return text;
  if (code.kind === 'name') return Object.hasOwn(types, code.name) ? (types[code.name] ?? null) : null;
  const view = call.view(code);
  if (view === null) return null;
  const size = view.value(0);
  switch (view.call.name) {
    case 'STRING':
      return size === null ? null : `character varying(${size})`;
    case 'ARRAY': {
      const of = typeOf(call, view.arg(0));
      return of === null ? null : `${of}[]`;
    }
    case 'DECIMAL':
      return view.value(1) === null ? `numeric(${size ?? '10'})` : `numeric(${size ?? '10'},${view.value(1) ?? '0'})`;
    default:
      return size === null && view.call.args.length === 0 && Object.hasOwn(types, view.call.name)
        ? (types[view.call.name] ?? null)
        : null;
  }
}

/** A column: a type, or an object with `type`, `allowNull`, `defaultValue`, `references`. */
function columnOf(call: CallView, name: string, code: Code | null): Column {
  if (code?.kind !== 'pairs') return { name, type: typeOf(call, code) };
  const flag = (key: string): string | null => {
    const value = call.entry(code, key);
    return value?.kind === 'value' ? value.value : null;
  };
  const given = call.entry(code, 'defaultValue');
  const standard = given?.kind === 'name' ? null : defaultOf(call, given);
  const references = call.entry(code, 'references');
  const model = references === null ? null : call.wordOf(call.entry(references, 'model') ?? references);
  const key = references === null ? null : (call.plain(call.entry(references, 'key')) ?? 'id');
  const deleted = call.plain(call.entry(code, 'onDelete'));
  const type = typeOf(call, call.entry(code, 'type'));
  const grows = flag('autoIncrement') === 'true';
  return {
    name,
    type: grows ? (type === 'integer' ? 'serial' : type === 'bigint' ? 'bigserial' : null) : code.open ? null : type,
    required: flag('allowNull') === 'false',
    primary: flag('primaryKey') === 'true',
    unique: flag('unique') === 'true',
    ...(standard === undefined ? {} : { standard }),
    ...(references === null
      ? {}
      : {
          references:
            model === null
              ? null
              : `${ident(model)} (${ident(key ?? 'id')})${deleted === null ? '' : ` ON DELETE ${deleted}`}`,
        }),
  };
}

function columnsOf(call: CallView, code: Code | null): readonly (string | null)[] {
  if (code?.kind !== 'pairs' || code.open) return [null];
  return code.pairs.map(({ key, value }) => {
    const name = key.kind === 'text' ? call.plain(key) : null;
    return name === null ? null : columnSql(columnOf(call, name, value));
  });
}

/** The table, which may be given as `{ tableName, schema }`. */
function tableOf(call: CallView): string | null {
  const given = call.arg(0);
  const schema = given?.kind === 'pairs' ? call.plain(call.entry(given, 'schema')) : null;
  const table = call.word(0);
  return table === null || schema === null ? table : `${schema}.${table}`;
}

function changes(call: CallView): readonly Step[] {
  const [table, name, code] = [tableOf(call), call.word(1), call.arg(2)];
  const described = code?.kind === 'pairs' ? call.entry(code, 'type') : code;
  const word = described === null ? null : call.written(described).replace(/^(?:\w+\.)+/, '');
  if (name === null) return [operationStep('change-column', { table, name })];
  const column = columnOf(call, name, code);
  const wide = word !== null && isWideType(word) && !/\(.+\)/.test(word);
  const at = `ALTER COLUMN ${ident(name)}`;
  // Without `allowNull: false` the column becomes nullable, without a default it loses its own.
  const actions = [
    `${at} ${column.required === true ? 'SET' : 'DROP'} NOT NULL`,
    column.standard === undefined
      ? `${at} DROP DEFAULT`
      : column.standard === null
        ? null
        : `${at} SET DEFAULT ${column.standard}`,
    column.type === null || column.references !== undefined || column.unique === true
      ? null
      : `${at} TYPE ${column.type}`,
  ];
  return [
    operationStep(wide ? 'widen-column' : 'change-column', { table, name, to: word }, alterTable(table, ...actions)),
  ];
}

function addsIndex(call: CallView): Step {
  const table = tableOf(call);
  const second = call.arg(1);
  const options = call.arg(2) ?? (second?.kind === 'pairs' ? second : null);
  const columns = second?.kind === 'pairs' ? call.listOf(call.entry(second, 'fields')) : call.list(1);
  const flag = (key: string): boolean => {
    const value = call.entry(options, key);
    return value?.kind === 'value' && value.value === 'true';
  };
  const name =
    call.plain(call.entry(options, 'name')) ??
    (table === null || columns === null ? null : `${table}_${columns.join('_')}`);
  const unclear = ['where', 'operator', 'prefix'].some((key) => call.entry(options, key) !== null);
  const unique = flag('unique') || call.plain(call.entry(options, 'type'))?.toLowerCase() === 'unique';
  const method = call.plain(call.entry(options, 'using')) ?? call.plain(call.entry(options, 'method'));
  const sql = createIndex({ table, name, columns, unique, concurrently: flag('concurrently'), method });
  return operationStep('create-index', { table, name: call.word(['name', 1, 'fields']) }, unclear ? null : sql);
}

function removesIndex(call: CallView): Step {
  const table = tableOf(call);
  const columns = call.arg(1)?.kind === 'list' ? call.list(1) : null;
  const name = columns === null ? call.plainArg(1) : table === null ? null : `${table}_${columns.join('_')}`;
  const options = call.arg(2);
  const given = call.entry(options, 'concurrently');
  return operationStep(
    'drop-index',
    { table, name: call.word(1) },
    dropIndex(name, given?.kind === 'value' && given.value === 'true', true),
  );
}

function addsConstraint(call: CallView): Step {
  const table = tableOf(call);
  const kind = call.plainArg('type')?.toLowerCase() ?? null;
  const [name, columns] = [call.plainArg('name'), call.list('fields')];
  const references = call.arg('references');
  const deleted = call.plainArg('onDelete');
  const sql = ((): string | null => {
    switch (kind) {
      case 'unique':
        return keyOf('UNIQUE', columns, name);
      case 'primary key':
        return keyOf('PRIMARY KEY', columns, name);
      case 'foreign key': {
        const field = call.plain(call.entry(references, 'field'));
        return foreignKey({
          name,
          columns,
          to: call.wordOf(call.entry(references, 'table')),
          toColumns: field === null ? null : [field],
          more: deleted === null ? '' : `ON DELETE ${deleted}`,
        });
      }
      default:
        return null;
    }
  })();
  return operationStep('add-constraint', { table, name: call.word(['name', 'type']) }, addConstraint(table, sql));
}

const rules: Rules = {
  createTable: (c) =>
    operationStep('create-table', { table: tableOf(c) }, createTable(tableOf(c), columnsOf(c, c.arg(1)), true)),
  dropTable: (c) => operationStep('drop-table', { table: tableOf(c) }, dropTable(tableOf(c), true)),
  dropAllTables: () => operationStep('drop-database', {}),
  renameTable: (c) =>
    operationStep('rename-table', { table: c.word(0), to: c.word(1) }, renameTable(c.plainArg(0), c.plainArg(1))),
  addColumn: (c) => {
    const [table, name] = [tableOf(c), c.word(1)];
    return operationStep(
      'add-column',
      { table, name },
      name === null ? null : addColumn(table, columnOf(c, name, c.arg(2))),
    );
  },
  removeColumn: (c) =>
    operationStep('drop-column', { table: tableOf(c), name: c.word(1) }, dropColumns(tableOf(c), c.list(1))),
  renameColumn: (c) =>
    operationStep(
      'rename-column',
      { table: tableOf(c), name: c.word(1), to: c.word(2) },
      renameColumn(tableOf(c), c.plainArg(1), c.plainArg(2)),
    ),
  changeColumn: changes,
  addIndex: addsIndex,
  removeIndex: removesIndex,
  addConstraint: addsConstraint,
  removeConstraint: (c) =>
    operationStep('drop-constraint', { table: tableOf(c), name: c.word(1) }, dropConstraint(tableOf(c), c.plainArg(1))),
  // The kind of query that is said beside it says how to read the answer, not what it does.
  query: runs(0),
  bulkInsert: (c) => operationStep('insert-rows', { table: c.word(0) }),
  bulkUpdate: (c) => operationStep('update-rows', { table: c.word(0) }),
  bulkDelete: (c) => operationStep('delete-rows', { table: c.word(0) }),
  dropEnum: (c) =>
    operationStep(
      'drop-type',
      { name: c.word(0) },
      c.plainArg(0) === null ? null : `DROP TYPE ${ident(c.plainArg(0) ?? '')}`,
    ),
  createSchema: (c) => ({
    does: 'object',
    verb: 'create',
    object: 'schema',
    subject: { name: c.word(0) },
    sql: null,
    back: null,
  }),
  ...each('describeTable showAllTables commit rollback', nothing),
};

/** Sequelize. */
export const sequelize: Dialect = {
  language: 'typescript',
  parts: byName({ up: 'up', down: 'down', outside: () => true }),
  rules,
  scoped: () => null,
  withoutDown: 'The migration has no `down`.',
};
