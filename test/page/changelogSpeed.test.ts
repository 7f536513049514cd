import assert from 'node:assert/strict';
import type { ToPage } from '../../src/views/panel/protocol';
import { changelogOf, messagesOf } from './changelogs';
import { PageHarness, type OpenPage } from './harness';
import { openRelease } from './states';

const median = (values: readonly number[]): number =>
  values.toSorted((one, other) => one - other)[Math.floor(values.length / 2)] ?? Number.NaN;

describe('the speed of the release page', function () {
  this.timeout(120_000);
  let harness: PageHarness;
  let open: OpenPage;

  before(async () => {
    harness = await PageHarness.start();
  });
  after(() => harness.stop());

  const messages = (commits: number): readonly ToPage[] => [
    { type: 'state', state: openRelease },
    ...messagesOf(changelogOf(commits)),
  ];

  /**
   * Milliseconds from the first message to the frame that has rows in it, on a page that has drawn nothing before. Parts
   * follow as the host sends them: a little later, one at a time.
   */
  const firstPaint = async (commits: number): Promise<number> => {
    open = await harness.open();
    await open.page.evaluate((each) => {
      Object.assign(window, { each });
    }, messages(commits));
    // What bringing the messages into the page leaves behind is not to be measured.
    const session = await open.page.context().newCDPSession(open.page);
    await session.send('HeapProfiler.collectGarbage');
    const time = await open.page.evaluate(async () => {
      const each: unknown[] = 'each' in window && Array.isArray(window.each) ? window.each : [];
      const start = performance.now();
      for (const message of each.slice(0, 2)) window.postMessage(message, '*');
      each.slice(2).forEach((part, index) => {
        setTimeout(() => window.postMessage(part, '*'), 50 + index * 15);
      });
      for (;;) {
        await new Promise((done) => requestAnimationFrame(done));
        if (document.querySelector('[data-row]') === null) continue;
        // After the frame: a task that was queued in it runs when it has been painted.
        await new Promise((done) => setTimeout(done));
        return performance.now() - start;
      }
    });
    await open.close();
    return time;
  };

  it('draws 10,000 commits in about the time of 10', async () => {
    const few: number[] = [];
    const many: number[] = [];
    // In turns, so that whatever else the machine does is shared by both.
    for (let sample = 0; sample < 9; sample++) {
      few.push(await firstPaint(10));
      many.push(await firstPaint(10_000));
    }
    const ratio = median(many) / median(few);
    // The aim is 2, measured on a quiet machine; work that grows with the commits gives ten times and more.
    assert.ok(ratio < 4, `${ratio.toFixed(2)} times: ${median(many).toFixed(0)} ms for ${median(few).toFixed(0)} ms`);
  });

  it('stays responsive while a filter is typed over 50,000 commits', async () => {
    open = await harness.open();
    await open.send(...messages(50_000));
    await open.page.locator('#filter').focus();
    await open.page.evaluate(() => {
      const tasks: number[] = [];
      new PerformanceObserver((list) => {
        tasks.push(...list.getEntries().map((entry) => Math.round(entry.duration)));
      }).observe({ type: 'longtask' });
      Object.assign(window, { tasks });
    });
    await open.page.keyboard.type('rounding ledger', { delay: 60 });
    await open.page.locator('#filter-count[aria-busy=false]', { hasText: ' of ' }).waitFor();
    const tasks = await open.page.evaluate(() => ('tasks' in window ? JSON.stringify(window.tasks) : ''));
    const longest = Math.max(0, ...tasks.split(/\D+/).map(Number));
    await open.close();
    assert.ok(longest < 400, `a task of ${String(longest)} ms`);
  });
});
