import { HumanError } from '../core/errors';
import type { PullCommit, PullFile, PullRequest, PullRequestSummary } from '../core/release';
import type { RepositoryId } from '../core/repository';
import { repositoryLabel } from '../core/repository';
import type { Ask, GitHubClient } from './client';
import { labelIn, loginIn, personIn } from './people';
import type { Reader } from './reader';
import { MalformedAnswer } from './reader';

/** `#42 of acme/shop`, for sentences. */
export function pullLabel(id: RepositoryId, number: number): string {
  return `#${number} of ${repositoryLabel(id)}`;
}

function pullAsk(id: RepositoryId, number: number, what: string, more = ''): Ask {
  return {
    doing: `read ${what} ${pullLabel(id, number)}`,
    route: `GET /repos/{owner}/{repo}/pulls/{pull_number}${more}`,
    parameters: { owner: id.owner, repo: id.name, pull_number: number },
  };
}

/**
 * Oldest first, so that one opened meanwhile does not push another off the page that is read next.
 * https://docs.github.com/rest/pulls/pulls#list-pull-requests
 */
export async function readOpenPulls(
  client: GitHubClient,
  id: RepositoryId,
  base: string,
): Promise<readonly PullRequestSummary[]> {
  const ask = {
    doing: `list the open pull requests into ${base} of ${repositoryLabel(id)}`,
    route: 'GET /repos/{owner}/{repo}/pulls',
    parameters: { owner: id.owner, repo: id.name, state: 'open', base, sort: 'created', direction: 'asc' },
  };
  const pulls = await client.readAll(ask, pullSummaryIn);
  return [...new Map(pulls.map((pull) => [pull.number, pull])).values()];
}

/** https://docs.github.com/rest/pulls/pulls#get-a-pull-request */
export function readPull(client: GitHubClient, id: RepositoryId, number: number): Promise<PullRequest> {
  return client.read(pullAsk(id, number, 'pull request'), pullIn);
}

/** https://docs.github.com/rest/pulls/pulls#update-a-pull-request */
export function updateBody(client: GitHubClient, id: RepositoryId, number: number, body: string): Promise<PullRequest> {
  const ask = {
    doing: `change the description of pull request ${pullLabel(id, number)}`,
    route: 'PATCH /repos/{owner}/{repo}/pulls/{pull_number}',
    parameters: { owner: id.owner, repo: id.name, pull_number: number, body },
  };
  return client.write(ask, pullIn);
}

// “Lists a maximum of 250 commits for a pull request.”
// https://docs.github.com/rest/pulls/pulls#list-commits-on-a-pull-request
const listedCommits = 250;

/** Every commit of a pull request: past the 250 that GitHub lists, those between its base and its head. */
export async function readPullCommits(
  client: GitHubClient,
  id: RepositoryId,
  number: number,
): Promise<readonly PullCommit[]> {
  const ask = pullAsk(id, number, 'the commits of pull request', '/commits');
  const listed = await client.readAll(ask, pullCommitIn);
  if (listed.length < listedCommits) return listed;
  const pull = await readPull(client, id, number);
  const basehead = `${pull.baseSha}...${pull.headSha}`;
  const compare = {
    doing: ask.doing,
    route: 'GET /repos/{owner}/{repo}/compare/{basehead}',
    parameters: { owner: id.owner, repo: id.name, basehead },
  };
  const commits = await client.readAll(compare, pullCommitIn, { under: 'commits' });
  if (commits.length === pull.commitCount) return commits;
  throw new HumanError(
    'unreadable-answer',
    `Could not ${ask.doing}: GitHub listed ${commits.length} of ${pull.commitCount}. Refresh to try again.`,
  );
}

/** Maps a commit of a pull request. */
export function pullCommitIn(commit: Reader): PullCommit {
  const author = commit.at('commit').at('author');
  const part = (name: string): string => author.maybe((present) => present.at(name).maybe((text) => text.text())) ?? '';
  return {
    sha: commit.at('sha').sha(),
    author: loginIn(commit.at('author')),
    committer: loginIn(commit.at('committer')),
    authorName: part('name'),
    authorEmail: part('email'),
    message: commit.at('commit').at('message').text(),
  };
}

// “Responses include a maximum of 3000 files.” https://docs.github.com/rest/pulls/pulls#list-pull-requests-files
const listedFiles = 3_000;

export async function readPullFiles(
  client: GitHubClient,
  id: RepositoryId,
  number: number,
): Promise<readonly PullFile[]> {
  const ask = pullAsk(id, number, 'the files of pull request', '/files');
  const files = await client.readAll(ask, pullFileIn);
  if (files.length < listedFiles) return files;
  const pull = await readPull(client, id, number);
  if (pull.changedFiles === files.length) return files;
  throw new HumanError(
    'unreadable-answer',
    `Could not ${ask.doing}: it changes ${pull.changedFiles} files, and GitHub lists no more than ${listedFiles}.`,
  );
}

/** Maps a file of a pull request. */
export function pullFileIn(file: Reader): PullFile {
  const statuses = { added: 'added', modified: 'modified', removed: 'removed', renamed: 'renamed' } as const;
  return { path: file.at('filename').text(), status: file.at('status').word<PullFile['status']>(statuses, 'other') };
}

/** Maps a pull request of a list. */
export function pullSummaryIn(pull: Reader): PullRequestSummary {
  return {
    number: pull.at('number').count(),
    title: pull.at('title').text(),
    author: personIn(pull.at('user')),
    url: pull.at('html_url').address(),
    draft: pull.at('draft').maybe((flag) => flag.flag()) ?? false,
    createdAt: pull.at('created_at').instant(),
    updatedAt: pull.at('updated_at').instant(),
    headSha: pull.at('head').at('sha').sha(),
    headRef: pull.at('head').at('ref').text(),
    baseRef: pull.at('base').at('ref').text(),
    labels: pull.at('labels').list().map(labelIn),
  };
}

/** Maps a pull request that was asked for by its number. */
export function pullIn(pull: Reader): PullRequest {
  return {
    ...pullSummaryIn(pull),
    state: stateIn(pull),
    locked: pull.at('locked').maybe((flag) => flag.flag()) ?? false,
    body: pull.at('body').maybe((text) => text.text()) ?? '',
    baseSha: pull.at('base').at('sha').sha(),
    mergeable: pull.at('mergeable').maybe((flag) => flag.flag()),
    mergeableState: pull.at('mergeable_state').maybe((text) => text.text()) ?? 'unknown',
    changedFiles: pull.at('changed_files').count(),
    commitCount: pull.at('commits').count(),
  };
}

function stateIn(pull: Reader): PullRequest['state'] {
  if (pull.at('merged').maybe((flag) => flag.flag()) === true) return 'merged';
  const state = pull.at('state').word<PullRequest['state'] | null>({ open: 'open', closed: 'closed' }, null);
  if (state === null) throw new MalformedAnswer('the pull request is neither open nor closed');
  return state;
}
