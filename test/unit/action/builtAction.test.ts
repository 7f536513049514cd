import assert from 'node:assert/strict';
import { bot, runBuiltAction, runId } from './actionRun';
import { actionSuite, gates, judged, policyPath, shop } from './actionSuite';

describe('the Action, as a workflow runs it', function () {
  this.timeout(60_000);

  const suite = actionSuite();
  const tickAll = (number: number): void => {
    const body = (suite.github.state.pull(shop, number).body ?? '').replaceAll('- [ ]', '- [x]');
    suite.github.act.editPull(shop, number, { body });
  };

  it('completes the description, comments the changelog and reports the gates; again, it writes nothing', async () => {
    const { number, head } = suite.sample.names.ready;
    suite.github.act.editPull(shop, number, { body: 'Faster search.\r\n' });
    const first = await suite.run(number);
    assert.equal(first.code, 0, first.log);

    const body = suite.github.state.pull(shop, number).body ?? '';
    assert.match(body, /^## Summary\r\n\r\nFaster search\.\r\n/);
    assert.match(body, /- \[ \] I have applied the appropriate risk label\./);
    assert.doesNotMatch(body, /changelog/i);
    const [comment, ...more] = suite.comments(number);
    assert.deepEqual(more, []);
    assert.match(
      comment?.body ?? '',
      /## What ships\n\n\*\*Recovery:\*\* .+\n\n\*\*40 of 40 commits\*\*, forward from/,
    );
    const [report, ...others] = suite.reports();
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

    suite.github.forget();
    const second = await suite.run(number);
    assert.deepEqual([second.code, suite.writes()], [0, []]);
    assert.match(second.log, /^Check: failure \(.+\), reported before\.$/m);
    assert.deepEqual(judged(second), judged(first));
  });

  it('brings its one comment up to date when another commit is proposed', async () => {
    const { number, branch } = suite.sample.names.ready;
    await suite.run(number);
    const proposed = suite.sample.names.highRisk.proposed;
    await suite.github.act.push(shop, branch, [{ message: 'Release more', files: { 'version.txt': `${proposed}\n` } }]);
    suite.github.act.comment(
      shop,
      number,
      suite.sample.names.roles.second.login,
      suite.comments(number)[0]?.body ?? '',
    );
    suite.github.forget();
    await suite.run(number);
    const [comment, ...more] = suite.comments(number);
    assert.deepEqual(more, []);
    assert.match(comment?.body ?? '', /\*\*205 of 205 commits\*\*/);
    assert.deepEqual(
      suite.writes().map((each) => each.replace(/\d+$/, 'N')),
      ['PATCH /repos/acme/shop/issues/comments/N', 'POST /repos/acme/shop/check-runs'],
    );
  });

  it('tells the commits of a release that failed, which ship too', async () => {
    const { number } = suite.sample.names.ready;
    const sha = suite.sample.names.releases.at(-2)?.sha ?? '';
    const id = suite.github.act.deployment(shop, { sha, ref: sha, environment: 'production', creator: bot });
    suite.github.act.deploymentStatus(shop, id, { state: 'success' });
    await suite.run(number, { normalise: 'false', check: 'false' });
    assert.match(suite.comments(number)[0]?.body ?? '', /\*\*\d+ of \d+ commits\*\*.+of a release that failed/);
  });

  it('puts the changelog into the description instead, where that is asked for', async () => {
    const { number } = suite.sample.names.ready;
    suite.github.act.editPull(shop, number, { body: '' });
    const first = await suite.run(number, { changelog: 'description', check: 'false' });
    assert.match(first.log, /added the heading Summary, the heading Changelog, 2 checklist items, the changelog\.$/m);
    const { body } = suite.github.state.pull(shop, number);
    assert.match(body ?? '', /## Changelog\n[^]+<!-- release-review:changelog [0-9a-f.]+ -->[^]+## Checklist/);
    assert.deepEqual(suite.writes(), [`PATCH /repos/acme/shop/pulls/${number}`]);
    suite.github.forget();
    await suite.run(number, { changelog: 'description', check: 'false' });
    assert.deepEqual(suite.writes(), []);
  });

  it('only reports the gates where nothing else is asked for', async () => {
    const { number } = suite.sample.names.ready;
    suite.github.act.editPull(shop, number, { body: '' });
    await suite.run(number, { changelog: 'none', normalise: 'false' });
    assert.deepEqual(suite.writes(), ['POST /repos/acme/shop/check-runs']);
  });

  it('waits for the approval, succeeds with it, and waits again when it is taken back', async () => {
    const { number } = suite.sample.names.ready;
    suite.github.act.addLabel(shop, number, 'risk: low');
    tickAll(number);
    assert.equal((await suite.run(number)).outputs.get('verdict'), 'open');
    const author = suite.sample.names.roles.second.login;
    const review = suite.github.act.review(shop, number, { author, state: 'APPROVED' });
    const ready = await suite.run(number);
    assert.deepEqual([ready.code, ready.outputs.get('verdict'), ready.outputs.get('open')], [0, 'ready', '']);
    suite.github.act.dismissReview(shop, number, review, author);
    await suite.run(number);
    assert.deepEqual(
      suite.reports().map(({ status, conclusion }) => conclusion ?? status),
      ['in_progress', 'success', 'in_progress'],
    );
  });

  it('waits neither for its own job nor for its own report, also where both are required', async () => {
    const { number, head } = suite.sample.names.highRisk;
    const requiredChecks = ['ci / unit', 'review', gates];
    suite.github.act.protect(shop, 'production', { requiredChecks, requiredApprovals: 1 });
    const url = `https://github.acme.example/acme/shop/actions/runs/${runId}/job/77`;
    const job = { sha: head, name: 'review', app: 'github-actions', status: 'in_progress', url } as const;
    suite.github.act.checkRun(shop, job);
    const checksGate = async (): Promise<unknown> =>
      judged(await suite.run(number)).gates.find(({ id }) => id === 'checks');
    const first = await checksGate();
    assert.match(JSON.stringify(first), /"state":"pass".+"1 of 1 passed\."/);
    assert.deepEqual(await checksGate(), first);
    suite.github.act.checkRun(shop, { ...job, url: url.replace(runId, '1') });
    assert.match(JSON.stringify(await checksGate()), /"state":"pending"/);
  });

  it('judges a pull request that edits the policy as one that edits any other file', async () => {
    const { number, branch } = suite.sample.names.ready;
    const relaxed = 'version: 1\nchecklist: {always: [], high: []}\napprovals: {low: 9, medium: 9, high: 9}\n';
    const withFile = async (path: string): Promise<readonly unknown[]> => {
      await suite.start();
      const head = await suite.github.act.push(shop, branch, [{ message: 'More', files: { [path]: relaxed } }]);
      return judged(await suite.run(number)).gates.map(({ id, state, title, detail, actors }) => {
        return { id, state, title, actors, detail: detail.replaceAll(head.slice(0, 7), 'HEAD') };
      });
    };
    assert.deepEqual(await withFile(policyPath), await withFile('.github/other.yml'));
    // The same file does count once it is on production.
    await suite.github.act.push(shop, 'production', [{ message: 'Rules', files: { [policyPath]: relaxed } }]);
    assert.match(JSON.stringify(judged(await suite.run(number))), /The policy asks for none\./);
  });

  it('reports a broken policy with its line and column, writes nothing else, and has done its work', async () => {
    const { number } = suite.sample.names.ready;
    suite.github.act.editPull(shop, number, { body: '' });
    await suite.github.act.push(shop, 'production', [
      { message: 'Rules', files: { [policyPath]: 'version: 1\napprovals:\n  high: two\n' } },
    ]);
    const { code, outputs, log } = await suite.run(number);
    assert.deepEqual(
      [code, outputs.get('verdict'), suite.writes()],
      [0, 'unknown', ['POST /repos/acme/shop/check-runs']],
    );
    assert.equal(suite.reports()[0]?.conclusion, 'failure');
    assert.match(suite.reports()[0]?.summary ?? '', /the policy file is broken: line 3, column 9: /);
    assert.match(log, /^::warning title=Release Review::Only the gates are reported: .+line 3, column 9: /m);
  });

  for (const [what, event] of [
    ['no pull request', { ref: 'refs/heads/main' }],
    ['an issue', { issue: { number: 1 } }],
  ] as const) {
    it(`has nothing to do for an event about ${what}`, async () => {
      const { code, log, outputs } = await runBuiltAction(suite.github, { event });
      assert.deepEqual([code, [...outputs]], [0, [['release', 'false']]]);
      assert.equal(log, 'The event is about no pull request. Nothing to do.\n');
      assert.deepEqual(suite.github.requests, []);
    });
  }

  it('says why a pull request is no release', async () => {
    const { code, log, outputs } = await suite.run(suite.sample.names.openOnMain);
    assert.deepEqual([code, [...outputs], suite.writes()], [0, [['release', 'false']], []]);
    assert.match(log, /^#\d+ is no release: it goes into "main", not into production\. Nothing to do\.\n$/);
  });

  it('leaves a release that was merged as it is', async () => {
    const { number } = suite.sample.names.highRisk;
    await suite.github.act.merge(shop, number, suite.sample.names.roles.admin.login);
    const { code, log } = await suite.run(number);
    assert.deepEqual([code, suite.writes()], [0, []]);
    assert.match(log, /^The pull request is merged: nothing was written\.$/m);
  });

  it('finds the pull request of a workflow that was started by hand', async () => {
    const { number } = suite.sample.names.ready;
    const { outputs } = await runBuiltAction(suite.github, { event: { inputs: {} }, inputs: { pull: String(number) } });
    assert.equal(outputs.get('release'), 'true');
  });
});
