import type { Sha } from '../sha';

export type MigrationStatus = 'added' | 'modified' | 'deleted' | 'renamed';

/** One statement or call of a migration. */
export interface MigrationOperation {
  /** Line it starts on, from 1. */
  readonly line: number;
  /** The statement or call as written. */
  readonly text: string;
  /** `drop-column`, `create-index`, …; `not-understood` when it could not be told. */
  readonly kind: string;
  /** One sentence for the reviewer. */
  readonly summary: string;
  readonly table: string | null;
  /** It loses data or cannot be taken back by anything in the repository. */
  readonly destructive: boolean;
}

export interface Migration {
  readonly path: string;
  /** The earlier path of a renamed migration. */
  readonly previousPath: string | null;
  /** `rails`, `django`, `flyway`, … */
  readonly framework: string;
  /** The framework's name for people. */
  readonly frameworkName: string;
  readonly status: MigrationStatus;
  /**
   * What the release does with it:
   * - `run`: added, renamed so that its tool takes it for a new one, repeatable and edited, or a changelog with new
   *   change sets;
   * - `edited`: edited or renamed after it shipped, so that it does not run again;
   * - `reworded`: edited after it shipped, in comments or layout only;
   * - `taken-out`: removed; what it did stays in the database.
   */
  readonly effect: 'run' | 'edited' | 'reworded' | 'taken-out';
  /**
   * Only the forward part; what the framework runs to undo it is not listed here. Of an edited migration: what it would
   * do to a new database; of one that was taken out: what it did; of a reworded one nothing.
   */
  readonly operations: readonly MigrationOperation[];
  /** What should be known about the migration as a whole: edited after it shipped, removed, could not be read. */
  readonly findings: readonly { readonly severity: 'error' | 'warning'; readonly message: string }[];
  readonly oldBlob: Sha | null;
  readonly newBlob: Sha | null;
}

export interface Highlights {
  /**
   * Those that the release runs or takes out come first, then edited, then reworded ones. Of the first, destructive ones
   * come before those with something that could not be told; equals stand in the order in which they run.
   */
  readonly migrations: readonly Migration[];
  /** Number of paths that differ between the two ends. */
  readonly changedFiles: number;
  /** `false` when a file that may matter was not read; `notes` say which and why. */
  readonly complete: boolean;
  readonly notes: readonly string[];
}
