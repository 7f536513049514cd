import { globSync } from 'node:fs';
import { join } from 'node:path';
import type { Browser } from 'playwright-core';
import { startSampleSession, type SampleSession, type SampleSessionOptions } from '../demo/sampleSession';
import { launchBrowser } from '../hosts/browser';
import { projectRoot } from '../hosts/projectFolders';
import { openWorkbench, type Workbench } from '../hosts/workbench';

/** The view under test, as its title says it. */
export const view = 'Releases';

export interface UiSession extends SampleSession {
  readonly browser: Browser;
  readonly workbench: Workbench;
}

/** The package that the tests are about. */
export function packagePath(): string {
  const [vsix] = globSync('dist/*.vsix', { cwd: projectRoot });
  if (vsix === undefined) throw new Error('There is no package to test: run "npm run package" first.');
  return join(projectRoot, vsix);
}

/** Opens the packaged extension on the sample product, in a real browser. */
export async function openUi(options: Omit<SampleSessionOptions, 'vsix'> = {}): Promise<UiSession> {
  const quiet = { log: () => undefined };
  const session = await startSampleSession({ ...quiet, vsix: [packagePath()], ...options });
  const browser = await launchBrowser(() => undefined);
  const workbench = await openWorkbench(browser, session.vscode.url(), { viewport: { width: 1500, height: 950 } });
  const stop = async (): Promise<void> => {
    await browser.close();
    await session.stop();
  };
  return { ...session, browser, workbench, stop };
}

/** Keeps a picture of the workbench of a failed test, for whoever looks into it. */
export async function pictureOnFailure(test: Mocha.Context, ui: UiSession): Promise<void> {
  if (test.currentTest?.state !== 'failed') return;
  const name = test.currentTest.fullTitle().replace(/\W+/g, '-');
  await ui.workbench.screenshot(join(projectRoot, 'test-results', `${name}.png`));
}
