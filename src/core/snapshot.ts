import type { Changelog } from './changelog/model';
import type { Checklist } from './checklist/checklist';
import type { Changes } from './highlights/changes/model';
import type { Highlights } from './highlights/model';
import type { ChangedFiles, RangeHistory } from './history';
import type { Known } from './known';
import type { Gate, GateFacts, Verdict } from './policy/gate';
import type { Policy } from './policy/policy';
import { whyNoPolicy, type PolicySource } from './policy/policySource';
import type { Account, CommitSummary, Deployment, Instant, Permission, PullRequest, RepositoryFacts } from './release';
import { repositoryKey, type RepositoryId } from './repository';
import type { RiskChoice } from './risk/labels';
import type { RiskSuggestion } from './risk/suggestion';
import type { Sha } from './sha';
import type { Pin } from './versionFile';
import { visibleText } from './visibleText';

/** Everything known about a release PR at one moment; never changed, only replaced. */
export interface ReleaseSnapshot {
  readonly repository: RepositoryId;
  readonly account: Account;
  readonly permission: Permission;
  readonly policy: Policy;
  /** What the policy rests on: without it no gate is judged, and labels and targets are the last that were known. */
  readonly policySource: PolicySource;
  readonly pull: PullRequest;
  readonly facts: GateFacts;
  readonly gates: readonly Gate[];
  readonly verdict: Verdict;
  readonly risk: RiskChoice;
  readonly suggestion: RiskSuggestion | null;
  readonly checklist: Checklist;
  /** The commits that the two version files name; unknown when the pin is invalid or could not be read. */
  readonly previousCommit: Known<CommitSummary>;
  readonly proposedCommit: Known<CommitSummary>;
  readonly readAt: Instant;
}

/** What production runs now, by its version file. */
export interface LiveVersion {
  readonly pin: Pin;
  readonly commit: Known<CommitSummary>;
  /** When the version file came to say so, and by which pull request. */
  readonly since: Instant | null;
  readonly pull: { readonly number: number; readonly title: string } | null;
  /** The newest production deployment of that commit; `null` when none is recorded. */
  readonly deployment: Known<Deployment | null>;
  /**
   * The newest production deployment that succeeded, of whatever commit. Another commit than the branch names: what the
   * branch says was never deployed, or it failed. `null` when none is recorded.
   */
  readonly lastSuccess: Known<Deployment | null>;
}

const underWay: readonly Deployment['state'][] = ['queued', 'pending', 'in-progress'];

/**
 * The last deployment that succeeded, when it is of another commit than the branch names; `null` when production runs
 * what its branch says, that is being deployed, or nothing tells.
 */
export function deployedInstead({
  pin,
  deployment,
  lastSuccess,
}: Pick<LiveVersion, 'pin' | 'deployment' | 'lastSuccess'>): Deployment | null {
  if (pin.state !== 'valid' || !lastSuccess.known || lastSuccess.value === null) return null;
  if (deployment.known && deployment.value !== null && underWay.includes(deployment.value.state)) return null;
  return lastSuccess.value.sha === pin.sha ? null : lastSuccess.value;
}

/** A repository's production side at one moment. */
export interface RepositorySnapshot {
  readonly repository: RepositoryId;
  readonly facts: RepositoryFacts;
  readonly account: Account;
  readonly policy: Policy;
  /** `null`: there is no production branch. */
  readonly policySource: PolicySource | null;
  /** `null`: there is no such branch. */
  readonly live: Known<LiveVersion> | null;
  readonly releases: readonly ReleaseSnapshot[];
  /** Open pull requests into the production branch that do not change the version file. */
  readonly otherPulls: readonly number[];
  readonly readAt: Instant;
}

/** What ships, read once per pair of SHAs: it never changes. */
export interface ReleaseContents {
  readonly range: RangeHistory;
  readonly files: Known<ChangedFiles>;
  readonly changelog: Changelog;
  readonly highlights: Known<Highlights>;
  /** What else can hurt: settings, dependencies, interfaces and so on. `null` while it is being read. */
  readonly changes: Known<Changes> | null;
  /**
   * What the production branch has and the last successful deployment has not: commits of a release that failed, which
   * ship with this one. `null` when production runs what its branch says, or no deployment is recorded.
   */
  readonly alsoShips: Known<AlsoShips> | null;
  /** Another text when more becomes known of the commits. */
  readonly revision: string;
}

/** Commits that were merged into production and are not deployed. */
export interface AlsoShips {
  /** From what is deployed to what the production branch says. */
  readonly changelog: Changelog;
  /** The last deployment that succeeded. */
  readonly deployed: Deployment;
}

/** One string per release, for maps. */
export function releaseKey(repository: RepositoryId, pull: number): string {
  return `${repositoryKey(repository)}#${pull}`;
}

