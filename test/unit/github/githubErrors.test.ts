import assert from 'node:assert/strict';
import { HumanError } from '../../../src/core/errors';
import { clientOf, json, secret, serve } from './localServer';

interface Case {
  readonly status: number;
  readonly body?: unknown;
  readonly headers?: Record<string, string>;
}

async function refused(answer: Case, token: string | null = secret): Promise<HumanError> {
  const server = await serve((_, response) => json(response, answer.body ?? {}, answer.status, answer.headers ?? {}));
  try {
    const ask = { doing: 'label #42 of acme/shop', route: 'POST /x' };
    await clientOf(server.url, { token }).write(ask, () => undefined);
  } catch (error) {
    assert.ok(error instanceof HumanError);
    assert.ok(!error.message.includes(secret));
    return error;
  } finally {
    await server.close();
  }
  return assert.fail('it should have been refused');
}

describe('A refusal by GitHub becomes a sentence', () => {
  it('that says what was tried, what was found and what to do', async () => {
    const error = await refused({ status: 401, body: { message: 'Bad credentials' } });
    assert.equal(error.kind, 'signed-out');
    assert.match(
      error.message,
      /^Could not label #42 of acme\/shop: \S+ no longer accepts the sign-in\. \S+ says: Bad credentials\. Sign in again\.$/,
    );
    assert.match((await refused({ status: 401 }, null)).message, /wants to know who is asking/);
  });

  it('that sends to single sign-on, naming the organization but not the one-time address', async () => {
    const sso = 'required; url=https://github.com/orgs/acme/sso?authorization_request=AZSCKtL4U8yX1H3s';
    const error = await refused({ status: 403, headers: { 'x-github-sso': sso } });
    assert.equal(error.kind, 'forbidden');
    assert.match(error.message, /Authorise the token for the organization acme/);
    assert.ok(!error.message.includes('AZSCK'));
  });

  it('that names the missing scope', async () => {
    const headers = { 'x-accepted-oauth-scopes': 'repo, public_repo', 'x-oauth-scopes': 'read:org' };
    for (const status of [403, 404]) {
      const error = await refused({ status, headers });
      assert.match(error.message, /lacks the scope “repo” or “public_repo”/);
    }
    const granted = await refused({ status: 404, headers: { ...headers, 'x-oauth-scopes': 'repo' } });
    assert.equal(granted.kind, 'not-found');
    assert.match(granted.message, /not found, or this account may not see it\.$/);
  });

  it('that names the missing permission of a fine-grained token', async () => {
    const error = await refused({
      status: 403,
      body: { message: 'Resource not accessible by personal access token' },
      headers: { 'x-accepted-github-permissions': 'pull_requests=write' },
    });
    assert.equal(error.kind, 'forbidden');
    assert.match(error.message, /was not given this permission.*It takes pull_requests=write\./);
  });

  it('that joins GitHub’s own reasons', async () => {
    const errors = [
      'Review Can not approve your own pull request',
      { resource: 'Label', field: 'name', code: 'already_exists' },
    ];
    const error = await refused({ status: 422, body: { message: 'Validation Failed', errors } });
    assert.equal(error.kind, 'refused');
    assert.match(error.message, /says: Review Can not approve your own pull request; Label name already exists\./);
  });

  it('of one line and bounded, hidden characters shown, a repeated token taken out', async () => {
    const message = `a\n\u202Eb ${secret} ${'x'.repeat(5_000)}`;
    const error = await refused({ status: 422, body: { message } });
    assert.ok(error.message.length < 700);
    assert.match(error.message, /says: a ‹U\+202E›b … x+/);
  });

  it('of the right kind for every status', async () => {
    const kinds = {
      400: 'refused',
      405: 'refused',
      409: 'conflict',
      410: 'not-found',
      415: 'refused',
      451: 'forbidden',
    };
    for (const [status, kind] of Object.entries(kinds)) {
      assert.equal((await refused({ status: Number(status) })).kind, kind, status);
    }
    for (const status of [408, 500, 502]) assert.equal((await refused({ status })).kind, 'uncertain');
  });

  it('whatever the body is', async () => {
    for (const body of ['<html>', '[]', '{"message": {"a": 1}, "errors": [null, 7, {"code": []}]}', '"x"', '']) {
      assert.equal((await refused({ status: 422, body })).kind, 'refused');
    }
  });
});
