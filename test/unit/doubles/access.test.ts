import assert from 'node:assert/strict';
import { at, each } from './client';
import { harness, name, tiny } from './harness';

describe('the GitHub double: who may do what', () => {
  const host = harness();
  const { ask } = host;

  it('lets anybody read a public repository, and nobody write without signing in', async () => {
    assert.equal((await ask(`GET ${tiny}/pulls/1`)).status, 200);
    const refused = await ask(`POST ${tiny}/issues/1/comments`, { body: { body: 'hello' } });
    assert.equal(refused.status, 401);
    assert.equal(at(refused.json, 'message'), 'Requires authentication');
    assert.equal((await ask('GET /user')).status, 401);
  });

  it('answers 401 to a token that is unknown or revoked, also for what is public', async () => {
    assert.equal((await ask(`GET ${tiny}`, { token: 'wrong' })).status, 401);
    assert.equal((await ask('GET /user', { token: 'ana-token' })).status, 200);
    host.double.act.revokeToken('ana-token');
    const revoked = await ask('GET /user', { token: 'ana-token' });
    assert.deepEqual([revoked.status, at(revoked.json, 'message')], [401, 'Bad credentials']);
  });

  it('hides a private repository from whoever has no right or no scope', async () => {
    host.double.act.setPrivate(name, true);
    assert.equal((await ask(`GET ${tiny}`)).status, 404);
    assert.equal((await ask(`GET ${tiny}`, { token: 'guest-token' })).status, 404);
    assert.equal((await ask(`GET ${tiny}`, { token: 'scopeless' })).status, 404);
    assert.equal((await ask(`GET ${tiny}`, { token: 'rita-token' })).status, 200);
  });

  it('tells the scopes of a token, and refuses a write that they do not cover', async () => {
    const read = await ask(`GET ${tiny}`, { token: 'orgs' });
    assert.equal(read.headers.get('x-oauth-scopes'), 'repo, read:org');
    const write = await ask(`POST ${tiny}/issues/1/labels`, { token: 'scopeless', body: { labels: ['x'] } });
    assert.equal(write.status, 404);
    assert.deepEqual(host.double.state.pull(name, 1).labels, ['risk:low']);
  });

  it('reports permissions by actor', async () => {
    const flags = async (token: string): Promise<unknown> =>
      at((await ask(`GET ${tiny}`, { token })).json, 'permissions');
    const none = { admin: false, maintain: false, push: false, triage: false, pull: true };
    assert.deepEqual(await flags('guest-token'), none);
    assert.deepEqual(await flags('tess-token'), { ...none, triage: true });
    assert.deepEqual(await flags('ana-token'), { ...none, triage: true, push: true });
    assert.equal(at(await flags('owner-token'), 'admin'), true);
    const role = await ask(`GET ${tiny}/collaborators/rita/permission`, { token: 'ana-token' });
    assert.deepEqual([at(role.json, 'permission'), at(role.json, 'role_name')], ['write', 'maintain']);
    assert.equal((await ask(`GET ${tiny}/collaborators/rita/permission`, { token: 'guest-token' })).status, 403);
    host.double.act.permission(name, 'ana', 'read');
    assert.deepEqual(await flags('ana-token'), none);
  });

  it('shows classic protection to administrators only, and rules to readers', async () => {
    await host.start({
      protection: { main: { requiredChecks: ['build'], requiredApprovals: 1 } },
      rulesets: [{ id: 7, branches: ['main'], requiredChecks: [{ context: 'gate', appId: 42 }], requiredApprovals: 2 }],
    });
    assert.equal((await ask(`GET ${tiny}/branches/main/protection`, { token: 'rita-token' })).status, 404);
    const seen = await ask(`GET ${tiny}/branches/main/protection`, { token: 'owner-token' });
    assert.deepEqual(at(seen.json, 'required_status_checks', 'contexts'), ['build']);
    assert.equal((await ask(`GET ${tiny}/branches/beta/protection`, { token: 'owner-token' })).status, 404);
    const rules = await ask(`GET ${tiny}/rules/branches/main`);
    assert.deepEqual(each(rules.json, 'type'), ['pull_request', 'required_status_checks']);
    const check = at(rules.json, 1, 'parameters', 'required_status_checks', 0);
    assert.deepEqual(check, { context: 'gate', integration_id: 42 });
    assert.deepEqual((await ask(`GET ${tiny}/rules/branches/beta`)).json, []);
    assert.equal((await ask(`GET ${tiny}/rulesets/7`)).status, 200);
  });

  it('shows teams to members whose token may read organizations', async () => {
    const team = '/orgs/acme/teams/board/members';
    assert.deepEqual(each((await ask(`GET ${team}`, { token: 'orgs' })).json, 'login'), ['rita']);
    assert.equal((await ask(`GET ${team}`, { token: 'rita-token' })).status, 404);
    assert.equal((await ask(`GET ${team}`, { token: 'guest-token' })).status, 404);
    assert.equal((await ask('GET /orgs/acme/members/ana', { token: 'orgs' })).status, 204);
  });

  it('answers 301 with a working address for a renamed repository', async () => {
    host.double.act.rename(name, 'small');
    const moved = await ask(`GET ${tiny}/pulls/1`);
    assert.equal(moved.status, 301);
    const location = moved.headers.get('location') ?? '';
    const followed = await ask(`GET ${location.slice(host.double.url.length)}`);
    assert.deepEqual([followed.status, at(followed.json, 'number')], [200, 1]);
    assert.equal((await ask('GET /repos/acme/small/pulls/1')).status, 200);
  });
});
