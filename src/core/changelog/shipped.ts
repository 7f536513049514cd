import { count } from '../ages';
import type { Known } from '../known';
import type { Changelog } from './model';

/** What a release brings to production: its range, and what a release that failed left to be deployed. */
export interface Shipped {
  readonly changelog: Changelog;
  /**
   * What the production branch has and the last successful deployment has not: from what is deployed to what the branch
   * says. `null` when production runs what its branch says.
   */
  readonly alsoShips: Known<{ readonly changelog: Changelog }> | null;
}

/** Why there is no changelog to write, as a sentence; `null` when there is one. */
export function whyNothingShips({ changelog, alsoShips }: Shipped): string | null {
  const also = alsoShips?.known === true ? alsoShips.value.changelog.commits.length : 0;
  if (changelog.commits.length + also > 0) return null;
  switch (changelog.range.direction) {
    case 'same':
      return 'There is no changelog: the proposed commit is the one that the production branch names already.';
    case 'unrelated':
      return 'There is no changelog: the two commits have no common history.';
    case 'forward':
    case 'rollback':
    case 'diverged':
      return null;
  }
}

/** Why it is not known whether more ships, as a sentence; `null` when it is known. */
export function whyMoreMayShip({ alsoShips }: Shipped): string | null {
  if (alsoShips === null || alsoShips.known) return null;
  return `Whether commits of a release that failed ship with this one is not known: ${alsoShips.reason}`;
}

/** "101 commits of a release that failed ship too"; `null` for none. */
export function alsoShipsWords(commits: number): string | null {
  return commits === 0
    ? null
    : `${count(commits, 'commit')} of a release that failed ${commits === 1 ? 'ships' : 'ship'} too`;
}
