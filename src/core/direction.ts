import { count } from './ages';
import type { Changelog } from './changelog/model';

/** "Rollback: takes 12 commits out of production", or `null` for the ordinary direction. */
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
