import { branchNames, isProtected } from './branches';
import { commitJson, fileJson, readCommits, resolveCommit } from './commitJson';
import { changedFiles } from './gitDiff';
import type { GitCommit } from './gitObjects';
import { ApiError, linkHeader, ok, paged, pageOf, param, sliceOf } from './http';
import type { Reply, RepositoryCall } from './http';
import { pullCommits } from './pullHistory';
import { simplePull } from './pullJson';
import { apiOf } from './repositoryJson';
import { reading } from './router';
import type { Route } from './router';
import { pullsOf } from './state';
import type { Pull, Repository } from './state';

const page = 'commits/commits#';

export const commitRoutes: readonly Route[] = [
  reading('/commits', `${page}list-commits`, list),
  reading('/commits/{commit_sha}/pulls', `${page}list-pull-requests-associated-with-a-commit`, async (call) => {
    return paged(call, await pullsWith(call), (pull) => simplePull(call, pull));
  }),
  reading('/commits/{commit_sha}/branches-where-head', `${page}list-branches-for-head-commit`, async (call) => {
    const { sha } = await existing(call, param(call, 'commit_sha'));
    const { repository } = call;
    const names = branchNames(repository).filter((name) => repository.git.refs.get(`refs/heads/${name}`) === sha);
    return ok(
      names.map((name) => ({
        name,
        commit: { sha, url: `${apiOf(call)}/commits/${sha}` },
        protected: isProtected(repository, name),
      })),
    );
  }),
];

/** The catch-all for `commits/{ref}`; has to come after every longer path below `commits`. */
export const commitRoute: Route = reading('/commits/{ref}', `${page}get-a-commit`, async (call) => {
  const commit = await existing(call, param(call, 'ref'));
  if (call.accept.includes('.sha')) {
    return { status: 200, raw: { type: 'application/vnd.github.sha; charset=utf-8', data: Buffer.from(commit.sha) } };
  }
  const files = await changedFiles(call.repository.git, commit.parents[0], commit.sha);
  const additions = files.reduce((sum, file) => sum + file.additions, 0);
  const deletions = files.reduce((sum, file) => sum + file.deletions, 0);
  // 300 files a page, 3000 in all: https://docs.github.com/rest/commits/commits#get-a-commit
  const size = pageOf(call, 300);
  const wanted = call.query.has('per_page') ? size : { ...size, perPage: 300 };
  const reachable = files.slice(0, 3000);
  const body = {
    ...commitJson(call, commit),
    stats: { total: additions + deletions, additions, deletions },
    files: sliceOf(reachable, wanted).map((file) => fileJson(call, commit.sha, file)),
  };
  return { status: 200, body, headers: linkHeader(call, reachable.length, wanted) };
});

async function existing(call: RepositoryCall, ref: string): Promise<GitCommit> {
  try {
    return await resolveCommit(call, ref);
  } catch {
    // An unknown commit is 422, not 404: https://docs.github.com/rest/commits/commits#get-a-commit
    throw new ApiError(422, `No commit found for SHA: ${ref}`);
  }
}

/** Newest first; `sha` is a commit or a branch. https://docs.github.com/rest/commits/commits#list-commits */
async function list(call: RepositoryCall): Promise<Reply> {
  const { repository, query } = call;
  const start = query.get('sha') ?? repository.defaultBranch;
  const tip = await repository.git.resolve(start);
  if (tip === undefined) throw new ApiError(404, 'Not Found');
  const path = query.get('path') ?? '';
  const shas = await (path === '' ? repository.history.between(undefined, tip) : touching(call, tip, path));
  const [since, until, author] = [query.get('since'), query.get('until'), query.get('author')];
  if (since === null && until === null && author === null) {
    const size = pageOf(call);
    const commits = await readCommits(call, sliceOf(shas, size));
    const headers = linkHeader(call, shas.length, size);
    return { status: 200, body: commits.map((commit) => commitJson(call, commit)), headers };
  }
  const after = since === null ? -Infinity : Date.parse(since);
  const before = until === null ? Infinity : Date.parse(until);
  const emails = author === null ? undefined : emailsOf(call, author);
  const matching = (await readCommits(call, shas)).filter((commit) => {
    const at = Date.parse(commit.committer.date);
    return at >= after && at <= before && (emails?.has(commit.author.email.toLowerCase()) ?? true);
  });
  return paged(call, matching, (commit) => commitJson(call, commit));
}

function emailsOf(call: RepositoryCall, author: string): Set<string> {
  const user = call.world.users.get(author.toLowerCase());
  return new Set([author.toLowerCase(), ...(user === undefined ? [] : [user.email.toLowerCase()])]);
}

async function touching(call: RepositoryCall, tip: string, path: string): Promise<string[]> {
  const answer = await call.repository.git.output(['--literal-pathspecs', 'rev-list', tip, '--', path]);
  return answer
    .toString('latin1')
    .split('\n')
    .filter((sha) => sha !== '');
}

/**
 * The merged pull request that brought a commit to the default branch; for a commit that is not there yet, the open and
 * merged ones that hold it; for a branch name, the ones of that branch.
 * https://docs.github.com/rest/commits/commits#list-pull-requests-associated-with-a-commit
 */
async function pullsWith(call: RepositoryCall): Promise<Pull[]> {
  const { repository } = call;
  const name = param(call, 'commit_sha');
  if (repository.git.refs.has(`refs/heads/${name}`)) return live(repository).filter((pull) => pull.head === name);
  const { sha } = await existing(call, name);
  return pullsOfCommit(repository, sha);
}

function live(repository: Repository): Pull[] {
  return pullsOf(repository).filter((pull) => pull.state === 'open' || pull.merged !== undefined);
}

/** The pull requests of a commit, as the endpoint above and GraphQL's `associatedPullRequests` know them. */
export async function pullsOfCommit(repository: Repository, sha: string): Promise<Pull[]> {
  const tip = repository.git.refs.get(`refs/heads/${repository.defaultBranch}`);
  const landed = tip !== undefined && (await repository.history.isAncestor(sha, tip));
  const found: Pull[] = [];
  for (const pull of live(repository)) {
    if (landed && pull.merged === undefined) continue;
    if (pull.merged?.sha === sha || (await pullCommits(repository, pull)).includes(sha)) found.push(pull);
  }
  return found;
}
