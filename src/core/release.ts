import type { Sha } from './sha';

/** Times are epoch milliseconds throughout. */
export type Instant = number;

export interface Person {
  readonly login: string;
  readonly isBot: boolean;
}

/** Whose token acts. `scopes` is `null` when GitHub does not say (fine-grained tokens). */
export interface Account {
  readonly id: string;
  readonly login: string;
  readonly scopes: readonly string[] | null;
}

/** What the acting account may do in a repository, as GitHub orders it. */
export type Permission = 'none' | 'read' | 'triage' | 'write' | 'maintain' | 'admin';

export interface RepositoryFacts {
  readonly defaultBranch: string;
  readonly permission: Permission;
  readonly url: string;
  readonly archived: boolean;
}

export interface BranchTip {
  readonly sha: Sha;
  readonly protected: boolean;
}

export interface Label {
  readonly name: string;
  /** Six hex digits, without `#`. */
  readonly color: string;
}

export interface PullRequestSummary {
  readonly number: number;
  readonly title: string;
  readonly author: Person;
  readonly url: string;
  readonly draft: boolean;
  readonly createdAt: Instant;
  readonly updatedAt: Instant;
  readonly headSha: Sha;
  readonly headRef: string;
  readonly baseRef: string;
  readonly labels: readonly Label[];
}

export interface PullRequest extends PullRequestSummary {
  readonly state: 'open' | 'closed' | 'merged';
  readonly locked: boolean;
  readonly body: string;
  /** The tip of the base branch as the pull request last saw it. */
  readonly baseSha: Sha;
  /** `null` while GitHub is still working it out. */
  readonly mergeable: boolean | null;
  /** GitHub's own word: `clean`, `blocked`, `behind`, `dirty`, `unstable`, `draft`, `unknown`, … */
  readonly mergeableState: string;
  readonly changedFiles: number;
  readonly commitCount: number;
}

/** A commit of the pull request itself (not of the ship range). */
export interface PullCommit {
  readonly sha: Sha;
  /** Logins that GitHub connects to the commit; `null` when it knows none. */
  readonly author: string | null;
  readonly committer: string | null;
  readonly authorName: string;
  readonly authorEmail: string;
  /** The whole message, subject and body. */
  readonly message: string;
}

export interface PullFile {
  readonly path: string;
  readonly status: 'added' | 'modified' | 'removed' | 'renamed' | 'other';
}

export type ReviewState = 'approved' | 'changes-requested' | 'commented' | 'dismissed' | 'pending';

export interface Review {
  readonly id: string;
  readonly author: Person;
  readonly state: ReviewState;
  /** The commit it was given for; `null` when GitHub no longer says. */
  readonly sha: Sha | null;
  readonly body: string;
  readonly submittedAt: Instant | null;
  readonly url: string;
}

/** A check run or a commit status, brought to one form. `state` follows GitHub's conclusions. */
export interface Check {
  readonly id: string;
  readonly name: string;
  readonly kind: 'check-run' | 'status';
  readonly state:
    'success' | 'failure' | 'pending' | 'neutral' | 'skipped' | 'cancelled' | 'timed-out' | 'action-required' | 'stale';
  /** The app's slug or the login that posted it; who said so is part of what was said. */
  readonly source: string;
  /** GitHub's id of the app of a check run. */
  readonly appId: string | null;
  readonly url: string | null;
  readonly startedAt: Instant | null;
  readonly completedAt: Instant | null;
}

export interface RequiredCheck {
  readonly name: string;
  /** The app that must have posted it; `null` = any. */
  readonly appId: string | null;
}

/** What GitHub itself demands before a merge into a branch, from branch protection and rulesets together. */
export interface BranchRules {
  readonly requiredChecks: readonly RequiredCheck[];
  readonly requiredApprovals: number;
  /** Whether a push past a pull request is refused; `null` here and below: not told to this account. */
  readonly pullRequestRequired: boolean | null;
  /** Whether a push takes back earlier approvals. */
  readonly dismissesStale: boolean | null;
  /** Whether somebody else than the last pusher must approve. */
  readonly lastPushApproval: boolean | null;
  /** Whether owners of changed files must approve. */
  readonly codeOwners: boolean | null;
  /** Whether all this holds for administrators as well. */
  readonly adminsIncluded: boolean | null;
  /** Whether pull requests go through a merge queue. */
  readonly mergeQueue: boolean | null;
}

/**
 * A build attestation of an image digest that the forge keeps, not verified here
 * (https://docs.github.com/en/rest/repos/attestations).
 */
export interface Attestation {
  /** `owner/name` of the repository whose workflow built it; `null` when it does not say. */
  readonly repository: string | null;
  /** The commit that it was built from; `null` when it does not say. */
  readonly commit: Sha | null;
  readonly workflow: string | null;
  readonly predicateType: string;
}

export interface Comment {
  readonly id: string;
  readonly author: Person;
  /** Whether the forge counts the author to the repository's people (owner, member, collaborator). */
  readonly insider: boolean;
  readonly body: string;
  readonly createdAt: Instant;
  readonly updatedAt: Instant;
  readonly url: string;
}

export interface Deployment {
  readonly id: string;
  readonly sha: Sha;
  readonly environment: string;
  readonly createdAt: Instant;
  readonly creator: string | null;
  readonly state: 'success' | 'failure' | 'error' | 'inactive' | 'in-progress' | 'queued' | 'pending' | 'unknown';
  readonly stateAt: Instant | null;
  readonly url: string | null;
}

/** A commit as the forge describes it, when no clone does. */
export interface CommitSummary {
  readonly sha: Sha;
  /** What people know it by: the pull request's title of a merge, else the first line of its message. */
  readonly subject: string;
  readonly committedAt: Instant;
  readonly author: string;
}

export type RiskLevel = 'low' | 'medium' | 'high';
