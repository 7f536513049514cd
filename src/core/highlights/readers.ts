import type { DslMigration } from './dsl/model';
import type { FrameworkId } from './frameworks';
import type { DatabaseDialect, Finding, MigrationOperation, Reversal } from './model';
import type { DatabaseServers } from './servers';
import type { SqlSections } from './sqlStatements';

/** How a tool runs a migration: as one transaction, statement by statement, or in a way that is not known. */
export type TransactionMode = 'one' | 'none' | 'unknown';

/** SQL text of which the forward part counts. */
export interface SqlSource {
  readonly text: string;
  readonly sections: SqlSections;
}

/** A migration that the release runs. */
export interface SqlInput extends SqlSource {
  /** How its tool runs it; what the text itself says goes before. */
  readonly transaction: TransactionMode;
  /** The text of the file that takes it back; `null` when there is none, or when it is a part of the text. */
  readonly down: string | null;
}

/** What a release does to a database, in the order in which it runs. */
export interface SqlRequest {
  /** What the database holds before: a schema file, or the migrations of the base in their order. */
  readonly base: readonly SqlSource[];
  readonly migrations: readonly SqlInput[];
}

/** What became of one migration. */
export type SqlResult =
  | {
      readonly state: 'read';
      readonly migration: {
        readonly operations: readonly MigrationOperation[];
        /** Of the operations and of the migration as a whole, the gravest first. */
        readonly findings: readonly Finding[];
        /** Every statement was understood. */
        readonly understood: boolean;
      };
      /** `null` when there is nothing that takes it back, or when it was not compared. */
      readonly reversal: Reversal | null;
    }
  /** Reading it took too long, or broke the reader; the others were read. */
  | { readonly state: 'unread'; readonly reason: string };

/** What became of a request. */
export type SqlAnswer =
  /** One result for each migration, in their order. */
  | { readonly state: 'read'; readonly results: readonly SqlResult[] }
  /** There is no grammar: the caller falls back on reading by words, and says that it is approximate. */
  | { readonly state: 'unavailable'; readonly reason: string };

/** Reads the migrations of one database by its grammar, away from the caller's thread. */
export interface DialectReader {
  /** @throws the signal's reason when it is aborted; nothing else */
  read(request: SqlRequest, signal?: AbortSignal): Promise<SqlAnswer>;
}

/** A migration that is written in a programming language. */
export interface CodeInput {
  readonly framework: FrameworkId;
  readonly text: string;
}

/** What became of one migration that is written in a programming language. */
export type CodeResult =
  | { readonly state: 'read'; readonly migration: DslMigration }
  /** Its language has no grammar here, or could not be loaded. */
  | { readonly state: 'unread'; readonly reason: string };

/** Reads migrations that are written in a programming language. */
export interface CodeReader {
  /**
   * One result for each, in their order.
   * @throws the signal's reason when it is aborted; nothing else
   */
  read(files: readonly CodeInput[], signal?: AbortSignal): Promise<readonly CodeResult[]>;
}

/** The grammars at hand; each is loaded when it is first asked. */
export interface MigrationReaders {
  readonly code: CodeReader;
  /** `null`: there is none for this database. @param servers left out: every version counts */
  forDialect(dialect: DatabaseDialect, servers?: DatabaseServers): DialectReader | null;
  /** Ends what runs. A later `read` starts anew. */
  dispose(): Promise<void>;
}
