import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { NormaliseJson } from '../../../src/cli/normaliseJson';
import { startGitHub, type GitHubDouble } from '../../doubles/github/server';
import { buildSample, type Sample } from '../../fixtures/sample/sample';
import { runCli, type Ran } from './fakeTerminal';
import { validator } from './schemaNodes';

const host = 'github.acme.example';
const shop = 'acme/shop';

describe('normalise', function () {
  this.timeout(20_000);

  let folder = '';
  let sample: Sample;
  let github: GitHubDouble;

  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'release-review-normalise-'));
    sample = await buildSample(folder, new Date());
  });
  after(() => rm(folder, { recursive: true, force: true }));
  beforeEach(async () => {
    github = await startGitHub(sample.seed);
  });
  afterEach(async () => {
    const { violations } = github;
    await github.close();
    assert.deepEqual(violations, []);
  });

  const normalise = (...more: readonly string[]): Promise<Ran> =>
    runCli(['normalise', '--repository', shop, '--pull', String(sample.names.ready.number), ...more], {
      GITHUB_SERVER_URL: `https://${host}`,
      GITHUB_API_URL: `${github.url}/api/v3`,
      GITHUB_TOKEN: sample.names.roles.reviewer.token,
    });
  const describeAs = (body: string): void => github.act.editPull(shop, sample.names.ready.number, { body });
  const described = (): string => github.state.pull(shop, sample.names.ready.number).body ?? '';

  it('prints the completed description and writes nothing', async () => {
    describeAs('Words \u202E\u001B[2J\r\n');
    const { code, out, err } = await normalise();
    assert.deepEqual([code, err, github.journal], [0, '', []]);
    assert.match(out, /^## Summary\n\nWords ‹U\+202E›‹U\+001B›\[2J\n[^]+- \[ \] I have applied .+\n$/);
    assert.match(out, /## Changelog\n/);
  });

  it('gives the description itself as JSON', async () => {
    describeAs('Words \u202E\r\n');
    const { code, out } = await normalise('--format', 'json');
    const document = JSON.parse(out) as NormaliseJson;
    assert.equal(code, 0);
    assert.equal((await validator('normalise'))(document), null);
    assert.deepEqual(document.added, ['the heading Summary', 'the heading Changelog', '2 checklist items']);
    assert.equal(document.body.startsWith('## Summary\r\n\r\nWords \u202E\r\n'), true);
    await normalise('--format', 'json', '--write');
    assert.equal(described(), document.body);
  });

  it('writes it once and says what was added', async () => {
    describeAs('Words');
    const label = `${host}/${shop}#${sample.names.ready.number}`;
    const first = await normalise('--write');
    const added = 'the heading Summary, the heading Changelog, 2 checklist items';
    assert.deepEqual(first, { code: 0, out: `${label}: added ${added}.\n`, err: '' });
    assert.match(described(), /^## Summary\n\nWords\n/);
    github.forget();
    assert.deepEqual(await normalise('--write'), { code: 0, out: `${label}: nothing was added.\n`, err: '' });
    assert.deepEqual(github.journal, []);
  });

  it('keeps what somebody writes while it reads', async () => {
    describeAs('Words');
    const slow = github.faults.add({ path: /\/reviews/, fault: { kind: 'delay' } });
    const running = normalise('--write');
    await slow.reached;
    describeAs('Words\n\nMore words');
    slow.release();
    assert.equal((await running).code, 0);
    assert.match(described(), /Words\n\nMore words\n\n## Changelog/);
  });

  it('ends with 1 and says what could not be put in', async () => {
    describeAs('## Summary\n\n```\nnever closed');
    for (const more of [[], ['--write']]) {
      const { code, err } = await normalise(...more);
      assert.equal(code, 1);
      assert.match(err, /^release-review: The description ends within a code block or a comment that nothing closes/);
    }
    assert.deepEqual(github.journal, []);
  });

  it('does not guess what a description needs under a policy that is broken', async () => {
    const files = { '.github/release-review.yml': 'version: one\n' };
    await github.act.push(shop, 'production', [{ message: 'Rules', files }]);
    const { code, err } = await normalise('--write');
    assert.equal(code, 2);
    assert.match(err, /is not known: the policy file is broken: line 1, column 10: /);
  });

  it('changes no description of a pull request that has ended', async () => {
    describeAs('Words');
    github.act.close(shop, sample.names.ready.number);
    const { code, err } = await normalise('--write');
    assert.deepEqual([code, err], [2, 'release-review: The pull request is closed. Nothing was written.\n']);
    assert.equal(described(), 'Words');
  });
});
