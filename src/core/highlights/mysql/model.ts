import type { MigrationOperation } from '../model';
import type { Phase, PostgresFinding } from '../postgres/model';

/** The servers whose behaviour is known; `mariadb-10.6` stands for it and what came after. */
export const mysqlServers = ['mysql-5.7', 'mysql-8.0', 'mysql-8.4', 'mariadb-10.6'] as const;

/** A server, by product and the first version that it stands for. */
export type MysqlServer = (typeof mysqlServers)[number];

/** How a server changes a table, from the metadata alone to a copy of every row. */
export const algorithms = ['INSTANT', 'NOCOPY', 'INPLACE', 'COPY'] as const;
export type Algorithm = (typeof algorithms)[number];

/**
 * What others can do meanwhile, from everything to nothing: `NONE` read and write, but for a moment at the beginning and
 * the end; `SHARED` read; `EXCLUSIVE` neither.
 */
export const lockLevels = ['NONE', 'SHARED', 'EXCLUSIVE'] as const;
export type LockLevel = (typeof lockLevels)[number];

/** How one server does a change; `null` is not known. */
export interface OnlineDdl {
  readonly algorithm: Algorithm | null;
  readonly lock: LockLevel | null;
  /** It writes the whole table, or the partitions that it changes, anew. */
  readonly rebuilds: boolean | null;
}

/** A lock that a statement takes; `ROWS`: only the rows that it reads or writes. */
export interface MysqlTableLock {
  readonly table: string;
  /** `null`: not known, or not the same on every server that may run it. */
  readonly mode: LockLevel | 'ROWS' | null;
}

/** What a database administrator would say about a migration. */
export type MysqlFinding = PostgresFinding;

/** One operation of a MySQL or MariaDB migration with what it does to a running database. */
export interface MysqlOperation extends MigrationOperation {
  /** Those that nobody else can use yet because the release creates them are left out. */
  readonly locks: readonly MysqlTableLock[];
  /** It writes the whole table anew; `null`: not known, or not the same on every server that may run it. */
  readonly rewrites: boolean | null;
  /** It reads the whole table to check or copy it; `null`: depends on what is not known. */
  readonly scans: boolean | null;
  /** It builds an index on a table that holds rows; `null`: depends on what is not known. */
  readonly buildsIndex: boolean | null;
  /** `false`: it commits what was open, and cannot be rolled back; `null`: not known. */
  readonly transactional: boolean | null;
  /** It discards data that nothing in the repository brings back; `null`: depends on the data or was not understood. */
  readonly loses: boolean | null;
  /** The previous code keeps working after it; `null`: depends on that code. */
  readonly backwardCompatible: boolean | null;
  /** Why. */
  readonly compatibility: string;
  readonly phase: Phase;
  /** What depends on the server or on what the schema holds. */
  readonly notes: readonly string[];
  readonly findings: readonly MysqlFinding[];
  /** How each server that may run it does the whole statement; empty for what is no change of a table. */
  readonly online: Readonly<Partial<Record<MysqlServer, OnlineDdl>>>;
}

/** A migration as it was read. */
export interface MysqlMigration {
  readonly operations: readonly MysqlOperation[];
  /** Of the operations and of the migration as a whole, the gravest first, each line and rule once. */
  readonly findings: readonly MysqlFinding[];
  /** Every statement was understood. */
  readonly understood: boolean;
}
