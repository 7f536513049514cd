import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { GitStore } from './gitStore';
import { History } from './history';
import { labelNamed } from './labelling';
import type { Seed, SeedDeployment, SeedPull, SeedRepository } from './seed';
import { timestamp } from './state';
import type { Deployment, Id, Issue, Label, Organization, Pull, Repository, World } from './state';

/** Builds the state that a seed describes; the repositories' branches are copies, the seed's own are never written. */
export async function seedWorld(
  seed: Seed,
  clock: () => Date,
  comparedCommits: number,
): Promise<{ world: World; folder: string }> {
  const folder = await mkdtemp(join(tmpdir(), 'github-double-'));
  const offset = seed.idOffset === undefined ? undefined : BigInt(seed.idOffset);
  let last = 1000;
  const nextId = (): Id => {
    last += 1;
    return offset === undefined ? last : offset + BigInt(last);
  };
  const world: World = {
    users: new Map(),
    tokens: new Map(),
    repositories: new Map(),
    moved: new Map(),
    organizations: new Map(),
    apps: new Map(Object.entries(seed.apps ?? {})),
    comparedCommits,
    nextId,
    now: () => timestamp(clock()),
  };
  for (const user of seed.users) {
    const { login, name, email, type = 'User' } = user;
    world.users.set(login.toLowerCase(), { id: nextId(), login, name, email, type });
  }
  for (const { login, members, teams } of seed.organizations ?? []) addOrganization(world, { login, members, teams });
  for (const { token, login, scopes, installation } of seed.tokens) {
    world.tokens.set(token, { token, login, scopes, installation, revoked: false });
  }
  for (const repository of seed.repositories) await addRepository(world, folder, repository);
  return { world, folder };
}

function addOrganization(world: World, organization: Organization): void {
  world.organizations.set(organization.login.toLowerCase(), organization);
  addOwner(world, organization.login);
}

/** Owners that are nobody's login are organizations. */
function addOwner(world: World, login: string): void {
  if (world.users.has(login.toLowerCase())) return;
  world.users.set(login.toLowerCase(), { id: world.nextId(), login, name: login, email: '', type: 'Organization' });
}

async function addRepository(world: World, folder: string, seed: SeedRepository): Promise<void> {
  addOwner(world, seed.owner);
  const pullRefs = new Map<string, string>();
  for (const pull of seed.pulls) {
    if (pull.headSha !== undefined) pullRefs.set(`refs/pull/${pull.number}/head`, pull.headSha);
  }
  const gitDir = join(folder, `${world.repositories.size}.git`);
  const git = await GitStore.borrow(seed.gitDir, gitDir, seed.defaultBranch, pullRefs);
  const labels = seed.labels.map((label): Label => {
    return { id: world.nextId(), name: label.name, color: label.color, description: label.description ?? null };
  });
  const created = [...seed.pulls, ...(seed.issues ?? [])].map((each) => each.createdAt).sort();
  const repository: Repository = {
    id: world.nextId(),
    owner: seed.owner,
    name: seed.name,
    private: seed.private ?? false,
    description: seed.description ?? null,
    archived: seed.archived ?? false,
    defaultBranch: seed.defaultBranch,
    mergeMethods: seed.mergeMethods ?? ['merge', 'squash', 'rebase'],
    deleteBranchOnMerge: seed.deleteBranchOnMerge ?? false,
    collaborators: new Map(Object.entries(seed.collaborators).map(([login, role]) => [login.toLowerCase(), role])),
    labels,
    issues: new Map(),
    protection: new Map(Object.entries(seed.protection ?? {})),
    rulesets: [...(seed.rulesets ?? [])],
    checkRuns: (seed.checkRuns ?? []).map(({ conclusion, completedAt, summary, ...run }) => ({
      id: world.nextId(),
      ...run,
      conclusion: conclusion ?? null,
      completedAt: completedAt ?? null,
      summary: summary ?? null,
    })),
    statuses: (seed.statuses ?? []).map((status) => ({ id: world.nextId(), targetUrl: null, ...status })),
    deployments: (seed.deployments ?? []).map((each) => deploymentOf(world, each)),
    environments: [...(seed.environments ?? [])],
    runs: (seed.runs ?? []).map((run) => ({ ...run })),
    attestations: new Map(Object.entries(seed.attestations ?? {})),
    git,
    history: new History(git),
    createdAt: created[0] ?? world.now(),
  };
  for (const issue of seed.issues ?? []) {
    repository.issues.set(issue.number, issueOf(world, repository, { ...issue, comments: [] }));
  }
  for (const pull of seed.pulls) repository.issues.set(pull.number, await pullOf(world, repository, pull));
  world.repositories.set(`${seed.owner}/${seed.name}`.toLowerCase(), repository);
  for (const former of seed.formerNames ?? []) world.moved.set(former.toLowerCase(), repository);
}

