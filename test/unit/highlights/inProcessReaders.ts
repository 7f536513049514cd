import type { DialectReader, MigrationReaders, SqlResult } from '../../../src/core/highlights/readers';
import { GrammarCodeReader } from '../../../src/grammars/codeReader';
import { loadPostgresGrammar } from '../../../src/grammars/postgresGrammar';
import { readRequest } from '../../../src/grammars/readRequest';
import { grammars } from '../dsl/grammarsForTests';

/** Postgres' own grammar, without a worker around it. */
export const postgres: DialectReader = {
  async read(request) {
    const grammar = await loadPostgresGrammar();
    const results: SqlResult[] = [];
    readRequest(
      grammar,
      { ...request, version: null },
      new Set(),
      () => undefined,
      (at, result) => {
        results[at] = result;
      },
    );
    return { state: 'read', results };
  },
};

/** The grammars of Postgres and of programming languages. */
export function readersWith(reader: DialectReader | null = postgres): MigrationReaders {
  return {
    code: new GrammarCodeReader(grammars),
    forDialect: (dialect) => (dialect === 'postgres' ? reader : null),
    dispose: () => Promise.resolve(),
  };
}
