import type { CommitSummary } from '../core/release';
import type { RepositoryId } from '../core/repository';
import { repositoryLabel } from '../core/repository';
import { shortSha, type Sha } from '../core/sha';
import type { GitHubClient } from './client';
import { commitSummaryIn } from './commits';
import { Refusal } from './githubErrors';
import type { Reader } from './reader';

/**
 * The commit, when the branch contains it; `null` when it does not. The comparison of the two says so: seen from the
 * branch, what it contains is `behind` or `identical`, and then their common ancestor is the commit itself. Nothing
 * differs in that case, so the answer is small.
 *
 * A commit that only a fork has is on no branch, although it can be looked up: GitHub keeps the objects of forks
 * together. https://docs.github.com/rest/commits/commits#compare-two-commits
 */
export async function readCommitOnBranch(
  client: GitHubClient,
  id: RepositoryId,
  branch: string,
  sha: Sha,
): Promise<CommitSummary | null> {
  const ask = {
    doing: `look for ${shortSha(sha)} on the branch ${branch} of ${repositoryLabel(id)}`,
    route: 'GET /repos/{owner}/{repo}/compare/{basehead}',
    parameters: { owner: id.owner, repo: id.name, basehead: `${branch}...${sha}`, per_page: 1 },
  };
  try {
    return await client.read(ask, (comparison) => containedIn(comparison, sha));
  } catch (error) {
    // Histories without a common ancestor cannot be compared.
    if (error instanceof Refusal && /^No common ancestor/i.test(error.reason)) return null;
    throw error;
  }
}

/** Maps a comparison of a branch with a commit; `null` when the branch does not contain that very commit. */
export function containedIn(comparison: Reader, sha: Sha): CommitSummary | null {
  const contained = comparison.at('status').word({ behind: true, identical: true }, false);
  if (!contained) return null;
  return comparison.at('merge_base_commit').maybe((commit) => {
    // A SHA of a tag object is compared as the commit that it names, and is none itself.
    return commit.at('sha').sha() === sha ? commitSummaryIn(commit, commit.at('commit')) : null;
  });
}
