import type { DatabaseDialect } from './model';
import type { MigrationReaders } from './readers';

/** The versions of the servers that migrations run on; `null`: not known, so that every version counts. */
export interface DatabaseServers {
  /** The major version. */
  readonly postgres: number | null;
  /** As `8.0`. */
  readonly mysql: string | null;
  /** As `10.11`. */
  readonly mariadb: string | null;
}

/** The same grammars for servers whose versions are known. */
export function readersFor(readers: MigrationReaders, servers: DatabaseServers | null): MigrationReaders {
  if (servers === null) return readers;
  return {
    code: readers.code,
    forDialect: (dialect: DatabaseDialect) => readers.forDialect(dialect, servers),
    dispose: () => readers.dispose(),
  };
}
