import type { RepositoryCall } from './http';
import { mergeability } from './mergeability';
import { changedFiles } from './gitDiff';
import { pullCommits } from './pullHistory';
import { apiOf, pullRepository, webOf } from './repositoryJson';
import type { Label, Pull, Review } from './state';
import { association, nodeId, userJson } from './userJson';

export function labelJson(call: RepositoryCall, label: Label): unknown {
  return {
    id: label.id,
    node_id: nodeId('LA', label.id),
    url: `${apiOf(call)}/labels/${encodeURIComponent(label.name)}`,
    name: label.name,
    color: label.color,
    default: false,
    description: label.description,
  };
}

/** A pull request in lists (`pull-request-simple`). */
export function simplePull(call: RepositoryCall, pull: Pull): Readonly<Record<string, unknown>> {
  const { repository } = call;
  const api = `${apiOf(call)}/pulls/${pull.number}`;
  const issue = `${apiOf(call)}/issues/${pull.number}`;
  const web = `${webOf(call)}/pull/${pull.number}`;
  const statuses = `${apiOf(call)}/statuses/${pull.headSha}`;
  const repo = pullRepository(call);
  const end = (ref: string, sha: string): unknown => {
    return { label: `${repository.owner}:${ref}`, ref, sha, user: userJson(call, repository.owner), repo };
  };
  return {
    url: api,
    id: pull.id,
    node_id: nodeId('PR', pull.id),
    html_url: web,
    diff_url: `${web}.diff`,
    patch_url: `${web}.patch`,
    issue_url: issue,
    number: pull.number,
    state: pull.state,
    locked: pull.locked,
    active_lock_reason: null,
    title: pull.title,
    user: userJson(call, pull.author),
    body: pull.body,
    created_at: pull.createdAt,
    updated_at: pull.updatedAt,
    closed_at: pull.closedAt,
    merged_at: pull.merged?.at ?? null,
    merge_commit_sha: pull.merged?.sha ?? null,
    assignee: null,
    assignees: [],
    requested_reviewers: pull.requestedReviewers.map((login) => userJson(call, login)),
    requested_teams: [],
    labels: pull.labels.map((label) => labelJson(call, label)),
    milestone: null,
    draft: pull.draft,
    commits_url: `${api}/commits`,
    review_comments_url: `${api}/comments`,
    review_comment_url: `${apiOf(call)}/pulls/comments{/number}`,
    comments_url: `${issue}/comments`,
    statuses_url: statuses,
    head: end(pull.head, pull.headSha),
    base: end(pull.base, pull.baseSha),
    _links: {
      self: { href: api },
      html: { href: web },
      issue: { href: issue },
      comments: { href: `${issue}/comments` },
      review_comments: { href: `${api}/comments` },
      review_comment: { href: `${apiOf(call)}/pulls/comments{/number}` },
      commits: { href: `${api}/commits` },
      statuses: { href: statuses },
    },
    author_association: association(repository, pull.author),
    auto_merge: null,
  };
}

/**
 * A single pull request (`pull-request`). While a fault hides it, `mergeable` is null and its state "unknown", as on
 * GitHub until the test merge is done.
 * https://docs.github.com/rest/guides/using-the-rest-api-to-interact-with-your-git-database#checking-mergeability-of-pull-requests
 */
export async function fullPull(call: RepositoryCall, pull: Pull): Promise<unknown> {
  const { repository } = call;
  const commits = await pullCommits(repository, pull);
  const base = await repository.history.mergeBase(pull.baseSha, pull.headSha);
  const files = await changedFiles(repository.git, base, pull.headSha);
  const merge = call.hideMergeable
    ? { mergeable: null, state: 'unknown', rebaseable: null }
    : await mergeability(call.world, repository, pull);
  return {
    ...simplePull(call, pull),
    merged: pull.merged !== undefined,
    mergeable: merge.mergeable,
    rebaseable: merge.mergeable,
    mergeable_state: merge.state,
    merged_by: userJson(call, pull.merged?.by ?? null),
    comments: pull.comments.length,
    review_comments: 0,
    maintainer_can_modify: false,
    commits: commits.length,
    additions: files.reduce((sum, file) => sum + file.additions, 0),
    deletions: files.reduce((sum, file) => sum + file.deletions, 0),
    changed_files: files.length,
  };
}

/** The pull request inside check runs and workflow runs (`pull-request-minimal`). */
export function minimalPull(call: RepositoryCall, pull: Pull): unknown {
  const { repository } = call;
  const repo = { id: repository.id, url: apiOf(call), name: repository.name };
  return {
    id: pull.id,
    number: pull.number,
    url: `${apiOf(call)}/pulls/${pull.number}`,
    head: { ref: pull.head, sha: pull.headSha, repo },
    base: { ref: pull.base, sha: pull.baseSha, repo },
  };
}

export function reviewJson(call: RepositoryCall, pull: Pull, review: Review): unknown {
  const web = `${webOf(call)}/pull/${pull.number}#pullrequestreview-${review.id}`;
  const api = `${apiOf(call)}/pulls/${pull.number}`;
  return {
    id: review.id,
    node_id: nodeId('PRR', review.id),
    user: userJson(call, review.author),
    body: review.body,
    state: review.state,
    html_url: web,
    pull_request_url: api,
    author_association: association(call.repository, review.author),
    _links: { html: { href: web }, pull_request: { href: api } },
    ...(review.state !== 'PENDING' && { submitted_at: review.at }),
    commit_id: review.sha,
  };
}
