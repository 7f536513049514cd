import { newWalk, readMigration, replayBase } from '../../core/highlights/mysql/readMigration';
import type { MysqlRequest, MysqlResult, MysqlSource } from '../../core/highlights/mysql/reader';
import type { Walk } from '../../core/highlights/mysql/statements';
import { takeApart } from '../forwardSection';
import type { MysqlGrammar } from './mysqlGrammar';
import { mysqlStatements } from './mysqlStatements';

function forward(grammar: MysqlGrammar, { text, sections }: MysqlSource): ReturnType<typeof mysqlStatements> {
  return mysqlStatements(grammar, takeApart(text, sections).up);
}

function readOne(grammar: MysqlGrammar, walk: Walk, input: MysqlSource): MysqlResult {
  try {
    return { state: 'read', migration: readMigration(walk, forward(grammar, input)) };
  } catch (error) {
    return { state: 'unread', reason: error instanceof Error ? error.message : String(error) };
  }
}

/**
 * Reads the migrations of a release one after the other, each against what the base and those before it made.
 * @param skipped numbers of texts that broke the reader before
 * @param begin told before a text is begun: one of the base has a negative number, from -1 down
 * @param done told when a migration has been read
 */
export function readMysqlRequest(
  grammar: MysqlGrammar,
  request: MysqlRequest,
  skipped: ReadonlySet<number>,
  begin: (at: number) => void,
  done: (at: number, result: MysqlResult) => void,
): void {
  const walk = newWalk(request.server);
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
