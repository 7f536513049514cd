import assert from 'node:assert/strict';
import type { ToPage } from '../../src/views/panel/protocol';
import { changelogOf } from './changelogs';
import type { OpenPage } from './harness';
import { usePages } from './usePages';
import { movedHighRiskRelease, openRelease } from './states';

describe('the jumps on the release page', function () {
  this.timeout(20_000);
  const pages = usePages();
  let open: OpenPage;

  const messages = (state: typeof openRelease, commits: number): readonly ToPage[] => [
    { type: 'state', state },
    { type: 'changelog', changelog: changelogOf(commits) },
  ];
  const clearOf = (selector: string): Promise<boolean> =>
    open.page.evaluate((wanted) => {
      const box = document.querySelector(wanted)?.getBoundingClientRect();
      if (box === undefined) return false;
      const covers = [box.top + 1, box.bottom - 1].map((y) => document.elementFromPoint(box.left + 1, y));
      return covers.every((element) => element?.closest(wanted) !== null && element !== null);
    }, selector);

  it('leave the frames around the page where they are', async () => {
    open = await pages.open();
    const { page } = open;
    // As in the editor: the frame is some pixels lower than the window that it lies in.
    const style = 'width: 100%; height: 865px; border: 0';
    const body = `<body style="margin: 0"><iframe src="http://page.test/" style="${style}"></iframe></body>`;
    await page.route('http://editor.test/', (route) => route.fulfill({ contentType: 'text/html', body }));
    await page.goto('http://editor.test/');
    const frame = page.frames()[1];
    assert.ok(frame !== undefined);
    await frame.waitForFunction(() => window.editor.said.length > 0);
    await frame.evaluate(
      (each) => {
        for (const message of each) window.postMessage(message, '*');
      },
      messages(openRelease, 900),
    );
    await frame.locator('[data-row]').first().waitFor();
    const presses = ['set the risk', 'Description', '1 breaking', 'Comments'];
    for (const name of presses) {
      await frame.getByRole('button', { name, exact: true, includeHidden: true }).evaluate((button) => {
        if (button instanceof HTMLElement) button.click();
      });
    }
    await frame.locator('[data-row]').first().focus();
    for (const key of ['Control+f', 'Escape']) await page.keyboard.press(key);
    assert.ok((await frame.evaluate(() => window.scrollY)) > 0, 'the page itself has scrolled');
    assert.equal(await page.evaluate(() => window.scrollY), 0);
    await page.mouse.move(400, 400);
    const atEnd = () => frame.evaluate(() => window.scrollY + innerHeight >= document.documentElement.scrollHeight - 1);
    while (!(await atEnd())) await page.mouse.wheel(0, 20_000);
    for (let turns = 0; turns < 5; turns++) {
      await page.mouse.wheel(0, 500);
      await page.evaluate(() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))));
    }
    assert.equal(await page.evaluate(() => window.scrollY), 0, 'nor does the wheel at the end of the page move them');
  });

  it('stop below the notices, however high these are', async () => {
    open = await pages.open();
    await open.send(...messages(movedHighRiskRelease, 60));
    await open.page.evaluate(() => {
      window.scrollTo(0, 900);
    });
    await open.page.locator('.compact-visible').waitFor();
    await open.page.getByRole('navigation').getByRole('button', { name: 'What can hurt' }).click();
    assert.ok(await clearOf('#highlights-title'));
  });

  it('reach a control in the column that stays in view', async () => {
    open = await pages.open({ height: 560 });
    await open.send(...messages(openRelease, 60));
    await open.page.evaluate(() => {
      window.scrollTo(0, 1500);
    });
    await open.page.evaluate(() => {
      document.querySelector<HTMLElement>('#verdict button')?.click();
    });
    await open.page.waitForFunction(() => document.activeElement?.id === 'risk-low');
    assert.ok(await clearOf('#risk-low'));
  });

  it('lead from a count to its commits by the filter of the changelog', async () => {
    open = await pages.open();
    await open.send(...messages(openRelease, 400));
    await open.page.getByRole('button', { name: '2 without a pull request' }).click();
    await open.page.waitForFunction(() => document.activeElement?.id === 'filter');
    assert.equal(await open.page.locator('#filter').inputValue(), 'is:direct');
    assert.match((await open.page.locator('#filter-count').textContent()) ?? '', /^13 of /);
    assert.ok(await clearOf('#changelog-title'));
    assert.deepEqual(await open.intents(), []);
  });
});
