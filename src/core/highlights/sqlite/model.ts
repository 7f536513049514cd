import type { MigrationOperation } from '../model';
import type { Phase, PostgresFinding } from '../postgres/model';

/**
 * A lock that a statement takes. SQLite locks the whole database for one writer; `table` says for whose sake
 * (https://www.sqlite.org/lockingv3.html). With a write-ahead log others go on reading.
 */
export interface SqliteTableLock {
  readonly table: string;
  readonly mode: 'WRITE';
}

/** What a database administrator would say about a migration. */
export type SqliteFinding = PostgresFinding;

/** One operation of an SQLite migration with what it does to a database in use. */
export interface SqliteOperation extends MigrationOperation {
  /** Those on tables that the release creates are left out, though they too keep other writers out. */
  readonly locks: readonly SqliteTableLock[];
  /** It writes the whole table anew. */
  readonly rewrites: boolean | null;
  /** It reads the whole table. */
  readonly scans: boolean | null;
  readonly buildsIndex: boolean | null;
  /** `false`: SQLite refuses it inside a transaction, or it does nothing there. */
  readonly transactional: boolean | null;
  /** It discards data that nothing in the repository brings back; `null`: depends on the data or was not understood. */
  readonly loses: boolean | null;
  /** The previous code keeps working after it; `null`: depends on that code. */
  readonly backwardCompatible: boolean | null;
  /** Why. */
  readonly compatibility: string;
  readonly phase: Phase;
  readonly notes: readonly string[];
  readonly findings: readonly SqliteFinding[];
}

/** A migration as it was read. */
export interface SqliteMigration {
  readonly operations: readonly SqliteOperation[];
  /** Of the operations and of the migration as a whole, the gravest first. */
  readonly findings: readonly SqliteFinding[];
  /** Every statement was understood. */
  readonly understood: boolean;
}
