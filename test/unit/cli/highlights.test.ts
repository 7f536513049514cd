import assert from 'node:assert/strict';
import { highlightsJson } from '../../../src/cli/highlightsJson';
import { highlightsMarkdown } from '../../../src/cli/highlightsMarkdown';
import { recoveryOf } from '../../../src/core/recovery';
import type { Highlights, Migration } from '../../../src/core/highlights/model';
import { unknown } from '../../../src/core/known';
import { notUnderstood, operation } from '../../../src/core/highlights/operation';
import { sha } from '../../builders';
import { aboutTheFile, byWords } from '../highlights/aMigration';

const drop = operation('drop-column', { line: 3, text: 'ALTER TABLE t DROP COLUMN c' }, { table: 't', name: 'c' });
const add = operation('add-column', { line: 1, text: 'ALTER TABLE t ADD c int' }, { table: 't', name: 'c' });
const untold = unknown('not read');
const riddle = notUnderstood({ line: 5, text: 'CALL tidy_up()' });

function aMigration(change: Partial<Migration> = {}): Migration {
  return {
    path: 'db/V1__a.sql',
    previousPath: null,
    framework: 'flyway',
    frameworkName: 'Flyway',
    status: 'added',
    effect: 'run',
    operations: [add],
    findings: [],
    ...byWords,
    oldBlob: null,
    newBlob: sha('a'),
    ...change,
  };
}

function highlights(migrations: readonly Migration[], change: Partial<Highlights> = {}): Highlights {
  return { migrations, changedFiles: 12, complete: true, notes: [], ...change };
}

describe('recovery', () => {
  const verdict = (...migrations: readonly Migration[]): string =>
    recoveryOf(highlights(migrations), 'forward').verdict;

  it('is a rollback when every file was read and nothing is destroyed', () => {
    assert.deepEqual(recoveryOf(highlights([]), 'forward'), { verdict: 'roll-back', reasons: [] });
    assert.equal(verdict(aMigration()), 'roll-back');
  });

  it('is forward only when an understood operation destroys data, whatever else is not known', () => {
    const migrations = [aMigration({ operations: [add, riddle] }), aMigration({ path: 'x.sql', operations: [drop] })];
    assert.deepEqual(recoveryOf(highlights(migrations, { complete: false }), 'forward'), {
      verdict: 'roll-forward',
      reasons: [{ path: 'x.sql', line: 3, text: drop.text, why: drop.summary }],
    });
  });

  it('is not known when an operation was not understood, and says which', () => {
    assert.deepEqual(recoveryOf(highlights([aMigration({ operations: [add, riddle] })]), 'forward'), {
      verdict: 'unknown',
      reasons: [{ path: 'db/V1__a.sql', line: 5, text: 'CALL tidy_up()', why: riddle.summary }],
    });
  });

  it('is not known when not every file was read', () => {
    assert.equal(recoveryOf(highlights([], { complete: false, notes: ['x'] }), 'forward').verdict, 'unknown');
  });

  it('is not known when a migration was taken out', () => {
    const findings = [aboutTheFile('warning', 'Removed: its effects stay.')];
    const removed = aMigration({ status: 'deleted', effect: 'taken-out', operations: [], findings });
    assert.deepEqual(recoveryOf(highlights([removed]), 'forward'), {
      verdict: 'unknown',
      reasons: [{ path: 'db/V1__a.sql', line: null, text: 'Removed: its effects stay.', why: null }],
    });
  });

  it('is not known when a migration is not what the database ran, whatever it says now', () => {
    const findings = [aboutTheFile('error', 'Edited after it shipped.')];
    const edited = aMigration({ status: 'modified', effect: 'edited', operations: [drop], findings });
    assert.deepEqual(recoveryOf(highlights([edited]), 'forward'), {
      verdict: 'unknown',
      reasons: [{ path: 'db/V1__a.sql', line: null, text: 'Edited after it shipped.', why: null }],
    });
    const renamed = aMigration({ status: 'renamed', findings: [aboutTheFile('error', 'Runs again.')] });
    assert.equal(verdict(renamed), 'unknown');
  });

  it('is forward only for a rollback that leaves a destructive migration behind', () => {
    const removed = highlights([aMigration({ status: 'deleted', effect: 'taken-out', operations: [add, drop] })]);
    const reasons = [{ path: 'db/V1__a.sql', line: 3, text: drop.text, why: drop.summary }];
    assert.deepEqual(recoveryOf(removed, 'rollback'), { verdict: 'roll-forward', reasons });
    assert.deepEqual(recoveryOf(removed, 'diverged'), { verdict: 'roll-forward', reasons });
    assert.equal(recoveryOf(removed, 'forward').verdict, 'unknown');
  });

  it('does not depend on a migration that was edited, but not in what it does', () => {
    const findings = [aboutTheFile('warning', 'Edited, but not in what it does.')];
    assert.equal(
      verdict(aMigration({ status: 'modified', effect: 'edited', operations: [drop], findings })),
      'roll-back',
    );
  });

  it('does not depend on a migration of which only comments were edited', () => {
    const findings = [aboutTheFile('warning', 'Edited, but not in what it does.')];
    assert.equal(
      verdict(aMigration({ status: 'modified', effect: 'reworded', operations: [drop, riddle], findings })),
      'roll-back',
    );
  });
});

