import { unknown, known, type Known } from '../core/known';
import { neededFacts } from '../core/policy/neededFacts';
import type { Policy } from '../core/policy/policy';
import type { PolicyInForce, PolicySource } from '../core/policy/policySource';
import type { ForgeReads } from '../core/ports';
import type { Account, BranchRules, BranchTip, CommitSummary, Permission, RepositoryFacts } from '../core/release';
import type { RepositoryId } from '../core/repository';
import type { Sha } from '../core/sha';
import type { Pin } from '../core/versionFile';
import { attempt } from './attempt';
import { loadPolicy, productionBranch } from './loadPolicy';
import { readPinnedCommit } from './pinnedCommit';
import { PinReader } from './pinReader';

/** What all releases of a repository share, read once. */
export interface ProductionSide {
  readonly repository: RepositoryId;
  readonly account: Account;
  readonly permission: Permission;
  readonly policy: Policy;
  readonly policySource: PolicySource;
  /** The branch that candidates come from. */
  readonly candidateBranch: string;
  readonly tip: Sha;
  readonly pins: PinReader;
  /** What the first target is pinned to at the tip, and its commit. */
  readonly previous: Known<Pin>;
  readonly previousCommit: Known<CommitSummary>;
  readonly rules: Known<BranchRules>;
  /** Members by team, of the teams that the policy names; read when first asked for. */
  readonly teams: () => Promise<ReadonlyMap<string, Known<readonly string[]>>>;
}

/** For whom a repository is read, and what is known of it. */
export interface Reader {
  readonly account: Account;
  readonly facts: RepositoryFacts;
  /** The policy at the last reading; `null`: this is the first. */
  readonly before: PolicyInForce | null;
}

/** Reads what all releases of a repository share; `null` when it has no production branch. */
export async function loadProductionSide(
  forge: ForgeReads,
  repository: RepositoryId,
  reader: Reader,
): Promise<ProductionSide | null> {
  const tip = await forge.branch(repository, productionBranch);
  return tip === null ? null : loadSideAt(forge, repository, tip, reader);
}

/** Reads what all releases of a repository share, its production branch having been found. */
export async function loadSideAt(
  forge: ForgeReads,
  repository: RepositoryId,
  { sha: tip }: BranchTip,
  { account, facts, before }: Reader,
): Promise<ProductionSide> {
  const pins = new PinReader(forge, repository);
  const [{ policy, source: policySource }, rules] = await Promise.all([
    loadPolicy(forge, repository, tip, before),
    readRules(forge, repository),
  ]);
  const previous = await pins.pin(policy.targets[0], tip);
  const previousCommit = await readPinnedCommit(forge, repository, previous);
  const candidateBranch = policy.candidateBranch ?? facts.defaultBranch;
  const teams = once(() => readTeams(forge, repository, policy));
  const { permission } = facts;
  return {
    ...{ repository, account, permission, policy, policySource, candidateBranch, tip, pins },
    ...{ previous, previousCommit, rules, teams },
  };
}

async function readRules(forge: ForgeReads, id: RepositoryId): Promise<Known<BranchRules>> {
  const rules = await attempt(forge.branchRules(id, productionBranch));
  if (!rules.known) return rules;
  return rules.value === null ? unknown('this account may not read the branch protection') : known(rules.value);
}

async function readTeams(
  forge: ForgeReads,
  id: RepositoryId,
  policy: Policy,
): Promise<ReadonlyMap<string, Known<readonly string[]>>> {
  const { teams } = neededFacts(policy);
  return new Map(
    await Promise.all(teams.map(async (team) => [team, await attempt(forge.teamMembers(id, team))] as const)),
  );
}

function once<T>(read: () => Promise<T>): () => Promise<T> {
  let reading: Promise<T> | null = null;
  return () => (reading ??= read());
}
