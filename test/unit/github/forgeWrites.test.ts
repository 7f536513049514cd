import assert from 'node:assert/strict';
import { UncertainWrite } from '../../../src/core/errors';
import type { Forge } from '../../../src/core/ports';
import { createGitHubForge } from '../../../src/github/githubForge';
import { startGitHub } from '../../doubles/github/server';
import type { GitHubDouble } from '../../doubles/github/server';
import { clientOf, errorOf } from './localServer';

import { host, shop, tell } from './forgeStory';
import type { Story } from './forgeStory';
describe('The forge writes', () => {
  let story: Story;
  let github: GitHubDouble;
  let forge: Forge;

  function forgeOf(token: string | null): Forge {
    return createGitHubForge(clientOf(`${github.url}/api/v3`, { token }), host);
  }

  before(() => {
    story = tell();
  });

  beforeEach(async () => {
    github = await startGitHub(story.seed);
    forge = forgeOf('alice-token');
  });

  afterEach(async () => {
    await github.close();
    assert.deepEqual(github.violations, []);
  });

  after(() => {
    story.git.remove();
  });

  it('a description, and gives back what is there now', async () => {
    const pull = await forge.updateBody(shop, 7, 'New\r\n\u{1F680} text');
    assert.equal(pull.body, 'New\r\n\u{1F680} text');
    assert.deepEqual(
      github.journal.map(({ method, path, body }) => [method, path, body]),
      [['PATCH', '/repos/acme/shop/pulls/7', { body: 'New\r\n\u{1F680} text' }]],
    );
  });

  it('labels: found in any case, made, added, removed once and again', async () => {
    assert.deepEqual(await forge.label(shop, 'RISK: high'), { name: 'Risk: High', color: 'd73a4a' });
    assert.equal(await forge.label(shop, 'risk: medium'), null);
    await forge.createLabel(shop, { name: 'a/b \u{1F525}?#', color: 'ff0000', description: 'odd' });
    assert.equal(
      (await errorOf(forge.createLabel(shop, { name: 'RISK: LOW', color: 'ff0000', description: '' }))).kind,
      'refused',
    );
    await forge.addLabel(shop, 7, 'a/b \u{1F525}?#');
    await forge.removeLabel(shop, 7, 'a/b \u{1F525}?#');
    await forge.removeLabel(shop, 7, 'a/b \u{1F525}?#');
    const { labels } = await forge.pull(shop, 7);
    assert.deepEqual(
      labels.map((label) => label.name),
      ['risk: low'],
    );
    assert.equal((await errorOf(forge.removeLabel(shop, 99, 'x'))).kind, 'not-found');
  });

  it('no label whose name would reach all labels', async () => {
    for (const name of ['.', '..']) {
      assert.equal((await errorOf(forge.removeLabel(shop, 7, name))).kind, 'invalid-input');
    }
    assert.equal((await forge.pull(shop, 7)).labels.length, 1);
  });

  it('a review of exactly the commit that was looked at, and its dismissal', async () => {
    const review = await forge.submitReview(shop, 7, { event: 'approve', sha: story.head, body: 'Range a..b' });
    assert.deepEqual([review.author.login, review.state, review.sha], ['alice', 'approved', story.head]);
    assert.deepEqual(github.journal[0]?.body, { commit_id: story.head, event: 'APPROVE', body: 'Range a..b' });
    await forge.dismissReview(shop, 7, review.id, 'The head moved.');
    const reviews = await forge.reviews(shop, 7);
    assert.equal(reviews.find((each) => each.id === review.id)?.state, 'dismissed');
    assert.equal((await errorOf(forge.dismissReview(shop, 7, '1/../2', 'x'))).kind, 'invalid-input');
  });

  it('nothing that GitHub refuses, and says why', async () => {
    const own = forgeOf('alice-token');
    await own.addLabel(shop, 7, 'risk: low');
    const blank = await errorOf(own.submitReview(shop, 7, { event: 'request-changes', sha: story.head, body: '' }));
    assert.equal(blank.kind, 'refused');
    assert.match(blank.message, /blank/);
    const outsider = await errorOf(forgeOf('dora-token').addLabel(shop, 7, 'risk: low'));
    assert.equal(outsider.kind, 'forbidden');
    const weak = await errorOf(forgeOf('weak-token').addLabel(shop, 7, 'risk: low'));
    assert.match(weak.message, /lacks the scope “repo”/);
    assert.ok(!(weak instanceof UncertainWrite));
  });

  for (const kind of ['drop', 'truncate', 'captive-portal', 'wrong-json'] as const) {
    it(`once, and calls it unknown when the answer is lost (${kind})`, async () => {
      github.faults.add({ method: 'POST', path: /reviews/, when: 'after', fault: { kind } });
      const sent = forge.submitReview(shop, 7, { event: 'approve', sha: story.head, body: '' });
      assert.ok((await errorOf(sent)) instanceof UncertainWrite);
      assert.equal(github.journal.filter((entry) => entry.applied).length, 1);
      assert.equal(github.journal.length, 1);
    });
  }
});