/**
 * Why a pull request is no release PR, as the end of a sentence; `null` when it is one: it goes into the production
 * branch and changes the version file. One whose files cannot be read, or of a repository whose policy cannot, is taken
 * for one: it might be.
 */
export function whyNoRelease({ pull, policy, policySource, facts }: ReleaseSnapshot): string | null {
  if (pull.baseRef !== policy.productionBranch) {
    return `it goes into "${visibleText(pull.baseRef)}", not into ${policy.productionBranch}`;
  }
  const pinned = policy.targets.map(({ file }) => file);
  if (!facts.files.known || whyNoPolicy(policySource) !== null) return null;
  const touches = facts.files.value.some(({ path }) => pinned.includes(path));
  return touches ? null : `it does not change ${pinned.join(' or ')}`;
}

/** The releases that can still be decided on; a page may have others in the snapshot that have ended meanwhile. */
export function openReleases(snapshot: RepositorySnapshot): readonly ReleaseSnapshot[] {
  return snapshot.releases.filter((release) => release.pull.state === 'open');
}

/** The two ends of the ship range; `null` while either is not a valid commit. */
export function rangeOf({ facts }: ReleaseSnapshot): ShipEnds | null {
  return rangeOfPins(facts);
}

export interface ShipEnds {
  readonly from: Sha;
  readonly to: Sha;
}

/** The two ends between which pins move; `null` while either is not a valid commit. */
export function rangeOfPins({
  previous,
  proposed,
  proposedIsCommit,
}: Pick<GateFacts, 'previous' | 'proposed'> & Partial<Pick<GateFacts, 'proposedIsCommit'>>): ShipEnds | null {
  if (!previous.known || previous.value.state !== 'valid') return null;
  if (!proposed.known || proposed.value.state !== 'valid') return null;
  if (proposedIsCommit?.known === true && !proposedIsCommit.value) return null;
  return { from: previous.value.sha, to: proposed.value.sha };
}

/** Why this account's approval is not asked for, as a sentence; `null` when it may approve. */
export function whyNotApprove(snapshot: ReleaseSnapshot): string | null {
  const { pull, account, facts } = snapshot;
  const me = account.login.toLowerCase();
  if (pull.state !== 'open') return `The pull request is ${pull.state}.`;
  if (pull.draft) return 'The pull request is a draft.';
  if (pull.author.login.toLowerCase() === me) return 'You opened this pull request; another person must decide on it.';
  if (!facts.commits.known) return 'Who committed to this pull request could not be read.';
  const committed = facts.commits.value.some(
    (commit) => commit.author?.toLowerCase() === me || commit.committer?.toLowerCase() === me,
  );
  if (committed) return 'You committed to this pull request; another person must decide on it.';
  if (snapshot.permission === 'none' || snapshot.permission === 'read') {
    return 'Your account may only read this repository; an approval needs write access.';
  }
  return null;
}

/** Why this account cannot change the description now, as a sentence; `null` when it can. */
export function whyNotEdit({ pull, account, permission }: ReleaseSnapshot): string | null {
  if (pull.state !== 'open') return `The pull request is ${pull.state}.`;
  const own = pull.author.login.toLowerCase() === account.login.toLowerCase();
  const mayWrite = permission === 'write' || permission === 'maintain' || permission === 'admin';
  return mayWrite || own ? null : 'Your account may only read here; changing the description needs write access.';
}

/** Why this account cannot set labels now, as a sentence; `null` when it can. */
export function whyNotLabel({ pull, permission, policySource }: ReleaseSnapshot): string | null {
  if (pull.state !== 'open') return `The pull request is ${pull.state}.`;
  const unknown = whyNoPolicy(policySource);
  if (unknown !== null) return `Which labels there are is not known: ${unknown}.`;
  const mayLabel = permission !== 'none' && permission !== 'read';
  return mayLabel ? null : 'Your account may only read here; setting a label needs triage access.';
}

/** Whether the release waits for this account: it may approve and has not said yes or no to this head. */
export function waitsForMe(snapshot: ReleaseSnapshot): boolean {
  if (whyNotApprove(snapshot) !== null || !snapshot.facts.reviews.known) return false;
  const me = snapshot.account.login.toLowerCase();
  return !snapshot.facts.reviews.value.some(
    (review) =>
      review.author.login.toLowerCase() === me &&
      review.sha === snapshot.pull.headSha &&
      (review.state === 'approved' || review.state === 'changes-requested'),
  );
}

/** Those that wait for this account first, then the newest; an edit does not move a row under somebody's pointer. */
export function sortedReleases(releases: readonly ReleaseSnapshot[]): readonly ReleaseSnapshot[] {
  return releases.toSorted(
    (a, b) => Number(waitsForMe(b)) - Number(waitsForMe(a)) || b.pull.createdAt - a.pull.createdAt,
  );
}
