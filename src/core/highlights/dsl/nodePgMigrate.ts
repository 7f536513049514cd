import type { CallView } from './callView';
import type { Dialect } from './dialect';
import { defaultOf } from './literals';
import { byName, calls } from './parts';
import {
  addConstraint,
  alterColumn,
  alterTable,
  columnSql,
  createIndex,
  createTable,
  dropColumns,
  dropConstraint,
  dropIndex,
  dropTable,
  ident,
  quote,
  renameColumn,
  renameTable,
} from './sqlText';
import { each, inside, nothing, object, operationStep, runs, type Rules, type Step } from './step';
import type { Code } from './syntax';

// https://salsita.github.io/node-pg-migrate/migrations/
const short: Readonly<Record<string, string>> = {
  id: 'serial PRIMARY KEY',
  int: 'integer',
  string: 'text',
  float: 'real',
  double: 'double precision',
  datetime: 'timestamp',
  bool: 'boolean',
};

function columnsOf(call: CallView, code: Code | null): readonly (string | null)[] {
  if (code?.kind !== 'pairs' || code.open) return [null];
  return code.pairs.map(({ key, value }) => {
    const name = call.plain(key);
    if (name === null) return null;
    const word = call.plain(value);
    if (word !== null) return `${ident(name)} ${short[word] ?? word}`;
    const type = call.plain(call.entry(value, 'type'));
    const flag = (which: string): boolean => {
      const given = call.entry(value, which);
      return given?.kind === 'value' && given.value === 'true';
    };
    const given = call.entry(value, 'default');
    const standard =
      given === null
        ? undefined
        : given.kind === 'call' && given.name === 'func'
          ? call.plain(given.args[0] ?? null)
          : defaultOf(call, given);
    const unclear = ['check', 'sequenceGenerated', 'expressionGenerated', 'collation'].some(
      (which) => call.entry(value, which) !== null,
    );
    const references = call.entry(value, 'references');
    const target = call.plain(references);
    const deleted = call.plain(call.entry(value, 'onDelete'));
    return columnSql({
      name,
      type: type === null || unclear ? null : (short[type] ?? type),
      required: flag('notNull'),
      primary: flag('primaryKey'),
      unique: flag('unique'),
      ...(standard === undefined ? {} : { standard }),
      ...(references === null
        ? {}
        : {
            references:
              target === null
                ? null
                : `${/[(" ]/.test(target) ? target : ident(target)}${deleted === null ? '' : ` ON DELETE ${deleted}`}`,
          }),
    });
  });
}

function tableOf(call: CallView): string | null {
  const given = call.arg(0);
  const schema = given?.kind === 'pairs' ? call.plain(call.entry(given, 'schema')) : null;
  const table = call.word(0);
  return table === null || schema === null ? table : `${schema}.${table}`;
}

function alters(call: CallView): readonly Step[] {
  const [table, name] = [tableOf(call), call.word(1)];
  const type = call.plainArg('type');
  const using = call.plainArg('using');
  const given = call.arg('default');
  const removed = call.value('default') === 'null';
  const standard =
    given?.kind === 'call' && given.name === 'func' ? call.plain(given.args[0] ?? null) : defaultOf(call, given);
  const steps = [
    ...(call.has('type')
      ? [
          operationStep(
            'change-column',
            { table, name, to: type },
            alterColumn(table, name, type === null ? null : `TYPE ${type}${using === null ? '' : ` USING ${using}`}`),
          ),
        ]
      : []),
    ...(call.isTrue('notNull')
      ? [operationStep('set-not-null', { table, name }, alterColumn(table, name, 'SET NOT NULL'))]
      : []),
    ...(call.isFalse('notNull') || call.isTrue('allowNull')
      ? [operationStep('drop-not-null', { table, name }, alterColumn(table, name, 'DROP NOT NULL'))]
      : []),
    ...(call.has('default')
      ? [
          operationStep(
            'set-default',
            { table, name },
            alterColumn(
              table,
              name,
              removed ? 'DROP DEFAULT' : typeof standard === 'string' ? `SET DEFAULT ${standard}` : null,
            ),
          ),
        ]
      : []),
  ];
  return steps.length > 0 ? steps : [operationStep('alter-column', { table, name })];
}

function addsIndex(call: CallView): Step {
  const table = tableOf(call);
  const columns = call.list(1);
  const where = call.arg('where');
  const sql = createIndex({
    table,
    name:
      call.plainArg('name') ??
      (table === null || columns === null
        ? null
        : `${table}_${columns.join('_')}${call.isTrue('unique') ? '_unique' : ''}_index`),
    columns,
    unique: call.isTrue('unique'),
    concurrently: call.isTrue('concurrently'),
    may: call.isTrue('ifNotExists'),
    method: call.plainArg('method'),
    where: call.plain(where),
  });
  return operationStep(
    'create-index',
    { table, name: call.word(['name', 1]) },
    where !== null && call.plain(where) === null ? null : sql,
  );
}

