import assert from 'node:assert/strict';
import type { GitHubDouble } from '../../doubles/github/server';
import { commandsIn, runBuiltAction, weakToken } from './actionRun';
import { actionSuite, judged, shop } from './actionSuite';

describe('the Action, where something is wrong', function () {
  this.timeout(60_000);

  const suite = actionSuite();

  it('names the permission that a token lacks, for each part that failed', async () => {
    const { number } = suite.sample.names.ready;
    suite.github.act.editPull(shop, number, { body: '' });
    const { code, log, outputs } = await suite.run(number, { token: weakToken });
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
      suite.github.journal.every(({ applied }) => !applied),
      true,
    );
  });

  it('comments once with a personal token, which cannot report checks', async () => {
    const { number } = suite.sample.names.ready;
    const { token, login } = suite.sample.names.roles.admin;
    const first = await suite.run(number, { token });
    assert.equal(first.code, 1);
    assert.match(first.log, /You must authenticate via a GitHub App\. .+ A personal access token cannot report checks/);
    await suite.run(number, { token });
    const own = suite.github.state.pull(shop, number).comments.filter(({ author }) => author === login);
    assert.equal(own.length, 1);
  });

  it('never prints the token, whoever quotes it', async () => {
    const { number } = suite.sample.names.ready;
    const { token } = suite.sample.names.roles.admin;
    suite.github.faults.add({
      path: /\/check-runs$/,
      method: 'POST',
      fault: { kind: 'status', status: 422, message: token },
    });
    const { code, log, summary, outputs } = await suite.run(number, { token });
    assert.equal(code, 1);
    assert.match(log, /^::error /m);
    assert.doesNotMatch(log + summary + [...outputs.values()].join('\n'), new RegExp(token));
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
      const event = { pull_request: { number: suite.sample.names.ready.number } };
      const { code, log } = await runBuiltAction(suite.github, { event, ...workflow });
      assert.equal(code, 1);
      assert.equal(log.startsWith('::error title=Release Review::') && log.includes(sentence), true, log);
      assert.equal(log.trimEnd().split('\n').length, 1);
      assert.doesNotMatch(log, /ghs_wrong/);
    });
  }

  it('lets nothing that others wrote be a command, an output or a mention', async () => {
    const evil = '::error::pwned %0A::set-output name=verdict::ready ##[add-mask]a @ohaddad';
    const { author, second } = suite.sample.names.roles;
    const shipped = await suite.github.act.push(shop, 'main', [
      { message: `feat: ${evil} <!-- release-review:changelog-comment -->`, files: { 'a.txt': 'a' } },
    ]);
    const branch = 'release/evil';
    const files = { 'version.txt': `${shipped}\n`, 'x ::error::pwned.txt': 'x' };
    await suite.github.act.push(shop, branch, [{ message: evil, files }], 'production');
    const number = await open(suite.github, author.token, {
      title: evil,
      body: `${evil}\n\nverdict<<end\nready\nend\n`,
      head: branch,
    });
    suite.github.act.protect(shop, 'production', { requiredChecks: [evil], requiredApprovals: 1 });
    suite.github.act.status(shop, {
      sha: suite.github.state.pull(shop, number).headSha,
      context: evil,
      state: 'failure',
      description: evil,
      creator: second.login,
    });

    const ran = await suite.run(number);
    const { code, log, outputs, summary } = ran;
    assert.equal(code, 0, log);
    assert.deepEqual(commandsIn(log), []);
    assert.deepEqual([...outputs.keys()], ['release', 'verdict', 'open', 'json']);
    assert.equal(outputs.get('verdict'), 'open');
    const evidence = judged(ran).gates;
    assert.ok(evidence.some((gate) => gate.evidence.some(({ text }) => text.includes(evil))));
    const [comment] = suite.comments(number);
    assert.match(comment?.body ?? '', /pwned/);
    for (const text of [comment?.body ?? '', suite.reports()[0]?.summary ?? '', summary]) {
      assert.doesNotMatch(text, /@[a-z]/);
      assert.doesNotMatch(text.slice(1), /<!--/);
    }
    // The refusal of a write quotes what GitHub says.
    suite.github.faults.add({
      path: /\/check-runs$/,
      method: 'POST',
      fault: { kind: 'status', status: 422, message: `${evil}\n${evil}` },
    });
    suite.github.act.addLabel(shop, number, 'risk: low');
    const refused = await suite.run(number);
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
