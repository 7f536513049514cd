import type { Known } from '../known';
import type { CommitSummary } from '../release';

/** A commit of the production branch, with the merged pull requests that it belongs to. */
export interface ProductionCommit {
  readonly commit: CommitSummary;
  /** Of each pull request the branch that it was merged into. */
  readonly pulls: Known<readonly { readonly number: number; readonly baseRef: string }[]>;
}

/** A commit that came to production past the process, or of which that cannot be told. */
export interface DirectCommit {
  readonly commit: CommitSummary;
  /** `unknown`: its pull requests could not be read. */
  readonly state: 'direct' | 'unknown';
  /** A sentence. */
  readonly detail: string;
}

/**
 * The commits that reached production without a release PR ("The release PR is the only standard path to changing
 * production", process description): those of no pull request that was merged into the production branch. In the order
 * given.
 */
export function directCommits(history: readonly ProductionCommit[], productionBranch: string): readonly DirectCommit[] {
  return history.flatMap(({ commit, pulls }): readonly DirectCommit[] => {
    if (!pulls.known) {
      const detail = `Which pull request brought it could not be read: ${pulls.reason}`;
      return [{ commit, state: 'unknown', detail }];
    }
    if (pulls.value.some(({ baseRef }) => baseRef === productionBranch)) return [];
    const others = pulls.value.map(({ number, baseRef }) => `#${number} into ${baseRef}`);
    const why = others.length === 0 ? 'It belongs to no pull request' : `It belongs to ${others.join(', ')} only`;
    return [{ commit, state: 'direct', detail: `${why}: no release pull request brought it to ${productionBranch}.` }];
  });
}
