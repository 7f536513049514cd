import type { FrameworkId } from './frameworks';
import type { DatabaseDialect } from './model';

/** What tells the database of some migrations; `other`: one whose SQL is not told apart, such as ClickHouse. */
type Told = DatabaseDialect | 'other';

type Sign = readonly [dialect: Told, sign: RegExp];

/** Words in paths and file names: `schema/mysql/v8/1.sql`, `V0001.postgres.up.sql`. */
const inPaths: readonly Sign[] = [
  ['postgres', /(?:^|[/._-])(?:postgres|postgresql|pgsql|psql|timescale|timescaledb)(?:\d*[/._-]|$)/i],
  ['mysql', /(?:^|[/._-])mysql(?:\d*[/._-]|$)/i],
  ['mariadb', /(?:^|[/._-])mariadb(?:[/._-]|$)/i],
  ['sqlite', /(?:^|[/._-])sqlite(?:3?[/._-]|$)/i],
  ['sqlserver', /(?:^|[/._-])(?:mssql|sqlserver|tsql)(?:[/._-]|$)/i],
  [
    'other',
    // CockroachDB takes the SQL of Postgres, but neither its locks nor its rewrites.
    /(?:^|[/._-])(?:cockroach|cockroachdb|crdb|clickhouse|cassandra|scylla|bigquery|oracle|snowflake|redshift|duckdb|spanner|h2|hsqldb|hsql|derby|db2)(?:[/._-]|$)/i,
  ],
  // EF Core keeps the migrations of each database in a project of their own.
  ['postgres', /(?:^|[/.])(?:Postgre(?:s|s?S[Qq][Ll])|Npgsql)Migrations(?:\/|$)/],
  ['mysql', /(?:^|[/.])MySq[Ll]Migrations(?:\/|$)/],
  ['sqlite', /(?:^|[/.])S[Qq][Ll]iteMigrations(?:\/|$)/],
  ['sqlserver', /(?:^|[/.])(?:MsSql|SqlServer)Migrations(?:\/|$)/],
];

/** What a name of a database stands for, as drivers, adapters and images are called. */
const names: readonly Sign[] = [
  ['postgres', /^(?:postgres(?:ql)?|pg|postgis|pgx|cockroachdb|redshift-pg|timescaledb?|pgvector)$/i],
  ['mysql', /^(?:mysql2?|trilogy|aurora-mysql|percona)$/i],
  ['mariadb', /^mariadb$/i],
  ['sqlite', /^(?:sqlite3?|better-sqlite3?|libsql|turso)$/i],
  ['sqlserver', /^(?:mssql|sqlserver|tedious)$/i],
  ['other', /^(?:mongodb|oracle|oracledb|clickhouse|cassandra|spanner|singlestore)$/i],
];

interface Marker {
  /** At the end of the path. */
  readonly file: RegExp;
  /** Each match names a database in its first group. */
  readonly names: RegExp;
}

