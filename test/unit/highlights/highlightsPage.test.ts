import assert from 'node:assert/strict';
import { buildChangelog } from '../../../src/core/changelog/changelog';
import type { Highlights, Migration } from '../../../src/core/highlights/model';
import { notUnderstood, operation } from '../../../src/core/highlights/operation';
import type { Direction } from '../../../src/core/history';
import { known, unknown } from '../../../src/core/known';
import { shownOf } from '../../../src/core/shown';
import { CarriedViews } from '../../../src/views/panel/carriedViews';
import { pageState } from '../../../src/views/panel/pageState';
import type { PageState } from '../../../src/views/panel/protocol';
import { highlightsSummary } from '../../../src/views/words';
import { aRelease, repository, sha } from '../../builders';
import { aboutTheFile, byWords } from './aMigration';

const drop = operation('drop-column', { line: 3, text: 'remove_column :t, :c' }, { table: 't', name: 'c' });
const add = operation('add-column', { line: 1, text: 'add_column :t, :c' }, { table: 't', name: 'c' });
const riddle = notUnderstood({ line: 5, text: 'tidy_up' });

const statuses = { run: 'added', edited: 'modified', reworded: 'modified', 'taken-out': 'deleted' } as const;

function aMigration(effect: Migration['effect'], operations = [add], change: Partial<Migration> = {}): Migration {
  return {
    path: `db/migrate/${effect}.rb`,
    previousPath: null,
    framework: 'rails',
    frameworkName: 'Rails',
    status: statuses[effect],
    effect,
    operations,
    findings: [],
    ...byWords,
    oldBlob: null,
    newBlob: null,
    ...change,
  };
}

const several = (times: number, ...migration: Parameters<typeof aMigration>): readonly Migration[] =>
  Array.from({ length: times }, () => aMigration(...migration));

function found(migrations: readonly Migration[], complete = true): Highlights {
  return { migrations, changedFiles: 214, complete, notes: [] };
}

function page(direction: Direction, migrations: readonly Migration[]): PageState {
  const ends = { from: sha('1'), to: sha('2'), direction, source: 'clone' as const };
  const range = { ...ends, commits: [], complete: true, total: 0, notes: [] };
  const contents = {
    range,
    changelog: buildChangelog(range),
    highlights: known(found(migrations)),
    changes: null,
    files: unknown('not read'),
    alsoShips: null,
    revision: '',
  };
  const release = aRelease();
  const entry = { repository, snapshot: null, problem: null, refreshing: false };
  return pageState({
    entry,
    release,
    contents: { state: 'ready', contents },
    shown: shownOf(release),
    carried: new CarriedViews(null),
  });
}

describe('the summary of the highlights', () => {
  const summary = (direction: Direction, ...migrations: readonly Migration[]): string =>
    highlightsSummary(found(migrations), direction);

  it('counts as destructive only what runs', () => {
    const said = summary(
      'forward',
      ...several(2, 'run', [add, drop]),
      aMigration('run', [riddle]),
      ...several(5, 'run'),
      ...several(3, 'taken-out', [drop]),
      ...several(2, 'edited', [drop, riddle]),
      ...several(178, 'reworded', []),
    );
    assert.equal(
      said,
      '2 destructive migrations, 1 not understood, 5 others; 3 removed; 2 edited after they shipped; ' +
        '178 edited in comments or layout only',
    );
  });

  it('says so when nothing runs or nothing is there', () => {
    assert.equal(summary('forward', aMigration('edited', [drop])), 'No migration to run; 1 edited after it shipped');
    assert.equal(
      summary('rollback', aMigration('reworded')),
      'No migration to run; 1 edited in comments or layout only',
    );
    assert.equal(summary('forward'), 'No migration in 214 changed files');
    assert.equal(summary('forward', aMigration('run')), '1 migration, none plainly destructive');
  });

  it('tells a renamed migration from an edited one', () => {
    const renamed = aMigration('edited', [drop], { status: 'renamed', previousPath: 'db/migrate/old.rb' });
    assert.equal(summary('forward', renamed), 'No migration to run; 1 renamed');
  });

  it('says of a rollback what it takes out and what does not come back', () => {
    const said = (...migrations: readonly Migration[]): string => summary('rollback', ...migrations);
    assert.equal(
      said(...several(2, 'taken-out', [drop]), ...several(11, 'taken-out')),
      '13 migrations taken out, 2 of them destructive: their data does not come back',
    );
    assert.equal(
      said(aMigration('taken-out', [drop])),
      '1 migration taken out, destructive: its data does not come back',
    );
    assert.equal(
      said(aMigration('taken-out', [riddle]), aMigration('taken-out')),
      '2 migrations taken out, 1 of them not understood',
    );
    assert.equal(said(aMigration('taken-out')), '1 migration taken out, none plainly destructive');
  });

  it('says both of two commits that have diverged', () => {
    assert.equal(
      summary('diverged', aMigration('run', [drop]), ...several(2, 'taken-out')),
      '1 destructive migration; 2 migrations taken out, none plainly destructive',
    );
  });

  it('tells what may lose data from what was not understood', () => {
    const perhaps = operation('change-column', { line: 2, text: 'x' }, { table: 't', name: 'u' });
    const [maybe, unread] = [aMigration('run', [perhaps]), aMigration('run', [riddle])];
    assert.equal(
      summary('forward', maybe, maybe, unread, aMigration('run')),
      '2 that may lose data, 1 not understood, 1 other',
    );
    assert.equal(summary('forward', aMigration('run', [perhaps, riddle])), '1 not understood');
    assert.equal(summary('forward', maybe, aMigration('run')), '1 migration that may lose data, 1 other');
    assert.equal(
      summary('rollback', aMigration('taken-out', [perhaps])),
      '1 migration taken out, which may have lost data',
    );
    assert.equal(
      summary('rollback', aMigration('taken-out', [perhaps]), aMigration('taken-out', [riddle])),
      '2 migrations taken out, 1 of them not understood, 1 of them may have lost data',
    );
  });

  it('says that not everything was looked at', () => {
    assert.equal(
      highlightsSummary(found([], false), 'forward'),
      'No migration in 214 changed files, not fully scanned',
    );
    assert.match(highlightsSummary(found([aMigration('run')], false), 'forward'), /destructive; not fully scanned$/);
  });
});