const rules: Rules = {
  sql: runs(0),
  createTable: (c) =>
    operationStep(
      'create-table',
      { table: tableOf(c) },
      createTable(
        tableOf(c),
        c.has('constraints') || c.has('inherits') || c.has('like') ? [null] : columnsOf(c, c.arg(1)),
        c.isTrue('ifNotExists'),
      ),
    ),
  dropTable: (c) =>
    operationStep(
      'drop-table',
      { table: tableOf(c) },
      dropTable(tableOf(c), c.isTrue('ifExists'), c.isTrue('cascade')),
    ),
  renameTable: (c) =>
    operationStep('rename-table', { table: tableOf(c), to: c.word(1) }, renameTable(tableOf(c), c.plainArg(1))),
  ...each('addColumn addColumns', (c) => {
    const code = c.arg(1);
    const table = tableOf(c);
    const sql = alterTable(
      table,
      ...columnsOf(c, code).map((column) => (column === null ? null : `ADD COLUMN ${column}`)),
    );
    return operationStep('add-column', { table, name: c.keys(code).join(', ') || null }, sql);
  }),
  ...each('dropColumn dropColumns', (c) => {
    const code = c.arg(1);
    const names = code?.kind === 'pairs' ? c.keys(code) : c.list(1);
    return operationStep(
      'drop-column',
      { table: tableOf(c), name: names?.join(', ') ?? c.word(1) },
      dropColumns(tableOf(c), names, c.isTrue('ifExists')),
    );
  }),
  renameColumn: (c) =>
    operationStep(
      'rename-column',
      { table: tableOf(c), name: c.word(1), to: c.word(2) },
      renameColumn(tableOf(c), c.plainArg(1), c.plainArg(2)),
    ),
  alterColumn: alters,
  ...each('createIndex addIndex', addsIndex),
  dropIndex: (c) => {
    const [table, columns] = [tableOf(c), c.list(1)];
    const name =
      c.plainArg('name') ??
      (table === null || columns === null
        ? null
        : `${table}_${columns.join('_')}${c.isTrue('unique') ? '_unique' : ''}_index`);
    return operationStep(
      'drop-index',
      { table, name: c.word(['name', 1]) },
      dropIndex(name, c.isTrue('concurrently'), c.isTrue('ifExists')),
    );
  },
  ...each('addConstraint createConstraint', (c) => {
    const [name, text] = [c.plainArg(1), c.plainArg(2)];
    const sql = text === null ? null : `${name === null ? '' : `CONSTRAINT ${ident(name)} `}${text}`;
    return operationStep('add-constraint', { table: tableOf(c), name: c.word(1) }, addConstraint(tableOf(c), sql));
  }),
  dropConstraint: (c) =>
    operationStep(
      'drop-constraint',
      { table: tableOf(c), name: c.word(1) },
      dropConstraint(tableOf(c), c.plainArg(1), c.isTrue('ifExists')),
    ),
  createType: object('create', 'type', 0, null, null, (call, name) => {
    const values = call.list(1);
    return values === null ? null : `CREATE TYPE ${ident(name)} AS ENUM (${values.map(quote).join(', ')})`;
  }),
  dropType: (c) =>
    operationStep(
      'drop-type',
      { name: c.word(0) },
      c.plainArg(0) === null ? null : `DROP TYPE ${ident(c.plainArg(0) ?? '')}`,
    ),
  addTypeValue: (c) => {
    const [type, value] = [c.plainArg(0), c.plainArg(1)];
    return operationStep(
      'add-enum-value',
      { name: c.word(0) },
      type === null || value === null ? null : `ALTER TYPE ${ident(type)} ADD VALUE ${quote(value)}`,
    );
  },
  ...each(
    'createExtension addExtension',
    object('create', 'extension', 0, null, null, (_call, name) => `CREATE EXTENSION ${ident(name)}`),
  ),
  createSchema: object('create', 'schema', 0, null, null, (_call, name) => `CREATE SCHEMA ${ident(name)}`),
  dropSchema: (c) =>
    operationStep(
      'drop-schema',
      { name: c.word(0) },
      c.plainArg(0) === null ? null : `DROP SCHEMA ${ident(c.plainArg(0) ?? '')}`,
    ),
  createFunction: object('create', 'function', 0),
  dropFunction: object('drop', 'function', 0),
  createTrigger: object('create', 'trigger', 1, 0),
  dropTrigger: object('drop', 'trigger', 1, 0),
  createView: object('create', 'view', 0),
  dropView: object('drop', 'view', 0),
  createSequence: object('create', 'sequence', 0),
  dropSequence: (c) => operationStep('drop-sequence', { name: c.word(0) }),
  noTransaction: nothing,
  func: nothing,
  transaction: inside,
};

/** node-pg-migrate. */
export const nodePgMigrate: Dialect = {
  language: 'typescript',
  parts: byName({ up: 'up', down: 'down', outside: calls('noTransaction') }),
  rules,
  scoped: () => null,
  withoutDown: 'The migration has no `down`.',
};
