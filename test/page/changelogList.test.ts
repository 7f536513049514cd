import assert from 'node:assert/strict';
import { changelogOf } from './changelogs';
import type { OpenPage } from './harness';
import { usePages } from './usePages';
import { openRelease } from './states';

describe('a long changelog on the release page', function () {
  this.timeout(20_000);
  const pages = usePages();
  let open: OpenPage;

  const show = async (commits: number): Promise<void> => {
    open = await pages.open();
    await open.send({ type: 'state', state: openRelease }, { type: 'changelog', changelog: changelogOf(commits) });
  };
  const scrollTo = (top: number): Promise<void> =>
    open.page.evaluate(async (to) => {
      window.scrollTo(0, to);
      await new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)));
    }, top);

  it('draws a few rows of it, and those that one scrolls to', async () => {
    await show(10_000);
    const drawn = () => open.page.locator('[data-row]').count();
    assert.ok((await drawn()) < 200);
    for (const y of [5_000, 60_000, 90_000, 2_000]) {
      await scrollTo(y);
      const inView = await open.page.evaluate(() => {
        const element = document.elementFromPoint(300, 430);
        return element?.closest('.chunk') !== null;
      });
      assert.ok(inView, `rows are in view at ${String(y)}`);
      assert.ok((await drawn()) < 200);
    }
  });

  it('does not shift under the reader who scrolls up through rows of unknown height', async () => {
    await show(10_000);
    await scrollTo(70_000);
    for (let step = 0; step < 12; step++) {
      const moved = await open.page.evaluate(async () => {
        const row = [...document.querySelectorAll('[data-row]')].find((each) => each.getBoundingClientRect().top > 300);
        const before = row?.getBoundingClientRect().top ?? 0;
        window.scrollBy(0, -300);
        await new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)));
        return (row?.getBoundingClientRect().top ?? 0) - before;
      });
      assert.ok(Math.abs(moved - 300) < 2, `moved by ${String(moved)}`);
    }
  });

  it('is passed by one Tab, and walked with the arrows, Home and End', async () => {
    await show(2_000);
    await open.page.locator('[data-row]').first().focus();
    await open.page.keyboard.press('End');
    const focused = () => open.page.evaluate(() => document.activeElement?.getAttribute('aria-posinset'));
    const last = await focused();
    const size = await open.page.evaluate(() => document.activeElement?.getAttribute('aria-setsize'));
    assert.equal(last, size);
    await open.page.keyboard.press('ArrowUp');
    assert.equal(Number(await focused()), Number(last) - 1);
    const isInView = await open.page.evaluate(() => {
      const box = document.activeElement?.getBoundingClientRect();
      return box !== undefined && box.top >= 0 && box.bottom <= innerHeight - 40;
    });
    assert.ok(isInView);
    await open.page.keyboard.press('Home');
    assert.equal(await focused(), '1');
    await open.page.keyboard.press('ArrowRight');
    assert.ok((await open.page.locator('.row-commits li').count()) > 1);
    const stops: string[] = [];
    for (let presses = 0; presses < 14; presses++) {
      await open.page.keyboard.press('Tab');
      stops.push(await open.page.evaluate(() => document.activeElement?.closest('[data-row]')?.id ?? 'outside'));
    }
    assert.ok(stops.includes('outside'), stops.join(' '));
  });

  it('is filtered, with the count, and Ctrl+F leads to the filter', async () => {
    await show(2_000);
    await open.page.keyboard.press('Control+f');
    await open.page.keyboard.type('type:perf author:ines');
    const count = await open.page.locator('#filter-count').textContent();
    const [, shown, all] = /^([\d,]+) of ([\d,]+) rows shown$/.exec(count ?? '') ?? [];
    assert.ok(shown !== undefined && all !== undefined && shown !== all, count ?? '');
    const headings = await open.page.locator('.changelog-section').allTextContents();
    assert.ok(headings.length > 0 && headings.every((heading) => /^(Breaking|Performance)/.test(heading)));
    await open.page.keyboard.press('Escape');
    assert.equal(await open.page.locator('#filter').inputValue(), '');
  });
});
