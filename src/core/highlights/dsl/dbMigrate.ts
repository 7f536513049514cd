import type { CallView } from './callView';
import type { Dialect } from './dialect';
import { defaultOf } from './literals';
import { byName } from './parts';
import {
  addColumn,
  createIndex,
  createTable,
  columnSql,
  dropColumns,
  dropConstraint,
  dropIndex,
  dropTable,
  renameColumn,
  renameTable,
  type Column,
} from './sqlText';
import { each, nothing, operationStep, runs, type Rule, type Rules } from './step';
import type { Code } from './syntax';

// https://db-migrate.readthedocs.io/en/latest/API/SQL/
const types: Readonly<Record<string, string>> = {
  char: 'character',
  string: 'character varying',
  text: 'text',
  smallint: 'smallint',
  bigint: 'bigint',
  int: 'integer',
  integer: 'integer',
  real: 'real',
  date: 'date',
  datetime: 'timestamp',
  time: 'time',
  timestamp: 'timestamp',
  timestamptz: 'timestamp with time zone',
  boolean: 'boolean',
  decimal: 'numeric',
  json: 'json',
  jsonb: 'jsonb',
  uuid: 'uuid',
};

/** A column: the word of a type, or an object with `type`, `length`, `notNull`, `defaultValue`, `primaryKey`. */
function columnOf(call: CallView, name: string, code: Code | null): Column {
  const typed = (given: Code | null): string | null => {
    const word = call.plain(given);
    return word !== null && Object.hasOwn(types, word) ? (types[word] ?? null) : null;
  };
  if (code?.kind !== 'pairs') return { name, type: typed(code) };
  const is = (key: string): boolean => {
    const value = call.entry(code, key);
    return value?.kind === 'value' && value.value === 'true';
  };
  const length = call.entry(code, 'length');
  const type = typed(call.entry(code, 'type'));
  const sized = length?.kind === 'value' && type !== null ? `${type}(${length.value})` : type;
  const given = call.entry(code, 'defaultValue');
  const standard = given === null ? undefined : defaultOf(call, given);
  const strange = code.open || call.entry(code, 'foreignKey') !== null || (length !== null && length.kind !== 'value');
  return {
    name,
    type: strange || (given !== null && standard === undefined) ? null : is('autoIncrement') ? 'serial' : sized,
    required: is('notNull'),
    primary: is('primaryKey'),
    unique: is('unique'),
    ...(standard === undefined ? {} : { standard }),
  };
}

function columnsOf(call: CallView): readonly (string | null)[] {
  const given = call.arg(1);
  const code = given?.kind === 'pairs' ? (call.entry(given, 'columns') ?? given) : null;
  if (code?.kind !== 'pairs' || code.open) return [null];
  return code.pairs.map(({ key, value }) => {
    const name = call.plain(key);
    return name === null ? null : columnSql(columnOf(call, name, value));
  });
}

/** What comes after it stands in a function that it is given. */
const then =
  (rule: Rule): Rule =>
  (call) => {
    const steps = rule(call);
    if (steps === null) return null;
    return [...('does' in steps ? [steps] : steps), { does: 'inside' }];
  };

const calls: Rules = {
  runSql: runs(0),
  all: runs(0),
  createTable: (c) => operationStep('create-table', { table: c.word(0) }, createTable(c.plainArg(0), columnsOf(c))),
  dropTable: (c) => operationStep('drop-table', { table: c.word(0) }, dropTable(c.plainArg(0))),
  renameTable: (c) =>
    operationStep('rename-table', { table: c.word(0), to: c.word(1) }, renameTable(c.plainArg(0), c.plainArg(1))),
  addColumn: (c) => {
    const name = c.plainArg(1);
    const sql = name === null ? null : addColumn(c.plainArg(0), columnOf(c, name, c.arg(2)));
    return operationStep('add-column', { table: c.word(0), name: c.word(1) }, sql);
  },
  removeColumn: (c) =>
    operationStep('drop-column', { table: c.word(0), name: c.word(1) }, dropColumns(c.plainArg(0), c.list(1))),
  renameColumn: (c) =>
    operationStep(
      'rename-column',
      { table: c.word(0), name: c.word(1), to: c.word(2) },
      renameColumn(c.plainArg(0), c.plainArg(1), c.plainArg(2)),
    ),
  changeColumn: (c) => operationStep('change-column', { table: c.word(0), name: c.word(1) }),
  addIndex: (c) => {
    const [table, name] = [c.plainArg(0), c.plainArg(1)];
    const sql = createIndex({ table, name, columns: c.list(2), unique: c.value(3) === 'true' });
    return operationStep('create-index', { table: c.word(0), name: c.word(1) }, sql);
  },
  removeIndex: (c) => {
    const named = c.plainArg(1);
    const table = named === null ? null : c.word(0);
    return operationStep('drop-index', { table, name: named ?? c.word(0) }, dropIndex(named ?? c.plainArg(0)));
  },
  addForeignKey: (c) => operationStep('add-constraint', { table: c.word(0), name: c.word(2) }),
  removeForeignKey: (c) =>
    operationStep(
      'drop-constraint',
      { table: c.word(0), name: c.word(1) },
      dropConstraint(c.plainArg(0), c.plainArg(1)),
    ),
  insert: (c) => operationStep('insert-rows', { table: c.word(0) }),
};

/** db-migrate: https://db-migrate.readthedocs.io */
export const dbMigrate: Dialect = {
  language: 'typescript',
  parts: byName({ up: 'up', down: 'down', outside: () => true }),
  rules: {
    ...Object.fromEntries(Object.entries(calls).map(([name, rule]) => [name, then(rule)])),
    ...each('cb callback done', nothing),
  },
  scoped: () => null,
  withoutDown: 'The migration has no `down`.',
};
