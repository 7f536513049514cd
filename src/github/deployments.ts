import type { Deployment } from '../core/release';
import type { RepositoryId } from '../core/repository';
import { repositoryLabel } from '../core/repository';
import type { Sha } from '../core/sha';
import type { GitHubClient } from './client';
import { mapConcurrently } from './concurrency';
import { loginIn } from './people';
import type { Reader } from './reader';

/**
 * https://docs.github.com/rest/deployments/deployments#list-deployments and
 * https://docs.github.com/rest/deployments/statuses#list-deployment-statuses
 */
export async function readDeployments(
  client: GitHubClient,
  id: RepositoryId,
  environment: string,
  limit: number,
): Promise<readonly Deployment[]> {
  const deployments = await list(client, id, environment, limit);
  return mapConcurrently(deployments, 4, async (deployment) => {
    const [newest] = await readStatuses(client, id, deployment.id);
    return { ...deployment, ...stateOf(newest) };
  });
}

/**
 * The newest deployment that has ever been a success, with its newest state and its success's address. “Inactive” is what
 * GitHub makes of a success when a newer one comes (`auto_inactive`), so the state alone does not tell.
 * https://docs.github.com/rest/deployments/statuses#create-a-deployment-status
 *
 * Read one after the other up to the first success: two requests where the newest succeeded.
 */
export async function readLastSuccess(
  client: GitHubClient,
  id: RepositoryId,
  environment: string,
  limit: number,
): Promise<Deployment | null> {
  for (const deployment of await list(client, id, environment, limit)) {
    const statuses = await readStatuses(client, id, deployment.id);
    const success = statuses.find((status) => status.state === 'success');
    if (success !== undefined) return { ...deployment, ...stateOf(statuses[0]), url: success.url };
  }
  return null;
}

/**
 * The newest deployment of a commit to an environment; `null` when there was none. One that is inactive had succeeded:
 * where somebody made another so by hand, the state before that is told.
 *
 * Two requests: the newest deployment, and its states.
 */
export async function readDeploymentOf(
  client: GitHubClient,
  id: RepositoryId,
  environment: string,
  sha: Sha,
): Promise<Deployment | null> {
  const [deployment] = await list(client, id, environment, 1, sha);
  if (deployment === undefined) return null;
  const statuses = await readStatuses(client, id, deployment.id);
  const succeeded = statuses.some(({ state }) => state === 'success');
  const told = succeeded ? statuses[0] : statuses.find(({ state }) => state !== 'inactive');
  return { ...deployment, ...stateOf(told ?? statuses[0]) };
}

type DeploymentState = Pick<Deployment, 'state' | 'stateAt' | 'url'>;
type DeploymentStatus = DeploymentState & { readonly id: string; readonly createdAt: number };

async function list(
  client: GitHubClient,
  id: RepositoryId,
  environment: string,
  limit: number,
  sha?: Sha,
): Promise<readonly Omit<Deployment, keyof DeploymentState>[]> {
  const ask = {
    doing: `read the deployments to ${environment} of ${repositoryLabel(id)}`,
    route: 'GET /repos/{owner}/{repo}/deployments',
    parameters: { owner: id.owner, repo: id.name, environment, ...(sha === undefined ? {} : { sha }) },
  };
  const deployments = await client.readAll(ask, deploymentIn, { limit });
  return [...deployments].sort((a, b) => newestFirst(a.createdAt, a.id, b.createdAt, b.id));
}

/** Newest first. */
async function readStatuses(
  client: GitHubClient,
  id: RepositoryId,
  deployment: string,
): Promise<readonly DeploymentStatus[]> {
  const ask = {
    doing: `read the state of a deployment of ${repositoryLabel(id)}`,
    route: 'GET /repos/{owner}/{repo}/deployments/{deployment_id}/statuses',
    parameters: { owner: id.owner, repo: id.name, deployment_id: deployment },
  };
  // The newest come first; within one page their times decide, not their order.
  const statuses = await client.readAll(ask, deploymentStatusIn, { limit: 100 });
  return [...statuses].sort((a, b) => newestFirst(a.createdAt, a.id, b.createdAt, b.id));
}

function stateOf(newest: DeploymentStatus | undefined): DeploymentState {
  if (newest === undefined) return { state: 'pending', stateAt: null, url: null };
  return { state: newest.state, stateAt: newest.stateAt, url: newest.url };
}

function newestFirst(timeA: number, idA: string, timeB: number, idB: string): number {
  if (timeA !== timeB) return timeB - timeA;
  return BigInt(idA) < BigInt(idB) ? 1 : -1;
}

/** Maps a deployment without its state. */
export function deploymentIn(deployment: Reader): Omit<Deployment, keyof DeploymentState> {
  return {
    id: deployment.at('id').id(),
    sha: deployment.at('sha').sha(),
    environment: deployment.at('environment').text(),
    createdAt: deployment.at('created_at').instant(),
    creator: loginIn(deployment.at('creator')),
  };
}

const states: Readonly<Record<string, Deployment['state']>> = {
  success: 'success',
  failure: 'failure',
  error: 'error',
  inactive: 'inactive',
  in_progress: 'in-progress',
  queued: 'queued',
  pending: 'pending',
  waiting: 'pending',
};

/** Maps one status of a deployment. */
export function deploymentStatusIn(status: Reader): DeploymentStatus {
  const createdAt = status.at('created_at').instant();
  return {
    id: status.at('id').id(),
    createdAt,
    state: status.at('state').word<Deployment['state']>(states, 'unknown'),
    stateAt: createdAt,
    url: status.at('log_url').page() ?? status.at('target_url').page() ?? status.at('environment_url').page(),
  };
}
