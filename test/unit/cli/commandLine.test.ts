import assert from 'node:assert/strict';
import { version } from '../../../package.json';
import { cacheFolder } from '../../../src/cli/clone';
import { webUrl } from '../../../src/cli/webUrl';
import { environmentHost, environmentToken } from '../../../src/core/environmentToken';
import { sha } from '../../builders';
import { runCli } from './fakeTerminal';

const range = ['--from', sha('1'), '--to', sha('2')];

describe('the command line', () => {
  it('gives its version and its help', async () => {
    assert.deepEqual(await runCli(['--version']), { code: 0, out: `${version}\n`, err: '' });
    const { code, out, err } = await runCli(['--help']);
    assert.equal(code, 0);
    assert.equal(err, '');
    for (const command of ['changelog', 'highlights', 'gates', 'normalise', 'schema']) {
      assert.match(out, new RegExp(`^ {2}release-review ${command} `, 'm'));
      const help = await runCli([command, '--repo', 'x', '--help']);
      assert.match(help.out, new RegExp(`^usage: release-review ${command} `));
      assert.equal(help.code, 0);
    }
  });

  for (const [what, args, sentence] of [
    ['no command', [], 'A command is missing: changelog, highlights, gates, normalise, schema.'],
    [
      'a command that is none',
      ['toString'],
      'There is no command "toString", only changelog, highlights, gates, normalise, schema.',
    ],
    ['an option that is none', ['changelog', '--frm', 'x'], "Unknown option '--frm'."],
    ['something without an option', ['changelog', 'x'], '"x" is not expected here.'],
    ['an option without a value', ['changelog', '--repo', '--from', 'x'], '--repo needs a value.'],
    ['an option at the end without a value', ['changelog', '--repo'], '--repo needs a value.'],
    ['an empty value', ['changelog', '--repo', ''], '--repo is empty.'],
    ['an option twice', ['changelog', '--repo', 'a', '--repo', 'b'], '--repo is given 2 times.'],
    ['no repository', ['changelog', ...range], '--repo or --repository is missing.'],
    [
      'both places to read from',
      ['highlights', '--repo', '.', '--repository', 'a/b', ...range],
      '--repo and --repository exclude each other.',
    ],
    [
      'an API for a clone',
      ['changelog', '--repo', '.', '--api-url', 'https://x', ...range],
      '--api-url goes with --repository only.',
    ],
    [
      'a fetch without a clone',
      ['changelog', '--repository', 'a/b', '--fetch', ...range],
      '--fetch goes with --repo only.',
    ],
    ['a value for an option that takes none', ['changelog', '--fetch=x', '--repo', '.'], '--fetch takes no value.'],
    ['an option without a value twice', ['changelog', '--fetch', '--fetch'], '--fetch is given 2 times.'],
    [
      'a short SHA',
      ['highlights', '--repo', '.', '--from', 'abc1234', '--to', sha('2')],
      '--from: Expected one full commit SHA, found "abc1234": it is a short SHA of 7 digits.',
    ],
    [
      'a branch',
      ['changelog', '--repo', '.', '--from', sha('1'), '--to', 'main'],
      '--to: Expected one full commit SHA, found "main": it is not a SHA.',
    ],
    [
      'another format',
      ['changelog', '--repo', '.', ...range, '--format', 'xml'],
      '--format has to be markdown or json, found "xml".',
    ],
    [
      'a repository that could not be one',
      ['gates', '--repository', 'a/b/../c', '--pull', '1'],
      '--repository has to be [HOST/]OWNER/NAME, found "a/b/../c".',
    ],
    [
      'a pull request without a number',
      ['gates', '--repository', 'a/b', '--pull', '0x1'],
      '--pull has to be the number of a pull request, found "0x1".',
    ],
  ] as const) {
    it(`answers ${what} with one sentence and how to use it`, async () => {
      const { code, out, err } = await runCli(args);
      const usage = args.length > 1 ? `usage: release-review ${args[0]} ` : 'usage: release-review COMMAND ';
      assert.equal(code, 2);
      assert.equal(out, '');
      assert.equal(err.split('\n')[0], `release-review: ${sentence}`);
      assert.equal(err.split('\n')[1]?.startsWith(usage), true, err);
      assert.equal(err.split('\n').length, 3);
    });
  }

  it('is stopped by an interrupt with 130', async () => {
    assert.deepEqual(await runCli(['--nothing'], {}, AbortSignal.abort()), { code: 130, out: '', err: '' });
  });

  it('asks for a token of the right host before it asks anything else', async () => {
    const args = ['gates', '--repository', 'ghe.example/a/b', '--pull', '1'];
    const none = await runCli(args);
    assert.deepEqual(
      [none.code, none.err],
      [2, 'release-review: GITHUB_TOKEN is not set: put a token of ghe.example in it.\n'],
    );
    const other = await runCli(args, { GITHUB_TOKEN: 'secret' });
    assert.equal(other.code, 2);
    assert.match(
      other.err,
      /GITHUB_TOKEN belongs to github\.com and is not sent to ghe\.example: set GITHUB_SERVER_URL/,
    );
    assert.doesNotMatch(other.err, /secret/);
  });

  it('sends a token only over https, or to this machine', async () => {
    const args = ['gates', '--repository', 'a/b', '--pull', '1', '--api-url', 'http://api.example'];
    const { code, err } = await runCli(args, { GITHUB_TOKEN: 'secret' });
    assert.deepEqual([code, err], [2, 'release-review: The address of a GitHub API has to be a plain https URL.\n']);
  });
});