/** Where a project says which database its migrations are for. */
const providers: readonly Marker[] = [
  { file: /(?:^|\/)migration_lock\.toml$/, names: /^\s*provider\s*=\s*"(\w+)"/gm },
  { file: /\.prisma$/, names: /\bdatasource\s+\w+\s*\{[^}]*?\bprovider\s*=\s*"(\w+)"/g },
  { file: /(?:^|\/)database\.ya?ml[\w.-]*$/, names: /^\s*adapter:\s*["']?([\w-]+)/gm },
  {
    file: /(?:^|\/)(?:settings|base|common|default|defaults|production|prod)\.py$/,
    names: /django\.(?:contrib\.gis\.)?db\.backends\.(\w+)/g,
  },
  { file: /(?:^|\/)knexfile\.[cm]?[jt]s$/, names: /\bclient:\s*["']([\w-]+)["']/g },
  {
    file: /(?:^|\/)(?:ormconfig|data-?source)\.(?:json|[cm]?[jt]s)$/i,
    names: /["']?\btype["']?\s*:\s*["']([\w-]+)["']/g,
  },
  { file: /(?:^|\/)drizzle\.config\.[cm]?[jt]s$/, names: /\b(?:dialect|driver)\s*:\s*["']([\w-]+)["']/g },
  {
    file: /(?:^|\/)database\/config\.(?:json|js)$|(?:^|\/)\.sequelizerc$|(?:^|\/)config\/config\.(?:json|js)$/,
    names: /["']?\bdialect["']?\s*:\s*["'](\w+)["']/g,
  },
  {
    file: /(?:^|\/)config\/database\.php$/,
    names: /['"]default['"]\s*=>\s*(?:env\(\s*['"]\w+['"]\s*,\s*)?['"](\w+)['"]/g,
  },
  { file: /(?:^|\/)(?:repo|config|prod|runtime)\.exs?$/, names: /Ecto\.Adapters\.(\w+)/g },
  { file: /(?:^|\/)alembic\.ini$|(?:^|\/)dbmate\.env$/, names: /(?:sqlalchemy\.url|DATABASE_URL)\s*=\s*(\w+)/g },
];

/** What a project depends on, or runs beside itself; weaker, because some of it is for tests. */
const surroundings: readonly Marker[] = [
  {
    file: /(?:^|\/)(?:docker-)?compose[\w.-]*\.ya?ml$/,
    names:
      /^\s*image:\s*["']?(?:[\w.-]+\/)*(postgres|postgis|timescaledb|pgvector|mysql|mariadb|percona|cockroachdb)\b/gm,
  },
  { file: /(?:^|\/)go\.mod$/, names: /(?:lib\/(pq)|jackc\/(pgx)|go-sql-driver\/(mysql)|mattn\/go-(sqlite3))\b/g },
  {
    file: /(?:^|\/)package\.json$/,
    names: /"(pg|postgres|mysql2?|mariadb|sqlite3|better-sqlite3|mssql|tedious)"\s*:/g,
  },
  { file: /(?:^|\/)Gemfile$/, names: /^\s*gem\s+["'](pg|mysql2|trilogy|sqlite3)["']/gm },
  {
    file: /(?:^|\/)(?:requirements[\w.-]*\.txt|pyproject\.toml|Pipfile|setup\.(?:py|cfg))$/,
    names: /\b(psycopg|asyncpg|mysqlclient|pymysql|aiosqlite)/gi,
  },
  { file: /(?:^|\/)Cargo\.toml$/, names: /"(postgres|mysql|sqlite)"/g },
  {
    file: /(?:^|\/)diesel\.toml$|(?:^|\/)\.env[\w.-]*$/,
    names: /^\s*(?:export\s+)?\w*DATABASE\w*\s*=\s*["']?(postgres(?:ql)?|mysql|mariadb|sqlite)\b/gm,
  },
  { file: /(?:^|\/)mix\.exs$/, names: /:(postgrex|myxql|ecto_sqlite3)\b/g },
  {
    file: /(?:^|\/)(?:pom\.xml|build\.gradle(?:\.kts)?)$/,
    names: /\b(postgresql|mysql-connector|mariadb-java-client|sqlite-jdbc|mssql-jdbc)\b/g,
  },
];

const otherNames: Readonly<Record<string, Told>> = {
  pq: 'postgres',
  psycopg: 'postgres',
  asyncpg: 'postgres',
  postgrex: 'postgres',
  mysqlclient: 'mysql',
  pymysql: 'mysql',
  myxql: 'mysql',
  'mysql-connector': 'mysql',
  'mariadb-java-client': 'mariadb',
  ecto_sqlite3: 'sqlite',
  aiosqlite: 'sqlite',
  'sqlite-jdbc': 'sqlite',
  'mssql-jdbc': 'sqlserver',
};

/** Files that are worth reading, below a folder that stands above migrations. */
const worthReading = [
  'migration_lock.toml',
  'schema.prisma',
  'prisma/schema.prisma',
  'config/database.yml',
  'config/database.yml.sample',
  'config/database.yml.example',
  'settings.py',
  'config/settings.py',
  'config/settings/base.py',
  'settings/base.py',
  'knexfile.js',
  'knexfile.ts',
  'ormconfig.json',
  'drizzle.config.ts',
  'config/config.json',
  'config/config.js',
  'config/database.php',
  'config/config.exs',
  'alembic.ini',
  'docker-compose.yml',
  'docker-compose.yaml',
  'compose.yml',
  'compose.yaml',
  'go.mod',
  'package.json',
  'Gemfile',
  'requirements.txt',
  'pyproject.toml',
  'Pipfile',
  'Cargo.toml',
  'diesel.toml',
  '.env.example',
  '.env.sample',
  'mix.exs',
  'pom.xml',
  'build.gradle',
  'build.gradle.kts',
] as const;

/** What only one database understands. */
const statements: readonly Sign[] = [
  [
    'mysql',
    /\bAUTO_INCREMENT\b|\bENGINE\s*=\s*(?:InnoDB|MyISAM)\b|(?:TABLE|INTO|UPDATE|COLUMN|EXISTS|ON)\s+`|\bON UPDATE CURRENT_TIMESTAMP\b|\b(?:TINY|MEDIUM|LONG)(?:TEXT|INT|BLOB)\b|\bMODIFY COLUMN\b/i,
  ],
  [
    'postgres',
    /\b(?:timestamptz|jsonb|bytea|bigserial|plpgsql|tsvector|citext)\b|\bTIMESTAMP\(?\d?\)? WITH(?:OUT)? TIME ZONE\b|\bINDEX CONCURRENTLY\b|\bUSING\s+(?:gin|gist|brin|btree)\b|'::[a-z]|\)::[a-z]|\bDO\s+\$\w*\$|\bEXTENSION\s+(?:IF NOT EXISTS\s+)?["\w]|\bADD VALUE\b|"public"\.|\bNOT VALID\b|\bROW LEVEL SECURITY\b|\bON CONFLICT\b[^;]*\bDO\b.*\bRETURNING\b/i,
  ],
  ['sqlite', /\bAUTOINCREMENT\b|\bPRAGMA\s+\w|\bWITHOUT ROWID\b/i],
  ['sqlserver', /\bNVARCHAR\b|\bIDENTITY\(\d|\[dbo\]|^\s*GO\s*$/im],
  ['other', /\bENGINE\s*=\s*\w*MergeTree\b|\bReplacingMergeTree\b|\bKEYSPACE\b|\bVARCHAR2\b/i],
];

/** Frameworks of which each works with one database only. */
const only: Partial<Record<FrameworkId, DatabaseDialect>> = {
  supabase: 'postgres',
  'graphile-migrate': 'postgres',
  'node-pg-migrate': 'postgres',
  'node-pg-migrate-sql': 'postgres',
};

function above(folder: string): readonly string[] {
  const parts = folder === '' ? [] : folder.split('/');
  return [...parts.keys(), parts.length].map((length) => parts.slice(0, length).join('/'));
}

/** The files that may tell the database of the migrations in these folders. */
export function databaseMarkers(folders: readonly string[]): readonly string[] {
  const places = new Set(folders.flatMap(above));
  return [...places].flatMap((place) => worthReading.map((name) => (place === '' ? name : `${place}/${name}`)));
}

/** The one database that all of it speaks of; SQLite beside a server is what tests run on. */
function agreed(told: readonly Told[]): Told | null {
  const all = new Set(told);
  if (all.size === 2 && all.has('sqlite')) all.delete('sqlite');
  if (all.size === 2 && all.has('mysql') && all.has('mariadb')) all.delete('mariadb');
  const [one] = all;
  return all.size === 1 && one !== undefined ? one : null;
}

function named(name: string): Told | null {
  if (Object.hasOwn(otherNames, name.toLowerCase())) return otherNames[name.toLowerCase()] ?? null;
  return names.find(([, sign]) => sign.test(name))?.[0] ?? null;
}

function said(markers: readonly Marker[], path: string, text: string): readonly Told[] {
  return markers
    .filter(({ file }) => file.test(path))
    .flatMap(({ names: pattern }) => [...text.matchAll(pattern)])
    .map((found) => named(found.slice(1).join('')))
    .filter((told) => told !== null);
}

/** By the nearest files that say anything. */
function nearest(markers: readonly Marker[], folder: string, texts: ReadonlyMap<string, string>): Told | null {
  for (const place of above(folder).toReversed()) {
    const here = [...texts]
      .filter(([path]) => namesIn(place).has(path))
      .flatMap(([path, text]) => said(markers, path, text));
    if (here.length > 0) return agreed(here);
  }
  return null;
}

function namesIn(place: string): ReadonlySet<string> {
  return new Set(worthReading.map((name) => (place === '' ? name : `${place}/${name}`)));
}

const withoutComments = (text: string): string => text.replaceAll(/--[^\n]*|\/\*(?!!)[\s\S]*?\*\//g, ' ');

/** Of each text the databases that its statements speak of. */
function spokenIn(texts: readonly string[]): readonly (readonly Told[])[] {
  return texts.map((text) => {
    const plain = withoutComments(text);
    return statements.filter(([, sign]) => sign.test(plain)).map(([told]) => told);
  });
}

/** The database that nearly all of many texts speak of; `null`: too few do, or they disagree. */
export function databaseOfMany(texts: readonly string[]): Told | null {
  const counted = new Map<Told, number>();
  for (const [one, ...others] of spokenIn(texts)) {
    if (one !== undefined && others.length === 0) counted.set(one, (counted.get(one) ?? 0) + 1);
  }
  const all = [...counted.values()].reduce((sum, each) => sum + each, 0);
  const [most] = [...counted].toSorted((a, b) => b[1] - a[1]);
  return most !== undefined && most[1] >= 2 && most[1] >= 0.9 * all ? most[0] : null;
}

/** The database that a path names: one folder may hold the migrations of several, told apart by their names. */
export function databaseInPath(path: string): DatabaseDialect | 'other' | null {
  return agreed(inPaths.filter(([, sign]) => sign.test(path)).map(([told]) => told));
}

/** What is known about migrations of one folder. */
export interface DatabaseSigns {
  readonly framework: FrameworkId;
  readonly folder: string;
  readonly paths: readonly string[];
  /** Of the migrations. */
  readonly texts: readonly string[];
  /** Texts of {@link databaseMarkers}, by path. */
  readonly markers: ReadonlyMap<string, string>;
}

/**
 * The database of migrations in one folder: by their paths, their framework, what the project declares nearest to them,
 * what they say, and what the project depends on; the first that tells decides. `null`: none did, or they disagree.
 */
export function databaseOf({ framework, folder, paths, texts, markers }: DatabaseSigns): Told | null {
  const byPath = agreed(paths.flatMap((path) => inPaths.filter(([, sign]) => sign.test(path)).map(([told]) => told)));
  if (byPath !== null) return byPath;
  const fixed = only[framework];
  if (fixed !== undefined) return fixed;
  const declared = nearest(providers, folder, markers);
  if (declared !== null) return declared;
  const spoken = new Set(spokenIn(texts).flat());
  const [one] = spoken;
  if (spoken.size === 1 && one !== undefined) return one;
  return spoken.size > 1 ? null : nearest(surroundings, folder, markers);
}
