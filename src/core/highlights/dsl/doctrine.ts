import type { CallView } from './callView';
import type { Dialect, MigrationParts } from './dialect';
import { byName } from './parts';
import { scope } from './scope';
import { dropColumns, dropTable, ident, renameColumn, renameTable } from './sqlText';
import { each, nothing, operationStep, runs, type Back, type Rules, type Steps } from './step';
import { inner, type Code, type Syntax } from './syntax';

function byCall(rules: Rules): (chain: readonly CallView[]) => Steps {
  return ([call]) => {
    const rule = call !== undefined && Object.hasOwn(rules, call.call.name) ? rules[call.call.name] : undefined;
    return rule === undefined || call === undefined ? null : rule(call);
  };
}

// What `change` takes back by itself: https://book.cakephp.org/phinx/0/en/migrations.html#the-change-method
const phinxRefuses: Back = 'Phinx cannot take it back from `change`.';
const own = (call: CallView): string | null => call.scope?.table ?? null;

const phinxTable: Rules = {
  create: (c) => operationStep('create-table', { table: own(c) }, null, true),
  drop: (c) => operationStep('drop-table', { table: own(c) }, dropTable(own(c)), phinxRefuses),
  rename: (c) =>
    operationStep('rename-table', { table: own(c), to: c.word(0) }, renameTable(own(c), c.plainArg(0)), true),
  ...each('addColumn addTimestamps addTimestampsWithTimezone addSoftDelete', (c) =>
    operationStep('add-column', { table: own(c), name: c.word(0) }, null, true),
  ),
  removeColumn: (c) =>
    operationStep('drop-column', { table: own(c), name: c.word(0) }, dropColumns(own(c), c.list(0)), phinxRefuses),
  renameColumn: (c) =>
    operationStep(
      'rename-column',
      { table: own(c), name: c.word(0), to: c.word(1) },
      renameColumn(own(c), c.plainArg(0), c.plainArg(1)),
      true,
    ),
  changeColumn: (c) => operationStep('change-column', { table: own(c), name: c.word(0) }, null, phinxRefuses),
  addIndex: (c) => operationStep('create-index', { table: own(c), name: c.word(0) }, null, true),
  ...each('removeIndex removeIndexByName', (c) =>
    operationStep('drop-index', { table: own(c), name: c.word(0) }, null, phinxRefuses),
  ),
  ...each('addForeignKey addForeignKeyWithName', (c) =>
    operationStep('add-constraint', { table: own(c), name: c.word(0) }, null, true),
  ),
  changePrimaryKey: (c) => operationStep('add-constraint', { table: own(c), name: c.word(0) }, null, phinxRefuses),
  dropForeignKey: (c) => operationStep('drop-constraint', { table: own(c), name: c.word(0) }, null, phinxRefuses),
  truncate: (c) =>
    operationStep(
      'truncate-table',
      { table: own(c) },
      own(c) === null ? null : `TRUNCATE ${ident(own(c) ?? '')}`,
      phinxRefuses,
    ),
  insert: (c) => operationStep('insert-rows', { table: own(c) }, null, phinxRefuses),
  changeComment: (c) => operationStep('comment', { table: own(c) }, null, phinxRefuses),
  ...each('save update saveData exists hasColumn hasIndex hasForeignKey', nothing),
};

/** Phinx. The type of its columns depends on the database that it is used with. */
export const phinx: Dialect = {
  language: 'php',
  parts: byName({ up: 'up', down: 'down', change: 'change', outside: () => false }),
  rules: {
    table: (c) => ({ does: 'scope', scope: scope(c.word(0), c.sure, 'alter') }),
    execute: runs(0, phinxRefuses),
    query: runs(0, phinxRefuses),
    ...each('fetchAll fetchRow', runs(0, phinxRefuses)),
    ...each('hasTable hasColumn isMigratingUp', nothing),
    dropTable: (c) => operationStep('drop-table', { table: c.word(0) }, dropTable(c.plainArg(0)), phinxRefuses),
  },
  scoped: byCall(phinxTable),
  sequential: true,
  withoutDown: 'The migration has no `down`.',
};

const doctrineTable: Rules = {
  addColumn: (c) => operationStep('add-column', { table: own(c), name: c.word(0) }),
  dropColumn: (c) => operationStep('drop-column', { table: own(c), name: c.word(0) }, dropColumns(own(c), c.list(0))),
  ...each('changeColumn modifyColumn', (c) => operationStep('change-column', { table: own(c), name: c.word(0) })),
  renameColumn: (c) =>
    operationStep(
      'rename-column',
      { table: own(c), name: c.word(0), to: c.word(1) },
      renameColumn(own(c), c.plainArg(0), c.plainArg(1)),
    ),
  ...each('addIndex addUniqueIndex', (c) => operationStep('create-index', { table: own(c), name: c.word(1) })),
  dropIndex: (c) => operationStep('drop-index', { table: own(c), name: c.word(0) }),
  ...each('addForeignKeyConstraint addUniqueConstraint setPrimaryKey', (c) =>
    operationStep('add-constraint', { table: own(c) }),
  ),
  ...each('removeForeignKey dropPrimaryKey removeUniqueConstraint', (c) =>
    operationStep('drop-constraint', { table: own(c), name: c.word(0) }),
  ),
  ...each(
    'setNotnull setDefault setLength setUnsigned setAutoincrement setComment addOption hasColumn hasIndex hasForeignKey',
    nothing,
  ),
};

function outside(syntax: Syntax): boolean {
  const see = (code: Code): boolean =>
    (code.kind === 'function' &&
      code.name === 'isTransactional' &&
      syntax.text.slice(code.from, code.to).includes('false')) ||
    inner(code).some(see);
  return syntax.body.some(see);
}

const names = (up: string, down: string): ((syntax: Syntax) => MigrationParts | null) => byName({ up, down, outside });

/** A project's own base class may have a function for each database; each of them does the same to its own. */
const eachDatabase = [
  names('up', 'down'),
  names('postgreSQLUp', 'postgreSQLDown'),
  names('mySQLUp', 'mySQLDown'),
  names('sqLiteUp', 'sqLiteDown'),
];

function partsOf(syntax: Syntax): MigrationParts | null {
  for (const parts of eachDatabase) {
    const found = parts(syntax);
    if (found !== null) return found;
  }
  return null;
}

/** Doctrine Migrations: https://www.doctrine-project.org/projects/migrations.html */
export const doctrine: Dialect = {
  language: 'php',
  parts: partsOf,
  rules: {
    addSql: runs(0),
    createTable: (c) => ({
      does: 'scope',
      scope: scope(c.word(0), c.sure, 'alter'),
      then: () => [operationStep('create-table', { table: c.word(0) })],
    }),
    dropTable: (c) => operationStep('drop-table', { table: c.word(0) }, dropTable(c.plainArg(0))),
    renameTable: (c) =>
      operationStep('rename-table', { table: c.word(0), to: c.word(1) }, renameTable(c.plainArg(0), c.plainArg(1))),
    getTable: (c) => ({ does: 'scope', scope: scope(c.word(0), c.sure, 'alter') }),
    ...each('abortIf skipIf warnIf write hasTable', nothing),
  },
  scoped: byCall(doctrineTable),
  sequential: true,
  withoutDown: 'The migration has no `down`.',
};
