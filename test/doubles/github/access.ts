import type { AppPermission, Installation, SeedPermission } from './seed';
import { ApiError, notFound } from './http';
import type { Call, RepositoryCall, WriteCall } from './http';
import type { Repository, Token, World } from './state';

export type Permission = SeedPermission | 'none';

const rank: Readonly<Record<Permission, number>> = { none: 0, read: 1, triage: 2, write: 3, maintain: 4, admin: 5 };

/** What somebody may do in a repository: the owner is an administrator, everybody reads what is public. */
export function permissionOf(repository: Repository, login: string | undefined): Permission {
  if (login !== undefined) {
    if (login.toLowerCase() === repository.owner.toLowerCase()) return 'admin';
    const granted = repository.collaborators.get(login.toLowerCase());
    if (granted !== undefined) return granted;
  }
  return repository.private ? 'none' : 'read';
}

export function allows(has: Permission, needed: Permission): boolean {
  return rank[has] >= rank[needed];
}

/**
 * Whether the actor of a call has at least this permission. An app has none of a collaborator's; what it may write is
 * looked at before ({@link writable}).
 */
export function may(call: RepositoryCall, needed: Permission): boolean {
  if (call.token?.installation !== undefined) return !allows(needed, 'maintain');
  return allows(permissionOf(call.repository, call.actor?.login), needed);
}

/**
 * The repository of a call, if the actor may see it.
 * A private repository is 404 to whoever has no access or whose token lacks the `repo` scope:
 * https://docs.github.com/rest/using-the-rest-api/troubleshooting-the-rest-api#404-not-found-for-an-existing-resource
 * A renamed one is 301:
 * https://docs.github.com/rest/using-the-rest-api/best-practices-for-using-the-rest-api#follow-redirects
 */
export function visibleRepository(call: Call, world: World, owner: string, name: string): RepositoryCall {
  const key = `${owner}/${name}`.toLowerCase();
  const repository = world.repositories.get(key) ?? world.moved.get(key);
  if (repository === undefined) throw notFound();
  if (!sees(call, repository)) throw notFound();
  if (!world.repositories.has(key)) {
    const rest = call.path.split('/').slice(4).join('/');
    const location = `${call.api}/repositories/${repository.id}${rest === '' ? '' : `/${rest}`}`;
    throw new ApiError(301, 'Moved Permanently', undefined, { location });
  }
  return { ...call, repository };
}

/** Whether who calls may see a repository; an app is installed in all there are. */
export function sees({ token, actor }: Pick<Call, 'token' | 'actor'>, repository: Repository): boolean {
  if (token?.installation !== undefined) return true;
  if (!allows(permissionOf(repository, actor?.login), 'read')) return false;
  return !repository.private || token === undefined || token.scopes.includes('repo');
}

/** What a write needs, and how GitHub refuses whoever lacks it. */
export interface WriteRule {
  readonly permission: Permission;
  /** 404 hides that the endpoint exists (git data, contents); 403 says so (issues and pull requests). */
  readonly refusal: 403 | 404;
  /** A narrower OAuth scope that is enough for this endpoint. */
  readonly scope?: 'repo:status' | 'repo_deployment';
  /** What an app needs, one of them; left out: no app may do it here. */
  readonly app?: readonly AppPermission[];
}

/**
 * Checks that somebody is signed in (401), with a scope that covers the write (404), and may do it (403 or 404).
 * https://docs.github.com/apps/oauth-apps/building-oauth-apps/scopes-for-oauth-apps
 */
export function writable(call: RepositoryCall, rule: WriteRule): WriteCall {
  const { actor, token, repository } = call;
  if (actor === undefined || token === undefined) throw new ApiError(401, 'Requires authentication');
  if (token.installation === undefined) checkPerson(call, rule, token);
  else checkApp(rule, token.installation);
  if (repository.archived) throw new ApiError(403, 'Repository was archived so is read-only.');
  return { ...call, actor, token };
}

function checkPerson(call: RepositoryCall, rule: WriteRule, token: Token): void {
  const wide = call.repository.private ? ['repo'] : ['repo', 'public_repo'];
  const enough = rule.scope === undefined ? wide : [...wide, rule.scope];
  if (!enough.some((scope) => token.scopes.includes(scope))) {
    throw new ApiError(404, 'Not Found', undefined, { 'x-accepted-oauth-scopes': enough.join(', ') });
  }
  if (may(call, rule.permission)) return;
  throw rule.refusal === 404 ? notFound() : new ApiError(403, 'Must have admin rights to Repository.');
}

/** https://docs.github.com/rest/using-the-rest-api/troubleshooting-the-rest-api#resource-not-accessible */
function checkApp({ app = [] }: WriteRule, { writes }: Installation): void {
  if (app.some((each) => writes.includes(each))) return;
  const accepted = app.map((each) => `${each}=write`).join('; ');
  throw new ApiError(403, 'Resource not accessible by integration', undefined, {
    'x-accepted-github-permissions': accepted,
  });
}
