import { known, unknown, type Known } from '../core/known';
import type { CandidateFacts } from '../core/policy/gate';
import { neededFacts } from '../core/policy/neededFacts';
import type { ForgeReads } from '../core/ports';
import type { CommitSummary } from '../core/release';
import type { RepositoryId } from '../core/repository';
import type { Sha } from '../core/sha';
import type { Pin } from '../core/versionFile';
import { attempt } from './attempt';
import { pinnedCommit } from './pinnedCommit';
import type { ProductionSide } from './productionSide';

/** The proposed commit and what it has behind it. */
export interface LoadedCandidate {
  readonly facts: CandidateFacts;
  /** `null`: the SHA names no commit of the repository. */
  readonly commit: Known<CommitSummary | null>;
}

/** Reads what the policy asks of the proposed commit, and no more. */
export async function loadCandidate(
  forge: ForgeReads,
  side: ProductionSide,
  proposed: Known<Pin>,
): Promise<LoadedCandidate> {
  const { repository, candidateBranch: branch } = side;
  const attestations = await readAttestations(side, proposed);
  const sha = pinnedCommit(proposed);
  if (!sha.known) {
    const facts = { branch, onBranch: sha, checks: sha, staging: sha, attestations };
    return { facts, commit: sha };
  }
  const needed = neededFacts(side.policy);
  const [found, checks, staging] = await Promise.all([
    findOnBranch(forge, repository, branch, sha.value),
    needed.candidateChecks ? attempt(forge.checks(repository, sha.value)) : unknown('the policy does not ask for them'),
    needed.staging === null ? known(null) : attempt(forge.deploymentOf(repository, needed.staging, sha.value)),
  ]);
  const { commit, onBranch } = found;
  return { commit, facts: { branch, onBranch, checks, staging, attestations } };
}

async function readAttestations(side: ProductionSide, pin: Known<Pin>): Promise<CandidateFacts['attestations']> {
  if (!pin.known) return pin;
  if (pin.value.state === 'invalid') return unknown('the version file holds no image digest');
  return pin.value.digest === null ? known([]) : side.pins.attestations(pin.value.digest);
}

/** One question answers two in the ordinary case: a commit that the branch contains is a commit. */
async function findOnBranch(
  forge: ForgeReads,
  id: RepositoryId,
  branch: string,
  sha: Sha,
): Promise<{ readonly commit: Known<CommitSummary | null>; readonly onBranch: Known<boolean> }> {
  const found = await attempt(forge.commitOnBranch(id, branch, sha));
  if (found.known && found.value !== null) return { commit: found, onBranch: known(true) };
  const commit = await attempt(forge.commit(id, sha));
  const isNone = found.known || (commit.known && commit.value === null);
  return { commit, onBranch: isNone ? known(false) : found };
}
