import type { Reversal } from '../core/highlights/model';
import type { SqlResult, SqlSource } from '../core/highlights/readers';
import type { PostgresRequest } from '../core/highlights/postgres/reader';
import { readMigration, replayBase } from '../core/highlights/postgres/readMigration';
import { PostgresSchema } from '../core/highlights/postgres/schema';
import type { Walk } from '../core/highlights/postgres/statements';
import { applyBase, compareUpDown, nothingKnown, type Known } from '../core/highlights/postgres/upDown';
import { takeApart, transactionOf } from './forwardSection';
import type { PostgresGrammar } from './postgresGrammar';
import { postgresStatements } from './postgresStatements';

type Statements = ReturnType<typeof postgresStatements>;

/** Told before a text is begun: a text of the base has a negative number, from -1 down. */
export type Progress = (at: number) => void;

function forward(grammar: PostgresGrammar, { text, sections }: SqlSource): Statements {
  return postgresStatements(grammar, takeApart(text, sections).up);
}

/** What the migrations before have made: for what a statement does, and for whether it comes back. */
interface Before {
  readonly walk: Walk;
  /** `null`: what takes a migration back is told neither of this one nor of any later one. */
  readonly known: Known | null;
}

/** What breaks the comparison leaves the rest of what is told. */
function wayBack(known: Known, up: Statements, down: Statements | null): Reversal | null {
  try {
    return down === null ? null : compareUpDown(known, up, down);
  } catch {
    return { reversible: null, reason: 'What takes it back could not be compared with it.', line: null, part: null };
  } finally {
    remember(known, up);
  }
}

function remember(known: Known, statements: Statements): void {
  try {
    applyBase(known, statements);
  } catch {
    known.isDoubtful = true;
  }
}

function readOne(
  grammar: PostgresGrammar,
  { walk, known }: Before,
  input: PostgresRequest['migrations'][number],
): SqlResult {
  try {
    const { up, down: section } = takeApart(input.text, input.sections);
    const statements = postgresStatements(grammar, up);
    const migration = readMigration(walk, statements, transactionOf(input.text, input.transaction));
    const down = input.down ?? (input.sections !== 'none' && section.trim() !== '' ? section : null);
    const back = down === null ? null : postgresStatements(grammar, down);
    const reversal = known === null ? null : wayBack(known, statements, back);
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
  const known = nothingKnown(request.base.length > 0);
  const lastCompared = request.migrations.findLastIndex(({ sections, down }) => down !== null || sections !== 'none');
  request.base.forEach((source, index) => {
    const at = -1 - index;
    if (skipped.has(at)) {
      known.isDoubtful = true;
      return;
    }
    begin(at);
    try {
      const statements = forward(grammar, source);
      replayBase(walk, statements);
      if (lastCompared >= 0) remember(known, statements);
    } catch {
      // What is not known of the base only makes answers less sure.
      known.isDoubtful = true;
    }
  });
  request.migrations.forEach((input, at) => {
    if (skipped.has(at)) return;
    begin(at);
    done(at, readOne(grammar, { walk, known: at <= lastCompared ? known : null }, input));
  });
}
