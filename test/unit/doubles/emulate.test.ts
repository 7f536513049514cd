import assert from 'node:assert/strict';
import { startEmulate } from '../../doubles/emulate';
import type { Emulate } from '../../doubles/emulate';
import { startGitHub } from '../../doubles/github/server';
import type { GitHubDouble } from '../../doubles/github/server';
import { asker, at } from './client';
import type { Ask } from './client';
import { tinyProduct } from './tinyProduct';

/** Fields that only one of the two sends; GitHub's description calls all of them optional. */
const tolerated = new Set([
  'created_at',
  'updated_at',
  'performed_via_github_app',
  'body_html',
  'body_text',
  'reactions',
  'plan',
  'assignees',
  'draft',
]);

describe('the GitHub double and emulate', () => {
  const product = tinyProduct();
  let double: GitHubDouble | undefined;
  let emulate: Emulate | undefined;
  let asks: readonly Ask[] = [];
  const repository = '/repos/ana/pair';

  before(async () => {
    const [seed] = [product.seed()];
    const [first] = seed.repositories;
    assert.ok(first);
    const repositories = [{ ...first, owner: 'ana', name: 'pair', pulls: [], checkRuns: [], labels: [] }];
    double = await startGitHub({ ...seed, repositories });
    const users = seed.users.filter((user) => ['ana', 'ben'].includes(user.login));
    const tokens = seed.tokens.filter((token) => users.some((user) => user.login === token.login));
    emulate = await startEmulate({ users, tokens, repositories: [{ owner: 'ana', name: 'pair' }] });
    const [one, other] = [double.url, emulate.url];
    asks = [asker(() => one), asker(() => other)];
    for (const ask of asks) await prepare(ask);
  });
  after(async () => {
    await double?.close();
    await emulate?.close();
    product.remove();
  });

  /** Makes branch `topic` with one file, and a pull request from it. */
  async function prepare(ask: Ask): Promise<void> {
    const token = 'ana-token';
    const main = at((await ask(`GET ${repository}/branches/main`, { token })).json, 'commit', 'sha');
    await ask(`POST ${repository}/git/refs`, { token, body: { ref: 'refs/heads/topic', sha: main } });
    const body = { message: 'topic', content: Buffer.from('text').toString('base64'), branch: 'topic' };
    await ask(`PUT ${repository}/contents/folder/a.txt`, { token, body });
    await ask(`POST ${repository}/labels`, { token, body: { name: 'risk', color: 'ff0000' } });
    await ask(`POST ${repository}/pulls`, { token, body: { title: 'Topic', base: 'main', head: 'topic', body: 'x' } });
    // The emulator answers 201 where GitHub answers 200, so this one is not among the rows.
    await ask(`POST ${pull}/reviews`, { token: 'ben-token', body: { event: 'APPROVE' } });
  }

  const pull = `${repository}/pulls/1`;
  const rows: readonly (readonly [string, string, object?])[] = [
    ['ben-token', `GET ${pull}/reviews`],
    ['ana-token', `POST ${repository}/issues/1/labels`, { labels: ['risk'] }],
    ['ana-token', `GET ${repository}/issues/1/labels`],
    ['ana-token', `DELETE ${repository}/issues/1/labels/risk`],
    ['ana-token', `DELETE ${repository}/issues/1/labels/risk`],
    ['ana-token', `GET ${repository}/labels`],
    ['ana-token', `POST ${repository}/issues/1/comments`, { body: 'hello' }],
    ['ana-token', `GET ${repository}/issues/1/comments`],
    ['ana-token', `GET ${repository}/compare/main...topic`],
    ['ana-token', `GET ${repository}/compare/main...missing`],
    ['ana-token', `GET ${repository}/contents/folder/a.txt?ref=topic`],
    ['ana-token', `GET ${repository}/contents/folder?ref=topic`],
    ['ana-token', `GET ${repository}/contents/missing`],
    ['ana-token', `GET ${repository}/actions/runs`],
    ['ana-token', `PUT ${pull}/update-branch`, { expected_head_sha: 'f'.repeat(40) }],
    ['ana-token', 'GET /user'],
  ];

  for (const [token, request, body] of rows) {
    it(`agree on ${request}`, async () => {
      const [ours, theirs] = await Promise.all(asks.map((ask) => ask(request, { token, ...(body && { body }) })));
      assert.ok(ours && theirs);
      assert.equal(ours.status, theirs.status);
      if (ours.status < 400) assert.deepEqual(keys(ours.json), keys(theirs.json));
    });
  }
});

/** The keys of an answer, or of its first item. */
function keys(json: unknown): string[] {
  const value: unknown = Array.isArray(json) ? json[0] : json;
  if (typeof value !== 'object' || value === null) return [];
  return Object.keys(value)
    .filter((key) => !tolerated.has(key))
    .sort();
}
