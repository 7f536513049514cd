import assert from 'node:assert/strict';
import { at, each } from './client';
import { harness, name, tiny } from './harness';

describe('the GitHub double: reviews and labels', () => {
  const host = harness();
  const { ask } = host;
  const review = (token: string, body: object): ReturnType<typeof ask> =>
    ask(`POST ${tiny}/pulls/1/reviews`, { token, body });

  it('refuses a verdict on one’s own pull request', async () => {
    const refused = await review('ana-token', { event: 'APPROVE' });
    assert.deepEqual([refused.status, at(refused.json, 'errors', 0)], [422, 'Can not approve your own pull request']);
    assert.equal((await review('ana-token', { event: 'REQUEST_CHANGES', body: 'no' })).status, 422);
    assert.equal((await review('ana-token', { event: 'COMMENT', body: 'by the way' })).status, 200);
  });

  it('asks for a body unless approving', async () => {
    assert.equal((await review('rita-token', { event: 'REQUEST_CHANGES' })).status, 422);
    assert.equal((await review('rita-token', { event: 'COMMENT', body: ' ' })).status, 422);
    assert.equal((await review('rita-token', { event: 'APPROVE' })).status, 200);
    assert.deepEqual(host.double.state.pull(name, 1).requestedReviewers, []);
  });

  it('takes any commit of the pull request and no other', async () => {
    const old = await review('rita-token', { event: 'APPROVE', commit_id: host.sha('beta one') });
    assert.deepEqual([old.status, at(old.json, 'commit_id')], [200, host.sha('beta one')]);
    const latest = await review('rita-token', { event: 'APPROVE' });
    assert.equal(at(latest.json, 'commit_id'), host.sha('beta two'));
    assert.equal((await review('rita-token', { event: 'APPROVE', commit_id: host.sha('start') })).status, 422);
    assert.equal((await review('rita-token', { event: 'APPROVE', commit_id: 'beta' })).status, 422);
  });

  it('takes no verdict on a closed pull request', async () => {
    host.double.act.close(name, 1);
    assert.equal((await review('rita-token', { event: 'APPROVE' })).status, 422);
    assert.equal((await review('rita-token', { event: 'COMMENT', body: 'late' })).status, 200);
  });

  it('shows a pending review to its author alone', async () => {
    assert.equal(at((await review('rita-token', { body: 'draft' })).json, 'state'), 'PENDING');
    assert.equal(each((await ask(`GET ${tiny}/pulls/1/reviews`, { token: 'rita-token' })).json, 'id').length, 1);
    assert.equal(each((await ask(`GET ${tiny}/pulls/1/reviews`, { token: 'ana-token' })).json, 'id').length, 0);
  });

  it('dismisses with write access and a message', async () => {
    const id = String(at((await review('rita-token', { event: 'APPROVE' })).json, 'id'));
    const path = `${tiny}/pulls/1/reviews/${id}/dismissals`;
    assert.equal((await ask(`PUT ${path}`, { token: 'guest-token', body: { message: 'no' } })).status, 403);
    assert.equal((await ask(`PUT ${path}`, { token: 'ben-token', body: {} })).status, 422);
    assert.equal((await ask(`PUT ${path}`, { token: 'ben-token', body: { message: 'stale' } })).status, 200);
    assert.equal(host.double.state.pull(name, 1).reviews[0]?.state, 'DISMISSED');
    assert.equal((await ask(`PUT ${path}`, { token: 'ben-token', body: { message: 'again' } })).status, 422);
  });

  it('dismisses stale approvals where protection says so', async () => {
    host.double.act.protect(name, 'main', { requiredApprovals: 1, dismissStale: true });
    host.double.act.review(name, 1, { author: 'rita', state: 'APPROVED' });
    await host.double.act.push(name, 'beta', [{ message: 'more', files: { 'more.txt': 'x\n' } }]);
    assert.equal(host.double.state.pull(name, 1).reviews[0]?.state, 'DISMISSED');
  });

  it('requests reviewers among collaborators, not the author', async () => {
    const path = `${tiny}/pulls/1/requested_reviewers`;
    assert.equal((await ask(`POST ${path}`, { token: 'ana-token', body: { reviewers: ['ben'] } })).status, 201);
    assert.equal((await ask(`POST ${path}`, { token: 'ana-token', body: { reviewers: ['ana'] } })).status, 422);
    assert.equal((await ask(`POST ${path}`, { token: 'ana-token', body: { reviewers: ['nobody'] } })).status, 422);
    assert.deepEqual(each(at((await ask(`GET ${path}`)).json, 'users'), 'login'), ['rita', 'ben']);
    await ask(`DELETE ${path}`, { token: 'ana-token', body: { reviewers: ['RITA'] } });
    assert.deepEqual(host.double.state.pull(name, 1).requestedReviewers, ['ben']);
  });

  it('labels for triagers, makes labels up, and knows names in any case', async () => {
    const add = (token: string, labels: string[]): ReturnType<typeof ask> =>
      ask(`POST ${tiny}/issues/1/labels`, { token, body: { labels } });
    assert.equal((await add('guest-token', ['x'])).status, 403);
    assert.deepEqual(each((await add('tess-token', ['RISK:LOW', 'a/b 😀'])).json, 'name'), ['risk:low', 'a/b 😀']);
    const gone = `${tiny}/issues/1/labels/${encodeURIComponent('A/B 😀')}`;
    assert.equal((await ask(`DELETE ${gone}`, { token: 'tess-token' })).status, 200);
    assert.equal((await ask(`DELETE ${gone}`, { token: 'tess-token' })).status, 404);
    assert.equal((await ask(`GET ${tiny}/labels/${encodeURIComponent('a/b 😀')}`)).status, 200);
    assert.deepEqual(host.double.state.pull(name, 1).labels, ['risk:low']);
    const create = async (label: string): Promise<number> =>
      (await ask(`POST ${tiny}/labels`, { token: 'ana-token', body: { name: label, color: 'aabbcc' } })).status;
    assert.equal(await create('Risk:Low'), 422);
    assert.equal(await create('x'.repeat(51)), 422);
    assert.equal(await create('risk:high'), 201);
    const set = await ask(`PUT ${tiny}/issues/1/labels`, { token: 'tess-token', body: { labels: ['risk:high'] } });
    assert.deepEqual(each(set.json, 'name'), ['risk:high']);
    const events = each((await ask(`GET ${tiny}/issues/1/events`)).json, 'event');
    assert.deepEqual(events, ['labeled', 'unlabeled', 'unlabeled', 'labeled']);
  });
});
