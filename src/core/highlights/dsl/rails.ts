import type { CallView } from './callView';
import type { Dialect } from './dialect';
import { byName, calls } from './parts';
import { railsColumn, railsType } from './railsColumns';
import {
  irreversible,
  needs,
  createsIndex,
  dropsIndex,
  addsReference,
  addsForeignKey,
  singular,
  changesDefault,
  changesNull,
  changesColumn,
  addsConstraint,
  dropsConstraint,
  dropsColumns,
  dropsReference,
  stamps,
  addsStamps,
} from './railsSteps';
import { scoped } from './railsTable';
import { isSelf, scope, type Scope } from './scope';
import {
  addColumn,
  alterTable,
  createTable,
  dropColumns,
  dropTable,
  ident,
  quote,
  renameColumn,
  renameTable,
  statements,
} from './sqlText';
import {
  each,
  inside,
  object,
  operationStep,
  perhaps,
  runs,
  unknown,
  type Back,
  type Rules,
  type Step,
  type Steps,
} from './step';

function makesTable(call: CallView): Steps {
  const table = call.word(call.call.name === 'create_join_table' ? ['table_name', 0] : 0);
  const join = call.call.name === 'create_join_table';
  const force = call.arg('force');
  const own = scope(table, call.sure, 'create');
  const drops =
    force !== null && !call.isFalse('force')
      ? [
          operationStep(
            'drop-table',
            { table },
            dropTable(table, true, call.plainArg('force') === 'cascade'),
            irreversible,
          ),
        ]
      : [];
  const identity =
    call.isFalse('id') || join
      ? []
      : [
          `${call.plainArg('primary_key') ?? 'id'} ${call.plainArg('id') === null ? 'bigserial' : (railsType(call.plainArg('id'), call) ?? 'bigserial')} PRIMARY KEY`,
        ];
  const made = (filled: Scope): readonly Step[] => {
    const joined = join
      ? [0, 1].map((at) =>
          call.plainArg(at) === null ? null : `${singular(call.plainArg(at) ?? '')}_id bigint NOT NULL`,
        )
      : [];
    const sql = call.has('as')
      ? null
      : createTable(
          join && !call.has('table_name') ? null : table,
          [...identity, ...joined, ...filled.parts],
          call.isTrue('if_not_exists'),
        );
    return [...drops, operationStep('create-table', { table }, sql, true)];
  };
  return { does: 'scope', scope: own, then: made };
}

function dropsTable(call: CallView): Steps {
  const join = call.call.name === 'drop_join_table';
  const table = call.word(join ? ['table_name', 0] : 0);
  const several = !join && call.call.args.length > 1;
  const back: Back = several
    ? needs('one table at a time')
    : join || call.call.block !== null || call.call.keywords.length > 0
      ? true
      : needs('a block that says what to make again');
  const names = several ? call.call.args.map((given) => call.plain(given)) : [table];
  return names.map((name) =>
    operationStep(
      'drop-table',
      { table: name },
      join ? null : dropTable(name, call.isTrue('if_exists'), call.plainArg('force') === 'cascade'),
      back,
    ),
  );
}

