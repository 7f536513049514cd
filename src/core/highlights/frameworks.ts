import type { TransactionMode } from './readers';
import type { SqlSections } from './sqlStatements';

/** A tool that runs migrations, and what matters about how it does. */
export interface Framework {
  readonly id: FrameworkId;
  /** For people. */
  readonly name: string;
  readonly reads: 'sql' | 'calls' | 'changelog' | 'nothing';
  readonly sections: SqlSections;
  /**
   * How a database remembers that a migration has run: by the number in its name, by its whole name, or by a mark inside
   * the file.
   */
  readonly remembers: 'version' | 'name' | 'inside';
  /** It keeps a checksum of each file and refuses to go on, or warns, when one differs. */
  readonly checksums: boolean;
}

type Row = readonly [
  name: string,
  reads: Framework['reads'],
  remembers: Framework['remembers'],
  more?: 'checksums' | SqlSections,
];

const rows = {
  rails: ['Rails', 'calls', 'version'],
  django: ['Django', 'calls', 'name'],
  alembic: ['Alembic', 'calls', 'inside'],
  flyway: ['Flyway', 'sql', 'version', 'checksums'],
  'flyway-java': ['Flyway (Java)', 'nothing', 'version'],
  liquibase: ['Liquibase', 'changelog', 'inside', 'checksums'],
  prisma: ['Prisma', 'sql', 'name', 'checksums'],
  knex: ['Knex', 'calls', 'name'],
  typeorm: ['TypeORM', 'calls', 'inside'],
  sequelize: ['Sequelize', 'calls', 'name'],
  'golang-migrate': ['golang-migrate', 'sql', 'version'],
  pop: ['pop', 'sql', 'version'],
  'pop-fizz': ['pop (fizz)', 'nothing', 'version'],
  goose: ['goose', 'sql', 'version', 'goose'],
  'goose-go': ['goose (Go)', 'nothing', 'version'],
  'sql-migrate': ['sql-migrate', 'sql', 'name', 'sql-migrate'],
  dbmate: ['dbmate', 'sql', 'version', 'dbmate'],
  drizzle: ['Drizzle', 'sql', 'inside'],
  sqitch: ['sqitch', 'sql', 'name'],
  'ef-core': ['EF Core', 'calls', 'name'],
  ecto: ['Ecto', 'calls', 'version'],
  laravel: ['Laravel', 'calls', 'name'],
  diesel: ['Diesel', 'sql', 'version'],
  sqlx: ['sqlx', 'sql', 'version', 'checksums'],
  supabase: ['Supabase', 'sql', 'version'],
  hasura: ['Hasura', 'sql', 'version'],
  'node-pg-migrate': ['node-pg-migrate', 'calls', 'name'],
  'node-pg-migrate-sql': ['node-pg-migrate (SQL)', 'sql', 'name', 'node-pg-migrate'],
  atlas: ['Atlas', 'sql', 'version', 'checksums'],
  'graphile-migrate': ['graphile-migrate', 'sql', 'inside', 'checksums'],
  kysely: ['Kysely', 'calls', 'name'],
  'mikro-orm': ['MikroORM', 'calls', 'name'],
  'db-migrate': ['db-migrate', 'calls', 'name'],
  doctrine: ['Doctrine', 'calls', 'name'],
  phinx: ['Phinx', 'calls', 'version'],
  'plain-sql': ['SQL', 'sql', 'name'],
  script: ['Migration script', 'nothing', 'name'],
} as const satisfies Record<string, Row>;

export type FrameworkId = keyof typeof rows;

/** The framework of that name. */
export function framework(id: FrameworkId): Framework {
  const [name, reads, remembers, more]: Row = rows[id];
  return {
    id,
    name,
    reads,
    remembers,
    checksums: more === 'checksums',
    sections: more === undefined || more === 'checksums' ? 'none' : more,
  };
}

/** Tools that run each migration in a transaction unless it says otherwise, by their documentation. */
const inTransactions: ReadonlySet<FrameworkId> = new Set<FrameworkId>([
  'rails',
  'django',
  'alembic',
  'goose',
  'sql-migrate',
  'dbmate',
  'drizzle',
  'diesel',
  'sqlx',
  'node-pg-migrate',
  'node-pg-migrate-sql',
  'atlas',
  'graphile-migrate',
  'knex',
  'typeorm',
  'kysely',
  'mikro-orm',
  'ecto',
  'ef-core',
  'laravel',
  'doctrine',
]);

/** How a tool runs a migration on a database that can take back changes of its schema. */
export function transactionModeOf(id: FrameworkId): TransactionMode {
  return inTransactions.has(id) ? 'one' : 'unknown';
}
