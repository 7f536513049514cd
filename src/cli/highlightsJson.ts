import type { Changelog } from '../core/changelog/model';
import type { Highlights, Migration, MigrationOperation, MigrationStatus } from '../core/highlights/model';
import type { RangeJson } from './changelogJson';
import { recoveryOf, type Recovery } from '../core/recovery';

/** `rule` and `advice` are not given yet. */
export interface FindingJson {
  readonly rule: null;
  readonly severity: 'error' | 'warning';
  readonly message: string;
  readonly advice: null;
}

export interface OperationJson {
  readonly line: number;
  readonly text: string;
  /** `not-understood` counts as irreversible until someone has looked. */
  readonly kind: string;
  readonly summary: string;
  readonly table: string | null;
  /** `false`: it destroys data, or was not understood; that nothing is destroyed does not make it reversible. */
  readonly reversible: false | null;
  readonly locks: null;
  readonly rewrites: null;
  readonly scans: null;
  readonly backwardCompatible: null;
  /** Findings are made on whole migrations only. */
  readonly findings: null;
}

export interface MigrationJson {
  readonly path: string;
  readonly previousPath: string | null;
  readonly framework: string;
  readonly dialect: null;
  readonly status: MigrationStatus;
  /** What the release does with it; only `run` changes the database. */
  readonly effect: Migration['effect'];
  readonly phase: null;
  readonly down: null;
  /** The forward part: what runs, or by `effect` what a new database would run, or what was run earlier. */
  readonly operations: readonly OperationJson[];
  readonly findings: readonly FindingJson[];
}

/** What deserves a reviewer's eyes, as a document, version 1. `null` means not known: it is not looked for yet. */
export interface HighlightsJson {
  readonly version: 1;
  readonly range: RangeJson;
  readonly source: 'clone' | 'api';
  /** `false`: a file that may matter was not read; `notes` say which and why. */
  readonly complete: boolean;
  /** Number of paths that differ between the two ends. */
  readonly changedFiles: number;
  readonly migrations: readonly MigrationJson[];
  readonly recovery: Recovery;
  /** Other kinds of changes (configuration, dependencies, …). */
  readonly changes: null;
  readonly notes: readonly string[];
}

export function highlightsJson(
  { range: { from, to, direction }, source }: Pick<Changelog, 'range' | 'source'>,
  highlights: Highlights,
): HighlightsJson {
  return {
    version: 1,
    range: { from, to, direction },
    source,
    complete: highlights.complete,
    changedFiles: highlights.changedFiles,
    migrations: highlights.migrations.map(migrationJson),
    recovery: recoveryOf(highlights, direction),
    changes: null,
    notes: highlights.notes,
  };
}

function migrationJson(migration: Migration): MigrationJson {
  return {
    path: migration.path,
    previousPath: migration.previousPath,
    framework: migration.framework,
    dialect: null,
    status: migration.status,
    effect: migration.effect,
    phase: null,
    down: null,
    operations: migration.operations.map(operationJson),
    findings: migration.findings.map(({ severity, message }) => ({ rule: null, severity, message, advice: null })),
  };
}

function operationJson({ line, text, kind, summary, table, destructive }: MigrationOperation): OperationJson {
  return {
    line,
    text,
    kind,
    summary,
    table,
    reversible: destructive ? false : null,
    locks: null,
    rewrites: null,
    scans: null,
    backwardCompatible: null,
    findings: null,
  };
}
