import assert from 'node:assert/strict';
import { withFailedRelease } from '../../../src/core/highlights/failedRelease';
import type { Highlights, Migration } from '../../../src/core/highlights/model';
import { operation } from '../../../src/core/highlights/operation';
import { known, unknown } from '../../../src/core/known';
import { recoveryOf } from '../../../src/core/recovery';
import { byWords } from './aMigration';

const add = operation('add-column', { line: 1, text: 'add_column :t, :c' }, { table: 't', name: 'c' });
const drop = operation('drop-column', { line: 3, text: 'remove_column :t, :c' }, { table: 't', name: 'c' });

function migration(path: string, change: Partial<Migration> = {}): Migration {
  return {
    path,
    previousPath: null,
    framework: 'rails',
    frameworkName: 'Rails',
    status: 'added',
    effect: 'run',
    operations: [add],
    findings: [],
    ...byWords,
    oldBlob: null,
    newBlob: null,
    ...change,
  };
}

function highlights(...migrations: readonly Migration[]): Highlights {
  return { migrations, changedFiles: 3, complete: true, notes: [] };
}

function joined(own: Highlights, failed: Parameters<typeof withFailedRelease>[1]): Highlights {
  const result = withFailedRelease(known(own), failed);
  assert.ok(result.known);
  return result.value;
}

describe('what can hurt after a release that failed', () => {
  it('counts what that one left to be run, and says so', () => {
    const own = highlights(migration('a.rb'));
    const both = joined(own, known(highlights(migration('b.rb', { operations: [drop] }))));
    assert.deepEqual(
      both.migrations.map(({ path, findings }) => [path, findings.map(({ rule }) => rule)]),
      [
        ['b.rb', ['from-failed-release']],
        ['a.rb', []],
      ],
    );
    assert.equal(recoveryOf(both, 'forward').verdict, 'roll-forward');
  });

  it('tells a migration that both change once, as this release has it', () => {
    const own = highlights(migration('a.rb', { status: 'modified', effect: 'edited' }));
    const both = joined(own, known(highlights(migration('a.rb'))));
    assert.deepEqual(both.migrations, own.migrations);
  });

  it('leaves out what the failed release only edited or took out', () => {
    const failed = highlights(migration('b.rb', { effect: 'edited' }), migration('c.rb', { effect: 'taken-out' }));
    assert.deepEqual(joined(highlights(), known(failed)).migrations, []);
  });

  it('is never called reversible while the failed release is not known', () => {
    const both = joined(highlights(), unknown('they are being read'));
    assert.equal(both.complete, false);
    assert.match(both.notes.join(' '), /failed are not known: they are being read/);
    assert.equal(recoveryOf(both, 'forward').verdict, 'unknown');
  });
});
