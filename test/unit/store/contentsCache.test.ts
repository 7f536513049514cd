import assert from 'node:assert/strict';
import { HumanError } from '../../../src/core/errors';
import type { BlobText, ChangedFiles } from '../../../src/core/history';
import type { Sha } from '../../../src/core/sha';
import { ContentsCache, type ContentsSources, type ContentsState } from '../../../src/store/contentsCache';
import { repository } from '../../builders';
import { FakeForge } from '../../fakes/fakeForge';
import { FakeHistory, numbered } from '../../fakes/fakeHistory';

const range = { from: numbered(1), to: numbered(4) };

interface Bench {
  readonly cache: ContentsCache;
  readonly history: FakeHistory;
  readonly forge: FakeForge;
  /** Resolves with the first state that is wanted, now or later. */
  readonly until: (wanted: (state: ContentsState) => boolean) => Promise<ContentsState>;
}

function bench(change: Partial<ContentsSources> = {}): Bench {
  const history = new FakeHistory();
  const forge = new FakeForge();
  const silent = (): void => undefined;
  let look = silent;
  const cache = new ContentsCache(
    {
      findClone: () => Promise.resolve(history),
      mayFetch: () => true,
      connect: () => Promise.resolve(forge),
      clock: { now: () => Date.now(), pause: () => Promise.resolve() },
      log: { info: silent, warn: silent, error: silent },
      ...change,
    },
    () => look(),
  );
  const until = (wanted: (state: ContentsState) => boolean): Promise<ContentsState> =>
    new Promise((resolve) => {
      look = () => {
        const state = cache.get(repository, range);
        if (wanted(state)) resolve(state);
      };
      look();
    });
  return { cache, history, forge, until };
}

/** A clone with a changed file of settings, whose reading can be held up. */
class SettingsHistory extends FakeHistory {
  onSettings: () => Promise<void> = () => Promise.resolve();

  override changedFiles(): Promise<ChangedFiles> {
    const blobs = { oldBlob: numbered(101), newBlob: numbered(102) };
    const files = [{ path: 'config/app.yml', status: 'modified' as const, isFile: true, ...blobs }];
    return Promise.resolve({ files, complete: true, notes: [] });
  }

  override async readBlobs(blobs: readonly Sha[] = []): Promise<readonly BlobText[]> {
    if (blobs.length > 0) await this.onSettings();
    return blobs.map((sha) => ({ state: 'text', text: `port: ${String(parseInt(sha, 16))}` }));
  }
}

const ready = (state: ContentsState): boolean => state.state === 'ready';

function changelogOf(state: ContentsState) {
  assert.equal(state.state, 'ready');
  return state.contents.changelog;
}

function changesOf(state: ContentsState) {
  assert.equal(state.state, 'ready');
  return state.contents.changes;
}

describe('what else can hurt', () => {
  const lookAgain = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

  it('comes after what ships, and does not send the changelog again', async () => {
    const history = new SettingsHistory();
    let answer = (): void => undefined;
    const answered = new Promise<void>((resolve) => (answer = resolve));
    history.onSettings = () => answered;
    const { until } = bench({ findClone: () => Promise.resolve(history) });
    const first = await until((each) => ready(each) && changelogOf(each).newcomers.known);
    assert.equal(changesOf(first), null);
    assert.equal(first.state === 'ready' && first.contents.highlights.known, true);
    answer();
    const second = await until((each) => ready(each) && changesOf(each) !== null);
    const changes = changesOf(second);
    assert.ok(changes?.known);
    assert.deepEqual(
      changes.value.ranking.map(({ path, was, now }) => [path, was, now]),
      [['config/app.yml', '101', '102']],
    );
    assert.equal(changelogOf(second), changelogOf(first));
    assert.equal(
      first.state === 'ready' && first.contents.revision,
      second.state === 'ready' && second.contents.revision,
    );
  });

  it('stays when it becomes known who is new', async () => {
    const history = new SettingsHistory();
    let answer = (): void => undefined;
    history.onAsk = (question) =>
      question === 'authorsBefore' ? new Promise((resolve) => (answer = resolve)) : Promise.resolve();
    const { until } = bench({ findClone: () => Promise.resolve(history) });
    await until((each) => ready(each) && changesOf(each) !== null);
    answer();
    const state = await until((each) => ready(each) && changelogOf(each).newcomers.known);
    assert.equal(changesOf(state)?.known, true);
  });

  it('breaks nothing when it cannot be read, and is read again after a refresh only', async () => {
    const history = new SettingsHistory();
    let asked = 0;
    history.onSettings = () => {
      asked += 1;
      return Promise.reject(new HumanError('rate-limited', 'Too many requests.'));
    };
    const { cache, until } = bench({ findClone: () => Promise.resolve(history) });
    const failed = await until((each) => ready(each) && changesOf(each) !== null);
    assert.deepEqual(changesOf(failed), { known: false, reason: 'Too many requests.' });
    assert.equal(changelogOf(failed).total, 3);
    cache.get(repository, range);
    await lookAgain();
    assert.equal(asked, 1);
    history.onSettings = () => Promise.resolve();
    cache.forgetFailures();
    await until((each) => ready(each) && changesOf(each)?.known === true);
  });

  it('is not read before somebody looks', async () => {
    const history = new SettingsHistory();
    history.onSettings = () => assert.fail('The settings were read.');
    const { cache } = bench({ findClone: () => Promise.resolve(history) });
    cache.offer(repository, range);
    while (cache.peek(repository, range)?.state !== 'ready') await lookAgain();
    await lookAgain();
  });
});

