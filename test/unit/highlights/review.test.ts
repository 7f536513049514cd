import assert from 'node:assert/strict';
import type { Highlights, Migration, MigrationOperation } from '../../../src/core/highlights/model';
import { notUnderstood, operation, type OperationKind } from '../../../src/core/highlights/operation';
import { reviewChecklist, type ReviewAnswer } from '../../../src/core/highlights/review/checklist';
import { phasesByTable } from '../../../src/core/highlights/review/phases';
import { verdictsOf, type Verdicts } from '../../../src/core/highlights/review/verdicts';
import { recoveryLine } from '../../../src/core/highlights/review/words';
import type { Direction } from '../../../src/core/history';
import { recoveryOf } from '../../../src/core/recovery';
import { aboutTheFile, byWords } from './aMigration';

function does(kind: OperationKind, change: Partial<MigrationOperation> = {}): MigrationOperation {
  return { ...operation(kind, { line: 3, text: kind }, { table: 'orders', name: 'c' }), ...change };
}

function aMigration(operations: readonly MigrationOperation[], change: Partial<Migration> = {}): Migration {
  return {
    path: 'db/V1__a.sql',
    previousPath: null,
    framework: 'flyway',
    frameworkName: 'Flyway',
    status: 'added',
    effect: 'run',
    operations,
    findings: [],
    ...byWords,
    oldBlob: null,
    newBlob: null,
    ...change,
  };
}

function found(migrations: readonly Migration[], complete = true): Highlights {
  return { migrations, changedFiles: 9, complete, notes: [] };
}

const answers = (highlights: Highlights, direction: Direction = 'forward'): readonly (boolean | null)[] => {
  const { dataLost, previousCodeRuns, schemaReversible }: Verdicts = verdictsOf(highlights, direction);
  return [dataLost.answer, previousCodeRuns.answer, schemaReversible.answer];
};
const verdict = (highlights: Highlights, direction: Direction = 'forward'): string =>
  recoveryOf(highlights, direction).verdict;

const undone = { reversible: true, reason: 'It takes everything back.', line: null, part: null };

describe('whether a release can be taken back', () => {
  it('is said without a word on a schema that does not change', () => {
    assert.equal(recoveryLine(found([]), 'forward'), 'Can be rolled back: no migration stands in the way.');
    assert.equal(
      recoveryLine(found([aMigration([does('add-column')])]), 'forward'),
      'Can be rolled back: no data is lost, and the earlier code runs on the new schema.',
    );
    assert.match(recoveryLine(found([], false), 'forward'), /^Not known/);
  });

  it('tells lost data, the earlier code and the schema apart', () => {
    const expand = aMigration([does('add-column')], { down: { exists: false, path: null } });
    assert.deepEqual([answers(found([expand])), verdict(found([expand]))], [[false, true, false], 'roll-back']);
    const rename = aMigration([does('rename-column')], { down: { exists: true, path: null }, reversal: undone });
    assert.deepEqual([answers(found([rename])), verdict(found([rename]))], [[false, false, true], 'roll-forward']);
    const drop = aMigration([does('drop-column')], { down: { exists: true, path: null }, reversal: undone });
    assert.deepEqual([answers(found([drop])), verdict(found([drop]))], [[true, false, true], 'roll-forward']);
  });

  it('is not known while it depends on the earlier code or on the data', () => {
    const refuses = found([aMigration([does('add-constraint')])]);
    assert.deepEqual([answers(refuses), verdict(refuses)], [[false, null, null], 'unknown']);
    const narrows = found([aMigration([does('change-column', { loses: null, backwardCompatible: true })])]);
    assert.deepEqual([answers(narrows).slice(0, 2), verdict(narrows)], [[null, true], 'unknown']);
  });

  it('names a statement once, by the data that it loses', () => {
    const { reasons } = recoveryOf(found([aMigration([does('drop-table'), does('rename-table')])]), 'forward');
    assert.deepEqual(
      reasons.map(({ line, text, why }) => [line, text, why]),
      [
        [3, 'drop-table', 'Drops the table orders with every row in it.'],
        [3, 'rename-table', 'Earlier code that uses the old name fails.'],
      ],
    );
  });

  it('does not depend on findings about what statements do, but on those about the file', () => {
    const finding = { rule: 'index-not-concurrent', severity: 'error', line: 3, message: 'Slow.', advice: '' } as const;
    assert.equal(verdict(found([aMigration([does('create-index')], { findings: [finding] })])), 'roll-back');
    const edited = aMigration([does('add-column')], { findings: [aboutTheFile('error', 'Edited after it shipped.')] });
    assert.equal(verdict(found([edited])), 'unknown');
  });

  it('is not known when not everything was looked at, whatever was', () => {
    assert.deepEqual(answers(found([], false)), [null, null, null]);
    assert.deepEqual(answers(found([])), [false, true, true]);
  });

  it('considers what a rollback leaves behind', () => {
    const left = (kind: OperationKind): Highlights =>
      found([
        aMigration([does(kind)], {
          status: 'deleted',
          effect: 'taken-out',
          findings: [aboutTheFile('warning', 'Removed.')],
        }),
      ]);
    assert.equal(verdict(left('add-column'), 'rollback'), 'roll-back');
    assert.equal(verdict(left('rename-column'), 'rollback'), 'roll-forward');
    assert.equal(verdict(left('add-constraint'), 'rollback'), 'unknown');
    assert.equal(verdict(left('add-column'), 'forward'), 'unknown');
  });

  it('needs no way back for what leaves nothing', () => {
    const quiet = found([aMigration([does('comment'), does('query')], { down: { exists: false, path: null } })]);
    assert.equal(verdictsOf(quiet, 'forward').schemaReversible.answer, true);
  });

  it('wants a way back for what code does not notice, and the schema does', () => {
    const unnoticed = (kind: OperationKind, exists: boolean): boolean | null =>
      verdictsOf(found([aMigration([does(kind)], { down: { exists, path: null } })]), 'forward').schemaReversible
        .answer;
    assert.equal(unnoticed('drop-index', false), false);
    assert.equal(unnoticed('rename-index', false), false);
    const short = { reversible: false, reason: 'The down migration drops an index.', line: 2, part: 'down' } as const;
    const quiet = found([aMigration([does('query')], { down: { exists: true, path: null }, reversal: short })]);
    assert.equal(verdictsOf(quiet, 'forward').schemaReversible.answer, false);
  });

  it('says in which file a way back falls short', () => {
    const short = { reversible: false, reason: 'The down migration does nothing.', line: 2, part: 'down' } as const;
    const down = { exists: true, path: 'db/U1__a.sql' };
    const { reasons } = verdictsOf(
      found([aMigration([does('add-column')], { down, reversal: short })]),
      'forward',
    ).schemaReversible;
    assert.deepEqual(reasons, [{ path: 'db/U1__a.sql', line: 2, text: short.reason, why: null }]);
  });
});

