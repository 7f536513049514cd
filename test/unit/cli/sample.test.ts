import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gatesJson, type GatesJson } from '../../../src/cli/gatesJson';
import type { ChangelogJson } from '../../../src/cli/changelogJson';
import type { HighlightsJson } from '../../../src/cli/highlightsJson';
import { createClient } from '../../../src/github/client';
import { createGitHubForge } from '../../../src/github/githubForge';
import { loadRelease } from '../../../src/store/loadRelease';
import { loadProductionSide } from '../../../src/store/productionSide';
import { startGitHub, type GitHubDouble } from '../../doubles/github/server';
import { buildSample, type Sample } from '../../fixtures/sample/sample';
import { makeRepository, missingSha, removeScratchFolders } from '../git/scratchRepository';
import { runCli, type Ran } from './fakeTerminal';

const host = 'github.acme.example';
const token = 'demo-reviewer-token';

describe('the commands on the sample product', function () {
  this.timeout(20_000);

  let folder = '';
  let sample: Sample;
  let github: GitHubDouble;

  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'release-review-cli-'));
    sample = await buildSample(folder, new Date());
    github = await startGitHub(sample.seed);
  });

  after(async () => {
    await github.close();
    await rm(folder, { recursive: true, force: true });
    removeScratchFolders();
  });

  const environment = (): Record<string, string | undefined> => ({
    PATH: process.env['PATH'],
    XDG_CACHE_HOME: join(folder, 'cache'),
  });

  const onClone = (command: string, to: string, ...more: readonly string[]): Promise<Ran> =>
    runCli([command, '--repo', sample.workspace, '--from', sample.names.live, '--to', to, ...more], environment());

  const gates = (number: number, more: readonly string[] = [], changed: object = {}): Promise<Ran> =>
    runCli(
      [
        'gates',
        '--repository',
        `${host}/acme/shop`,
        '--pull',
        String(number),
        '--api-url',
        `${github.url}/api/v3`,
        ...more,
      ],
      { GITHUB_SERVER_URL: `https://${host}`, GITHUB_TOKEN: token, ...changed },
    );

  it('list every commit of a release once', async () => {
    const { highRisk } = sample.names;
    const { code, out, err } = await onClone('changelog', highRisk.proposed, '--format', 'json');
    const document = JSON.parse(out) as ChangelogJson;
    assert.deepEqual([code, err], [0, '']);
    assert.equal(document.range.direction, 'forward');
    assert.deepEqual([document.complete, document.total], [true, highRisk.commits]);
    assert.equal(new Set(document.commits.map(({ sha }) => sha)).size, highRisk.commits);
    const sectioned = document.sections.flatMap(({ commits }) => commits).toSorted();
    assert.deepEqual(sectioned, document.commits.map(({ sha }) => sha).toSorted());
  });

  it('write the changelog with links to the remote of the clone', async () => {
    const { code, out } = await onClone('changelog', sample.names.ready.proposed);
    assert.equal(code, 0);
    assert.match(out, /^\*\*40 of 40 commits\*\*, forward from/);
    assert.match(out, new RegExp(`\\(https://${host}/acme/shop/commit/[0-9a-f]{40}\\)`));
  });

  it('write it without links when the clone has no remote to link to', async () => {
    const clone = makeRepository({
      base: { message: 'base' },
      tip: { parents: ['base'], message: 'fix: [x](nowhere:y) (#3)' },
    });
    const args = ['changelog', '--repo', clone.root, '--from', clone.sha('base'), '--to', clone.sha('tip')];
    const { code, out } = await runCli(args, environment());
    assert.equal(code, 0);
    assert.match(out, /^- \\\[x\\\]\(nowhere:y\) \(`[0-9a-f]{7}`, #3\) by Ada$/m);
  });

  it('find the migrations of a release and what they mean for a rollback', async () => {
    const { code, out } = await onClone('highlights', sample.names.highRisk.proposed, '--format', 'json');
    const { migrations, recovery, complete } = JSON.parse(out) as HighlightsJson;
    assert.deepEqual([code, complete, recovery.verdict], [0, true, 'roll-forward']);
    const dropped = recovery.reasons.find(({ text }) => text.includes('DROP COLUMN legacy_ref'));
    const migration = migrations.find(({ path }) => path === dropped?.path);
    assert.equal(migration?.framework, 'golang-migrate');
    const operation = migration.operations.find(({ line }) => line === dropped?.line);
    assert.deepEqual([operation?.kind, operation?.reversible], ['drop-column', false]);
    const markdown = await onClone('highlights', sample.names.highRisk.proposed);
    assert.match(markdown.out, /^\*\*Recovery:\*\* roll forward only/m);
  });

  it('say how to get a commit that the clone does not have', async () => {
    const { code, out, err } = await onClone('changelog', missingSha);
    assert.deepEqual([code, out], [2, '']);
    assert.match(
      err,
      new RegExp(`has no commit ${missingSha}: add --fetch .+, or run "git fetch origin ${missingSha}"`),
    );
  });

  it('say that a folder is not there, or is no repository', async () => {
    const range = ['--from', missingSha, '--to', missingSha];
    const absent = await runCli(['changelog', '--repo', join(folder, 'none'), ...range], environment());
    assert.match(absent.err, /^release-review: There is no folder ".*none"\.\n$/);
    const plain = await runCli(['changelog', '--repo', folder, ...range], environment());
    assert.match(plain.err, /No git repository can be read at ".*": it is in no working copy, is no bare repository/);
    assert.deepEqual([absent.code, plain.code], [2, 2]);
  });

  it('read a bare repository as well', async () => {
    const { live, ready } = sample.names;
    const range = ['--from', live, '--to', ready.proposed, '--format', 'json'];
    const { code, out } = await runCli(['changelog', '--repo', sample.gitDir, ...range], environment());
    assert.equal(code, 0);
    assert.match(out, /"total": ?40\b/);
  });

  it('say that the cache folder cannot be made', async () => {
    const range = ['--from', missingSha, '--to', missingSha];
    const blocked = join(sample.workspace, '.git', 'HEAD', 'cache');
    const { code, err } = await runCli(['changelog', '--repo', sample.workspace, ...range], {
      ...environment(),
      XDG_CACHE_HOME: blocked,
    });
    assert.equal(code, 2);
    assert.match(err, /The cache folder cannot be made \(.+\): set XDG_CACHE_HOME to/);
  });

  it('stop when they are interrupted', async () => {
    const interrupt = new AbortController();
    const args = ['changelog', '--repo', sample.workspace, '--from', sample.names.live, '--to', sample.names.live];
    const running = runCli(args, environment(), interrupt.signal);
    interrupt.abort();
    assert.deepEqual(await running, { code: 130, out: '', err: '' });
  });

  it('judge a release exactly as the page does', async () => {
    for (const { number } of [sample.names.ready, sample.names.highRisk, sample.names.broken]) {
      const { code, out } = await gates(number, ['--format', 'json']);
      const id = { host, owner: 'acme', name: 'shop' };
      const silent = (): void => undefined;
      const log = { info: silent, warn: silent, error: silent };
      const client = createClient({ apiUrl: `${github.url}/api/v3`, host, token, userAgent: 'test', log });
      const forge = createGitHubForge(client, host);
      const [account, facts] = await Promise.all([forge.account(), forge.repository(id)]);
      const side = await loadProductionSide(forge, id, { account, facts, before: null });
      assert.ok(side);
      const release = await loadRelease(forge, side, number, { now: () => 0, pause: () => Promise.resolve() });
      assert.deepEqual(JSON.parse(out), gatesJson(release));
      assert.equal(code, 1);
    }
    assert.deepEqual(github.violations, []);
  });

  it('end with 0 once every gate of a release passes, and with 2 when that cannot be told', async () => {
    const { number } = sample.names.highRisk;
    const open = JSON.parse((await gates(number, ['--format', 'json'])).out) as GatesJson;
    assert.deepEqual(
      open.gates.filter(({ state }) => state !== 'pass' && state !== 'not-applicable').map(({ id }) => id),
      ['checklist'],
    );
    const body = github.state.pull('acme/shop', number).body ?? '';
    github.act.editPull('acme/shop', number, { body: body.replaceAll('- [ ]', '- [x]') });
    const ready = await gates(number);
    assert.match(ready.out, /#\d+ is ready: all \d+ gates passed\.\n$/);
    assert.equal(ready.code, 0);

    github.faults.add({ path: /\/reviews/, fault: { kind: 'status', status: 500 }, times: 9 });
    const unread = await gates(number);
    github.faults.clear();
    assert.match(unread.out, /cannot tell: 1 of \d+ gates could not be judged \(Approval\)\.\n$/);
    assert.equal(unread.code, 2);
  });

  it('judge by the policy of production and by what ships, from the API as from a clone', async () => {
    const other = await startGitHub(sample.seed);
    const { number } = sample.names.highRisk;
    const judged = async (...more: readonly string[]): Promise<readonly [number, GatesJson]> => {
      const asked = ['--api-url', `${other.url}/api/v3`, '--pull', String(number), '--format', 'json', ...more];
      const { code, out } = await runCli(['gates', '--repository', `${host}/acme/shop`, ...asked], {
        ...environment(),
        GITHUB_SERVER_URL: `https://${host}`,
        GITHUB_TOKEN: token,
      });
      return [code, JSON.parse(out) as GatesJson];
    };
    const policy = (text: string): Promise<string> =>
      other.act.push('acme/shop', 'production', [{ message: 'Policy', files: { '.github/release-review.yml': text } }]);
    try {
      await policy('version: 1\nsecurity: {paths: ["**/*.sql"], reviewers: [somebody]}\n');
      const [code, fromApi] = await judged();
      const security = fromApi.gates.find(({ id }) => id === 'security');
      assert.deepEqual([code, security?.state], [1, 'pending']);
      assert.match(JSON.stringify(security), /\.sql/);
      assert.deepEqual(await judged('--repo', sample.workspace), [code, fromApi]);

      await policy('version: 1\nsecurity: {paths: "**"}\nreviewers: []\n');
      const [unclear, broken] = await judged();
      assert.deepEqual([unclear, broken.verdict], [2, 'unknown']);
      for (const { state, detail } of broken.gates) {
        assert.equal(state, 'unknown');
        assert.match(detail, /the policy file is broken: line \d, column \d+: /);
      }
      assert.deepEqual(other.violations, []);
    } finally {
      await other.close();
    }
  });

  it('end with 2 and a sentence when GitHub refuses the token', async () => {
    const { code, out, err } = await gates(sample.names.ready.number, [], { GITHUB_TOKEN: 'wrong-token' });
    assert.deepEqual([code, out], [2, '']);
    assert.match(err, /no longer accepts the sign-in/);
    assert.doesNotMatch(err, /wrong-token/);
  });

  it('take the host and the API from the environment of a workflow', async () => {
    const args = ['gates', '--repository', 'acme/shop', '--pull', String(sample.names.broken.number)];
    const { code, out } = await runCli(args, {
      GITHUB_SERVER_URL: `https://${host}`,
      GITHUB_API_URL: `${github.url}/api/v3`,
      GITHUB_TOKEN: token,
    });
    assert.equal(code, 1);
    assert.match(out, /github\.acme\.example\/acme\/shop#\d+ is not ready: /);
  });

  it('judge no pull request that is not a release', async () => {
    const { code, err } = await gates(sample.names.openOnMain);
    assert.equal(code, 2);
    assert.match(err, /is no release: it goes into "main", not into production\.\n$/);
  });
});
