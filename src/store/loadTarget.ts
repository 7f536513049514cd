import { known, type Known } from '../core/known';
import type { GateFacts, TargetMove } from '../core/policy/gate';
import type { ForgeReads } from '../core/ports';
import type { PullRequest } from '../core/release';
import type { ReleaseSnapshot } from '../core/snapshot';
import { samePin, type Pin } from '../core/versionFile';
import { loadCandidate } from './loadCandidate';
import { loadMoves, type Moves } from './loadMoves';
import { present, readPinnedCommit } from './pinnedCommit';
import type { ProductionSide } from './productionSide';

/** What a pull request moves, and what the commits that it proposes have behind them. */
export interface LoadedTarget extends Pick<ReleaseSnapshot, 'previousCommit' | 'proposedCommit'> {
  readonly facts: Moves & Pick<GateFacts, 'proposedIsCommit' | 'candidate'>;
}

/** @param files the files of the pull request, which several targets wait for */
export async function loadTarget(
  forge: ForgeReads,
  side: ProductionSide,
  pull: PullRequest,
  files: Promise<GateFacts['files']>,
): Promise<LoadedTarget> {
  const moves = await loadMoves(side, pull, files);
  const { target, previous, proposed } = moves;
  const [main, otherTargets, previousCommit] = await Promise.all([
    loadCandidate(forge, side, proposed),
    Promise.all(moves.otherTargets.map((each) => withCandidate(forge, side, each, proposed))),
    target === side.policy.targets[0] ? side.previousCommit : readPinnedCommit(forge, side.repository, previous),
  ]);
  const facts = { ...moves, otherTargets, proposedIsCommit: isCommit(main.commit), candidate: main.facts };
  return { facts, previousCommit, proposedCommit: present(main.commit) };
}

/** Nothing is asked about a target that proposes what the first one does. */
async function withCandidate(
  forge: ForgeReads,
  side: ProductionSide,
  move: TargetMove,
  first: Known<Pin>,
): Promise<TargetMove> {
  const { proposed } = move;
  if (proposed.known && first.known && samePin(proposed.value, first.value)) return move;
  const { commit, facts } = await loadCandidate(forge, side, proposed);
  return { ...move, proposedIsCommit: isCommit(commit), candidate: facts };
}

function isCommit(commit: Known<unknown>): Known<boolean> {
  return commit.known ? known(commit.value !== null) : commit;
}
