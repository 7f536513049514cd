import type { RangeHistory, RawCommit } from '../history';
import type { Sha } from '../sha';
import { parseCommitMessage, type CommitMessage } from './commitMessage';
import type { ChangelogFacts } from './facts';
import type { Pace } from './pace';
import { placeCommits, type Membership } from './pullMembership';

/** A commit of the range with what its message and its place in the history say. */
export interface Attributed {
  readonly raw: RawCommit;
  readonly message: CommitMessage;
  /** The pull request that it came with. */
  readonly pull: number | null;
  /** The merge that brought it, by place in the range; -1 where there is none. */
  readonly broughtBy: number;
  /** On the first-parent chain of a range that was read to its end. */
  readonly onMainLine: boolean;
}

const unplaced: Membership = { broughtBy: new Int32Array(0), onMainLine: new Uint8Array(0), order: [] };

/** Longer messages take longer to read. */
const charactersPerUnit = 500;

/**
 * Reads the messages and finds the pull request of every commit: that of the merge that brought it (see
 * {@link placeCommits}), else the one that its own subject names, else the one that the forge told, else the one that
 * the forge told for the merge that brought it. A range that was not read to its end, or that came without parents, has
 * no main line: "newly reachable" would claim too much there.
 * @param commits the range without repetitions
 * @param placeOf their places in it
 */
export function* attribute(
  commits: readonly RawCommit[],
  range: RangeHistory,
  placeOf: ReadonlyMap<Sha, number>,
  facts: ChangelogFacts,
  pace: Pace,
): Generator<void, { readonly commits: readonly Attributed[]; readonly order: readonly number[] }> {
  const messages: CommitMessage[] = [];
  let hasParents = false;
  for (const raw of commits) {
    messages.push(parseCommitMessage(raw.message));
    hasParents ||= raw.parents.length > 0;
    if (pace.spend(1 + raw.message.length / charactersPerUnit)) yield;
  }
  const namesPull = (place: number): boolean => typeof messages[place]?.pull?.number === 'number';
  const { broughtBy, onMainLine, order } =
    range.complete && hasParents
      ? yield* placeCommits(commits, placeOf, [range.to, range.from], namesPull, pace)
      : unplaced;

  const pulls = new Array<number | null | undefined>(commits.length).fill(undefined);
  const resolve = (place: number): void => {
    const merge = broughtBy[place] ?? -1;
    const told = facts.pullOf.get(commits[place]?.sha ?? range.to);
    pulls[place] =
      messages[merge]?.pull?.number ?? messages[place]?.pull?.number ?? told?.number ?? pulls[merge] ?? null;
  };
  // Merges come before what they brought.
  for (const place of order) {
    resolve(place);
    if (pace.spend()) yield;
  }
  const attributed: Attributed[] = [];
  for (const raw of commits) {
    const place = attributed.length;
    if (pulls[place] === undefined) resolve(place);
    const message = messages[place] ?? parseCommitMessage(raw.message);
    attributed.push({
      raw,
      message,
      pull: pulls[place] ?? null,
      broughtBy: broughtBy[place] ?? -1,
      onMainLine: onMainLine[place] === 1,
    });
    if (pace.spend()) yield;
  }
  return { commits: attributed, order };
}
