import type { BlobText, ChangedFiles, RangeHistory } from './history';
import type {
  Account,
  BranchRules,
  BranchTip,
  Check,
  Comment,
  CommitSummary,
  Deployment,
  Label,
  PullCommit,
  PullFile,
  PullRequest,
  PullRequestSummary,
  RepositoryFacts,
  Review,
} from './release';
import type { RepositoryId } from './repository';
import type { Sha } from './sha';

/**
 * The ship range's contents, from a clone or from the forge.
 *
 * All methods reject with `HumanError`; kind `not-found` when a SHA is not there.
 */
export interface History {
  readonly source: 'clone' | 'api';
  /** Whether both commits are at hand with the history between them. Never rejects for a missing commit. */
  has(shas: readonly Sha[]): Promise<boolean>;
  range(from: Sha, to: Sha, signal?: AbortSignal): Promise<RangeHistory>;
  /** Endpoint difference of the two trees: every path that differs, whatever happened in between. */
  changedFiles(from: Sha, to: Sha, signal?: AbortSignal): Promise<ChangedFiles>;
  /** The texts of these blobs, in the order asked for. Blobs over `limit` bytes are not read. */
  readBlobs(blobs: readonly Sha[], limit: number, signal?: AbortSignal): Promise<readonly BlobText[]>;
}

/** What we ask of one forge (a GitHub host) on behalf of one account. All methods reject with `HumanError`. */
export interface Forge extends ForgeReads, ForgeWrites {}

export interface ForgeReads {
  account(): Promise<Account>;
  repository(id: RepositoryId): Promise<RepositoryFacts>;
  /** `null` when there is no such branch. */
  branch(id: RepositoryId, branch: string): Promise<BranchTip | null>;
  /** The bytes of a file as text (UTF-8; a leading BOM is kept as U+FEFF); `null` when there is no such file. */
  file(id: RepositoryId, path: string, ref: string): Promise<string | null>;
  openPulls(id: RepositoryId, base: string): Promise<readonly PullRequestSummary[]>;
  pull(id: RepositoryId, number: number): Promise<PullRequest>;
  pullCommits(id: RepositoryId, number: number): Promise<readonly PullCommit[]>;
  pullFiles(id: RepositoryId, number: number): Promise<readonly PullFile[]>;
  reviews(id: RepositoryId, number: number): Promise<readonly Review[]>;
  /** Check runs (newest per name and app) and commit statuses (newest per context) of a commit. */
  checks(id: RepositoryId, sha: Sha): Promise<readonly Check[]>;
  comments(id: RepositoryId, number: number): Promise<readonly Comment[]>;
  /** `null` when GitHub does not let this account read them. */
  branchRules(id: RepositoryId, branch: string): Promise<BranchRules | null>;
  /** `null` when the SHA names no commit of the repository. */
  commit(id: RepositoryId, sha: Sha): Promise<CommitSummary | null>;
  /** The newest commits of a branch that touch a path, newest first, at most `limit`. */
  fileHistory(id: RepositoryId, branch: string, path: string, limit: number): Promise<readonly CommitSummary[]>;
  /** Pull requests that a commit belongs to. */
  pullsOfCommit(id: RepositoryId, sha: Sha): Promise<readonly { readonly number: number; readonly title: string }[]>;
  /** Newest first, at most `limit`, each with its newest status. */
  deployments(id: RepositoryId, environment: string, limit: number): Promise<readonly Deployment[]>;
  history(id: RepositoryId): History;
}

/** A write is sent at most once. When its outcome is not known the promise rejects with `UncertainWrite`. */
export interface ForgeWrites {
  updateBody(id: RepositoryId, number: number, body: string): Promise<PullRequest>;
  /** The repository's label of that name in any case; `null` when it has none. */
  label(id: RepositoryId, name: string): Promise<Label | null>;
  createLabel(id: RepositoryId, label: Label & { readonly description: string }): Promise<void>;
  addLabel(id: RepositoryId, number: number, name: string): Promise<void>;
  /** A label that is not there any more counts as removed. */
  removeLabel(id: RepositoryId, number: number, name: string): Promise<void>;
  submitReview(
    id: RepositoryId,
    number: number,
    review: { readonly event: 'approve' | 'request-changes'; readonly sha: Sha; readonly body: string },
  ): Promise<Review>;
  dismissReview(id: RepositoryId, number: number, reviewId: string, message: string): Promise<void>;
}

/** Wall-clock time in epoch milliseconds. */
export interface Clock {
  now(): number;
}

/** Where the extension tells its own story. Arguments never hold tokens or bodies. */
export interface Log {
  info(message: string): void;
  warn(message: string): void;
  error(message: string, error?: unknown): void;
}
