import type { Highlights } from './highlights/model';
import { verdictsOf, type VerdictReason } from './highlights/review/verdicts';
import type { Direction } from './history';

/** Whether the release can be taken back by deploying the earlier commit again. */
export interface Recovery {
  readonly verdict: 'roll-back' | 'roll-forward' | 'unknown';
  readonly reasons: readonly VerdictReason[];
}

/**
 * The process goes back by setting the version file to the earlier commit and deploying it, which is right only while
 * the release is reversible (process description, the recovery path: destructive changes are rolled forward only; and
 * "Database schema change procedures": each phase can be rolled back while it is backward-compatible). So `roll-back` is
 * said only of what is known:
 *
 * - `roll-forward`: a migration that counts certainly loses data, or leaves a schema on which the earlier code does not
 *   run. It counts when the release runs it, or is a rollback that leaves it behind. This stays true whatever else could
 *   not be told; the reasons are all such operations, those that lose data first.
 * - `unknown`: whether data is lost, or whether the earlier code runs, could not be told: something was not understood or
 *   depends on that code; a migration was taken out of a release that goes forward, and what it did stays in the
 *   database; one was edited after it shipped in what it does, or could not be read; or not every file was read. The
 *   reasons are what stands in the way.
 * - `roll-back`: every file was looked at, no data is lost and the earlier code runs on what the migrations leave. That
 *   the schema itself comes back is not needed then, and is told apart. What was edited after it shipped does not run
 *   again and counts by its findings only.
 *
 * It speaks of migrations only.
 */
export function recoveryOf(highlights: Highlights, direction: Direction): Recovery {
  const { dataLost, previousCodeRuns } = verdictsOf(highlights, direction);
  const certain = [
    ...(dataLost.answer === true ? dataLost.reasons : []),
    ...(previousCodeRuns.answer === false ? previousCodeRuns.reasons : []),
  ];
  if (certain.length > 0) return { verdict: 'roll-forward', reasons: distinct(certain) };
  const isClear = dataLost.answer === false && previousCodeRuns.answer === true;
  if (isClear) return { verdict: 'roll-back', reasons: [] };
  return { verdict: 'unknown', reasons: distinct([...dataLost.reasons, ...previousCodeRuns.reasons]) };
}

/** A statement that does both is named once, by what it does first. */
function distinct(reasons: readonly VerdictReason[]): readonly VerdictReason[] {
  const kept = new Map<string, VerdictReason>();
  for (const each of reasons) {
    const key = `${each.path}\n${each.line ?? ''}\n${each.text}`;
    if (!kept.has(key)) kept.set(key, each);
  }
  return [...kept.values()];
}
