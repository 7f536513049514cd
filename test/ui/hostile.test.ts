import assert from 'node:assert/strict';
import type { Frame } from 'playwright-core';
import { visibleText } from '../../src/core/visibleText';
import { waitUntil } from '../hosts/waitUntil';
import { repository } from './releasePage';
import { openUi, pictureOnFailure, view, type UiSession } from './session';

const script = '<img src=x onerror="window.pwned=1">';
const commandLink = '[Review](command:workbench.action.closeSidebar)';
const title = `$(alert) ${script} ${commandLink} \u202Egnp.exe`;
const branch = 'release/<b>$(x)';
const body = [
  '- [ ] I have reviewed the changes in this release.',
  `- [ ] ${script} $(zap) ${commandLink} \u202Eitem`,
  '<script>window.pwned=1</script>',
  `${commandLink} [a](javascript:alert(1)) [b](data:text/html,x) [c](vscode://x.y/z) ![d](https://attacker.example/d.png)`,
  '<iframe src="https://attacker.example/f"></iframe><form action="https://attacker.example/g"><button>Sign in</button></form>',
  'x'.repeat(10_000),
].join('\n\n');

/** What people wrote is shown as they wrote it, and does nothing. */
describe('hostile text', function () {
  this.timeout(120_000);
  let ui: UiSession;
  let number: number;
  const outside: string[] = [];

  before(async () => {
    ui = await openUi();
    ui.workbench.page.context().on('request', (request) => {
      const { protocol, hostname } = new URL(request.url());
      // The last is how a page asks the editor for the files of the extension; it never leaves the browser.
      const inside = hostname === '127.0.0.1' || hostname.endsWith('.vscode-resource.vscode-cdn.net');
      if (protocol.startsWith('http') && !inside) outside.push(request.url());
    });
    await ui.workbench.openView(view);
    await ui.workbench.tree(view).row(ui.github.state.pull(repository, ui.sample.names.ready.number).title);
    await ui.github.act.push(
      repository,
      branch,
      [
        {
          message: `Release ${script}`,
          files: { 'version.txt': `${ui.sample.names.mainTip}\n` },
          author: '$(alert) evil',
        },
      ],
      'production',
    );
    const answer = await fetch(`${ui.github.url}/api/v3/repos/${repository}/pulls`, {
      method: 'POST',
      headers: { authorization: 'Bearer demo-author-token', 'user-agent': 'somebody' },
      body: JSON.stringify({ title, body, base: 'production', head: branch }),
    });
    ({ number } = (await answer.json()) as { number: number });
    ui.github.act.addLabel(repository, number, `${script.slice(0, 40)} $(x)`);
    ui.github.act.comment(repository, number, 'release-advisor[bot]', `Suggested risk: low\n\n${body}`);
    ui.github.forget();
    await ui.workbench.runCommand('Release Review: Refresh');
  });
  afterEach(function () {
    return pictureOnFailure(this, ui);
  });
  after(() => ui.stop());

  const page = (): Promise<Frame> => ui.workbench.webviewFrame(`#${String(number)}`);

  it('is no link in the notification of a new release', async () => {
    const { message } = await ui.workbench.notification('A release waits for you');
    assert.ok(message.includes('$(alert) <img src=x'), message);
    assert.equal(await ui.workbench.page.locator('.notification-list-item-message a').count(), 0);
    await ui.workbench.dismissNotifications();
  });

  it('is plain text in the tree', async () => {
    const row = await ui.workbench.tree(view).row(visibleText(title));
    assert.match(row.label, /‹U\+202E›gnp\.exe$/);
    const element = await ui.workbench.tree(view).locator(visibleText(title));
    assert.equal(await element.locator('.label-name img, .label-name .codicon, .label-name a').count(), 0);
    await ui.workbench.expandRow(visibleText(title), view);
    await ui.workbench
      .tree(view)
      .row([visibleText(title), 'Checklist', visibleText(`$(zap) ${commandLink} \u202Eitem`)]);
  });

  it('is plain text on the page', async () => {
    await ui.workbench.rowAction(visibleText(title), 'Open Release', view);
    const frame = await page();
    await frame.getByRole('heading', { level: 1, name: visibleText(title) }).waitFor();
    await frame.getByText(/\d+ of \d+ commits, from/).waitFor();
    const folded = frame.getByRole('button', { name: /^Show all/ });
    while ((await folded.count()) > 0) await folded.first().click();
    const seen = await frame.evaluate(() => ({
      loaded: document.querySelectorAll('img, iframe, form, object, embed, video, link:not([rel="stylesheet"])').length,
      links: [...document.querySelectorAll('a')].map((link) => link.href),
      wide: document.documentElement.scrollWidth - document.documentElement.clientWidth,
    }));
    assert.deepEqual(seen, { loaded: 0, links: [], wide: 0 });
  });

  it('is plain text in the hostile commit of the range', async () => {
    const frame = await page();
    await frame.locator('#filter').fill('escape');
    const sha = ui.sample.names.commits['hostile'] ?? '';
    await frame.getByRole('button', { name: `${sha.slice(0, 7)}: open its changes` }).waitFor();
    await frame
      .getByText(/escape <img src=x onerror=alert\(1\)>/)
      .first()
      .waitFor();
    await frame.getByRole('button', { name: `${sha.slice(0, 7)}: open its changes` }).click();
    await waitUntil(
      'the changes of the commit',
      async () => ((await ui.workbench.activeEditorTitle())?.startsWith(sha.slice(0, 7)) === true ? true : undefined),
      () => ui.workbench.activeEditorTitle(),
    );
    await ui.workbench.page.locator('.monaco-diff-editor .view-line', { hasText: 'forbidden' }).first().waitFor();
    assert.match((await ui.workbench.activeEditorTitle()) ?? '', /‹U\+202E›gnp\.exe/);
  });

  it('is plain text in the questions', async () => {
    await ui.workbench.closeAllEditors();
    await ui.workbench.runCommand('Release Review: Approve Release…');
    const pick = await ui.workbench.quickInput();
    const items = await pick.items();
    assert.ok(
      items.some((item) => item.label === visibleText(title)),
      JSON.stringify(items.map((item) => item.label)),
    );
    await pick.pick(visibleText(title));
    const dialog = await ui.workbench.dialog();
    assert.ok(dialog.message.includes('$(alert) <img src=x'), dialog.message);
    assert.ok(dialog.message.includes('‹U+202E›'), dialog.message);
    assert.equal(
      await ui.workbench.page.locator('.dialog-message-container a, .dialog-message-container img').count(),
      0,
    );
    await dialog.press('Cancel');
    await ui.workbench.rowAction(visibleText(title), 'Open Release', view);
    await page();
    await ui.workbench.runCommand('Release Review: Tick or Untick Checklist Item…');
    const list = await ui.workbench.quickInput();
    const labels = (await list.items()).map((item) => item.label);
    assert.ok(
      labels.some((label) => label.includes('$(zap)') && label.includes('‹U+202E›')),
      JSON.stringify(labels),
    );
    await list.cancel();
  });

  it('cannot speak for the host or for the reader by a forged message', async () => {
    const frame = await page();
    const heading = frame.getByRole('heading', { level: 1, name: visibleText(title) });
    await heading.waitFor();
    const again = await frame.evaluate(() => {
      const { acquireVsCodeApi } = globalThis as unknown as { acquireVsCodeApi: () => unknown };
      try {
        return typeof acquireVsCodeApi();
      } catch {
        return 'refused';
      }
    });
    assert.equal(again, 'refused');
    for (const forged of [null, 1, 'x', {}, { type: 'state' }, { type: 'state', state: null }, { type: 'changelog' }]) {
      await frame.evaluate((message) => {
        window.postMessage(message, '*');
      }, forged);
    }
    await heading.waitFor();
  });

  it('has run no script, asked nothing outside, written nothing and broken nothing', async () => {
    const frames = ui.workbench.page.frames();
    for (const frame of frames) {
      const pwned = await frame.evaluate(() => (globalThis as unknown as { pwned?: unknown }).pwned ?? null);
      assert.equal(pwned, null);
    }
    assert.deepEqual(outside, []);
    assert.deepEqual(ui.github.journal, []);
    // Of ours: the editor complains about extensions of its own that this server lacks parts of.
    const ours = ui.workbench.consoleErrors.filter((text) => !text.includes("Activating extension 'vscode."));
    assert.deepEqual(ours, []);
  });
});
