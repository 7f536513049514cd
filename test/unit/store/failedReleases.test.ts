import assert from 'node:assert/strict';
import { known } from '../../../src/core/known';
import type { Deployment } from '../../../src/core/release';
import type { LiveVersion } from '../../../src/core/snapshot';
import { readPin } from '../../../src/core/versionFile';
import { ContentsCache, type ContentsState } from '../../../src/store/contentsCache';
import { deployedBefore, FailedReleases } from '../../../src/store/failedReleases';
import { repository } from '../../builders';
import { FakeForge } from '../../fakes/fakeForge';
import { FakeHistory, numbered } from '../../fakes/fakeHistory';

const range = { from: numbered(5), to: numbered(9) };

function deploymentOf(number: number): Deployment {
  const at = { createdAt: 1, stateAt: 2, creator: null, url: null };
  return { id: '1', sha: numbered(number), environment: 'production', state: 'success', ...at };
}

function liveAt(number: number, lastSuccess: Deployment | null): LiveVersion {
  return {
    pin: readPin(`${numbered(number)}\n`),
    commit: known({ sha: numbered(number), subject: 'x', committedAt: 1, author: 'Ines' }),
    since: null,
    pull: null,
    deployment: known(null),
    lastSuccess: known(lastSuccess),
  };
}

function contents(): ContentsCache {
  const silent = (): void => undefined;
  const history = new FakeHistory();
  return new ContentsCache(
    {
      findClone: () => Promise.resolve(history),
      mayFetch: () => false,
      connect: () => Promise.resolve(new FakeForge()),
      clock: { now: () => 0, pause: () => Promise.resolve() },
      log: { info: silent, warn: silent, error: silent },
    },
    silent,
  );
}

async function settled(look: () => ContentsState, wanted: (state: ContentsState) => boolean): Promise<ContentsState> {
  for (;;) {
    const state = look();
    if (wanted(state)) return state;
    await new Promise((resolve) => setImmediate(resolve));
  }
}

describe('releases that failed', () => {
  it('are those between what is deployed and what the branch says', async () => {
    const cache = contents();
    const failed = new FailedReleases(cache);
    const deployed = deployedBefore(known(liveAt(5, deploymentOf(2))), range);
    const state = await settled(
      () => failed.withThem(repository, range, deployed, cache.get(repository, range)),
      (each) => each.state === 'ready' && each.contents.alsoShips?.known === true,
    );
    assert.equal(state.state, 'ready');
    const also = state.contents.alsoShips;
    assert.ok(also?.known);
    assert.deepEqual(
      also.value.changelog.commits.map((commit) => commit.sha),
      [5, 4, 3].map(numbered),
    );
    assert.equal(state.contents.changelog.total, 4);
  });

  it('give the same object while nothing more is known', async () => {
    const cache = contents();
    const failed = new FailedReleases(cache);
    const look = (): ContentsState => failed.withThem(repository, range, deploymentOf(2), cache.get(repository, range));
    const known_ = (each: ContentsState): boolean =>
      each.state === 'ready' && each.contents.alsoShips?.known === true && each.contents.changelog.newcomers.known;
    await settled(look, known_);
    assert.equal(await settled(look, known_), await settled(look, known_));
  });

  it('are none when what runs is ahead of the branch', async () => {
    const cache = contents();
    const failed = new FailedReleases(cache);
    const state = await settled(
      () => failed.withThem(repository, range, deploymentOf(7), cache.get(repository, range)),
      (each) => each.state === 'ready' && each.contents.alsoShips?.known !== false,
    );
    assert.equal(state.state === 'ready' && state.contents.alsoShips, null);
  });

  it('are not looked for when production runs what its branch says, or nothing tells', () => {
    assert.equal(deployedBefore(known(liveAt(5, deploymentOf(5))), range), null);
    assert.equal(deployedBefore(known(liveAt(5, null)), range), null);
    assert.equal(deployedBefore(known(liveAt(4, deploymentOf(2))), range), null);
    assert.equal(deployedBefore(null, range), null);
  });
});
