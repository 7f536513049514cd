import type { Finding, MigrationOperation, OperationLock, Phase } from '../model';

export type { Phase } from '../model';

/** Lock modes of tables, from weak to strong (https://www.postgresql.org/docs/18/explicit-locking.html). */
export const lockModes = [
  'AccessShareLock',
  'RowShareLock',
  'RowExclusiveLock',
  'ShareUpdateExclusiveLock',
  'ShareLock',
  'ShareRowExclusiveLock',
  'ExclusiveLock',
  'AccessExclusiveLock',
] as const;

/** A lock mode in Postgres' own word. */
export type LockMode = (typeof lockModes)[number];

/** A lock that a statement takes. */
export interface TableLock extends OperationLock {
  readonly mode: LockMode;
}

/** What a database administrator would say about a statement. */
export interface PostgresFinding extends Finding {
  readonly line: number;
}

/** One operation of a Postgres migration with what it does to a running database. */
export interface PostgresOperation extends MigrationOperation {
  readonly locks: readonly TableLock[];
  readonly phase: Phase;
  readonly findings: readonly PostgresFinding[];
}

/** A migration as it was read. */
export interface PostgresMigration {
  readonly operations: readonly PostgresOperation[];
  /** Of the operations and of the migration as a whole, the gravest first, each line and rule once. */
  readonly findings: readonly PostgresFinding[];
  /** Every statement was understood. */
  readonly understood: boolean;
}
