import { simpleCommit } from './commitJson';
import { deploymentJson } from './deployments';
import { ApiError, bodyOf, created, notFound, ok, paged, pagedIn, param, requiredText } from './http';
import type { Reply, RepositoryCall, WriteCall } from './http';
import { minimalPull } from './pullJson';
import { environmentId } from './repositories';
import { apiOf, minimalRepository, webOf } from './repositoryJson';
import { reading, writing } from './router';
import type { Route } from './router';
import { pullsOf } from './state';
import type { Deployment, Run } from './state';
import { nodeId, userJson } from './userJson';

const page = 'actions/workflow-runs#';

export const actionRoutes: readonly Route[] = [
  reading('/actions/runs', `${page}list-workflow-runs-for-a-repository`, async (call) => {
    const { query } = call;
    const found = call.repository.runs.filter((run) => {
      const [sha, branch, event] = [query.get('head_sha'), query.get('branch'), query.get('event')];
      const status = query.get('status');
      if (sha !== null && run.sha !== sha) return false;
      if (branch !== null && run.branch !== branch) return false;
      if (event !== null && run.event !== event) return false;
      return status === null || run.status === status || run.conclusion === status;
    });
    found.sort((a, b) => b.id - a.id);
    const rendered = await Promise.all(found.map((run) => runJson(call, run)));
    return pagedIn(call, 'workflow_runs', rendered, (run) => run);
  }),
  reading('/actions/runs/{run_id}', `${page}get-a-workflow-run`, async (call) => ok(await runJson(call, runAt(call)))),
  reading('/actions/runs/{run_id}/jobs', 'actions/workflow-jobs#list-jobs-for-a-workflow-run', (call) => {
    const run = runAt(call);
    return pagedIn(call, 'jobs', run.jobs, (job) => jobJson(call, run, job));
  }),
  reading('/actions/runs/{run_id}/pending_deployments', `${page}get-pending-deployments-for-a-workflow-run`, (call) =>
    paged(call, runAt(call).waitingFor ?? [], (name) => pendingJson(call, name)),
  ),
  // Only a required reviewer may decide: https://docs.github.com/rest/actions/workflow-runs#review-pending-deployments-for-a-workflow-run
  writing(
    'POST',
    '/actions/runs/{run_id}/pending_deployments',
    `${page}review-pending-deployments-for-a-workflow-run`,
    { permission: 'read', refusal: 403, scope: 'repo_deployment' },
    reviewPending,
  ),
  writing(
    'POST',
    '/actions/runs/{run_id}/rerun-failed-jobs',
    `${page}re-run-failed-jobs-from-a-workflow-run`,
    { permission: 'write', refusal: 403 },
    (call) => {
      const run = runAt(call);
      if (run.status !== 'completed') throw new ApiError(403, 'This workflow is already running');
      run.jobs = run.jobs.map(({ conclusion, ...job }) => {
        return conclusion === 'success' || conclusion === 'skipped'
          ? { ...job, conclusion }
          : { ...job, status: 'queued' };
      });
      run.status = 'queued';
      delete run.conclusion;
      return created({});
    },
  ),
];

function runAt(call: RepositoryCall): Run {
  const run = call.repository.runs.find((each) => String(each.id) === param(call, 'run_id'));
  if (run === undefined) throw notFound();
  return run;
}

