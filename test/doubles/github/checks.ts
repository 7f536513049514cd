import { resolveCommit, simpleCommit } from './commitJson';
import {
  ApiError,
  bodyOf,
  created,
  isRecord,
  notFound,
  ok,
  paged,
  pagedIn,
  param,
  requiredText,
  textField,
} from './http';
import type { Reply, RepositoryCall, WriteCall } from './http';
import { latestRuns, latestStatuses } from './mergeability';
import { minimalPull } from './pullJson';
import { apiOf, minimalRepository, webOf } from './repositoryJson';
import { reading, writing } from './router';
import type { Route } from './router';
import { appId, pullsOf } from './state';
import type { CheckRun, Status } from './state';
import { appJson, nodeId, userJson } from './userJson';

/** At most this many statuses for one commit and context: https://docs.github.com/rest/commits/statuses#create-a-commit-status */
const statusLimit = 1000;

export const checkRoutes: readonly Route[] = [
  reading('/commits/{ref}/check-runs', 'checks/runs#list-check-runs-for-a-git-reference', listRuns),
  reading('/check-runs/{check_run_id}', 'checks/runs#get-a-check-run', (call) => {
    const run = call.repository.checkRuns.find((each) => String(each.id) === param(call, 'check_run_id'));
    if (run === undefined) throw notFound();
    return ok(runJson(call, run));
  }),
  reading('/commits/{ref}/check-suites', 'checks/suites#list-check-suites-for-a-git-reference', listSuites),
  reading('/commits/{ref}/status', 'commits/statuses#get-the-combined-status-for-a-specific-reference', combined),
  reading('/commits/{ref}/statuses', 'commits/statuses#list-commit-statuses-for-a-reference', async (call) => {
    const { sha } = await resolveCommit(call, param(call, 'ref'));
    const found = call.repository.statuses.filter((status) => status.sha === sha).reverse();
    return paged(call, found, (status) => statusJson(call, status));
  }),
  // Only apps may: https://docs.github.com/rest/checks/runs#create-a-check-run
  writing(
    'POST',
    '/check-runs',
    'checks/runs#create-a-check-run',
    { permission: 'write', refusal: 404, app: ['checks'] },
    createRun,
  ),
  // Needs push access, or a token with `repo:status`: https://docs.github.com/rest/commits/statuses#create-a-commit-status
  writing(
    'POST',
    '/statuses/{sha}',
    'commits/statuses#create-a-commit-status',
    { permission: 'write', refusal: 404, scope: 'repo:status' },
    createStatus,
  ),
];

/** `filter` latest (the default) leaves out runs that were run again. */
async function listRuns(call: RepositoryCall): Promise<Reply> {
  const { repository, query, world } = call;
  const { sha } = await resolveCommit(call, param(call, 'ref'));
  const all = query.get('filter') === 'all';
  const [name, status, app] = [query.get('check_name'), query.get('status'), query.get('app_id')];
  const runs = all ? repository.checkRuns.filter((run) => run.sha === sha) : latestRuns(repository, sha);
  const found = runs.filter((run) => {
    if (name !== null && run.name !== name) return false;
    if (app !== null && String(appId(world, run.app)) !== app) return false;
    return status === null || run.status === status;
  });
  return pagedIn(call, 'check_runs', [...found].reverse(), (run) => runJson(call, run));
}

function suiteId(call: RepositoryCall, run: CheckRun): number {
  return appId(call.world, run.app) * 1000 + (Number.parseInt(run.sha.slice(0, 6), 16) % 1000);
}

function runJson(call: RepositoryCall, run: CheckRun): unknown {
  const url = `${apiOf(call)}/check-runs/${run.id}`;
  const web = `${webOf(call)}/runs/${run.id}`;
  const pulls = pullsOf(call.repository).filter((pull) => pull.state === 'open' && pull.headSha === run.sha);
  return {
    id: run.id,
    node_id: nodeId('CR', run.id),
    name: run.name,
    head_sha: run.sha,
    external_id: run.externalId ?? '',
    url,
    html_url: run.url ?? web,
    details_url: run.url ?? web,
    status: run.status,
    conclusion: run.conclusion,
    started_at: run.startedAt,
    completed_at: run.completedAt,
    output: {
      title: run.title ?? (run.summary === null ? null : run.name),
      summary: run.summary,
      text: null,
      annotations_count: 0,
      annotations_url: `${url}/annotations`,
    },
    check_suite: { id: suiteId(call, run) },
    app: appJson(call, run.app, appId(call.world, run.app)),
    pull_requests: pulls.map((pull) => minimalPull(call, pull)),
  };
}

