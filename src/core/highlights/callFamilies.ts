import { does, each, nothing, object, scope, sql, type CallFamily, type CallRule } from './callRules';

const railsColumns: Readonly<Record<string, CallRule>> = {
  ...each('remove remove_columns', does('drop-column', undefined, 0)),
  ...each('remove_references remove_belongs_to', does('drop-column', undefined, 0)),
  remove_timestamps: does('drop-column', undefined, 'timestamps'),
  rename: does('rename-column', undefined, 0, 1),
  change: does('change-column', undefined, 0, 1),
  change_default: does('set-default', undefined, 0),
  change_null: does('set-not-null', undefined, 0, undefined, [[1, 'true', 'drop-not-null']]),
  index: does('create-index', undefined, 0),
  remove_index: does('drop-index', undefined, ['name', 'column', 0]),
  rename_index: does('rename-index', undefined, 0, 1),
  ...each('foreign_key check_constraint unique_constraint exclusion_constraint', does('add-constraint')),
  ...each(
    'remove_foreign_key remove_check_constraint remove_unique_constraint remove_exclusion_constraint',
    does('drop-constraint'),
  ),
};

const rails: CallFamily = {
  language: 'ruby',
  forward: { functions: ['change', 'up'] },
  rules: {
    create_table: { does: 'create-table', table: 0, force: 'force' },
    create_join_table: { does: 'create-table', table: ['table_name', 0], force: 'force' },
    drop_table: does('drop-table', 0),
    drop_join_table: does('drop-table', ['table_name', 0]),
    rename_table: does('rename-table', 0, undefined, 1),
    change_table: scope(0),
    ...each('add_column add_columns add_reference add_belongs_to', does('add-column', 0, 1)),
    add_timestamps: does('add-column', 0),
    ...each('remove_column remove_columns remove_reference remove_belongs_to', does('drop-column', 0, 1)),
    remove_timestamps: does('drop-column', 0),
    rename_column: does('rename-column', 0, 1, 2),
    change_column: does('change-column', 0, 1, 2),
    change_column_default: does('set-default', 0, 1),
    change_column_null: does('set-not-null', 0, 1, undefined, [[2, 'true', 'drop-not-null']]),
    add_index: does('create-index', 0, ['name', 1]),
    remove_index: does('drop-index', 0, ['name', 'column', 1]),
    rename_index: does('rename-index', 0, 1, 2),
    ...each(
      'add_foreign_key add_check_constraint add_unique_constraint add_exclusion_constraint',
      does('add-constraint', 0, ['name', 1]),
    ),
    ...each(
      'remove_foreign_key remove_check_constraint remove_unique_constraint remove_exclusion_constraint',
      does('drop-constraint', 0, ['name', 1]),
    ),
    ...each(
      'validate_foreign_key validate_check_constraint validate_constraint',
      does('validate-constraint', 0, ['name', 1]),
    ),
    enable_extension: object('create', 'extension', 0),
    disable_extension: { does: 'unknown', why: 'Drops an extension with what belongs to it' },
    create_enum: object('create', 'type', 0),
    drop_enum: does('drop-type', undefined, 0),
    add_enum_value: does('add-enum-value', undefined, 0),
    ...each('rename_enum rename_enum_value', object('alter', 'type', 0)),
    create_virtual_table: object('create', 'virtual-table', 0),
    drop_virtual_table: does('drop-table', 0),
    ...each('create_view', object('create', 'view', 0)),
    ...each('update_view replace_view', object('alter', 'view', 0)),
    drop_view: object('drop', 'view', 0),
    ...each('change_table_comment change_column_comment', does('comment', 0)),
    ...each('execute exec_query exec_update', sql(0)),
    update_all: does('update-all-rows'),
    ...each('delete_all destroy_all delete_by destroy_by', does('delete-rows')),
    truncate: does('truncate-table', 0),
    ...each('insert_all insert_all! create create!', does('insert-rows')),
    down: { does: 'skip' },
    revert: { does: 'unknown', why: 'Takes back another migration' },
    ...each(
      'disable_ddl_transaction! say reset_column_information puts require require_relative raise reset_lock_timeout set_statement_timeout',
      nothing,
    ),
  },
  scoped: railsColumns,
  otherwise: 'add-column',
};

