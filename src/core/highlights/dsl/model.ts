import type { DatabaseDialect, MigrationOperation } from '../model';

/** SQL that a call runs, as text. */
export interface EmbeddedSql {
  /** What only its run tells stands in it as `${…}`. */
  readonly text: string;
  /** Lines of the file on which it starts and ends. */
  readonly line: number;
  readonly lastLine: number;
}

/** A column as a framework defines it, in words that only compare with those of the same framework. */
export interface DefinedColumn {
  readonly name: string;
  /** As SQL writes it, or in the framework's own words. */
  readonly type: string;
  /** What the type is on databases on which it is another. */
  readonly types?: Readonly<Partial<Record<DatabaseDialect, string>>>;
  /** `null`: as it was. */
  readonly required: boolean | null;
  /** Whatever else the database knows of it, in order. */
  readonly rest: readonly string[];
}

/** One operation of a migration that is written in a programming language. */
export interface DslOperation extends MigrationOperation {
  /** The column, index, constraint or other object. */
  readonly name: string | null;
  /** What it runs on Postgres; `null` when it cannot be told, or when it is given as `embedded`. */
  readonly sql: readonly string[] | null;
  /** SQL of its own, which says what it does; its kind is then `sql`. */
  readonly embedded: EmbeddedSql | null;
  /** Depends on a condition, or acts on what only its run tells. */
  readonly dynamic: boolean;
  /** `false`: somebody must look at it. */
  readonly understood: boolean;
  /** Whether the framework's way back takes it back, apart from values that are lost; `null`: cannot be told. */
  readonly reversible: boolean | null;
  /** Why, in a sentence. */
  readonly why: string;
  /** The columns that it adds or defines anew, where the framework tells them whole. */
  readonly columns?: readonly DefinedColumn[];
  /** The new name of a renaming. */
  readonly newName?: string;
}

/** What takes a migration back. */
export interface WayBack {
  /** The framework derives it, it is written down, or there is none. */
  readonly kind: 'automatic' | 'written' | 'none';
  readonly exists: boolean;
  /** It does nothing, or refuses. */
  readonly noop: boolean;
  readonly line: number | null;
}

/** A migration that is written in a programming language. */
export interface DslMigration {
  readonly operations: readonly DslOperation[];
  readonly down: WayBack;
  /** `one`: all in one transaction; `none`: the migration switches it off. */
  readonly transaction: 'one' | 'none';
  /** All of it was understood. */
  readonly understood: boolean;
}