async function runJson(call: RepositoryCall, run: Run): Promise<unknown> {
  const api = `${apiOf(call)}/actions/runs/${run.id}`;
  const workflow = 1 + call.repository.runs.findIndex((each) => each.path === run.path);
  const commit = await call.repository.git.commit(run.sha);
  const pulls = pullsOf(call.repository).filter((pull) => pull.state === 'open' && pull.headSha === run.sha);
  return {
    id: run.id,
    name: run.name,
    node_id: nodeId('WFR', run.id),
    check_suite_id: run.id,
    check_suite_node_id: nodeId('CS', run.id),
    head_branch: run.branch,
    head_sha: run.sha,
    path: run.path,
    display_title: run.name,
    run_number: 1,
    run_attempt: 1,
    event: run.event,
    status: run.status,
    conclusion: run.conclusion ?? null,
    workflow_id: workflow,
    url: api,
    html_url: `${webOf(call)}/actions/runs/${run.id}`,
    pull_requests: pulls.map((pull) => minimalPull(call, pull)),
    created_at: run.at,
    updated_at: run.at,
    run_started_at: run.at,
    actor: userJson(call, run.actor),
    triggering_actor: userJson(call, run.actor),
    jobs_url: `${api}/jobs`,
    logs_url: `${api}/logs`,
    check_suite_url: `${apiOf(call)}/check-suites/${run.id}`,
    artifacts_url: `${api}/artifacts`,
    cancel_url: `${api}/cancel`,
    rerun_url: `${api}/rerun`,
    workflow_url: `${apiOf(call)}/actions/workflows/${workflow}`,
    head_commit: commit === undefined ? null : simpleCommit(commit),
    repository: minimalRepository(call),
    head_repository: minimalRepository(call),
  };
}

function jobJson(call: RepositoryCall, run: Run, job: Run['jobs'][number]): unknown {
  return {
    id: job.id,
    run_id: run.id,
    run_url: `${apiOf(call)}/actions/runs/${run.id}`,
    run_attempt: 1,
    node_id: nodeId('CR', job.id),
    head_sha: run.sha,
    head_branch: run.branch,
    workflow_name: run.name,
    name: job.name,
    url: `${apiOf(call)}/actions/jobs/${job.id}`,
    html_url: `${webOf(call)}/actions/runs/${run.id}/job/${job.id}`,
    status: job.status,
    conclusion: job.conclusion ?? null,
    created_at: run.at,
    started_at: run.at,
    completed_at: job.status === 'completed' ? run.at : null,
    check_run_url: `${apiOf(call)}/check-runs/${job.id}`,
    labels: ['ubuntu-latest'],
    runner_id: null,
    runner_name: null,
    runner_group_id: null,
    runner_group_name: null,
    steps: [],
  };
}

function reviewersOf(call: RepositoryCall, environment: string): readonly string[] {
  return call.repository.environments.find((each) => each.name === environment)?.reviewers ?? [];
}

function mayApprove(call: RepositoryCall, environment: string): boolean {
  const login = call.actor?.login.toLowerCase();
  return reviewersOf(call, environment).some((each) => each.toLowerCase() === login);
}

function pendingJson(call: RepositoryCall, name: string): unknown {
  const id = environmentId(call, name);
  return {
    environment: {
      id,
      node_id: nodeId('EN', id),
      name,
      url: `${apiOf(call)}/environments/${encodeURIComponent(name)}`,
      html_url: `${webOf(call)}/deployments/activity_log?environments_filter=${encodeURIComponent(name)}`,
    },
    wait_timer: 0,
    wait_timer_started_at: null,
    current_user_can_approve: mayApprove(call, name),
    reviewers: reviewersOf(call, name).map((login) => ({ type: 'User', reviewer: userJson(call, login) })),
  };
}

function reviewPending(call: WriteCall): Reply {
  const run = runAt(call);
  const body = bodyOf(call);
  const ids: unknown = body['environment_ids'];
  const state = requiredText(body, 'state');
  requiredText(body, 'comment');
  const waiting = run.waitingFor ?? [];
  const named = waiting.filter((name) => Array.isArray(ids) && ids.includes(environmentId(call, name)));
  if (named.length === 0) throw new ApiError(422, 'No pending deployment requests to approve or reject');
  if (!named.every((name) => mayApprove(call, name))) throw new ApiError(422, 'You are not a required reviewer');
  run.waitingFor = waiting.filter((name) => !named.includes(name));
  if (state === 'approved') run.status = 'in_progress';
  else {
    run.status = 'completed';
    run.conclusion = 'failure';
  }
  const started = named.map((environment): Deployment => {
    const { actor, world } = call;
    const common = { id: world.nextId(), sha: run.sha, ref: run.branch, environment, creator: actor.login };
    return { ...common, description: null, at: world.now(), statuses: [] };
  });
  if (state === 'approved') call.repository.deployments.push(...started);
  return ok(started.map((deployment) => deploymentJson(call, deployment)));
}
