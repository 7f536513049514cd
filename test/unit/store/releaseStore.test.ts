import assert from 'node:assert/strict';
import { HumanError } from '../../../src/core/errors';
import { ReleaseStore, type StoreSources } from '../../../src/store/releaseStore';
import { welcomeStateOf } from '../../../src/views/welcome';
import { childrenOf } from '../../../src/views/tree/children';
import { aPull, repository, sha } from '../../builders';
import { FakeForge } from '../../fakes/fakeForge';
import { sourcesOver } from './sourcesOver';

describe('the store', () => {
  it('reads what is live and the open release PRs', async () => {
    const store = new ReleaseStore(sourcesOver(new FakeForge()));
    await store.refresh();
    const snapshot = store.entry(repository)?.snapshot;
    assert.equal(snapshot?.live?.known, true);
    assert.deepEqual(
      store.releases().map((release) => release.pull.number),
      [412],
    );
  });

  it('leaves out pull requests that do not move the version file, and says which', async () => {
    const forge = new FakeForge();
    forge.files = [{ path: 'README.md', status: 'modified' }];
    const store = new ReleaseStore(sourcesOver(forge));
    await store.refresh();
    assert.deepEqual(store.releases(), []);
    assert.deepEqual(store.entry(repository)?.snapshot?.otherPulls, [412]);
  });

  it('keeps the last good state when a later reading fails', async () => {
    const forge = new FakeForge();
    let connect: StoreSources['connect'] = () => Promise.resolve(forge);
    const store = new ReleaseStore(sourcesOver(forge, { connect: (host) => connect(host) }));
    await store.refresh();
    connect = () => Promise.reject(new HumanError('offline', 'GitHub cannot be reached.'));
    await store.refresh();
    const entry = store.entry(repository);
    assert.equal(entry?.problem?.message, 'GitHub cannot be reached.');
    assert.equal(entry.snapshot?.releases.length, 1);
  });

  it('turns one fact that cannot be read into an unknown gate, not into a failure', async () => {
    const forge = new FakeForge();
    forge.reviews = () => Promise.reject(new HumanError('server', 'GitHub answered 502.'));
    const store = new ReleaseStore(sourcesOver(forge));
    await store.refresh();
    const gate = store.releases()[0]?.gates.find((each) => each.id === 'approvals');
    assert.equal(gate?.state, 'unknown');
    assert.match(gate.detail, /GitHub answered 502/);
  });

  it('answers a refresh that comes during another with a newer reading', async () => {
    const forge = new FakeForge();
    const store = new ReleaseStore(sourcesOver(forge));
    await store.refresh();
    forge.meanwhile.set('account', () => {
      forge.pull_ = aPull({ headSha: sha('d') });
    });
    const early = store.refreshRepository(repository);
    forge.meanwhile.set('file', () => {
      forge.pull_ = aPull({ headSha: sha('e') });
    });
    await Promise.all([early, store.refreshRelease(repository, 412)]);
    assert.equal(store.release(repository, 412)?.pull.headSha, sha('e'));
  });

  it('takes the rules over at once, and reads all again, when one release tells that production moved', async () => {
    const forge = new FakeForge();
    const store = new ReleaseStore(sourcesOver(forge));
    await store.refresh();
    forge.tip = sha('f');
    forge.versionAtTip = `${sha('2')}\n`;
    forge.policyText = 'version: 1\nnonsense: 1\n';
    const rules = (): readonly unknown[] => {
      const snapshot = store.entry(repository)?.snapshot;
      return [snapshot, store.release(repository, 412)].map((each) => each?.policySource?.kind);
    };
    const seen: (readonly unknown[])[] = [];
    store.onDidChange(() => seen.push(rules()));
    await store.refreshRelease(repository, 412);
    assert.ok(seen.every(([all, one]) => all === one));
    assert.deepEqual(rules(), ['broken', 'broken']);
    const live = store.entry(repository)?.snapshot?.live;
    assert.deepEqual(live?.known === true && live.value.pin.state === 'valid' && live.value.pin.sha, sha('2'));
  });

  it('shows what the later of two searches found, whichever ends first', async () => {
    const ends: ((found: readonly (typeof repository)[]) => void)[] = [];
    const searching = () =>
      new Promise<{ hasFolder: boolean; repositories: readonly (typeof repository)[] }>((resolve) => {
        ends.push((repositories) => resolve({ hasFolder: true, repositories }));
      });
    const store = new ReleaseStore(sourcesOver(new FakeForge(), { repositories: searching }));
    const [early, late] = [store.refresh(), store.refresh()];
    ends[1]?.([repository]);
    await late;
    ends[0]?.([]);
    await early;
    assert.equal(store.state.repositories.length, 1);
  });

  it('remembers what was shown until it is acknowledged', async () => {
    const forge = new FakeForge();
    const store = new ReleaseStore(sourcesOver(forge));
    await store.refresh();
    const before = store.release(repository, 412);
    assert.ok(before);
    store.shownFor(before);
    forge.pull_ = aPull({ headSha: sha('d') });
    await store.refresh();
    const after = store.release(repository, 412);
    assert.ok(after);
    assert.equal(store.shownFor(after).head, before.pull.headSha);
    store.acknowledge(after);
    assert.equal(store.shownFor(after).head, sha('d'));
  });
});

describe('the welcome', () => {
  const welcome = async (change: Partial<StoreSources>, forge = new FakeForge()): Promise<string> => {
    const store = new ReleaseStore(sourcesOver(forge, change));
    await store.refresh();
    return welcomeStateOf(store.state, true);
  };
  const none = (hasFolder: boolean) => () => Promise.resolve({ hasFolder, repositories: [] });
  const failing = (kind: HumanError['kind']) => () => Promise.reject(new HumanError(kind, 'No.'));

  it('names what is missing and leads out of it', async () => {
    assert.equal(welcomeStateOf(new ReleaseStore(sourcesOver(new FakeForge())).state, true), 'loading');
    assert.equal(await welcome({ repositories: none(false) }), 'noFolder');
    assert.equal(await welcome({ repositories: none(true) }), 'noRepository');
    assert.equal(await welcome({ connect: failing('signed-out') }), 'signedOut');
    assert.equal(await welcome({ connect: failing('not-found') }), 'noAccess');
    assert.equal(await welcome({ connect: failing('forbidden') }), 'noAccess');
    assert.equal(await welcome({ connect: failing('offline') }), 'offline');
    assert.equal(await welcome({ connect: failing('server') }), 'failed');
    const noBranch = new FakeForge();
    noBranch.branchExists = false;
    assert.equal(await welcome({}, noBranch), 'noBranch');
    const noRelease = new FakeForge();
    noRelease.pull_ = aPull({ state: 'closed' });
    assert.equal(await welcome({}, noRelease), 'noRelease');
    assert.equal(await welcome({}), 'rows');
  });

  it('has the tree to itself: the tree is empty exactly then', async () => {
    for (const [change, empty] of [
      [{ repositories: none(true) }, true],
      [{ connect: failing('signed-out') }, true],
      [{}, false],
    ] as const) {
      const store = new ReleaseStore(sourcesOver(new FakeForge(), change));
      await store.refresh();
      const rows = childrenOf(undefined, store.state, store);
      assert.equal(rows.length === 0, empty);
      assert.equal(welcomeStateOf(store.state, true) === 'rows', !empty);
    }
  });
});
