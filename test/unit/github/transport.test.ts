import assert from 'node:assert/strict';
import { UncertainWrite } from '../../../src/core/errors';
import type { GitHubClient } from '../../../src/github/client';
import { clientOf, errorOf, json, serve } from './localServer';
import type { Handler, LocalServer } from './localServer';

const get = { doing: 'read the thing', route: 'GET /things/{thing}', parameters: { thing: 'one' } };
const post = { doing: 'make the thing', route: 'POST /things', parameters: { body: 'private words' } };

function read(client: GitHubClient, signal?: AbortSignal): Promise<string> {
  return client.read({ ...get, signal }, (answer) => answer.at('name').text());
}

function write(client: GitHubClient): Promise<string> {
  return client.write(post, (answer) => answer.at('name').text());
}

describe('The way to GitHub', () => {
  const servers: LocalServer[] = [];

  async function started(handler: Handler): Promise<LocalServer> {
    const server = await serve(handler);
    servers.push(server);
    return server;
  }

  afterEach(async () => {
    await Promise.all(servers.splice(0).map((server) => server.close()));
  });

  describe('pins the host', () => {
    it('does not follow a redirect to another host, and the token does not go there', async () => {
      const other = await started((_, response) => json(response, { name: 'stolen' }));
      const server = await started((_, response) => {
        response.writeHead(302, { location: `${other.url}/things/one` }).end();
      });
      const error = await errorOf(read(clientOf(server.url)));
      assert.equal(error.kind, 'unreadable-answer');
      assert.match(error.message, /points away/);
      assert.equal(other.received.length, 0);
    });

    it('tells of a renamed repository on a redirect within the host', async () => {
      const server = await started((_, response) => {
        response.writeHead(301, { location: '/repositories/7/things/one' }).end();
      });
      const error = await errorOf(read(clientOf(server.url)));
      assert.equal(error.kind, 'not-found');
      assert.match(error.message, /renamed or moved/);
      assert.equal(server.received.length, 1);
    });

    it('does not send a write again after a redirect, and knows that nothing happened', async () => {
      const other = await started((_, response) => json(response, { name: 'stolen' }));
      for (const status of [301, 302, 307, 308]) {
        const server = await started((_, response) => {
          response.writeHead(status, { location: `${other.url}/things` }).end();
        });
        const error = await errorOf(write(clientOf(server.url)));
        assert.ok(!(error instanceof UncertainWrite));
        assert.match(error.message, /Nothing was changed/);
        assert.equal(server.received.length, 1);
      }
      assert.equal(other.received.length, 0);
    });

    it('sends nothing to an address outside the API', async () => {
      const other = await started((_, response) => json(response, { name: 'stolen' }));
      const server = await started((_, response) => json(response, { name: 'one' }));
      const ask = { doing: 'read the thing', route: `GET ${other.url}/things/one` };
      assert.equal((await errorOf(clientOf(server.url).read(ask, () => 'read'))).kind, 'unreadable-answer');
      assert.equal(other.received.length, 0);
    });

    it('refuses a next page on another host', async () => {
      const other = await started((_, response) => json(response, []));
      const server = await started((_, response) =>
        json(response, [1], 200, { link: `<${other.url}/things?page=2>; rel="next"` }),
      );
      const error = await errorOf(clientOf(server.url).readAll(get, (item) => item.count()));
      assert.match(error.message, /points away/);
      assert.equal(other.received.length, 0);
    });

    it('refuses names that would change the path', async () => {
      const server = await started((_, response) => json(response, { name: 'one' }));
      for (const thing of ['.', '..', '%2e%2E']) {
        const ask = { ...get, parameters: { thing } };
        const asked = clientOf(server.url).read(ask, () => 'read');
        if (thing.startsWith('.')) assert.equal((await errorOf(asked)).kind, 'invalid-input');
        else assert.equal(await asked, 'read');
      }
      assert.deepEqual(
        server.received.map((request) => request.url),
        ['/things/%252e%252E'],
      );
    });
  });

  describe('asks again', () => {
    for (const status of [502, 503, 504]) {
      it(`after ${status}, twice and only for a GET`, async () => {
        const server = await started((_, response, index) =>
          index < 2 ? json(response, {}, status) : json(response, { name: 'one' }),
        );
        assert.equal(await read(clientOf(server.url)), 'one');
        assert.equal(server.received.length, 3);
        const failing = await started((_, response) => json(response, {}, status));
        assert.equal((await errorOf(read(clientOf(failing.url)))).kind, 'server');
        assert.equal(failing.received.length, 3);
        assert.ok((await errorOf(write(clientOf(failing.url)))) instanceof UncertainWrite);
        assert.equal(failing.received.length, 4);
      });
    }

    it('after a connection that broke, in the middle of the body too', async () => {
      const server = await started((_, response, index) => {
        if (index === 0) response.destroy();
        else if (index === 1) {
          response.writeHead(200, { 'content-type': 'application/json', 'content-length': '100' });
          response.write('{"name":');
          setImmediate(() => response.destroy());
        } else json(response, { name: 'one' });
      });
      assert.equal(await read(clientOf(server.url)), 'one');
      assert.equal(server.received.length, 3);
    });

    it('neither after 500 nor where Retry-After says when', async () => {
      const server = await started((_, response, index) =>
        index === 0 ? json(response, {}, 500) : json(response, {}, 503, { 'retry-after': '30' }),
      );
      assert.equal((await errorOf(read(clientOf(server.url)))).kind, 'server');
      assert.equal((await errorOf(read(clientOf(server.url)))).kind, 'server');
      assert.equal(server.received.length, 2);
    });
  });

  describe('knows when a write may have happened', () => {
    const lost: readonly (readonly [string, Handler])[] = [
      ['no answer', (_, response) => response.destroy()],
      ['a server error', (_, response) => json(response, { message: 'oops' }, 500)],
      ['a page instead of JSON', (_, response) => response.writeHead(200, { 'content-type': 'text/html' }).end('<p>')],
      ['JSON cut short', (_, response) => json(response, '{"name": "o')],
      ['the wrong JSON', (_, response) => json(response, { name: 7 }, 201)],
      ['an empty answer', (_, response) => response.writeHead(200).end()],
    ];
    for (const [what, handler] of lost) {
      it(`with ${what}: unknown, and sent once`, async () => {
        const server = await started(handler);
        const error = await errorOf(write(clientOf(server.url)));
        assert.ok(error instanceof UncertainWrite, error.message);
        assert.match(error.message, /make the thing/);
        assert.ok(!error.message.includes('private words'));
        assert.equal(server.received.length, 1);
      });
    }

    it('with no answer in time: unknown', async () => {
      const server = await started(() => undefined);
      const error = await errorOf(write(clientOf(server.url, { timeout: 30 })));
      assert.ok(error instanceof UncertainWrite);
    });

    it('with no connection: offline, nothing was changed', async () => {
      const server = await serve(() => undefined);
      await server.close();
      const error = await errorOf(write(clientOf(server.url)));
      assert.equal(error.kind, 'offline');
      assert.match(error.message, /ECONNREFUSED.*Nothing was changed/);
    });

    it('with a refusal: it did not happen', async () => {
      const server = await started((_, response) => json(response, { message: 'Validation Failed' }, 422));
      assert.equal((await errorOf(write(clientOf(server.url)))).kind, 'refused');
    });
  });
});
