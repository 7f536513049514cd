import { PGlite } from '@electric-sql/pglite';
import { btree_gin } from '@electric-sql/pglite/contrib/btree_gin';
import { btree_gist } from '@electric-sql/pglite/contrib/btree_gist';
import { citext } from '@electric-sql/pglite/contrib/citext';
import { hstore } from '@electric-sql/pglite/contrib/hstore';
import { ltree } from '@electric-sql/pglite/contrib/ltree';
import { pg_trgm } from '@electric-sql/pglite/contrib/pg_trgm';
import { pgcrypto } from '@electric-sql/pglite/contrib/pgcrypto';
import { uuid_ossp } from '@electric-sql/pglite/contrib/uuid_ossp';
import { catalogueDifferences, readCatalogue, type Catalogue } from './catalogue';
import { insertSamples, lostRows, readRows } from './sampleRows';

const extensions = { btree_gin, btree_gist, citext, hstore, ltree, pg_trgm, pgcrypto, uuid_ossp };

/** A migration as statements, each with what takes it back. */
export interface UpDown {
  readonly up: readonly string[];
  readonly down: readonly string[];
}

/** What happened when a migration was run up, down and up again. */
export interface Happened {
  /** The first step that Postgres refused, with its message; `null` when none was. */
  readonly failed: { readonly step: 'up' | 'down' | 'up again'; readonly message: string } | null;
  /** What is not as before after up and down; empty when it failed before. */
  readonly notBack: readonly string[];
  /** What differs between the first and the second run up. */
  readonly notAgain: readonly string[];
  /** Going up changed the catalogue. */
  readonly changed: boolean;
}

/** What happened to one row in each table. */
export interface RowsHappened {
  readonly failed: Happened['failed'];
  /** Tables whose row is not what it was after up and down. */
  readonly lost: readonly string[];
}

/** What can be said of statements only outside a transaction, or with the transaction before ended. */
const needsOwn =
  /cannot (?:run|be executed) inside|unsafe use of new value|pending trigger events|within a transaction block/i;

/** A Postgres (in this process) that runs the migrations of a project one after the other. */
export class RoundTrips {
  readonly #database: PGlite;
  #before: Catalogue | null = null;

  private constructor(database: PGlite) {
    this.#database = database;
  }

  /** Starts Postgres (some seconds, 770 MB). */
  static async start(): Promise<RoundTrips> {
    return new RoundTrips(await PGlite.create({ extensions }));
  }

  async close(): Promise<void> {
    await this.#database.close();
  }

  /** Runs statements for good. @throws when Postgres refuses one */
  async run(statements: readonly string[]): Promise<void> {
    this.#before = null;
    await runAll(this.#database, statements);
  }

  /** Runs a migration up, down and up, and leaves the database as it was. */
  async tryOut(migration: UpDown): Promise<Happened> {
    const before = (this.#before ??= await readCatalogue(this.#database));
    await this.#database.exec('BEGIN');
    const inside = await threeSteps(this.#database, before, migration, 'inside');
    await this.#database.exec('ROLLBACK');
    if (inside.failed === null || !needsOwn.test(inside.failed.message)) return inside;
    return this.#onCopy((copy) => threeSteps(copy, before, migration, 'outside'));
  }

  /** The same up and down with one row in every table. */
  async tryRows(migration: UpDown): Promise<RowsHappened> {
    await this.#database.exec('BEGIN');
    const inside = await withRows(this.#database, migration);
    await this.#database.exec('ROLLBACK');
    if (inside.failed === null || !needsOwn.test(inside.failed.message)) return inside;
    return this.#onCopy((copy) => withRows(copy, migration));
  }

  async #onCopy<T>(work: (copy: PGlite) => Promise<T>): Promise<T> {
    const loadDataDir = await this.#database.dumpDataDir('none');
    const copy = await PGlite.create({ extensions, loadDataDir });
    try {
      return await work(copy);
    } finally {
      await copy.close();
    }
  }
}

const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));

async function runAll(database: PGlite, statements: readonly string[]): Promise<void> {
  for (const statement of statements) await database.exec(statement);
}

async function withRows(database: PGlite, { up, down }: UpDown): Promise<RowsHappened> {
  let step: 'up' | 'down' = 'up';
  try {
    const filled = await insertSamples(database);
    const before = await readRows(database, filled);
    await runAll(database, up);
    step = 'down';
    await runAll(database, down);
    return { failed: null, lost: lostRows(before, await readRows(database, filled)) };
  } catch (error) {
    return { failed: { step, message: messageOf(error) }, lost: [] };
  }
}

async function threeSteps(
  database: PGlite,
  before: Catalogue,
  { up, down }: UpDown,
  where: 'inside' | 'outside',
): Promise<Happened> {
  const nothing = { notBack: [], notAgain: [], changed: true };
  const step = async (name: 'up' | 'down' | 'up again', statements: readonly string[]): Promise<Happened['failed']> => {
    try {
      await runAll(database, statements);
      // What is put off until the end would fail there.
      if (where === 'inside') await database.exec('SET CONSTRAINTS ALL IMMEDIATE');
      // A dump sets the path of schemas, and a tool connects anew.
      await database.exec('SET search_path = public');
      return null;
    } catch (error) {
      return { step: name, message: messageOf(error) };
    }
  };
  const first = await step('up', up);
  if (first !== null) return { failed: first, ...nothing };
  const after = await readCatalogue(database);
  const changed = catalogueDifferences(before, after).length > 0;
  const second = await step('down', down);
  if (second !== null) return { failed: second, ...nothing, changed };
  const notBack = catalogueDifferences(before, await readCatalogue(database));
  const third = await step('up again', up);
  if (third !== null) return { failed: third, notBack, notAgain: [], changed };
  return { failed: null, notBack, notAgain: catalogueDifferences(after, await readCatalogue(database)), changed };
}