describe('the migration review checklist', () => {
  const lock = (mode: string) => [{ table: 'orders', mode }];
  const facts = { rewrites: false, scans: false, buildsIndex: false };
  const answer = (id: ReviewAnswer['id'], ...migrations: readonly Migration[]): string => {
    const row = reviewChecklist(found(migrations), 'forward').find((each) => each.id === id);
    return row === undefined ? 'not asked' : `${row.answer}: ${row.text}`;
  };

  it('is empty without a migration that counts', () => {
    assert.deepEqual(reviewChecklist(found([aMigration([], { effect: 'edited' })]), 'forward'), []);
  });

  it('asks about locks by how long they are held', () => {
    const locked = (mode: string, change: Partial<MigrationOperation> = {}): Migration =>
      aMigration([does('add-column', { locks: lock(mode), ...facts, ...change })]);
    assert.match(answer('locks', locked('AccessExclusiveLock')), /^ask: Only for a moment.* orders/);
    assert.match(answer('locks', locked('AccessExclusiveLock', { rewrites: true })), /^bad: Yes, .*: orders\.$/);
    assert.match(answer('locks', locked('RowExclusiveLock')), /^good/);
    assert.match(answer('locks', aMigration([does('add-column')])), /^unknown: The locks of 1 statement/);
    const riddle = { ...notUnderstood({ line: 1, text: 'x' }), locks: [] };
    assert.match(answer('locks', aMigration([riddle])), /^unknown/);
  });

  it('asks about indexes on Postgres only, and online changes on MySQL only', () => {
    const built = (mode: string, dialect: Migration['dialect']): Migration =>
      aMigration([does('create-index', { locks: lock(mode), buildsIndex: true })], { dialect });
    assert.match(answer('concurrently', built('ShareLock', 'postgres')), /^bad: 1 of 1 index/);
    assert.match(answer('concurrently', built('ShareUpdateExclusiveLock', 'postgres')), /^good/);
    assert.equal(answer('concurrently', built('SHARED', 'mysql')), 'not asked');
    const copied = aMigration([does('change-column', { locks: lock('SHARED'), rewrites: true })], { dialect: 'mysql' });
    assert.match(answer('online', copied), /^ask: 1 statement may copy/);
    assert.equal(answer('online', { ...copied, dialect: 'postgres' }), 'not asked');
  });

  it('asks whether what is taken away was given up earlier', () => {
    assert.equal(answer('apart', aMigration([does('add-column')])), 'not asked');
    assert.match(answer('apart', aMigration([does('drop-column')])), /^unknown/);
    const together = { rule: 'ships-with-its-code', severity: 'warning', line: 3, message: 'x', advice: '' } as const;
    assert.match(answer('apart', aMigration([does('drop-column')], { findings: [together] })), /^bad/);
  });

  it('never takes a way back for one that was tried', () => {
    const down = { exists: true, path: null };
    assert.match(answer('way-back', aMigration([does('add-column')], { down, reversal: undone })), /^ask/);
    assert.match(
      answer('way-back', aMigration([does('add-column')], { down: { exists: false, path: null } })),
      /^bad: 0 of 1/,
    );
    assert.match(answer('way-back', aMigration([does('add-column')])), /^unknown/);
  });
});

describe('the phases of tables', () => {
  it('are those of the release as a whole, what takes away first', () => {
    const one = aMigration([does('add-column'), does('fill-column')]);
    const two = aMigration([does('drop-column', { table: 'public.Orders' }), does('create-table', { table: 'notes' })]);
    const past = aMigration([does('drop-table', { table: 'old' })], { effect: 'edited' });
    assert.deepEqual(
      phasesByTable(found([one, two, past]), 'forward').map(({ table, steps }) => [
        table,
        steps.expand.length,
        steps.migrate.length,
        steps.contract.length,
      ]),
      [
        ['orders', 1, 1, 1],
        ['notes', 1, 0, 0],
      ],
    );
  });
});
