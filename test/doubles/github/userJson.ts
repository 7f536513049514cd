import type { Call } from './http';
import type { Id, Repository, User, World } from './state';

/** A global node id: opaque to clients. https://docs.github.com/graphql/guides/using-global-node-ids */
export function nodeId(kind: string, id: Id): string {
  return `${kind}_${Buffer.from(String(id)).toString('base64url')}`;
}

/** A short user (`simple-user` of the API description); null for somebody who never was a user. */
export function userJson(call: Call, login: string | null): unknown {
  const user = login === null ? undefined : call.world.users.get(login.toLowerCase());
  return user === undefined ? null : simpleUser(call, user);
}

/** A short user, for a user that is known to exist. */
export function simpleUser(call: Call, user: User): Readonly<Record<string, unknown>> {
  const path = encodeURIComponent(user.login);
  const api = `${call.api}/users/${path}`;
  return {
    login: user.login,
    id: user.id,
    node_id: nodeId('U', user.id),
    avatar_url: `${call.web}/avatars/${path}`,
    gravatar_id: '',
    url: api,
    html_url: `${call.web}/${path}`,
    followers_url: `${api}/followers`,
    following_url: `${api}/following{/other_user}`,
    gists_url: `${api}/gists{/gist_id}`,
    starred_url: `${api}/starred{/owner}{/repo}`,
    subscriptions_url: `${api}/subscriptions`,
    organizations_url: `${api}/orgs`,
    repos_url: `${api}/repos`,
    events_url: `${api}/events{/privacy}`,
    received_events_url: `${api}/received_events`,
    type: user.type,
    user_view_type: 'public',
    site_admin: false,
  };
}

/** The GitHub user whose address a commit carries. */
export function userByEmail(world: World, email: string): User | undefined {
  if (email === '') return undefined;
  const wanted = email.toLowerCase();
  return [...world.users.values()].find((user) => user.email.toLowerCase() === wanted);
}

/**
 * How an author relates to a repository.
 * https://docs.github.com/graphql/reference/enums#commentauthorassociation
 */
export function association(repository: Repository, login: string): string {
  if (login.toLowerCase() === repository.owner.toLowerCase()) return 'OWNER';
  return repository.collaborators.has(login.toLowerCase()) ? 'COLLABORATOR' : 'NONE';
}

/** The app behind a check run. */
export function appJson(call: Call, slug: string, id: number): unknown {
  const owner = call.world.users.values().next().value;
  const date = '2018-07-30T09:30:17Z';
  return {
    id,
    slug,
    node_id: nodeId('A', id),
    owner: owner === undefined ? null : simpleUser(call, owner),
    name: slug,
    description: '',
    external_url: `${call.web}/apps/${encodeURIComponent(slug)}`,
    html_url: `${call.web}/apps/${encodeURIComponent(slug)}`,
    created_at: date,
    updated_at: date,
    permissions: { checks: 'write', metadata: 'read' },
    events: [],
  };
}
