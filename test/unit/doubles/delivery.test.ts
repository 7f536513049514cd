import assert from 'node:assert/strict';
import { at, each } from './client';
import { harness, name, tiny } from './harness';

describe('the GitHub double: checks, deployments and workflow runs', () => {
  const host = harness();
  const { ask } = host;
  const token = 'ana-token';

  it('lists the newest check run of each name and app, or all', async () => {
    const { act } = host.double;
    const sha = host.sha('beta two');
    act.checkRun(name, { sha, name: 'build', app: 'github-actions', status: 'completed', conclusion: 'failure' });
    act.checkRun(name, { sha, name: 'build', app: 'other', status: 'in_progress' });
    const runs = async (query: string): Promise<unknown[]> =>
      each(at((await ask(`GET ${tiny}/commits/beta/check-runs?${query}`)).json, 'check_runs'), 'conclusion');
    assert.deepEqual(await runs(''), [null, 'failure']);
    assert.deepEqual(await runs('filter=all'), [null, 'failure', 'success']);
    assert.deepEqual(await runs('check_name=build&app_id=15368'), ['failure']);
    assert.deepEqual(await runs('status=in_progress'), [null]);
    const suites = await ask(`GET ${tiny}/commits/beta/check-suites`);
    assert.deepEqual(each(at(suites.json, 'check_suites'), 'conclusion').sort(), ['failure', null].sort());
    const paged = await ask(`GET ${tiny}/commits/beta/check-runs?per_page=1`);
    assert.equal(at(paged.json, 'total_count'), 2);
    assert.match(paged.headers.get('link') ?? '', /page=2>; rel="next"/);
  });

  it('combines statuses to failure, pending or success', async () => {
    const state = async (): Promise<unknown> => at((await ask(`GET ${tiny}/commits/beta/status`)).json, 'state');
    const post = async (context: string, value: string, who = token): Promise<number> =>
      (await ask(`POST ${tiny}/statuses/${host.sha('beta two')}`, { token: who, body: { context, state: value } }))
        .status;
    assert.equal(await state(), 'pending');
    assert.equal(await post('gate', 'error'), 201);
    assert.equal(await state(), 'failure');
    assert.equal(await post('gate', 'success'), 201);
    assert.equal(await state(), 'success');
    assert.equal(await post('gate', 'success', 'tess-token'), 404);
    assert.equal(await post('gate', 'great'), 422);
    assert.deepEqual(each((await ask(`GET ${tiny}/commits/beta/statuses`)).json, 'state'), ['success', 'error']);
  });

  it('creates and lists deployments and their statuses, newest first', async () => {
    const body = { ref: 'beta', environment: 'staging', required_contexts: [] };
    const created = await ask(`POST ${tiny}/deployments`, { token, body });
    const id = Number(at(created.json, 'id'));
    assert.deepEqual([created.status, at(created.json, 'sha')], [201, host.sha('beta two')]);
    await ask(`POST ${tiny}/deployments/${id}/statuses`, { token, body: { state: 'in_progress' } });
    host.double.act.deploymentStatus(name, id, { state: 'failure', description: 'boom' });
    const statuses = await ask(`GET ${tiny}/deployments/${id}/statuses`);
    assert.deepEqual(each(statuses.json, 'state'), ['failure', 'in_progress']);
    const other = { sha: host.sha('start'), ref: 'main', environment: 'production', creator: 'ben' };
    host.double.act.deployment(name, { ...other, at: '2020-01-01T00:00:00Z' });
    assert.deepEqual(each((await ask(`GET ${tiny}/deployments`)).json, 'environment'), ['staging', 'production']);
    assert.deepEqual(each((await ask(`GET ${tiny}/deployments?environment=staging`)).json, 'id'), [id]);
    assert.equal((await ask(`GET ${tiny}/deployments?sha=${host.sha('start')}`)).status, 200);
    assert.equal((await ask(`POST ${tiny}/deployments`, { token: 'tess-token', body })).status, 404);
  });

  it('lists runs and jobs, runs failed ones again, and lets reviewers approve waiting deployments', async () => {
    const sha = host.sha('beta two');
    const common = {
      path: '.github/workflows/ci.yml',
      sha,
      branch: 'beta',
      event: 'push',
      actor: 'ben',
      at: '2026-01-02T00:00:00Z',
    };
    await host.start({
      environments: [{ name: 'production', reviewers: ['rita'] }],
      runs: [
        {
          ...common,
          id: 5,
          name: 'CI',
          status: 'completed',
          conclusion: 'failure',
          jobs: [
            { id: 51, name: 'lint', status: 'completed', conclusion: 'success' },
            { id: 52, name: 'unit', status: 'completed', conclusion: 'failure' },
          ],
        },
        { ...common, id: 6, name: 'Deploy', status: 'waiting', jobs: [], waitingFor: ['production'] },
      ],
    });
    const runs = await ask(`GET ${tiny}/actions/runs?head_sha=${sha}`);
    assert.deepEqual(each(at(runs.json, 'workflow_runs'), 'id'), [6, 5]);
    const again = `POST ${tiny}/actions/runs/5/rerun-failed-jobs`;
    assert.equal((await ask(again, { token: 'tess-token' })).status, 403);
    assert.equal((await ask(again, { token })).status, 201);
    assert.equal((await ask(again, { token })).status, 403);
    const jobs = await ask(`GET ${tiny}/actions/runs/5/jobs`);
    assert.deepEqual(each(at(jobs.json, 'jobs'), 'status'), ['completed', 'queued']);
    const waiting = `${tiny}/actions/runs/6/pending_deployments`;
    const seen = (await ask(`GET ${waiting}`, { token: 'rita-token' })).json;
    assert.deepEqual(each(seen, 'current_user_can_approve'), [true]);
    const body = { environment_ids: [at(seen, 0, 'environment', 'id')], state: 'approved', comment: 'go' };
    assert.equal((await ask(`POST ${waiting}`, { token, body })).status, 422);
    assert.equal((await ask(`POST ${waiting}`, { token: 'rita-token', body })).status, 200);
    assert.deepEqual((await ask(`GET ${waiting}`)).json, []);
    assert.equal((await ask(`GET ${tiny}/environments`)).status, 200);
  });
});
