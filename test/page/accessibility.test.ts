import assert from 'node:assert/strict';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { PageState } from '../../src/views/panel/protocol';
import { brokenRules, wcagRules } from '../hosts/accessibilityRules';
import { projectRoot } from '../hosts/projectFolders';
import { changelogOf, fullChangelog, hostileChangelog } from './changelogs';
import { readingRelease, staleRelease, unreadRelease } from './changelogStates';
import type { OpenPage, ThemeName } from './harness';
import { PageHarness, themeNames } from './harness';
import { brokenPolicyRelease, readOnlyRelease, strictRelease, unreadPolicyRelease } from './judgedStates';
import {
  approvedRelease,
  brokenRelease,
  failed,
  hostileRelease,
  loading,
  movedHighRiskRelease,
  openRelease,
  readyRelease,
  rollback,
} from './states';

const pictures = join(projectRoot, 'test-results', 'page');

const cases: readonly (readonly [
  name: string,
  state: PageState,
  themes: readonly ThemeName[],
  widths: readonly number[],
])[] = [
  ['open', openRelease, themeNames, [1280, 380]],
  ['open', openRelease, ['light-2026'], [640]],
  ['approved', approvedRelease, ['dark', 'light-2026'], [1280]],
  ['high risk', movedHighRiskRelease, themeNames, [1280]],
  ['ready', readyRelease, ['light'], [1280]],
  ['broken', brokenRelease, ['dark', 'light'], [1280]],
  ['rollback', rollback, ['dark'], [380]],
  ['stale changelog', staleRelease, themeNames, [1280]],
  ['stale changelog', staleRelease, ['light'], [400]],
  ['reading', readingRelease, ['dark', 'hc-light'], [1280]],
  ['unread', unreadRelease, ['light'], [400]],
  ['loading', loading, ['light'], [1280]],
  ['failed', failed, ['hc-dark'], [380]],
  ['strict policy', strictRelease, themeNames, [1280]],
  ['strict policy', strictRelease, ['light', 'hc-dark'], [400]],
  ['broken policy', brokenPolicyRelease, ['dark', 'hc-light'], [1280, 400]],
  ['unread policy', unreadPolicyRelease, ['light'], [400]],
  ['read only', readOnlyRelease, ['dark', 'light-2026'], [1280]],
  ['hostile', hostileRelease, ['dark', 'light'], [1280, 300]],
];

/** Opens all that the gates and the risk have to open. */
async function unfoldDecision({ page }: OpenPage): Promise<void> {
  await page.locator('#risk-why').click();
  await page.locator('#health-toggle').click();
  const closed = page.locator('.gate .chevron[aria-expanded=false]');
  while ((await closed.count()) > 0) await closed.first().click();
}

/** Opens what the changelog has to open, and brings it into view. */
async function unfold({ page }: OpenPage): Promise<void> {
  await page.locator('.carried-more').click();
  const fold = page.locator('.fold-toggle').first();
  await page.locator('.chips-more').click();
  while ((await fold.count()) === 0) await page.mouse.wheel(0, 600);
  await fold.click();
}

describe('the release page breaks no rule of WCAG 2.1 AA', function () {
  this.timeout(20_000);
  let harness: PageHarness;

  before(async () => {
    await mkdir(pictures, { recursive: true });
    harness = await PageHarness.start();
  });
  after(() => harness.stop());

  for (const [name, state, themes, widths] of cases) {
    for (const theme of themes) {
      for (const width of widths) {
        it(`${name}, ${theme}, ${String(width)} pixels`, async () => {
          const open = await harness.open({ theme, width, bodyClass: 'vscode-reduce-motion' });
          const full = state === staleRelease ? fullChangelog() : changelogOf(60);
          const changelog = state === hostileRelease ? hostileChangelog() : full;
          await open.send({ type: 'state', state });
          if (state.changelogKey !== null) await open.send({ type: 'changelog', changelog });
          if (state === staleRelease) await unfold(open);
          if (state === strictRelease) await unfoldDecision(open);
          await open.page.screenshot({ path: join(pictures, `${name} ${theme} ${String(width)}.png`) });
          // Past the page's content security policy: added by the test, not by the page.
          const session = await open.page.context().newCDPSession(open.page);
          await session.send('Page.setBypassCSP', { enabled: true });
          const broken = await brokenRules(open.page, [...wcagRules, 'best-practice']);
          assert.deepEqual(broken, []);
          assert.deepEqual(open.complaints, []);
          await open.close();
        });
      }
    }
  }
});
