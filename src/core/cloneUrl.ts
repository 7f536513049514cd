import type { RepositoryId } from './repository';

/**
 * Where a repository is fetched from, by the address of its host's REST API: github.com for api.github.com, the same
 * origin for `…/api/v3` (https://docs.github.com/en/enterprise-server/rest/using-the-rest-api/getting-started-with-the-rest-api),
 * the origin without `api.` for a company's subdomain of ghe.com. `null` for any other address: the token of a host is
 * sent nowhere else.
 */
export function cloneUrl(apiUrl: string, { owner, name }: RepositoryId): string | null {
  const api = new URL(apiUrl);
  const path = `/${encodeURIComponent(owner)}/${encodeURIComponent(name)}.git`;
  if (api.hostname === 'api.github.com' || /^api\.[a-z0-9-]+\.ghe\.com$/.test(api.hostname)) {
    return `${api.protocol}//${api.host.slice('api.'.length)}${path}`;
  }
  return api.pathname.replace(/\/$/, '') === '/api/v3' ? `${api.origin}${path}` : null;
}
