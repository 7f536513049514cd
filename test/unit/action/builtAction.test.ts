import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { GatesJson } from '../../../src/cli/gatesJson';
import { startGitHub, type GitHubDouble } from '../../doubles/github/server';
import { buildSample, type Sample } from '../../fixtures/sample/sample';
import { bot, commandsIn, runBuiltAction, runId, weakToken, withWorkflowTokens, type ActionRun } from './actionRun';

const shop = 'acme/shop';
const gates = 'release-review / gates';
const policyPath = '.github/release-review.yml';

describe('the Action, as a workflow runs it', function () {
  this.timeout(60_000);

  let folder = '';
  let sample: Sample;
  let github: GitHubDouble;

  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'release-review-sample-'));
    sample = await buildSample(folder, new Date());
  });
  after(() => rm(folder, { recursive: true, force: true }));
  beforeEach(async () => {
    github = await startGitHub(withWorkflowTokens(sample.seed));
  });
  afterEach(async () => {
    const { violations } = github;
    await github.close();
    assert.deepEqual(violations, []);
  });

  const run = (number: number, inputs: Readonly<Record<string, string>> = {}): Promise<ActionRun> =>
    runBuiltAction(github, { event: { pull_request: { number } }, inputs });
  const judged = (ran: ActionRun): GatesJson => JSON.parse(ran.outputs.get('json') ?? '') as GatesJson;
  const reports = () => github.state.checkRuns(shop).filter(({ name }) => name === gates);
  const comments = (number: number) => github.state.pull(shop, number).comments.filter(({ author }) => author === bot);
  const writes = (): readonly string[] => github.journal.map(({ method, path }) => `${method} ${path}`);
  const tickAll = (number: number): void => {
    const body = (github.state.pull(shop, number).body ?? '').replaceAll('- [ ]', '- [x]');
    github.act.editPull(shop, number, { body });
  };

  it('completes the description, comments the changelog and reports the gates; again, it writes nothing', async () => {
    const { number, head } = sample.names.ready;
    github.act.editPull(shop, number, { body: 'Faster search.\r\n' });
    const first = await run(number);
    assert.equal(first.code, 0, first.log);

    const body = github.state.pull(shop, number).body ?? '';
    assert.match(body, /^## Summary\r\n\r\nFaster search\.\r\n/);
    assert.match(body, /- \[ \] I have applied the appropriate risk label\./);
    assert.doesNotMatch(body, /changelog/i);
    const [comment, ...more] = comments(number);
    assert.deepEqual(more, []);
    assert.match(
      comment?.body ?? '',
      /## What ships\n\n\*\*Recovery:\*\* .+\n\n\*\*40 of 40 commits\*\*, forward from/,
    );
    const [report, ...others] = reports();
    assert.deepEqual(others, []);
    assert.deepEqual(
      [report?.sha, report?.app, report?.status, report?.conclusion, report?.title],
      [head, 'github-actions', 'completed', 'failure', 'Open: Risk label, Checklist, Approval'],
    );
    assert.match(report?.summary ?? '', /\| Checklist \| ❌ open \| 2 of 2 required items left\. \|/);

    assert.deepEqual(
      ['release', 'verdict', 'open'].map((name) => first.outputs.get(name)),
      ['true', 'open', 'risk,checklist,approvals'],
    );
    assert.equal(judged(first).head, head);
    assert.match(
      first.summary,
      /^## Release Review\n[^]+- Description: added the heading Summary, 2 checklist items\.\n/,
    );

    github.forget();
    const second = await run(number);
    assert.deepEqual([second.code, writes()], [0, []]);
    assert.match(second.log, /^Check: failure \(.+\), reported before\.$/m);
    assert.deepEqual(judged(second), judged(first));
  });

  it('brings its one comment up to date when another commit is proposed', async () => {
    const { number, branch } = sample.names.ready;
    await run(number);
    const proposed = sample.names.highRisk.proposed;
    await github.act.push(shop, branch, [{ message: 'Release more', files: { 'version.txt': `${proposed}\n` } }]);
    github.act.comment(shop, number, sample.names.roles.second.login, comments(number)[0]?.body ?? '');
    github.forget();
    await run(number);
    const [comment, ...more] = comments(number);
    assert.deepEqual(more, []);
    assert.match(comment?.body ?? '', /\*\*205 of 205 commits\*\*/);
    assert.deepEqual(
      writes().map((each) => each.replace(/\d+$/, 'N')),
      ['PATCH /repos/acme/shop/issues/comments/N', 'POST /repos/acme/shop/check-runs'],
    );
  });

  it('tells the commits of a release that failed, which ship too', async () => {
    const { number } = sample.names.ready;
    const sha = sample.names.releases.at(-2)?.sha ?? '';
    const id = github.act.deployment(shop, { sha, ref: sha, environment: 'production', creator: bot });
    github.act.deploymentStatus(shop, id, { state: 'success' });
    await run(number, { normalise: 'false', check: 'false' });
    assert.match(comments(number)[0]?.body ?? '', /\*\*\d+ of \d+ commits\*\*.+of a release that failed/);
  });

  it('puts the changelog into the description instead, where that is asked for', async () => {
    const { number } = sample.names.ready;
    github.act.editPull(shop, number, { body: '' });
    const first = await run(number, { changelog: 'description', check: 'false' });
    assert.match(first.log, /added the heading Summary, the heading Changelog, 2 checklist items, the changelog\.$/m);
    const { body } = github.state.pull(shop, number);
    assert.match(body ?? '', /## Changelog\n[^]+<!-- release-review:changelog [0-9a-f.]+ -->[^]+## Checklist/);
    assert.deepEqual(writes(), [`PATCH /repos/acme/shop/pulls/${number}`]);
    github.forget();
    await run(number, { changelog: 'description', check: 'false' });
    assert.deepEqual(writes(), []);
  });

  it('only reports the gates where nothing else is asked for', async () => {
    const { number } = sample.names.ready;
    github.act.editPull(shop, number, { body: '' });
    await run(number, { changelog: 'none', normalise: 'false' });
    assert.deepEqual(writes(), ['POST /repos/acme/shop/check-runs']);
  });

  it('waits for the approval, succeeds with it, and waits again when it is taken back', async () => {
    const { number } = sample.names.ready;
    github.act.addLabel(shop, number, 'risk: low');
    tickAll(number);
    assert.equal((await run(number)).outputs.get('verdict'), 'open');
    const author = sample.names.roles.second.login;
    const review = github.act.review(shop, number, { author, state: 'APPROVED' });
    const ready = await run(number);
    assert.deepEqual([ready.code, ready.outputs.get('verdict'), ready.outputs.get('open')], [0, 'ready', '']);
    github.act.dismissReview(shop, number, review, author);
    await run(number);
    assert.deepEqual(
      reports().map(({ status, conclusion }) => conclusion ?? status),
      ['in_progress', 'success', 'in_progress'],
    );
  });

  it('waits neither for its own job nor for its own report, also where both are required', async () => {
    const { number, head } = sample.names.highRisk;
    const requiredChecks = ['ci / unit', 'review', gates];
    github.act.protect(shop, 'production', { requiredChecks, requiredApprovals: 1 });
    const url = `https://github.acme.example/acme/shop/actions/runs/${runId}/job/77`;
    const job = { sha: head, name: 'review', app: 'github-actions', status: 'in_progress', url } as const;
    github.act.checkRun(shop, job);
    const checksGate = async (): Promise<unknown> => judged(await run(number)).gates.find(({ id }) => id === 'checks');
    const first = await checksGate();
    assert.match(JSON.stringify(first), /"state":"pass".+"1 of 1 passed\."/);
    assert.deepEqual(await checksGate(), first);
    github.act.checkRun(shop, { ...job, url: url.replace(runId, '1') });
    assert.match(JSON.stringify(await checksGate()), /"state":"pending"/);
  });

  it('judges a pull request that edits the policy as one that edits any other file', async () => {
    const { number, branch } = sample.names.ready;
    const relaxed = 'version: 1\nchecklist: {always: [], high: []}\napprovals: {low: 9, medium: 9, high: 9}\n';
    const withFile = async (path: string): Promise<readonly unknown[]> => {
      await github.close();
      github = await startGitHub(withWorkflowTokens(sample.seed));
      const head = await github.act.push(shop, branch, [{ message: 'More', files: { [path]: relaxed } }]);
      return judged(await run(number)).gates.map(({ id, state, title, detail, actors }) => {
        return { id, state, title, actors, detail: detail.replaceAll(head.slice(0, 7), 'HEAD') };
      });
    };
    assert.deepEqual(await withFile(policyPath), await withFile('.github/other.yml'));
    // The same file does count once it is on production.
    await github.act.push(shop, 'production', [{ message: 'Rules', files: { [policyPath]: relaxed } }]);
    assert.match(JSON.stringify(judged(await run(number))), /The policy asks for none\./);
  });

  it('reports a broken policy with its line and column, writes nothing else, and has done its work', async () => {
    const { number } = sample.names.ready;
    github.act.editPull(shop, number, { body: '' });
    await github.act.push(shop, 'production', [
      { message: 'Rules', files: { [policyPath]: 'version: 1\napprovals:\n  high: two\n' } },
    ]);
    const { code, outputs, log } = await run(number);
    assert.deepEqual([code, outputs.get('verdict'), writes()], [0, 'unknown', ['POST /repos/acme/shop/check-runs']]);
    assert.equal(reports()[0]?.conclusion, 'failure');
    assert.match(reports()[0]?.summary ?? '', /the policy file is broken: line 3, column 9: /);
    assert.match(log, /^::warning title=Release Review::Only the gates are reported: .+line 3, column 9: /m);
  });

  it('names the permission that a token lacks, for each part that failed', async () => {
    const { number } = sample.names.ready;
    github.act.editPull(shop, number, { body: '' });
    const { code, log, outputs } = await run(number, { token: weakToken });
    assert.equal(code, 1);
    const errors = log.split('\n').filter((line) => line.startsWith('::error '));
    assert.deepEqual(
      errors.map((line) => /Could not (\w+) .+ The job lacks the permission ([\w-]+: write)/.exec(line)?.slice(1)),
      [
        ['change', 'pull-requests: write'],
        ['comment', 'pull-requests: write'],
        ['report', 'checks: write'],
      ],
    );
    // What was found is told all the same.
    assert.equal(outputs.get('verdict'), 'open');
    assert.equal(
      github.journal.every(({ applied }) => !applied),
      true,
    );
  });

  it('comments once with a personal token, which cannot report checks', async () => {
    const { number } = sample.names.ready;
    const { token, login } = sample.names.roles.admin;
    const first = await run(number, { token });
    assert.equal(first.code, 1);
    assert.match(first.log, /You must authenticate via a GitHub App\. .+ A personal access token cannot report checks/);
    await run(number, { token });
    const own = github.state.pull(shop, number).comments.filter(({ author }) => author === login);
    assert.equal(own.length, 1);
  });

  it('never prints the token, whoever quotes it', async () => {
    const { number } = sample.names.ready;
    const { token } = sample.names.roles.admin;
    github.faults.add({
      path: /\/check-runs$/,
      method: 'POST',
      fault: { kind: 'status', status: 422, message: token },
    });
    const { code, log, summary, outputs } = await run(number, { token });
    assert.equal(code, 1);
    assert.match(log, /^::error /m);
    assert.doesNotMatch(log + summary + [...outputs.values()].join('\n'), new RegExp(token));
  });

  for (const [what, event] of [
    ['no pull request', { ref: 'refs/heads/main' }],
    ['an issue', { issue: { number: 1 } }],
  ] as const) {
    it(`has nothing to do for an event about ${what}`, async () => {
      const { code, log, outputs } = await runBuiltAction(github, { event });
      assert.deepEqual([code, [...outputs]], [0, [['release', 'false']]]);
      assert.equal(log, 'The event is about no pull request. Nothing to do.\n');
      assert.deepEqual(github.requests, []);
    });
  }

  it('says why a pull request is no release', async () => {
    const { code, log, outputs } = await run(sample.names.openOnMain);
    assert.deepEqual([code, [...outputs], writes()], [0, [['release', 'false']], []]);
    assert.match(log, /^#\d+ is no release: it goes into "main", not into production\. Nothing to do\.\n$/);
  });

  it('leaves a release that was merged as it is', async () => {
    const { number } = sample.names.highRisk;
    await github.act.merge(shop, number, sample.names.roles.admin.login);
    const { code, log } = await run(number);
    assert.deepEqual([code, writes()], [0, []]);
    assert.match(log, /^The pull request is merged: nothing was written\.$/m);
  });

  it('finds the pull request of a workflow that was started by hand', async () => {
    const { number } = sample.names.ready;
    const { outputs } = await runBuiltAction(github, { event: { inputs: {} }, inputs: { pull: String(number) } });
    assert.equal(outputs.get('release'), 'true');
  });

  for (const [what, workflow, sentence] of [
    [
      'an input that is wrong',
      { inputs: { changelog: 'x' } },
      'The input changelog has to be comment, description, both, none, found "x".',
    ],
    ['no token', { inputs: { token: '' } }, 'The input token is empty.'],
    ['a token that nobody knows', { inputs: { token: 'ghs_wrong' } }, 'no longer accepts the sign-in'],
    ['a pull request that is not there', { inputs: { pull: '999999' } }, 'not found, or this account may not see it'],
  ] as const) {
    it(`ends with 1 and a sentence for ${what}`, async () => {
      const event = { pull_request: { number: sample.names.ready.number } };
      const { code, log } = await runBuiltAction(github, { event, ...workflow });
      assert.equal(code, 1);
      assert.equal(log.startsWith('::error title=Release Review::') && log.includes(sentence), true, log);
      assert.equal(log.trimEnd().split('\n').length, 1);
      assert.doesNotMatch(log, /ghs_wrong/);
    });
  }

  it('lets nothing that others wrote be a command, an output or a mention', async () => {
    const evil = '::error::pwned %0A::set-output name=verdict::ready ##[add-mask]a @ohaddad';
    const { author, second } = sample.names.roles;
    const shipped = await github.act.push(shop, 'main', [
      { message: `feat: ${evil} <!-- release-review:changelog-comment -->`, files: { 'a.txt': 'a' } },
    ]);
    const branch = 'release/evil';
    const files = { 'version.txt': `${shipped}\n`, 'x ::error::pwned.txt': 'x' };
    await github.act.push(shop, branch, [{ message: evil, files }], 'production');
    const number = await open(github, author.token, {
      title: evil,
      body: `${evil}\n\nverdict<<end\nready\nend\n`,
      head: branch,
    });
    github.act.protect(shop, 'production', { requiredChecks: [evil], requiredApprovals: 1 });
    github.act.status(shop, {
      sha: github.state.pull(shop, number).headSha,
      context: evil,
      state: 'failure',
      description: evil,
      creator: second.login,
    });

    const { code, log, outputs, summary } = await run(number);
    assert.equal(code, 0, log);
    assert.deepEqual(commandsIn(log), []);
    assert.deepEqual([...outputs.keys()], ['release', 'verdict', 'open', 'json']);
    assert.equal(outputs.get('verdict'), 'open');
    const evidence = judged(outputs.get('json') === undefined ? assert.fail() : { code, log, outputs, summary }).gates;
    assert.ok(evidence.some((gate) => gate.evidence.some(({ text }) => text.includes(evil))));
    const [comment] = comments(number);
    assert.match(comment?.body ?? '', /pwned/);
    for (const text of [comment?.body ?? '', reports()[0]?.summary ?? '', summary]) {
      assert.doesNotMatch(text, /@[a-z]/);
      assert.doesNotMatch(text.slice(1), /<!--/);
    }
    // The refusal of a write quotes what GitHub says.
    github.faults.add({
      path: /\/check-runs$/,
      method: 'POST',
      fault: { kind: 'status', status: 422, message: `${evil}\n${evil}` },
    });
    github.act.addLabel(shop, number, 'risk: low');
    const refused = await run(number);
    assert.equal(refused.code, 1);
    assert.equal(commandsIn(refused.log).length, 1);
    assert.match(refused.log, /^::error title=Release Review::Could not report .+pwned %250A: :set-output/m);
  });
});

async function open(
  github: GitHubDouble,
  token: string,
  pull: { readonly title: string; readonly body: string; readonly head: string },
): Promise<number> {
  const answer = await fetch(`${github.url}/repos/acme/shop/pulls`, {
    method: 'POST',
    headers: { authorization: `Bearer ${token}`, 'user-agent': 'test' },
    body: JSON.stringify({ ...pull, base: 'production' }),
  });
  const { number } = (await answer.json()) as { readonly number: number };
  return number;
}
