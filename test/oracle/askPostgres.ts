import { PGlite } from '@electric-sql/pglite';
import { fixtureSchema } from './fixtureSchema';

/** What Postgres did when it ran one statement. */
export interface PostgresAnswer {
  /** Lock mode by table or view, the strongest one of each. */
  readonly locks: Readonly<Record<string, string>>;
  /** Tables that got a new file. */
  readonly rewrites: readonly string[];
  /** Tables whose rows were read to check them. */
  readonly scans: readonly string[];
  /** Indexes that were built on tables that were there before. */
  readonly builds: readonly string[];
  /** Whether it runs inside a transaction. */
  readonly transactional: boolean;
}

/** From weak to strong (https://www.postgresql.org/docs/18/explicit-locking.html). */
export const lockModes = [
  'AccessShareLock',
  'RowShareLock',
  'RowExclusiveLock',
  'ShareUpdateExclusiveLock',
  'ShareLock',
  'ShareRowExclusiveLock',
  'ExclusiveLock',
  'AccessExclusiveLock',
];

const locksQuery = `
  SELECT relation::text AS id, mode FROM pg_locks WHERE pid = pg_backend_pid() AND locktype = 'relation'`;

const filesQuery = `
  SELECT oid::text AS id, relname AS name, relfilenode::text AS file FROM pg_class
  WHERE relkind IN ('r', 'p', 'm', 'v')
    AND relnamespace NOT IN ('pg_catalog'::regnamespace, 'information_schema'::regnamespace)`;

/** A Postgres that holds the fixture and is asked about one statement after the other. */
export class Oracle {
  readonly #database: PGlite;
  readonly version: string;

  private constructor(database: PGlite, version: string) {
    this.#database = database;
    this.version = version;
  }

  /** Starts Postgres in this process (about 4 s, 770 MB) and lays the fixture down. */
  static async start(): Promise<Oracle> {
    const database = new PGlite();
    await database.exec(fixtureSchema);
    const { rows } = await database.query<{ server_version: string }>('SHOW server_version');
    return new Oracle(database, rows[0]?.server_version ?? '');
  }

  /** Runs a statement, reads what it did, and takes it back. @throws when Postgres refuses the statement */
  async ask(sql: string): Promise<PostgresAnswer> {
    await this.#database.exec('BEGIN');
    try {
      const before = await this.#files();
      const notices = await this.#run(sql);
      const after = await this.#files();
      const { rows } = await this.#database.query<{ id: string; mode: string }>(locksQuery);
      const held = rows.flatMap(({ id, mode }) => {
        const name = before.get(id)?.name;
        return name === undefined ? [] : [{ name, mode }];
      });
      return { locks: strongest(held), ...worked(sql, notices, before, after), transactional: true };
    } catch (error) {
      if (!/cannot (?:run|be executed) inside a transaction|cannot run inside/i.test(String(error))) throw error;
    } finally {
      await this.#database.exec('ROLLBACK');
    }
    return this.#askOutside(sql);
  }

  async close(): Promise<void> {
    await this.#database.close();
  }

  /** Its locks are gone when it ends: an index of the fixture tells of them while it is built. */
  async #askOutside(sql: string): Promise<PostgresAnswer> {
    const before = await this.#files();
    const notices = await this.#run(sql);
    const after = await this.#files();
    const held = notices.flatMap((notice) => {
      const [, mode, name] = /^holds (\w+) on (\w+)$/.exec(notice) ?? [];
      return mode === undefined || name === undefined ? [] : [{ name, mode }];
    });
    return { locks: strongest(held), ...worked(sql, notices, before, after), transactional: false };
  }

  async #run(sql: string): Promise<readonly string[]> {
    const notices: string[] = [];
    await this.#database.exec('SET client_min_messages = debug1');
    try {
      await this.#database.exec(sql, { onNotice: ({ message }) => void notices.push(message ?? '') });
    } finally {
      // A failed transaction refuses this too, and sets it back itself.
      await this.#database.exec('SET client_min_messages = notice').catch(() => undefined);
    }
    return notices;
  }

  async #files(): Promise<Files> {
    const { rows } = await this.#database.query<{ id: string; name: string; file: string }>(filesQuery);
    return new Map(rows.map((row) => [row.id, row]));
  }
}

type Files = ReadonlyMap<string, { readonly name: string; readonly file: string }>;

function strongest(rows: readonly { readonly name: string; readonly mode: string }[]): Record<string, string> {
  const locks: Record<string, string> = {};
  for (const { name, mode } of rows) {
    const held = locks[name];
    if (held === undefined || lockModes.indexOf(mode) > lockModes.indexOf(held)) locks[name] = mode;
  }
  return Object.fromEntries(Object.entries(locks).toSorted(([a], [b]) => a.localeCompare(b)));
}

type Work = Pick<PostgresAnswer, 'rewrites' | 'scans' | 'builds'>;

function worked(sql: string, notices: readonly string[], before: Files, after: Files): Work {
  // TRUNCATE gives a new file too, an empty one.
  const rewrites = /^truncate/i.test(sql)
    ? []
    : [...before]
        .filter(([id, { file }]) => file !== '0' && after.has(id) && after.get(id)?.file !== file)
        .map(([, { name }]) => name);
  const known = new Set([...before.values()].map(({ name }) => name));
  const scans = new Set(rewrites);
  const builds = new Set<string>();
  for (const notice of notices) {
    const table = /^(?:verifying|rewriting) table "([^"]+)"/.exec(notice)?.[1];
    if (table !== undefined) scans.add(table);
    const key = /^validating foreign key constraint "([^"]+)"/.exec(notice)?.[1];
    if (key !== undefined) scans.add(`the rows of ${key}`);
    const [, index, indexed] = /^building index "([^"]+)" on table "([^"]+)"/.exec(notice) ?? [];
    if (index !== undefined && indexed !== undefined && known.has(indexed)) builds.add(index);
  }
  return { rewrites, scans: [...scans], builds: [...builds] };
}
