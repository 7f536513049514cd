import { does, each, nothing, sql, type CallFamily } from './callRules';

/** db-migrate, by its calls alone: https://db-migrate.readthedocs.io/en/latest/API/SQL/ */
export const dbMigrate: CallFamily = {
  language: 'javascript',
  forward: { functions: ['up'] },
  rules: {
    ...each('runSql all', sql(0)),
    createTable: does('create-table', 0),
    dropTable: does('drop-table', 0),
    renameTable: does('rename-table', 0, undefined, 1),
    addColumn: does('add-column', 0, 1),
    removeColumn: does('drop-column', 0, 1),
    renameColumn: does('rename-column', 0, 1, 2),
    changeColumn: does('change-column', 0, 1),
    addIndex: does('create-index', 0, 1),
    removeIndex: does('drop-index', 0, 1),
    addForeignKey: does('add-constraint', 0, 2),
    removeForeignKey: does('drop-constraint', 0, 1),
    insert: does('insert-rows', 0),
    ...each('cb callback done log info warn error', nothing),
  },
};
