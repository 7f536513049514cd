import { HumanError } from '../core/errors';
import type { NewFile } from '../core/ports';
import type { PullRequest } from '../core/release';
import type { RepositoryId } from '../core/repository';
import { repositoryLabel } from '../core/repository';
import { shortSha, type Sha } from '../core/sha';
import type { GitHubClient } from './client';
import { Refusal } from './githubErrors';
import { pullIn } from './pulls';

/**
 * A tree on top of the parent's, and a commit of it: nobody sees either until a branch names the commit.
 * https://docs.github.com/rest/git/trees#create-a-tree, https://docs.github.com/rest/git/commits#create-a-commit
 */
export async function createCommit(
  client: GitHubClient,
  id: RepositoryId,
  parent: Sha,
  message: string,
  files: readonly NewFile[],
): Promise<Sha> {
  const repository = { owner: id.owner, repo: id.name };
  const where = repositoryLabel(id);
  const base = await client.read(
    {
      doing: `read the commit ${shortSha(parent)} of ${where}`,
      route: 'GET /repos/{owner}/{repo}/git/commits/{commit_sha}',
      parameters: { ...repository, commit_sha: parent },
    },
    (commit) => commit.at('tree').at('sha').sha(),
  );
  const tree = await client.write(
    {
      doing: `write ${files.length} files into ${where}`,
      route: 'POST /repos/{owner}/{repo}/git/trees',
      parameters: {
        ...repository,
        base_tree: base,
        tree: files.map(({ path, text }) => ({ path, mode: '100644', type: 'blob', content: text })),
      },
    },
    (answer) => answer.at('sha').sha(),
  );
  return client.write(
    {
      doing: `make a commit in ${where}`,
      route: 'POST /repos/{owner}/{repo}/git/commits',
      parameters: { ...repository, message, tree, parents: [parent] },
    },
    (commit) => commit.at('sha').sha(),
  );
}

/** https://docs.github.com/rest/git/refs#create-a-reference */
export async function createBranch(client: GitHubClient, id: RepositoryId, branch: string, at: Sha): Promise<void> {
  const doing = `make the branch ${branch} in ${repositoryLabel(id)}`;
  try {
    await client.write(
      {
        doing,
        route: 'POST /repos/{owner}/{repo}/git/refs',
        parameters: { owner: id.owner, repo: id.name, ref: `refs/heads/${branch}`, sha: at },
      },
      (ref) => ref.at('ref').text(),
    );
  } catch (error) {
    if (!(error instanceof Refusal) || !/already exists/i.test(error.reason)) throw error;
    throw new HumanError('conflict', `Could not ${doing}: there is a branch of that name already.`, { cause: error });
  }
}

/** https://docs.github.com/rest/pulls/pulls#create-a-pull-request */
export function openPull(
  client: GitHubClient,
  id: RepositoryId,
  pull: { readonly title: string; readonly body: string; readonly head: string; readonly base: string },
): Promise<PullRequest> {
  const ask = {
    doing: `open a pull request from ${pull.head} into ${pull.base} in ${repositoryLabel(id)}`,
    route: 'POST /repos/{owner}/{repo}/pulls',
    parameters: { owner: id.owner, repo: id.name, ...pull },
  };
  return client.write(ask, pullIn);
}
