import assert from 'node:assert/strict';
import { HumanError } from '../../../src/core/errors';
import { known } from '../../../src/core/known';
import type { GateFacts } from '../../../src/core/policy/gate';
import { rangeOf, type ReleaseSnapshot } from '../../../src/core/snapshot';
import { ReleaseStore } from '../../../src/store/releaseStore';
import { aCheck, aPull, repository, sha } from '../../builders';
import { FakeForge } from '../../fakes/fakeForge';
import { sourcesOver } from './sourcesOver';

const digest = (pair: string): string => `sha256:${pair.repeat(32)}`;

async function read(forge: FakeForge): Promise<ReleaseSnapshot> {
  const store = new ReleaseStore(sourcesOver(forge));
  await store.refresh();
  return store.release(repository, 412) ?? assert.fail('no release');
}

async function factsOf(forge: FakeForge): Promise<GateFacts> {
  return (await read(forge)).facts;
}

describe('what stands behind the proposed commit', () => {
  it('is asked of the default branch, and one answer serves twice', async () => {
    const forge = new FakeForge();
    const check = aCheck();
    forge.checksOf = { 2: [check] };
    const { candidate, proposedIsCommit } = await factsOf(forge);
    assert.deepEqual(candidate, {
      branch: 'main',
      onBranch: known(true),
      checks: known([check]),
      staging: known(null),
      attestations: known([]),
    });
    assert.deepEqual(proposedIsCommit, known(true));
    const about = forge.asked.filter((each) => /^(?:commit )?2/.test(each));
    assert.deepEqual(about, ['2 on main']);
  });

  it('is looked up on its own when the branch does not contain it', async () => {
    const forge = new FakeForge();
    forge.main = '1';
    const { candidate, proposedIsCommit } = await factsOf(forge);
    assert.deepEqual([candidate.onBranch, proposedIsCommit], [known(false), known(true)]);
    forge.commit = () => Promise.resolve(null);
    forge.commitOnBranch = () => Promise.reject(new HumanError('not-found', 'Not found.'));
    const gone = await factsOf(forge);
    assert.deepEqual([gone.candidate.onBranch, gone.proposedIsCommit], [known(false), known(false)]);
  });

  it('stays unknown where the branch cannot be asked, and the commit is still known', async () => {
    const forge = new FakeForge();
    forge.commitOnBranch = () => Promise.reject(new HumanError('server', 'GitHub answered 502.'));
    const { candidate, proposedIsCommit } = await factsOf(forge);
    assert.deepEqual(candidate.onBranch, { known: false, reason: 'GitHub answered 502.' });
    assert.deepEqual(proposedIsCommit, known(true));
  });

  it('is what the policy asks for, and nothing more', async () => {
    const forge = new FakeForge();
    forge.policyText = [
      'version: 1',
      'candidateBranch: trunk',
      'provenance: {ci: off, staging: {environment: beta, mode: required}}',
    ].join('\n');
    const { candidate } = await factsOf(forge);
    assert.equal(candidate.branch, 'trunk');
    assert.equal(candidate.checks.known, false);
    assert.deepEqual(candidate.staging, known(null));
    assert.deepEqual(
      forge.asked.filter((each) => /on trunk|beta/.test(each)),
      ['2 on trunk', 'deployment to beta'],
    );
  });

  it('is unknown while the version file names no commit', async () => {
    const forge = new FakeForge();
    forge.versionAtHead = 'v1.2\n';
    const { candidate, proposedIsCommit } = await factsOf(forge);
    for (const fact of [candidate.onBranch, candidate.checks, proposedIsCommit]) {
      assert.deepEqual(fact, { known: false, reason: 'the version file holds no valid SHA' });
    }
    assert.ok(!forge.asked.some((each) => each.includes(' on ')));
  });
});

describe('who asked for a release, and who belongs to its teams', () => {
  it('is read only where a bot opened it, and where the policy names teams', async () => {
    const forge = new FakeForge();
    forge.pull_ = aPull({ author: { login: 'release[bot]', isBot: true }, body: 'Requested by @ines' });
    assert.deepEqual((await factsOf(forge)).requester, known('ines'));
    assert.ok(!forge.asked.some((each) => each.startsWith('team ')));
  });

  it('is known team by team', async () => {
    const forge = new FakeForge();
    forge.policyText = 'version: 1\napprovals: {high: {count: 2, teams: [Acme/Leads, acme/gone]}}\n';
    forge.teams = { 'acme/leads': ['ines'] };
    const { teams } = await factsOf(forge);
    assert.deepEqual([...teams].toSorted(), [
      ['acme/gone', { known: false, reason: 'The members of acme/gone may not be read.' }],
      ['acme/leads', known(['ines'])],
    ]);
  });
});

