import assert from 'node:assert/strict';
import { join } from 'node:path';
import type { ChangelogJson } from '../../../src/cli/changelogJson';
import { startGitHub, type GitHubDouble } from '../../doubles/github/server';
import {
  git,
  makeRepository,
  removeScratchFolders,
  scratchFolder,
  type ScratchRepository,
} from '../git/scratchRepository';
import { runCli, type Ran } from './fakeTerminal';
import { validator } from './schemaNodes';

const host = 'github.acme.example';
const token = 'reviewer-token';
const ada = 'Ada <ada@example.com>';
const ines = 'Inês <ines@example.com>';

const ranges = {
  forward: ['live', 'next'],
  rollback: ['next', 'live'],
  diverged: ['hotfix', 'next'],
  same: ['live', 'live'],
  unrelated: ['live', 'foreign'],
} as const;

describe('one range by both roads', function () {
  this.timeout(20_000);

  let repository: ScratchRepository;
  let github: GitHubDouble;
  let clone = '';
  let cache = '';

  before(async () => {
    repository = makeRepository({
      root: { author: ada, files: { 'README.md': 'shop\n', 'services/cart/a.ts': '1\n' } },
      live: { parents: ['root'], author: ada, message: 'chore: live (#1)', files: { 'version.txt': '1\n' } },
      hotfix: { parents: ['live'], author: ada, message: 'fix: hot (#9)\n', files: { 'hot.txt': '1\n' } },
      squash: {
        parents: ['live'],
        author: ines,
        message: `feat(cart)!: quantity (#2)\n\nCloses #40, SHOP-7\n\nBREAKING CHANGE: none means none\nCo-authored-by: ${ada}\n`,
        files: { 'services/cart/b.ts': '2\n', 'services/mail/a.ts': '1\n' },
      },
      side: { parents: ['squash'], author: ines, message: 'Work on mail\r\n', files: { 'services/mail/b.ts': '2\n' } },
      merge: {
        parents: ['squash', 'side'],
        author: ada,
        message: 'Merge pull request #3 from acme/mail\n\nperf(mail): fewer mails\n',
        files: { 'services/mail/b.ts': '2\n' },
      },
      bot: {
        parents: ['merge'],
        author: 'dependabot[bot] <49699333+dependabot[bot]@users.noreply.github.com>',
        message: 'build(deps): bump x from 1 to 2 (#4)',
        files: { 'package.json': '{}\n' },
      },
      direct: { parents: ['bot'], author: ada, message: 'Straight in \u202E', files: { 'services/cart/a.ts': '2\n' } },
      revert: {
        parents: ['direct'],
        author: ada,
        message: 'Revert "build(deps): bump x from 1 to 2 (#4)" (#5)',
        files: { 'package.json': null },
      },
      next: { parents: ['revert'], author: ada, message: '', files: { 'version.txt': '2\n' } },
      foreign: { author: ines, message: 'Another beginning', files: { 'other.txt': '1\n' } },
    });
    github = await startGitHub({
      users: [
        { login: 'ada', name: 'Ada', email: 'ada@example.com' },
        { login: 'ines', name: 'Inês', email: 'ines@example.com' },
      ],
      tokens: [{ token, login: 'ada', scopes: ['repo'] }],
      repositories: [
        {
          owner: 'acme',
          name: 'shop',
          defaultBranch: 'next',
          gitDir: join(repository.root, '.git'),
          collaborators: { ada: 'write' },
          labels: [],
          pulls: [],
        },
      ],
    });
    clone = scratchFolder();
    cache = scratchFolder();
    git(clone, ['clone', '--quiet', '--no-checkout', repository.root, 'shop']);
    clone = join(clone, 'shop');
    git(clone, ['remote', 'set-url', 'origin', `https://${host}/acme/shop.git`]);
  });

  after(async () => {
    await github.close();
    removeScratchFolders();
  });

  const environment = (): Record<string, string | undefined> => ({
    PATH: process.env['PATH'],
    XDG_CACHE_HOME: cache,
    GITHUB_SERVER_URL: `https://${host}`,
    GITHUB_API_URL: `${github.url}/api/v3`,
    GITHUB_TOKEN: token,
  });

  type Name = keyof typeof ranges;
  const ends = (name: Name): readonly string[] => {
    const [from, to] = ranges[name];
    return ['--from', repository.sha(from), '--to', repository.sha(to)];
  };

  const ask = (command: string, source: readonly string[], name: Name, ...more: readonly string[]): Promise<Ran> =>
    runCli([command, ...source, ...ends(name), ...more], environment());

  const changelog = async (source: readonly string[], name: Name): Promise<ChangelogJson> => {
    const { code, out, err } = await ask('changelog', source, name, '--format', 'json');
    assert.deepEqual([code, err], [0, '']);
    return JSON.parse(out) as ChangelogJson;
  };

  const byClone = (): readonly string[] => ['--repo', clone];
  const byApi = ['--repository', `${host}/acme/shop`];

  for (const name of Object.keys(ranges) as Name[]) {
    it(`gives the same changelog of a range that is ${name}`, async () => {
      const [cloned, asked] = [await changelog(byClone(), name), await changelog(byApi, name)];
      assert.equal(cloned.range.direction, name);
      assert.deepEqual([cloned.source, asked.source], ['clone', 'api']);
      assert.deepEqual(withoutDifferences(asked), withoutDifferences(cloned));
    });

    it(`gives a document that follows the schema of a range that is ${name}`, async () => {
      for (const command of ['changelog', 'highlights'] as const) {
        const validate = await validator(command);
        for (const source of [byClone(), byApi]) {
          const { code, out } = await ask(command, source, name, '--format', 'json');
          assert.equal(code, 0);
          assert.equal(validate(JSON.parse(out)), null);
        }
      }
    });

    it(`gives the same highlights of a range that is ${name}`, async () => {
      const [cloned, asked] = await Promise.all(
        [byClone(), byApi].map(async (source) => {
          const { out } = await ask('highlights', source, name, '--format', 'json');
          return { ...(JSON.parse(out) as object), source: null };
        }),
      );
      assert.deepEqual(asked, cloned);
    });
  }

  it('knows by each road what the other cannot know', async () => {
    const wanted = ['--newcomers'];
    const [cloned, asked] = [await changelog([...byClone(), ...wanted], 'forward'), await changelog(byApi, 'forward')];
    assert.deepEqual(
      cloned.newcomers?.map(({ name, login }) => [name, login]),
      [['Inês', null]],
    );
    assert.equal(asked.newcomers, null);
    const loginsOf = ({ commits }: ChangelogJson): readonly unknown[] =>
      commits.flatMap(({ authors }) => authors.map(({ login }) => login));
    assert.deepEqual(new Set(loginsOf(cloned)), new Set([null]));
    assert.deepEqual(new Set(loginsOf(asked)), new Set(['ada', 'ines', null]));
    const confirmed = ({ commits }: ChangelogJson): readonly string[] =>
      commits.flatMap((commit) => (commit.directConfirmed ? [commit.sha] : []));
    assert.deepEqual(confirmed(cloned), []);
    assert.deepEqual(confirmed(asked), [repository.sha('next'), repository.sha('direct')]);
  });

  it('looks for newcomers, through all that came before, only when it is asked to', async () => {
    assert.equal((await changelog(byClone(), 'forward')).newcomers, null);
  });

  it('says what is missing when GitHub lists fewer commits than there are', async () => {
    const body = { status: 'ahead', total_commits: 3, commits: [] };
    github.faults.add({ path: /\/compare\//, fault: { kind: 'wrong-json', body } });
    const document = await changelog(byApi, 'forward');
    github.faults.clear();
    assert.deepEqual([document.complete, document.total, document.commits], [false, 3, []]);
    assert.match(document.notes.join(' '), /0 of (?:the )?3 commits/);
    assert.equal((await validator('changelog'))(document), null);
  });

  it('writes the same Markdown, with links to the repository', async () => {
    const [cloned, asked] = [await ask('changelog', byClone(), 'forward'), await ask('changelog', byApi, 'forward')];
    assert.match(cloned.out, new RegExp(`\\(https://${host}/acme/shop/commit/[0-9a-f]{40}\\)`));
    assert.deepEqual([asked.code, asked.err], [0, '']);
    assert.equal(comparable(asked.out), comparable(cloned.out));
  });

  it('says that direct commits are not confirmed when GitHub does not answer about them', async () => {
    github.faults.add({ path: /graphql/, fault: { kind: 'status', status: 500 }, times: Infinity });
    const { code, out, err } = await ask('changelog', byApi, 'forward', '--format', 'json');
    github.faults.clear();
    assert.equal(code, 0);
    assert.match(err, /^release-review: Direct commits are not confirmed: .+\n$/);
    const { commits } = JSON.parse(out) as ChangelogJson;
    assert.deepEqual(
      commits.filter(({ directConfirmed }) => directConfirmed),
      [],
    );
  });

  it('says which commit GitHub does not have', async () => {
    const missing = '0123456789'.repeat(4);
    const { code, out, err } = await runCli(
      ['changelog', ...byApi, '--from', repository.sha('live'), '--to', missing],
      environment(),
    );
    assert.deepEqual([code, out], [2, '']);
    assert.match(err, /acme\/shop has no commit 0123456\.\n$/);
  });

  it('fetches what the clone lacks when it is told to, and leaves the clone as it is', async () => {
    const folder = scratchFolder();
    git(folder, [
      'clone',
      '--quiet',
      '--no-local',
      '--no-checkout',
      '--single-branch',
      '-b',
      'live',
      repository.root,
      'shop',
    ]);
    const short = join(folder, 'shop');
    git(short, ['remote', 'set-url', 'origin', `https://${host}/acme/shop.git`]);
    const refused = await ask('changelog', ['--repo', short], 'forward', '--format', 'json');
    assert.equal(refused.code, 2);
    const next = repository.sha('next');
    assert.match(refused.err, new RegExp(`has no commit ${next}: add --fetch .+, or run "git fetch origin ${next}"`));

    const before = git(short, ['count-objects', '-v']);
    const fetched = await changelog(['--repo', short, '--fetch'], 'forward');
    const whole = await changelog(byClone(), 'forward');
    assert.deepEqual({ ...fetched, notes: [] }, { ...whole, notes: [] });
    assert.equal(fetched.notes.filter((note) => note.includes('fetched from')).length, 1);
    assert.equal(git(short, ['count-objects', '-v']), before);
  });
});

/** Markdown without what the one road knows and the other does not, as above. */
function comparable(markdown: string): string {
  return markdown
    .replaceAll('names no pull request', 'without a pull request')
    .replace(/^First contributions: .*\n\n/m, '');
}

/** Both documents without what the one road knows and the other does not. */
function withoutDifferences(document: ChangelogJson): object {
  return {
    ...document,
    // Which road it was.
    source: null,
    // The API would have to be asked for the whole history before the range.
    newcomers: null,
    // git knows names and addresses, the API accounts as well.
    commits: document.commits.map((commit) => ({
      ...commit,
      authors: commit.authors.map((author) => ({ ...author, login: null })),
      // Only the API can be asked whether a pull request brought a commit whose message names none.
      directConfirmed: null,
    })),
    // Why nothing can be said of unrelated commits is worded by whoever could not say it.
    notes: document.range.direction === 'unrelated' ? [] : document.notes,
  };
}
