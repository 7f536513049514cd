import type { CallView } from './callView';
import type { Dialect, MigrationParts } from './dialect';
import { fieldColumn, modelColumns } from './djangoFields';
import type { DefinedColumn } from './model';
import { defined } from './parts';
import { dropIndex, ident } from './sqlText';
import { each, object, operationStep, type Rules, type Step, type Steps } from './step';
import type { Code, Syntax } from './syntax';

// Each schema operation knows its way back:
// https://docs.djangoproject.com/en/stable/ref/migration-operations/

function parts(syntax: Syntax): MigrationParts | null {
  const lists = defined(syntax, 'operations');
  if (lists.length === 0) return null;
  const outside = defined(syntax, 'atomic').some(
    (code) => code.kind === 'value' && code.value.toLowerCase() === 'false',
  );
  return {
    forward: [...lists, ...alsoRun(syntax.body)],
    automatic: true,
    down: null,
    downLine: null,
    refused: false,
    transaction: outside ? 'none' : 'one',
  };
}

/** What stands beside the list in the class, such as a condition that adds to it. */
function alsoRun(body: readonly Code[]): readonly Code[] {
  return body.flatMap((code) =>
    code.kind === 'class'
      ? code.body.filter(({ kind }) => kind === 'branch' || kind === 'call' || kind === 'other')
      : [],
  );
}

/** The fields of an index or a constraint object. */
function fieldsOf(call: CallView, code: Code | null): readonly string[] | null {
  return call.view(code)?.list('fields') ?? null;
}

function described(call: CallView, code: Code | null): string | null {
  return call.view(code)?.plainArg('name') ?? null;
}

const runsPython: (call: CallView) => Step = (call) => {
  const [code, reverse] = [call.arg(['code', 0]), call.arg(['reverse_code', 1])];
  const noop = (given: Code | null): boolean => given?.kind === 'name' && given.name === 'noop';
  const back =
    reverse === null || (reverse.kind === 'value' && reverse.value === 'null')
      ? 'RunPython without `reverse_code` cannot be taken back.'
      : noop(reverse) && !noop(code)
        ? 'Its `reverse_code` does nothing: what the code changed stays.'
        : { unclear: 'Its `reverse_code` must be compared with what it does.' };
  if (noop(code)) return operationStep('query', {}, [], reverse === null ? back : true);
  return { does: 'unknown', why: 'Runs Python code', back };
};

const runsSql: (call: CallView) => Steps = (call) => {
  const [sql, reverse] = [call.arg(['sql', 0]), call.arg(['reverse_sql', 1])];
  const noop = (given: Code | null): boolean => given?.kind === 'name' && given.name === 'noop';
  const empty = (given: Code | null): boolean => noop(given) || (given?.kind === 'text' && given.parts.length === 0);
  if (empty(sql)) return [];
  const back =
    reverse === null || (reverse.kind === 'value' && reverse.value === 'null')
      ? 'RunSQL without `reverse_sql` cannot be taken back.'
      : empty(reverse)
        ? 'Its `reverse_sql` does nothing: what the SQL changed stays.'
        : null;
  const undo = back === null ? statementsOf(reverse) : null;
  return { does: 'sql', code: statementsOf(sql), back, ...(undo === null ? {} : { undo }) };
};

/** A list may hold statements with their parameters: `[("UPDATE … %s", [1])]`. */
function statementsOf(code: Code | null): Code | null {
  if (code?.kind !== 'list') return code;
  return { ...code, items: code.items.map((item) => (item.kind === 'list' ? (item.items[0] ?? item) : item)) };
}

function addsField(call: CallView): Step {
  const field = call.view(call.arg(['field', 2]));
  const several = field?.call.name === 'ManyToManyField';
  const [model, name] = [call.word(['model_name', 0]), call.word(['name', 1])];
  if (several) return operationStep('create-table', { table: `${model ?? ''}_${name ?? ''}` }, null, true);
  const key = field?.call.name === 'ForeignKey' || field?.call.name === 'OneToOneField';
  const required =
    field !== null &&
    !field.isTrue('null') &&
    !field.has('default') &&
    !field.has('db_default') &&
    !/AutoField$|^(?:Char|Text|Slug|Email|URL|File|Image)/.test(field.call.name);
  return withColumns(
    operationStep(required && key ? 'add-required-column' : 'add-column', { table: model, name }, null, true),
    [fieldColumn(name, field)],
  );
}

/** The step with the columns that it defines. */
function withColumns(step: Step, columns: readonly (DefinedColumn | null)[]): Step {
  return step.does === 'operation' ? { ...step, columns: columns.filter((column) => column !== null) } : step;
}

