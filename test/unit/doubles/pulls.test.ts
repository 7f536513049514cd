import assert from 'node:assert/strict';
import { at, each } from './client';
import { harness, name, tiny } from './harness';

describe('the GitHub double: pull requests', () => {
  const host = harness();
  const { ask } = host;
  const ana = 'ana-token';

  it('lists by base, head, state and order', async () => {
    await ask(`POST ${tiny}/pulls`, { token: ana, body: { base: 'beta', head: 'feature/x', title: 'Feature' } });
    host.double.act.close(name, 1);
    const numbers = async (query: string): Promise<unknown[]> =>
      each((await ask(`GET ${tiny}/pulls?${query}`)).json, 'number');
    assert.deepEqual(await numbers(''), [2]);
    assert.deepEqual(await numbers('state=all'), [2, 1]);
    assert.deepEqual(await numbers('state=all&direction=asc'), [1, 2]);
    assert.deepEqual(await numbers('state=all&base=main'), [1]);
    assert.deepEqual(await numbers('head=acme:feature/x'), [2]);
    assert.deepEqual(await numbers('head=other:feature/x'), []);
  });

  it('creates one only between branches that exist, differ, and have none yet', async () => {
    const create = async (base: string, head: string): Promise<unknown[]> => {
      const answer = await ask(`POST ${tiny}/pulls`, { token: ana, body: { base, head, title: 'New' } });
      return answer.status === 201 ? [201] : [answer.status, at(answer.json, 'errors', 0, 'message')];
    };
    assert.deepEqual(await create('main', 'beta'), [422, 'A pull request already exists for acme:beta.']);
    assert.deepEqual(await create('beta', 'main'), [422, 'No commits between beta and main']);
    assert.deepEqual(await create('main', 'missing'), [422, undefined]);
    assert.deepEqual(await create('missing', 'beta'), [422, undefined]);
    assert.deepEqual(await create('beta', 'acme:feature/x'), [201]);
    assert.equal(host.double.state.pull(name, 2).headSha, host.sha('feature'));
    const body = { base: 'main', head: 'clash', title: 'New' };
    assert.equal((await ask(`POST ${tiny}/pulls`, { token: 'guest-token', body })).status, 404);
  });

  it('lets the author and writers edit it, nobody else, and limits the body', async () => {
    const edit = async (token: string, body: object): Promise<number> =>
      (await ask(`PATCH ${tiny}/pulls/1`, { token, body })).status;
    assert.equal(await edit('guest-token', { body: 'mine' }), 403);
    assert.equal(await edit('tess-token', { body: 'mine' }), 403);
    assert.equal(await edit('ben-token', { body: 'CR\r\nLF' }), 200);
    assert.equal(host.double.state.pull(name, 1).body, 'CR\r\nLF');
    assert.equal(await edit(ana, { body: '😀'.repeat(65_536) }), 200);
    assert.equal(await edit(ana, { body: 'x'.repeat(65_537) }), 422);
    assert.equal(await edit(ana, { base: 'missing' }), 422);
    assert.equal(await edit(ana, { title: ' ' }), 422);
    assert.equal(await edit(ana, { base: 'clash' }), 200);
    assert.equal(host.double.state.pull(name, 1).baseSha, host.sha('clash'));
  });

  it('closes and reopens, and tells so in its events', async () => {
    await ask(`PATCH ${tiny}/pulls/1`, { token: ana, body: { state: 'closed' } });
    assert.equal(host.double.state.pull(name, 1).state, 'closed');
    const reopened = await ask(`PATCH ${tiny}/issues/1`, { token: ana, body: { state: 'open' } });
    assert.equal(at(reopened.json, 'state'), 'open');
    assert.deepEqual(each((await ask(`GET ${tiny}/issues/1/events`)).json, 'event'), ['closed', 'reopened']);
  });

  it('moves with its branches', async () => {
    const tip = await host.double.act.push(name, 'beta', [
      { message: 'more', files: { 'more.txt': 'x\n' }, author: 'ben' },
    ]);
    const pull = await ask(`GET ${tiny}/pulls/1`);
    assert.deepEqual(
      [at(pull.json, 'head', 'sha'), at(pull.json, 'commits'), at(pull.json, 'changed_files')],
      [tip, 3, 3],
    );
    const commits = await ask(`GET ${tiny}/pulls/1/commits`);
    const subjects = each(commits.json, 'commit').map((commit) => at(commit, 'message'));
    assert.deepEqual(subjects, ['beta one', 'beta two', 'more']);
    assert.equal(at(commits.json, 2, 'author', 'login'), 'ben');
    const files = await ask(`GET ${tiny}/pulls/1/files`);
    assert.deepEqual(each(files.json, 'filename'), ['more.txt', 'src/app.ts', 'src/new.ts']);
    await host.double.act.forcePush(name, 'beta', host.sha('beta one'));
    assert.equal(host.double.state.pull(name, 1).headSha, host.sha('beta one'));
    assert.deepEqual(each((await ask(`GET ${tiny}/issues/1/events`)).json, 'event'), ['head_ref_force_pushed']);
    await host.double.act.deleteBranch(name, 'beta');
    assert.equal(host.double.state.pull(name, 1).state, 'closed');
    assert.equal((await ask(`PATCH ${tiny}/pulls/1`, { token: ana, body: { state: 'open' } })).status, 422);
  });

  it('works out whether it can be merged', async () => {
    const state = async (number = 1): Promise<unknown[]> => {
      const { json } = await ask(`GET ${tiny}/pulls/${number}`);
      return [at(json, 'mergeable'), at(json, 'mergeable_state')];
    };
    const unknown = { path: /pulls\/1$/, times: 2, fault: { kind: 'mergeable-unknown' } } as const;
    host.double.faults.add(unknown);
    assert.deepEqual(await state(), [null, 'unknown']);
    assert.deepEqual(await state(), [null, 'unknown']);
    assert.deepEqual(await state(), [true, 'clean']);
    const { act } = host.double;
    act.status(name, { sha: host.sha('beta two'), context: 'lint', state: 'pending', description: '', creator: 'ben' });
    assert.deepEqual(await state(), [true, 'unstable']);
    act.editPull(name, 1, { draft: true });
    assert.deepEqual(await state(), [true, 'draft']);
    act.editPull(name, 1, { draft: false });
    act.protect(name, 'main', { requiredApprovals: 1, strict: true });
    assert.deepEqual(await state(), [true, 'blocked']);
    act.review(name, 1, { author: 'rita', state: 'APPROVED' });
    assert.deepEqual(await state(), [true, 'unstable']);
    await act.push(name, 'main', [{ message: 'hotfix', files: { 'fix.txt': '1\n' } }]);
    assert.deepEqual(await state(), [true, 'behind']);
    await act.push(name, 'main', [{ message: 'clash', files: { 'src/app.ts': 'export const one = 0;\n' } }]);
    assert.deepEqual(await state(), [false, 'dirty']);
    act.close(name, 1);
    assert.deepEqual(await state(), [null, 'unknown']);
  });

  it('is an issue too', async () => {
    const issue = await ask(`GET ${tiny}/issues/1`);
    assert.equal(at(issue.json, 'pull_request', 'html_url'), `${host.double.url}/acme/tiny/pull/1`);
    const created = await ask(`POST ${tiny}/issues`, {
      token: 'guest-token',
      body: { title: 'Incident', labels: ['x'] },
    });
    assert.deepEqual([created.status, at(created.json, 'number'), at(created.json, 'labels')], [201, 2, []]);
    assert.equal((await ask(`GET ${tiny}/pulls/2`)).status, 404);
    const found = await ask(`GET /search/issues?q=${encodeURIComponent('repo:acme/tiny is:pr base:main')}`);
    assert.deepEqual(each(at(found.json, 'items'), 'number'), [1]);
  });

  it('takes comments from readers, and edits from their authors and writers', async () => {
    const posted = await ask(`POST ${tiny}/issues/1/comments`, { token: 'guest-token', body: { body: 'Hi' } });
    const path = `${tiny}/issues/comments/${String(at(posted.json, 'id'))}`;
    assert.equal((await ask(`PATCH ${path}`, { token: 'tess-token', body: { body: 'Changed' } })).status, 403);
    assert.equal((await ask(`PATCH ${path}`, { token: 'guest-token', body: { body: 'Mine' } })).status, 200);
    assert.equal((await ask(`PATCH ${path}`, { token: 'ben-token', body: { body: 'Moderated' } })).status, 200);
    const bodies = each((await ask(`GET ${tiny}/issues/1/comments`)).json, 'body');
    assert.deepEqual(bodies, ['Looks fine', 'Moderated']);
    const long = { token: ana, body: { body: 'x'.repeat(65_537) } };
    assert.equal((await ask(`POST ${tiny}/issues/1/comments`, long)).status, 422);
    assert.equal(each((await ask(`GET ${tiny}/issues/1/timeline`)).json, 'event').length, 2);
  });
});
