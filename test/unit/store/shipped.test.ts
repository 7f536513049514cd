import assert from 'node:assert/strict';
import type { BlobText, ChangedFiles } from '../../../src/core/history';
import { unknown } from '../../../src/core/known';
import type { Sha } from '../../../src/core/sha';
import type { ReleaseSnapshot } from '../../../src/core/snapshot';
import { ReleaseStore } from '../../../src/store/releaseStore';
import { repository } from '../../builders';
import { FakeForge } from '../../fakes/fakeForge';
import { FakeHistory, numbered } from '../../fakes/fakeHistory';
import { sourcesOver } from './sourcesOver';

/** Asks what ships: a change below `auth` wants a second look. */
const asking = 'version: 1\nsecurity: {paths: ["auth/**"], reviewers: [ohaddad]}\n';

class AuthHistory extends FakeHistory {
  override async changedFiles(): Promise<ChangedFiles> {
    await super.changedFiles();
    const blobs = { oldBlob: numbered(101), newBlob: numbered(102) };
    return {
      files: [{ path: 'auth/login.ts', status: 'modified', isFile: true, ...blobs }],
      complete: true,
      notes: [],
    };
  }

  override async readBlobs(blobs: readonly Sha[] = []): Promise<readonly BlobText[]> {
    await super.readBlobs();
    return blobs.map(() => ({ state: 'text', text: 'export {};\n' }));
  }
}

interface Bench {
  readonly store: ReleaseStore;
  readonly forge: FakeForge;
  readonly history: AuthHistory;
  /** The release once a condition holds for it. */
  readonly until: (wanted: (release: ReleaseSnapshot) => boolean) => Promise<ReleaseSnapshot>;
  readonly release: () => ReleaseSnapshot;
}

function bench(policy: string | null, clone = true): Bench {
  const forge = new FakeForge();
  forge.policyText = policy;
  forge.versionAtTip = `${numbered(1)}\n`;
  forge.versionAtHead = `${numbered(4)}\n`;
  forge.main = '0';
  const history = new AuthHistory();
  forge.history = () => history;
  const store = new ReleaseStore(sourcesOver(forge, { findClone: () => Promise.resolve(clone ? history : null) }));
  const release = (): ReleaseSnapshot => store.release(repository, 412) ?? assert.fail('no release');
  const until: Bench['until'] = async (wanted) => {
    for (let turn = 0; turn < 2_000; turn++) {
      const now = store.release(repository, 412);
      if (now !== undefined && wanted(now)) return now;
      await new Promise((resolve) => setImmediate(resolve));
    }
    return assert.fail(`it never came to that: ${JSON.stringify(release().facts.shipped).slice(0, 400)}`);
  };
  return { store, forge, history, until, release };
}

const isRead = ({ facts }: ReleaseSnapshot): boolean => facts.shipped.known && facts.shipped.value.changes.known;

function security({ gates }: ReleaseSnapshot): string | undefined {
  return gates.find(({ id }) => id === 'security')?.state;
}

describe('what ships, for the gates', () => {
  it('is read without being asked for where the policy needs it, and the release is judged again', async () => {
    const { store, history, until, release } = bench(asking, false);
    await store.refresh();
    const before = release();
    assert.equal(security(before), 'unknown');
    const after = await until(isRead);
    assert.notEqual(after, before);
    assert.deepEqual(after.facts.shipped.known && after.facts.shipped.value.paths, {
      known: true,
      value: ['auth/login.ts'],
    });
    assert.equal(security(after), 'pending');
    assert.equal(history.asked.filter((each) => each === 'range').length, 1);
  });

  it('is not asked of the network where no gate needs it', async () => {
    const { store, history } = bench(null, false);
    await store.refresh();
    assert.deepEqual(history.asked, []);
  });

  it('replaces the release only when more is known of it', async () => {
    const { store, until, release } = bench(asking);
    await store.refresh();
    const after = await until(isRead);
    const entries = store.state.repositories;
    // The changelog is refined as somebody looks; no gate is judged by that.
    const revision = (): string => {
      const state = store.contentsOf(after);
      return state.state === 'ready' ? state.contents.revision : '';
    };
    const first = revision();
    await until(() => revision() !== first);
    assert.equal(release(), after);
    assert.equal(store.state.repositories, entries);
  });

  it('is known at once to a later reading, also right before an act', async () => {
    const { store, history, until } = bench(asking);
    await store.refresh();
    const after = await until(isRead);
    const fresh = await store.readRelease(repository, 412);
    assert.deepEqual(fresh.facts.shipped, after.facts.shipped);
    assert.deepEqual(fresh.gates, after.gates);
    await store.refresh();
    assert.equal(security(await until(() => true)), 'pending');
    assert.equal(history.asked.filter((each) => each === 'range').length, 1);
  });

  it('that cannot be read leaves its gates unknown, with the reason', async () => {
    const { store, history, until } = bench(asking);
    history.range = () => Promise.reject(new Error('the disk is full'));
    await store.refresh();
    const failed = await until(({ facts }) => !facts.shipped.known && facts.shipped.reason.includes('disk'));
    assert.deepEqual(failed.facts.shipped, unknown('the disk is full'));
    assert.equal(security(failed), 'unknown');
  });
});
