/** A repository on a GitHub host. `host` is the web host (`github.com`), never the API's. */
export interface RepositoryId {
  readonly host: string;
  readonly owner: string;
  readonly name: string;
}

// https://docs.github.com/en/rest and GitHub's sign-up form: owners are alphanumeric with single hyphens (enterprise
// managed users add `_shortcode`); names hold letters, digits, `.`, `_` and `-`, and are not `.` or `..`.
const ownerPattern = /^[A-Za-z0-9](?:[A-Za-z0-9_-]{0,99})$/;
const namePattern = /^[A-Za-z0-9._-]{1,100}$/;
const hostPattern = /^[a-z0-9](?:[a-z0-9.-]{0,252})(?::\d{1,5})?$/;

/** Checks the three parts; `undefined` when any could not name a repository (and so must not reach a URL). */
export function repositoryId(host: string, owner: string, name: string): RepositoryId | undefined {
  const lowerHost = host.toLowerCase();
  const sound =
    hostPattern.test(lowerHost) &&
    !lowerHost.includes('..') &&
    ownerPattern.test(owner) &&
    namePattern.test(name) &&
    name !== '.' &&
    name !== '..';
  return sound ? { host: lowerHost, owner, name } : undefined;
}

/** Reads `owner/name` (on github.com) or `host/owner/name`. */
export function parseRepository(text: string): RepositoryId | undefined {
  const parts = text.trim().split('/');
  const [first = '', second = '', third = ''] = parts;
  if (parts.length === 2) return repositoryId('github.com', first, second);
  if (parts.length === 3) return repositoryId(first, second, third);
  return undefined;
}

/** `owner/name`, as people write it; with the host in front when that is not github.com. */
export function repositoryLabel(id: RepositoryId): string {
  const short = `${id.owner}/${id.name}`;
  return id.host === 'github.com' ? short : `${id.host}/${short}`;
}

/** One string per repository, for maps; GitHub compares owners and names without case. */
export function repositoryKey(id: RepositoryId): string {
  return `${id.host}/${id.owner}/${id.name}`.toLowerCase();
}

export function sameRepository(a: RepositoryId, b: RepositoryId): boolean {
  return repositoryKey(a) === repositoryKey(b);
}
