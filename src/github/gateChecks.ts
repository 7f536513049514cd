import type { GateCheck } from '../core/ports';
import type { RepositoryId } from '../core/repository';
import { repositoryLabel } from '../core/repository';
import { shortSha, type Sha } from '../core/sha';
import type { GitHubClient } from './client';

/** In front of the digest in a check run's external id, so that others' check runs of that name are told apart. */
const digestPrefix = 'release-review:';

/** https://docs.github.com/rest/checks/runs#list-check-runs-for-a-git-reference; `null`: there is none of ours. */
export async function readGateCheckDigest(
  client: GitHubClient,
  id: RepositoryId,
  sha: Sha,
  name: string,
): Promise<string | null> {
  const ask = {
    doing: `read the check run “${name}” of ${shortSha(sha)} in ${repositoryLabel(id)}`,
    route: 'GET /repos/{owner}/{repo}/commits/{ref}/check-runs',
    parameters: { owner: id.owner, repo: id.name, ref: sha, check_name: name, filter: 'latest' },
  };
  const runs = await client.readAll(
    ask,
    (run) => ({ id: BigInt(run.at('id').id()), external: run.at('external_id').maybe((text) => text.text()) ?? '' }),
    { under: 'check_runs' },
  );
  const own = runs.filter(({ external }) => external.startsWith(digestPrefix));
  const newest = own.toSorted((a, b) => (a.id < b.id ? 1 : -1))[0];
  return newest === undefined ? null : newest.external.slice(digestPrefix.length);
}

/** https://docs.github.com/rest/checks/runs#create-a-check-run */
export async function createGateCheck(
  client: GitHubClient,
  id: RepositoryId,
  sha: Sha,
  { name, state, title, summary, digest }: GateCheck,
): Promise<void> {
  const ask = {
    doing: `report the check run “${name}” on ${shortSha(sha)} in ${repositoryLabel(id)}`,
    route: 'POST /repos/{owner}/{repo}/check-runs',
    parameters: {
      owner: id.owner,
      repo: id.name,
      name,
      head_sha: sha,
      external_id: digestPrefix + digest,
      output: { title, summary },
      ...(state === 'in-progress' ? { status: 'in_progress' } : { status: 'completed', conclusion: state }),
    },
  };
  await client.write(ask, (run) => run.at('id').id());
}
