import { may, permissionOf } from './access';
import { ApiError, notFound, ok, paged, pagedIn, param } from './http';
import type { RepositoryCall } from './http';
import { apiOf, fullRepository, permissionsJson, webOf } from './repositoryJson';
import { reading } from './router';
import type { Route } from './router';
import type { SeedEnvironment } from './seed';
import { nodeId, simpleUser } from './userJson';

export const repositoryRoutes: readonly Route[] = [
  reading('', 'repos/repos#get-a-repository', (call) => ok(fullRepository(call))),
  // Needs push access: https://docs.github.com/rest/collaborators/collaborators#get-repository-permissions-for-a-user
  reading(
    '/collaborators/{username}/permission',
    'collaborators/collaborators#get-repository-permissions-for-a-user',
    (call) => {
      if (call.actor === undefined) throw new ApiError(401, 'Requires authentication');
      if (!may(call, 'write')) throw new ApiError(403, 'Must have push access to view collaborator permission.');
      const user = call.world.users.get(param(call, 'username').toLowerCase());
      if (user === undefined) throw notFound();
      const role = permissionOf(call.repository, user.login);
      const permissions = permissionsJson(call.repository, user.login);
      return ok({
        permission: { maintain: 'write', triage: 'read', admin: 'admin', write: 'write', read: 'read', none: 'none' }[
          role
        ],
        role_name: role,
        user: { ...simpleUser(call, user), permissions, role_name: role },
      });
    },
  ),
  reading('/tags', 'repos/repos#list-repository-tags', async (call) => {
    const { git } = call.repository;
    const names = [...git.refs.keys()].filter((name) => name.startsWith('refs/tags/')).sort();
    const tags: { readonly name: string; readonly sha: string }[] = [];
    for (const name of names.reverse()) {
      const sha = await git.resolve(name);
      if (sha !== undefined) tags.push({ name: name.slice('refs/tags/'.length), sha });
    }
    return paged(call, tags, ({ name, sha }) => ({
      name,
      commit: { sha, url: `${apiOf(call)}/commits/${sha}` },
      zipball_url: `${apiOf(call)}/zipball/refs/tags/${name}`,
      tarball_url: `${apiOf(call)}/tarball/refs/tags/${name}`,
      node_id: nodeId('REF', 0),
    }));
  }),
  reading('/environments', 'deployments/environments#list-environments', (call) => {
    return pagedIn(call, 'environments', call.repository.environments, (each) => environmentJson(call, each));
  }),
  reading('/attestations/{subject_digest}', 'repos/attestations#list-attestations', (call) => {
    const bundles = call.repository.attestations.get(param(call, 'subject_digest')) ?? [];
    return ok({
      attestations: bundles.map((bundle) => ({ bundle, repository_id: call.repository.id, bundle_url: webOf(call) })),
    });
  }),
];

/** An id for an environment: its place in the list, counted from 1. */
export function environmentId(call: RepositoryCall, name: string): number {
  return call.repository.environments.findIndex((each) => each.name === name) + 1;
}

function environmentJson(call: RepositoryCall, environment: SeedEnvironment): unknown {
  const { createdAt } = call.repository;
  const id = environmentId(call, environment.name);
  const reviewers = (environment.reviewers ?? []).flatMap((login) => {
    const user = call.world.users.get(login.toLowerCase());
    return user === undefined ? [] : [{ type: 'User', reviewer: simpleUser(call, user) }];
  });
  return {
    id,
    node_id: nodeId('EN', id),
    name: environment.name,
    url: `${apiOf(call)}/environments/${encodeURIComponent(environment.name)}`,
    html_url: `${webOf(call)}/deployments/activity_log?environments_filter=${encodeURIComponent(environment.name)}`,
    created_at: createdAt,
    updated_at: createdAt,
    protection_rules:
      reviewers.length === 0
        ? []
        : [{ id, node_id: nodeId('GA', id), type: 'required_reviewers', prevent_self_review: false, reviewers }],
    deployment_branch_policy: null,
  };
}
