import type { Check } from '../core/release';
import type { RepositoryId } from '../core/repository';
import { repositoryLabel } from '../core/repository';
import { shortSha } from '../core/sha';
import type { Sha } from '../core/sha';
import type { GitHubClient } from './client';
import { loginIn } from './people';
import type { Reader } from './reader';

/**
 * https://docs.github.com/rest/checks/runs#list-check-runs-for-a-git-reference and
 * https://docs.github.com/rest/commits/statuses#list-commit-statuses-for-a-reference (not the combined status, which
 * does not say who posted).
 */
export async function readChecks(client: GitHubClient, id: RepositoryId, sha: Sha): Promise<readonly Check[]> {
  const parameters = { owner: id.owner, repo: id.name, ref: sha };
  const of = `of ${shortSha(sha)} in ${repositoryLabel(id)}`;
  const [runs, statuses] = await Promise.all([
    client.readAll(
      {
        doing: `read the check runs ${of}`,
        route: 'GET /repos/{owner}/{repo}/commits/{ref}/check-runs',
        parameters: { ...parameters, filter: 'latest' },
      },
      checkRunIn,
      { under: 'check_runs' },
    ),
    client.readAll(
      {
        doing: `read the commit statuses ${of}`,
        route: 'GET /repos/{owner}/{repo}/commits/{ref}/statuses',
        parameters,
      },
      statusIn,
    ),
  ]);
  // Contexts are compared without case: https://docs.github.com/rest/commits/statuses#create-a-commit-status
  return [
    ...newest(runs, (run) => JSON.stringify([run.name, run.appId])),
    ...newest(statuses, (status) => status.name.toLowerCase()),
  ];
}

/** The one with the highest id for each key, in the order in which the keys came: GitHub's ids grow. */
function newest(checks: readonly Check[], keyOf: (check: Check) => string): readonly Check[] {
  const found = new Map<string, Check>();
  for (const check of checks) {
    const key = keyOf(check);
    const before = found.get(key);
    if (before === undefined || BigInt(check.id) > BigInt(before.id)) found.set(key, check);
  }
  return [...found.values()];
}

const conclusions: Readonly<Record<string, Check['state']>> = {
  success: 'success',
  failure: 'failure',
  neutral: 'neutral',
  cancelled: 'cancelled',
  skipped: 'skipped',
  timed_out: 'timed-out',
  action_required: 'action-required',
  stale: 'stale',
  startup_failure: 'failure',
};

/** Maps a check run; what has not completed, or completed in a way that is not known, is pending. */
export function checkRunIn(run: Reader): Check {
  const app = run.at('app');
  const completed = run.at('status').word({ completed: true }, false);
  return {
    id: run.at('id').id(),
    name: run.at('name').text(),
    kind: 'check-run',
    state: completed ? run.at('conclusion').word<Check['state']>(conclusions, 'pending') : 'pending',
    source: app.maybe((present) => present.at('slug').maybe((slug) => slug.text())) ?? 'unknown',
    appId: app.maybe((present) => present.at('id').id()),
    url: run.at('html_url').page() ?? run.at('details_url').page(),
    startedAt: run.at('started_at').maybe((time) => time.instant()),
    completedAt: run.at('completed_at').maybe((time) => time.instant()),
  };
}

const statusStates: Readonly<Record<string, Check['state']>> = {
  success: 'success',
  failure: 'failure',
  error: 'failure',
};

/** Maps a commit status; a state that is not known is pending. */
export function statusIn(status: Reader): Check {
  const state = status.at('state').word<Check['state']>(statusStates, 'pending');
  return {
    id: status.at('id').id(),
    name: status.at('context').text(),
    kind: 'status',
    state,
    source: loginIn(status.at('creator')) ?? 'unknown',
    appId: null,
    url: status.at('target_url').page(),
    startedAt: status.at('created_at').instant(),
    completedAt: state === 'pending' ? null : status.at('updated_at').instant(),
  };
}
