import { ApiError, bodyOf, created, notFound, ok, paged, param, requiredText, textField } from './http';
import type { RepositoryCall, WriteCall } from './http';
import { latestRuns, latestStatuses } from './mergeability';
import { apiOf } from './repositoryJson';
import { reading, writing } from './router';
import type { Route } from './router';
import type { Deployment, DeploymentStatus } from './state';
import { nodeId, userJson } from './userJson';

const deploy = { permission: 'write', refusal: 404, scope: 'repo_deployment' } as const;
const states = ['success', 'failure', 'error', 'inactive', 'in_progress', 'queued', 'pending'] as const;

export const deploymentRoutes: readonly Route[] = [
  // Newest first: https://docs.github.com/rest/deployments/deployments#list-deployments
  reading('/deployments', 'deployments/deployments#list-deployments', (call) => {
    const { query } = call;
    const wanted = (name: 'sha' | 'ref' | 'environment', has: string): boolean => {
      const value = query.get(name);
      return value === null || value === '' || value === 'none' || value === has;
    };
    const found = call.repository.deployments.filter((each) => {
      return wanted('sha', each.sha) && wanted('ref', each.ref) && wanted('environment', each.environment);
    });
    found.sort((a, b) => (a.at === b.at ? (a.id < b.id ? 1 : -1) : a.at < b.at ? 1 : -1));
    return paged(call, found, (deployment) => deploymentJson(call, deployment));
  }),
  reading('/deployments/{deployment_id}', 'deployments/deployments#get-a-deployment', (call) => {
    return ok(deploymentJson(call, deploymentAt(call)));
  }),
  writing('POST', '/deployments', 'deployments/deployments#create-a-deployment', deploy, async (call) => {
    const { repository, world, actor } = call;
    const body = bodyOf(call);
    const ref = requiredText(body, 'ref');
    const sha = await repository.git.resolve(ref);
    if (sha === undefined) throw new ApiError(422, `No ref found for: ${ref}`);
    checkContexts(call, sha, body['required_contexts']);
    const deployment: Deployment = {
      id: world.nextId(),
      sha,
      ref,
      environment: textField(body, 'environment') ?? 'production',
      creator: actor.login,
      description: textField(body, 'description') ?? null,
      at: world.now(),
      statuses: [],
    };
    repository.deployments.push(deployment);
    return created(deploymentJson(call, deployment));
  }),
  reading('/deployments/{deployment_id}/statuses', 'deployments/statuses#list-deployment-statuses', (call) => {
    const deployment = deploymentAt(call);
    const newestFirst = [...deployment.statuses].sort((a, b) =>
      a.at < b.at ? 1 : a.at > b.at ? -1 : a.id < b.id ? 1 : -1,
    );
    return paged(call, newestFirst, (status) => deploymentStatusJson(call, deployment, status));
  }),
  writing(
    'POST',
    '/deployments/{deployment_id}/statuses',
    'deployments/statuses#create-a-deployment-status',
    deploy,
    (call) => {
      const deployment = deploymentAt(call);
      const body = bodyOf(call);
      const name = requiredText(body, 'state');
      const state = states.find((each) => each === name);
      if (state === undefined) {
        throw new ApiError(422, 'Validation Failed', [
          { resource: 'DeploymentStatus', field: 'state', code: 'custom' },
        ]);
      }
      const status: DeploymentStatus = {
        id: call.world.nextId(),
        state,
        creator: call.actor.login,
        description: textField(body, 'description') ?? '',
        logUrl: textField(body, 'log_url') ?? textField(body, 'target_url') ?? '',
        at: call.world.now(),
      };
      deployment.statuses.push(status);
      return created(deploymentStatusJson(call, deployment, status));
    },
  ),
];

/**
 * Unless `required_contexts` says otherwise every check of the commit has to have passed.
 * https://docs.github.com/rest/deployments/deployments#create-a-deployment
 */
function checkContexts(call: WriteCall, sha: string, required: unknown): void {
  if (Array.isArray(required) && required.length === 0) return;
  const { repository } = call;
  const contexts = [
    ...latestStatuses(repository, sha).map((each) => ({ context: each.context, good: each.state === 'success' })),
    ...latestRuns(repository, sha).map((run) => ({ context: run.name, good: run.conclusion === 'success' })),
  ];
  const named = Array.isArray(required) ? contexts.filter((each) => required.includes(each.context)) : contexts;
  const missing = Array.isArray(required) && required.some((name) => !contexts.some((each) => each.context === name));
  if (!missing && named.every((each) => each.good)) return;
  throw new ApiError(409, `Conflict: Commit status checks failed for ${sha}.`);
}

function deploymentAt(call: RepositoryCall): Deployment {
  const found = call.repository.deployments.find((each) => String(each.id) === param(call, 'deployment_id'));
  if (found === undefined) throw notFound();
  return found;
}

/** A deployment (`deployment` of the API description). */
export function deploymentJson(call: RepositoryCall, deployment: Deployment): unknown {
  const url = `${apiOf(call)}/deployments/${deployment.id}`;
  const newest = deployment.statuses.reduce((at, status) => (status.at > at ? status.at : at), deployment.at);
  return {
    url,
    id: deployment.id,
    node_id: nodeId('DE', deployment.id),
    sha: deployment.sha,
    ref: deployment.ref,
    task: 'deploy',
    payload: {},
    original_environment: deployment.environment,
    environment: deployment.environment,
    description: deployment.description,
    creator: userJson(call, deployment.creator),
    created_at: deployment.at,
    updated_at: newest,
    statuses_url: `${url}/statuses`,
    repository_url: apiOf(call),
    transient_environment: false,
    production_environment: deployment.environment === 'production',
    performed_via_github_app: null,
  };
}

function deploymentStatusJson(call: RepositoryCall, deployment: Deployment, status: DeploymentStatus): unknown {
  const url = `${apiOf(call)}/deployments/${deployment.id}`;
  return {
    url: `${url}/statuses/${status.id}`,
    id: status.id,
    node_id: nodeId('DES', status.id),
    state: status.state,
    creator: userJson(call, status.creator),
    description: status.description,
    environment: deployment.environment,
    target_url: status.logUrl,
    created_at: status.at,
    updated_at: status.at,
    deployment_url: url,
    repository_url: apiOf(call),
    environment_url: '',
    log_url: status.logUrl,
    performed_via_github_app: null,
  };
}
