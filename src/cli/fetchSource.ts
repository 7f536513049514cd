import { cloneUrl } from '../core/cloneUrl';
import { environmentHost, environmentToken, type Environment } from '../core/environmentToken';
import type { FetchSource } from '../git/fetchCommits';
import { repositoryOfRemote } from '../git/remoteUrl';
import type { WorkingCopy } from '../git/workingCopies';
import { apiUrlOf } from './repositoryOption';

/**
 * Where what a clone lacks is fetched from: the repository that its remotes name, `origin` first. Only github.com and the
 * environment's own server count, since a clone may name any; `null` when it names neither.
 */
export function fetchSource(remotes: WorkingCopy['remotes'], environment: Environment): FetchSource | null {
  const hosts = new Set(['github.com', environmentHost(environment)].filter((host) => host !== null));
  const origin = remotes.filter(({ name }) => name === 'origin');
  for (const { url } of [...origin, ...remotes]) {
    const id = repositoryOfRemote(url, hosts);
    if (id === null) continue;
    const address = cloneUrl(apiUrlOf(id.host, environment), id);
    if (address !== null) return { url: address, token: environmentToken(id.host, environment) };
  }
  return null;
}
