import { known } from '../../../src/core/known';
import type { Changes, ConfigFile, ValueChange } from '../../../src/core/highlights/changes/model';
import type { Highlights, Migration, MigrationOperation } from '../../../src/core/highlights/model';
import { operation, type OperationKind } from '../../../src/core/highlights/operation';
import type { Service } from '../../../src/core/policy/policy';
import type { Shipped } from '../../../src/core/policy/shipped';
import { recoveryOf } from '../../../src/core/recovery';
import type { PastRelease } from '../../../src/core/risk/pastRelease';
import { someShipped } from '../../builders';
import { byWords } from '../highlights/aMigration';

/** Records for the risk rules: what ships is wholly known and harmless but for what a test changes. */

export function anOperation(kind: OperationKind, change: Partial<MigrationOperation> = {}): MigrationOperation {
  const plain = operation(kind, { line: 1, text: kind }, { table: 'orders', name: 'total' });
  return { ...plain, locks: [], rewrites: false, ...change };
}

export const addColumn = anOperation('add-column', { locks: [{ table: 'orders', mode: 'AccessExclusiveLock' }] });

export function aMigration(path: string, operations: readonly MigrationOperation[]): Migration {
  return {
    ...byWords,
    path,
    previousPath: null,
    framework: 'rails',
    frameworkName: 'Rails',
    status: 'added',
    effect: 'run',
    operations,
    findings: [],
    oldBlob: null,
    newBlob: null,
  };
}

export function someHighlights(migrations: readonly Migration[] = [], change: Partial<Highlights> = {}): Highlights {
  return { migrations, changedFiles: migrations.length, complete: true, notes: [], ...change };
}

export function someChanges(change: Partial<Changes> = {}): Changes {
  return {
    dependencies: [],
    infrastructure: [],
    config: [],
    security: [],
    api: [],
    flags: [],
    ranking: [],
    summaries: { dependencies: null, infrastructure: null, config: null, security: null, api: null, flags: null },
    complete: true,
    notes: [],
    ...change,
  };
}

const inFile = { previousPath: null, status: 'modified', oldBlob: null, newBlob: null, notUnderstood: null } as const;

export function aValue(key: string, change: Partial<ValueChange> = {}): ValueChange {
  const at = { line: 3, side: 'new' } as const;
  return { key, was: '1', now: '2', topic: null, severity: 'medium', reason: null, ...at, ...change };
}

export function aConfig(path: string, changes: readonly ValueChange[], change: Partial<ConfigFile> = {}): ConfigFile {
  return { ...inFile, path, severity: 'medium', reason: 'A value.', what: 'settings', changes, omitted: 0, ...change };
}

export function aSecurityFile(path: string, kind: string): Changes['security'][number] {
  return {
    ...inFile,
    path,
    kind,
    severity: 'low',
    reason: `By its path it is about ${kind}.`,
    line: null,
    side: 'new',
  };
}

export function aLock(path: string, names: readonly string[]): Changes['dependencies'][number] {
  const change = { kind: 'major', from: ['1.0.0'], to: ['2.0.0'], source: null, direct: true, line: 1 } as const;
  return {
    ...inFile,
    path,
    ecosystem: 'npm',
    role: 'lock',
    severity: 'medium',
    reason: 'A major step.',
    changes: names.map((name) => ({ ...change, name, side: 'new', severity: 'medium', reason: 'It is a major step.' })),
    omitted: 0,
    notes: [],
  };
}

export function anApi(path: string, effect: 'breaking' | 'safe'): Changes['api'][number] {
  const change = { subject: 'GET /users', message: 'It is gone.', effect, line: 9, side: 'old' } as const;
  return { ...inFile, path, severity: 'high', reason: 'An interface.', format: 'openapi', changes: [change] };
}

export function aService(name: string, change: Partial<Service> = {}): Service {
  return { name, paths: [`services/${name}/**`], dependsOn: [], incidents: [], ...change };
}

export function files(count: number): readonly string[] {
  return Array.from({ length: count }, (_, index) => `src/file${index}.ts`);
}

/** Everything is known. The recovery follows from the migrations. */
export function whatShips(change: Partial<Shipped> = {}): Shipped {
  const highlights = change.highlights ?? known(someHighlights());
  return someShipped({
    lines: 10,
    highlights,
    changes: known(someChanges()),
    recovery: highlights.known ? known(recoveryOf(highlights.value, change.direction ?? 'forward')) : highlights,
    ...change,
  });
}

export function withMigrations(...migrations: readonly Migration[]): Shipped {
  return whatShips({ highlights: known(someHighlights(migrations)) });
}

export function aPastRelease(change: Partial<PastRelease> = {}): PastRelease {
  return { pull: 1, level: 'low', score: 2, commits: 4, outcome: 'good', ...change };
}

/** Releases of four commits each. */
export const usual: readonly PastRelease[] = [1, 2, 3, 4, 5].map((pull) => aPastRelease({ pull }));

/** 2026-06-30 at noon, UTC. */
export const noon = Date.UTC(2026, 5, 30, 12);
