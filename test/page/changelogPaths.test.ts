import assert from 'node:assert/strict';
import type { Intent, ToPage } from '../../src/views/panel/protocol';
import { changelogOf } from './changelogs';
import type { OpenPage } from './harness';
import { usePages } from './usePages';
import { openRelease } from './states';

describe('the filter by path', function () {
  this.timeout(20_000);
  const pages = usePages();
  let open: OpenPage;

  const show = async (): Promise<void> => {
    open = await pages.open();
    await open.send({ type: 'state', state: openRelease }, { type: 'changelog', changelog: changelogOf(60) });
  };
  const counted = async (): Promise<string> => (await open.page.locator('#filter-count').textContent()) ?? '';
  const asked = async (): Promise<readonly Intent[]> => (await open.intents()).map(({ intent }) => intent);
  const answer = async (text: string, rows: readonly number[] | null, message: string | null): Promise<void> => {
    const last = (await open.intents()).at(-1);
    assert.ok(last !== undefined);
    const touching: ToPage = { type: 'touching', key: '412', text, rows, message };
    await open.send(touching, { type: 'done', id: last.id, ok: true, message: null });
  };
  const awaitAsking = (): Promise<unknown> =>
    open.page.waitForFunction(() => window.editor.said.some((each) => each.type === 'intent'));

  it('asks once after a pause in typing, and shows what the host found', async () => {
    await show();
    await open.page.locator('#filter').pressSequentially('path:cart');
    assert.equal(await counted(), 'looking for commits that touch “cart”…');
    await awaitAsking();
    assert.deepEqual(await asked(), [{ kind: 'findTouching', text: 'cart' }]);
    await answer('cart', [2, 3, 30], null);
    assert.match(await counted(), /^2 of \d+ rows shown$/);
  });

  it('goes together with other conditions, and can exclude', async () => {
    await show();
    await open.page.getByRole('button', { name: 'By commit' }).click();
    await open.page.locator('#filter').fill('-path:cart is:direct');
    await awaitAsking();
    await answer('cart', [28], null);
    assert.equal(await counted(), '1 of 60 commits shown');
    await open.page.locator('#filter').fill('path:cart is:direct');
    await open.page.getByText('1 of 60 commits shown').waitFor();
    assert.match((await open.page.locator('[data-row]').textContent()) ?? '', / 28/);
    assert.equal((await asked()).length, 1, 'what is known is not asked again');
  });

  it('says why it cannot be told, and leaves the other conditions in force', async () => {
    await show();
    await open.page.locator('#filter').fill('path:cart type:perf');
    await awaitAsking();
    await answer('cart', null, 'Paths cannot be searched without a clone.');
    assert.match(await counted(), /^\d+ of \d+ rows shown; Paths cannot be searched without a clone\.$/);
    const headings = await open.page.locator('.changelog-section').allTextContents();
    assert.ok(headings.length === 1 && headings[0]?.startsWith('Performance'));
  });

  it('still waits when the question ends before its answer comes', async () => {
    await show();
    await open.page.locator('#filter').fill('path:cart');
    await awaitAsking();
    const [question] = await open.intents();
    assert.ok(question !== undefined);
    await open.send({ type: 'done', id: question.id, ok: true, message: null });
    assert.equal(await counted(), 'looking for commits that touch “cart”…');
    await open.send({ type: 'touching', key: '412', text: 'cart', rows: [2, 3, 30], message: null });
    assert.match(await counted(), /^2 of \d+ rows shown$/);
    assert.equal((await asked()).length, 1);
  });

  it('says no word of an error while the answer is there and the question has not ended', async () => {
    await show();
    await open.page.locator('#filter').fill('path:cart');
    await awaitAsking();
    await open.send({ type: 'touching', key: '412', text: 'cart', rows: [2], message: null });
    assert.match(await counted(), /^1 of \d+ rows shown$/);
    const [question] = await open.intents();
    assert.ok(question !== undefined);
    await open.send({ type: 'done', id: question.id, ok: true, message: null });
    assert.match(await counted(), /^1 of \d+ rows shown$/);
  });

  it('asks about one path after the other, since a later question ends the one before', async () => {
    await show();
    await open.page.locator('#filter').fill('path:cart path:web');
    await awaitAsking();
    assert.deepEqual(await asked(), [{ kind: 'findTouching', text: 'cart' }]);
    await answer('cart', [2, 3, 30], null);
    await open.page.waitForFunction(() => window.editor.said.filter((each) => each.type === 'intent').length === 2);
    await answer('web', [3], null);
    assert.match(await counted(), /^1 of \d+ rows shown$/);
  });

  it('asks again when the reader comes back to a path that another question took the answer of', async () => {
    await show();
    const questions = async (count: number): Promise<void> => {
      await open.page.waitForFunction(
        (wanted) => window.editor.said.filter((each) => each.type === 'intent').length === wanted,
        count,
      );
    };
    await open.page.locator('#filter').fill('path:cart');
    await questions(1);
    await open.page.locator('#filter').fill('path:carts');
    await questions(2);
    const [first] = await open.intents();
    assert.ok(first !== undefined);
    await open.send({ type: 'done', id: first.id, ok: true, message: null });
    await open.page.locator('#filter').fill('path:cart');
    await questions(3);
    assert.deepEqual((await asked()).at(-1), { kind: 'findTouching', text: 'cart' });
  });

  it('does not ask for ever when the host has no answer', async () => {
    await show();
    await open.page.locator('#filter').fill('path:cart');
    await awaitAsking();
    const [question] = await open.intents();
    assert.ok(question !== undefined);
    await open.send({ type: 'done', id: question.id, ok: false, message: 'You are offline.' });
    assert.match(await counted(), /You are offline\.$/);
    assert.equal((await asked()).length, 1);
  });
});
