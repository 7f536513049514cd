import type { CallView } from './callView';
import type { Dialect } from './dialect';
import { altersColumn, otherDatabases, tableOf } from './efAlterColumn';
import { standardOf } from './literals';
import { byName } from './parts';
import {
  addColumn,
  addConstraint,
  check,
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
import { each, nothing, object, operationStep, runs, type Rules, type Step } from './step';
import { inner, type Code, type Syntax } from './syntax';

// https://learn.microsoft.com/ef/core/managing-schemas/migrations/
const clr: Readonly<Record<string, string>> = {
  string: 'text',
  int: 'integer',
  long: 'bigint',
  short: 'smallint',
  bool: 'boolean',
  Guid: 'uuid',
  DateTime: 'timestamp with time zone',
  DateTimeOffset: 'timestamp with time zone',
  DateOnly: 'date',
  decimal: 'numeric',
  double: 'double precision',
  float: 'real',
  'byte[]': 'bytea',
};

function columnOf(call: CallView, name: string): Column {
  const generated = call.has('computedColumnSql');
  const written = call.plainArg('type');
  const elsewhere = written !== null && otherDatabases.test(written);
  const standard = call.plainArg('defaultValueSql') ?? standardOf(call, call.arg('defaultValue'));
  return {
    name,
    type: generated || elsewhere ? null : (written ?? clr[call.call.type ?? ''] ?? null),
    required: call.isFalse('nullable'),
    ...(standard === undefined ? {} : { standard }),
  };
}

/** The innermost call of `table.Column<int>(…).Annotation(…)`. */
function firstCall(code: Code): Code {
  return code.kind === 'call' && code.of?.kind === 'call' ? firstCall(code.of) : code;
}

function makes(call: CallView): Step {
  const table = schemaOf(call, call.word(['name', 0]));
  const columns = call.call.keywords.find(({ name }) => name === 'columns')?.value ?? call.call.args[1];
  const [given] = columns?.kind === 'function' ? columns.body : [];
  const made = given?.kind === 'leave' ? given.value : given;
  const parts =
    made?.kind === 'pairs' && !made.open
      ? made.pairs.map(({ key, value }) => {
          const view = call.view(firstCall(value));
          const identity = call.written(value).includes('Annotation');
          const name = view?.plainArg('name') ?? call.plain(key);
          return view === null || name === null || identity ? null : columnSql(columnOf(view, name));
        })
      : [null];
  return operationStep('create-table', { table }, createTable(table, parts));
}

function schemaOf(call: CallView, table: string | null): string | null {
  const schema = call.plainArg('schema');
  return table === null || schema === null ? table : `${schema}.${table}`;
}

function addsIndex(call: CallView): Step {
  const table = tableOf(call, 1);
  const columns = call.list(['columns', 'column', 2]);
  const sql = createIndex({
    table,
    name: call.plainArg(['name', 0]),
    columns,
    unique: call.isTrue('unique'),
    where: call.plainArg('filter'),
  });
  return operationStep(
    'create-index',
    { table, name: call.word(['name', 0]) },
    call.has('descending') || (call.has('filter') && call.plainArg('filter') === null) ? null : sql,
  );
}

function constraint(call: CallView): string | null {
  const name = call.plainArg(['name', 0]);
  const columns = call.list(['columns', 'column', 2]);
  switch (call.call.name) {
    case 'AddPrimaryKey':
      return keyOf('PRIMARY KEY', columns, name);
    case 'AddUniqueConstraint':
      return keyOf('UNIQUE', columns, name);
    case 'AddCheckConstraint':
      return check(name, call.plainArg(['sql', 2]));
    case 'AddForeignKey': {
      const deleted = call.arg('onDelete');
      const action =
        deleted?.kind === 'name'
          ? ({ Cascade: 'CASCADE', SetNull: 'SET NULL', Restrict: 'RESTRICT', NoAction: 'NO ACTION' }[deleted.name] ??
            null)
          : null;
      return foreignKey({
        name,
        columns,
        to: call.plainArg(['principalTable', 3]),
        toColumns: call.list(['principalColumns', 'principalColumn']),
        more: action === null ? '' : `ON DELETE ${action}`,
      });
    }
    default:
      return null;
  }
}

const rules: Rules = {
  CreateTable: makes,
  DropTable: (c) =>
    operationStep(
      'drop-table',
      { table: schemaOf(c, c.word(['name', 0])) },
      dropTable(schemaOf(c, c.plainArg(['name', 0]))),
    ),
  RenameTable: (c) =>
    operationStep(
      'rename-table',
      { table: c.word(['name', 0]), to: c.word(['newName', 2]) },
      renameTable(schemaOf(c, c.plainArg(['name', 0])), c.plainArg(['newName', 2])),
    ),
  AddColumn: (c) => {
    const [table, name] = [tableOf(c, 1), c.word(['name', 0])];
    return operationStep('add-column', { table, name }, name === null ? null : addColumn(table, columnOf(c, name)));
  },
  DropColumn: (c) =>
    operationStep(
      'drop-column',
      { table: tableOf(c, 1), name: c.word(['name', 0]) },
      dropColumns(tableOf(c, 1), c.list(['name', 0])),
    ),
  RenameColumn: (c) =>
    operationStep(
      'rename-column',
      { table: tableOf(c, 1), name: c.word(['name', 0]), to: c.word(['newName', 2]) },
      renameColumn(tableOf(c, 1), c.plainArg(['name', 0]), c.plainArg(['newName', 2])),
    ),
  AlterColumn: altersColumn,
  CreateIndex: addsIndex,
  DropIndex: (c) =>
    operationStep(
      'drop-index',
      { table: tableOf(c, 1), name: c.word(['name', 0]) },
      dropIndex(schemaOf(c, c.plainArg(['name', 0]))),
    ),
  RenameIndex: (c) => {
    const [from, to] = [c.plainArg(['name', 0]), c.plainArg(['newName', 1])];
    return operationStep(
      'rename-index',
      { table: c.word(['table', 2]), name: c.word(['name', 0]), to: c.word(['newName', 1]) },
      from === null || to === null ? null : `ALTER INDEX ${ident(from)} RENAME TO ${ident(to)}`,
    );
  },
  ...each('AddForeignKey AddPrimaryKey AddUniqueConstraint AddCheckConstraint', (c) =>
    operationStep(
      'add-constraint',
      { table: tableOf(c, 1), name: c.word(['name', 0]) },
      addConstraint(tableOf(c, 1), constraint(c)),
    ),
  ),
  ...each('DropForeignKey DropPrimaryKey DropUniqueConstraint DropCheckConstraint', (c) =>
    operationStep(
      'drop-constraint',
      { table: tableOf(c, 1), name: c.word(['name', 0]) },
      dropConstraint(tableOf(c, 1), c.plainArg(['name', 0])),
    ),
  ),
  InsertData: (c) => operationStep('insert-rows', { table: c.word(['table', 0]) }),
  UpdateData: (c) => operationStep('update-rows', { table: c.word(['table', 0]) }),
  DeleteData: (c) => operationStep('delete-rows', { table: c.word(['table', 0]) }),
  Sql: runs(['sql', 0]),
  SqlResource: (c) => ({ does: 'unknown', why: `Runs SQL of another file, ${c.plainArg(0) ?? ''}`.trim(), back: null }),
  EnsureSchema: object(
    'create',
    'schema',
    ['name', 0],
    null,
    null,
    (_call, name) => `CREATE SCHEMA IF NOT EXISTS ${ident(name)}`,
  ),
  DropSchema: (c) =>
    operationStep(
      'drop-schema',
      { name: c.word(['name', 0]) },
      c.plainArg(['name', 0]) === null ? null : `DROP SCHEMA ${ident(c.plainArg(['name', 0]) ?? '')}`,
    ),
  CreateSequence: object('create', 'sequence', ['name', 0]),
  DropSequence: (c) => operationStep('drop-sequence', { name: c.word(['name', 0]) }),
  ...each('RenameSequence AlterSequence RestartSequence', object('alter', 'sequence', ['name', 0])),
  AlterDatabase: () => ({ does: 'object', verb: 'alter', object: 'database', subject: {}, sql: null, back: null }),
  AlterTable: (c) => operationStep('alter-table', { table: c.word(['name', 0]) }),
  ...each('Annotation OldAnnotation', nothing),
};

function outside(syntax: Syntax): boolean {
  const see = (code: Code): boolean =>
    (code.kind === 'call' &&
      code.keywords.some(
        ({ name, value }) => name === 'suppressTransaction' && value.kind === 'value' && value.value === 'true',
      )) ||
    inner(code).some(see);
  return syntax.body.some(see);
}

/** EF Core. */
export const efCore: Dialect = {
  language: 'csharp',
  parts: byName({ up: 'Up', down: 'Down', outside }),
  rules,
  scoped: () => null,
  withoutDown: 'The migration has no `Down`.',
};
