import assert from 'node:assert/strict';
import { HumanError } from '../../../src/core/errors';
import { defaultPolicy } from '../../../src/core/policy/policy';
import type { PolicyInForce } from '../../../src/core/policy/policySource';
import { whyNoRelease, whyNotLabel, type ReleaseSnapshot } from '../../../src/core/snapshot';
import { loadPolicy } from '../../../src/store/loadPolicy';
import { ReleaseStore } from '../../../src/store/releaseStore';
import { aPull, repository, sha } from '../../builders';
import { FakeForge } from '../../fakes/fakeForge';
import { sourcesOver } from './sourcesOver';

const file = '.github/release-review.yml';

describe('the policy of a repository', () => {
  const read = (forge: FakeForge, before: PolicyInForce | null = null) =>
    loadPolicy(forge, repository, forge.tip, before);

  it('is the default one without a file', async () => {
    const found = await read(new FakeForge());
    assert.deepEqual(found, { policy: defaultPolicy, source: { kind: 'default', tip: sha('b') } });
  });

  it('is what the file at the tip of production says', async () => {
    const forge = new FakeForge();
    forge.policyText = 'version: 1\napprovals: {high: 2}\n';
    const { policy, source } = await read(forge);
    assert.deepEqual(source, { kind: 'file', tip: sha('b') });
    assert.equal(policy.approvals.high.count, 2);
    assert.deepEqual(forge.asked, [`file ${file} b`]);
  });

  it('holds for the branch that it was read from, whatever the file calls it', async () => {
    const forge = new FakeForge();
    forge.policyText = 'version: 1\nproductionBranch: elsewhere\n';
    assert.equal((await read(forge)).policy.productionBranch, 'production');
  });

  it('is not asked for again while the tip stays, whatever was found', async () => {
    for (const text of [null, 'version: 1\n', 'version: [']) {
      const forge = new FakeForge();
      forge.policyText = text;
      const first = await read(forge);
      assert.equal(await read(forge, first), first);
      assert.equal(forge.asked.length, 1);
      forge.tip = sha('d');
      assert.notEqual(await read(forge, first), first);
      assert.equal(forge.asked.length, 2);
    }
  });

  it('is not known while the file is broken; the last sound one only finds releases', async () => {
    const forge = new FakeForge();
    forge.policyText = 'version: 1\nriskLabels: {low: calm}\n';
    const sound = await read(forge);
    forge.tip = sha('d');
    forge.policyText = 'version: 1\nrisklabels: {}\n';
    const { policy, source } = await read(forge, sound);
    assert.equal(policy.riskLabels.low, 'calm');
    assert.equal(source.kind, 'broken');
    assert.deepEqual([source.problems[0]?.line, source.problems[0]?.column], [2, 1]);
    assert.equal((await read(forge)).policy, defaultPolicy);
  });

  it('is not known while the file cannot be read, and is asked for again', async () => {
    const forge = new FakeForge();
    forge.file = () => Promise.reject(new HumanError('server', 'GitHub answered 502.'));
    const unread = await read(forge);
    assert.deepEqual(unread.source, { kind: 'unreadable', reason: 'GitHub answered 502.' });
    assert.equal((await read(new FakeForge(), unread)).source.kind, 'default');
  });

  it('stays where it was when nothing at all can be read', async () => {
    const forge = new FakeForge();
    forge.file = () => Promise.reject(new HumanError('offline', 'No connection.'));
    await assert.rejects(read(forge), { kind: 'offline' });
  });
});

describe('a release of a repository', () => {
  async function released(forge: FakeForge): Promise<ReleaseSnapshot> {
    const store = new ReleaseStore(sourcesOver(forge));
    await store.refresh();
    return store.release(repository, 412) ?? assert.fail('no release');
  }

  it('whose policy is broken has no gate that is judged, and names line and column', async () => {
    const forge = new FakeForge();
    forge.policyText = 'version: 1\napprovals:\n  high: many\n';
    const release = await released(forge);
    assert.ok(release.gates.length > 7);
    for (const gate of release.gates) {
      assert.equal(gate.state, 'unknown', gate.id);
      assert.match(gate.detail, /^Not judged: the policy file is broken: line 3, column 9: /);
      assert.deepEqual(gate.action, { kind: 'open-policy' });
    }
    assert.equal(release.verdict, 'unknown');
    assert.match(whyNotLabel(release) ?? '', /^Which labels there are is not known: the policy file is broken/);
  });

  it('whose policy cannot be read has none either', async () => {
    const forge = new FakeForge();
    const file = forge.file.bind(forge);
    forge.file = (id, path, ref) =>
      path.startsWith('.github')
        ? Promise.reject(new HumanError('server', 'GitHub answered 502.'))
        : file(id, path, ref);
    const { gates, verdict } = await released(forge);
    assert.ok(gates.every(({ state }) => state === 'unknown'));
    assert.match(gates[0]?.detail ?? '', /^Not judged: the policy file could not be read: GitHub answered 502\.$/);
    assert.deepEqual([gates[0]?.action, verdict], [{ kind: 'refresh' }, 'unknown']);
  });

  it('is any pull request into production while nobody knows what the version files are', async () => {
    const forge = new FakeForge();
    forge.files = [{ path: 'README.md', status: 'modified' }];
    forge.policyText = 'version: 2\n';
    assert.equal(whyNoRelease(await released(forge)), null);
    forge.policyText = null;
    await assert.rejects(released(forge), /no release/);
  });

  it('is judged by the policy of production, never by its own', async () => {
    const forge = new FakeForge();
    forge.policyText = 'version: 1\napprovals: {unset: 3, low: 3, medium: 3, high: 3}\n';
    forge.pull_ = aPull({ body: '' });
    const release = await released(forge);
    assert.equal(release.policySource.kind, 'file');
    assert.match(release.gates.find(({ id }) => id === 'approvals')?.detail ?? '', /of 3/);
  });
});