const rules: Rules = {
  ...each('create_table create_join_table', makesTable),
  ...each('drop_table drop_join_table', dropsTable),
  rename_table: (c) =>
    operationStep('rename-table', { table: c.word(0), to: c.word(1) }, renameTable(c.plainArg(0), c.plainArg(1)), true),
  change_table: (c) => ({ does: 'scope', scope: scope(c.word(0), c.sure, 'alter') }),
  add_column: (c) => {
    const [table, name] = [c.word(0), c.word(1)];
    const sql = name === null ? null : addColumn(table, railsColumn(c, name, c.plainArg(2)), c.isTrue('if_not_exists'));
    return operationStep('add-column', { table, name }, sql, true);
  },
  add_columns: (c) => {
    const table = c.word(0);
    const names = c.call.args.slice(1).map((given) => c.plain(given));
    const sqls = names.map((name) =>
      name === null ? null : addColumn(table, railsColumn(c, name, c.plainArg('type'))),
    );
    return operationStep(
      'add-column',
      { table, name: names.every((name) => name !== null) ? names.join(', ') : c.word(1) },
      statements(...sqls),
      true,
    );
  },
  ...each('add_reference add_belongs_to', (c) => addsReference(c, c.word(0), [c.word(1)])),
  add_timestamps: (c) => addsStamps(c, c.word(0)),
  remove_column: (c) => dropsColumns(c, c.word(0), 1, false),
  remove_columns: (c) => dropsColumns(c, c.word(0), 1, true),
  ...each('remove_reference remove_belongs_to', (c) => dropsReference(c, c.word(0), [c.word(1)])),
  remove_timestamps: (c) =>
    operationStep('drop-column', { table: c.word(0), name: 'timestamps' }, dropColumns(c.plainArg(0), stamps), true),
  rename_column: (c) =>
    operationStep(
      'rename-column',
      { table: c.word(0), name: c.word(1), to: c.word(2) },
      renameColumn(c.plainArg(0), c.plainArg(1), c.plainArg(2)),
      true,
    ),
  change_column: (c) => changesColumn(c, c.word(0), 1),
  change_column_default: (c) => changesDefault(c, c.word(0), 1),
  change_column_null: (c) => changesNull(c, c.word(0), 1),
  add_index: (c) => createsIndex(c, c.word(0), 1),
  remove_index: (c) => dropsIndex(c, c.word(0), 1),
  rename_index: (c) =>
    operationStep('rename-index', { table: c.word(0), name: c.word(1), to: c.word(2) }, alterIndexName(c), true),
  add_foreign_key: (c) => addsForeignKey(c, c.word(0), 1),
  ...each('add_check_constraint add_unique_constraint add_exclusion_constraint', (c) =>
    addsConstraint(c, c.word(0), 1),
  ),
  ...each('remove_foreign_key remove_check_constraint remove_unique_constraint remove_exclusion_constraint', (c) =>
    dropsConstraint(c, c.word(0), 1),
  ),
  ...each('validate_foreign_key validate_check_constraint validate_constraint', (c) => {
    const name = c.call.name === 'validate_constraint' ? c.plainArg(1) : c.plainArg('name');
    const sql = name === null ? null : alterTable(c.plainArg(0), `VALIDATE CONSTRAINT ${ident(name)}`);
    return operationStep('validate-constraint', { table: c.word(0), name: c.word(['name', 1]) }, sql, true);
  }),
  enable_extension: object(
    'create',
    'extension',
    0,
    null,
    true,
    (_call, name) => `CREATE EXTENSION IF NOT EXISTS ${ident(name)}`,
  ),
  disable_extension: unknown('Drops an extension with what belongs to it', true),
  create_enum: object('create', 'type', 0, null, true, (call, name) => {
    const values = call.list(1);
    return values === null ? null : `CREATE TYPE ${ident(name)} AS ENUM (${values.map(quote).join(', ')})`;
  }),
  drop_enum: (c) =>
    operationStep(
      'drop-type',
      { name: c.word(0) },
      c.plainArg(0) === null ? null : `DROP TYPE ${ident(c.plainArg(0) ?? '')}`,
      c.arg(1) === null ? needs('the values') : true,
    ),
  add_enum_value: (c) => {
    const [type, value] = [c.plainArg(0), c.plainArg(1)];
    const sql =
      type === null || value === null || c.has('before') || c.has('after')
        ? null
        : `ALTER TYPE ${ident(type)} ADD VALUE ${quote(value)}`;
    return operationStep('add-enum-value', { name: c.word(0) }, sql, irreversible);
  },
  ...each('rename_enum rename_enum_value', object('alter', 'type', 0, null, true)),
  create_virtual_table: object('create', 'virtual-table', 0, null, true),
  drop_virtual_table: (c) => operationStep('drop-table', { table: c.word(0) }, null, true),
  create_view: object('create', 'view', 0, null, true),
  ...each('update_view replace_view', (c) =>
    object('alter', 'view', 0, null, c.has('revert_to_version') ? true : needs('`revert_to_version:`'))(c),
  ),
  drop_view: (c) =>
    object('drop', 'view', 0, null, c.has('revert_to_version') ? true : needs('`revert_to_version:`'))(c),
  ...each('change_table_comment change_column_comment', (c) =>
    operationStep(
      'comment',
      { table: c.word(0) },
      null,
      c.has('from') && c.has('to') ? true : needs('`from:` and `to:`'),
    ),
  ),
  ...each('execute exec_query exec_update exec_delete exec_insert', runs(0, irreversible)),
  ...each('select_all select_value select_values select_rows select_one', runs(0, true)),
  update_all: (c) => operationStep(isNarrowed(c) ? 'update-rows' : 'update-all-rows', {}, null, irreversible),
  ...each('delete_all destroy_all delete_by destroy_by', () => operationStep('delete-rows', {}, null, irreversible)),
  truncate: (c) =>
    operationStep(
      'truncate-table',
      { table: c.word(0) },
      c.plainArg(0) === null ? null : `TRUNCATE ${ident(c.plainArg(0) ?? '')}`,
      irreversible,
    ),
  ...each('insert_all insert_all! create create! insert! upsert_all find_or_create_by find_or_create_by!', () =>
    operationStep('insert-rows', {}, null, irreversible),
  ),
  reversible: (c) => reversible(c),
  up_only: inside,
  revert: unknown('Takes back another migration'),
  ...each(
    'disable_ddl_transaction! say reset_column_information puts require require_relative reset_lock_timeout set_statement_timeout lock_timeout statement_timeout ' +
      'private public protected attr_accessor attr_reader include extend safety_assured! table_name inheritance_column belongs_to has_many self_table_name=',
    (c) => (c.call.of === null || isSelf(c.call.of) || ['reset_column_information'].includes(c.call.name) ? [] : null),
  ),
  ...each('safety_assured say_with_time suppress_messages transaction', inside),
  ...each('find_each in_batches each', perhaps),
};

function isNarrowed(call: CallView): boolean {
  let at = call.call.of;
  while (at?.kind === 'call') {
    if (/^(?:or_?)?where/i.test(at.name)) return true;
    at = at.of;
  }
  return false;
}

function alterIndexName(c: CallView): string | null {
  const [from, to] = [c.plainArg(1), c.plainArg(2)];
  return from === null || to === null ? null : `ALTER INDEX ${ident(from)} RENAME TO ${ident(to)}`;
}

/** `reversible { |dir| dir.up { … }; dir.down { … } }` */
function reversible(call: CallView): Steps {
  const { block } = call.call;
  if (block === null) return null;
  const down = block.body.find((code) => code.kind === 'call' && code.name === 'down');
  const body = down?.kind === 'call' && down.block !== null ? down.block.body : [];
  return { does: 'scope', scope: { ...scope(null, true, 'direction'), down: body } };
}

/** Rails: https://guides.rubyonrails.org/active_record_migrations.html */
export const rails: Dialect = {
  language: 'ruby',
  parts: byName({ up: 'up', down: 'down', change: 'change', outside: calls('disable_ddl_transaction!') }),
  rules,
  scoped,
  withoutDown: 'The migration has no `down`.',
};
