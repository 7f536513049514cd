import type { Changelog } from '../core/changelog/model';
import type { Changes } from '../core/highlights/changes/model';
import type {
  DatabaseDialect,
  Finding,
  Highlights,
  Migration,
  MigrationOperation,
  MigrationStatus,
  OperationLock,
  Phase,
  Reversal,
} from '../core/highlights/model';
import { reviewChecklist, type ReviewAnswer } from '../core/highlights/review/checklist';
import { phasesByTable, type TablePhases } from '../core/highlights/review/phases';
import { verdictsOf, type Verdicts } from '../core/highlights/review/verdicts';
import type { Known } from '../core/known';
import { recoveryOf, type Recovery } from '../core/recovery';
import type { RangeJson } from './changelogJson';
import { changesJson, type ChangesJson } from './changesJson';

export interface OperationJson {
  readonly line: number;
  readonly text: string;
  /** `not-understood` counts as irreversible until someone has looked. */
  readonly kind: string;
  readonly summary: string;
  readonly table: string | null;
  /** `false`: it destroys data, or was not understood; `true`: nothing is lost and the way back takes it back. */
  readonly reversible: boolean | null;
  /** It discards data that nothing in the repository brings back. */
  readonly losesData: boolean | null;
  /** In the database's own words; those on tables that the release itself creates are left out. */
  readonly locks: readonly OperationLock[] | null;
  readonly rewrites: boolean | null;
  readonly scans: boolean | null;
  readonly buildsIndex: boolean | null;
  readonly transactional: boolean | null;
  readonly backwardCompatible: boolean | null;
  /** Why, in a sentence. */
  readonly compatibility: string;
  readonly phase: Phase | null;
  /** What depends on the server's version or on what the schema holds. */
  readonly notes: readonly string[];
  readonly findings: readonly Finding[];
}

export interface MigrationJson {
  readonly path: string;
  readonly previousPath: string | null;
  readonly framework: string;
  readonly dialect: DatabaseDialect | null;
  readonly status: MigrationStatus;
  /** What the release does with it; only `run` changes the database. */
  readonly effect: Migration['effect'];
  readonly phase: Phase | null;
  readonly down: Migration['down'];
  /** Whether that brings the schema back; `null`: not looked at. */
  readonly reversal: Reversal | null;
  /** `words`: what is said of its operations is approximate. */
  readonly read: Migration['read'];
  readonly readBecause: string | null;
  /** The forward part: what runs, or by `effect` what a new database would run, or what was run earlier. */
  readonly operations: readonly OperationJson[];
  /** Of the file as a whole and of its operations, the gravest first. */
  readonly findings: readonly Finding[];
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
  /** The verdict, and the three questions that it follows from. */
  readonly recovery: Recovery & Verdicts;
  /** The migration review checklist, answered as far as files can; empty without a migration that counts. */
  readonly review: readonly ReviewAnswer[];
  /** The phases that the release has for each table. */
  readonly tables: readonly TablePhases[];
  /** Other kinds of changes (configuration, dependencies, …); `null` when they could not be told. */
  readonly changes: ChangesJson | null;
  readonly notes: readonly string[];
}

export function highlightsJson(
  { range: { from, to, direction }, source }: Pick<Changelog, 'range' | 'source'>,
  highlights: Highlights,
  changes: Known<Changes>,
): HighlightsJson {
  const more = changes.known ? changes.value.notes : [`What else can hurt could not be told: ${changes.reason}`];
  return {
    version: 1,
    range: { from, to, direction },
    source,
    complete: highlights.complete && changes.known && changes.value.complete,
    changedFiles: highlights.changedFiles,
    migrations: highlights.migrations.map(migrationJson),
    recovery: { ...recoveryOf(highlights, direction), ...verdictsOf(highlights, direction) },
    review: reviewChecklist(highlights, direction),
    tables: phasesByTable(highlights, direction),
    changes: changes.known ? changesJson(changes.value) : null,
    notes: [...new Set([...highlights.notes, ...more])],
  };
}

function migrationJson(migration: Migration): MigrationJson {
  const { path, previousPath, framework, dialect, status, effect, phase, down, reversal, read, readBecause } =
    migration;
  const facts = { path, previousPath, framework, dialect, status, effect, phase, down, reversal, read, readBecause };
  return {
    ...facts,
    operations: migration.operations.map((operation) => operationJson(operation, reversal)),
    findings: migration.findings.map(findingJson),
  };
}

function findingJson({ rule, severity, line, message, advice }: Finding): Finding {
  return { rule, severity, line, message, advice };
}

function operationJson(operation: MigrationOperation, reversal: Reversal | null): OperationJson {
  const { line, text, kind, summary, table, destructive, loses, locks } = operation;
  const takenBack = reversal?.reversible === true && loses === false ? true : null;
  return {
    line,
    text,
    kind,
    summary,
    table,
    reversible: destructive ? false : takenBack,
    losesData: loses,
    locks: locks === null ? null : locks.map((lock) => ({ table: lock.table, mode: lock.mode })),
    rewrites: operation.rewrites,
    scans: operation.scans,
    buildsIndex: operation.buildsIndex,
    transactional: operation.transactional,
    backwardCompatible: operation.backwardCompatible,
    compatibility: operation.compatibility,
    phase: operation.phase,
    notes: operation.notes,
    findings: operation.findings.map(findingJson),
  };
}
