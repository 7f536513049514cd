import type { ListedFile } from '../history';
import type { FrameworkId } from './frameworks';
import { baseOf, type MigrationGroup } from './grammarReading';
import { candidateOf } from './candidates';
import { rankedFindings } from './migrationFindings';
import { compareOrder } from './migrationOrder';
import type { Finding } from './model';
import type { ToldMigration } from './told';

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
    if (each.order.version === version || compareOrder(each.order, before) >= 0) return each;
    const finding: Finding = {
      rule: 'out-of-order',
      severity: 'error',
      line: null,
      message: `Its number is below that of ${path.slice(path.lastIndexOf('/') + 1)}, which has shipped. ${then}`,
      advice: 'Give it a number above all that have shipped.',
    };
    const findings = rankedFindings([finding, ...each.migration.findings]);
    return { ...each, migration: { ...each.migration, findings } };
  });
}