type SeedThread = Pick<
  SeedPull,
  'number' | 'title' | 'body' | 'author' | 'state' | 'createdAt' | 'labels' | 'comments'
>;

function issueOf(world: World, repository: Repository, seed: SeedThread): Issue {
  return {
    id: world.nextId(),
    number: seed.number,
    title: seed.title,
    body: seed.body,
    author: seed.author,
    state: seed.state,
    locked: false,
    createdAt: seed.createdAt,
    updatedAt: seed.createdAt,
    closedAt: seed.state === 'closed' ? seed.createdAt : null,
    closedBy: seed.state === 'closed' ? seed.author : null,
    labels: (seed.labels ?? []).map((name) => labelNamed(world, repository, name)),
    comments: (seed.comments ?? []).map((each) => ({ id: world.nextId(), updatedAt: each.at, ...each })),
    events: [],
  };
}

async function pullOf(world: World, repository: Repository, seed: SeedPull): Promise<Pull> {
  const { git } = repository;
  const merge = seed.merged === undefined ? undefined : await git.commit(seed.merged.sha);
  const headSha = seed.headSha ?? merge?.parents[1] ?? git.refs.get(`refs/heads/${seed.head}`);
  if (headSha === undefined) throw new Error(`Pull request ${seed.number}: neither a branch ${seed.head} nor headSha.`);
  // What a merged pull request brought is measured from the base as it was before the merge.
  const baseSha = merge?.parents[0] ?? git.refs.get(`refs/heads/${seed.base}`);
  if (baseSha === undefined) throw new Error(`Pull request ${seed.number}: no branch ${seed.base}.`);
  const issue = issueOf(world, repository, seed);
  const moments = [seed.merged?.at, ...[...(seed.reviews ?? []), ...(seed.comments ?? [])].map((each) => each.at)];
  const updatedAt = moments.reduce<string>(
    (newest, at) => (at !== undefined && at > newest ? at : newest),
    seed.createdAt,
  );
  return {
    ...issue,
    updatedAt,
    closedAt: seed.merged?.at ?? issue.closedAt,
    closedBy: seed.merged?.by ?? issue.closedBy,
    base: seed.base,
    head: seed.head,
    draft: seed.draft ?? false,
    headSha,
    baseSha,
    merged: seed.merged,
    requestedReviewers: [...(seed.requestedReviewers ?? [])],
    reviews: (seed.reviews ?? []).map(({ author, state, sha, body = '', at }) => {
      return { id: world.nextId(), author, state, sha, body, at };
    }),
  };
}

function deploymentOf(world: World, seed: SeedDeployment): Deployment {
  return {
    id: seed.id,
    sha: seed.sha,
    ref: seed.ref,
    environment: seed.environment,
    creator: seed.creator,
    description: null,
    at: seed.at,
    statuses: seed.statuses.map(({ state, at, description = '', logUrl = '' }) => {
      return { id: world.nextId(), state, at, description, logUrl, creator: seed.creator };
    }),
  };
}
