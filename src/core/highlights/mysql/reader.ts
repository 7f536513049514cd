import type { SqlSections } from '../sqlStatements';
import type { MysqlMigration, MysqlServer } from './model';

/** SQL text of which the forward part counts. */
export interface MysqlSource {
  readonly text: string;
  readonly sections: SqlSections;
}

/** A migration that the release runs. */
export interface MysqlInput extends MysqlSource {
  /** The text of the file that takes it back; `null` when there is none, or when it is a part of the text. */
  readonly down: string | null;
}

/** What a release does to a database, in the order in which it runs. */
export interface MysqlRequest {
  /** What the database holds before: a schema file, or the migrations of the base in their order. */
  readonly base: readonly MysqlSource[];
  readonly migrations: readonly MysqlInput[];
  /** `null` when it is not known, which means any of them. */
  readonly server: MysqlServer | null;
}

/** What became of one migration. */
export type MysqlResult =
  | { readonly state: 'read'; readonly migration: MysqlMigration }
  /** Reading it took too long, or broke the reader; the others were read. */
  | { readonly state: 'unread'; readonly reason: string };

/** What became of a request. */
export type MysqlAnswer =
  /** One result for each migration, in their order. */
  | { readonly state: 'read'; readonly results: readonly MysqlResult[] }
  /** There is no grammar: the caller falls back on reading by words, and says that it is approximate. */
  | { readonly state: 'unavailable'; readonly reason: string };

/** Reads MySQL and MariaDB migrations away from the caller's thread. */
export interface MysqlReader {
  /** @throws the signal's reason when it is aborted; nothing else */
  read(request: MysqlRequest, signal?: AbortSignal): Promise<MysqlAnswer>;
  /** Ends what runs. A later `read` starts anew. */
  dispose(): Promise<void>;
}
