import type { Changelog } from '../core/changelog/model';
import { goesBack, isDestructive, isUnclear } from '../core/highlights/effect';
import { isMovedAway } from '../core/highlights/migrationFindings';
import type { Highlights, Migration } from '../core/highlights/model';
import type { Direction } from '../core/history';
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

/**
 * "2 destructive migrations, 1 not understood, 5 others; 178 edited in comments or layout only", "13 migrations taken
 * out, 2 of them destructive: their data does not come back" or "No migration in 214 changed files".
 */
export function highlightsSummary(highlights: Highlights, direction: Direction): string {
  const { migrations, changedFiles, complete } = highlights;
  const having = (effect: Migration['effect']): readonly Migration[] =>
    migrations.filter((each) => each.effect === effect);
  const [run, edited, reworded] = [having('run'), having('edited'), having('reworded')];
  const out = having('taken-out').filter((each) => !isMovedAway(each));
  const renamed = edited.filter(({ status }) => status === 'renamed').length;
  const changed = edited.length - renamed;
  const moved = having('taken-out').length - out.length;
  const back = goesBack(direction);
  const parts = [
    ...(run.length > 0 ? [runSummary(run, direction)] : []),
    ...(back && out.length > 0 ? [takenOutSummary(out, direction)] : []),
    ...(run.length === 0 && !(back && out.length > 0) ? ['No migration to run'] : []),
    ...(!back && out.length > 0 ? [`${out.length} removed`] : []),
    ...(moved > 0 ? [`${moved} moved away`] : []),
    ...(changed > 0 ? [`${changed} edited after ${changed === 1 ? 'it' : 'they'} shipped`] : []),
    ...(renamed > 0 ? [`${renamed} renamed`] : []),
    ...(reworded.length > 0 ? [`${reworded.length} edited in comments or layout only`] : []),
  ];
  const words = migrations.length === 0 ? `No migration in ${count(changedFiles, 'changed file')}` : parts.join('; ');
  return complete ? words : `${words}${migrations.length === 0 ? ',' : ';'} not fully scanned`;
}

function runSummary(migrations: readonly Migration[], direction: Direction): string {
  const { destructive, unread, doubtful } = tally(migrations, direction);
  const others = migrations.length - destructive - unread - doubtful;
  if (others === migrations.length) return `${count(others, 'migration')}, none plainly destructive`;
  const named = destructive > 0 || unread > 0;
  return [
    ...(destructive === 0 ? [] : [count(destructive, 'destructive migration')]),
    ...(doubtful === 0 ? [] : [`${named ? doubtful : count(doubtful, 'migration')} that may lose data`]),
    ...(unread === 0 ? [] : [`${unread} not understood`]),
    ...(others === 0 ? [] : [count(others, 'other')]),
  ].join(', ');
}

function takenOutSummary(migrations: readonly Migration[], direction: Direction): string {
  const { destructive, unread, doubtful } = tally(migrations, direction);
  const all = `${count(migrations.length, 'migration')} taken out`;
  if (destructive + unread + doubtful === 0) return `${all}, none plainly destructive`;
  const single = migrations.length === 1;
  const their = destructive === 1 ? 'its' : 'their';
  const parts = [
    ...(unread === 0 ? [] : [`${single ? '' : `${unread} of them `}not understood`]),
    ...(doubtful === 0 ? [] : [`${single ? 'which' : `${doubtful} of them`} may have lost data`]),
    ...(destructive === 0
      ? []
      : [`${single ? '' : `${destructive} of them `}destructive: ${their} data does not come back`]),
  ];
  return [all, ...parts].join(', ');
}

/** Each migration once, by the worst that is known of it. */
function tally(
  migrations: readonly Migration[],
  direction: Direction,
): { readonly destructive: number; readonly unread: number; readonly doubtful: number } {
  const destructive = migrations.filter((each) => isDestructive(each, direction));
  const unclear = migrations.filter((each) => isUnclear(each, direction) && !destructive.includes(each));
  const unread = unclear.filter(({ operations }) => operations.some(({ kind }) => kind === 'not-understood')).length;
  return { destructive: destructive.length, unread, doubtful: unclear.length - unread };
}

/** What the release does with a migration: "added", "edited after it shipped", "taken out". */
export function migrationStatus(migration: Migration, direction: Direction): string {
  const { status, effect, framework, previousPath } = migration;
  const out = goesBack(direction) ? 'taken out' : 'removed';
  switch (status) {
    case 'added':
      return 'added';
    case 'deleted':
      return out;
    case 'renamed':
      return `renamed from ${previousPath ?? 'another path'}`;
    case 'modified':
      return {
        run: framework === 'liquibase' ? 'new change sets' : 'edited, runs again',
        'taken-out': `change sets ${out}`,
        edited: 'edited after it shipped',
        reworded: 'edited in comments or layout only',
      }[effect];
  }
}

/** One word for the whole release. */
export function verdictWord(release: ReleaseSnapshot): string {
  if (release.pull.state === 'merged') return 'Merged';
  if (release.pull.state === 'closed') return 'Closed';
  if (
    release.gates.some((gate) => gate.id === 'approvals' && gate.state === 'fail' && gate.action?.kind === 'open-pull')
  )
    return 'Denied';
  return { ready: 'Ready', open: 'Not ready', unknown: 'Cannot tell' }[release.verdict];
}
