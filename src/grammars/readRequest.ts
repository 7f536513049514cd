import type { SqlResult, SqlSource } from '../core/highlights/readers';
import type { PostgresRequest } from '../core/highlights/postgres/reader';
import { readMigration, replayBase } from '../core/highlights/postgres/readMigration';
import { PostgresSchema } from '../core/highlights/postgres/schema';
import type { Walk } from '../core/highlights/postgres/statements';
import { compareUpDown } from '../core/highlights/postgres/upDown';
import { takeApart, transactionOf } from './forwardSection';
import type { PostgresGrammar } from './postgresGrammar';
import { postgresStatements } from './postgresStatements';

/** Told before a text is begun: a text of the base has a negative number, from -1 down. */
export type Progress = (at: number) => void;

function forward(grammar: PostgresGrammar, { text, sections }: SqlSource): ReturnType<typeof postgresStatements> {
  return postgresStatements(grammar, takeApart(text, sections).up);
}

function readOne(grammar: PostgresGrammar, walk: Walk, input: PostgresRequest['migrations'][number]): SqlResult {
  try {
    const { up, down: section } = takeApart(input.text, input.sections);
    const statements = postgresStatements(grammar, up);
    const migration = readMigration(walk, statements, transactionOf(input.text, input.transaction));
    const down = input.down ?? (input.sections !== 'none' && section.trim() !== '' ? section : null);
    const reversal = down === null ? null : compareUpDown(statements, postgresStatements(grammar, down));
    return { state: 'read', migration, reversal };
  } catch (error) {
    return { state: 'unread', reason: error instanceof Error ? error.message : String(error) };
  }
}

/**
 * Reads the migrations of a release one after the other, each against what the base and those before it made.
 * @param skipped numbers of texts that broke the reader before
 * @param done told when a migration has been read
 */
export function readRequest(
  grammar: PostgresGrammar,
  request: PostgresRequest,
  skipped: ReadonlySet<number>,
  begin: Progress,
  done: (at: number, result: SqlResult) => void,
): void {
  const walk: Walk = { schema: new PostgresSchema(), version: request.version, routines: new Map() };
  request.base.forEach((source, index) => {
    const at = -1 - index;
    if (skipped.has(at)) return;
    begin(at);
    try {
      replayBase(walk, forward(grammar, source));
    } catch {
      // What is not known of the base only makes answers less sure.
    }
  });
  request.migrations.forEach((input, at) => {
    if (skipped.has(at)) return;
    begin(at);
    done(at, readOne(grammar, walk, input));
  });
}
