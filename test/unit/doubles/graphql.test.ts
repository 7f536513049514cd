import assert from 'node:assert/strict';
import { at, each } from './client';
import type { Answered } from './client';
import { harness, name, tiny } from './harness';

describe('the GitHub double: GraphQL', () => {
  const host = harness();
  const { ask } = host;
  const token = 'ana-token';

  function query(text: string, variables?: object, who: string | undefined = token): Promise<Answered> {
    const body = { query: text, ...(variables !== undefined && { variables }) };
    return ask('POST /graphql', { ...(who !== '' && { token: who }), body });
  }

  async function complaint(text: string, variables?: object): Promise<string> {
    const { status, json } = await query(text, variables);
    assert.equal(status, 200);
    assert.ok(typeof json === 'object' && json !== null && !('data' in json), JSON.stringify(json));
    return String(at(json, 'errors', 0, 'message'));
  }

  const pulls = `query($sha: GitObjectID!, $owner: String!) {
    repository(owner: $owner, name: "tiny") {
      nameWithOwner
      defaultBranchRef { name }
      found: object(oid: $sha) { oid ...brought }
      none: object(oid: "${'f'.repeat(40)}") { oid }
    }
  }
  fragment brought on Commit {
    associatedPullRequests(first: 5) {
      totalCount
      nodes { number title merged mergedAt state baseRefName mergeCommit { oid } repository { nameWithOwner } }
    }
  }`;

  it('answers from the same state as REST', async () => {
    const sha = host.sha('beta two');
    const open = await query(pulls, { sha, owner: 'Acme' });
    assert.equal(open.headers.get('x-ratelimit-resource'), 'graphql');
    assert.equal(at(open.json, 'data', 'repository', 'nameWithOwner'), name);
    assert.deepEqual(at(open.json, 'data', 'repository', 'defaultBranchRef'), { name: 'main' });
    assert.equal(at(open.json, 'data', 'repository', 'none'), null);
    const nodes = (answer: Answered): unknown =>
      at(answer.json, 'data', 'repository', 'found', 'associatedPullRequests', 'nodes');
    assert.deepEqual(nodes(open), [
      {
        number: 1,
        title: 'Release',
        merged: false,
        mergedAt: null,
        state: 'OPEN',
        baseRefName: 'main',
        mergeCommit: null,
        repository: { nameWithOwner: name },
      },
    ]);
    const merge = await ask(`PUT ${tiny}/pulls/1/merge`, { token: 'rita-token', body: { merge_method: 'squash' } });
    const merged = await query(pulls, { sha: at(merge.json, 'sha'), owner: 'acme' });
    assert.deepEqual(each(nodes(merged), 'state'), ['MERGED']);
    assert.deepEqual(each(nodes(merged), 'mergeCommit'), [{ oid: at(merge.json, 'sha') }]);
  });

  it('is at /api/graphql too, and not below the address of REST', async () => {
    const body = { query: 'query { repository(owner: "acme", name: "tiny") { nameWithOwner } }' };
    assert.equal((await ask('POST /api/graphql', { token, body })).status, 200);
    assert.equal((await ask('POST /api/v3/graphql', { token, body })).status, 404);
    assert.equal((await ask('GET /graphql', { token })).status, 404);
  });

  it('refuses documents that GitHub’s schema does not allow', async () => {
    const inside = (text: string): Promise<string> =>
      complaint(`query { repository(owner: "acme", name: "tiny") { ${text} } }`);
    assert.match(await inside('secret'), /Field 'secret' doesn't exist on type 'Repository'/);
    assert.match(await inside('defaultBranchRef'), /must have selections/);
    assert.match(await inside('nameWithOwner { x }'), /has no selections/);
    assert.match(await inside('object(oid: "short") { oid }'), /invalid value or type/);
    assert.match(await inside('object(sha: "x") { oid }'), /doesn't accept argument 'sha'/);
    assert.match(await inside('...gone'), /not defined/);
    assert.match(await inside('... on Ref { name }'), /can't be spread inside Repository/);
    assert.match(
      await complaint('query { repository(owner: "acme") { nameWithOwner } }'),
      /missing required arguments: name/,
    );
    assert.match(
      await complaint(pulls, { owner: 'acme' }),
      /Variable \$sha of type GitObjectID! was provided invalid value/,
    );
    assert.match(await complaint(pulls.replace('$sha: GitObjectID!', '$sha: String!'), {}), /invalid value or type/);
    assert.match(await complaint(pulls.replace('...brought', '')), /was defined, but not used/);
    assert.match(await complaint('mutation { addStar { x } }'), /Parse error on "mutation"/);
    assert.match(await complaint('query { repository'), /Unexpected end/);
    assert.deepEqual(host.double.journal, []);
  });

  it('answers the rest when one field is refused', async () => {
    const { json } = await query(pulls.replace('first: 5', 'first: 101'), { sha: host.sha('beta two'), owner: 'acme' });
    assert.equal(at(json, 'data', 'repository', 'found', 'associatedPullRequests'), null);
    assert.deepEqual(at(json, 'errors', 0, 'path'), ['repository', 'found', 'associatedPullRequests']);
    assert.equal(at(json, 'errors', 0, 'type'), 'EXCESSIVE_PAGINATION');
  });

  it('hides what may not be seen, and wants a token', async () => {
    host.double.act.setPrivate(name, true);
    for (const who of ['guest-token', 'scopeless']) {
      const { json } = await query(pulls, { sha: host.sha('start'), owner: 'acme' }, who);
      assert.equal(at(json, 'errors', 0, 'type'), 'NOT_FOUND');
      assert.equal(at(json, 'data', 'repository'), null);
    }
    assert.equal((await query(pulls, undefined, '')).status, 401);
    assert.equal((await query(pulls, undefined, 'wrong')).status, 401);
    assert.equal((await ask('POST /graphql', { token, body: { query: 7 } })).status, 400);
  });

  it('finds a renamed repository by its old name', async () => {
    host.double.act.rename(name, 'small');
    const { json } = await query(pulls, { sha: host.sha('start'), owner: 'acme' });
    assert.equal(at(json, 'data', 'repository', 'nameWithOwner'), 'acme/small');
  });

  it('is hit by faults like any other route', async () => {
    host.double.faults.add({ method: 'POST', path: /^\/graphql$/, fault: { kind: 'status', status: 502 } });
    assert.equal((await query(pulls)).status, 502);
    assert.deepEqual(
      host.double.requests.map(({ path, status }) => [path, status]),
      [['/graphql', 502]],
    );
  });
});
