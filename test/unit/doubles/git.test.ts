import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { at, each } from './client';
import { harness, name, tiny } from './harness';

const base64 = (text: string): string => Buffer.from(text).toString('base64');

describe('the GitHub double: git', () => {
  const host = harness();
  const { ask } = host;
  const token = 'ana-token';

  it('compares three-dot, in chronological order', async () => {
    const { json } = await ask(`GET ${tiny}/compare/clash...beta`);
    const numbers = ['ahead_by', 'behind_by', 'total_commits'].map((key) => at(json, key));
    assert.deepEqual([at(json, 'status'), ...numbers], ['diverged', 2, 1, 2]);
    assert.equal(at(json, 'merge_base_commit', 'sha'), host.sha('start'));
    assert.deepEqual(each(at(json, 'commits'), 'sha'), [host.sha('beta one'), host.sha('beta two')]);
    const files = at(json, 'files');
    assert.deepEqual(each(files, 'filename'), ['src/app.ts', 'src/new.ts']);
    assert.deepEqual(
      [each(files, 'status'), at(files, 0, 'additions'), at(files, 0, 'deletions')],
      [['modified', 'added'], 1, 2],
    );
    assert.match(String(at(files, 0, 'patch')), /^@@ /);
    const status = async (ends: string): Promise<unknown> =>
      at((await ask(`GET ${tiny}/compare/${ends}`)).json, 'status');
    assert.equal(await status('beta...main'), 'behind');
    assert.equal(await status('main...v1.0.0'), 'identical');
    assert.equal(await status(`main...acme:${encodeURIComponent('feature/x')}`), 'ahead');
    assert.equal((await ask(`GET ${tiny}/compare/main...missing`)).status, 404);
  });

  it('shows the newest 250 commits, or pages from the oldest with files on the first', async () => {
    const started = performance.now();
    const whole = await ask(`GET ${tiny}/compare/main...long`);
    assert.ok(performance.now() - started < 1000);
    const messages = (json: unknown): unknown[] => each(each(at(json, 'commits'), 'commit'), 'message');
    assert.deepEqual([messages(whole.json).length, messages(whole.json).at(-1)], [250, 'long 400']);
    assert.deepEqual([at(whole.json, 'total_commits'), each(at(whole.json, 'files'), 'sha').length], [400, 300]);
    const first = await ask(`GET ${tiny}/compare/main...long?per_page=100`);
    assert.deepEqual([messages(first.json)[0], each(at(first.json, 'files'), 'sha').length], ['long 1', 300]);
    const last = await ask(`GET ${tiny}/compare/main...long?per_page=100&page=4`);
    assert.deepEqual([messages(last.json).at(-1), at(last.json, 'files')], ['long 400', []]);
    assert.match(first.headers.get('link') ?? '', /page=4>; rel="last"/);
  });

  it('finds no common ground between unrelated histories', async () => {
    const tree = at((await ask(`GET ${tiny}/git/commits/${host.sha('start')}`)).json, 'tree', 'sha');
    const root = await ask(`POST ${tiny}/git/commits`, { token, body: { message: 'root', tree, parents: [] } });
    const sha = String(at(root.json, 'sha'));
    await ask(`POST ${tiny}/git/refs`, { token, body: { ref: 'refs/heads/island', sha } });
    assert.equal((await ask(`GET ${tiny}/compare/main...island`)).status, 404);
    const pull = await ask(`POST ${tiny}/pulls`, { token, body: { base: 'main', head: 'island', title: 'x' } });
    assert.match(String(at(pull.json, 'errors', 0, 'message')), /no history in common/);
  });

  it('lists commits by branch, path, time and author, and gets one with its files', async () => {
    const list = async (query: string): Promise<unknown[]> =>
      each(each((await ask(`GET ${tiny}/commits?${query}`)).json, 'commit'), 'message');
    assert.deepEqual(await list('sha=beta'), ['beta two', 'beta one', 'start']);
    assert.deepEqual(await list('sha=beta&path=src/app.ts'), ['beta one', 'start']);
    assert.deepEqual(await list('sha=beta&author=ana'), ['beta one']);
    assert.deepEqual(await list(`sha=beta&since=${new Date(1_700_000_120_000).toISOString()}`), ['beta two']);
    const one = await ask(`GET ${tiny}/commits/beta`);
    assert.deepEqual(
      [at(one.json, 'sha'), each(at(one.json, 'files'), 'filename')],
      [host.sha('beta two'), ['src/new.ts']],
    );
    assert.equal((await ask(`GET ${tiny}/commits/${host.sha('beta two').slice(0, 9)}`)).status, 200);
    const accept = 'application/vnd.github.sha';
    assert.equal((await ask(`GET ${tiny}/commits/beta`, { headers: { accept } })).json, host.sha('beta two'));
    assert.equal((await ask(`GET ${tiny}/commits/missing`)).status, 422);
    const heads = await ask(`GET ${tiny}/commits/${host.sha('feature')}/branches-where-head`);
    assert.deepEqual(each(heads.json, 'name'), ['feature/x']);
    const pulls = async (sha: string): Promise<unknown[]> =>
      each((await ask(`GET ${tiny}/commits/${sha}/pulls`)).json, 'number');
    assert.deepEqual(await pulls(host.sha('beta one')), [1]);
    assert.deepEqual(await pulls(host.sha('start')), []);
  });

  it('reads files, folders, raw bytes and what is too large for its content', async () => {
    const file = await ask(`GET ${tiny}/contents/README.md`);
    assert.deepEqual([at(file.json, 'type'), at(file.json, 'content')], ['file', `${base64('# Tiny\n')}\n`]);
    const accept = 'application/vnd.github.raw+json';
    assert.equal(
      (await ask(`GET ${tiny}/contents/src/app.ts?ref=beta`, { headers: { accept } })).json,
      'export const one = 11;\n',
    );
    const path = 'docs/ünï cödé.md'.split('/').map(encodeURIComponent).join('/');
    assert.equal((await ask(`GET ${tiny}/contents/${path}`)).status, 200);
    assert.deepEqual(each((await ask(`GET ${tiny}/contents`)).json, 'type').sort(), [
      'dir',
      'dir',
      'dir',
      'file',
      'file',
    ]);
    const large = await ask(`GET ${tiny}/contents/large.bin`);
    assert.deepEqual([at(large.json, 'encoding'), at(large.json, 'content')], ['none', '']);
    assert.equal((await ask(`GET ${tiny}/contents/missing`)).status, 404);
    assert.equal((await ask(`GET ${tiny}/contents/README.md?ref=missing`)).status, 404);
  });

  it('writes files for writers who know what they replace', async () => {
    const put = async (body: object, who = token): Promise<number> =>
      (await ask(`PUT ${tiny}/contents/docs/a.md`, { token: who, body: { message: 'm', branch: 'beta', ...body } }))
        .status;
    assert.equal(await put({ content: base64('1') }, 'tess-token'), 404);
    assert.equal(await put({ content: base64('1') }), 201);
    assert.equal(await put({ content: base64('2') }), 422);
    assert.equal(await put({ content: base64('2'), sha: host.sha('start') }), 409);
    const sha = at((await ask(`GET ${tiny}/contents/docs/a.md?ref=beta`)).json, 'sha');
    assert.equal(await put({ content: base64('2'), sha }), 200);
    assert.equal(await host.double.state.file(name, 'beta', 'docs/a.md'), '2');
    assert.notEqual(host.double.state.pull(name, 1).headSha, host.sha('beta two'));
    host.double.act.protect(name, 'beta', { requiredApprovals: 1 });
    assert.equal(await put({ content: base64('3'), sha }), 409);
  });

  it('creates, moves and deletes refs by GitHub’s rules', async () => {
    const create = async (ref: string, sha: string): Promise<number> =>
      (await ask(`POST ${tiny}/git/refs`, { token, body: { ref, sha } })).status;
    assert.equal(await create('refs/heads/new', host.sha('start')), 201);
    assert.equal(await create('refs/heads/new', host.sha('start')), 422);
    assert.equal(await create('new', host.sha('start')), 422);
    assert.equal(await create('refs/heads/a..b', host.sha('start')), 422);
    assert.equal(await create('refs/heads/other', 'f'.repeat(40)), 422);
    const move = async (sha: string, force?: boolean): Promise<number> =>
      (await ask(`PATCH ${tiny}/git/refs/heads/new`, { token, body: { sha, force } })).status;
    assert.equal(await move(host.sha('beta two')), 200);
    assert.equal(await move(host.sha('start')), 422);
    assert.equal(await move(host.sha('start'), true), 200);
    assert.equal((await ask(`GET ${tiny}/git/ref/heads/new`)).status, 200);
    assert.equal((await ask(`DELETE ${tiny}/git/refs/heads/new`, { token })).status, 204);
    assert.equal((await ask(`DELETE ${tiny}/git/refs/heads/new`, { token })).status, 422);
    assert.equal((await ask(`GET ${tiny}/git/ref/heads/new`)).status, 404);
    assert.equal((await ask(`GET ${tiny}/branches/${encodeURIComponent('feature/x')}`)).status, 200);
    const found = each((await ask(`GET ${tiny}/git/matching-refs/heads/fea`)).json, 'ref');
    assert.deepEqual(found, ['refs/heads/feature/x']);
  });

  it('builds commits from blobs and trees', async () => {
    const blob = await ask(`POST ${tiny}/git/blobs`, { token, body: { content: base64('bytes'), encoding: 'base64' } });
    const tree = await ask(`POST ${tiny}/git/trees`, {
      token,
      body: {
        base_tree: host.sha('beta two'),
        tree: [
          { path: 'deep/er/b.txt', mode: '100644', type: 'blob', sha: at(blob.json, 'sha') },
          { path: 'inline.txt', mode: '100644', type: 'blob', content: 'text' },
          { path: 'src/new.ts', mode: '100644', type: 'blob', sha: null },
        ],
      },
    });
    const body = { message: 'built', tree: at(tree.json, 'sha'), parents: [host.sha('beta two')] };
    const sha = String(at((await ask(`POST ${tiny}/git/commits`, { token, body })).json, 'sha'));
    await ask(`PATCH ${tiny}/git/refs/heads/beta`, { token, body: { sha } });
    assert.equal(host.double.state.pull(name, 1).headSha, sha);
    const listed = await ask(`GET ${tiny}/git/trees/${sha}?recursive=1`);
    const paths = each(at(listed.json, 'tree'), 'path');
    assert.ok(paths.includes('deep/er/b.txt') && !paths.includes('src/new.ts'));
    assert.equal(at(listed.json, 'truncated'), false);
  });

  it('serves clones over HTTP, a single commit by its id included, and no pushes', async () => {
    host.double.act.setPrivate(name, true);
    const folder = await mkdtemp(join(tmpdir(), 'double-clone-'));
    const url = host.double.url.replace('//', '//x:rita-token@') + '/acme/tiny.git';
    try {
      assert.equal(await git(folder, ['clone', '--quiet', '--bare', url, 'copy']), 0);
      assert.equal(await git(folder, ['--git-dir', 'copy', 'cat-file', '-e', host.sha('long 400')]), 0);
      assert.equal(await git(folder, ['init', '--quiet', '--bare', 'one']), 0);
      // Protocol 0 is the one that asks for leave to fetch what no branch points at.
      const oldProtocol = ['-c', 'protocol.version=0', '--git-dir', 'one'];
      assert.equal(await git(folder, [...oldProtocol, 'fetch', '--quiet', url, host.sha('beta one')]), 0);
      assert.notEqual(await git(folder, ['--git-dir', 'copy', 'push', '--quiet', url, 'main:pushed']), 0);
      const anonymous = `${host.double.url}/acme/tiny.git`;
      assert.notEqual(await git(folder, ['ls-remote', anonymous]), 0);
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  });

  describe('fetched from over HTTP', () => {
    let folder = '';
    const unknown = 'f'.repeat(40);

    beforeEach(async () => {
      folder = await mkdtemp(join(tmpdir(), 'double-fetch-'));
      assert.equal(await git(folder, ['init', '--quiet', '--bare']), 0);
      host.double.act.setPrivate(name, true);
    });

    afterEach(() => rm(folder, { recursive: true, force: true }));

    function fetch(secret: string | undefined, sha: string): Promise<number | null> {
      const basic = Buffer.from(`x-access-token:${secret ?? ''}`).toString('base64');
      const header = secret === undefined ? [] : ['-c', `http.extraHeader=Authorization: Basic ${basic}`];
      return git(folder, [...header, 'fetch', '--quiet', '--no-tags', `${host.double.url}/acme/tiny.git`, sha]);
    }

    const statuses = (): number[] => [...new Set(host.double.requests.map((request) => request.status))];

    it('gives any commit by its full id, also one that no branch has', async () => {
      const tree = at((await ask(`GET ${tiny}/git/commits/${host.sha('beta one')}`, { token })).json, 'tree', 'sha');
      const body = { message: 'on no branch', tree, parents: [host.sha('beta one')] };
      const loose = String(at((await ask(`POST ${tiny}/git/commits`, { token, body })).json, 'sha'));
      for (const sha of [host.sha('long 200'), loose]) {
        assert.equal(await fetch(token, sha), 0);
        assert.equal(await git(folder, ['cat-file', '-e', `${sha}^{tree}`]), 0);
      }
      assert.notEqual(await fetch(token, unknown), 0);
    });

    it('asks for a token that may read, and tells nobody else that it is there', async () => {
      for (const [secret, status] of [
        [undefined, 401],
        ['wrong-token', 401],
        ['guest-token', 404],
        ['scopeless', 404],
      ] as const) {
        host.double.forget();
        assert.notEqual(await fetch(secret, host.sha('beta one')), 0);
        assert.deepEqual(statuses(), [status], secret);
      }
    });

    it('notes who fetched, without the token', async () => {
      await fetch(token, host.sha('beta one'));
      const seen = host.double.requests.map(({ method, path, actor, status }) => [method, path, actor, status]);
      assert.deepEqual(seen[0], ['GET', '/acme/tiny.git/info/refs', 'ana', 200]);
      assert.deepEqual(seen.at(-1), ['POST', '/acme/tiny.git/git-upload-pack', 'ana', 200]);
      assert.ok(!JSON.stringify([host.double.requests, host.double.journal]).includes(token));
      assert.deepEqual(host.double.journal, []);
    });
  });
});

function git(folder: string, args: readonly string[]): Promise<number | null> {
  const env = { PATH: process.env['PATH'], HOME: folder, GIT_TERMINAL_PROMPT: '0', GIT_CONFIG_NOSYSTEM: '1' };
  return new Promise((resolve, reject) => {
    const child = spawn('git', args, { cwd: folder, env, stdio: 'ignore' });
    child.on('error', reject).on('close', resolve);
  });
}
