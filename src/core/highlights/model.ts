import type { Sha } from '../sha';

export type MigrationStatus = 'added' | 'modified' | 'deleted' | 'renamed';

/** The databases whose SQL is told apart. */
export type DatabaseDialect = 'postgres' | 'mysql' | 'mariadb' | 'sqlite' | 'sqlserver';

/**
 * Where a change stands when a release is taken apart so that old and new code run side by side: it makes room for the
 * new code, moves data, takes away or forbids what the old code may use, or is none of that (process description,
 * "Database schema change procedures": expand, migrate, contract).
 */
export type Phase = 'expand' | 'migrate' | 'contract' | 'neutral';

/** A lock that a statement takes. */
export interface OperationLock {
  /** As the database knows it, without its default schema. */
  readonly table: string;
  /** In the database's own word, such as `AccessExclusiveLock`; `null`: not known. */
  readonly mode: string | null;
}

/** What a database administrator would say. */
export interface Finding {
  /** `index-not-concurrent`, `edited-after-shipping`, … */
  readonly rule: string;
  /** `error`: it fails, breaks running code, stops a table or cannot be judged; `warning`: it may; `note`: good to know. */
  readonly severity: 'error' | 'warning' | 'note';
  /** From 1; `null` where it is about the whole file. */
  readonly line: number | null;
  /** One or two sentences. */
  readonly message: string;
  /** What to do instead; empty when there is nothing. */
  readonly advice: string;
}

/** Whether the schema comes back by what takes a migration back; data is another matter. */
export interface Reversal {
  /** `null`: it may, which could not be told. */
  readonly reversible: boolean | null;
  readonly reason: string;
  /** The line that the reason is about; `null` when it is about the whole. */
  readonly line: number | null;
  /** Which of the two that line is in; `null` without a line. */
  readonly part: 'up' | 'down' | null;
}

/** One statement or call of a migration. What is `null` is not known, or not of this database. */
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
  /** The column, index, constraint or other object that it is about; before it is renamed. */
  readonly name: string | null;
  /** It loses data, or it could not be told that it does not. */
  readonly destructive: boolean;
  /** Those on tables that nobody else can use yet because the release creates them are left out. */
  readonly locks: readonly OperationLock[] | null;
  /** It writes the whole table anew. */
  readonly rewrites: boolean | null;
  /** It reads the whole table to check or copy it. */
  readonly scans: boolean | null;
  /** It builds an index on a table that holds rows. */
  readonly buildsIndex: boolean | null;
  /** `false`: it cannot be taken back by the transaction that it runs in, or is refused inside one. */
  readonly transactional: boolean | null;
  /** It discards data that nothing in the repository brings back; `null`: depends on the data, or was not understood. */
  readonly loses: boolean | null;
  /** The previous code keeps working after it; `null`: depends on that code. */
  readonly backwardCompatible: boolean | null;
  /** Why, in a sentence. */
  readonly compatibility: string;
  readonly phase: Phase | null;
  /** What depends on the server's version or on what the schema holds. */
  readonly notes: readonly string[];
  readonly findings: readonly Finding[];
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
  /** Of its operations and of the migration as a whole (edited after it shipped, removed, unread), the gravest first. */
  readonly findings: readonly Finding[];
  /** `null`: not known, or another database. */
  readonly dialect: DatabaseDialect | null;
  /** `words`: by leading words only, so that what is said of its operations is approximate. */
  readonly read: 'grammar' | 'words';
  /** Why it was read by its words only, as the end of a sentence; `null` where no more could be expected. */
  readonly readBecause: string | null;
  /** What takes it back: a file of its own, or a part of this one (then without a path); `null`: not known. */
  readonly down: { readonly exists: boolean; readonly path: string | null } | null;
  /** Whether that brings the schema back; `null`: not looked at. */
  readonly reversal: Reversal | null;
  /** Of all that it does: `contract` where any of it takes something away. */
  readonly phase: Phase | null;
  readonly oldBlob: Sha | null;
  readonly newBlob: Sha | null;
}

export interface Highlights {
  /**
   * Those that the release runs come first, then those that it takes out, then edited, then reworded ones. Of the first
   * two, destructive ones come before those with something that could not be told; equals stand in the order in which
   * they run.
   */
  readonly migrations: readonly Migration[];
  /** Number of paths that differ between the two ends. */
  readonly changedFiles: number;
  /** `false` when a file that may matter was not read; `notes` say which and why. */
  readonly complete: boolean;
  readonly notes: readonly string[];
}
