import assert from 'node:assert/strict';
import { buildChangelog } from '../../../src/core/changelog/changelog';
import { known, unknown } from '../../../src/core/known';
import type { ReleaseContents, ReleaseSnapshot } from '../../../src/core/snapshot';
import { CarriedViews } from '../../../src/views/panel/carriedViews';
import { aPull, aRelease } from '../../builders';
import { story } from '../changelog/carriedStory';
import { commit, range } from '../changelog/historyBuilder';

const large = buildChangelog(
  range(Array.from({ length: 10_001 }, (_, at) => commit(`c${at}`, `chore: ${at}`, [`c${at + 1}`]))),
);

function contentsOf(changelog = story): ReleaseContents {
  const history = { ...range([]), from: changelog.range.from, to: changelog.range.to };
  const highlights = unknown('not read');
  return { range: history, files: highlights, changelog, highlights, changes: null, alsoShips: null, revision: '' };
}

function releaseWith(body: string): ReleaseSnapshot {
  return aRelease({ pull: aPull({ body }), comments: known([]) });
}

/** Views whose pauses end when the test says so. */
function paused(): {
  readonly views: CarriedViews;
  readonly finish: () => Promise<void>;
  readonly ready: () => number;
} {
  let ready = 0;
  let going: (() => void)[] = [];
  const fail = (error: unknown): void => assert.fail(String(error));
  const views = new CarriedViews({
    pause: () => new Promise((resolve) => going.push(resolve)),
    onReady: () => (ready += 1),
    onError: fail,
  });
  const finish = async (): Promise<void> => {
    while (going.length > 0) {
      const now = going;
      going = [];
      for (const go of now) go();
      await new Promise((resolve) => setImmediate(resolve));
    }
  };
  return { views, finish, ready: () => ready };
}

describe('what is kept of carried changelogs', () => {
  it('is there at once for an ordinary release, and the same while nothing changed', () => {
    const { views } = paused();
    const contents = contentsOf();
    const view = views.of(contents, releaseWith('Words'));
    assert.match(view?.lines[0]?.text ?? '', /^Neither/);
    assert.equal(views.of(contents, releaseWith('Words')), view);
    assert.notEqual(views.of(contents, releaseWith('# Changelog\n- x\n')), view);
  });

  it('comes later for a very large one, and says so', async () => {
    const { views, finish, ready } = paused();
    const contents = contentsOf(large);
    assert.equal(views.of(contents, releaseWith('Words')), null);
    await finish();
    assert.equal(ready(), 1);
    assert.match(views.of(contents, releaseWith('Words'))?.lines[0]?.text ?? '', /^Neither/);
  });

  it('is of the newest description only', async () => {
    const { views, finish, ready } = paused();
    const contents = contentsOf(large);
    views.of(contents, releaseWith('Words'));
    views.of(contents, releaseWith('# Changelog\n- x\n'));
    await finish();
    assert.equal(ready(), 1);
    assert.match(views.of(contents, releaseWith('# Changelog\n- x\n'))?.lines[0]?.text ?? '', /is incomplete/);
  });

  it('is made at once where nobody can be told', () => {
    assert.notEqual(new CarriedViews(null).of(contentsOf(large), releaseWith('')), null);
  });
});
