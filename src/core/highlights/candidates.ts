import type { FrameworkId } from './frameworks';

/** A path that may be a migration, going by its name alone. */
export interface Candidate {
  readonly path: string;
  /** The framework that the path alone is proof of; `null` when the content must tell. */
  readonly certain: FrameworkId | null;
  /** The only framework that the path allows; `null` for any. */
  readonly only: FrameworkId | null;
  /** `undo`: what is run to take another migration back. */
  readonly role: 'forward' | 'undo' | 'repeatable';
  /** The folder that holds the migrations, which a folder of one migration stands in. */
  readonly folder: string;
  /** The number, date or name that orders it, as in its name; `null` without one. */
  readonly version: string | null;
  /** The same for a migration and its undo. */
  readonly pair: string;
}

/** Third-party and example code, what only tests run, and templates of migrations to be. */
const foreign = new Set([
  'node_modules',
  'vendor',
  'third_party',
  'testdata',
  'fixtures',
  '__fixtures__',
  '__tests__',
  '__mocks__',
  'stub',
  'stubs',
  'test',
  'tests',
  'spec',
  'docs',
  'doc',
  'examples',
  'example',
  'site-packages',
  '.venv',
]);

const migrationFolders = new Set(['migrations', 'migration', 'migrate', 'migrates', 'versioned', 'drizzle']);
const undoFolders = new Set(['revert', 'rollback', 'rollbacks', 'undo', 'down']);
const schemaFolders = new Set([
  'schema',
  'schemas',
  'db',
  'database',
  'sql',
  'ddl',
  'upgrade',
  'upgrades',
  'updates',
  'patches',
  'evolutions',
  'dbscripts',
]);

interface Parts {
  readonly path: string;
  readonly folders: readonly string[];
  readonly file: string;
}

interface Found {
  readonly certain?: FrameworkId;
  readonly only?: FrameworkId;
  readonly role?: Candidate['role'];
  readonly version?: string | undefined;
  /** How many of the innermost folders belong to the one migration. */
  readonly own?: number;
  /** The name without what tells forward and undo apart. */
  readonly stem?: string;
}

type Convention = (parts: Parts) => Found | null;

const digits = /^(\d{1,20})[_.-]/;

function version(file: string): string | undefined {
  return /^[vV]?(\d{1,20}(?:[_.-]\d{1,20}){0,8})(?=[_.-]|$)/.exec(file)?.[1];
}

const rails: Convention = ({ folders, file }) => {
  if (!file.endsWith('.rb')) return null;
  const at = folders.findLastIndex((folder) => folder === 'migrate' || /^\w{1,80}_migrate$/.test(folder));
  const found = digits.exec(file)?.[1];
  return at > 0 && folders[at - 1] === 'db' && found !== undefined ? { certain: 'rails', version: found } : null;
};

const flyway: Convention = ({ file }) => {
  const [, letter, number] = /^([VUB])(\d[\d._]{0,60}?)__.{1,200}\.(?:sql|java|kt)$/.exec(file) ?? [];
  const code = !file.endsWith('.sql');
  if (letter !== undefined) {
    return {
      certain: code ? 'flyway-java' : 'flyway',
      role: letter === 'U' ? 'undo' : 'forward',
      version: number,
      stem: `V${number ?? ''}`,
    };
  }
  return /^R__.{1,200}\.sql$/.test(file) ? { certain: 'flyway', role: 'repeatable' } : null;
};

const sqitch: Convention = ({ folders, file }) => {
  const at = folders.findLastIndex((folder) => folder === 'deploy' || folder === 'revert');
  if (at === -1 || !file.endsWith('.sql') || folders.slice(at).some((folder) => migrationFolders.has(folder)))
    return null;
  const stem = [...folders.slice(0, at), ...folders.slice(at + 1), file].join('/');
  return {
    role: folders[at] === 'revert' ? 'undo' : 'forward',
    version: file.slice(0, -4),
    stem,
    own: folders.length - at,
  };
};

