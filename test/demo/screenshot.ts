import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { launchBrowser } from '../hosts/browser';
import { projectRoot } from '../hosts/projectFolders';
import { openWorkbench } from '../hosts/workbench';
import { startSampleSession } from './sampleSession';

/** Takes the README's picture anew: the release page of the sample's high-risk release. */
const session = await startSampleSession({ extensionPath: projectRoot });
const browser = await launchBrowser();
try {
  const workbench = await openWorkbench(browser, session.vscode.url(), { viewport: { width: 1440, height: 960 } });
  await workbench.setTheme('Default Dark Modern');
  await workbench.openView('Releases');
  const { number } = session.sample.names.highRisk;
  const { title } = session.github.state.pull('acme/shop', number);
  await workbench.tree('Releases').row(title);
  await workbench.rowAction(title, 'Open Release', 'Releases');
  const frame = await workbench.webviewFrame(`#${number}`);
  await frame.getByText('205 of 205 commits').waitFor();
  await workbench.expandRow(title, 'Releases');
  await workbench.page.mouse.move(700, 500);
  const folder = join(projectRoot, 'media', 'screenshots');
  await mkdir(folder, { recursive: true });
  await workbench.screenshot(join(folder, 'release-page.png'));
} finally {
  await browser.close();
  await session.stop();
}
process.exit(0);
