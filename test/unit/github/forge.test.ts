import assert from 'node:assert/strict';
import { HumanError } from '../../../src/core/errors';
import type { Forge } from '../../../src/core/ports';
import type { RepositoryId } from '../../../src/core/repository';
import { createGitHubForge } from '../../../src/github/githubForge';
import { startGitHub } from '../../doubles/github/server';
import type { GitHubDouble } from '../../doubles/github/server';
import { clientOf, errorOf } from './localServer';

import { at, host, named, nowhere, shop, tell, vault } from './forgeStory';
import type { Story } from './forgeStory';
describe('The forge, asked of a strict double of GitHub', () => {
  let story: Story;
  let github: GitHubDouble;
  let forge: Forge;

  function forgeOf(token: string | null): Forge {
    return createGitHubForge(clientOf(`${github.url}/api/v3`, { token }), host);
  }

  before(() => {
    story = tell();
  });

  beforeEach(async () => {
    github = await startGitHub(story.seed);
    forge = forgeOf('alice-token');
  });

  afterEach(async () => {
    await github.close();
    assert.deepEqual(github.violations, []);
  });

  after(() => {
    story.git.remove();
  });

  it('says whose token it is', async () => {
    const account = await forge.account();
    assert.equal(account.login, 'alice');
    assert.match(account.id, /^90071992547409\d+$/);
    assert.deepEqual(account.scopes, ['repo', 'read:org']);
    assert.equal((await errorOf(forgeOf(null).account())).kind, 'signed-out');
    assert.equal((await errorOf(forgeOf('revoked').account())).kind, 'signed-out');
  });

  it('reads a repository and what the account may do there', async () => {
    const facts = await forge.repository(shop);
    assert.equal(facts.defaultBranch, 'main');
    assert.equal(facts.permission, 'write');
    assert.equal(facts.archived, false);
    assert.equal((await forgeOf('root-token').repository(shop)).permission, 'admin');
    assert.equal((await forgeOf(null).repository(shop)).permission, 'read');
    assert.equal((await forge.repository(vault)).archived, true);
  });

  it('tells a repository that may not be seen from one that moved', async () => {
    assert.equal((await errorOf(forgeOf('dora-token').repository(vault))).kind, 'not-found');
    const moved = await errorOf(forge.repository(named('acme', 'old-shop')));
    assert.equal(moved.kind, 'not-found');
    assert.match(moved.message, /renamed or moved/);
  });

  it('sends no token to a repository of another host', async () => {
    const other: RepositoryId = { ...shop, host: 'github.com' };
    assert.equal((await errorOf(forge.repository(other))).kind, 'invalid-input');
    assert.throws(() => forge.history(other), HumanError);
    assert.equal(github.requests.length, 0);
  });

  it('reads branches; there is none only in a repository that can be seen', async () => {
    const tip = await forge.branch(shop, 'release/two');
    assert.deepEqual(tip, { sha: story.head, protected: false });
    assert.equal((await forge.branch(shop, 'production'))?.protected, true);
    assert.equal(await forge.branch(shop, 'no/such'), null);
    assert.equal((await errorOf(forgeOf('dora-token').branch(vault, 'main'))).kind, 'not-found');
  });

  it('reads files as they are', async () => {
    assert.equal(await forge.file(shop, 'src/app.ts', 'main'), 'two\n');
    assert.equal(await forge.file(shop, 'latin.txt', 'main'), 'caf\uFFFD\n');
    assert.equal(await forge.file(shop, 'bom.txt', 'main'), '\uFEFFwith a mark\n');
    assert.equal(await forge.file(shop, 'odd name/#1 ?.txt', 'main'), 'odd\n');
    assert.equal(await forge.file(shop, 'version.txt', 'release/two'), `${story.main[1]}\n`);
  });

  it('takes nothing else for a file', async () => {
    assert.equal(await forge.file(shop, 'absent.txt', 'main'), null);
    assert.equal(await forge.file(shop, 'src', 'main'), null);
    assert.equal(await forge.file(shop, 'link-nowhere', 'main'), null);
    assert.equal((await errorOf(forge.file(shop, 'src/app.ts', 'no-such-ref'))).kind, 'not-found');
    assert.equal((await errorOf(forge.file(shop, 'large.txt', 'main'))).kind, 'unreadable-answer');
    for (const path of ['', '/etc', '../x', 'a/./b', 'a//b']) {
      assert.equal((await errorOf(forge.file(shop, path, 'main'))).kind, 'invalid-input', path);
    }
    assert.equal((await errorOf(forgeOf('dora-token').file(vault, 'src/app.ts', 'main'))).kind, 'not-found');
  });

  it('reads open pull requests and one of them', async () => {
    const pulls = await forge.openPulls(shop, 'production');
    assert.deepEqual(
      pulls.map(({ number, draft, author }) => [number, draft, author]),
      [
        [7, false, { login: 'carol', isBot: false }],
        [8, true, { login: 'release-bot[bot]', isBot: true }],
      ],
    );
    assert.deepEqual(await forge.openPulls(shop, 'main'), []);
    const pull = await forge.pull(shop, 7);
    assert.equal(pull.body, 'What ships\r\n- [ ] item\r\n');
    assert.equal(pull.headSha, story.head);
    assert.equal(pull.baseSha, story.git.resolve('production'));
    assert.deepEqual([pull.state, pull.headRef, pull.baseRef], ['open', 'release/two', 'production']);
    assert.deepEqual([pull.changedFiles, pull.commitCount, pull.mergeable], [1, 1, true]);
    assert.deepEqual(pull.labels, [{ name: 'risk: low', color: '0e8a16' }]);
    assert.equal((await forge.pull(shop, 8)).body, '');
    assert.equal((await errorOf(forge.pull(shop, 99))).kind, 'not-found');
  });

  it('knows that mergeability is still being worked out', async () => {
    github.faults.add({ path: /pulls\/7/, fault: { kind: 'mergeable-unknown' } });
    const pull = await forge.pull(shop, 7);
    assert.deepEqual([pull.mergeable, pull.mergeableState], [null, 'unknown']);
  });

  it('reads the commits and files of a pull request, past the 250 that GitHub lists', async () => {
    assert.deepEqual(await forge.pullCommits(shop, 7), [
      {
        sha: story.head,
        author: 'alice',
        committer: 'alice',
        authorName: 'Alice',
        authorEmail: 'alice@example.com',
        message: 'Release two',
      },
    ]);
    assert.deepEqual(await forge.pullFiles(shop, 7), [{ path: 'version.txt', status: 'modified' }]);
    const many = await forge.pullCommits(shop, 8);
    assert.equal(new Set(many.map((commit) => commit.sha)).size, 260);
  });

  it('reads reviews and comments', async () => {
    const [approval, remark] = await forge.reviews(shop, 7);
    assert.deepEqual([approval?.author.login, approval?.state, approval?.sha], ['bob', 'approved', story.head]);
    assert.equal(approval?.submittedAt, Date.parse(at));
    assert.match(approval.id, /^9007199254740\d+$/);
    assert.equal(remark?.state, 'commented');
    const [comment] = await forge.comments(shop, 7);
    assert.deepEqual(comment?.author, { login: 'release-bot[bot]', isBot: true });
    assert.equal(comment.body, 'Risk: low');
    assert.equal(comment.insider, false);
    github.act.comment('acme/shop', 7, 'bob', 'Fine by me.');
    assert.equal((await forge.comments(shop, 7)).at(-1)?.insider, true);
  });

  it('reads the newest check of each name and app, and the newest status of each context', async () => {
    const checks = await forge.checks(shop, story.head);
    const units = checks.filter((check) => check.name === 'unit');
    assert.deepEqual(units.map(({ source, state, kind }) => [source, state, kind]).sort(), [
      ['github-actions', 'success', 'check-run'],
      ['impostor', 'pending', 'check-run'],
    ]);
    assert.equal(units.find((check) => check.source === 'github-actions')?.appId, '15368');
    assert.equal(checks.filter((check) => check.name.startsWith('part ') && check.state === 'timed-out').length, 120);
    const statuses = checks.filter((check) => check.kind === 'status');
    assert.deepEqual(
      statuses.map(({ name, state, source }) => [name, state, source]),
      [['CI/old', 'failure', 'release-bot[bot]']],
    );
  });

  it('joins branch protection and rulesets, as far as the account may read them', async () => {
    const scan = { name: 'scan', appId: '777' };
    const unit = { name: 'unit', appId: null };
    const root = await forgeOf('root-token').branchRules(shop, 'production');
    assert.deepEqual([root?.requiredChecks, root?.requiredApprovals], [[unit, scan], 2]);
    assert.deepEqual([root?.pullRequestRequired, root?.dismissesStale, root?.adminsIncluded], [true, false, false]);
    const seen = await forge.branchRules(shop, 'production');
    assert.deepEqual([seen?.requiredChecks, seen?.requiredApprovals], [[unit, scan], 1]);
    assert.deepEqual([seen?.pullRequestRequired, seen?.dismissesStale, seen?.adminsIncluded], [true, null, null]);
    const open = await forge.branchRules(shop, 'main');
    assert.deepEqual([open?.requiredChecks, open?.requiredApprovals, open?.pullRequestRequired], [[], 0, false]);
    github.act.ruleset('acme/shop', { id: 6, branches: ['main'], mergeQueue: true });
    assert.equal((await forge.branchRules(shop, 'main'))?.mergeQueue, true);
  });

  it('reads commits, and takes no other object for one', async () => {
    const [first = nowhere] = story.main;
    assert.deepEqual(await forge.commit(shop, first), {
      sha: first,
      subject: 'feat: start',
      committedAt: 1_770_000_000_000,
      author: 'Alice',
    });
    assert.equal(await forge.commit(shop, story.git.resolve('main^{tree}')), null);
    assert.equal(await forge.commit(shop, nowhere), null);
    assert.equal((await errorOf(forgeOf('dora-token').commit(vault, first))).kind, 'not-found');
  });

  it('reads the history of a file, and the pull requests of a commit', async () => {
    const history = await forge.fileHistory(shop, 'release/two', 'version.txt', 10);
    assert.deepEqual(
      history.map((commit) => commit.subject),
      ['Release two', 'Deploy'],
    );
    assert.equal((await forge.fileHistory(shop, 'release/two', 'version.txt', 1)).length, 1);
    assert.deepEqual(await forge.pullsOfCommit(shop, story.head), [{ number: 7, title: 'Release two' }]);
  });

  it('reads deployments, newest first, with their newest state', async () => {
    const deployments = await forge.deployments(shop, 'production', 10);
    assert.deepEqual(
      deployments.map(({ sha: commit, state, stateAt, url, creator }) => [commit, state, stateAt, url, creator]),
      [
        [story.main[1], 'failure', Date.parse('2026-02-02T10:02:00Z'), 'https://ci.example/2', 'bob'],
        [story.main[0], 'pending', null, null, 'bob'],
      ],
    );
    assert.equal((await forge.deployments(shop, 'production', 1)).length, 1);
    assert.deepEqual(await forge.deployments(shop, 'beta', 10), []);
  });

  it('asks again at no cost while nothing has changed', async () => {
    const look = async (): Promise<unknown> => [
      await forge.repository(shop),
      await forge.branch(shop, 'production'),
      await forge.openPulls(shop, 'production'),
      await forge.pull(shop, 7),
      await forge.reviews(shop, 7),
      await forge.checks(shop, story.head),
      await forge.comments(shop, 7),
    ];
    const before = await look();
    github.forget();
    assert.deepEqual(await look(), before);
    assert.deepEqual([...new Set(github.requests.map((request) => request.status))], [304]);
    assert.equal(
      github.requests.reduce((sum, request) => sum + request.cost, 0),
      0,
    );
  });

  for (const kind of ['drop', 'truncate'] as const) {
    it(`gets over a lost answer to a question (${kind})`, async () => {
      github.faults.add({ path: /pulls\/7/, times: 2, fault: { kind } });
      assert.equal((await forge.pull(shop, 7)).number, 7);
    });
  }
});
