import { displaySubject } from '../core/changelog/commitMessage';
import type { RawCommit } from '../core/history';
import type { CommitSummary } from '../core/release';
import type { RepositoryId } from '../core/repository';
import { repositoryLabel } from '../core/repository';
import { shortSha } from '../core/sha';
import type { Sha } from '../core/sha';
import type { GitHubClient } from './client';
import { refusalStatus } from './githubErrors';
import { loginIn } from './people';
import type { Presence } from './presence';
import type { Reader } from './reader';

/**
 * Looks up a commit object: a SHA of a tree, a file or a tag is none, and of refs there is no question.
 * https://docs.github.com/rest/git/commits#get-a-commit-object
 */
export async function readCommit(
  client: GitHubClient,
  presence: Presence,
  id: RepositoryId,
  sha: Sha,
  signal?: AbortSignal,
): Promise<CommitSummary | null> {
  const ask = {
    doing: `read the commit ${shortSha(sha)} of ${repositoryLabel(id)}`,
    route: 'GET /repos/{owner}/{repo}/git/commits/{commit_sha}',
    parameters: { owner: id.owner, repo: id.name, commit_sha: sha },
    signal,
  };
  try {
    const commit = await client.read(ask, (answer) => commitSummaryIn(answer, answer));
    presence.mark(id);
    return commit;
  } catch (error) {
    // 409 is an empty repository, 422 a SHA of the other length or kind.
    if (![404, 409, 422].includes(refusalStatus(error))) throw error;
    await presence.confirm(id);
    return null;
  }
}

/** https://docs.github.com/rest/commits/commits#list-commits */
export async function readFileHistory(
  client: GitHubClient,
  id: RepositoryId,
  branch: string,
  path: string,
  limit: number,
): Promise<readonly CommitSummary[]> {
  const ask = {
    doing: `read the history of ${path} on ${branch} of ${repositoryLabel(id)}`,
    route: 'GET /repos/{owner}/{repo}/commits',
    parameters: { owner: id.owner, repo: id.name, sha: branch, path },
  };
  return client.readAll(ask, (commit) => commitSummaryIn(commit, commit.at('commit')), { limit });
}

/**
 * Merged pull requests first: a commit may also be part of others that are still open.
 * https://docs.github.com/rest/commits/commits#list-pull-requests-associated-with-a-commit
 */
export async function readPullsOfCommit(
  client: GitHubClient,
  id: RepositoryId,
  sha: Sha,
): Promise<readonly { readonly number: number; readonly title: string }[]> {
  const ask = {
    doing: `read the pull requests of the commit ${shortSha(sha)} of ${repositoryLabel(id)}`,
    route: 'GET /repos/{owner}/{repo}/commits/{commit_sha}/pulls',
    parameters: { owner: id.owner, repo: id.name, commit_sha: sha },
  };
  const pulls = await client.readAll(ask, (pull) => ({
    number: pull.at('number').count(),
    title: pull.at('title').text(),
    merged: pull.at('merged_at').maybe((time) => time.instant()) !== null,
  }));
  const ordered = [...pulls.filter((pull) => pull.merged), ...pulls.filter((pull) => !pull.merged)];
  return ordered.map(({ number, title }) => ({ number, title }));
}

/**
 * @param outer Where the SHA stands.
 * @param inner Where git's own part stands: the commit itself, or its `commit` member.
 */
export function commitSummaryIn(outer: Reader, inner: Reader): CommitSummary {
  return {
    sha: outer.at('sha').sha(),
    subject: displaySubject(inner.at('message').text()),
    committedAt: inner.at('committer').at('date').instant(),
    author:
      inner
        .at('author')
        .at('name')
        .maybe((name) => name.text()) ?? '',
  };
}

/** A commit of a comparison with the time by which git orders it. */
export interface DatedCommit {
  readonly commit: RawCommit;
  readonly committedAt: number;
}

/** Maps a commit of a comparison. */
export function rawCommitIn(commit: Reader, removed: boolean): DatedCommit {
  const git = commit.at('commit');
  const author = git.at('author');
  const text = (name: string): string =>
    author.maybe((present) => present.at(name).maybe((value) => value.text())) ?? '';
  const committedAt = git.at('committer').maybe((present) => present.at('date').instant());
  const authoredAt = author.maybe((present) => present.at('date').instant());
  return {
    committedAt: committedAt ?? authoredAt ?? 0,
    commit: {
      sha: commit.at('sha').sha(),
      parents: commit
        .at('parents')
        .list()
        .map((parent) => parent.at('sha').sha()),
      authorName: text('name'),
      authorEmail: text('email'),
      authorLogin: loginIn(commit.at('author')),
      authoredAt: authoredAt ?? committedAt ?? 0,
      message: git.at('message').text(),
      removed,
    },
  };
}