describe('what ships', () => {
  it('is read once for a pair of SHAs', async () => {
    const { cache, history, until } = bench();
    const first = await until(ready);
    assert.equal(changelogOf(first).total, 3);
    cache.get(repository, range);
    assert.equal(history.asked.filter((question) => question === 'range').length, 1);
  });

  it('tells how far the reading has come', async () => {
    const { history, until } = bench();
    let answer = (): void => undefined;
    history.onAsk = (question) =>
      question === 'range' ? new Promise((resolve) => (answer = resolve)) : Promise.resolve();
    const state = await until((each) => each.state === 'loading' && each.progress !== null);
    assert.deepEqual(state, { state: 'loading', progress: { read: 3, total: 3 } });
    answer();
    await until(ready);
  });

  it('can be given up, and read again', async () => {
    const { cache, history, until } = bench();
    history.onAsk = (question) => (question === 'range' ? new Promise(() => undefined) : Promise.resolve());
    await until((each) => each.state === 'loading' && each.progress !== null);
    cache.cancel(repository, range);
    const state = await until((each) => each.state !== 'loading');
    assert.deepEqual(state, { state: 'cancelled', message: 'Reading what ships was cancelled.' });
    history.onAsk = () => Promise.resolve();
    cache.readAgain(repository, range);
    await until(ready);
  });

  it('stays given up over a refresh, as failures do not', async () => {
    const { cache, history, until } = bench();
    history.onAsk = (question) =>
      question === 'range' ? Promise.reject(new HumanError('git', 'Broken.')) : Promise.resolve();
    assert.deepEqual(await until((each) => each.state !== 'loading'), { state: 'failed', message: 'Broken.' });
    cache.forgetFailures();
    assert.equal(cache.peek(repository, range), null);
  });

  it('is shown before it is known who is new, and again when that is', async () => {
    const { history, until } = bench();
    let answer = (): void => undefined;
    history.onAsk = (question) =>
      question === 'authorsBefore' ? new Promise((resolve) => (answer = resolve)) : Promise.resolve();
    const first = await until(ready);
    assert.equal(changelogOf(first).newcomers.known, false);
    answer();
    const second = await until((each) => ready(each) && changelogOf(each).newcomers.known);
    assert.notEqual(
      first.state === 'ready' && first.contents.revision,
      second.state === 'ready' && second.contents.revision,
    );
  });

  it('asks the forge for the pull requests that no message names, once', async () => {
    const { history, forge, until } = bench();
    history.messageOf = (number) => (number === 3 ? 'hotfix' : `feat: x (#${number})`);
    const asked: string[] = [];
    forge.pullsOfCommits = (_, shas) => {
      asked.push(...shas);
      return Promise.resolve(new Map([[numbered(3), { number: 77, title: 'Hotfix' }]]));
    };
    const state = await until((each) => ready(each) && changelogOf(each).pulls.some(({ number }) => number === 77));
    assert.deepEqual(asked, [numbered(3)]);
    assert.equal(changelogOf(state).commits.find(({ sha }) => sha === numbered(3))?.direct, false);
  });

  it('does not call a commit confirmed that the forge could not be asked about', async () => {
    const { history, forge, until } = bench();
    history.messageOf = () => 'hotfix';
    forge.pullsOfCommits = () => Promise.reject(new HumanError('server', 'GitHub answered 502.'));
    const state = await until((each) => ready(each) && changelogOf(each).newcomers.known);
    for (const commit of changelogOf(state).commits) {
      assert.deepEqual([commit.direct, commit.directConfirmed], [true, false]);
    }
  });

  it('fetches the ends that the clone lacks, and only then', async () => {
    const { history, until } = bench();
    history.present = (sha) => sha !== range.to;
    const state = await until(ready);
    assert.equal(changelogOf(state).source, 'clone');
    assert.deepEqual(history.fetched, [range.from, range.to]);
  });

  it('says so while it fetches', async () => {
    const { history, until } = bench();
    history.present = () => false;
    let answer = (): void => undefined;
    history.onAsk = (question) =>
      question === 'fetch' ? new Promise((resolve) => (answer = resolve)) : Promise.resolve();
    await until((each) => each.state === 'loading' && each.progress === 'fetching');
    answer();
    await until(ready);
  });

  it('goes to the API when nothing may be fetched, or fetching fails', async () => {
    for (const mayFetch of [true, false]) {
      const api = new FakeHistory();
      const { history, forge, until } = bench({ mayFetch: () => mayFetch });
      history.present = () => false;
      history.onAsk = (question) =>
        question === 'fetch' ? Promise.reject(new HumanError('offline', 'No network.')) : Promise.resolve();
      forge.history = () => api;
      await until(ready);
      assert.ok(api.asked.includes('range'));
      assert.equal(history.asked.includes('fetch'), mayFetch);
    }
  });

  it('costs no request until somebody looks', async () => {
    const { cache, history, forge } = bench();
    history.messageOf = () => 'hotfix';
    forge.pullsOfCommits = () => assert.fail('The forge was asked.');
    cache.offer(repository, range);
    while (cache.peek(repository, range)?.state !== 'ready') await new Promise((resolve) => setImmediate(resolve));
  });
});
