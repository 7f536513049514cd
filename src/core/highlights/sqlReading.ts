import type { MigrationOperation } from './model';
import type { Place } from './operation';
import type { SqlCursor } from './sqlCursor';
import type { SqlSections, SqlStatement } from './sqlStatements';
import type { SqlToken } from './sqlTokens';

/** Reads the forward part of SQL text into operations with the lines that they stand on. Never throws. */
export type SqlReader = (text: string, sections: SqlSections) => readonly MigrationOperation[];

/** One statement while it is read. */
export interface Reading {
  readonly text: string;
  readonly statement: SqlStatement;
  readonly cursor: SqlCursor;
  readonly place: Place;
  /** Tables that earlier statements of the same text created, and columns (`table.column`) that they added. */
  readonly made: { readonly tables: Set<string>; readonly columns: Set<string> };
}

/** Reads a statement whose first word has been passed over. */
export type Read = (reading: Reading) => readonly MigrationOperation[];

/** Names compare without case. */
export const key = (name: string): string => name.toLowerCase();

/** The name that follows the first of these words. */
export function seekName({ cursor, text }: Reading, ...words: readonly string[]): string | null {
  if (!cursor.seek(...words)) return null;
  cursor.skip();
  cursor.take('IF', 'EXISTS');
  cursor.take('ONLY');
  return cursor.name(text);
}

/** Gives the line of tokens of a statement, which must be asked for in their order. */
export function lineCounter(text: string, { line, start }: SqlStatement): (token: SqlToken) => number {
  let [at, current] = [start, line];
  return (token) => {
    for (; at < token.start; at += 1) if (text[at] === '\n') current += 1;
    return current;
  };
}
