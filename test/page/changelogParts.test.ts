import assert from 'node:assert/strict';
import type { ToPage } from '../../src/views/panel/protocol';
import { changelogOf, messagesOf } from './changelogs';
import type { OpenPage } from './harness';
import { usePages } from './usePages';
import { openRelease } from './states';

describe('a changelog that comes in parts', function () {
  this.timeout(20_000);
  const pages = usePages();
  let open: OpenPage;

  const rows = (): Promise<number> => open.page.locator('[data-row]').count();
  const height = (): Promise<number> => open.page.evaluate(() => document.documentElement.scrollHeight);
  const first = (commits: number, key = '412'): readonly [ToPage, readonly ToPage[]] => {
    const [head, ...parts] = messagesOf(changelogOf(commits, key));
    assert.ok(head !== undefined);
    return [head, parts];
  };
  const scrollTo = (top: number): Promise<void> =>
    open.page.evaluate(async (to) => {
      window.scrollTo(0, to);
      await new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)));
    }, top);

  it('is drawn with the first part, as long as it will be', async () => {
    open = await pages.open();
    const [head, parts] = first(6_000);
    await open.send({ type: 'state', state: openRelease }, head);
    assert.ok((await rows()) > 10);
    const before = await height();
    const counts = await open.page.locator('.section-count').allTextContents();
    await open.send(...parts);
    assert.equal(await height(), before);
    assert.deepEqual(await open.page.locator('.section-count').allTextContents(), counts);
  });

  it('draws nothing again for a part that is not in view', async () => {
    open = await pages.open();
    const [head, parts] = first(6_000);
    await open.send({ type: 'state', state: openRelease }, head);
    const changes = await open.page.evaluate(async (messages) => {
      let count = 0;
      const observer = new MutationObserver((records) => {
        count += records.length;
      });
      observer.observe(document.body, { childList: true, subtree: true, attributes: true, characterData: true });
      for (const message of messages) window.postMessage(message, '*');
      await new Promise((done) => setTimeout(() => requestAnimationFrame(() => requestAnimationFrame(done))));
      return count;
    }, parts);
    assert.equal(changes, 0);
  });

  it('draws the rows that are in view when they come', async () => {
    open = await pages.open();
    const [head, parts] = first(6_000);
    await open.send({ type: 'state', state: openRelease }, head);
    await scrollTo(30_000);
    const inView = () =>
      open.page.evaluate(() =>
        [...document.querySelectorAll('[data-row]')].some((row) => {
          const box = row.getBoundingClientRect();
          return box.bottom > 0 && box.top < innerHeight;
        }),
      );
    assert.ok(!(await inView()));
    await open.send(...parts);
    assert.ok(await inView());
  });

  it('takes no part of another one, and none that would leave a gap', async () => {
    open = await pages.open();
    const [head, parts] = first(6_000);
    const [, otherParts] = first(6_000, 'other');
    await open.send({ type: 'state', state: openRelease }, head, ...otherParts, ...parts.slice(1));
    await scrollTo(30_000);
    await open.page.locator('#filter').fill('is:breaking');
    await open.page.getByText('searching, 300 of 6,000 commits so far').waitFor();
    await open.send(...parts);
    await open.page.locator('#filter-count[aria-busy=false]').waitFor();
    assert.equal(await open.page.locator('#filter-count').textContent(), '62 of 2,565 rows shown');
  });

  it('says how far a search has come, and goes on as more comes', async () => {
    open = await pages.open();
    const [head, parts] = first(6_000);
    await open.send({ type: 'state', state: openRelease }, head);
    await open.page.locator('#filter').fill('rounding');
    await open.page.getByText('searching, 300 of 6,000 commits so far').waitFor();
    assert.ok((await rows()) > 0);
    await open.send(...parts);
    await open.page.locator('#filter-count[aria-busy=false]').waitFor();
    assert.match((await open.page.locator('#filter-count').textContent()) ?? '', /^[\d,]+ of [\d,]+ rows shown$/);
  });

  it('finds its place again after a reload, in a part that comes later', async () => {
    open = await pages.open();
    const messages: readonly ToPage[] = [{ type: 'state', state: openRelease }, ...messagesOf(changelogOf(6_000))];
    await open.send(...messages);
    await scrollTo(40_000);
    await open.page.waitForFunction(() =>
      JSON.stringify(window.editor.kept()).includes(`"top":${String(scrollY)},"row":"`),
    );
    const atTop = () =>
      open.page.evaluate(() => {
        const all = [...document.querySelectorAll<HTMLElement>('[data-row]')];
        const row = all.find((each) => each.getBoundingClientRect().bottom > 0);
        return [row?.dataset['row'], Math.round(row?.getBoundingClientRect().top ?? 0)];
      });
    const before = await atTop();
    await open.page.reload();
    await open.send(...messages);
    assert.deepEqual(await atTop(), before);
  });

  describe('and is read anew', () => {
    const show = async (): Promise<readonly [ToPage, readonly ToPage[]]> => {
      open = await pages.open();
      const messages = messagesOf(changelogOf(3_000, 'a..b clone 1'));
      await open.send({ type: 'state', state: { ...openRelease, changelogKey: 'a..b clone 1' } }, ...messages);
      // More is known of the same commits: one more row, above all the others.
      const other = changelogOf(3_001, 'a..b clone 2');
      const fresh = {
        ...other,
        commits: other.commits.map((commit, at) => (at === 7 ? { ...commit, breaking: true } : commit)),
      };
      const [head, ...parts] = messagesOf(fresh);
      assert.ok(head !== undefined);
      await open.send({ type: 'state', state: { ...openRelease, changelogKey: 'a..b clone 2' } });
      return [head, parts];
    };

    it('stays until all of the newer reading has come', async () => {
      const [head, parts] = await show();
      const summary = open.page.getByText('3,000 of 3,000 commits');
      assert.ok(await summary.isVisible());
      await open.send(head, ...parts.slice(0, -1));
      assert.ok(await summary.isVisible());
      await open.send(...parts.slice(-1));
      assert.ok(await open.page.getByText('3,001 of 3,001 commits').isVisible());
    });

    it('keeps the reader’s place and focus', async () => {
      const [head, parts] = await show();
      await scrollTo(20_000);
      const row = open.page.locator('[data-row^=pull-]').nth(12);
      await row.focus();
      const read = () =>
        open.page.evaluate(() => {
          const element = document.activeElement;
          return { id: element?.id ?? '', top: element?.getBoundingClientRect().top ?? 0 };
        });
      const before = await read();
      assert.match(before.id, /^row-pull-/);
      await open.send(head, ...parts);
      const after = await read();
      assert.equal(after.id, before.id);
      assert.ok(Math.abs(after.top - before.top) <= 1, `${String(after.top)} instead of ${String(before.top)}`);
    });

    it('of another release is not shown in its place', async () => {
      await show();
      await open.send({ type: 'state', state: { ...openRelease, changelogKey: 'a..c clone 1' } });
      assert.equal(await rows(), 0);
    });
  });
});
