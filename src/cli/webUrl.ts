import { environmentHost, type Environment } from '../core/environmentToken';
import { repositoryOfRemote } from '../git/remoteUrl';
import type { Clone } from './clone';

/**
 * The web address of the repository that a clone's remotes name, `origin` first; `null` when none names one. Any host
 * will do, because the address is only printed, never asked.
 */
export function webUrl(remotes: Clone['remotes'], environment: Environment): string | null {
  const origin = remotes.filter(({ name }) => name === 'origin');
  for (const { url } of [...origin, ...remotes]) {
    const hosts = ['github.com', environmentHost(environment), hostOf(url)].filter((host) => host !== null);
    const id = repositoryOfRemote(url, new Set(hosts));
    if (id !== null) return `https://${id.host}/${id.owner}/${id.name}`;
  }
  return null;
}

/** The host in `https://host:8443/…` and in `git@host:…`; the port of SSH is not that of the web. */
function hostOf(url: string): string | null {
  if (!URL.canParse(url) || !url.includes('://')) return /^(?:[^@/:]+@)?([A-Za-z0-9.-]+):/.exec(url)?.[1] ?? null;
  const { protocol, host, hostname } = new URL(url);
  return (protocol === 'https:' || protocol === 'http:' ? host : hostname) || null;
}
