import assert from 'node:assert/strict';
import type { Forge } from '../../../src/core/ports';
import { createGitHubForge } from '../../../src/github/githubForge';
import type { SeedDeployment } from '../../doubles/github/seed';
import { startGitHub } from '../../doubles/github/server';
import type { GitHubDouble } from '../../doubles/github/server';
import { host, shop, tell } from './forgeStory';
import type { Story } from './forgeStory';
import { clientOf } from './localServer';

type States = readonly SeedDeployment['statuses'][number]['state'][];

describe('The last deployment that succeeded', () => {
  let story: Story;
  let github: GitHubDouble;

  before(() => {
    story = tell();
  });
  after(() => story.git.remove());
  afterEach(async () => {
    await github.close();
    assert.deepEqual(github.violations, []);
  });

  /** Deployments 1, 2, … a day apart, each with these states an hour apart. */
  async function deployed(...all: readonly States[]): Promise<Forge> {
    const [repository = assert.fail(), ...others] = story.seed.repositories;
    const deployments = all.map((states, index): SeedDeployment => {
      const day = `2026-02-${String(index + 1).padStart(2, '0')}T`;
      const statuses = states.map((state, hour) => ({
        state,
        at: `${day}1${hour}:00:00Z`,
        logUrl: state === 'inactive' ? '' : `https://ci.example/${index + 1}/${state}`,
      }));
      const where = { sha: story.head, ref: 'production', environment: 'production', creator: 'bob' };
      return { ...where, id: index + 1, at: `${day}09:00:00Z`, statuses };
    });
    github = await startGitHub({ ...story.seed, repositories: [{ ...repository, deployments }, ...others] });
    return createGitHubForge(clientOf(github.url, { token: 'alice-token' }), host);
  }

  it('is the newest one, in two requests', async () => {
    const forge = await deployed(['success', 'inactive'], ['success', 'inactive'], ['in_progress', 'success']);
    const last = await forge.lastSuccess(shop, 'production', 30);
    assert.deepEqual([last?.id, last?.state, last?.url], ['3', 'success', 'https://ci.example/3/success']);
    assert.equal(github.requests.length, 2);
  });

  it('is an older one when newer ones failed or go on', async () => {
    const forge = await deployed(['success', 'inactive'], ['success'], ['failure'], ['error'], ['in_progress'], []);
    assert.equal((await forge.lastSuccess(shop, 'production', 30))?.id, '2');
    assert.equal(github.requests.length, 6);
  });

  it('counts although it is inactive by now, and says so', async () => {
    const forge = await deployed(['success', 'inactive'], ['failure', 'inactive']);
    const last = await forge.lastSuccess(shop, 'production', 30);
    assert.deepEqual(
      [last?.id, last?.state, last?.stateAt, last?.url],
      ['1', 'inactive', Date.parse('2026-02-01T11:00:00Z'), 'https://ci.example/1/success'],
    );
  });

  it('is none where none succeeded within the limit', async () => {
    const forge = await deployed(['success'], ['failure'], ['failure']);
    assert.equal(await forge.lastSuccess(shop, 'production', 2), null);
    assert.equal(await forge.lastSuccess(shop, 'beta', 2), null);
    assert.equal((await forge.lastSuccess(shop, 'production', 3))?.id, '1');
  });
});
