import type { Account, BranchTip, Permission, RepositoryFacts } from '../core/release';
import type { RepositoryId } from '../core/repository';
import { repositoryLabel } from '../core/repository';
import type { Ask, GitHubClient } from './client';
import { refusalStatus, scopesIn } from './githubErrors';
import type { Presence } from './presence';
import type { Reader } from './reader';

/** https://docs.github.com/rest/users/users#get-the-authenticated-user */
export function readAccount(client: GitHubClient): Promise<Account> {
  return client.read({ doing: 'read whose sign-in this is', route: 'GET /user' }, (user, headers) => ({
    id: user.at('id').id(),
    login: user.at('login').text(),
    scopes: headers['x-oauth-scopes'] === undefined ? null : scopesIn(headers['x-oauth-scopes']),
  }));
}

/** https://docs.github.com/rest/repos/repos#get-a-repository */
export async function readRepository(
  client: GitHubClient,
  presence: Presence,
  id: RepositoryId,
): Promise<RepositoryFacts> {
  const ask = {
    doing: `read the repository ${repositoryLabel(id)}`,
    route: 'GET /repos/{owner}/{repo}',
    parameters: { owner: id.owner, repo: id.name },
  };
  const facts = await client.read(ask, repositoryIn);
  presence.mark(id);
  return facts;
}

/** Maps a repository as GitHub describes it. */
export function repositoryIn(repository: Reader): RepositoryFacts {
  return {
    defaultBranch: repository.at('default_branch').text(),
    permission: permissionIn(repository.at('permissions')),
    url: repository.at('html_url').address(),
    archived: repository.at('archived').maybe((flag) => flag.flag()) ?? false,
  };
}

/** Without a sign-in GitHub says nothing of permissions; what was read can be read. */
function permissionIn(permissions: Reader): Permission {
  return (
    permissions.maybe((present): Permission => {
      const has = (name: string): boolean => present.at(name).maybe((flag) => flag.flag()) ?? false;
      if (has('admin')) return 'admin';
      if (has('maintain')) return 'maintain';
      if (has('push')) return 'write';
      if (has('triage')) return 'triage';
      return has('pull') ? 'read' : 'none';
    }) ?? 'read'
  );
}

/** https://docs.github.com/rest/branches/branches#get-a-branch */
export async function readBranch(
  client: GitHubClient,
  presence: Presence,
  id: RepositoryId,
  branch: string,
): Promise<BranchTip | null> {
  try {
    const tip = await client.read(branchAsk(id, branch), branchTipIn);
    presence.mark(id);
    return tip;
  } catch (error) {
    if (refusalStatus(error) !== 404) throw error;
    await presence.confirm(id);
    return null;
  }
}

/** The request for a branch; its answer also sums up the branch's protection. */
export function branchAsk(id: RepositoryId, branch: string): Ask {
  return {
    doing: `read the branch ${branch} of ${repositoryLabel(id)}`,
    route: 'GET /repos/{owner}/{repo}/branches/{branch}',
    parameters: { owner: id.owner, repo: id.name, branch },
  };
}

/** Maps a branch as GitHub describes it. */
export function branchTipIn(branch: Reader): BranchTip {
  return { sha: branch.at('commit').at('sha').sha(), protected: branch.at('protected').flag() };
}
