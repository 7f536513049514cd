import type { ProblemKind } from '../core/errors';
import { openReleases } from '../core/snapshot';
import type { WelcomeState } from '../contributions';
import type { RepositoryEntry, StoreState } from '../store/releaseStore';

/** Which of the view's welcome texts applies; `rows` when the tree has something to show. */
export function welcomeStateOf(state: StoreState, trusted: boolean): WelcomeState {
  if (!state.started) return 'loading';
  const [only, ...others] = state.repositories;
  if (only === undefined) return !state.hasFolder ? 'noFolder' : trusted ? 'noRepository' : 'restricted';
  if (others.length > 0) {
    const allSignedOut = state.repositories.every(
      (entry) => entry.snapshot === null && entry.problem?.kind === 'signed-out',
    );
    return allSignedOut ? 'signedOut' : 'rows';
  }
  return stateOfOne(only);
}

function stateOfOne({ snapshot, problem }: RepositoryEntry): WelcomeState {
  if (snapshot !== null && openReleases(snapshot).length > 0) return 'rows';
  if (problem !== null) return stateOfProblem(problem.kind);
  if (snapshot === null) return 'loading';
  return snapshot.live === null ? 'noBranch' : 'noRelease';
}

function stateOfProblem(kind: ProblemKind): WelcomeState {
  switch (kind) {
    case 'signed-out':
      return 'signedOut';
    case 'forbidden':
    case 'not-found':
      return 'noAccess';
    case 'offline':
      return 'offline';
    case 'rate-limited':
    case 'unreadable-answer':
    case 'server':
    case 'conflict':
    case 'refused':
    case 'stale':
    case 'uncertain':
    case 'invalid-input':
    case 'git':
    case 'cancelled':
      return 'failed';
  }
}
