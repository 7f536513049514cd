import assert from 'node:assert/strict';
import { HumanError, RateLimited } from '../../../src/core/errors';
import { createClient } from '../../../src/github/client';
import type { GitHubClient } from '../../../src/github/client';
import { EtagCache } from '../../../src/github/etagCache';
import type { Quota } from '../../../src/github/rateLimit';
import { clientOf, errorOf, json, secret, serve } from './localServer';
import type { Handler, LocalServer } from './localServer';

const get = { doing: 'read the thing', route: 'GET /things/{thing}', parameters: { thing: 'one' } };
const post = { doing: 'make the thing', route: 'POST /things', parameters: { body: 'private words' } };

function read(client: GitHubClient, signal?: AbortSignal): Promise<string> {
  return client.read({ ...get, signal }, (answer) => answer.at('name').text());
}

function write(client: GitHubClient): Promise<string> {
  return client.write(post, (answer) => answer.at('name').text());
}

describe('The GitHub client', () => {
  const servers: LocalServer[] = [];

  async function started(handler: Handler): Promise<LocalServer> {
    const server = await serve(handler);
    servers.push(server);
    return server;
  }

  afterEach(async () => {
    await Promise.all(servers.splice(0).map((server) => server.close()));
  });

  it('sends the token, its name and the API version', async () => {
    const server = await started((_, response) => json(response, { name: 'one' }));
    assert.equal(await read(clientOf(server.url)), 'one');
    const [request] = server.received;
    assert.equal(request?.headers.authorization, `Bearer ${secret}`);
    assert.match(request.headers['user-agent'] ?? '', /^test /);
    assert.equal(request.headers['x-github-api-version'], '2022-11-28');
  });

  it('sends no authorization without a token', async () => {
    const server = await started((_, response) => json(response, { name: 'one' }));
    await read(clientOf(server.url, { token: null }));
    assert.equal(server.received[0]?.headers.authorization, undefined);
  });

  it('takes only https addresses, or this machine', () => {
    const log = { info: () => undefined, warn: () => undefined, error: () => undefined };
    for (const apiUrl of ['http://ghe.example/api/v3', 'https://u:p@ghe.example', 'https://h/?a', 'ftp://h', '', 'x']) {
      assert.throws(() => createClient({ apiUrl, token: null, userAgent: 't', log }), HumanError, apiUrl);
    }
    createClient({ apiUrl: 'https://ghe.example/api/v3', token: null, userAgent: 't', log });
  });

  describe('does not take for GitHub’s answer', () => {
    const foreign: readonly (readonly [string, Handler])[] = [
      ['a sign-in page', (_, response) => response.writeHead(200, { 'content-type': 'text/html' }).end('<h1>Wi-Fi')],
      ['a sign-in page that calls itself JSON', (_, response) => json(response, '<h1>Wi-Fi')],
      ['JSON cut short', (_, response) => json(response, '{"name": "o')],
      ['a bare word', (_, response) => json(response, '"name"')],
      ['null', (_, response) => json(response, 'null')],
      ['bytes', (_, response) => response.writeHead(200, { 'content-type': 'application/octet-stream' }).end('{}')],
      ['nothing', (_, response) => json(response, '')],
    ];
    for (const [what, handler] of foreign) {
      it(what, async () => {
        const server = await started(handler);
        const error = await errorOf(read(clientOf(server.url)));
        assert.equal(error.kind, 'unreadable-answer');
        assert.match(error.message, /^Could not read the thing: .*proxy/);
      });
    }

    it('JSON of another shape, and names the place', async () => {
      const server = await started((_, response) => json(response, { name: ['x'] }));
      const error = await errorOf(read(clientOf(server.url)));
      assert.equal(error.kind, 'unreadable-answer');
      assert.match(error.message, /answer\.name/);
    });
  });

  it('gives up on a slow answer, its body included', async () => {
    const server = await started((_, response) => {
      response.writeHead(200, { 'content-type': 'application/json' });
      response.write('{');
    });
    const error = await errorOf(read(clientOf(server.url, { timeout: 40 })));
    assert.equal(error.kind, 'offline');
    assert.match(error.message, /did not answer within/);
    assert.equal(server.received.length, 1);
  });

  it('stops when told to, also between attempts', async () => {
    const stop = new AbortController();
    const server = await started((_, response) => {
      json(response, {}, 502);
      stop.abort();
    });
    const error = await errorOf(read(clientOf(server.url, { pauses: [60_000] }), stop.signal));
    assert.equal(error.kind, 'cancelled');
    assert.equal(server.received.length, 1);
  });

  describe('keeps answers with an ETag', () => {
    it('and serves them again on 304, with the headers of both', async () => {
      const server = await started((request, response) => {
        if (request.headers['if-none-match'] === '"v1"') response.writeHead(304, { 'x-fresh': 'yes' }).end();
        else json(response, { name: 'one' }, 200, { etag: '"v1"', 'x-oauth-scopes': 'repo' });
      });
      const client = clientOf(server.url);
      await read(client);
      const again = await client.read(get, (answer, headers) => [
        answer.at('name').text(),
        headers['x-oauth-scopes'],
        headers['x-fresh'],
      ]);
      assert.deepEqual(again, ['one', 'repo', 'yes']);
    });

    it('apart for each token', async () => {
      const server = await started((request, response) =>
        json(response, { name: request.headers.authorization ?? '' }, 200, { etag: '"v1"' }),
      );
      const cache = new EtagCache();
      await read(clientOf(server.url, { cache }));
      await read(clientOf(server.url, { cache, token: 'another' }));
      await read(clientOf(server.url, { cache, token: null }));
      assert.deepEqual(
        server.received.map((request) => request.headers['if-none-match']),
        [undefined, undefined, undefined],
      );
    });

    it('but not ones that could not be read', async () => {
      const server = await started((_, response, index) =>
        json(response, index === 0 ? '{"name"' : '{"name":"one"}', 200, { etag: '"v1"' }),
      );
      const client = clientOf(server.url);
      await errorOf(read(client));
      assert.equal(await read(client), 'one');
      assert.equal(server.received[1]?.headers['if-none-match'], undefined);
    });

    it('within bounds, the least used going first', () => {
      const entry = { etag: 'e', data: {}, headers: {}, size: 10 };
      const cache = new EtagCache(3, 100);
      for (const key of ['a', 'b', 'c']) cache.set(key, entry);
      cache.get('a');
      cache.set('d', entry);
      assert.deepEqual(
        ['a', 'b', 'c', 'd'].map((key) => cache.get(key) !== undefined),
        [true, false, true, true],
      );
      cache.set('large', { ...entry, size: 26 });
      assert.equal(cache.get('large'), undefined);
    });
  });

  describe('reads lists to the end', () => {
    it('page by page of its own route', async () => {
      const server = await started((request, response) => {
        const page = Number(new URL(request.url, 'http://x').searchParams.get('page') ?? 1);
        const link =
          page < 3 ? `<http://127.0.0.1${server.url.slice(16)}/whatever?page=9>; rel="next"` : '<x>; rel="prev"';
        json(response, [page], 200, { link });
      });
      const items = await clientOf(server.url).readAll(get, (item) => item.count());
      assert.deepEqual(items, [1, 2, 3]);
      assert.deepEqual(
        server.received.map((request) => request.url),
        ['/things/one?per_page=100', '/things/one?per_page=100&page=2', '/things/one?per_page=100&page=3'],
      );
    });

    it('where no Link header says so but the page is full', async () => {
      const server = await started((_, response, index) => json(response, index < 2 ? Array(100).fill(7) : []));
      const items = await clientOf(server.url).readAll(get, (item) => item.count());
      assert.equal(items.length, 200);
    });

    it('never takes a conflict for the end', async () => {
      const server = await started((_, response, index) =>
        index === 0 ? json(response, Array(100).fill(7)) : json(response, { message: 'busy' }, 409),
      );
      const error = await errorOf(clientOf(server.url).readAll(get, (item) => item.count()));
      assert.equal(error.kind, 'conflict');
    });

    it('no further than wanted', async () => {
      const server = await started((_, response) => json(response, [1, 2, 3]));
      assert.deepEqual(await clientOf(server.url).readAll(get, (item) => item.count(), { limit: 2 }), [1, 2]);
      assert.equal(server.received[0]?.url, '/things/one?per_page=2');
    });
  });

  describe('reports limits', () => {
    const now = (): number => Date.now();

    it('and who listens hears of the quota', async () => {
      const reset = Math.floor(now() / 1000) + 600;
      const headers = {
        'x-ratelimit-limit': '5000',
        'x-ratelimit-remaining': '4321',
        'x-ratelimit-reset': String(reset),
      };
      const server = await started((_, response) => json(response, { name: 'one' }, 200, headers));
      const client = clientOf(server.url);
      const heard: Quota[] = [];
      client.onQuota((quota) => heard.push(quota));
      assert.ok(client.quota === null);
      await read(client);
      assert.deepEqual([client.quota], heard);
      const [quota] = heard;
      assert.deepEqual([quota?.limit, quota?.remaining], [5000, 4321]);
      assert.ok(Math.abs((quota?.resetAt ?? 0) - reset * 1000) < 3_000);
    });

    const cases: readonly (readonly [string, number, () => Record<string, string>, string, number])[] = [
      ['Retry-After in seconds', 403, () => ({ 'retry-after': '120' }), 'secondary rate limit', 120_000],
      ['429', 429, () => ({ 'retry-after': '5' }), '', 5_000],
      [
        'Retry-After as a date, on GitHub’s clock',
        403,
        () => ({ date: 'Wed, 01 Jan 2025 00:00:00 GMT', 'retry-after': 'Wed, 01 Jan 2025 00:05:00 GMT' }),
        '',
        300_000,
      ],
      [
        'a used-up quota, on GitHub’s clock',
        403,
        () => ({
          date: 'Wed, 01 Jan 2025 00:00:00 GMT',
          'x-ratelimit-remaining': '0',
          'x-ratelimit-reset': String(Date.parse('2025-01-01T00:10:00Z') / 1000),
        }),
        'Forbidden',
        600_000,
      ],
      ['words alone', 403, () => ({}), 'You have exceeded a secondary rate limit', 60_000],
    ];
    for (const [what, status, headers, message, wait] of cases) {
      it(`by ${what}`, async () => {
        const server = await started((_, response) => json(response, { message }, status, headers()));
        const error = await errorOf(write(clientOf(server.url)));
        assert.ok(error instanceof RateLimited);
        assert.ok(Math.abs((error.resetAt ?? 0) - now() - wait) < 3_000, String((error.resetAt ?? 0) - now()));
        assert.match(error.message, /Nothing was changed/);
        assert.equal(server.received.length, 1);
      });
    }
  });

  it('reads ids beyond 2^53 digit by digit', async () => {
    const server = await started((_, response) => json(response, '{"id": 9007199254740993123, "name": "one"}'));
    const id = await clientOf(server.url).read(get, (answer) => answer.at('id').id());
    assert.equal(id, '9007199254740993123');
  });

  it('logs what it did without token, body or query', async () => {
    const lines: string[] = [];
    const server = await started((_, response) => json(response, { message: `token ${secret}` }, 500));
    const client = clientOf(server.url, {}, lines);
    await errorOf(read(client));
    await errorOf(write(client));
    assert.equal(lines.length, 2);
    assert.match(lines[1] ?? '', /^make the thing \(POST \/things\): 500, \d+ ms$/);
    assert.ok(!lines.join().includes(secret) && !lines.join().includes('private words'));
  });
});
