import type { Label } from '../core/release';
import type { RepositoryId } from '../core/repository';
import { repositoryLabel } from '../core/repository';
import type { GitHubClient } from './client';
import { Refusal } from './githubErrors';
import { labelIn } from './people';
import { pullLabel } from './pulls';

/**
 * Finds a label by its name in any case. The list is read, because that GitHub's look-up by name ignores case is not
 * documented. https://docs.github.com/rest/issues/labels#list-labels-for-a-repository
 */
export async function readLabel(client: GitHubClient, id: RepositoryId, name: string): Promise<Label | null> {
  const ask = {
    doing: `read the labels of ${repositoryLabel(id)}`,
    route: 'GET /repos/{owner}/{repo}/labels',
    parameters: { owner: id.owner, repo: id.name },
  };
  const labels = await client.readAll(ask, labelIn);
  return labels.find((label) => label.name.toLowerCase() === name.toLowerCase()) ?? null;
}

/** https://docs.github.com/rest/issues/labels#create-a-label */
export async function createLabel(
  client: GitHubClient,
  id: RepositoryId,
  label: Label & { readonly description: string },
): Promise<void> {
  const { name, color, description } = label;
  const ask = {
    doing: `create the label “${name}” in ${repositoryLabel(id)}`,
    route: 'POST /repos/{owner}/{repo}/labels',
    parameters: { owner: id.owner, repo: id.name, name, color, description },
  };
  await client.write(ask, labelIn);
}

/** https://docs.github.com/rest/issues/labels#add-labels-to-an-issue */
export async function addLabel(client: GitHubClient, id: RepositoryId, number: number, name: string): Promise<void> {
  const ask = {
    doing: `add the label “${name}” to pull request ${pullLabel(id, number)}`,
    route: 'POST /repos/{owner}/{repo}/issues/{issue_number}/labels',
    parameters: { owner: id.owner, repo: id.name, issue_number: number, labels: [name] },
  };
  await client.write(ask, (labels) => labels.list().map(labelIn));
}

/** https://docs.github.com/rest/issues/labels#remove-a-label-from-an-issue */
export async function removeLabel(client: GitHubClient, id: RepositoryId, number: number, name: string): Promise<void> {
  const ask = {
    doing: `remove the label “${name}” from pull request ${pullLabel(id, number)}`,
    route: 'DELETE /repos/{owner}/{repo}/issues/{issue_number}/labels/{name}',
    parameters: { owner: id.owner, repo: id.name, issue_number: number, name },
  };
  try {
    await client.write(ask, (labels) => labels.list().map(labelIn));
  } catch (error) {
    // The other 404 (no such pull request, or no right to change it) is a failure.
    const gone = error instanceof Refusal && error.status === 404 && /label does not exist/i.test(error.reason);
    if (!gone) throw error;
  }
}