describe('several targets', () => {
  const policy = [
    'version: 1',
    'targets:',
    '  - {name: web, file: pins.yaml, key: web}',
    '  - {name: api, file: pins.yaml, key: api}',
    '  - {name: site, file: version.txt}',
  ].join('\n');
  const pins = (web: string, api: string): Readonly<Record<string, string>> => ({
    'pins.yaml': `web: ${sha(web)}\napi: ${sha(api)}\n`,
  });

  function forgeWith(before: readonly [string, string], after: readonly [string, string]): FakeForge {
    const forge = new FakeForge();
    forge.policyText = policy;
    forge.files = [{ path: 'pins.yaml', status: 'modified' }];
    forge.atTip = pins(...before);
    forge.atHead = pins(...after);
    forge.main = '123456';
    return forge;
  }

  it('are those that the pull request moves; the first of them comes first', async () => {
    const one = await read(forgeWith(['1', '3'], ['1', '4']));
    assert.equal(one.facts.target.name, 'api');
    assert.deepEqual(one.facts.otherTargets, []);
    assert.deepEqual(rangeOf(one), { from: sha('3'), to: sha('4') });
    assert.equal(one.previousCommit.known && one.previousCommit.value.sha, sha('3'));

    const both = await factsOf(forgeWith(['1', '3'], ['2', '4']));
    assert.equal(both.target.name, 'web');
    const [other] = both.otherTargets;
    assert.deepEqual([other?.target.name, other?.candidate?.onBranch], ['api', known(true)]);
    assert.equal(both.shipped.known, false);
  });

  it('that propose one commit are asked about once', async () => {
    const forge = forgeWith(['1', '1'], ['2', '2']);
    const { otherTargets } = await factsOf(forge);
    assert.deepEqual([otherTargets[0]?.target.name, otherTargets[0]?.candidate], ['api', undefined]);
    assert.deepEqual(
      forge.asked.filter((each) => each.includes(' on ')),
      ['2 on main'],
    );
    assert.equal(forge.asked.filter((each) => each === 'file pins.yaml c').length, 1);
  });

  it('count as moved while a pin is not valid or cannot be read', async () => {
    const forge = forgeWith(['1', '3'], ['1', '3']);
    forge.atHead = { 'pins.yaml': `web: ${sha('1')}\napi: latest\n` };
    const { target, proposed } = await factsOf(forge);
    assert.equal(target.name, 'api');
    assert.match(
      proposed.known && proposed.value.state === 'invalid' ? proposed.value.problem : '',
      /"api" of pins\.yaml/,
    );
  });

  it('fall back to the first that is touched where nothing moves', async () => {
    assert.equal((await factsOf(forgeWith(['1', '3'], ['1', '3']))).target.name, 'web');
  });
});

describe('a pinned image', () => {
  function forgeWith(): FakeForge {
    const forge = new FakeForge();
    forge.policyText = 'version: 1\ntargets: [{name: web, file: web.yaml, key: image, pin: digest}]\n';
    forge.files = [{ path: 'web.yaml', status: 'modified' }];
    forge.atTip = { 'web.yaml': `image: shop@${digest('aa')}\n` };
    forge.atHead = { 'web.yaml': `image: shop@${digest('bb')}\n` };
    const attested = (commit: string) => [
      { repository: 'acme/shop', commit: sha(commit), workflow: null, predicateType: 'https://slsa.dev/provenance/v1' },
    ];
    forge.attested = { [digest('aa')]: attested('1'), [digest('bb')]: attested('2') };
    return forge;
  }

  it('is the commit that its attestation names', async () => {
    const forge = forgeWith();
    const release = await read(forge);
    assert.deepEqual(release.facts.proposed, known({ state: 'valid', sha: sha('2'), digest: digest('bb') }));
    assert.deepEqual(rangeOf(release), { from: sha('1'), to: sha('2') });
    assert.equal(release.facts.candidate.attestations.known && release.facts.candidate.attestations.value.length, 1);
    assert.equal(forge.asked.filter((each) => each.startsWith('attestations')).length, 2);
  });

  it('is unknown while its attestations cannot be read', async () => {
    const forge = forgeWith();
    forge.attestations = () => Promise.reject(new HumanError('server', 'GitHub answered 502.'));
    const { proposed, candidate } = await factsOf(forge);
    assert.deepEqual(proposed, { known: false, reason: 'GitHub answered 502.' });
    assert.equal(candidate.attestations.known, false);
  });

  it('without one is sound, and what ships is unknown', async () => {
    const forge = forgeWith();
    forge.attested = {};
    const release = await read(forge);
    const { proposed, candidate, proposedIsCommit, shipped } = release.facts;
    assert.equal(proposed.known && proposed.value.state, 'unresolved');
    assert.deepEqual(candidate.attestations, known([]));
    assert.match(proposedIsCommit.known ? '' : proposedIsCommit.reason, /nothing tells which commit/);
    assert.deepEqual([rangeOf(release), shipped.known], [null, false]);
    assert.notEqual(release.verdict, 'ready');
  });
});
