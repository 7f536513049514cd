import { shippedOf } from '../core/shippedOf';
import { known, type Known } from '../core/known';
import type { MigrationReaders } from '../core/highlights/readers';
import type { CloneHistory, ForgeReads } from '../core/ports';
import type { CommitSummary, Instant } from '../core/release';
import { riskAssessment } from '../core/risk/assessment';
import { readRisk } from '../core/risk/labels';
import type { PastRelease, ReleaseOutcome } from '../core/risk/pastRelease';
import type { RepositorySnapshot } from '../core/snapshot';
import { samePin, type Pin } from '../core/versionFile';
import { attempt } from './attempt';
import { readRange } from './loadContents';
import { PinReader } from './pinReader';

/** Where past releases are read. */
export interface PastSources {
  readonly forge: ForgeReads;
  /** Sizes and sums are told of what it has; from the API they would take many requests for each release. */
  readonly clone: CloneHistory | null;
  readonly readers: MigrationReaders;
  readonly now: Instant;
  readonly signal: AbortSignal;
  readonly onProgress: (read: number, total: number) => void;
}

/** The newest releases that shipped, and how many changes of production belong to no pull request. */
export interface PastReleases {
  readonly releases: readonly PastRelease[];
  readonly direct: number;
}

interface Change {
  readonly commit: CommitSummary;
  readonly pin: Known<Pin>;
}

/**
 * Reads what became of the newest releases of a repository: the changes of the version file on the production branch,
 * each with the label of its pull request and its deployment. Five requests for each.
 *
 * @param limit how many at most
 * @throws when it is aborted, and `HumanError` when the history of the file cannot be read
 */
export async function loadPastReleases(
  sources: PastSources,
  snapshot: RepositorySnapshot,
  limit: number,
): Promise<PastReleases> {
  const { forge, signal, onProgress } = sources;
  const { repository, policy } = snapshot;
  const [target] = policy.targets;
  // One more, for where the oldest one started from.
  const commits = await forge.fileHistory(repository, policy.productionBranch, target.file, limit + 1);
  const reader = new PinReader(forge, repository);
  const changes: Change[] = [];
  for (const commit of commits) {
    signal.throwIfAborted();
    changes.push({ commit, pin: await reader.pin(target, commit.sha) });
  }
  const releases: PastRelease[] = [];
  let direct = 0;
  // What the oldest change of all set had no release before it.
  const read = changes.slice(0, Math.min(limit, changes.length - 1));
  for (const [at, change] of read.entries()) {
    signal.throwIfAborted();
    onProgress(at, read.length);
    const release = await readPast(sources, snapshot, changes, at, change);
    if (release === null) direct += 1;
    else releases.push(release);
  }
  return { releases, direct };
}

async function readPast(
  sources: PastSources,
  { repository, policy }: RepositorySnapshot,
  changes: readonly Change[],
  at: number,
  { commit, pin }: Change,
): Promise<PastRelease | null> {
  const { forge } = sources;
  const [merged] = await forge.pullsOfCommit(repository, commit.sha);
  if (merged === undefined) return null;
  const pull = await forge.pull(repository, merged.number);
  const size = await sizeOf(sources, { repository, policy }, changes[at + 1]?.pin, pin);
  return {
    pull: pull.number,
    level: readRisk(pull.labels, policy).level,
    outcome: wasTakenBack(changes, at) ? 'rolled back' : await outcomeOf(sources, { repository, policy }, pin),
    ...size,
  };
}

/** The next change of production set it to what it had been before this one. */
function wasTakenBack(changes: readonly Change[], at: number): boolean {
  const next = changes[at - 1]?.pin;
  return next?.known === true && changes.slice(at + 1).some(({ pin }) => pin.known && samePin(pin.value, next.value));
}

type Subject = Pick<RepositorySnapshot, 'repository' | 'policy'>;

/** By the newest deployment of its commit; one that is inactive had succeeded. */
async function outcomeOf(
  { forge }: PastSources,
  { repository, policy }: Subject,
  pin: Known<Pin>,
): Promise<ReleaseOutcome> {
  if (!pin.known || pin.value.state !== 'valid') return 'unknown';
  const deployment = await attempt(forge.deploymentOf(repository, policy.environment, pin.value.sha));
  switch (deployment.known ? deployment.value?.state : undefined) {
    case 'success':
    case 'inactive':
      return 'good';
    case 'failure':
    case 'error':
      return 'failed';
    default:
      return 'unknown';
  }
}

/** How many commits it shipped, and the sum that the rules of now give it; `null` where no clone tells. */
async function sizeOf(
  { clone, readers, now, signal }: PastSources,
  { repository, policy }: Subject,
  before: Known<Pin> | undefined,
  after: Known<Pin>,
): Promise<Pick<PastRelease, 'commits' | 'score'>> {
  const nothing = { commits: null, score: null };
  if (clone === null || before?.known !== true || !after.known) return nothing;
  const [from, to] = [before.value, after.value];
  if (from.state !== 'valid' || to.state !== 'valid' || !(await clone.has([from.sha, to.sha]))) return nothing;
  const reading = await readRange(clone, from.sha, to.sha, { signal, readers });
  const { loadChanges } = await import('./loadChanges');
  const { files } = reading;
  const changes = files.known
    ? known(await loadChanges(clone, files.value, { owner: repository.owner, signal }))
    : files;
  const shipped = shippedOf({ ...reading, changes });
  return { commits: shipped.commits, score: riskAssessment(shipped, policy, null, now).score };
}
