import { HumanError } from '../core/errors';
import type { Direction, RangeHistory, ReadingProgress } from '../core/history';
import type { Sha } from '../core/sha';
import { readCommitLog, type CommitLog } from './commitLog';
import type { GitReader } from './gitReader';
import { ProgressReport } from './readingProgress';

/** How many commits are on the previous side only, and how many on the proposed side only. */
type Sides = readonly [number, number];

// A count costs as much as finding the commits does; a range that is read by then needs none.
const countAfterMs = 1000;

function commits(count: number): string {
  return count === 1 ? '1 commit' : `${count} commits`;
}

async function directionOf(
  git: GitReader,
  from: Sha,
  to: Sha,
  [left, right]: Sides,
  signal: AbortSignal,
): Promise<Direction> {
  if (left === 0) return right === 0 ? 'same' : 'forward';
  if (right === 0) return 'rollback';
  return (await git.ask(['merge-base', from, to], signal)).trim() === '' ? 'unrelated' : 'diverged';
}

async function countSides(git: GitReader, from: Sha, to: Sha, signal: AbortSignal): Promise<Sides> {
  const answer = await git.ask(['rev-list', '--count', '--left-right', `${from}...${to}`, '--'], signal);
  const [, left, right] = /^(\d+)\t(\d+)\s*$/.exec(answer) ?? [];
  if (left === undefined || right === undefined) {
    throw new HumanError('git', 'git gave a count of commits that cannot be read.');
  }
  return [Number(left), Number(right)];
}

function sidesOf(log: CommitLog): Sides {
  const left = log.commits.filter(({ removed }) => removed).length;
  return [left, log.commits.length - left];
}

function missingFrom(log: CommitLog, total: number): string[] {
  if (log.cutOff) {
    return [`The history is too large to read whole: ${log.commits.length} of ${commits(total)} were read.`];
  }
  if (log.commits.length === total) return [];
  return [`git listed ${log.commits.length} and counted ${commits(total)}: the clone may have changed meanwhile.`];
}

/**
 * Reads the ship range between two commits that are there. git's exit code says whether the list is whole; a reading
 * that takes longer is counted by a second run of git, for `onProgress` and as a check.
 */
export async function readShipRange(
  git: GitReader,
  from: Sha,
  to: Sha,
  signal: AbortSignal | undefined,
  onProgress: ((progress: ReadingProgress) => void) | undefined,
): Promise<RangeHistory> {
  const facts = { from, to, source: 'clone' } as const;
  // When one of the runs fails, the others must not go on by themselves.
  const all = new AbortController();
  const stop = signal === undefined ? all.signal : AbortSignal.any([signal, all.signal]);
  const progress = new ProgressReport((state) => {
    if (!stop.aborted) onProgress?.(state);
  });
  let counting: Promise<Sides> | null = null;
  const count = (): Promise<Sides> => (counting ??= countSides(git, from, to, stop));
  const counted: Sides[] = [];
  const timer = setTimeout(() => {
    count().then(
      (sides) => {
        if (stop.aborted) return;
        counted.push(sides);
        progress.total(sides[0] + sides[1]);
      },
      () => undefined,
    );
  }, countAfterMs);
  try {
    const log = await readCommitLog(git, from, to, stop, (read) => {
      progress.read(read);
    });
    const sides = counted[0] ?? (log.cutOff ? await count() : sidesOf(log));
    const direction = await directionOf(git, from, to, sides, stop);
    if (direction === 'unrelated') {
      const note = 'The two commits have no common ancestor, so there is no range of commits between them.';
      return { ...facts, direction, commits: [], complete: false, total: null, notes: [note] };
    }
    const total = sides[0] + sides[1];
    progress.total(total);
    const notes = missingFrom(log, total);
    return { ...facts, direction, commits: log.commits, complete: notes.length === 0, total, notes };
  } finally {
    clearTimeout(timer);
    all.abort();
  }
}
