import type { TransactionMode } from '../../../src/core/highlights/readers';
import type { PostgresMigration, PostgresOperation } from '../../../src/core/highlights/postgres/model';
import { readMigration, replayBase } from '../../../src/core/highlights/postgres/readMigration';
import { PostgresSchema } from '../../../src/core/highlights/postgres/schema';
import type { Walk } from '../../../src/core/highlights/postgres/statements';
import type { Reversal } from '../../../src/core/highlights/model';
import { applyBase, compareUpDown, nothingKnown } from '../../../src/core/highlights/postgres/upDown';
import { loadPostgresGrammar } from '../../../src/grammars/postgresGrammar';
import { postgresStatements } from '../../../src/grammars/postgresStatements';

const grammar = await loadPostgresGrammar();

/** What a migration is read against. */
export interface Around {
  readonly base?: string;
  readonly version?: number | null;
  readonly transaction?: TransactionMode;
}

/** Reads migrations one after the other; gives the last. */
export function readAll(texts: readonly string[], around: Around = {}): PostgresMigration {
  const walk: Walk = { schema: new PostgresSchema(), version: around.version ?? null, routines: new Map() };
  replayBase(walk, postgresStatements(grammar, around.base ?? ''));
  const read = texts.map((text) => readMigration(walk, postgresStatements(grammar, text), around.transaction ?? 'one'));
  return read.at(-1) ?? { operations: [], findings: [], understood: true };
}

/** Reads one migration. */
export function read(text: string, around: Around = {}): PostgresMigration {
  return readAll([text], around);
}

/** Reads a migration that is one operation. */
export function one(text: string, around: Around = {}): PostgresOperation {
  const [operation, ...others] = read(text, around).operations;
  if (operation === undefined || others.length > 0) throw new Error(`${others.length + 1} operations`);
  return operation;
}

/** The rules of a migration's findings, the gravest first, without the note on lock_timeout. */
export function rules(text: string, around: Around = {}): readonly string[] {
  return read(text, around)
    .findings.map(({ rule }) => rule)
    .filter((rule) => rule !== 'no-lock-timeout');
}

/**
 * Compares an up with a down migration.
 * @param base all that the database has run before; `null`: not known
 */
export function reversal(up: string, down: string, base: string | null = null): Reversal {
  const known = nothingKnown(base !== null);
  applyBase(known, postgresStatements(grammar, base ?? ''));
  return compareUpDown(known, postgresStatements(grammar, up), postgresStatements(grammar, down));
}

/** The statements of a text: line, text, and whether it was parsed. */
export function statements(text: string): readonly { line: number; text: string; problem: string | null }[] {
  return postgresStatements(grammar, text).map(({ place, problem }) => ({ ...place, problem }));
}

/** Whether Postgres' grammar takes a whole text as it stands. */
export function isSql(text: string): boolean {
  try {
    grammar.parse(text);
    return true;
  } catch {
    return false;
  }
}
