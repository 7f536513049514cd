import { known, type Known } from '../known';
import type { Finding, Highlights, Migration } from './model';
import { isLoss } from './operation';

const finding: Finding = {
  rule: 'from-failed-release',
  severity: 'warning',
  line: null,
  message: 'From a release that failed: it runs with this one, unless the failed deployment has run it already.',
  advice: 'Look at what the database remembers as run.',
};

/**
 * What can hurt in a release together with what a release that failed before it left to be deployed: its migrations run
 * with this one, so that the verdict on the one must count the other. A migration that both change is told as this
 * release has it. What is not known of the failed one makes the whole not fully scanned.
 */
export function withFailedRelease(own: Known<Highlights>, failed: Known<Highlights>): Known<Highlights> {
  if (!own.known) return own;
  const { value } = own;
  if (!failed.known) {
    const note = `The migrations of the release that failed are not known: ${failed.reason}`;
    return known({ ...value, complete: false, notes: [...value.notes, note] });
  }
  const paths = new Set(value.migrations.flatMap(({ path, previousPath }) => [path, previousPath]));
  const left = failed.value.migrations
    .filter(({ path, effect }) => effect === 'run' && !paths.has(path))
    .map((migration): Migration => ({ ...migration, findings: [finding, ...migration.findings] }));
  const loses = left.filter(({ operations }) => operations.some(isLoss));
  const rest = left.filter((migration) => !loses.includes(migration));
  const run = value.migrations.filter(({ effect }) => effect === 'run');
  const others = value.migrations.filter(({ effect }) => effect !== 'run');
  return known({
    migrations: [...loses, ...run, ...rest, ...others],
    changedFiles: value.changedFiles,
    complete: value.complete && failed.value.complete,
    notes: [...value.notes, ...failed.value.notes],
  });
}
