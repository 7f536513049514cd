import { known, unknown, type Known } from '../core/known';
import type { Policy } from '../core/policy/policy';
import type { Clock, ForgeReads } from '../core/ports';
import type { Account, BranchRules, Deployment, PullRequestSummary, RepositoryFacts } from '../core/release';
import type { RepositoryId } from '../core/repository';
import { whyNoRelease, type LiveVersion, type ReleaseSnapshot, type RepositorySnapshot } from '../core/snapshot';
import type { Pin } from '../core/versionFile';
import { attempt } from './attempt';
import { loadRelease, present, readPinnedCommit, readVersionFile, type ProductionSide } from './loadRelease';

/** The environment whose deployments say whether production runs what the branch says. */
const productionEnvironment = 'production';

/** So far back is the last success looked for; each deployment on the way takes a request. */
const deploymentsLookedAt = 20;

/** Reads a repository's production branch and its open release PRs. */
export async function loadRepository(
  forge: ForgeReads,
  repository: RepositoryId,
  policy: Policy,
  clock: Clock,
): Promise<RepositorySnapshot> {
  const [account, facts] = await Promise.all([forge.account(), forge.repository(repository)]);
  const base = { repository, facts, account, policy };
  const side = await loadProductionSide(forge, repository, policy, account, facts);
  if (side === null) return { ...base, live: null, releases: [], otherPulls: [], readAt: clock.now() };

  const pulls = await forge.openPulls(repository, policy.productionBranch);
  const [live, loaded] = await Promise.all([
    readLive(forge, side),
    Promise.all(pulls.map((pull) => loadIfRelease(forge, side, pull, clock))),
  ]);
  return {
    ...base,
    live,
    releases: loaded.filter((release) => release !== null),
    otherPulls: pulls.filter((_, index) => loaded[index] === null).map((pull) => pull.number),
    readAt: clock.now(),
  };
}

/** Reads what all releases of a repository share; `null` when it has no production branch. */
export async function loadProductionSide(
  forge: ForgeReads,
  repository: RepositoryId,
  policy: Policy,
  account: Account,
  facts: RepositoryFacts,
): Promise<ProductionSide | null> {
  const tip = await forge.branch(repository, policy.productionBranch);
  if (tip === null) return null;
  const [previous, rules] = await Promise.all([
    readVersionFile(forge, repository, policy, tip.sha),
    readRules(forge, repository, policy.productionBranch),
  ]);
  const previousCommit = present(await readPinnedCommit(forge, repository, previous));
  return { repository, account, permission: facts.permission, policy, previous, previousCommit, tip: tip.sha, rules };
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
): Promise<ReleaseSnapshot | null> {
  const release = await loadRelease(forge, side, pull.number, clock);
  return whyNoRelease(release) === null ? release : null;
}

async function readRules(forge: ForgeReads, id: RepositoryId, branch: string): Promise<Known<BranchRules>> {
  const rules = await attempt(forge.branchRules(id, branch));
  if (!rules.known) return rules;
  return rules.value === null ? unknown('this account may not read the branch protection') : known(rules.value);
}

async function readLive(forge: ForgeReads, side: ProductionSide): Promise<Known<LiveVersion>> {
  const { repository, previous } = side;
  if (!previous.known) return previous;
  const pin = previous.value;
  const [change, newest] = await Promise.all([
    readChange(forge, side),
    attempt(forge.deployments(repository, productionEnvironment, 1)),
  ]);
  return known({
    pin,
    commit: side.previousCommit,
    since: change?.at ?? null,
    pull: change?.pull ?? null,
    deployment: newest.known ? known(newestOf(newest.value, pin)) : newest,
    lastSuccess: newest.known ? await readLastSuccess(forge, repository, newest.value) : newest,
  });
}

/** Where nothing was deployed, or the newest deployment is the last success itself, there is nothing more to ask. */
async function readLastSuccess(
  forge: ForgeReads,
  repository: RepositoryId,
  [newest]: readonly Deployment[],
): Promise<Known<Deployment | null>> {
  if (newest === undefined) return known(null);
  if (newest.state === 'success') return known(newest);
  return attempt(forge.lastSuccess(repository, productionEnvironment, deploymentsLookedAt));
}

/** When and by which pull request the version file came to say what it says; `null` when that cannot be told. */
async function readChange(
  forge: ForgeReads,
  { repository, policy }: ProductionSide,
): Promise<{ readonly at: number; readonly pull: LiveVersion['pull'] } | null> {
  const history = await attempt(forge.fileHistory(repository, policy.productionBranch, policy.versionFile, 1));
  const [newest] = history.known ? history.value : [];
  if (newest === undefined) return null;
  const pulls = await attempt(forge.pullsOfCommit(repository, newest.sha));
  return { at: newest.committedAt, pull: (pulls.known ? pulls.value[0] : undefined) ?? null };
}

function newestOf(deployments: readonly Deployment[], pin: Pin): Deployment | null {
  return deployments.find((deployment) => pin.state === 'valid' && deployment.sha === pin.sha) ?? null;
}
