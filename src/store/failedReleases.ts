import { withFailedRelease } from '../core/highlights/failedRelease';
import { known, unknown, type Known } from '../core/known';
import type { Deployment } from '../core/release';
import type { RepositoryId } from '../core/repository';
import { deployedInstead, type AlsoShips, type LiveVersion, type ReleaseContents } from '../core/snapshot';
import type { ContentsCache, ContentsState } from './contentsCache';
import type { Range } from './openHistory';

/** What is deployed instead of the commit that a range starts from; `null` when that one is, or nothing tells. */
export function deployedBefore(live: Known<LiveVersion> | null, range: Range): Deployment | null {
  if (live?.known !== true) return null;
  const { pin } = live.value;
  // The branch has moved since the release was read; the next reading brings both together.
  return pin.state === 'valid' && pin.sha === range.from ? deployedInstead(live.value) : null;
}

interface Joined {
  readonly also: ContentsState;
  readonly state: ContentsState;
}

/** Adds to what ships the commits of releases that failed: merged into production before, and never deployed. */
export class FailedReleases {
  private readonly contents: ContentsCache;
  private readonly joined = new WeakMap<ReleaseContents, Joined>();

  constructor(contents: ContentsCache) {
    this.contents = contents;
  }

  /** The state with them, as far as they have been read; the same objects give the same result. */
  withThem(id: RepositoryId, range: Range, deployed: Deployment | null, state: ContentsState): ContentsState {
    if (deployed === null || state.state !== 'ready') return state;
    const also = this.contents.get(id, { from: deployed.sha, to: range.from });
    const before = this.joined.get(state.contents);
    if (before?.also === also) return before.state;
    const alsoShips = alsoShipping(also, deployed);
    const revision = `${state.contents.revision}+${also.state === 'ready' ? also.contents.revision : also.state}`;
    const highlights =
      alsoShips === null ? state.contents.highlights : withFailedRelease(state.contents.highlights, highlightsOf(also));
    const joined = { state: 'ready', contents: { ...state.contents, highlights, alsoShips, revision } } as const;
    this.joined.set(state.contents, { also, state: joined });
    return joined;
  }
}

function highlightsOf(also: ContentsState): ReleaseContents['highlights'] {
  if (also.state === 'ready') return also.contents.highlights;
  return unknown(also.state === 'loading' ? 'they are being read' : also.message);
}

/** `null` when everything that the branch names is deployed already: what runs is ahead of the branch. */
function alsoShipping(also: ContentsState, deployed: Deployment): Known<AlsoShips> | null {
  switch (also.state) {
    case 'ready':
      if (also.contents.changelog.commits.every((commit) => commit.removed)) return null;
      return known({ changelog: also.contents.changelog, deployed });
    case 'loading':
      return unknown('the commits between them are being read');
    default:
      return unknown(also.message);
  }
}