const django: CallFamily = {
  language: 'python',
  forward: { list: 'operations' },
  rules: {
    CreateModel: does('create-table', ['name', 0]),
    DeleteModel: does('drop-table', ['name', 0]),
    RenameModel: does('rename-table', ['old_name', 0], undefined, ['new_name', 1]),
    AlterModelTable: does('rename-table', ['name', 0], undefined, ['table', 1]),
    AddField: does('add-column', ['model_name', 0], ['name', 1]),
    RemoveField: does('drop-column', ['model_name', 0], ['name', 1]),
    AlterField: does('change-column', ['model_name', 0], ['name', 1]),
    RenameField: does('rename-column', ['model_name', 0], ['old_name', 1], ['new_name', 2]),
    ...each('AddIndex AddIndexConcurrently', does('create-index', ['model_name', 0])),
    ...each('RemoveIndex RemoveIndexConcurrently', does('drop-index', ['model_name', 0], ['name', 1])),
    RenameIndex: does('rename-index', ['model_name', 0], ['old_name', 2], ['new_name', 1]),
    ...each('AddConstraint AddConstraintNotValid AlterConstraint', does('add-constraint', ['model_name', 0])),
    RemoveConstraint: does('drop-constraint', ['model_name', 0], ['name', 1]),
    ValidateConstraint: does('validate-constraint', ['model_name', 0], ['name', 1]),
    ...each('AlterUniqueTogether AlterIndexTogether', does('add-constraint', ['name', 0])),
    ...each('AlterModelOptions AlterModelManagers AlterModelTableComment', does('alter-table', ['name', 0])),
    AlterOrderWithRespectTo: does('alter-table', ['name', 0]),
    RunSQL: sql(['sql', 0]),
    RunPython: { does: 'unknown', why: 'Runs Python code' },
    SeparateDatabaseAndState: { does: 'enter', argument: ['database_operations', 0] },
    ...each(
      'BtreeGinExtension BtreeGistExtension CITextExtension CryptoExtension HStoreExtension TrigramExtension ' +
        'UnaccentExtension BloomExtension',
      object('create', 'extension'),
    ),
    CreateExtension: object('create', 'extension', ['name', 0]),
    CreateCollation: object('create', 'collation', ['name', 0]),
    RemoveCollation: object('drop', 'collation', ['name', 0]),
  },
};

const alembicColumn = [
  ['new_column_name', '*', 'rename-column'],
  ['type_', '*', 'change-column'],
  ['nullable', 'False', 'set-not-null'],
  ['nullable', 'True', 'drop-not-null'],
  ['server_default', '*', 'set-default'],
] as const;

const alembic: CallFamily = {
  language: 'python',
  forward: { functions: ['upgrade'] },
  rules: {
    create_table: does('create-table', 0),
    drop_table: does('drop-table', ['table_name', 0]),
    rename_table: does('rename-table', 0, undefined, 1),
    add_column: does('add-column', 0, 1),
    drop_column: does('drop-column', 0, ['column_name', 1]),
    alter_column: does('alter-column', 0, 1, ['new_column_name', 'type_'], alembicColumn),
    create_index: does('create-index', ['table_name', 1], 0),
    drop_index: does('drop-index', ['table_name', 1], 0),
    ...each(
      'create_foreign_key create_unique_constraint create_check_constraint create_primary_key create_exclude_constraint',
      does('add-constraint', 1, ['constraint_name', 0]),
    ),
    drop_constraint: does('drop-constraint', ['table_name', 1], 0),
    batch_alter_table: scope(['table_name', 0]),
    ...each('execute exec_driver_sql', sql(['sqltext', 0])),
    bulk_insert: does('insert-rows', 0),
    ...each('create_table_comment drop_table_comment', does('comment', 0)),
    create: object('create', 'type'),
    drop: does('drop-type'),
    ...each('get_bind f get_context autocommit_block print get_dialect', nothing),
  },
  scoped: {
    add_column: does('add-column', undefined, 0),
    drop_column: does('drop-column', undefined, 0),
    alter_column: does('alter-column', undefined, 0, ['new_column_name', 'type_'], alembicColumn),
    create_index: does('create-index', undefined, 0),
    drop_index: does('drop-index', undefined, 0),
    ...each(
      'create_foreign_key create_unique_constraint create_check_constraint create_primary_key',
      does('add-constraint', undefined, 0),
    ),
    drop_constraint: does('drop-constraint', undefined, 0),
    f: nothing,
  },
};

const ecto: CallFamily = {
  language: 'elixir',
  forward: { functions: ['change', 'up'] },
  rules: {
    ...each('create create_if_not_exists', {
      does: 'by-argument',
      of: { table: 'create-table', index: 'create-index', unique_index: 'create-index', constraint: 'add-constraint' },
    }),
    ...each('drop drop_if_exists', {
      does: 'by-argument',
      of: { table: 'drop-table', index: 'drop-index', unique_index: 'drop-index', constraint: 'drop-constraint' },
    }),
    alter: scope(0),
    rename: does('rename-table', 0, 1, 'to', [[1, '*', 'rename-column']]),
    execute: sql(0),
    ...each('execute_file', { does: 'unknown', why: 'Runs a file' }),
    ...each('flush disable_ddl_transaction disable_migration_lock', nothing),
    ...each('update_all', does('update-all-rows')),
    ...each('delete_all', does('delete-rows')),
    ...each('query query!', sql(0)),
    ...each('insert_all', does('insert-rows', 0)),
  },
  scoped: {
    ...each('add add_if_not_exists', does('add-column', undefined, 0)),
    ...each('remove remove_if_exists', does('drop-column', undefined, 0)),
    modify: does('change-column', undefined, 0, 1),
    timestamps: does('add-column'),
  },
};

/** Frameworks in Ruby, Python and Elixir whose migrations are calls. */
export const scriptFamilies: Readonly<Record<string, CallFamily>> = { rails, django, alembic, ecto };
