import type { Changelog } from '../core/changelog/model';
import type { Highlights } from '../core/highlights/model';
import { count } from '../core/ages';
import { openGates, type Gate, type GateState } from '../core/policy/gate';
import type { ReleaseSnapshot } from '../core/snapshot';

/** Words that the tree, the page and the status bar share. */

export const gateStateWords: Readonly<Record<GateState, string>> = {
  pass: 'Passed',
  fail: 'Failed',
  pending: 'Pending',
  unknown: 'Unknown',
  'not-applicable': 'Not applicable',
};

/** "3 of 7 gates open: risk label, checklist 1/2, approval"; what counts is the same in tree and page. */
export function gatesSummary(gates: readonly Gate[]): string {
  const counted = gates.filter((gate) => !gate.advisory && gate.state !== 'not-applicable');
  const open = openGates(gates);
  if (open.length === 0) return `All ${counted.length} gates passed`;
  return `${open.length} of ${count(counted.length, 'gate')} open`;
}

/** "412 of 412 commits, from your clone". */
export function completeness(changelog: Changelog): string {
  const total = changelog.total === null ? 'an unknown number of' : changelog.total.toLocaleString('en-US');
  const source = changelog.source === 'clone' ? 'from your clone' : 'from GitHub';
  return `${changelog.commits.length.toLocaleString('en-US')} of ${total} commits, ${source}`;
}

/** "1 destructive migration, 2 others" or "no migration in 214 changed files". */
export function highlightsSummary(highlights: Highlights): string {
  const total = highlights.migrations.length;
  const destructive = highlights.migrations.filter(isDestructive).length;
  const scanned = highlights.complete ? '' : ', not fully scanned';
  if (total === 0) return `No migration in ${count(highlights.changedFiles, 'changed file')}${scanned}`;
  if (destructive === 0) return `${count(total, 'migration')}, none plainly destructive${scanned}`;
  const others = total - destructive;
  const rest = others === 0 ? '' : `, ${count(others, 'other')}`;
  return `${count(destructive, 'destructive migration')}${rest}${scanned}`;
}

export function isDestructive(migration: Highlights['migrations'][number]): boolean {
  return migration.operations.some((operation) => operation.destructive);
}

/** "rollback: takes 12 commits out", or null for the ordinary direction. */
export function directionWords(changelog: Changelog): string | null {
  const removed = changelog.commits.filter((commit) => commit.removed).length;
  switch (changelog.range.direction) {
    case 'forward':
      return null;
    case 'rollback':
      return `Rollback: takes ${count(removed, 'commit')} out of production`;
    case 'diverged':
      return `Diverged: also takes ${count(removed, 'commit')} out of production`;
    case 'same':
      return 'Nothing ships: production already has this commit';
    case 'unrelated':
      return 'The two commits have no common history';
  }
}

/** One word for the whole release. */
export function verdictWord(release: ReleaseSnapshot): string {
  if (release.pull.state === 'merged') return 'Merged';
  if (release.pull.state === 'closed') return 'Closed';
  return { ready: 'Ready', open: 'Not ready', unknown: 'Cannot tell' }[release.verdict];
}
