import type { RepositoryId } from '../core/repository';
import { repositoryLabel } from '../core/repository';
import { shortSha } from '../core/sha';
import type { Sha } from '../core/sha';
import type { GitHubClient } from './client';
import { rawCommitIn } from './commits';
import type { DatedCommit } from './commits';
import { mapConcurrently } from './concurrency';
import { refusalStatus } from './githubErrors';
import type { Reader } from './reader';
import { MalformedAnswer } from './reader';

// Requests at once: quick without tripping the limits on concurrent requests.
const concurrency = 4;
const pageSize = 100;

/** One page of a comparison; `commits` are those that the head has and the base has not, oldest first. */
export interface ComparisonPage {
  readonly status: 'ahead' | 'behind' | 'identical' | 'diverged';
  /** How many commits there are on all pages. */
  readonly total: number;
  /** How many the base has and the head has not; `null` when GitHub does not say. */
  readonly behind: number | null;
  readonly mergeBase: Sha | null;
  readonly commits: readonly DatedCommit[];
}

/** All of one side of a comparison, as far as GitHub lists it; in no order. */
export interface Comparison {
  readonly status: ComparisonPage['status'];
  readonly total: number;
  readonly commits: readonly DatedCommit[];
}

export interface ComparisonOptions {
  /** Marks the commits as ones that the release takes out. */
  readonly removed: boolean;
  readonly signal: AbortSignal | undefined;
  /** Hears of every page that comes in. */
  readonly onPage: (page: ComparisonPage) => void;
}

/**
 * The commits that `head` has and `base` has not. With paging GitHub lists them oldest first.
 * https://docs.github.com/rest/commits/commits#compare-two-commits
 *
 * However many there are, GitHub lists no more than some 10,000. Where its pages run dry before that, the comparison
 * goes on from the newest commit received that descends from the common ancestor: whatever the head has and that one has
 * not belongs to the range as well, and what it has is older and was received.
 */
export async function readComparison(
  client: GitHubClient,
  id: RepositoryId,
  base: Sha,
  head: Sha,
  options: ComparisonOptions,
): Promise<Comparison> {
  const found = new Map<Sha, DatedCommit>();
  const page = async (start: Sha, number: number): Promise<ComparisonPage> => {
    const answer = await readPage(client, id, `${start}...${head}`, number, options);
    options.onPage(answer);
    return answer;
  };
  const readFrom = async (start: Sha): Promise<ComparisonPage> => {
    const first = await page(start, 1);
    let dry = first.commits.length === 0;
    const others = Array.from({ length: Math.max(0, Math.ceil(first.total / pageSize) - 1) }, (_, index) => index + 2);
    const pages = await mapConcurrently(others, concurrency, async (number) => {
      if (dry) return [];
      const { commits } = await page(start, number).catch(nothingBeyondTheLast);
      dry ||= commits.length === 0;
      return commits;
    });
    for (const each of [first.commits, ...pages].flat()) found.set(each.commit.sha, each);
    return first;
  };
  const { status, total, mergeBase } = await readFrom(base);
  let start: Sha | undefined = base;
  for (let before = 0; found.size < total && found.size > before;) {
    before = found.size;
    const next = newestAbove(mergeBase ?? base, found.values());
    if (next === undefined || next === start) break;
    start = next;
    await readFrom(start);
  }
  return { status, total, commits: [...found.values()] };
}

async function readPage(
  client: GitHubClient,
  id: RepositoryId,
  basehead: string,
  number: number,
  { removed, signal }: ComparisonOptions,
): Promise<ComparisonPage> {
  const [base = '', head = ''] = basehead.split('...');
  const ask = {
    doing: `compare ${shortSha(base)} with ${shortSha(head)} in ${repositoryLabel(id)}`,
    route: 'GET /repos/{owner}/{repo}/compare/{basehead}',
    parameters: { owner: id.owner, repo: id.name, basehead, per_page: pageSize, page: number },
    signal,
  };
  return client.readLarge(ask, (answer) => comparisonIn(answer, removed));
}

/** GitHub refuses pages beyond the last that it serves with 422 where it does not answer them with nothing. */
function nothingBeyondTheLast(error: unknown): { readonly commits: readonly DatedCommit[] } {
  if (refusalStatus(error) === 422) return { commits: [] };
  throw error;
}

/** The last commit given that descends from `ancestor`; commits come after their parents. */
function newestAbove(ancestor: Sha, commits: Iterable<DatedCommit>): Sha | undefined {
  const above = new Set([ancestor]);
  let newest: Sha | undefined;
  for (const { commit } of commits) {
    if (!commit.parents.some((parent) => above.has(parent))) continue;
    above.add(commit.sha);
    newest = commit.sha;
  }
  return newest;
}

/** Maps one page of a comparison; its commits stay in the order given. */
export function comparisonIn(answer: Reader, removed: boolean): ComparisonPage {
  const words = { ahead: 'ahead', behind: 'behind', identical: 'identical', diverged: 'diverged' } as const;
  const status = answer.at('status').word<ComparisonPage['status'] | null>(words, null);
  if (status === null) throw new MalformedAnswer('it does not say how the two commits relate');
  return {
    status,
    total: answer.at('total_commits').count(),
    behind: answer.at('behind_by').maybe((count) => count.count()),
    mergeBase: answer.at('merge_base_commit').maybe((commit) => commit.at('sha').sha()),
    commits: answer
      .at('commits')
      .list()
      .map((commit) => rawCommitIn(commit, removed)),
  };
}
