import type { RawCommit } from '../history';
import type { Sha } from '../sha';
import type { Pace } from './pace';

/** How the commits of a range came onto the branch. Commits are named by their index in the range. */
export interface Membership {
  /** The merge of the main line that brought the commit; -1 for the main line itself and where it is not known. */
  readonly broughtBy: Int32Array;
  /** 1 for commits of the main line: the first parents from the tip on. */
  readonly onMainLine: Uint8Array;
  /** Commits that could be placed; a merge stands before every commit that it brought. */
  readonly order: readonly number[];
}

/**
 * Walks the main line, oldest commit first: what becomes newly reachable through the other parents of a merge came with
 * that merge. A merge that names no pull request (`Merge branch 'main' of …`, where a pull has swapped the parents) is
 * looked into by the same rule: its other side is walked as a line of its own, so that pull requests merged there keep
 * their commits. Linear in the number of commits and parents.
 * @param indexOf the commits' places in `commits`
 * @param tips where the main lines begin: the proposed commit, and the previous one for what is taken out
 * @param namesPull whether the commit's own message names a pull request
 */
export function* placeCommits(
  commits: readonly RawCommit[],
  indexOf: ReadonlyMap<Sha, number>,
  tips: readonly Sha[],
  namesPull: (index: number) => boolean,
  pace: Pace,
): Generator<void, Membership> {
  const broughtBy = new Int32Array(commits.length).fill(-1);
  const onMainLine = new Uint8Array(commits.length);
  const seen = new Uint8Array(commits.length);
  const order: number[] = [];

  const visit = (sha: Sha | undefined, merge: number): number | null => {
    const index = sha === undefined ? undefined : indexOf.get(sha);
    if (index === undefined || seen[index] === 1) return null;
    seen[index] = 1;
    broughtBy[index] = merge;
    order.push(index);
    return index;
  };

  /** First parents from `tip` on, newest first, put on top of `work`. */
  const pushLine = function* (work: number[], tip: Sha, merge: number): Generator<void, void> {
    let index = visit(tip, merge);
    while (index !== null) {
      work.push(index);
      if (pace.spend()) yield;
      index = visit(commits[index]?.parents[0], merge);
    }
  };

  const takeAll = function* (merge: number): Generator<void, void> {
    const pending = commits[merge]?.parents.slice(1) ?? [];
    for (let sha = pending.pop(); sha !== undefined; sha = pending.pop()) {
      const index = visit(sha, merge);
      if (pace.spend()) yield;
      if (index !== null) for (const parent of commits[index]?.parents ?? []) pending.push(parent);
    }
  };

  for (const tip of tips) {
    const work: number[] = [];
    yield* pushLine(work, tip, -1);
    for (const index of work) onMainLine[index] = 1;
    for (let index = work.pop(); index !== undefined; index = work.pop()) {
      if (pace.spend()) yield;
      const others = commits[index]?.parents.slice(1) ?? [];
      if (others.length > 0 && namesPull(index)) yield* takeAll(index);
      else for (const other of others) yield* pushLine(work, other, index);
    }
  }
  return { broughtBy, onMainLine, order };
}
