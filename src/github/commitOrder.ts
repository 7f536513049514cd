import type { RawCommit } from '../core/history';
import type { Sha } from '../core/sha';
import type { DatedCommit } from './commits';

interface Waiting extends DatedCommit {
  readonly turn: number;
}

/**
 * The order of `git log from...to`: starting from the tips, always the newest commit by commit date whose child has been
 * listed, and of equal dates the one that was met first (`limit_list` in git's revision.c). Dates that GitHub cannot say,
 * before 1970 for one, may order otherwise. Commits that no listed child leads to come last, newest first.
 *
 * @param tips In the order in which git is given them.
 */
export function inGitOrder(commits: Iterable<DatedCommit>, tips: readonly Sha[]): readonly RawCommit[] {
  const unmet = new Map([...commits].map((each) => [each.commit.sha, each]));
  const ordered: RawCommit[] = [];
  const heap: Waiting[] = [];
  let turn = 0;
  const meet = (sha: Sha): void => {
    const met = unmet.get(sha);
    if (met === undefined || !unmet.delete(sha)) return;
    push(heap, { ...met, turn: turn++ });
  };
  tips.forEach(meet);
  for (let next = pop(heap); next !== undefined; next = pop(heap)) {
    ordered.push(next.commit);
    next.commit.parents.forEach(meet);
  }
  const cutOff = [...unmet.values()].sort((a, b) => b.committedAt - a.committedAt);
  return [...ordered, ...cutOff.map(({ commit }) => commit)];
}

function before(a: Waiting, b: Waiting): boolean {
  return a.committedAt > b.committedAt || (a.committedAt === b.committedAt && a.turn < b.turn);
}

function push(heap: Waiting[], item: Waiting): void {
  let place = heap.length;
  for (;;) {
    const above = (place - 1) >> 1;
    const parent = heap[above];
    if (place === 0 || parent === undefined || !before(item, parent)) break;
    heap[place] = parent;
    place = above;
  }
  heap[place] = item;
}

function pop(heap: Waiting[]): Waiting | undefined {
  const top = heap[0];
  const last = heap.pop();
  if (last === undefined || heap.length === 0) return top;
  let place = 0;
  for (;;) {
    const [left, right] = [heap[2 * place + 1], heap[2 * place + 2]];
    if (left === undefined) break;
    const useRight = right !== undefined && before(right, left);
    const child = useRight ? right : left;
    if (!before(child, last)) break;
    heap[place] = child;
    place = 2 * place + (useRight ? 2 : 1);
  }
  heap[place] = last;
  return top;
}
