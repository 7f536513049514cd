import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { SeedPull, SeedRepository } from '../../doubles/github/seed';
import { gitEnvironment } from '../../fixtures/sample/importer';
import { buildSample, type Sample } from '../../fixtures/sample/sample';

const now = new Date('2026-11-20T21:00:00Z');
const fullSha = /^[0-9a-f]{40}$/;

describe('the sample product', function () {
  this.timeout(20_000);

  let directory = '';
  let sample: Sample;
  let repository: SeedRepository;
  let milliseconds = 0;

  const git = (...args: readonly string[]): string =>
    execFileSync('git', ['-C', sample.gitDir, ...args], { env: gitEnvironment, encoding: 'utf8', maxBuffer: 1 << 26 });
  const count = (...range: readonly string[]): number => Number(git('rev-list', '--count', ...range));
  const pull = (number: number): SeedPull => {
    const found = repository.pulls.find((each) => each.number === number);
    assert.ok(found, `no pull request ${number}`);
    return found;
  };

  before(async () => {
    directory = mkdtempSync(join(tmpdir(), 'sample-'));
    const started = performance.now();
    sample = await buildSample(join(directory, 'a'), now);
    milliseconds = performance.now() - started;
    const [first, ...others] = sample.seed.repositories;
    assert.ok(first);
    assert.equal(others.length, 0);
    repository = first;
  });

  after(() => rmSync(directory, { recursive: true, force: true }));

  it('is built in a few seconds at most', () => assert.ok(milliseconds < 6000, `${milliseconds} ms`));

  it('is a sound repository', () => assert.equal(git('fsck', '--full', '--strict'), ''));

  it('gives the same commits and the same seed for the same time', async () => {
    const again = await buildSample(join(directory, 'b'), now);
    assert.deepEqual(again.names, sample.names);
    assert.deepEqual({ ...again.seed.repositories[0], gitDir: '' }, { ...repository, gitDir: '' });
  });

  for (const [when, then] of [
    ['at a weekend', new Date('2027-03-07T03:00:00Z')],
    ['early on a Tuesday', new Date('2027-03-09T07:30:00Z')],
  ] as const) {
    it(`can be built ${when}, with nothing in the future`, async () => {
      const built = await buildSample(join(directory, when), then);
      const dates = execFileSync('git', ['-C', built.gitDir, 'log', '--all', '--format=%ct'], { encoding: 'utf8' });
      assert.ok(Math.max(...dates.trim().split('\n').map(Number)) * 1000 <= then.getTime());
      const times = JSON.stringify(built.seed).match(/\d{4}-\d\d-\d\dT[\d:.]+Z/g) ?? [];
      assert.ok(times.length > 1000);
      assert.deepEqual(
        times.filter((time) => Date.parse(time) > then.getTime()),
        [],
      );
      assert.equal(built.names.ready.commits, 40);
    });
  }

  it('has a main of 450 to 650 commits by fourteen people and two bots', () => {
    assert.equal(count('main'), sample.names.commitsOnMain);
    assert.ok(sample.names.commitsOnMain >= 450 && sample.names.commitsOnMain <= 650);
    assert.equal(new Set(git('log', '--format=%ae', 'main').trim().split('\n')).size, 16);
  });

  it('never lets a commit be older than its parents', () => {
    const times = new Map<string, number>();
    for (const line of git('log', '--reverse', '--topo-order', '--format=%H %ct %P', 'main').trim().split('\n')) {
      const [sha = '', time = '', ...parents] = line.split(' ');
      for (const parent of parents)
        assert.ok((times.get(parent) ?? 0) <= Number(time), `${sha} is older than ${parent}`);
      times.set(sha, Number(time));
    }
  });

  it('leaves no commit without a change', () => {
    const log = git('log', '--no-merges', '--format=%x00%h %s', '--name-only', 'main');
    const empty = log.split('\0').filter((entry) => entry !== '' && entry.trim().split('\n').length === 1);
    assert.deepEqual(empty, []);
  });

  it('names only commits that exist', () => {
    const { names } = sample;
    const shas = [
      ...repository.pulls.flatMap(({ merged, headSha, reviews = [] }) => [
        merged?.sha,
        headSha,
        ...reviews.map((review) => review.sha),
      ]),
      ...(repository.checkRuns ?? []).map((run) => run.sha),
      ...(repository.statuses ?? []).map((status) => status.sha),
      ...(repository.deployments ?? []).map((deployment) => deployment.sha),
      ...Object.values(names.commits),
      ...names.releases.flatMap(({ sha, previous, mergeSha, headSha }) => [sha, previous, mergeSha, headSha]),
      ...[names.mainTip, names.productionTip, names.live, names.broken.olderHead],
    ].filter((sha) => sha !== undefined);
    const answer = execFileSync('git', ['-C', sample.gitDir, 'cat-file', '--batch-check=%(objecttype)'], {
      input: `${[...new Set(shas)].join('\n')}\n`,
      encoding: 'utf8',
    });
    assert.deepEqual([...new Set(answer.trim().split('\n'))], ['commit']);
    for (const sha of shas) assert.match(sha, fullSha);
  });

  it('knows the branch of every open pull request, and every person it mentions', () => {
    const logins = new Set(sample.seed.users.map((user) => user.login));
    for (const { state, head, author, reviews = [], comments = [] } of repository.pulls) {
      if (state === 'open') assert.match(git('rev-parse', `refs/heads/${head}`).trim(), fullSha);
      for (const login of [author, ...[...reviews, ...comments].map((each) => each.author)])
        assert.ok(logins.has(login), login);
    }
    for (const login of [...Object.keys(repository.collaborators), ...sample.seed.tokens.map((token) => token.login)]) {
      assert.ok(logins.has(login), login);
    }
  });

  it('knows every pull request that a subject on main mentions, with the commit that merged it', () => {
    const lines = git('log', '--first-parent', '--format=%H %s', 'main').trim().split('\n');
    const mentioned = lines.flatMap((line) => {
      const number = /^\w+ Merge pull request #(\d+) |\(#(\d+)\)$/.exec(line);
      return number === null ? [] : [{ sha: line.slice(0, 40), number: Number(number[1] ?? number[2]) }];
    });
    assert.ok(mentioned.length > 200);
    for (const { sha, number } of mentioned) assert.equal(pull(number).merged?.sha, sha);
    assert.equal(
      mentioned.length,
      repository.pulls.filter(({ base, merged }) => base === 'main' && merged !== undefined).length,
    );
  });

  it('numbers pull requests in the order of their creation', () => {
    const created = repository.pulls.map((each) => each.createdAt);
    assert.deepEqual(created, [...created].sort());
    assert.equal(new Set(repository.pulls.map((each) => each.number)).size, repository.pulls.length);
  });

  it('keeps the full SHA and a newline in version.txt on production, at every release', () => {
    assert.equal(git('show', 'production:version.txt'), `${sample.names.live}\n`);
    assert.equal(git('log', '--first-parent', '--format=%H', 'production').trim().split('\n').length, 9);
    for (const { mergeSha, sha, previous } of sample.names.releases) {
      assert.equal(git('show', `${mergeSha}:version.txt`), `${sha}\n`);
      assert.equal(git('show', `${mergeSha}^1:version.txt`), `${previous}\n`);
      assert.equal(git('diff', '--name-only', `${mergeSha}^1`, mergeSha).trim(), 'version.txt');
    }
  });

  it('has had eight releases: one failed, one went back', () => {
    const { releases } = sample.names;
    assert.deepEqual(releases.map(({ outcome }) => outcome).filter((outcome) => outcome === 'failure').length, 1);
    assert.deepEqual(
      releases.filter(({ rollback }) => rollback).map(({ name }) => name),
      ['r7'],
    );
    assert.equal(releases[6]?.sha, releases[4]?.sha);
    const production = (repository.deployments ?? []).filter(({ environment }) => environment === 'production');
    assert.equal(production.length, releases.length + 1);
    for (const release of releases) {
      const { body, labels, reviews, comments } = pull(release.number);
      assert.doesNotMatch(body ?? '', /- \[ \]/);
      assert.deepEqual(labels, [`risk: ${release.risk}`]);
      assert.equal(reviews?.[0]?.sha, release.headSha);
      assert.match(comments?.at(-1)?.body ?? '', new RegExp(`actions/runs/\\d+.*${release.outcome}`));
      const states = production
        .filter(({ sha }) => sha === release.sha)
        .flatMap(({ statuses }) => statuses.map(({ state }) => state));
      assert.ok(states.includes(release.outcome));
    }
  });

  it('has a release that only waits for its reviewer', () => {
    const { ready, live } = sample.names;
    const { body, labels, reviews } = pull(ready.number);
    assert.equal(git('show', `${ready.branch}:version.txt`), `${ready.proposed}\n`);
    assert.equal(ready.commits, 40);
    assert.equal(count(`${live}..${ready.proposed}`), 40);
    assert.equal(body?.match(/- \[ \] /g)?.length, 2);
    assert.deepEqual([labels, reviews], [undefined, undefined]);
    const runs = (repository.checkRuns ?? []).filter(({ sha }) => sha === ready.head);
    assert.deepEqual(
      runs.map(({ conclusion }) => conclusion),
      ['success', 'success', 'success'],
    );
    const changed = git('diff', '--name-status', live, ready.proposed, '--', '*migrat*').trim().split('\n');
    assert.deepEqual(
      changed.map((line) => line.charAt(0)),
      ['A', 'A'],
    );
  });

  it('has a high-risk release with migrations that lose data', () => {
    const { highRisk, live } = sample.names;
    const { body, labels, reviews } = pull(highRisk.number);
    assert.equal(highRisk.commits, 205);
    assert.equal(count(`${live}..${highRisk.proposed}`), 205);
    const changed = git('diff', '--no-renames', '--name-status', live, highRisk.proposed, '--', '*migrat*')
      .trim()
      .split('\n');
    assert.deepEqual([...new Set(changed.map((line) => line.charAt(0)))].sort(), ['A', 'D', 'M']);
    const text = git('diff', live, highRisk.proposed, '--', '*migrat*');
    for (const words of ['DROP COLUMN legacy_ref', 'drop_table :price_overrides', 'CREATE INDEX payments']) {
      assert.ok(text.includes(`+${words}`) || text.includes(words), words);
    }
    assert.deepEqual(labels, ['risk: high']);
    assert.match(body ?? '', /### Rollout\n\n1\. [\s\S]*### Rollback\n\nRoll forward only/);
    assert.deepEqual([body?.match(/- \[x\] /g)?.length, body?.match(/- \[ \] /g)?.length], [3, 1]);
    assert.deepEqual(
      reviews?.map(({ state, sha }) => [state, sha]),
      [['APPROVED', highRisk.head]],
    );
  });

  it('has a broken release: short SHA, red check, old approval, second file, conflict', () => {
    const { broken } = sample.names;
    assert.equal(git('show', `${broken.branch}:version.txt`), `${broken.proposed}\n`);
    assert.equal(broken.proposed.length, 9);
    const failed = (repository.checkRuns ?? []).filter(
      ({ sha, conclusion }) => sha === broken.head && conclusion === 'failure',
    );
    assert.deepEqual(
      failed.map(({ name }) => name),
      ['ci / integration'],
    );
    const approvals = (pull(broken.number).reviews ?? []).filter(({ state }) => state === 'APPROVED');
    assert.deepEqual(
      approvals.map(({ sha }) => sha),
      [broken.olderHead],
    );
    assert.deepEqual(git('diff', '--name-only', `production...${broken.branch}`).trim().split('\n'), [
      'NOTES-FOR-OPS.md',
      'version.txt',
    ]);
    assert.throws(() =>
      execFileSync('git', ['-C', sample.gitDir, 'merge-tree', '--write-tree', 'production', broken.branch], {
        stdio: 'ignore',
      }),
    );
  });

  it('reverts by full SHA, inside and outside a range', () => {
    const { commits, live, ready } = sample.names;
    const pairs = [
      ['tax-cache-revert', 'tax-cache'],
      ['session-cache-revert', 'session-cache'],
      ['session-cache-again', 'session-cache-revert'],
      ['promo-revert', 'promo-codes'],
    ] as const;
    for (const [by, target] of pairs) {
      assert.ok(
        git('log', '-1', '--format=%b', commits[by] ?? '').includes(`This reverts commit ${commits[target] ?? ''}.`),
        by,
      );
    }
    const range = git('rev-list', `${live}..${ready.proposed}`).split('\n');
    assert.ok(range.includes(commits['tax-cache'] ?? '') && range.includes(commits['tax-cache-revert'] ?? ''));
    assert.ok(!range.includes(commits['promo-codes'] ?? ''));
  });

  it('comes with a clean clone whose origin is the GitHub URL', () => {
    const inside = (...args: readonly string[]): string =>
      execFileSync('git', ['-C', sample.workspace, ...args], { env: gitEnvironment, encoding: 'utf8' }).trim();
    assert.equal(inside('remote', 'get-url', 'origin'), 'https://github.acme.example/acme/shop.git');
    assert.equal(inside('symbolic-ref', '--short', 'HEAD'), 'main');
    assert.equal(inside('status', '--porcelain'), '');
    assert.equal(inside('rev-parse', 'refs/remotes/origin/main'), sample.names.mainTip);
    assert.equal(inside('rev-parse', 'refs/remotes/origin/production'), sample.names.productionTip);
  });

  it('names no path but that of its own repository', () => {
    assert.equal(repository.gitDir, join(directory, 'a', 'shop.git'));
    const elsewhere = { ...repository, gitDir: '' };
    assert.ok(!JSON.stringify([elsewhere, sample.seed.users, sample.seed.tokens, sample.names]).includes(tmpdir()));
  });
});
