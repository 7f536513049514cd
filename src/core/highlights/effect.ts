import type { Direction } from '../history';
import { isMovedAway } from './migrationFindings';
import type { Migration } from './model';
import { isLoss, mayLose } from './operation';

/** The release leaves commits of production behind, and with them migrations whose effects the database keeps. */
export function goesBack(direction: Direction): boolean {
  return direction !== 'forward' && direction !== 'same';
}

/**
 * Whether what a migration does counts for this release: the release runs it, or it goes back and leaves it behind. What
 * shipped earlier and was only edited does not run again.
 */
export function counts(migration: Migration, direction: Direction): boolean {
  const { effect } = migration;
  return effect === 'run' || (effect === 'taken-out' && goesBack(direction) && !isMovedAway(migration));
}

/** It counts, and something in it is certainly lost. */
export function isDestructive(migration: Migration, direction: Direction): boolean {
  return counts(migration, direction) && migration.operations.some(isLoss);
}

/** It counts, and of something in it could not be told whether it is lost: irreversible until someone looks. */
export function isUnclear(migration: Migration, direction: Direction): boolean {
  return counts(migration, direction) && migration.operations.some(mayLose);
}
