import { ApiError, noContent, notFound, ok, paged, param } from './http';
import type { Call } from './http';
import { plain } from './router';
import type { Route } from './router';
import type { Organization, User } from './state';
import { simpleUser } from './userJson';

export const userRoutes: readonly Route[] = [
  plain('/rate_limit', 'rate-limit/rate-limit#get-rate-limit-status-for-the-authenticated-user', (call) => {
    return ok({ resources: { core: call.rate, search: { ...call.rate, limit: 30, remaining: 30 } }, rate: call.rate });
  }),
  plain('/user', 'users/users#get-the-authenticated-user', (call) => {
    if (call.actor === undefined) throw new ApiError(401, 'Requires authentication');
    if (call.token?.installation !== undefined) throw new ApiError(403, 'Resource not accessible by integration');
    return ok(publicUser(call, call.actor));
  }),
  plain('/users/{username}', 'users/users#get-a-user', (call) => {
    const user = call.world.users.get(param(call, 'username').toLowerCase());
    if (user === undefined) throw notFound();
    return ok(publicUser(call, user));
  }),
  plain('/orgs/{org}/members/{username}', 'orgs/members#check-organization-membership-for-a-user', (call) => {
    if (!includes(organizationOf(call).members, param(call, 'username'))) throw notFound();
    return noContent;
  }),
  plain('/orgs/{org}/teams/{team_slug}/members', 'teams/members#list-team-members', (call) => {
    const members = teamOf(call).members.map((login) => call.world.users.get(login.toLowerCase()));
    const known = members.filter((user) => user !== undefined);
    return paged(call, known, (user) => simpleUser(call, user));
  }),
  plain(
    '/orgs/{org}/teams/{team_slug}/memberships/{username}',
    'teams/members#get-team-membership-for-a-user',
    (call) => {
      if (!includes(teamOf(call).members, param(call, 'username'))) throw notFound();
      return ok({ url: call.api + call.path, role: 'member', state: 'active' });
    },
  ),
];

/**
 * Members and teams are visible to members whose token has `read:org`; everybody else gets 404.
 * https://docs.github.com/rest/teams/members
 */
function organizationOf(call: Call): Organization {
  const organization = call.world.organizations.get(param(call, 'org').toLowerCase());
  if (organization === undefined || call.actor === undefined) throw notFound();
  if (!includes(organization.members, call.actor.login)) throw notFound();
  const scopes = call.token?.scopes ?? [];
  if (!scopes.some((scope) => ['read:org', 'write:org', 'admin:org'].includes(scope))) throw notFound();
  return organization;
}

function teamOf(call: Call): Organization['teams'][number] {
  const team = organizationOf(call).teams.find((each) => each.slug === param(call, 'team_slug'));
  if (team === undefined) throw notFound();
  return team;
}

function includes(logins: readonly string[], login: string): boolean {
  return logins.some((each) => each.toLowerCase() === login.toLowerCase());
}

function publicUser(call: Call, user: User): unknown {
  return {
    ...simpleUser(call, user),
    name: user.name,
    company: null,
    blog: '',
    location: null,
    email: user.email === '' ? null : user.email,
    hireable: null,
    bio: null,
    twitter_username: null,
    public_repos: 0,
    public_gists: 0,
    followers: 0,
    following: 0,
    created_at: '2020-01-01T00:00:00Z',
    updated_at: '2020-01-01T00:00:00Z',
  };
}
