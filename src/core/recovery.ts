import { counts } from './highlights/effect';
import type { Highlights, Migration, MigrationOperation } from './highlights/model';
import { isLoss } from './highlights/operation';
import type { Direction } from './history';

/** Why a recovery verdict is what it is; `line` is `null` where it is about the whole file. */
export interface RecoveryReason {
  readonly path: string;
  readonly line: number | null;
  readonly text: string;
}

/** Whether the release can be taken back by deploying the earlier commit again. */
export interface Recovery {
  readonly verdict: 'roll-back' | 'roll-forward' | 'unknown';
  readonly reasons: readonly RecoveryReason[];
}

/**
 * The process allows going back only while the release is reversible, so `roll-back` is said only of what is known:
 *
 * - `roll-forward`: a migration has an operation that was understood and destroys data, and the release runs it, or is a
 *   rollback that leaves it behind: earlier code then meets a database without that data. This stays true whatever else
 *   could not be told; the reasons are all such operations.
 * - `unknown`: something stands in the way of telling. An operation that counts in the same way was not understood; a
 *   migration was taken out, and what it did stays in the database; one was edited after it shipped in what it does, or
 *   could not be read, so that the file does not say what the database ran; or not every file was read, and `notes` of
 *   the highlights say which. The reasons are what stands in the way.
 * - `roll-back`: every file was looked at, and the release runs no migration, or each was understood and destroys
 *   nothing. What was edited after it shipped does not run again and counts by its findings only.
 *
 * It speaks of migrations only; whether the running code can live with the new schema is not judged.
 */
export function recoveryOf({ migrations, complete }: Highlights, direction: Direction): Recovery {
  const counted = migrations.filter((migration) => counts(migration, direction));
  const lost = counted.flatMap((migration) => reasonsOf(migration, isLoss));
  if (lost.length > 0) return { verdict: 'roll-forward', reasons: lost };
  const doubts = [
    ...counted.flatMap((migration) => reasonsOf(migration, ({ destructive }) => destructive)),
    ...migrations.flatMap(findingsInDoubt),
  ];
  const doubtful = doubts.length > 0 || !complete || migrations.some(({ effect }) => effect === 'taken-out');
  return { verdict: doubtful ? 'unknown' : 'roll-back', reasons: doubts };
}

function findingsInDoubt({ path, effect, findings }: Migration): readonly RecoveryReason[] {
  return findings
    .filter(({ severity }) => severity === 'error' || effect === 'taken-out')
    .map(({ message }) => ({ path, line: null, text: message }));
}

function reasonsOf(
  { path, operations }: Migration,
  isReason: (operation: MigrationOperation) => boolean,
): readonly RecoveryReason[] {
  return operations.filter(isReason).map(({ line, text }) => ({ path, line, text }));
}
