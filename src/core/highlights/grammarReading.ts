import type { ListedFile } from '../history';
import { candidateOf } from './candidates';
import { databaseInPath, databaseOf } from './database';
import { framework, transactionModeOf, type FrameworkId } from './frameworks';
import { isAboutTheFile, rankedFindings } from './migrationFindings';
import { compareOrder, revisionDepths } from './migrationOrder';
import type { DatabaseDialect, Finding, Migration, MigrationOperation } from './model';
import type { SqlRequest, SqlResult, SqlSource } from './readers';
import { withTakenNames } from './takenNames';
import { phaseOf, type Told, type ToldMigration } from './told';

/** Migrations of one folder that run one after the other, and can be read by a grammar. */
export interface MigrationGroup {
  /** Their files are SQL, or code that calls a framework. */
  readonly reads: 'sql' | 'calls';
  readonly folder: string;
  /** The release runs them on what the earlier commit has, or leaves them behind on what the other one has. */
  readonly effect: 'run' | 'taken-out';
  /** In the order in which they run. */
  readonly migrations: readonly ToldMigration[];
  readonly dialect: DatabaseDialect | 'other' | null;
}

/** The groups of a range, without their database. */
export function migrationGroups({ migrations }: Told): readonly MigrationGroup[] {
  const groups = new Map<string, ToldMigration[]>();
  for (const each of migrations) {
    const { reads } = framework(each.framework);
    if (each.source === null || (reads !== 'sql' && reads !== 'calls')) continue;
    const key = `${each.migration.effect} ${reads} ${databaseInPath(each.migration.path) ?? ''} ${each.order.folder}`;
    groups.set(key, [...(groups.get(key) ?? []), each]);
  }
  return [...groups.values()].flatMap((group) => {
    const [first] = group;
    if (first === undefined) return [];
    const effect = first.migration.effect === 'run' ? ('run' as const) : ('taken-out' as const);
    const migrations = group.toSorted((a, b) => compareOrder(a.order, b.order));
    const reads = framework(first.framework).reads === 'sql' ? ('sql' as const) : ('calls' as const);
    return [{ reads, folder: first.order.folder, effect, migrations, dialect: null }];
  });
}

/** The group with its database, from the texts of the files that may tell it. */
export function withDatabase(group: MigrationGroup, markers: ReadonlyMap<string, string>): MigrationGroup {
  const [first] = group.migrations;
  if (first === undefined) return group;
  const dialect = databaseOf({
    framework: first.framework,
    folder: group.folder,
    paths: group.migrations.map(({ migration }) => migration.path),
    texts: group.migrations.map(({ source }) => source?.text ?? ''),
    markers,
  });
  return { ...group, dialect };
}

/** Of the files of a commit the forward migrations of a group's folder that it does not run itself, in their order. */
export function baseOf({ folder, migrations }: MigrationGroup, files: readonly ListedFile[]): readonly ListedFile[] {
  const [first] = migrations;
  if (first === undefined) return [];
  const own = new Set(migrations.flatMap(({ migration }) => [migration.path, migration.previousPath ?? '']));
  const extension = first.migration.path.slice(first.migration.path.lastIndexOf('.'));
  const found = files.flatMap((file) => {
    const named = databaseInPath(file.path);
    const other = named !== null && named !== databaseInPath(first.migration.path);
    const candidate = other || own.has(file.path) || !file.path.endsWith(extension) ? null : candidateOf(file.path);
    if (candidate?.folder !== folder || candidate.role !== 'forward') return [];
    const { version, path } = candidate;
    return [{ file, order: { folder, version, repeatable: false, framework: first.framework, path, depth: 0 } }];
  });
  return found.toSorted((a, b) => compareOrder(a.order, b.order)).map(({ file }) => file);
}

/** What a grammar is asked about a group. */
export function requestFor({ migrations }: MigrationGroup, base: readonly SqlSource[]): SqlRequest {
  return {
    base,
    migrations: migrations.map(({ framework: id, source }) => ({
      text: source?.text ?? '',
      sections: source?.sections ?? 'none',
      down: source?.down ?? null,
      transaction: transactionModeOf(id),
    })),
  };
}

/** What holds for any database; what it locks and rewrites is another matter. */
function withoutServer(operation: MigrationOperation): MigrationOperation {
  return {
    ...operation,
    locks: null,
    rewrites: null,
    scans: null,
    buildsIndex: null,
    transactional: null,
    notes: [],
    findings: [],
  };
}

function aboutFile({ findings }: Migration): readonly Finding[] {
  return findings.filter((finding) => isAboutTheFile(finding));
}

/** Puts what a grammar read in the place of what the words told. */
export function withReading(told: ToldMigration, result: SqlResult, dialect: DatabaseDialect | null): ToldMigration {
  const { migration } = told;
  if (result.state === 'unread') return byWords(told, dialect, result.reason);
  const { understood } = result.migration;
  const { operations, findings } = withTakenNames(result.migration);
  if (dialect === null && !understood) {
    return byWords(told, null, 'its database is not known, and Postgres would not understand all of it');
  }
  const { reversal } = result;
  const read = dialect === null ? operations.map(withoutServer) : operations;
  return {
    ...told,
    migration: {
      ...migration,
      dialect,
      read: 'grammar',
      readBecause: null,
      operations: read,
      findings: rankedFindings([...aboutFile(migration), ...(dialect === null ? [] : findings)]),
      down: reversal !== null && migration.down?.exists !== true ? { exists: true, path: null } : migration.down,
      reversal,
      phase: phaseOf(read),
    },
  };
}

/** Keeps what the words told, and says why. */
export function byWords(told: ToldMigration, dialect: DatabaseDialect | null, reason: string): ToldMigration {
  return { ...told, migration: { ...told.migration, dialect, read: 'words', readBecause: reason.replace(/\.$/, '') } };
}

/** Texts of migrations in code, which stand in the order of their names, in the order in which they run. */
export function inRunningOrder(id: FrameworkId, texts: ReadonlyMap<string, string>): readonly string[] {
  const depths = id === 'alembic' ? revisionDepths(texts) : new Map<string, number>();
  const depthOf = (path: string): number => depths.get(path) ?? 0;
  return [...texts].toSorted(([a], [b]) => depthOf(a) - depthOf(b)).map(([, text]) => text);
}