const rules: Rules = {
  CreateModel: (c) =>
    withColumns(operationStep('create-table', { table: c.word(['name', 0]) }, null, true), modelColumns(c)),
  DeleteModel: (c) => operationStep('drop-table', { table: c.word(['name', 0]) }, null, true),
  RenameModel: (c) =>
    operationStep('rename-table', { table: c.word(['old_name', 0]), to: c.word(['new_name', 1]) }, null, true),
  AlterModelTable: (c) =>
    operationStep('rename-table', { table: c.word(['name', 0]), to: c.word(['table', 1]) }, null, true),
  AddField: addsField,
  RemoveField: (c) =>
    operationStep('drop-column', { table: c.word(['model_name', 0]), name: c.word(['name', 1]) }, null, true),
  AlterField: (c) => {
    const [table, name] = [c.word(['model_name', 0]), c.word(['name', 1])];
    const step = operationStep('change-column', { table, name }, null, true);
    return withColumns(step, [fieldColumn(name, c.view(c.arg(['field', 2])))]);
  },
  RenameField: (c) =>
    operationStep(
      'rename-column',
      { table: c.word(['model_name', 0]), name: c.word(['old_name', 1]), to: c.word(['new_name', 2]) },
      null,
      true,
    ),
  ...each('AddIndex AddIndexConcurrently', (c) => {
    const index = c.arg(['index', 1]);
    return operationStep(
      'create-index',
      { table: c.word(['model_name', 0]), name: described(c, index) ?? fieldsOf(c, index)?.join(', ') ?? null },
      null,
      true,
    );
  }),
  ...each('RemoveIndex RemoveIndexConcurrently', (c) => {
    const name = c.plainArg(['name', 1]);
    const sql = dropIndex(name, c.call.name.endsWith('Concurrently'), true);
    return operationStep('drop-index', { table: c.word(['model_name', 0]), name }, sql === null ? null : [sql], true);
  }),
  RenameIndex: (c) => {
    const [from, to] = [c.plainArg('old_name'), c.plainArg(['new_name', 1])];
    const sql = from === null || to === null ? null : `ALTER INDEX ${ident(from)} RENAME TO ${ident(to)}`;
    return operationStep(
      'rename-index',
      { table: c.word(['model_name', 0]), name: c.word(['old_name', 'old_fields']), to },
      sql,
      true,
    );
  },
  ...each('AddConstraint AddConstraintNotValid AlterConstraint', (c) =>
    operationStep(
      'add-constraint',
      { table: c.word(['model_name', 0]), name: described(c, c.arg(['constraint', 1])) },
      null,
      true,
    ),
  ),
  RemoveConstraint: (c) =>
    operationStep('drop-constraint', { table: c.word(['model_name', 0]), name: c.word(['name', 1]) }, null, true),
  ValidateConstraint: (c) =>
    operationStep('validate-constraint', { table: c.word(['model_name', 0]), name: c.word(['name', 1]) }, null, true),
  ...each('AlterUniqueTogether AlterIndexTogether', (c) =>
    operationStep('add-constraint', { table: c.word(['name', 0]) }, null, true),
  ),
  // Only Django's own picture of the model changes.
  ...each('AlterModelOptions AlterModelManagers', (c) =>
    operationStep('alter-table', { table: c.word(['name', 0]) }, [], true),
  ),
  AlterModelTableComment: (c) => operationStep('alter-table', { table: c.word(['name', 0]) }, null, true),
  AlterOrderWithRespectTo: (c) => operationStep('alter-table', { table: c.word(['name', 0]) }, null, true),
  RunSQL: runsSql,
  RunPython: runsPython,
  SeparateDatabaseAndState: (c) => {
    const list = c.arg(['database_operations', 0]);
    // What is said of the state changes nothing in the database.
    return { does: 'walk', code: list === null ? [] : [list] };
  },
  ...each(
    'BtreeGinExtension BtreeGistExtension CITextExtension CryptoExtension HStoreExtension TrigramExtension UnaccentExtension BloomExtension',
    (c) => {
      const name = extensions[c.call.name] ?? null;
      const step = object('create', 'extension', 0, null, true)(c);
      return step !== null && 'does' in step && step.does === 'object' && name !== null
        ? { ...step, subject: { name }, sql: [`CREATE EXTENSION IF NOT EXISTS ${ident(name)}`] }
        : step;
    },
  ),
  CreateExtension: object(
    'create',
    'extension',
    ['name', 0],
    null,
    true,
    (_call, name) => `CREATE EXTENSION IF NOT EXISTS ${ident(name)}`,
  ),
  CreateCollation: object('create', 'collation', ['name', 0], null, true),
  RemoveCollation: object('drop', 'collation', ['name', 0], null, true),
};

const extensions: Readonly<Record<string, string>> = {
  BtreeGinExtension: 'btree_gin',
  BtreeGistExtension: 'btree_gist',
  CITextExtension: 'citext',
  CryptoExtension: 'pgcrypto',
  HStoreExtension: 'hstore',
  TrigramExtension: 'pg_trgm',
  UnaccentExtension: 'unaccent',
  BloomExtension: 'bloom',
};

/** Django. Its operations name models, not tables, so that their SQL cannot be told from one file. */
export const django: Dialect = {
  language: 'python',
  parts,
  rules,
  scoped: () => null,
  lists: true,
  withoutDown: 'It cannot be taken back.',
};