describe('the migrations on the page', () => {
  const pills = (direction: Direction, ...migrations: readonly Migration[]): readonly unknown[] =>
    page(direction, migrations).verdict?.pills.map(({ text, tone }) => `${tone ?? ''}: ${text}`) ?? [];

  it('say that they can only be rolled forward where what runs destroys', () => {
    assert.deepEqual(pills('forward', aMigration('run', [riddle, drop]), aMigration('run', [drop])), [
      'error: roll forward only: drops the column c of the table t with every value in it (and 2 more)',
    ]);
    assert.deepEqual(pills('forward', aMigration('run', [riddle])), [
      'error: perhaps roll forward only: not understood: counts as irreversible until someone has looked',
    ]);
  });

  it('do not say so of what shipped earlier', () => {
    const earlier = (['edited', 'reworded', 'taken-out'] as const).map((effect) => aMigration(effect, [drop, riddle]));
    assert.deepEqual(pills('forward', ...earlier), []);
  });

  for (const direction of ['rollback', 'diverged'] as const) {
    it(`warn of going back over what destroyed: ${direction}`, () => {
      assert.deepEqual(pills(direction, aMigration('taken-out', [drop, drop])), [
        'error: rolls back over a destructive migration: drops the column c of the table t with every value in it (and 1 more)',
      ]);
      assert.deepEqual(pills(direction, aMigration('taken-out', [riddle])), [
        'error: perhaps rolls back over a destructive migration: not understood: counts as irreversible until someone has looked',
      ]);
      assert.deepEqual(pills(direction, aMigration('taken-out')), []);
    });
  }

  it('are listed with what becomes of them, the reworded ones by their paths only', () => {
    const findings = [aboutTheFile('warning', 'Removed.')];
    const all = [
      aMigration('run', [drop]),
      aMigration('taken-out', [drop], { findings }),
      aMigration('edited', [drop]),
      aMigration('reworded', []),
    ];
    const rows = (direction: Direction): readonly unknown[] | undefined =>
      page(direction, all).highlights?.migrations.map(({ runs, tone, status }) => [runs, tone, status.text]);
    assert.deepEqual(rows('forward'), [
      [true, 'error', 'added'],
      [false, 'warn', 'removed'],
      [false, 'info', 'edited after it shipped'],
    ]);
    assert.deepEqual(rows('rollback')?.[1], [false, 'error', 'taken out']);
    assert.deepEqual(page('forward', all).highlights?.reworded, ['db/migrate/reworded.rb']);
  });

  it('say of an edited one that runs why it does', () => {
    const modified = { status: 'modified' } as const;
    const rows = page('forward', [
      aMigration('run', [add], { ...modified, framework: 'flyway' }),
      aMigration('run', [add], { ...modified, framework: 'liquibase' }),
      aMigration('taken-out', [add], { ...modified, framework: 'liquibase' }),
    ]).highlights?.migrations.map(({ status }) => status);
    assert.deepEqual(rows, [
      { text: 'edited, runs again' },
      { text: 'new change sets' },
      { text: 'change sets removed', tone: 'warn' },
    ]);
  });
});
