import assert from 'node:assert/strict';
import { repositoryId } from '../../../src/core/repository';
import { createGitHubForge } from '../../../src/github/githubForge';
import { sha } from './gitFixture';
import { clientOf, json, serve } from './localServer';

const shop = repositoryId('git.example', 'acme', 'shop') ?? assert.fail('a bad name');

describe('Checks', () => {
  it('are the newest by number, not by the look or the order of their ids', async () => {
    const run = (id: string, conclusion: string): string =>
      `{"id": ${id}, "name": "unit", "status": "completed", "conclusion": "${conclusion}", "app": null}`;
    const runs = [run('9', 'success'), run('10', 'failure'), run('8', 'success')];
    const server = await serve((request, response) =>
      json(response, request.url.includes('check-runs') ? `{"check_runs": [${runs.join()}]}` : '[]'),
    );
    try {
      const checks = await createGitHubForge(clientOf(server.url), 'git.example').checks(shop, sha('a'.repeat(40)));
      assert.deepEqual(
        checks.map(({ id, state, source, appId }) => [id, state, source, appId]),
        [['10', 'failure', 'unknown', null]],
      );
    } finally {
      await server.close();
    }
  });
});
