import assert from 'node:assert/strict';
import { mkdir, readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import type { Frame } from 'playwright-core';
import { projectRoot } from '../hosts/projectFolders';
import { themeNames } from '../hosts/workbench';
import { openReleasePage } from './releasePage';
import { openUi, pictureOnFailure, view, type UiSession } from './session';

const pictures = join(projectRoot, 'test-results', 'appearance');
const axeScript = createRequire(join(projectRoot, 'package.json')).resolve('axe-core/axe.min.js');

/** The part of axe that is used here. */
interface Axe {
  run(context: Document, options: object): Promise<{ violations: { id: string; nodes: { html: string }[] }[] }>;
}

describe('the release page inside the editor', function () {
  this.timeout(120_000);
  let ui: UiSession;
  let axe: string;
  let title: string;

  before(async () => {
    await mkdir(pictures, { recursive: true });
    axe = await readFile(axeScript, 'utf8');
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
      // By the debugger, which the page's content security policy does not bind.
      await frame.evaluate(axe);
      for (const [name, width] of [
        ['wide', 1500],
        ['narrow', 700],
      ] as const) {
        await ui.workbench.page.setViewportSize({ width, height: 950 });
        await frame.getByRole('button', { name: 'Approve…' }).waitFor();
        await ui.workbench.screenshot(join(pictures, `${theme} ${name}.png`));
        assert.deepEqual(await brokenRules(frame), [], name);
      }
      await ui.workbench.page.setViewportSize({ width: 1500, height: 950 });
    });
  }
});

async function brokenRules(frame: Frame): Promise<readonly string[]> {
  return frame.evaluate(async () => {
    const { axe } = globalThis as unknown as { axe: Axe };
    const tags = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa'];
    const { violations } = await axe.run(document, { runOnly: tags, resultTypes: ['violations'] });
    return violations.map(
      ({ id, nodes }) =>
        `${id}: ${nodes
          .map((node) => node.html)
          .slice(0, 3)
          .join(' ')}`,
    );
  });
}