describe('the highlights as JSON', () => {
  it('say what is known and give null for what is not looked for', () => {
    const finding = aboutTheFile('error', 'Edited after it shipped.');
    const found = highlights([aMigration({ operations: [drop, add], findings: [finding] })], { notes: ['n'] });
    const range = { from: sha('1'), to: sha('2'), direction: 'forward' } as const;
    const { line, text, kind, summary, compatibility } = drop;
    const unknown = { locks: null, rewrites: null, scans: null, buildsIndex: null, transactional: null };
    const reason = { path: 'db/V1__a.sql', line: 3, text: drop.text, why: drop.summary };
    const { review, tables, recovery, ...rest } = highlightsJson({ range, source: 'clone' }, found, untold);
    assert.deepEqual(rest, {
      version: 1,
      range,
      source: 'clone',
      complete: false,
      changedFiles: 12,
      migrations: [
        {
          path: 'db/V1__a.sql',
          previousPath: null,
          framework: 'flyway',
          status: 'added',
          effect: 'run',
          ...byWords,
          operations: [
            {
              ...{ line, text, kind, summary, table: 't', reversible: false, losesData: true, ...unknown },
              ...{ backwardCompatible: false, compatibility, phase: 'contract', notes: [], findings: [] },
            },
            {
              ...{ line: 1, text: add.text, kind: 'add-column', summary: add.summary, table: 't', reversible: null },
              ...{ losesData: false, ...unknown, backwardCompatible: true, compatibility: add.compatibility },
              ...{ phase: 'expand', notes: [], findings: [] },
            },
          ],
          findings: [finding],
        },
      ],
      changes: null,
      notes: ['n', 'What else can hurt could not be told: not read'],
    });
    assert.deepEqual([recovery.verdict, recovery.reasons], ['roll-forward', [reason]]);
    assert.deepEqual(recovery.dataLost, { answer: true, reasons: [reason] });
    assert.deepEqual(recovery.previousCodeRuns, { answer: false, reasons: [{ ...reason, why: compatibility }] });
    assert.equal(recovery.schemaReversible.answer, null);
    assert.ok(review.some(({ id, answer }) => id === 'compatible' && answer === 'bad'));
    assert.deepEqual(
      tables.map(({ table, steps }) => [table, steps.expand.length, steps.contract.length]),
      [['t', 1, 1]],
    );
  });
});

describe('the highlights as Markdown', () => {
  it('begin with what was looked at and whether it can be taken back', () => {
    const text = highlightsMarkdown(
      highlights([], { complete: false, notes: ['lib.sql could not be read.'] }),
      'forward',
      untold,
    );
    assert.match(text, /^\*\*No migration\*\* in 12 changed files \(not fully scanned\)\.\n\n- lib\.sql could not/);
    assert.match(text, /\*\*Recovery:\*\* not known/);
  });

  it('mark what is lost, and only that', () => {
    const text = highlightsMarkdown(highlights([aMigration({ operations: [drop, add, riddle] })]), 'forward', untold);
    assert.deepEqual(text.match(/^- line .*$/gm), [
      '- line 3: Drops the column c of the table t with every value in it. **Irreversible.** ' +
        '(old code breaks: Earlier code that reads or writes the column fails.)',
      '- line 1: Adds the column c to the table t.',
      '- line 5: Not understood: counts as irreversible until someone has looked.',
    ]);
  });

  it('name those at the end of which only comments or layout changed', () => {
    const reworded = aMigration({ path: 'db/V0__x.sql', status: 'modified', effect: 'reworded', operations: [] });
    const text = highlightsMarkdown(highlights([aMigration(), reworded]), 'forward', untold);
    assert.match(text, /^\*\*1 migration\*\* in 12 changed files, 1 edited in comments or layout only\.$/m);
    assert.match(text, /### Edited in comments or layout only\n\n- db\/V0\\_\\_x\.sql\n/);
  });

  it('say in one sentence of many migrations that they were put away together', () => {
    const gone = (times: number): readonly Migration[] =>
      Array.from({ length: times }, (_, index) =>
        aMigration({
          path: `db/migrate/V${index}__a.sql`,
          status: 'deleted',
          effect: 'taken-out',
          operations: [],
          findings: [{ rule: 'moved-away', severity: 'note', line: null, message: 'Moved to old/.', advice: '' }],
        }),
      );
    const said = (times: number): string => highlightsMarkdown(highlights(gone(times)), 'forward', untold);
    assert.match(said(4), /^4 migrations were moved out of db\/migrate to where their tool does not look/m);
    assert.doesNotMatch(said(4), /Moved to/);
    assert.equal(said(4).match(/^- db\/migrate\/V\d/gm)?.length, 4);
    assert.equal(said(3).match(/Moved to/g)?.length, 3);
    assert.doesNotMatch(said(3), /were moved out of/);
  });

  it('mark as lost in a rollback what it leaves behind, and not what was only edited', () => {
    const edited = aMigration({ status: 'modified', effect: 'edited', operations: [drop] });
    const out = aMigration({ status: 'deleted', effect: 'taken-out', operations: [drop] });
    const marks = (direction: 'forward' | 'rollback'): number =>
      highlightsMarkdown(highlights([out, edited]), direction, untold).match(/\*\*Irreversible/g)?.length ?? 0;
    assert.deepEqual([marks('forward'), marks('rollback')], [0, 1]);
  });

  it('let no path and no statement become markup, a mention or a line of its own', () => {
    const path = 'db/<b>@all\n# Ready\u202E.sql';
    const statement = { ...drop, text: `DROP TABLE "[x](https://evil.example)"\n\n## Approved ${'y'.repeat(400)}` };
    const text = highlightsMarkdown(highlights([aMigration({ path, operations: [statement] })]), 'forward', untold);
    assert.doesNotMatch(text, /<b>|@all|[^\\]\]\(|^## Approved|^# Ready|\u202E/m);
    assert.match(text, /‹U\+202E›/);
    assert.match(text, /yyy…$/m);
  });
});
