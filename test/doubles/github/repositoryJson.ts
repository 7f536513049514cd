import { permissionOf } from './access';
import type { Call, RepositoryCall } from './http';
import type { Repository } from './state';
import { nodeId, userJson } from './userJson';

/** API and web addresses of a repository, without a slash at the end. */
export function apiOf(call: RepositoryCall): string {
  return `${call.api}/repos/${encodeURIComponent(call.repository.owner)}/${encodeURIComponent(call.repository.name)}`;
}

export function webOf(call: RepositoryCall): string {
  return `${call.web}/${encodeURIComponent(call.repository.owner)}/${encodeURIComponent(call.repository.name)}`;
}

/** A repository as it appears inside other answers (`minimal-repository`). */
export function minimalRepository(call: RepositoryCall): Readonly<Record<string, unknown>> {
  const { repository } = call;
  const api = apiOf(call);
  return {
    id: repository.id,
    node_id: nodeId('R', repository.id),
    name: repository.name,
    full_name: `${repository.owner}/${repository.name}`,
    private: repository.private,
    owner: userJson(call, repository.owner),
    html_url: webOf(call),
    description: repository.description,
    fork: false,
    url: api,
    ...addresses(api),
  };
}

/** A repository as it appears in both ends of a pull request (`repository`). */
export function pullRepository(call: RepositoryCall): Readonly<Record<string, unknown>> {
  const { repository } = call;
  const web = webOf(call);
  const open = [...repository.issues.values()].filter((issue) => issue.state === 'open').length;
  return {
    ...minimalRepository(call),
    clone_url: `${web}.git`,
    git_url: `git${web.slice(web.indexOf(':'))}.git`,
    ssh_url: `git@127.0.0.1:${repository.owner}/${repository.name}.git`,
    svn_url: web,
    mirror_url: null,
    homepage: null,
    language: null,
    license: null,
    default_branch: repository.defaultBranch,
    forks: 0,
    forks_count: 0,
    stargazers_count: 0,
    watchers: 0,
    watchers_count: 0,
    size: 0,
    open_issues: open,
    open_issues_count: open,
    topics: [],
    has_issues: true,
    has_projects: true,
    has_wiki: false,
    has_pages: false,
    has_downloads: true,
    has_discussions: false,
    archived: repository.archived,
    disabled: false,
    visibility: repository.private ? 'private' : 'public',
    pushed_at: repository.createdAt,
    created_at: repository.createdAt,
    updated_at: repository.createdAt,
  };
}

/** The answer of `GET /repos/{owner}/{repo}`; `permissions` and the merge settings only for who is signed in. */
export function fullRepository(call: RepositoryCall): unknown {
  const { repository, actor, token } = call;
  const methods = repository.mergeMethods;
  return {
    ...pullRepository(call),
    network_count: 0,
    subscribers_count: 0,
    ...(actor !== undefined && {
      permissions: token?.installation === undefined ? permissionsJson(repository, actor.login) : none,
      allow_merge_commit: methods.includes('merge'),
      allow_squash_merge: methods.includes('squash'),
      allow_rebase_merge: methods.includes('rebase'),
      allow_auto_merge: false,
      allow_update_branch: true,
      delete_branch_on_merge: repository.deleteBranchOnMerge,
    }),
  };
}

/** GitHub speaks of people here: an app has none of it, whatever it may do. */
const none = { admin: false, maintain: false, push: false, triage: false, pull: false };

/** What somebody may do, as five flags. https://docs.github.com/rest/repos/repos#get-a-repository */
export function permissionsJson(repository: Repository, login: string): Readonly<Record<string, boolean>> {
  const order = ['read', 'triage', 'write', 'maintain', 'admin'];
  const has = order.indexOf(permissionOf(repository, login));
  return { admin: has >= 4, maintain: has >= 3, push: has >= 2, triage: has >= 1, pull: has >= 0 };
}

/** A call on another repository than the one in the path. */
export function on(call: Call, repository: Repository): RepositoryCall {
  return { ...call, repository };
}

const plainAddresses = [
  'contributors',
  'deployments',
  'downloads',
  'events',
  'forks',
  'hooks',
  'languages',
  'merges',
  'stargazers',
  'subscribers',
  'subscription',
  'tags',
  'teams',
];

const templates: Readonly<Record<string, string>> = {
  archive: '/{archive_format}{/ref}',
  assignees: '/assignees{/user}',
  blobs: '/git/blobs{/sha}',
  branches: '/branches{/branch}',
  collaborators: '/collaborators{/collaborator}',
  comments: '/comments{/number}',
  commits: '/commits{/sha}',
  compare: '/compare/{base}...{head}',
  contents: '/contents/{+path}',
  git_commits: '/git/commits{/sha}',
  git_refs: '/git/refs{/sha}',
  git_tags: '/git/tags{/sha}',
  issue_comment: '/issues/comments{/number}',
  issue_events: '/issues/events{/number}',
  issues: '/issues{/number}',
  keys: '/keys{/key_id}',
  labels: '/labels{/name}',
  milestones: '/milestones{/number}',
  notifications: '/notifications{?since,all,participating}',
  pulls: '/pulls{/number}',
  releases: '/releases{/id}',
  statuses: '/statuses/{sha}',
  trees: '/git/trees{/sha}',
};

function addresses(api: string): Readonly<Record<string, string>> {
  const found: Record<string, string> = {};
  for (const name of plainAddresses) found[`${name}_url`] = `${api}/${name}`;
  for (const [name, rest] of Object.entries(templates)) found[`${name}_url`] = api + rest;
  return found;
}
