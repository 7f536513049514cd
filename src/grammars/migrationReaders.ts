import { setImmediate } from 'node:timers/promises';
import type { DatabaseDialect } from '../core/highlights/model';
import { mysqlServers, type MysqlServer } from '../core/highlights/mysql/model';
import type { CodeReader, DialectReader, MigrationReaders, SqlRequest } from '../core/highlights/readers';
import type { DatabaseServers } from '../core/highlights/servers';
import type { CodeWorkerReader } from './codeWorkerReader';
import type { MysqlWorkerReader } from './mysql/mysqlWorkerReader';
import type { PostgresWorkerReader } from './postgresWorkerReader';

/** Where the bundled workers and grammars are. */
export interface GrammarFiles {
  readonly postgresWorker: URL;
  readonly mysqlWorker: URL;
  readonly codeWorker: URL;
  /** The folder of the grammars of programming languages; ends in a slash. */
  readonly grammars: URL;
}

/** The files as they lie beside a bundle. */
export function grammarFilesBeside(bundle: string): GrammarFiles {
  return {
    postgresWorker: new URL('./postgresWorker.cjs', bundle),
    mysqlWorker: new URL('./mysqlWorker.js', bundle),
    codeWorker: new URL('./codeWorker.js', bundle),
    grammars: new URL('./grammars/', bundle),
  };
}

/** The grammars that are shipped. Each is loaded, and its worker started, when it is first asked. */
class ShippedReaders implements MigrationReaders {
  readonly code: CodeReader = { read: (files, signal) => this.#readCode(files, signal) };
  readonly #files: GrammarFiles;
  #code: Promise<CodeWorkerReader> | null = null;
  #postgres: Promise<PostgresWorkerReader> | null = null;
  #mysql: Promise<MysqlWorkerReader> | null = null;

  constructor(files: GrammarFiles) {
    this.#files = files;
  }

  forDialect(dialect: DatabaseDialect, servers?: DatabaseServers): DialectReader | null {
    switch (dialect) {
      case 'postgres':
        return { read: (request, signal) => this.#readPostgres(request, servers?.postgres ?? null, signal) };
      case 'mysql': {
        const server = mysqlServers.find((each) => each === `mysql-${servers?.mysql ?? ''}`) ?? null;
        return { read: (request, signal) => this.#readMysql(server, request, signal) };
      }
      // Of MariaDB one version stands for all that came after it.
      case 'mariadb':
        return { read: (request, signal) => this.#readMysql('mariadb-10.6', request, signal) };
      case 'sqlite':
        return { read: readSqlite };
      case 'sqlserver':
        return null;
    }
  }

  async dispose(): Promise<void> {
    await Promise.all([this.#code, this.#postgres, this.#mysql].map(async (reader) => (await reader)?.dispose()));
  }

  async #readCode(...[files, signal]: Parameters<CodeReader['read']>): ReturnType<CodeReader['read']> {
    const { codeWorker: file, grammars } = this.#files;
    this.#code ??= import('./codeWorkerReader').then(({ CodeWorkerReader: Reader }) => new Reader({ file, grammars }));
    return (await this.#code).read(files, signal);
  }

  async #readPostgres(
    request: SqlRequest,
    version: number | null,
    signal?: AbortSignal,
  ): ReturnType<DialectReader['read']> {
    this.#postgres ??= import('./postgresWorkerReader').then(
      ({ PostgresWorkerReader: Reader }) => new Reader({ file: this.#files.postgresWorker }),
    );
    return (await this.#postgres).read({ ...request, version }, signal);
  }

  async #readMysql(
    server: MysqlServer | null,
    request: SqlRequest,
    signal?: AbortSignal,
  ): ReturnType<DialectReader['read']> {
    this.#mysql ??= import('./mysql/mysqlWorkerReader').then(
      ({ MysqlWorkerReader: Reader }) => new Reader({ file: this.#files.mysqlWorker }),
    );
    const answer = await (await this.#mysql).read({ ...request, server }, signal);
    if (answer.state === 'unavailable') return answer;
    // Whether the way back brings the schema back is not compared for MySQL.
    return {
      state: 'read',
      results: answer.results.map((each) => (each.state === 'read' ? { ...each, reversal: null } : each)),
    };
  }
}

/**
 * SQLite has so few statements that change a schema that no worker is needed; everything else that waits has its turn
 * between two texts.
 */
async function readSqlite({ base, migrations }: SqlRequest, signal?: AbortSignal): ReturnType<DialectReader['read']> {
  const { readSqliteInSteps } = await import('../core/highlights/sqlite/readSqlite');
  const steps = readSqliteInSteps(base, migrations);
  for (;;) {
    signal?.throwIfAborted();
    const step = steps.next();
    if (step.done === true) {
      const results = step.value.map((migration) => ({ state: 'read' as const, migration, reversal: null }));
      return { state: 'read', results };
    }
    await setImmediate();
  }
}

/** The grammars that are shipped. */
export function createMigrationReaders(files: GrammarFiles): MigrationReaders {
  return new ShippedReaders(files);
}
