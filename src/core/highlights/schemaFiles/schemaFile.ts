import type { ListedFile } from '../../history';
import type { FrameworkId } from '../frameworks';
import type { MigrationGroup } from '../grammarReading';
import type { DatabaseDialect } from '../model';
import { drizzleSnapshot } from './drizzleSnapshot';
import { efSnapshot } from './efSnapshot';
import { prismaSchema } from './prismaSchema';
import { railsSchema } from './railsSchema';
import { snapshotSql } from './snapshot';

type Format = 'sql' | 'rails' | 'prisma' | 'drizzle' | 'ef-core';

/** Where a project keeps the schema that its migrations have made. */
export interface SchemaFile {
  readonly format: Format;
  /** More than one only where a schema is kept in several files. */
  readonly files: readonly ListedFile[];
  /** It says all that the migrations before it did: they need not be read. */
  readonly whole: boolean;
}

function parentOf(folder: string): string {
  return folder.slice(0, Math.max(0, folder.lastIndexOf('/')));
}

function below(folder: string, name: string): string {
  return folder === '' ? name : `${folder}/${name}`;
}

/** Where Rails dumps the schema of the database of `db/migrate`, or of `db/animals_migrate`. */
function railsFiles(folder: string): readonly string[] {
  const own = /^(.*?)_?migrate$/.exec(folder.slice(folder.lastIndexOf('/') + 1))?.[1] ?? '';
  const names =
    own === '' || own === 'post' ? ['structure.sql', 'schema.rb'] : [`${own}_structure.sql`, `${own}_schema.rb`];
  return names.map((name) => below(parentOf(folder), name));
}

/** Frameworks that dump the schema as SQL, by its name beside the folder of the migrations. */
const dumps: Partial<Record<FrameworkId, readonly string[]>> = {
  // https://hexdocs.pm/ecto_sql/Mix.Tasks.Ecto.Dump.html
  ecto: ['structure.sql'],
  // https://github.com/amacneil/dbmate#exporting-schema-file
  dbmate: ['schema.sql'],
  // https://laravel.com/docs/migrations#squashing-migrations
  laravel: [
    'schema/pgsql-schema.sql',
    'schema/mysql-schema.sql',
    'schema/mariadb-schema.sql',
    'schema/sqlite-schema.sql',
  ],
};

/** The files and folders in which a schema of these migrations may be found. */
export function schemaPlaces({ folder, migrations }: MigrationGroup): readonly string[] {
  const id = migrations[0]?.framework;
  const above = parentOf(folder);
  switch (id) {
    case 'rails':
      return railsFiles(folder);
    case 'prisma':
      return [below(above, 'schema.prisma'), below(above, 'schema')];
    case 'drizzle':
    case 'ef-core':
      return [folder];
    default:
      return ((id === undefined ? undefined : dumps[id]) ?? []).map((name) => below(above, name));
  }
}

const laravelDumps: Readonly<Record<string, readonly DatabaseDialect[]>> = {
  'pgsql-schema.sql': ['postgres'],
  'mysql-schema.sql': ['mysql', 'mariadb'],
  'mariadb-schema.sql': ['mysql', 'mariadb'],
  'sqlite-schema.sql': ['sqlite'],
};

/**
 * Which of the listed files of a commit holds the schema of these migrations; `null` without one.
 * @param files what stands in {@link schemaPlaces}
 */
export function schemaFileOf(group: MigrationGroup, files: readonly ListedFile[]): SchemaFile | null {
  const places = schemaPlaces(group);
  const direct = places.flatMap((place) => files.find(({ path }) => path === place) ?? []);
  const [first] = direct;
  switch (group.migrations[0]?.framework) {
    case 'rails':
      return first === undefined
        ? null
        : { format: first.path.endsWith('.sql') ? 'sql' : 'rails', files: [first], whole: true };
    case 'ecto':
      return first === undefined ? null : { format: 'sql', files: [first], whole: true };
    case 'dbmate':
      return first === undefined ? null : { format: 'sql', files: [first], whole: false };
    case 'laravel': {
      const own = direct.find(({ path }) => {
        const name = path.slice(path.lastIndexOf('/') + 1);
        return group.dialect === null || laravelDumps[name]?.some((each) => each === group.dialect) === true;
      });
      return own === undefined ? null : { format: 'sql', files: [own], whole: false };
    }
    case 'prisma': {
      const several = files.filter(({ path }) => path.endsWith('.prisma'));
      return several.length === 0 ? null : { format: 'prisma', files: several, whole: false };
    }
    case 'drizzle': {
      const snapshots = files.filter(({ path }) =>
        /(?:^|\/)(?:meta\/\d{1,20}_|[^/]{1,250}\/)snapshot\.json$/.test(path),
      );
      const last = snapshots.toSorted((a, b) => (a.path < b.path ? -1 : 1)).at(-1);
      return last === undefined ? null : { format: 'drizzle', files: [last], whole: false };
    }
    case 'ef-core': {
      const [snapshot, ...more] = files.filter(
        ({ path }) => path.endsWith('ModelSnapshot.cs') && parentOf(path) === group.folder,
      );
      // Several contexts share the folder: which one a migration belongs to stands elsewhere.
      return snapshot === undefined || more.length > 0 ? null : { format: 'ef-core', files: [snapshot], whole: true };
    }
    default:
      return null;
  }
}

/** The SQL that makes what a schema file says; empty where it says nothing that is understood. */
export function schemaSql({ format }: SchemaFile, text: string, dialect: DatabaseDialect): string {
  switch (format) {
    case 'sql':
      return text;
    case 'rails':
      return snapshotSql(railsSchema(text, dialect), dialect);
    case 'prisma':
      return snapshotSql(prismaSchema(text, dialect), dialect);
    case 'drizzle': {
      const snapshot = drizzleSnapshot(text);
      return snapshot === null ? '' : snapshotSql(snapshot, dialect);
    }
    case 'ef-core':
      return snapshotSql(efSnapshot(text), dialect);
  }
}
