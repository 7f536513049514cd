import type { Sha } from '../core/sha';
import type { GitReader } from './gitReader';

async function commitDates(
  git: GitReader,
  revisions: readonly string[],
  signal: AbortSignal | undefined,
): Promise<Map<string, number>> {
  const chunks: Buffer[] = [];
  for await (const chunk of git.stream(['rev-list', '--timestamp', ...revisions, '--'], signal)) chunks.push(chunk);
  const dates = new Map<string, number>();
  for (const line of Buffer.concat(chunks).toString('latin1').split('\n')) {
    const [date = '', sha = ''] = line.split(' ');
    if (sha !== '') dates.set(sha, Number(date));
  }
  return dates;
}

/**
 * Whether a shallow clone has enough history to tell what lies between two commits. git does not say when it has not:
 * past a boundary commit it takes the history to be over, and then counts too few commits or calls an ancestor none.
 *
 * The range is trusted when the two have something in common, no boundary commit lies inside the range, and no commit
 * of the range is older than a boundary commit below it (an older one may be reachable from there through the part
 * that was cut off, and so be no part of the range in truth).
 */
export async function shallowRangeIsWhole(
  git: GitReader,
  shallow: ReadonlySet<string>,
  from: Sha,
  to: Sha,
  signal: AbortSignal | undefined,
): Promise<boolean> {
  if (from === to) return true;
  const range = await commitDates(git, [`${from}...${to}`], signal);
  const reachable = await commitDates(git, [from, to], signal);
  if (range.size === reachable.size) return false;
  let oldest = Infinity;
  for (const [sha, date] of range) {
    if (shallow.has(sha)) return false;
    oldest = Math.min(oldest, date);
  }
  for (const sha of shallow) {
    if (oldest < (reachable.get(sha) ?? -Infinity)) return false;
  }
  return true;
}
