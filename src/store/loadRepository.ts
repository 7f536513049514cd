import { known, type Known } from '../core/known';
import type { PolicyInForce } from '../core/policy/policySource';
import { defaultPolicy } from '../core/policy/policy';
import type { Clock, ForgeReads } from '../core/ports';
import type { Deployment, PullRequestSummary } from '../core/release';
import type { RepositoryId } from '../core/repository';
import { whyNoRelease, type LiveVersion, type ReleaseSnapshot, type RepositorySnapshot } from '../core/snapshot';
import type { Pin } from '../core/versionFile';
import { attempt } from './attempt';
import { productionBranch } from './loadPolicy';
import { loadRelease } from './loadRelease';
import { loadSideAt, type ProductionSide } from './productionSide';
import type { KnownContents } from './shippedNow';

/** So far back is the last success looked for; each deployment on the way takes a request. */
const deploymentsLookedAt = 20;

/** What the reading of a repository starts from. */
export interface RepositoryReading {
  readonly clock: Clock;
  /** The policy at the last reading; `null`: this is the first. */
  readonly before: PolicyInForce | null;
  readonly contents: KnownContents;
}

/** Reads a repository's production branch and its open release PRs. */
export async function loadRepository(
  forge: ForgeReads,
  repository: RepositoryId,
  { clock, before, contents }: RepositoryReading,
): Promise<RepositorySnapshot> {
  const [account, facts] = await Promise.all([forge.account(), forge.repository(repository)]);
  const tip = await forge.branch(repository, productionBranch);
  if (tip === null) {
    const none = { policy: defaultPolicy, policySource: null, live: null, releases: [], otherPulls: [] };
    return { repository, facts, account, ...none, readAt: clock.now() };
  }
  const [side, pulls] = await Promise.all([
    loadSideAt(forge, repository, tip, { account, facts, before }),
    forge.openPulls(repository, productionBranch),
  ]);
  const [live, loaded] = await Promise.all([
    readLive(forge, side),
    Promise.all(pulls.map((pull) => loadIfRelease(forge, side, pull, clock, contents))),
  ]);
  const { policy, policySource } = side;
  return {
    ...{ repository, facts, account, policy, policySource, live },
    releases: loaded.filter((release) => release !== null),
    otherPulls: pulls.filter((_, index) => loaded[index] === null).map((pull) => pull.number),
    readAt: clock.now(),
  };
}

/**
 * A pull request into production is a release PR when it changes the version file. One whose files cannot be read is
 * kept: it might be one.
 */
async function loadIfRelease(
  forge: ForgeReads,
  side: ProductionSide,
  pull: PullRequestSummary,
  clock: Clock,
  contents: KnownContents,
): Promise<ReleaseSnapshot | null> {
  const release = await loadRelease(forge, side, pull.number, clock, contents);
  return whyNoRelease(release) === null ? release : null;
}

async function readLive(forge: ForgeReads, side: ProductionSide): Promise<Known<LiveVersion>> {
  const { repository, previous, policy } = side;
  if (!previous.known) return previous;
  const pin = previous.value;
  const [change, newest] = await Promise.all([
    readChange(forge, side),
    attempt(forge.deployments(repository, policy.environment, 1)),
  ]);
  return known({
    pin,
    commit: side.previousCommit,
    since: change?.at ?? null,
    pull: change?.pull ?? null,
    deployment: newest.known ? known(newestOf(newest.value, pin)) : newest,
    lastSuccess: newest.known ? await readLastSuccess(forge, side, newest.value) : newest,
  });
}

/** Where nothing was deployed, or the newest deployment is the last success itself, there is nothing more to ask. */
async function readLastSuccess(
  forge: ForgeReads,
  { repository, policy }: ProductionSide,
  [newest]: readonly Deployment[],
): Promise<Known<Deployment | null>> {
  if (newest === undefined) return known(null);
  if (newest.state === 'success') return known(newest);
  return attempt(forge.lastSuccess(repository, policy.environment, deploymentsLookedAt));
}

/** When and by which pull request the version file came to say what it says; `null` when that cannot be told. */
async function readChange(
  forge: ForgeReads,
  { repository, policy }: ProductionSide,
): Promise<{ readonly at: number; readonly pull: LiveVersion['pull'] } | null> {
  const history = await attempt(forge.fileHistory(repository, policy.productionBranch, policy.targets[0].file, 1));
  const [newest] = history.known ? history.value : [];
  if (newest === undefined) return null;
  const pulls = await attempt(forge.pullsOfCommit(repository, newest.sha));
  return { at: newest.committedAt, pull: (pulls.known ? pulls.value[0] : undefined) ?? null };
}

function newestOf(deployments: readonly Deployment[], pin: Pin): Deployment | null {
  return deployments.find((deployment) => pin.state === 'valid' && deployment.sha === pin.sha) ?? null;
}
