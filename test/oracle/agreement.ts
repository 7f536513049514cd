import { lockModes, type LockMode } from '../../src/core/highlights/postgres/model';
import { readMigration, replayBase } from '../../src/core/highlights/postgres/readMigration';
import { PostgresSchema } from '../../src/core/highlights/postgres/schema';
import type { Walk } from '../../src/core/highlights/postgres/statements';
import { loadPostgresGrammar } from '../../src/grammars/postgresGrammar';
import { postgresStatements } from '../../src/grammars/postgresStatements';
import type { Oracle, PostgresAnswer } from './askPostgres';
import { fixtureSchema } from './fixtureSchema';

/** Where what the reader says of a statement and what Postgres does are not the same. */
export interface Difference {
  readonly sql: string;
  readonly about: 'locks' | 'rewrites' | 'scans' | 'transactional' | 'refused';
  readonly said: string;
  readonly did: string;
}

type Said = Pick<PostgresAnswer, 'locks' | 'transactional'> & {
  readonly rewrites: boolean | null;
  readonly scans: boolean | null;
};

/** Gives what reads a statement against the fixture. */
export async function readerOfFixture(): Promise<(sql: string) => Said> {
  const grammar = await loadPostgresGrammar();
  const base = postgresStatements(grammar, fixtureSchema);
  return (sql) => {
    const walk: Walk = { schema: new PostgresSchema(), version: 18, routines: new Map() };
    replayBase(walk, base);
    const { operations } = readMigration(walk, postgresStatements(grammar, sql), 'unknown');
    const locks: Record<string, LockMode> = {};
    for (const { table, mode } of operations.flatMap((each) => each.locks)) {
      const held = locks[table];
      if (held === undefined || lockModes.indexOf(mode) > lockModes.indexOf(held)) locks[table] = mode;
    }
    const any = (values: readonly (boolean | null)[]): boolean | null =>
      values.includes(true) ? true : values.includes(null) ? null : false;
    return {
      locks: Object.fromEntries(Object.entries(locks).toSorted(([a], [b]) => a.localeCompare(b))),
      rewrites: any(operations.map(({ rewrites }) => rewrites)),
      scans: any(operations.map(({ scans }) => scans)),
      transactional: operations.every(({ transactional }) => transactional !== false),
    };
  };
}

/** Asks Postgres and the reader about statements. The locks of those that run outside a transaction are not compared. */
export async function differences(
  oracle: Oracle,
  read: (sql: string) => Said,
  statements: readonly string[],
): Promise<readonly Difference[]> {
  const found: Difference[] = [];
  for (const sql of statements) {
    const did = await oracle.ask(sql).catch((error: unknown) => String(error));
    if (typeof did === 'string') {
      found.push({ sql, about: 'refused', said: '', did });
      continue;
    }
    const said = read(sql);
    const compare = (about: Difference['about'], a: unknown, b: unknown): void => {
      if (JSON.stringify(a) !== JSON.stringify(b))
        found.push({ sql, about, said: JSON.stringify(a), did: JSON.stringify(b) });
    };
    if (did.transactional) compare('locks', said.locks, did.locks);
    compare('rewrites', said.rewrites, did.rewrites.length > 0);
    compare('scans', said.scans, did.scans.length > 0);
    compare('transactional', said.transactional, did.transactional);
  }
  return found;
}
