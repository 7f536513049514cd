import type { BlobText, ChangedFiles, ListedFile, Person, RangeHistory, ReadingProgress } from './history';
import type {
  Account,
  Attestation,
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
import type { Digest } from './versionFile';

/**
 * The ship range's contents, from a clone or from the forge.
 *
 * All methods reject with `HumanError`; kind `not-found` when a SHA is not there.
 */
export interface History {
  readonly source: 'clone' | 'api';
  /** Whether both commits are at hand with the history between them. Never rejects for a missing commit. */
  has(shas: readonly Sha[]): Promise<boolean>;
  /** `onProgress` is called as commits come in, never after the promise has settled. */
  range(
    from: Sha,
    to: Sha,
    signal?: AbortSignal,
    onProgress?: (progress: ReadingProgress) => void,
  ): Promise<RangeHistory>;
  /**
   * Everybody who wrote a commit that `sha` can reach, each spelling once; co-authors are not looked for. `null` where
   * that cannot be told: a shallow clone, or the API, which would need as many requests as the repository has pages.
   */
  authorsBefore(sha: Sha, signal?: AbortSignal): Promise<readonly Person[] | null>;
  /**
   * The commits of the range that change a path in which `text` occurs, without regard to case. Merges count only
   * when they differ from all their parents. Rejects with `refused` where it would take too many requests.
   */
  commitsTouching(from: Sha, to: Sha, text: string, signal?: AbortSignal): Promise<ReadonlySet<Sha>>;
  /** Endpoint difference of the two trees: every path that differs, whatever happened in between. */
  changedFiles(from: Sha, to: Sha, signal?: AbortSignal): Promise<ChangedFiles>;
  /**
   * The files of a commit that stand at these paths or below them; the empty path is the whole tree. A path that is not
   * there gives nothing. Rejects with `refused` where the tree cannot be listed whole.
   */
  listFiles(sha: Sha, paths: readonly string[], signal?: AbortSignal): Promise<readonly ListedFile[]>;
  /** The texts of these blobs, in the order asked for. Blobs over `limit` bytes are not read. */
  readBlobs(blobs: readonly Sha[], limit: number, signal?: AbortSignal): Promise<readonly BlobText[]>;
}

/** The history of a clone, which can be completed from where it was cloned. */
export interface CloneHistory extends History {
  readonly source: 'clone';
  /**
   * Fetches exactly these commits, with what leads to them, into a store of the extension's own: the clone, its refs and
   * its configuration stay as they are. The commits are there when it resolves. Rejects with `HumanError`.
   */
  fetch(shas: readonly Sha[], signal?: AbortSignal): Promise<void>;
}

/** What we ask of one forge (a GitHub host) on behalf of one account. All methods reject with `HumanError`. */
export interface Forge extends ForgeReads, ForgeWrites, ForgeProposals, ForgeReports {}

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
  /**
   * The merged pull requests that brought these commits to a branch, as far as GitHub knows; a commit without one has no
   * entry. Many commits per request.
   */
  pullsOfCommits(
    id: RepositoryId,
    shas: readonly Sha[],
    signal?: AbortSignal,
  ): Promise<ReadonlyMap<Sha, { readonly number: number; readonly title: string }>>;
  /** The newest deployment that succeeded, superseded since or not, among the newest `limit`; `null`: none of them did. */
  lastSuccess(id: RepositoryId, environment: string, limit: number): Promise<Deployment | null>;
  /** Newest first, at most `limit`, each with its newest status. */
  deployments(id: RepositoryId, environment: string, limit: number): Promise<readonly Deployment[]>;
  /** The commit, when the branch contains it; `null` when it does not. Rejects when there is no such branch. */
  commitOnBranch(id: RepositoryId, branch: string, sha: Sha): Promise<CommitSummary | null>;
  /** The newest deployment of a commit; `inactive` is one that succeeded before a newer one came. `null`: none. */
  deploymentOf(id: RepositoryId, environment: string, sha: Sha): Promise<Deployment | null>;
  /** Logins of a team (`organisation/team`) on the repository's host. Rejects with `forbidden` naming what is missing. */
  teamMembers(id: RepositoryId, team: string): Promise<readonly string[]>;
  /** Build attestations of an image that are kept with the repository; empty when there are none. */
  attestations(id: RepositoryId, digest: Digest): Promise<readonly Attestation[]>;
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
  /** Adds to the conversation of a pull request. */
  addComment(id: RepositoryId, number: number, body: string): Promise<Comment>;
}

/** A file of a commit that is to be made. */
export interface NewFile {
  /** From the root of the repository, with `/`. */
  readonly path: string;
  readonly text: string;
}

/** What opens a pull request without a working tree. Each write is sent at most once, as in {@link ForgeWrites}. */
export interface ForgeProposals {
  /** Makes a commit on top of `parent` that adds or replaces these files; nothing refers to it yet. */
  createCommit(id: RepositoryId, parent: Sha, message: string, files: readonly NewFile[]): Promise<Sha>;
  /** Makes a branch; rejects with kind `conflict` when there is one of that name already. */
  createBranch(id: RepositoryId, branch: string, at: Sha): Promise<void>;
  /** Opens a pull request between two branches of the repository. */
  openPull(
    id: RepositoryId,
    pull: { readonly title: string; readonly body: string; readonly head: string; readonly base: string },
  ): Promise<PullRequest>;
}

/** A check run of our own on a commit. */
export interface GateCheck {
  readonly name: string;
  /** `in-progress`: waits for somebody; the other two are conclusions. */
  readonly state: 'in-progress' | 'success' | 'failure';
  readonly title: string;
  /** Markdown. */
  readonly summary: string;
  /** Names the content, so that the same report is not sent again. */
  readonly digest: string;
}

/** What is left on a pull request by a workflow. Each write is sent at most once, as in {@link ForgeWrites}. */
export interface ForgeReports {
  updateComment(id: RepositoryId, commentId: string, body: string): Promise<Comment>;
  /** The digest of our newest check run of that name on a commit; `null` when there is none. */
  gateCheckDigest(id: RepositoryId, sha: Sha, name: string): Promise<string | null>;
  /** A completed check run cannot go back to in progress: each report is a new one, and the newest counts. */
  createGateCheck(id: RepositoryId, sha: Sha, check: GateCheck): Promise<void>;
}

export interface Clock {
  /** Wall-clock time in epoch milliseconds. */
  now(): number;
  /** Lets everything else that waits have its turn. */
  pause(): Promise<void>;
}

/** Where the extension tells its own story. Arguments never hold tokens or bodies. */
export interface Log {
  info(message: string): void;
  warn(message: string): void;
  error(message: string, error?: unknown): void;
}
