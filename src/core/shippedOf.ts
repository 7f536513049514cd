import type { Changes } from './highlights/changes/model';
import type { Highlights } from './highlights/model';
import type { ChangedFiles, RangeHistory } from './history';
import { known, unknown, type Known } from './known';
import type { Shipped } from './policy/shipped';
import { recoveryOf } from './recovery';

/** What was read of a ship range. */
export interface RangeContents {
  readonly range: RangeHistory;
  readonly files: Known<ChangedFiles>;
  readonly highlights: Known<Highlights>;
  /** `null` while it is being read. */
  readonly changes: Known<Changes> | null;
}

const pathsOf = new WeakMap<ChangedFiles, Known<readonly string[]>>();

/**
 * What the gates need of a range, from what was read of it. It speaks of the range alone: commits of earlier releases
 * that failed were judged with theirs, so the same two commits give the same gates on every machine.
 */
export function shippedOf({ range, files, highlights, changes }: RangeContents): Shipped {
  return {
    direction: range.direction,
    commits: range.total ?? range.commits.length,
    paths: files.known ? pathsIn(files.value) : files,
    lines: null,
    highlights,
    changes: changes ?? unknown('what else changes is still being read'),
    recovery: highlights.known ? known(recoveryOf(highlights.value, range.direction)) : highlights,
  };
}

function pathsIn(files: ChangedFiles): Known<readonly string[]> {
  const before = pathsOf.get(files);
  if (before !== undefined) return before;
  const paths = files.complete
    ? known(files.files.map(({ path }) => path))
    : unknown(files.notes[0] ?? 'not every changed file could be listed');
  pathsOf.set(files, paths);
  return paths;
}
