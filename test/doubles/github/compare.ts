import { commitJson, fileJson, readCommits } from './commitJson';
import { changedFiles } from './gitDiff';
import { ApiError, linkHeader, notFound, pageOf, param, sliceOf } from './http';
import type { Reply, RepositoryCall } from './http';
import { apiOf, webOf } from './repositoryJson';
import { reading } from './router';
import type { Route } from './router';

/** Most commits of an answer that no paging was asked for. */
const unpagedLimit = 250;
/** Most files of a comparison. */
const fileLimit = 300;

export const compareRoutes: readonly Route[] = [
  reading('/compare/{basehead}', 'commits/commits#compare-two-commits', compare),
];

/**
 * Three-dot comparison: commits of `base..head` in chronological order, files between the merge base and `head`.
 * Without paging the newest 250 commits; with paging from the oldest on, files on the first page only. Pages reach no
 * further than so many commits; `total_commits` counts them all.
 * https://docs.github.com/rest/commits/commits#compare-two-commits
 */
async function compare(call: RepositoryCall): Promise<Reply> {
  const { git, history } = call.repository;
  const [from, to] = endsOf(call);
  const [base, head] = await Promise.all([git.resolve(from), git.resolve(to)]);
  if (base === undefined || head === undefined) throw notFound();
  const [mergeBase, ahead, behind] = await Promise.all([
    history.mergeBase(base, head),
    history.between(base, head),
    history.between(head, base),
  ]);
  if (mergeBase === undefined) throw new ApiError(404, `No common ancestor between ${from} and ${to}.`);
  const chronological = [...ahead].reverse();
  const reachable = chronological.slice(0, call.world.comparedCommits);
  const isPaged = call.query.has('page') || call.query.has('per_page');
  const page = isPaged ? pageOf(call, unpagedLimit) : { page: 1, perPage: unpagedLimit };
  const shown = isPaged ? sliceOf(reachable, page) : chronological.slice(-unpagedLimit);
  const files = page.page === 1 ? (await changedFiles(git, mergeBase, head)).slice(0, fileLimit) : [];
  const [baseCommit, mergeBaseCommit] = await readCommits(call, [base, mergeBase]);
  const commits = await readCommits(call, shown);
  if (baseCommit === undefined || mergeBaseCommit === undefined) throw notFound();
  const web = `${webOf(call)}/compare/${encodeURIComponent(from)}...${encodeURIComponent(to)}`;
  const body = {
    url: `${apiOf(call)}/compare/${encodeURIComponent(from)}...${encodeURIComponent(to)}`,
    html_url: web,
    permalink_url: `${webOf(call)}/compare/${base}...${head}`,
    diff_url: `${web}.diff`,
    patch_url: `${web}.patch`,
    base_commit: commitJson(call, baseCommit),
    merge_base_commit: commitJson(call, mergeBaseCommit),
    status: statusOf(ahead.length, behind.length),
    ahead_by: ahead.length,
    behind_by: behind.length,
    total_commits: ahead.length,
    commits: commits.map((commit) => commitJson(call, commit)),
    files: files.map((file) => fileJson(call, head, file)),
  };
  return { status: 200, body, headers: isPaged ? linkHeader(call, reachable.length, page) : {} };
}

function endsOf(call: RepositoryCall): [string, string] {
  const whole = param(call, 'basehead');
  const dots = whole.indexOf('...');
  if (dots < 0) throw notFound();
  const owner = `${call.repository.owner}:`;
  const local = (end: string): string => (end.startsWith(owner) ? end.slice(owner.length) : end);
  return [local(whole.slice(0, dots)), local(whole.slice(dots + 3))];
}

function statusOf(ahead: number, behind: number): 'ahead' | 'behind' | 'diverged' | 'identical' {
  if (ahead > 0) return behind > 0 ? 'diverged' : 'ahead';
  return behind > 0 ? 'behind' : 'identical';
}
