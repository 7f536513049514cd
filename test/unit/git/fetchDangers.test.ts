import assert from 'node:assert/strict';
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import type { CloneHistory } from '../../../src/core/ports';
import { inBase64, setting, shadowOf, token, wrapped } from './fetchSetting';
import { closeGitServers } from './gitServer';
import { git, missingSha, removeScratchFolders, scratchFolder } from './scratchRepository';

async function untilGone(group: number): Promise<void> {
  for (;;) {
    try {
      process.kill(-group, 0);
    } catch {
      return;
    }
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}

describe('a fetch of commits', () => {
  afterEach(async () => {
    await closeGitServers();
    removeScratchFolders();
  });

  it('shows the token to git in its environment only', async () => {
    const { origin, server, again } = await setting();
    const folder = scratchFolder();
    const program = await wrapped(`echo "$*" >> '${folder}/arguments'; env >> '${folder}/environment'`);
    const history = await again({ program });
    await history.fetch([origin.sha('c59')]);
    assert.ok(server.requests.every(({ authorization }) => authorization === `Basic ${inBase64}`));
    const said = readFileSync(join(folder, 'arguments'), 'utf8');
    assert.match(said, /^fetch /m);
    assert.ok(!said.includes(token) && !said.includes(inBase64));
    const environment = readFileSync(join(folder, 'environment'), 'utf8');
    assert.ok(environment.includes(`GIT_CONFIG_KEY_0=http.${server.url}.extraHeader`));
    assert.ok(environment.includes('GIT_ALLOW_PROTOCOL=http\n'));
  });

  it('takes from the user how to reach the network, and nothing that sends more', async () => {
    const { origin, server, again } = await setting(['-b', 'c50'], { token: '' });
    const folder = scratchFolder();
    const program = await wrapped(`case "$1" in fetch) env > '${folder}/environment';; esac`);
    writeFileSync(
      join(folder, '.gitconfig'),
      '[http]\n\tproxyAuthMethod = basic\n\tsslCAInfo = ~/ca.pem\n\textraHeader = X-Of-The-User: 1\n\tsslVerify = false\n' +
        '\tcookieFile = cookies\n[credential]\n\thelper = store\n[core]\n\thooksPath = x\n[url "ext::"]\n\tinsteadOf = http\n',
    );
    writeFileSync(join(folder, '.netrc'), 'machine 127.0.0.1 login me password secret\n');
    const before = { HOME: process.env['HOME'], NO_PROXY: process.env['NO_PROXY'] };
    Object.assign(process.env, { HOME: folder, NO_PROXY: '127.0.0.1,of.the.user' });
    try {
      const history = await again({ program, remote: () => Promise.resolve({ url: server.url, token: null }) });
      await assert.rejects(history.fetch([origin.sha('c59')]), { kind: 'forbidden' });
    } finally {
      for (const [name, value] of Object.entries(before)) {
        if (value === undefined) Reflect.deleteProperty(process.env, name);
        else process.env[name] = value;
      }
    }
    assert.ok(server.requests.every(({ authorization }) => authorization === undefined));
    const environment = readFileSync(join(folder, 'environment'), 'utf8').split('\n');
    assert.ok(environment.includes('NO_PROXY=127.0.0.1,of.the.user'));
    const settings = environment
      .filter((line) => /^GIT_CONFIG_(?:KEY|VALUE)_/.test(line))
      .map((line) => line.replace(/^.*?=/, ''));
    const ca = settings.find((value) => value.endsWith('/ca.pem'));
    assert.ok(ca !== undefined && !ca.startsWith('~'));
    assert.deepEqual(new Set(settings), new Set(['http.proxyauthmethod', 'basic', 'http.sslcainfo', ca]));
  });

  it('runs nothing of a hostile clone, and git not in it', async () => {
    const { origin, root, again } = await setting();
    const folder = scratchFolder();
    const canary = join(folder, 'canary');
    const evil = join(folder, 'evil');
    writeFileSync(evil, `#!/bin/sh\necho "$0 $*" >> '${canary}'\n`, { mode: 0o755 });
    const settings = {
      'core.alternateRefsCommand': evil,
      'core.fsmonitor': evil,
      'core.hooksPath': folder,
      'core.sshCommand': evil,
      'core.askPass': evil,
      'credential.helper': `!${evil}`,
      'fetch.recurseSubmodules': 'true',
      'remote.origin.vcs': evil,
      'remote.origin.uploadpack': evil,
      'http.proxy': 'http://127.0.0.1:1',
      'gc.auto': '1',
      'url.ext::sh.insteadOf': 'http://',
      'alias.index-pack': `!${evil}`,
      'alias.for-each-ref': `!${evil}`,
    };
    for (const [key, value] of Object.entries(settings)) git(root, ['config', key, value]);
    mkdirSync(join(root, '.git/hooks'), { recursive: true });
    for (const hook of ['reference-transaction', 'pre-auto-gc', 'post-merge', 'post-rewrite']) {
      for (const place of [folder, join(root, '.git/hooks')]) {
        writeFileSync(join(place, hook), `#!/bin/sh\nexec '${evil}'\n`, { mode: 0o755 });
      }
    }
    writeFileSync(join(root, '.git/refs/heads/--upload-pack=x'), `${origin.sha('c3')}\n`);
    writeFileSync(join(root, '.git/refs/heads/junk'), 'ref: refs/heads/junk\n');
    const trace = join(folder, 'trace');
    const history = await again({ program: await wrapped(`export GIT_TRACE='${trace}'`) });
    await history.fetch([origin.sha('c59')]);
    assert.equal(await history.has([origin.sha('c40'), origin.sha('c59')]), true);
    assert.equal(existsSync(canary), false);
    const inClone = readFileSync(trace, 'utf8')
      .split('\n')
      .filter((line) => line.includes(join(root, '.git')) || line.includes('for-each-ref'));
    assert.ok(inClone.length > 0);
    assert.deepEqual(
      inClone.filter((line) => !line.includes("'exit 0 #'")),
      [],
    );
  });

  it('fails in words when the commit, the sign-in, the repository or the server is not there', async () => {
    const { origin, root, storage, again, server, history } = await setting();
    const sha = origin.sha('c59');
    const tree = origin.sha(git(origin.root, ['rev-parse', 'c59^{tree}']).trim());
    await assert.rejects(history.fetch([missingSha]), { kind: 'not-found', message: /127.* has no commit 0123456/ });
    await assert.rejects(history.fetch([tree]), { kind: 'not-found', message: /is no commit/ });
    const at = (url: string, other: string | null = token): Promise<CloneHistory> =>
      again({ remote: () => Promise.resolve({ url, token: other }) });
    const cases: readonly (readonly [CloneHistory, string, RegExp])[] = [
      [await at(server.url, null), 'forbidden', /did not let git fetch/],
      [await at(server.url, 'wrong'), 'forbidden', /did not let git fetch/],
      [await at(server.url.replace('shop', 'nothing')), 'not-found', /no such repository/],
      [await at('http://127.0.0.1:1/acme/shop.git'), 'offline', /could not be reached/],
      [await at('http://example.com/acme/shop.git'), 'refused', /over https only/],
      [await at(`file://${origin.root}`), 'refused', /over https only/],
      [await at(server.url.replace('//', '//me@')), 'refused', /over https only/],
      [await at('--upload-pack=x'), 'refused', /over https only/],
      [await again({ remote: () => Promise.resolve(null) }), 'refused', /not known where/],
    ];
    for (const [broken, kind, message] of cases) {
      await assert.rejects(broken.fetch([sha]), { name: 'HumanError', kind, message });
    }
    assert.deepEqual(readdirSync(join(shadowOf(storage), 'objects/pack')), []);
    assert.deepEqual(readdirSync(shadowOf(storage)).sort(), ['HEAD', 'config', 'objects', 'refs']);
    assert.equal(existsSync(join(root, '.git/FETCH_HEAD')), false);
  });

  it('does not follow the server elsewhere, and does not repeat a token that it echoes', async () => {
    const elsewhere = await setting();
    const moved = await setting(['-b', 'c50'], {
      instead: (request, response) => {
        response.writeHead(302, { location: elsewhere.server.url + (request.url ?? '').replace(/^.*\.git/, '') }).end();
        return true;
      },
    });
    await assert.rejects(moved.history.fetch([moved.origin.sha('c59')]), {
      kind: 'refused',
      message: /sent git elsewhere/,
    });
    assert.deepEqual(elsewhere.server.requests, []);

    const echo = await setting(['-b', 'c50'], {
      instead: (_request, response) => {
        const line = `ERR bad ${token} Basic ${inBase64}\n`;
        response.writeHead(200, { 'content-type': 'application/x-git-upload-pack-advertisement' });
        response.end(`${(line.length + 4).toString(16).padStart(4, '0')}${line}`);
        return true;
      },
    });
    await assert.rejects(echo.history.fetch([echo.origin.sha('c59')]), (error: Error) => {
      assert.match(error.message, /bad \*\*\* Basic \*\*\*/);
      assert.equal(error.cause, undefined);
      return true;
    });
  });

  it('can be given up, and is stopped when it takes too long, with all its programs', async () => {
    let asked = (): void => undefined;
    const arrived = new Promise<void>((resolve) => {
      asked = resolve;
    });
    const silent = await setting(['-b', 'c50'], {
      instead: () => {
        asked();
        return true;
      },
    });
    const mark = join(scratchFolder(), 'mark');
    const program = await wrapped(`case "$1" in fetch) echo $$ > '${mark}';; esac`);
    const history = await silent.again({ program });
    const abort = new AbortController();
    const fetching = history.fetch([silent.origin.sha('c59')], abort.signal);
    fetching.catch(() => undefined);
    await arrived;
    const group = Number(readFileSync(mark, 'utf8'));
    assert.ok(group > 0);
    abort.abort();
    await assert.rejects(fetching, { name: 'HumanError', kind: 'cancelled', message: /Fetching/ });
    await untilGone(group);
    const slow = (await silent.again({ program, fetchTimeoutMs: 300 })).fetch([silent.origin.sha('c59')]);
    await assert.rejects(slow, { name: 'HumanError', kind: 'git', message: /did not finish within 1 second/ });
    await untilGone(Number(readFileSync(mark, 'utf8')));
    assert.deepEqual(readdirSync(shadowOf(silent.storage)).sort(), ['HEAD', 'config', 'objects', 'refs']);
  });
});