describe('the token of the environment', () => {
  it('belongs to the server that the environment names', () => {
    assert.equal(environmentToken('github.com', { GITHUB_TOKEN: 't' }), 't');
    assert.equal(environmentToken('ghe.example', { GITHUB_TOKEN: 't' }), null);
    const enterprise = { GITHUB_TOKEN: 't', GITHUB_SERVER_URL: 'https://ghe.example' };
    assert.equal(environmentToken('ghe.example', enterprise), 't');
    assert.equal(environmentToken('github.com', enterprise), null);
    assert.equal(environmentToken('github.com', { GITHUB_TOKEN: 't', GITHUB_SERVER_URL: 'nonsense' }), null);
    assert.equal(environmentToken('github.com', { GITHUB_TOKEN: '' }), null);
    assert.equal(environmentHost({ GITHUB_SERVER_URL: '' }), 'github.com');
  });
});

describe('the cache folder', () => {
  it('is where the system keeps caches', () => {
    assert.equal(cacheFolder({}, 'linux', '/home/a'), '/home/a/.cache/release-review');
    assert.equal(cacheFolder({}, 'darwin', '/Users/a'), '/Users/a/Library/Caches/release-review');
    assert.equal(cacheFolder({ XDG_CACHE_HOME: '/c' }, 'linux', '/home/a'), '/c/release-review');
    // The XDG specification has relative paths ignored.
    assert.equal(cacheFolder({ XDG_CACHE_HOME: 'c' }, 'linux', '/home/a'), '/home/a/.cache/release-review');
  });
});

describe('the web address of a clone', () => {
  const of = (...urls: readonly string[]): string | null =>
    webUrl(
      urls.map((url, index) => ({ name: index === urls.length - 1 ? 'origin' : `r${index}`, url })),
      {},
    );

  it('is that of origin, on whatever host', () => {
    assert.equal(of('https://github.com/o/fork.git', 'git@ghe.example:o/r.git'), 'https://ghe.example/o/r');
    assert.equal(of('https://ghe.example:8443/o/r'), 'https://ghe.example:8443/o/r');
    assert.equal(of('ssh://git@ghe.example:22/o/r.git'), 'https://ghe.example/o/r');
  });

  it('is not made up for a path or a transport helper', () => {
    assert.equal(of('/srv/git/r.git'), null);
    assert.equal(of('file:///srv/git/r.git'), null);
    assert.equal(of('ext::sh -c evil'), null);
    assert.equal(of(), null);
  });
});