/** A folder for each migration: Prisma, Diesel, Hasura, newer Drizzle. */
const folderEach: Convention = ({ folders, file }) => {
  const own = folders.at(-1) ?? '';
  const number = version(own);
  const inside = folders.slice(0, -1).some((folder) => migrationFolders.has(folder));
  if (file === 'migration.sql' && inside) return { certain: 'prisma', version: number ?? own, own: 1 };
  if (!['up.sql', 'down.sql'].includes(file) || number === undefined) return null;
  const hasura = /^\d{13}$/.test(number) && (folders.includes('hasura') || folders.at(-2) !== 'migrations');
  return {
    certain: hasura ? 'hasura' : 'diesel',
    role: file === 'up.sql' ? 'forward' : 'undo',
    version: number,
    own: 1,
    stem: 'sql',
  };
};

const supabase: Convention = ({ folders, file }) => {
  const inside = folders.at(-1) === 'migrations' && folders.at(-2) === 'supabase';
  return inside && file.endsWith('.sql') && version(file) !== undefined
    ? { certain: 'supabase', version: version(file) }
    : null;
};

const databases = '(?:postgres(?:ql)?|cockroach(?:db)?|mysql|mariadb|sqlite3?)';
const popName = new RegExp(`^\\d{1,20}_[^.]{1,200}\\.${databases}(?:\\.autocommit)?\\.(?:up|down)\\.sql$`);
const popStem = new RegExp(`\\.${databases}(?:\\.autocommit)?$`);

/** What an undo for every database is paired by, with the migration of one database that pop runs it for. */
export function pairOfAll({ certain, pair }: Candidate): string {
  return certain === 'pop' ? pair.replace(popStem, '') : pair;
}

/**
 * `0001_users.up.sql` and `.down.sql`, wherever they stand. Only pop puts a database before the direction, and only it
 * runs fizz (https://gobuffalo.io/documentation/database/migrations).
 */
const upDown: Convention = ({ file }) => {
  const [, stem, direction, extension] = /^(.{1,200})[._-](up|down|undo|rollback|revert)\.(sql|fizz)$/.exec(file) ?? [];
  if (stem === undefined || direction === undefined) return null;
  const number = version(stem);
  if (number === undefined) return null;
  const told: Found = { role: direction === 'up' ? 'forward' : 'undo', version: number, stem };
  if (extension === 'fizz') return { ...told, certain: 'pop-fizz' };
  return popName.test(file) ? { ...told, certain: 'pop' } : told;
};

/** A script that code runs on the way up or down, told by a word after its number. */
function directed(file: string): Pick<Found, 'role' | 'stem'> {
  const [, before, direction, after] = /^(\d[\d_.-]{2,40}_)(Up|Down)(_.{1,200})$/i.exec(file) ?? [];
  if (before === undefined || direction === undefined || after === undefined) return {};
  return { role: direction.toLowerCase() === 'up' ? 'forward' : 'undo', stem: `${before}Up${after}` };
}

const plainSql: Convention = ({ folders, file }) => {
  const stem = /^(.{1,250})\.(?:sql|psql|pgsql)$/.exec(file)?.[1];
  if (stem === undefined) return null;
  const number = version(file);
  const inside = folders.some(
    (folder) => migrationFolders.has(folder) || folder.endsWith('_migrations') || folder.endsWith('-migrations'),
  );
  const role = folders.slice(-2).some((folder) => undoFolders.has(folder)) ? 'undo' : 'forward';
  const way = { role, ...directed(file) } as const;
  if (inside) {
    const place = number ?? folders.map(version).findLast((each) => each !== undefined);
    // Tools write the whole schema there, for people or for an empty database.
    const dump = place === undefined && /^(?:schema|structure)$/i.test(stem);
    return dump ? null : { version: place ?? stem, ...way };
  }
  // A date in front of the name says in which order the files run, whatever the folder is called.
  const dated = /^\d{4}(-?)\d{2}\1\d{2}(?:\d{4,6})?[_.-]/.test(file);
  const near = folders.slice(-2).some((folder) => schemaFolders.has(folder));
  const versioned = dated || (near && /^[vV]?\d{3,20}[_.-]|^[vV]?\d{1,9}[_.]\d/.test(file));
  return versioned ? { version: number, ...way } : null;
};

const python: Convention = ({ folders, file, path }) => {
  if (!file.endsWith('.py') || file.startsWith('__') || file === 'env.py' || /^test_|_test\.py$/.test(file))
    return null;
  const parent = folders.at(-1);
  if (parent === 'migrations') return { version: version(file) ?? file };
  const alembic = folders.includes('versions') && /alembic|migrat|version/i.test(path);
  return alembic || folders.includes('alembic') ? { version: version(file) ?? file } : null;
};

