/** What a GitHub double starts from: people, tokens, and repositories backed by real bare git repositories. */
export interface Seed {
  readonly users: readonly SeedUser[];
  readonly tokens: readonly SeedToken[];
  readonly repositories: readonly SeedRepository[];
  readonly organizations?: readonly SeedOrganization[];
  /** Numeric ids of GitHub Apps by slug, for rulesets that name the app of a required check. */
  readonly apps?: Readonly<Record<string, number>>;
  /** Added to every generated id (decimal), so that ids may lie beyond 2^53. */
  readonly idOffset?: string;
}

export interface SeedOrganization {
  readonly login: string;
  readonly members: readonly string[];
  readonly teams: readonly { readonly slug: string; readonly name: string; readonly members: readonly string[] }[];
}

export interface SeedUser {
  readonly login: string;
  readonly name: string;
  readonly email: string;
  readonly type?: 'User' | 'Bot';
}

/** A personal access token: whose it is and which OAuth scopes it carries (`repo`, `read:org`, …). */
export interface SeedToken {
  readonly token: string;
  readonly login: string;
  readonly scopes: readonly string[];
  /** Makes it the token of an installed app, such as that of a workflow: `login` is the app's bot. */
  readonly installation?: Installation;
}

/** An app as it is installed. Reading is not held against its permissions. */
export interface Installation {
  /** The app's slug. */
  readonly app: string;
  /** What it may write. https://docs.github.com/rest/authentication/permissions-required-for-github-apps */
  readonly writes: readonly AppPermission[];
}

export type AppPermission = 'checks' | 'issues' | 'pull_requests';

export type SeedPermission = 'admin' | 'maintain' | 'write' | 'triage' | 'read';

export interface SeedRepository {
  readonly owner: string;
  readonly name: string;
  readonly private?: boolean;
  readonly defaultBranch: string;
  /** Absolute path of the bare git repository that holds every object and branch. */
  readonly gitDir: string;
  readonly collaborators: Readonly<Record<string, SeedPermission>>;
  readonly labels: readonly SeedLabel[];
  readonly pulls: readonly SeedPull[];
  readonly protection?: Readonly<Record<string, SeedProtection>>;
  readonly rulesets?: readonly SeedRuleset[];
  readonly checkRuns?: readonly SeedCheckRun[];
  readonly statuses?: readonly SeedStatus[];
  readonly deployments?: readonly SeedDeployment[];
  readonly description?: string;
  readonly archived?: boolean;
  /** "owner/name" pairs that answer 301 to this repository. */
  readonly formerNames?: readonly string[];
  /** Which ways of merging the repository allows; all three when left out. */
  readonly mergeMethods?: readonly ('merge' | 'squash' | 'rebase')[];
  readonly deleteBranchOnMerge?: boolean;
  readonly environments?: readonly SeedEnvironment[];
  readonly runs?: readonly SeedRun[];
  readonly issues?: readonly SeedIssue[];
  /** Attestation bundles by subject digest (`sha256:…`). */
  readonly attestations?: Readonly<Record<string, readonly unknown[]>>;
}

export interface SeedEnvironment {
  readonly name: string;
  /** Logins that may approve a deployment to it. */
  readonly reviewers?: readonly string[];
}

/** A run of a GitHub Actions workflow. */
export interface SeedRun {
  readonly id: number;
  readonly name: string;
  readonly path: string;
  readonly sha: string;
  readonly branch: string;
  readonly event: string;
  readonly status: 'queued' | 'in_progress' | 'completed' | 'waiting';
  readonly conclusion?: 'success' | 'failure' | 'neutral' | 'cancelled' | 'skipped' | 'timed_out' | 'action_required';
  readonly actor: string;
  readonly at: string;
  readonly jobs: readonly {
    readonly id: number;
    readonly name: string;
    readonly status: 'queued' | 'in_progress' | 'completed' | 'waiting';
    readonly conclusion?: 'success' | 'failure' | 'neutral' | 'cancelled' | 'skipped' | 'timed_out' | 'action_required';
  }[];
  /** Environments that wait for a reviewer's approval. */
  readonly waitingFor?: readonly string[];
}

/** An issue that is not a pull request. */
export interface SeedIssue {
  readonly number: number;
  readonly title: string;
  readonly body: string | null;
  readonly author: string;
  readonly state: 'open' | 'closed';
  readonly createdAt: string;
  readonly labels?: readonly string[];
}

export interface SeedLabel {
  readonly name: string;
  readonly color: string;
  readonly description?: string;
}

export interface SeedPull {
  readonly number: number;
  readonly title: string;
  readonly body: string | null;
  readonly author: string;
  readonly base: string;
  readonly head: string;
  readonly state: 'open' | 'closed';
  readonly draft?: boolean;
  readonly createdAt: string;
  /** Set for merged pull requests: the merge commit and who merged when. */
  readonly merged?: { readonly sha: string; readonly by: string; readonly at: string };
  /** The head commit of a pull request whose branch is gone. */
  readonly headSha?: string;
  readonly labels?: readonly string[];
  readonly requestedReviewers?: readonly string[];
  readonly reviews?: readonly SeedReview[];
  readonly comments?: readonly SeedComment[];
}

export interface SeedReview {
  readonly author: string;
  readonly state: 'APPROVED' | 'CHANGES_REQUESTED' | 'COMMENTED' | 'DISMISSED';
  readonly sha: string;
  readonly body?: string;
  readonly at: string;
}

export interface SeedComment {
  readonly author: string;
  readonly body: string;
  readonly at: string;
}

export interface SeedProtection {
  readonly requiredChecks?: readonly string[];
  readonly strict?: boolean;
  readonly requiredApprovals?: number;
  readonly dismissStale?: boolean;
  readonly enforceAdmins?: boolean;
  readonly requireCodeOwnerReviews?: boolean;
  readonly requireLastPushApproval?: boolean;
}

/** A branch ruleset, as `GET /repos/{owner}/{repo}/rules/branches/{branch}` reports its rules. */
export interface SeedRuleset {
  readonly id: number;
  readonly branches: readonly string[];
  readonly requiredChecks?: readonly { readonly context: string; readonly appId?: number }[];
  readonly requiredApprovals?: number;
  readonly strict?: boolean;
  readonly dismissStale?: boolean;
  readonly requireCodeOwnerReviews?: boolean;
  readonly requireLastPushApproval?: boolean;
  readonly allowedMergeMethods?: readonly ('merge' | 'squash' | 'rebase')[];
  readonly mergeQueue?: boolean;
}

export interface SeedCheckRun {
  readonly sha: string;
  readonly name: string;
  readonly app: string;
  readonly status: 'queued' | 'in_progress' | 'completed';
  readonly conclusion?:
    'success' | 'failure' | 'neutral' | 'cancelled' | 'skipped' | 'timed_out' | 'action_required' | 'stale';
  readonly startedAt: string;
  readonly completedAt?: string;
  readonly summary?: string;
  /** Its page; one of the double's own when left out. */
  readonly url?: string;
}

export interface SeedStatus {
  readonly sha: string;
  readonly context: string;
  readonly state: 'error' | 'failure' | 'pending' | 'success';
  readonly description: string;
  readonly creator: string;
  readonly at: string;
}

export interface SeedDeployment {
  readonly id: number;
  readonly sha: string;
  readonly ref: string;
  readonly environment: string;
  readonly creator: string;
  readonly at: string;
  readonly statuses: readonly {
    readonly state: 'success' | 'failure' | 'error' | 'inactive' | 'in_progress' | 'queued' | 'pending';
    readonly at: string;
    readonly description?: string;
    readonly logUrl?: string;
  }[];
}
