import type { GateCheck } from '../core/ports';
import type { RepositoryId } from '../core/repository';
import { repositoryLabel } from '../core/repository';
import { shortSha, type Sha } from '../core/sha';
import type { GitHubClient } from './client';

/**
 * Only the check runs of the token's own app can be changed, so only those with a digest of ours are looked at.
 * https://docs.github.com/rest/checks/runs#list-check-runs-for-a-git-reference
 */
export async function readGateCheck(
  client: GitHubClient,
  id: RepositoryId,
  sha: Sha,
  name: string,
): Promise<{ readonly id: string; readonly digest: string } | null> {
  const ask = {
    doing: `read the check run “${name}” of ${shortSha(sha)} in ${repositoryLabel(id)}`,
    route: 'GET /repos/{owner}/{repo}/commits/{ref}/check-runs',
    parameters: { owner: id.owner, repo: id.name, ref: sha, check_name: name, filter: 'latest' },
  };
  const runs = await client.readAll(
    ask,
    (run) => ({ id: run.at('id').id(), digest: run.at('external_id').maybe((text) => text.text()) ?? '' }),
    { under: 'check_runs' },
  );
  const own = runs.filter((run) => run.digest.startsWith(digestPrefix));
  const newest = own.reduce<(typeof own)[number] | null>(
    (best, run) => (best === null || BigInt(run.id) > BigInt(best.id) ? run : best),
    null,
  );
  return newest === null ? null : { id: newest.id, digest: newest.digest.slice(digestPrefix.length) };
}

const digestPrefix = 'release-review:';

/**
 * https://docs.github.com/rest/checks/runs#create-a-check-run and
 * https://docs.github.com/rest/checks/runs#update-a-check-run
 */
export async function saveGateCheck(
  client: GitHubClient,
  id: RepositoryId,
  sha: Sha,
  check: GateCheck,
  existing: string | null,
): Promise<void> {
  const state =
    check.state === 'in-progress' ? { status: 'in_progress' } : { status: 'completed', conclusion: check.state };
  const parameters = {
    owner: id.owner,
    repo: id.name,
    name: check.name,
    external_id: digestPrefix + check.digest,
    output: { title: check.title, summary: check.summary },
    ...state,
  };
  const doing = `report the check run “${check.name}” on ${shortSha(sha)} in ${repositoryLabel(id)}`;
  const ask =
    existing === null
      ? { doing, route: 'POST /repos/{owner}/{repo}/check-runs', parameters: { ...parameters, head_sha: sha } }
      : {
          doing,
          route: 'PATCH /repos/{owner}/{repo}/check-runs/{check_run_id}',
          parameters: { ...parameters, check_run_id: existing },
        };
  await client.write(ask, (run) => run.at('id').id());
}