const script: Convention = ({ folders, file }) => {
  if (!/\.[cm]?[jt]s$/.test(file) || /(?:^index\.|\.d\.[cm]?ts$|[._-](?:test|spec)\.)/.test(file)) return null;
  const inside = folders.some(
    (folder) =>
      /^(?:db-?)?migrations?$/.test(folder) || folder.endsWith('_migrations') || folder.endsWith('-migrations'),
  );
  const named = /^Migration\d{8,17}/.exec(file)?.[0].slice(9) ?? /(\d{13})\.[cm]?[jt]s$/.exec(file)?.[1];
  return inside ? { version: version(file) ?? named ?? file } : null;
};

const csharp: Convention = ({ folders, file }) => {
  const number = /^(\d{14})_.{1,200}\.cs$/.exec(file)?.[1];
  if (number === undefined || file.endsWith('.Designer.cs')) return null;
  return folders.some((folder) => /migrations?$/i.test(folder)) ? { certain: 'ef-core', version: number } : null;
};

const ecto: Convention = ({ folders, file }) => {
  const number = digits.exec(file)?.[1];
  const inside = folders.includes('priv') && folders.some((folder) => folder.endsWith('migrations'));
  return file.endsWith('.exs') && inside && number !== undefined ? { certain: 'ecto', version: number } : null;
};

const php: Convention = ({ folders, file }) => {
  if (!file.endsWith('.php')) return null;
  const inside = folders.some((folder) => /migrations?$/i.test(folder));
  const laravel = /^(\d{4}_\d{2}_\d{2}_\d{6})_/.exec(file)?.[1];
  if (laravel !== undefined && inside) return { version: laravel };
  const number = /^Version(\d{1,17})/.exec(file)?.[1] ?? /^(\d{8,17})_/.exec(file)?.[1];
  return inside && number !== undefined ? { version: number } : null;
};

const go: Convention = ({ folders, file }) => {
  const number = digits.exec(file)?.[1];
  const inside = folders.some((folder) => migrationFolders.has(folder));
  return file.endsWith('.go') && !file.endsWith('_test.go') && inside && number !== undefined
    ? { version: number }
    : null;
};

const liquibase: Convention = ({ path, file }) => {
  // Drizzle keeps large snapshots of the schema beside its migrations.
  if (!/\.(?:xml|ya?ml|json|sql)$/.test(file) || /^(?:.{0,80}_)?(?:snapshot|journal)\.json$/.test(file)) return null;
  return /liquibase|change-?_?(?:log|set)|(?:^|\/)(?:db|migrations?)\//i.test(path) &&
    !/^package(?:-lock)?\.json$/.test(file)
    ? { version: version(file) ?? file, only: 'liquibase' }
    : null;
};

/** The first that holds decides; the surest come first. */
const conventions: readonly Convention[] = [
  rails,
  flyway,
  folderEach,
  supabase,
  csharp,
  ecto,
  sqitch,
  upDown,
  plainSql,
  python,
  script,
  php,
  go,
  liquibase,
];

/** Tells by the path alone whether a file is worth reading as a migration. */
export function candidateOf(path: string): Candidate | null {
  const folders = path.split('/');
  const file = folders.pop() ?? '';
  const lower = folders.map((folder) => folder.toLowerCase());
  if (file.length > 255 || lower.some((folder) => foreign.has(folder))) return null;
  for (const convention of conventions) {
    const found = convention({ path, folders: lower, file });
    if (found === null) continue;
    const folder = folders.slice(0, folders.length - (found.own ?? 0)).join('/');
    const own = folders.slice(folders.length - (found.own ?? 0)).join('/');
    const sqitchPair = convention === sqitch ? found.stem : undefined;
    return {
      path,
      certain: found.certain ?? null,
      only: found.only ?? null,
      role: found.role ?? 'forward',
      folder,
      version: found.version ?? null,
      pair: (
        sqitchPair ?? `${folder}/${convention === folderEach ? `${own}/` : ''}${found.stem ?? file}`
      ).toLowerCase(),
    };
  }
  return null;
}
