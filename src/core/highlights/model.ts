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
  /** Only the forward part; what the framework runs to undo it is not listed here. */
  readonly operations: readonly MigrationOperation[];
  /** What should be known about the migration as a whole: edited after it shipped, removed, could not be read. */
  readonly findings: readonly { readonly severity: 'error' | 'warning'; readonly message: string }[];
  readonly oldBlob: Sha | null;
  readonly newBlob: Sha | null;
}

export interface Highlights {
  /** Destructive ones first, then those with something that could not be told, then in the order in which they run. */
  readonly migrations: readonly Migration[];
  /** Number of paths that differ between the two ends. */
  readonly changedFiles: number;
  /** `false` when a file that may matter was not read; `notes` say which and why. */
  readonly complete: boolean;
  readonly notes: readonly string[];
}
