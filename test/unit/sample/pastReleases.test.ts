import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openClone } from '../../../src/cli/clone';
import { unknown } from '../../../src/core/known';
import type { CloneHistory, Forge } from '../../../src/core/ports';
import type { RepositorySnapshot } from '../../../src/core/snapshot';
import { createClient } from '../../../src/github/client';
import { createGitHubForge } from '../../../src/github/githubForge';
import { loadPastReleases, type PastSources } from '../../../src/store/loadPastReleases';
import { loadRepository } from '../../../src/store/loadRepository';
import { startGitHub, type GitHubDouble } from '../../doubles/github/server';
import { buildSample, type Sample } from '../../fixtures/sample/sample';
import { readersWith } from '../highlights/inProcessReaders';

const id = { host: 'github.acme.example', owner: 'acme', name: 'shop' };

describe('the past releases of the sample product', function () {
  this.timeout(20_000);

  let folder = '';
  let sample: Sample;
  let github: GitHubDouble;
  let forge: Forge;
  let clone: CloneHistory;
  let snapshot: RepositorySnapshot;

  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'release-review-past-'));
    sample = await buildSample(folder, new Date());
    github = await startGitHub(sample.seed);
    const silent = (): void => undefined;
    const client = createClient({
      apiUrl: `${github.url}/api/v3`,
      host: id.host,
      token: 'demo-reviewer-token',
      userAgent: 'test',
      log: { info: silent, warn: silent, error: silent },
    });
    forge = createGitHubForge(client, id.host);
    const environment = { PATH: process.env['PATH'], XDG_CACHE_HOME: join(folder, 'cache') };
    ({ history: clone } = await openClone(sample.workspace, environment, new AbortController().signal));
    const clock = { now: () => Date.now(), pause: () => Promise.resolve() };
    snapshot = await loadRepository(forge, id, { clock, before: null, contents: () => unknown('not read') });
  });

  after(async () => {
    await github.close();
    await rm(folder, { recursive: true, force: true });
  });

  const sources = (change: Partial<PastSources> = {}): PastSources => ({
    forge,
    clone,
    readers: readersWith(),
    now: Date.now(),
    signal: new AbortController().signal,
    onProgress: () => undefined,
    ...change,
  });

  it('are told with what was chosen, what they shipped and what became of them', async () => {
    const { releases, direct } = await loadPastReleases(sources(), snapshot, 30);
    assert.equal(direct, 0);
    assert.equal(releases.filter(({ outcome }) => outcome === 'failed').length, 1);
    assert.equal(releases.filter(({ outcome }) => outcome === 'rolled back').length, 1);
    assert.ok(releases.every(({ level }) => level !== null));
    assert.ok(
      releases.filter(({ commits, score }) => commits !== null && score !== null).length >= releases.length - 1,
    );
    assert.deepEqual(github.violations, []);
  });

  it('have no size without a clone, and are read no further than asked for', async () => {
    const progress: number[] = [];
    const { releases } = await loadPastReleases(
      sources({ clone: null, onProgress: (read) => progress.push(read) }),
      snapshot,
      3,
    );
    assert.deepEqual(progress, [0, 1, 2]);
    assert.equal(releases.length, 3);
    assert.ok(releases.every(({ commits, score }) => commits === null && score === null));
  });

  it('can be given up', async () => {
    const stop = new AbortController();
    const reading = loadPastReleases(sources({ signal: stop.signal, onProgress: () => stop.abort() }), snapshot, 30);
    await assert.rejects(reading);
    assert.ok(stop.signal.aborted);
  });
});
