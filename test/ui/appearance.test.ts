import assert from 'node:assert/strict';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { Frame } from 'playwright-core';
import { brokenRules, wcagRules } from '../hosts/accessibilityRules';
import { projectRoot } from '../hosts/projectFolders';
import { themeNames } from '../hosts/workbench';
import { openReleasePage } from './releasePage';
import { openUi, pictureOnFailure, view, type UiSession } from './session';

const pictures = join(projectRoot, 'test-results', 'appearance');

describe('the release page inside the editor', function () {
  this.timeout(120_000);
  let ui: UiSession;
  let title: string;

  before(async () => {
    await mkdir(pictures, { recursive: true });
    ui = await openUi();
    const { number } = ui.sample.names.highRisk;
    title = ui.github.state.pull('acme/shop', number).title;
    const frame = await openReleasePage(ui, number);
    await frame.getByText('205 of 205 commits, from your clone').waitFor();
    await ui.workbench.expandRow(title, view);
    await ui.workbench.expandRow([title, 'Changelog'], view);
  });
  afterEach(function () {
    return pictureOnFailure(this, ui);
  });
  after(() => ui.stop());

  const page = (): Promise<Frame> => ui.workbench.webviewFrame(`#${String(ui.sample.names.highRisk.number)}`);

  for (const theme of themeNames) {
    it(`breaks no rule of WCAG 2.1 AA in ${theme}, wide and narrow`, async () => {
      await ui.workbench.setTheme(theme);
      const frame = await page();
      for (const [name, width] of [
        ['wide', 1500],
        ['narrow', 700],
      ] as const) {
        await ui.workbench.page.setViewportSize({ width, height: 950 });
        await frame.getByRole('button', { name: 'Approve…' }).waitFor();
        await ui.workbench.screenshot(join(pictures, `${theme} ${name}.png`));
        assert.deepEqual(await brokenRules(frame, wcagRules), [], name);
      }
      await ui.workbench.page.setViewportSize({ width: 1500, height: 950 });
    });
  }
});
