import { matchesWildcard } from '../globs';
import type { Check, Instant } from '../release';
import type { GateEvidence } from './gate';

/** What is said of one check that something depends on. */
export type CheckVerdict = GateEvidence & { readonly state: 'pass' | 'fail' | 'pending' };

/** Whether the name of a check is one that a policy means: `*` stands for any text, case does not matter. */
export function matchesCheck(pattern: string, name: string): boolean {
  return matchesWildcard(pattern.toLowerCase(), name.toLowerCase());
}

/** Status contexts are compared without case, names of check runs are not. */
export function isCalled(check: Check, name: string): boolean {
  return check.kind === 'status' ? check.name.toLowerCase() === name.toLowerCase() : check.name === name;
}

/** Of several runs of one name by one app (re-runs) the newest counts, as it does for GitHub. */
export function newestRuns(checks: readonly Check[]): readonly Check[] {
  const newest = new Map<string, Check>();
  for (const check of checks) {
    const name = check.kind === 'status' ? check.name.toLowerCase() : check.name;
    const key = JSON.stringify([check.kind, name, check.kind === 'status' ? null : (check.appId ?? check.source)]);
    const before = newest.get(key);
    if (before === undefined || isNewer(check, before)) newest.set(key, check);
  }
  return [...newest.values()];
}

/** GitHub's ids grow. */
function isNewer(a: Check, b: Check): boolean {
  return a.id.length === b.id.length ? a.id > b.id : a.id.length > b.id.length;
}

/**
 * Judges all results of one name together: a green run does not outweigh a red status, nor one app another. `success`,
 * `neutral` and `skipped` pass
 * (https://docs.github.com/en/pull-requests/collaborating-with-pull-requests/collaborating-on-repositories-with-code-quality-features/about-status-checks).
 */
export function judgeResults(name: string, results: readonly Check[]): CheckVerdict {
  const counted = newestRuns(results);
  const bad = counted.find((each) => stateOf(each) === 'fail') ?? counted.find((each) => stateOf(each) === 'pending');
  const shown = bad ?? counted[0];
  if (shown === undefined) return { text: `${name}: never ran`, state: 'fail' };
  const at = shown.completedAt ?? shown.startedAt;
  return {
    text: `${name}: ${shown.state.replace('-', ' ')}`,
    state: bad === undefined ? 'pass' : stateOf(bad),
    who: shown.source,
    ...(shown.url === null ? {} : { url: shown.url }),
    ...(at === null ? {} : { at }),
  };
}

/** Each name once, in the order in which they come. */
export function judgeEach(checks: readonly Check[]): readonly CheckVerdict[] {
  const names = new Map<string, Check[]>();
  for (const check of checks) {
    const key = check.name.toLowerCase();
    const same = names.get(key);
    if (same === undefined) names.set(key, [check]);
    else same.push(check);
  }
  return [...names.values()].map((same) => judgeResults(same[0]?.name ?? '', same));
}

/** How GitHub counts a conclusion. */
export function stateOf(check: Check): 'pass' | 'fail' | 'pending' {
  switch (check.state) {
    case 'success':
    case 'neutral':
    case 'skipped':
      return 'pass';
    case 'pending':
      return 'pending';
    case 'failure':
    case 'cancelled':
    case 'timed-out':
    case 'action-required':
    case 'stale':
      return 'fail';
  }
}

/** `, 1 failed, 2 not there yet`; empty when all passed. */
export function leftWords(verdicts: readonly CheckVerdict[]): string {
  const failed = verdicts.filter(({ state }) => state === 'fail').length;
  const pending = verdicts.filter(({ state }) => state === 'pending').length;
  const parts = [...(failed > 0 ? [`${failed} failed`] : []), ...(pending > 0 ? [`${pending} not there yet`] : [])];
  return parts.map((part) => `, ${part}`).join('');
}

/** How long the head has been there at least: since the pull request last changed, or somebody looked at it. */
export function headSince(updatedAt: Instant, seen: readonly (Instant | null)[]): Instant {
  return Math.min(updatedAt, ...seen.filter((each) => each !== null));
}
