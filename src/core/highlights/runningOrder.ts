import type { ListedFile } from '../history';
import type { FrameworkId } from './frameworks';
import { baseOf, type MigrationGroup } from './grammarReading';
import { candidateOf } from './candidates';
import { rankedFindings } from './migrationFindings';
import { compareOrder } from './migrationOrder';
import { numberOf } from './order/duplicates';
import type { Finding } from './model';
import type { ToldMigration } from './told';

/** The migration with more findings. */
export function withFindings(told: ToldMigration, more: readonly Finding[]): ToldMigration {
  if (more.length === 0) return told;
  const findings = rankedFindings([...more, ...told.migration.findings]);
  return { ...told, migration: { ...told.migration, findings } };
}

/** What tools do with a migration whose number is below one that has run, where that is not simply to run it. */
const late: Partial<Record<FrameworkId, string>> = {
  // https://github.com/golang-migrate/migrate/blob/master/MIGRATIONS.md
  'golang-migrate': 'golang-migrate remembers only the last number, and never runs it where that one has run.',
  // https://documentation.red-gate.com/flyway/reference/configuration/flyway-namespace/flyway-out-of-order-setting
  flyway: 'Flyway refuses it where that one has run, unless outOfOrder is set.',
  // https://pressly.github.io/goose/blog/2021/out-of-order-migrations/
  goose: 'goose refuses it where that one has run, unless it is told to allow missing migrations.',
  // https://atlasgo.io/versioned/apply#execution-order
  atlas: 'Atlas refuses it where that one has run, unless it is told to run out of order.',
  // https://salsita.github.io/node-pg-migrate/cli (check-order)
  'node-pg-migrate': 'node-pg-migrate refuses to run anything where that one has run, unless the order is not checked.',
  'node-pg-migrate-sql':
    'node-pg-migrate refuses to run anything where that one has run, unless the order is not checked.',
  // https://kysely.dev/docs/migrations
  kysely: 'Kysely refuses to run anything where that one has run, unless allowUnorderedMigrations is set.',
  // https://supabase.com/docs/reference/cli/supabase-db-push
  supabase: 'Supabase refuses to push it where that one has run, unless it is told to include all.',
};

/**
 * Adds to migrations that the release runs the finding that their number is below one that has shipped, where their tool
 * does not simply run them.
 * @param files of the commit before the release
 */
export function withRunningOrder(
  group: MigrationGroup,
  migrations: readonly ToldMigration[],
  files: readonly ListedFile[],
): readonly ToldMigration[] {
  const last = baseOf(group, files).at(-1);
  const shipped = last === undefined ? null : candidateOf(last.path);
  if (shipped?.version == null || group.effect !== 'run') return migrations;
  const { version, path } = shipped;
  return migrations.map((each) => {
    const then = late[each.framework];
    const before = { ...each.order, version, path, repeatable: false };
    if (then === undefined || each.migration.status !== 'added' || each.order.repeatable) return each;
    if (numberOf(each.order) === numberOf({ version }) || compareOrder(each.order, before) >= 0) return each;
    const finding: Finding = {
      rule: 'out-of-order',
      severity: 'error',
      line: null,
      message: `Its number is below that of ${path.slice(path.lastIndexOf('/') + 1)}, which has shipped. ${then}`,
      advice: 'Give it a number above all that have shipped.',
    };
    return withFindings(each, [finding]);
  });
}
