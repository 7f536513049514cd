import assert from 'node:assert/strict';
import { at, each } from './client';
import { harness, name, tiny } from './harness';

describe('the GitHub double: merging', () => {
  const host = harness();
  const { ask } = host;
  const merge = (body: object = {}, token = 'rita-token'): ReturnType<typeof ask> =>
    ask(`PUT ${tiny}/pulls/1/merge`, { token, body });
  const parents = async (sha: string): Promise<unknown[]> =>
    each(at((await ask(`GET ${tiny}/commits/${sha}`)).json, 'parents'), 'sha');

  it('writes a merge commit and moves the base', async () => {
    assert.equal((await ask(`GET ${tiny}/pulls/1/merge`)).status, 404);
    const merged = await merge({ sha: host.sha('beta two') });
    const sha = String(at(merged.json, 'sha'));
    assert.deepEqual([merged.status, at(merged.json, 'merged')], [200, true]);
    assert.equal(host.double.state.branch(name, 'main'), sha);
    assert.deepEqual(await parents(sha), [host.sha('start'), host.sha('beta two')]);
    assert.equal(await host.double.state.file(name, 'main', 'src/app.ts'), 'export const one = 11;\n');
    const pull = await ask(`GET ${tiny}/pulls/1`);
    assert.deepEqual([at(pull.json, 'merged_by', 'login'), at(pull.json, 'merge_commit_sha')], ['rita', sha]);
    assert.equal(at(pull.json, 'commits'), 2);
    assert.equal((await ask(`GET ${tiny}/pulls/1/merge`)).status, 204);
    assert.equal((await merge()).status, 405);
    const brought = await ask(`GET ${tiny}/commits/${host.sha('beta one')}/pulls`);
    assert.deepEqual(each(brought.json, 'number'), [1]);
  });

  it('squashes to one commit', async () => {
    const sha = String(at((await merge({ merge_method: 'squash', commit_title: 'All' })).json, 'sha'));
    assert.deepEqual(await parents(sha), [host.sha('start')]);
    assert.equal(await host.double.state.file(name, 'main', 'src/new.ts'), 'export {};\n');
  });

  it('rebases commit by commit onto a base that has moved', async () => {
    const tip = await host.double.act.push(name, 'main', [{ message: 'hotfix', files: { 'fix.txt': '1\n' } }]);
    const sha = String(at((await merge({ merge_method: 'rebase' })).json, 'sha'));
    const listed = await ask(`GET ${tiny}/compare/${tip}...${sha}`);
    const subjects = each(at(listed.json, 'commits'), 'commit').map((commit) => at(commit, 'message'));
    assert.deepEqual(subjects, ['beta one', 'beta two']);
    assert.equal(await host.double.state.file(name, 'main', 'fix.txt'), '1\n');
  });

  it('refuses another head with 409 and merges nothing', async () => {
    const refused = await merge({ sha: host.sha('beta one') });
    assert.equal(refused.status, 409);
    assert.equal(host.double.state.pull(name, 1).state, 'open');
    assert.equal(host.double.state.branch(name, 'main'), host.sha('start'));
  });

  it('refuses with 405 what is a draft, closed, in conflict or not allowed', async () => {
    const { act } = host.double;
    act.editPull(name, 1, { draft: true });
    assert.equal((await merge()).status, 405);
    act.editPull(name, 1, { draft: false });
    act.close(name, 1);
    assert.equal((await merge()).status, 405);
    act.reopen(name, 1);
    await act.push(name, 'main', [{ message: 'clash', files: { 'src/app.ts': 'export const one = 0;\n' } }]);
    assert.equal((await merge()).status, 405);
    await host.start({ mergeMethods: ['squash'] });
    assert.equal((await merge({ merge_method: 'merge' })).status, 405);
    assert.equal((await merge({}, 'tess-token')).status, 403);
    assert.equal((await merge({ merge_method: 'squash' })).status, 200);
  });

  it('holds to protection: approvals of writers and required checks', async () => {
    const { act } = host.double;
    act.protect(name, 'main', { requiredApprovals: 1, requiredChecks: ['build', 'gate'] });
    const refused = await merge();
    assert.equal(refused.status, 405);
    assert.match(String(at(refused.json, 'message')), /At least 1 approving review .* "gate" is expected/);
    act.review(name, 1, { author: 'guest', state: 'APPROVED' });
    assert.match(String(at((await merge()).json, 'message')), /At least 1 approving review/);
    act.review(name, 1, { author: 'ben', state: 'APPROVED' });
    act.checkRun(name, {
      sha: host.sha('beta two'),
      name: 'gate',
      app: 'gate',
      status: 'completed',
      conclusion: 'failure',
    });
    assert.match(String(at((await merge()).json, 'message')), /^Required status check "gate" is failing\.$/);
    act.checkRun(name, {
      sha: host.sha('beta two'),
      name: 'gate',
      app: 'gate',
      status: 'completed',
      conclusion: 'success',
    });
    act.review(name, 1, { author: 'rita', state: 'CHANGES_REQUESTED', body: 'no' });
    assert.equal(at((await merge()).json, 'message'), 'Changes requested.');
    act.review(name, 1, { author: 'rita', state: 'APPROVED' });
    assert.equal((await merge()).status, 200);
  });

  it('lets administrators pass classic protection unless it includes them, and never rulesets', async () => {
    const { act } = host.double;
    const admin = 'owner-token';
    act.protect(name, 'main', { requiredApprovals: 1, enforceAdmins: true });
    assert.equal((await merge({}, admin)).status, 405);
    act.protect(name, 'main', { requiredApprovals: 1 });
    act.ruleset(name, { id: 1, branches: ['main'], requiredChecks: [{ context: 'build', appId: 4 }] });
    assert.equal((await merge({}, admin)).status, 405);
    act.ruleset(name, { id: 1, branches: ['main'], requiredChecks: [{ context: 'build', appId: 15368 }] });
    assert.equal((await merge({}, admin)).status, 200);
  });

  it('updates a branch from its base, for the head that is expected', async () => {
    const update = (body: object): ReturnType<typeof ask> =>
      ask(`PUT ${tiny}/pulls/1/update-branch`, { token: 'ana-token', body });
    assert.equal((await update({})).status, 422);
    await host.double.act.push(name, 'main', [{ message: 'hotfix', files: { 'fix.txt': '1\n' } }]);
    assert.equal((await update({ expected_head_sha: host.sha('start') })).status, 422);
    assert.equal((await update({ expected_head_sha: host.sha('beta two') })).status, 202);
    assert.equal(await host.double.state.file(name, 'beta', 'fix.txt'), '1\n');
  });
});
