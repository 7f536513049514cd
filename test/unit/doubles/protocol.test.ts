import assert from 'node:assert/strict';
import { request } from 'node:http';
import { at, each } from './client';
import { harness, name, tiny } from './harness';

describe('the GitHub double: the protocol', () => {
  const host = harness();
  const { ask } = host;

  it('answers 304 to a known ETag, at no cost, until something changes', async () => {
    const token = 'ana-token';
    const first = await ask(`GET ${tiny}/pulls/1`, { token });
    const etag = first.headers.get('etag') ?? '';
    assert.match(etag, /^W\/"/);
    const left = Number(first.headers.get('x-ratelimit-remaining'));
    const again = await ask(`GET ${tiny}/pulls/1`, { token, headers: { 'if-none-match': etag } });
    assert.deepEqual([again.status, again.json], [304, '']);
    assert.equal(Number(again.headers.get('x-ratelimit-remaining')), left);
    host.double.act.editPull(name, 1, { title: 'Another' });
    const changed = await ask(`GET ${tiny}/pulls/1`, { token, headers: { 'if-none-match': etag } });
    assert.equal(changed.status, 200);
    assert.equal(Number(changed.headers.get('x-ratelimit-remaining')), left - 1);
    const costs = host.double.requests.map(({ status, conditional, cost }) => [status, conditional, cost]);
    assert.deepEqual(costs, [
      [200, false, 1],
      [304, true, 0],
      [200, true, 1],
    ]);
  });

  it('gives every account and media type an ETag of its own', async () => {
    const etag = async (token: string, accept: string): Promise<string | null> =>
      (await ask(`GET ${tiny}/labels`, { token, headers: { accept } })).headers.get('etag');
    const tags = await Promise.all([
      etag('ana-token', 'application/json'),
      etag('ben-token', 'application/json'),
      etag('ana-token', 'application/vnd.github+json'),
    ]);
    assert.equal(new Set(tags).size, 3);
  });

  it('pages with Link headers and takes at most 100 a page', async () => {
    const first = await ask(`GET ${tiny}/commits?sha=long&per_page=150`);
    assert.equal(each(first.json, 'sha').length, 100);
    const link = first.headers.get('link') ?? '';
    assert.match(link, /page=2>; rel="next"/);
    assert.match(link, /page=5>; rel="last"/);
    const next = /<([^>]+)>; rel="next"/.exec(link)?.[1] ?? '';
    const second = await ask(`GET ${next.slice(host.double.url.length)}`);
    assert.match(second.headers.get('link') ?? '', /page=1>; rel="prev"/);
    assert.equal(each(second.json, 'sha').length, 100);
    assert.equal((await ask(`GET ${tiny}/labels`)).headers.get('link'), null);
  });

  it('serves the API below /api/v3 too, with addresses that stay there', async () => {
    const answer = await ask(`GET /api/v3${tiny}/pulls/1`);
    assert.equal(at(answer.json, 'url'), `${host.double.url}/api/v3${tiny}/pulls/1`);
    assert.equal(at(answer.json, 'html_url'), `${host.double.url}/acme/tiny/pull/1`);
  });

  it('refuses conditions on writes, unreadable JSON and requests without a User-Agent', async () => {
    const token = 'ana-token';
    const conditional = await ask(`PATCH ${tiny}/pulls/1`, {
      token,
      body: { title: 'x' },
      headers: { 'if-match': '"x"' },
    });
    assert.equal(conditional.status, 400);
    const headers = { authorization: `Bearer ${token}` };
    const broken = await fetch(`${host.double.url}${tiny}/pulls/1`, { method: 'PATCH', headers, body: '{' });
    assert.equal(broken.status, 400);
    const bare = await new Promise<number | undefined>((resolve, reject) => {
      const sent = request(`${host.double.url}${tiny}`, (response) => {
        response.resume();
        resolve(response.statusCode);
      });
      sent.on('error', reject).end();
    });
    assert.equal(bare, 403);
  });

  it('stops at the rate limit, and says when it ends', async () => {
    await host.start({}, { rateLimits: { signedIn: 2, anonymous: 1 } });
    assert.equal((await ask(`GET ${tiny}`)).status, 200);
    const refused = await ask(`GET ${tiny}`);
    assert.deepEqual([refused.status, refused.headers.get('x-ratelimit-remaining')], [403, '0']);
    assert.ok(Number(refused.headers.get('x-ratelimit-reset')) > Date.now() / 1000);
    assert.equal((await ask(`GET ${tiny}`, { token: 'ana-token' })).status, 200);
    const free = await ask('GET /rate_limit', { token: 'ana-token' });
    assert.equal(at(free.json, 'rate', 'remaining'), 1);
  });

  it('writes ids beyond 2^53 as digits', async () => {
    await host.start({}, {}, { idOffset: '9007199254740993' });
    const text = await (await fetch(`${host.double.url}${tiny}/issues/1/comments`)).text();
    const id = /"id":(90071992547\d+)/.exec(text)?.[1] ?? '';
    assert.ok(BigInt(id) > 2n ** 53n);
    const edited = await ask(`PATCH ${tiny}/issues/comments/${id}`, { token: 'ben-token', body: { body: 'edited' } });
    assert.equal(edited.status, 200);
  });

  it('answers unknown operations with 404 and leads web addresses to a page', async () => {
    assert.equal((await ask('GET /repos/acme/tiny/nothing')).status, 404);
    host.double.act.editPull(name, 1, { title: '<script>alert(1)</script>' });
    const page = await ask('GET /acme/tiny/pull/1');
    assert.match(String(page.json), /&#60;script&#62;/);
    assert.doesNotMatch(String(page.json), /<script>/);
    assert.equal((await ask(`GET /acme/tiny/commit/${host.sha('start')}`)).status, 200);
  });

  it('keeps a journal of writes, applied and refused', async () => {
    await ask(`POST ${tiny}/issues/1/labels`, { token: 'ana-token', body: { labels: ['new'] } });
    await ask(`POST ${tiny}/issues/1/labels`, { token: 'guest-token', body: { labels: ['bad'] } });
    const seen = host.double.journal.map(({ method, actor, status, applied }) => [method, actor, status, applied]);
    assert.deepEqual(seen, [
      ['POST', 'ana', 200, true],
      ['POST', 'guest', 403, false],
    ]);
    assert.deepEqual(host.double.journal[0]?.body, { labels: ['new'] });
  });

  it('notices requests that GitHub does not describe', async () => {
    await ask(`GET ${tiny}/pulls?stat=open`);
    await ask(`PATCH ${tiny}/pulls/1`, { token: 'ana-token', body: { title: 7 } });
    assert.equal(host.double.violations.length, 2);
    host.double.forget();
  });
});
