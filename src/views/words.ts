import type { Changelog } from '../core/changelog/model';
import type { Highlights, Migration } from '../core/highlights/model';
import { isLoss } from '../core/highlights/operation';
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

/** "1 destructive migration, 1 not understood, 2 others" or "No migration in 214 changed files". */
export function highlightsSummary(highlights: Highlights): string {
  const { migrations, changedFiles, complete } = highlights;
  const destructive = migrations.filter(isDestructive).length;
  const unclear = migrations.filter((each) => !isDestructive(each) && isUnclear(each)).length;
  const others = migrations.length - destructive - unclear;
  const parts =
    migrations.length === 0
      ? [`No migration in ${count(changedFiles, 'changed file')}`]
      : destructive + unclear === 0
        ? [`${count(others, 'migration')}, none plainly destructive`]
        : [
            ...(destructive === 0 ? [] : [count(destructive, 'destructive migration')]),
            ...(unclear === 0 ? [] : [`${unclear} not understood`]),
            ...(others === 0 ? [] : [count(others, 'other')]),
          ];
  return [...parts, ...(complete ? [] : ['not fully scanned'])].join(', ');
}

/** Something in it is certainly lost. */
export function isDestructive(migration: Migration): boolean {
  return migration.operations.some(isLoss);
}

/** Something in it could not be told, and counts as irreversible until someone looks. */
export function isUnclear(migration: Migration): boolean {
  return migration.operations.some((operation) => operation.destructive && !isLoss(operation));
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
