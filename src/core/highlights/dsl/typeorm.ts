import type { CallView } from './callView';
import type { Dialect } from './dialect';
import { byName, sets } from './parts';
import {
  addColumn,
  columnSql,
  createIndex,
  createTable,
  dropColumns,
  dropConstraint,
  dropTable,
  ident,
  renameColumn,
  renameTable,
  type Column,
} from './sqlText';
import { each, nothing, object, operationStep, runs, type Rules, type Step } from './step';
import type { Code } from './syntax';

// https://typeorm.io/docs/migrations/api

/** `new TableColumn({ name, type, … })` or the object itself. */
function columnOf(call: CallView, code: Code | null): Column | null {
  const options = code?.kind === 'call' ? (call.view(code)?.arg(0) ?? null) : code;
  const text = (key: string): string | null => call.plain(call.entry(options, key));
  const flag = (key: string): string | null => {
    const value = call.entry(options, key);
    return value?.kind === 'value' ? value.value : null;
  };
  const name = text('name');
  if (options?.kind !== 'pairs' || name === null) return null;
  const size = text('length') ?? flag('length');
  const type = text('type');
  const generated =
    flag('isGenerated') === 'true' ||
    call.entry(options, 'generationStrategy') !== null ||
    call.entry(options, 'asExpression') !== null ||
    call.entry(options, 'enum') !== null;
  const given = call.entry(options, 'default');
  const standard = given === null ? undefined : (call.plain(given) ?? (given.kind === 'value' ? given.value : null));
  return {
    name,
    type:
      type === null || generated || options.open
        ? null
        : `${type}${size === null ? '' : `(${size})`}${flag('isArray') === 'true' ? '[]' : ''}`,
    required: flag('isNullable') !== 'true',
    primary: flag('isPrimary') === 'true',
    unique: flag('isUnique') === 'true',
    ...(standard === undefined ? {} : { standard }),
  };
}

function makes(call: CallView): Step {
  const table = call.word(0);
  const options = call.view(call.arg(0))?.arg(0) ?? null;
  const columns = call.entry(options, 'columns');
  const more = ['foreignKeys', 'uniques', 'checks', 'exclusions'].some((key) => call.entry(options, key) !== null);
  const parts =
    columns?.kind === 'list' && !more
      ? columns.items.map((item) => {
          const column = columnOf(call, item);
          return column === null ? null : columnSql(column);
        })
      : [null];
  return operationStep('create-table', { table }, createTable(table, parts, call.isTrue(1)));
}

function addsIndex(call: CallView): Step {
  const table = call.word(0);
  const options = call.view(call.arg(1))?.arg(0) ?? null;
  const flag = (key: string): boolean => {
    const value = call.entry(options, key);
    return value?.kind === 'value' && value.value === 'true';
  };
  const where = call.entry(options, 'where');
  const sql = createIndex({
    table,
    name: call.plain(call.entry(options, 'name')),
    columns: call.listOf(call.entry(options, 'columnNames')),
    unique: flag('isUnique'),
    concurrently: flag('isConcurrent'),
    where: call.plain(where),
  });
  return operationStep(
    'create-index',
    { table, name: call.word(1) },
    flag('isSpatial') || (where !== null && call.plain(where) === null) ? null : sql,
  );
}

const rules: Rules = {
  query: runs(0),
  createTable: makes,
  dropTable: (c) => operationStep('drop-table', { table: c.word(0) }, dropTable(c.plainArg(0), c.isTrue(1))),
  renameTable: (c) =>
    operationStep('rename-table', { table: c.word(0), to: c.word(1) }, renameTable(c.plainArg(0), c.plainArg(1))),
  addColumn: (c) => {
    const column = columnOf(c, c.arg(1));
    return operationStep(
      'add-column',
      { table: c.word(0), name: c.word(1) },
      column === null ? null : addColumn(c.plainArg(0), column),
    );
  },
  addColumns: (c) => operationStep('add-column', { table: c.word(0), name: c.word(1) }),
  ...each('dropColumn dropColumns', (c) =>
    operationStep('drop-column', { table: c.word(0), name: c.word(1) }, dropColumns(c.plainArg(0), c.list(1))),
  ),
  renameColumn: (c) =>
    operationStep(
      'rename-column',
      { table: c.word(0), name: c.word(1), to: c.word(2) },
      renameColumn(c.plainArg(0), c.plainArg(1), c.plainArg(2)),
    ),
  ...each('changeColumn changeColumns', (c) => operationStep('change-column', { table: c.word(0), name: c.word(1) })),
  createIndex: addsIndex,
  createIndices: (c) => operationStep('create-index', { table: c.word(0), name: c.word(1) }),
  ...each('dropIndex dropIndices', (c) =>
    operationStep(
      'drop-index',
      { table: c.word(0), name: c.word(1) },
      c.plainArg(1) === null ? null : `DROP INDEX ${ident(c.plainArg(1) ?? '')}`,
    ),
  ),
  ...each(
    'createForeignKey createForeignKeys createPrimaryKey createUniqueConstraint createUniqueConstraints createCheckConstraint createExclusionConstraint',
    (c) => operationStep('add-constraint', { table: c.word(0) }),
  ),
  ...each(
    'dropForeignKey dropForeignKeys dropPrimaryKey dropUniqueConstraint dropUniqueConstraints dropCheckConstraint dropExclusionConstraint',
    (c) =>
      operationStep(
        'drop-constraint',
        { table: c.word(0), name: c.word(1) },
        dropConstraint(c.plainArg(0), c.plainArg(1)),
      ),
  ),
  clearTable: (c) =>
    operationStep(
      'truncate-table',
      { table: c.word(0) },
      c.plainArg(0) === null ? null : `TRUNCATE ${ident(c.plainArg(0) ?? '')}`,
    ),
  createSchema: object('create', 'schema', 0),
  dropSchema: (c) => operationStep('drop-schema', { name: c.word(0) }),
  createView: object('create', 'view', 0),
  dropView: object('drop', 'view', 0),
  dropDatabase: (c) => operationStep('drop-database', { name: c.word(0) }),
  clearDatabase: (c) => operationStep('drop-database', { name: c.word(0) }),
  ...each('hasTable hasColumn getTable startTransaction commitTransaction rollbackTransaction', nothing),
};

/** TypeORM. */
export const typeorm: Dialect = {
  language: 'typescript',
  parts: byName({ up: 'up', down: 'down', outside: sets('transaction', 'false') }),
  rules,
  scoped: () => null,
  withoutDown: 'The migration has no `down`.',
};
