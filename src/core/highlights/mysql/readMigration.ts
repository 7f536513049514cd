import type { MysqlFinding, MysqlMigration, MysqlOperation, MysqlServer } from './model';
import { serversFor } from './onlineDdl';
import { MysqlSchema } from './schema';
import type { MysqlStatement } from './statement';
import { readStatement, type Walk } from './statements';

/** Where the reading of a release begins. */
export function newWalk(server: MysqlServer | null): Walk {
  return { schema: new MysqlSchema(), server, servers: serversFor(server), procedures: new Map(), waits: false };
}

/** Applies the statements of the base: a schema file, or its migrations in their order. */
export function replayBase(walk: Walk, statements: readonly MysqlStatement[]): void {
  for (const each of statements) readStatement(walk, each);
  walk.schema.unchecked = false;
}

const grave = { error: 0, warning: 1, note: 2 } as const;
const shownOfRule = 3;

function ranked(findings: readonly MysqlFinding[]): readonly MysqlFinding[] {
  const unique = new Map(findings.map((each) => [`${each.rule} ${each.line} ${each.message}`, each]));
  const sorted = [...unique.values()].toSorted((a, b) => grave[a.severity] - grave[b.severity] || a.line - b.line);
  const seen = new Map<string, number>();
  return sorted.flatMap((each) => {
    const count = (seen.get(each.rule) ?? 0) + 1;
    seen.set(each.rule, count);
    if (count > shownOfRule) return [];
    const more = sorted.filter(({ rule }) => rule === each.rule).length - shownOfRule;
    return [
      count === shownOfRule && more > 0 ? { ...each, message: `${each.message} And ${more} more like it.` } : each,
    ];
  });
}

/** Changes of definitions commit what was open before and after them (MySQL manual 15.3.3 "Implicit Commit"). */
function commits(operations: readonly MysqlOperation[]): readonly MysqlFinding[] {
  const changing = operations.filter(
    ({ kind }) => kind !== 'not-understood' && kind !== 'session' && kind !== 'transaction' && kind !== 'query',
  );
  const defining = changing.filter(({ transactional }) => transactional === false);
  const lines = new Set(defining.map(({ line, text }) => `${line} ${text}`));
  const [first] = defining;
  const begun = operations.find(({ kind }) => kind === 'transaction');
  if (first === undefined) return [];
  const advice = 'Put each into a migration of its own, or make every statement safe to run again.';
  if (begun !== undefined) {
    return [
      {
        rule: 'implicit-commit',
        severity: 'warning',
        line: first.line,
        message:
          'The transaction does not hold it together: a statement that changes definitions commits what was open, and a rollback takes nothing back.',
        advice,
      },
    ];
  }
  if (lines.size < 2 && changing.length < 2) return [];
  return [
    {
      rule: 'implicit-commit',
      severity: 'note',
      line: first.line,
      message:
        'Each statement that changes definitions commits by itself: when one fails, what ran before it stays, and the migration cannot simply run again.',
      advice,
    },
  ];
}

/** Even an instant change waits until nobody uses the table, and everybody who comes later waits behind it. */
function waiting(operations: readonly MysqlOperation[], waits: boolean): readonly MysqlFinding[] {
  const first = operations.find(
    ({ locks, transactional }) => transactional === false && locks.some(({ mode }) => mode !== 'ROWS'),
  );
  if (first === undefined || waits) return [];
  return [
    {
      rule: 'metadata-lock',
      severity: 'note',
      line: first.line,
      message: `Waits until no transaction uses ${first.locks.map(({ table }) => table).join(', ')}, by default up to a day, and whoever comes later waits behind it.`,
      advice: 'SET SESSION lock_wait_timeout = 5 before it, and try again when it fails.',
    },
  ];
}

/** Reads a migration that the release runs, and applies it to the schema, so that the next one is read against it. */
export function readMigration(walk: Walk, statements: readonly MysqlStatement[]): MysqlMigration {
  walk.schema.releasing = true;
  walk.schema.unchecked = false;
  walk.waits = false;
  const operations = statements.flatMap((each) => readStatement(walk, each));
  return {
    operations,
    findings: ranked([
      ...operations.flatMap(({ findings }) => findings),
      ...commits(operations),
      ...waiting(operations, walk.waits),
    ]),
    understood: operations.every(({ kind }) => kind !== 'not-understood'),
  };
}