async function listSuites(call: RepositoryCall): Promise<Reply> {
  const commit = await resolveCommit(call, param(call, 'ref'));
  const byApp = new Map<string, CheckRun[]>();
  for (const run of latestRuns(call.repository, commit.sha)) {
    byApp.set(run.app, [...(byApp.get(run.app) ?? []), run]);
  }
  return pagedIn(call, 'check_suites', [...byApp.values()], (runs) => {
    const [first] = runs;
    if (first === undefined) return {};
    const done = runs.every((run) => run.status === 'completed');
    const bad = runs.find((run) => !['success', 'neutral', 'skipped'].includes(run.conclusion ?? ''));
    const id = suiteId(call, first);
    return {
      id,
      node_id: nodeId('CS', id),
      head_branch: null,
      head_sha: commit.sha,
      status: done ? 'completed' : 'in_progress',
      conclusion: done ? (bad?.conclusion ?? 'success') : null,
      url: `${apiOf(call)}/check-suites/${id}`,
      before: commit.parents[0] ?? null,
      after: commit.sha,
      pull_requests: [],
      app: appJson(call, first.app, appId(call.world, first.app)),
      repository: minimalRepository(call),
      created_at: first.startedAt,
      updated_at: first.completedAt ?? first.startedAt,
      head_commit: simpleCommit(commit),
      latest_check_runs_count: runs.length,
      check_runs_url: `${apiOf(call)}/check-suites/${id}/check-runs`,
    };
  });
}

/** The state is failure, pending (also when there is none) or success. */
async function combined(call: RepositoryCall): Promise<Reply> {
  const { sha } = await resolveCommit(call, param(call, 'ref'));
  const statuses = latestStatuses(call.repository, sha);
  const bad = statuses.some((each) => each.state === 'failure' || each.state === 'error');
  const waiting = statuses.length === 0 || statuses.some((each) => each.state === 'pending');
  const page = paged(call, statuses, (status) => {
    return Object.fromEntries(Object.entries(statusJson(call, status)).filter(([name]) => name !== 'creator'));
  });
  const body = {
    state: bad ? 'failure' : waiting ? 'pending' : 'success',
    statuses: page.body,
    sha,
    total_count: statuses.length,
    repository: minimalRepository(call),
    commit_url: `${apiOf(call)}/commits/${sha}`,
    url: `${apiOf(call)}/commits/${sha}/status`,
  };
  return { ...page, body };
}

function statusJson(call: RepositoryCall, status: Status): Readonly<Record<string, unknown>> {
  return {
    url: `${apiOf(call)}/statuses/${status.sha}`,
    avatar_url: `${call.web}/avatars/${encodeURIComponent(status.creator)}`,
    id: status.id,
    node_id: nodeId('SC', status.id),
    state: status.state,
    description: status.description,
    target_url: status.targetUrl,
    context: status.context,
    created_at: status.at,
    updated_at: status.at,
    creator: userJson(call, status.creator),
  };
}

const conclusions = ['success', 'failure', 'neutral', 'cancelled', 'skipped', 'timed_out', 'action_required'];

async function createRun(call: WriteCall): Promise<Reply> {
  const { repository, world, token } = call;
  if (token.installation === undefined) throw new ApiError(403, 'You must authenticate via a GitHub App.');
  const body = bodyOf(call);
  const sha = requiredText(body, 'head_sha');
  if ((await repository.git.commit(sha)) === undefined) throw new ApiError(422, `No commit found for SHA: ${sha}`);
  const output = isRecord(body['output']) ? body['output'] : {};
  const conclusion = textField(body, 'conclusion') ?? null;
  if (conclusion !== null && !conclusions.includes(conclusion)) {
    throw new ApiError(422, 'Validation Failed', [{ resource: 'CheckRun', field: 'conclusion', code: 'custom' }]);
  }
  const summary = textField(output, 'summary') ?? null;
  if (summary !== null && summary.length > 65_535) throw new ApiError(422, 'Only 65535 characters are allowed');
  const run: CheckRun = {
    id: world.nextId(),
    sha,
    name: requiredText(body, 'name'),
    app: token.installation.app,
    // A conclusion completes it.
    status: conclusion !== null ? 'completed' : textField(body, 'status') === 'in_progress' ? 'in_progress' : 'queued',
    conclusion,
    startedAt: world.now(),
    completedAt: conclusion === null ? null : world.now(),
    title: textField(output, 'title') ?? null,
    summary,
    externalId: textField(body, 'external_id') ?? '',
  };
  repository.checkRuns.push(run);
  return created(runJson(call, run));
}

async function createStatus(call: WriteCall): Promise<Reply> {
  const { repository, world, actor } = call;
  const body = bodyOf(call);
  const state = requiredText(body, 'state');
  if (state !== 'error' && state !== 'failure' && state !== 'pending' && state !== 'success') {
    throw new ApiError(422, 'Validation Failed', [{ resource: 'Status', field: 'state', code: 'custom' }]);
  }
  const sha = param(call, 'sha');
  if ((await repository.git.commit(sha)) === undefined) throw new ApiError(422, `No commit found for SHA: ${sha}`);
  const context = textField(body, 'context') ?? 'default';
  const same = repository.statuses.filter((each) => each.sha === sha && each.context === context);
  if (same.length >= statusLimit) {
    throw new ApiError(422, 'Validation Failed', ['This SHA and context has reached the maximum number of statuses.']);
  }
  const status: Status = {
    id: world.nextId(),
    sha,
    context,
    state,
    description: textField(body, 'description') ?? null,
    targetUrl: textField(body, 'target_url') ?? null,
    creator: actor.login,
    at: world.now(),
  };
  repository.statuses.push(status);
  return created(statusJson(call, status));
}
