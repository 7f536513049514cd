import type {
  Installation,
  SeedDeployment,
  SeedEnvironment,
  SeedPermission,
  SeedProtection,
  SeedReview,
  SeedRuleset,
  SeedRun,
} from './seed';
import type { GitStore } from './gitStore';
import type { History } from './history';

/** An id as GitHub hands it out: beyond 2^53 it is a bigint here and plain digits on the wire. */
export type Id = number | bigint;

export interface User {
  readonly id: Id;
  readonly login: string;
  readonly name: string;
  readonly email: string;
  readonly type: 'User' | 'Bot' | 'Organization';
}

export interface Token {
  readonly token: string;
  readonly login: string;
  readonly scopes: readonly string[];
  readonly installation: Installation | undefined;
  revoked: boolean;
}

export interface Label {
  readonly id: Id;
  readonly name: string;
  readonly color: string;
  readonly description: string | null;
}

export interface Review {
  readonly id: Id;
  readonly author: string;
  state: SeedReview['state'] | 'PENDING';
  readonly sha: string;
  readonly body: string;
  readonly at: string;
}

export interface Comment {
  readonly id: Id;
  readonly author: string;
  body: string;
  readonly at: string;
  updatedAt: string;
}

/** One entry of an issue's event list; `detail` holds the fields that only this kind of event has. */
export interface IssueEvent {
  readonly id: Id;
  readonly event: string;
  readonly actor: string;
  readonly at: string;
  readonly sha: string | null;
  readonly detail: Readonly<Record<string, unknown>>;
}

export interface Issue {
  readonly id: Id;
  readonly number: number;
  title: string;
  body: string | null;
  readonly author: string;
  state: 'open' | 'closed';
  locked: boolean;
  readonly createdAt: string;
  updatedAt: string;
  closedAt: string | null;
  closedBy: string | null;
  labels: Label[];
  readonly comments: Comment[];
  readonly events: IssueEvent[];
}

export interface Pull extends Issue {
  base: string;
  readonly head: string;
  draft: boolean;
  /** The newest commit; follows the head branch while the pull request is open. */
  headSha: string;
  /** The tip of the base branch; follows it while the pull request is open. */
  baseSha: string;
  merged: { readonly sha: string; readonly by: string; readonly at: string } | undefined;
  requestedReviewers: string[];
  readonly reviews: Review[];
}

export interface CheckRun {
  readonly id: Id;
  readonly sha: string;
  readonly name: string;
  readonly app: string;
  readonly status: 'queued' | 'in_progress' | 'completed';
  readonly conclusion: string | null;
  readonly startedAt: string;
  readonly completedAt: string | null;
  /** `null`: the name stands for it. */
  readonly title?: string | null;
  readonly summary: string | null;
  readonly externalId?: string;
  readonly url?: string;
}

export interface Status {
  readonly id: Id;
  readonly sha: string;
  readonly context: string;
  readonly state: 'error' | 'failure' | 'pending' | 'success';
  readonly description: string | null;
  readonly targetUrl: string | null;
  readonly creator: string;
  readonly at: string;
}

export interface DeploymentStatus {
  readonly id: Id;
  readonly state: SeedDeployment['statuses'][number]['state'];
  readonly creator: string;
  readonly description: string;
  readonly logUrl: string;
  readonly at: string;
}

export interface Deployment {
  readonly id: Id;
  readonly sha: string;
  readonly ref: string;
  readonly environment: string;
  readonly creator: string;
  readonly description: string | null;
  readonly at: string;
  readonly statuses: DeploymentStatus[];
}

/** A workflow run; jobs may be started again. */
export type Run = { -readonly [Key in keyof SeedRun]: SeedRun[Key] };

export interface Repository {
  readonly id: Id;
  readonly owner: string;
  name: string;
  private: boolean;
  readonly description: string | null;
  readonly archived: boolean;
  readonly defaultBranch: string;
  readonly mergeMethods: readonly ('merge' | 'squash' | 'rebase')[];
  readonly deleteBranchOnMerge: boolean;
  readonly collaborators: Map<string, SeedPermission>;
  readonly labels: Label[];
  /** Issues and pull requests share one sequence of numbers. */
  readonly issues: Map<number, Issue | Pull>;
  readonly protection: Map<string, SeedProtection>;
  readonly rulesets: SeedRuleset[];
  readonly checkRuns: CheckRun[];
  readonly statuses: Status[];
  readonly deployments: Deployment[];
  readonly environments: SeedEnvironment[];
  readonly runs: Run[];
  /** Bundles by subject digest. */
  readonly attestations: Map<string, readonly unknown[]>;
  readonly git: GitStore;
  readonly history: History;
  readonly createdAt: string;
}

export interface Organization {
  readonly login: string;
  readonly members: readonly string[];
  readonly teams: readonly { readonly slug: string; readonly name: string; readonly members: readonly string[] }[];
}

/** Everything the double knows. Keys of the maps are lower case: GitHub compares names without case. */
export interface World {
  readonly users: Map<string, User>;
  readonly tokens: Map<string, Token>;
  readonly repositories: Map<string, Repository>;
  /** Former "owner/name" to the repository that has moved. */
  readonly moved: Map<string, Repository>;
  readonly organizations: Map<string, Organization>;
  readonly apps: Map<string, number>;
  /** How many commits of a comparison can be paged through. */
  readonly comparedCommits: number;
  /** A fresh id, greater than every one before. */
  nextId(): Id;
  /** The current time as GitHub writes it: UTC, whole seconds. */
  now(): string;
}

/** Tells pull requests from plain issues. */
export function isPull(issue: Issue | Pull | undefined): issue is Pull {
  return issue !== undefined && 'headSha' in issue;
}

/** The pull requests of a repository, in order of their numbers. */
export function pullsOf(repository: Repository): Pull[] {
  return [...repository.issues.values()].filter(isPull).sort((a, b) => a.number - b.number);
}

/** Writes a date as GitHub does: UTC without fractions of a second. */
export function timestamp(date: Date): string {
  return date.toISOString().replace(/\.\d+Z$/, 'Z');
}

/** The numeric id of a GitHub App, made up when nobody named it (`github-actions` has the id it has on GitHub). */
export function appId(world: World, slug: string): number {
  const known = world.apps.get(slug);
  if (known !== undefined) return known;
  const fresh = slug === 'github-actions' ? 15368 : 200_000 + world.apps.size;
  world.apps.set(slug, fresh);
  return fresh;
}

/** Looks a repository up by "owner/name". */
export function findRepository(world: World, fullName: string): Repository {
  const repository = world.repositories.get(fullName.toLowerCase());
  if (repository === undefined) throw new Error(`No repository ${fullName} in this double.`);
  return repository;
}

/** Looks a pull request up by number. */
export function findPull(repository: Repository, number: number): Pull {
  const pull = repository.issues.get(number);
  if (!isPull(pull)) throw new Error(`No pull request ${number} in ${repository.owner}/${repository.name}.`);
  return pull;
}
