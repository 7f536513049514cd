import assert from 'node:assert/strict';
import type { Frame } from 'playwright-core';
import { taskItems } from '../../src/core/checklist/taskItems';
import { waitUntil } from '../hosts/waitUntil';
import { openReleasePage } from './releasePage';
import { openUi, pictureOnFailure, view, type UiSession } from './session';

const repository = 'acme/shop';

describe('the reviewer, on the packaged extension', function () {
  this.timeout(120_000);
  let ui: UiSession;
  let title: string;

  before(async () => {
    ui = await openUi();
    await ui.workbench.openView(view);
    title = ui.github.state.pull(repository, ui.sample.names.ready.number).title;
    await ui.workbench.tree(view).row(title);
  });
  afterEach(function () {
    return pictureOnFailure(this, ui);
  });
  after(() => ui.stop());

  const page = (): Promise<Frame> => ui.workbench.webviewFrame(`#${ui.sample.names.ready.number}`);
  const pull = () => ui.github.state.pull(repository, ui.sample.names.ready.number);
  const row = (label: string) => ui.workbench.tree(view).row([title, label]);

  it('sees what is live and which releases wait, in tree, badge and status bar', async () => {
    const rows = await ui.workbench.treeRows(view);
    assert.match(rows[0]?.label ?? '', new RegExp(`^Live now: ${ui.sample.names.live.slice(0, 7)}`));
    assert.equal(rows.length, 4);
    assert.match(rows[1]?.description ?? '', /^3 gates left · 0\/2 · no risk set · #\d+ · /);
    await waitUntil('the badge', async () => ((await ui.workbench.badge('Releases')) === '' ? undefined : true));
    assert.match(await ui.workbench.badge('Releases'), /3/);
    const status = await ui.workbench.statusBarItem('releases wait');
    assert.match(status.text, /3 releases wait/);
  });

  it('reads everything that ships on the page, each commit once', async () => {
    await ui.workbench.expandRow(title, view);
    const frame = await openReleasePage(ui, ui.sample.names.ready.number);
    await frame.getByText('40 of 40 commits, from your clone').waitFor();
    await frame.getByRole('heading', { level: 1, name: title }).waitFor();
    await frame.getByRole('button', { name: 'By commit' }).click();
    await frame.getByText('3 of 7 gates open:').waitFor();
    await frame.getByText('20261109104251_add_origin_to_products.rb').first().waitFor();
  });

  it('ticks in the tree and on the page, and both show it', async () => {
    await ui.workbench.expandRow([title, 'Checklist'], view);
    await ui.workbench.toggleCheckbox([title, 'Checklist', 'I have reviewed the changes in this release.'], view);
    await waitUntil('the first tick on GitHub', () => Promise.resolve(ticked(pull().body) === 1 ? true : undefined));
    const frame = await page();
    const second = frame.getByRole('checkbox', { name: /I have applied the appropriate risk label/ });
    await second.click();
    await waitUntil('the second tick on GitHub', () => Promise.resolve(ticked(pull().body) === 2 ? true : undefined));
    await waitUntil('2/2 in the tree', async () => ((await row('Checklist')).description === '2/2' ? true : undefined));
  });

  it('sets the one risk label', async () => {
    const frame = await page();
    await frame.getByRole('radio', { name: /Low/ }).click();
    await waitUntil('the label on GitHub', () =>
      Promise.resolve(pull().labels.includes('risk: low') ? true : undefined),
    );
    await frame.getByText('1 of 7 gates open').first().waitFor();
  });

  it('approves exactly what was shown', async () => {
    const frame = await page();
    await frame.getByRole('button', { name: 'Approve…' }).click();
    const dialog = await ui.workbench.dialog();
    assert.match(dialog.detail, /As @mkowalska on github\.acme\.example\./);
    assert.match(dialog.detail, /All other gates are passed\./);
    await dialog.press('Approve');
    await frame.getByText('All 7 gates passed').first().waitFor();
    assert.equal(pull().reviews.length, 1);
    assert.equal(pull().reviews[0]?.sha, pull().headSha);
  });

  it('left exactly these writes on GitHub, and no other', () => {
    const { number } = ui.sample.names.ready;
    assert.deepEqual(
      ui.github.journal.map(
        ({ method, path, actor, applied }) => `${method} ${path} by ${actor ?? 'nobody'} ${applied}`,
      ),
      [
        `PATCH /repos/acme/shop/pulls/${number} by mkowalska true`,
        `PATCH /repos/acme/shop/pulls/${number} by mkowalska true`,
        `POST /repos/acme/shop/issues/${number}/labels by mkowalska true`,
        `POST /repos/acme/shop/pulls/${number}/reviews by mkowalska true`,
      ],
    );
    const review = ui.github.journal[3]?.body as { event: string; commit_id: string; body: string };
    assert.equal(review.event, 'APPROVE');
    assert.equal(review.commit_id, pull().headSha);
    assert.match(review.body, /^Approved at [0-9a-f]{7}: moves production from [0-9a-f]{7} to [0-9a-f]{7}, risk low\./);
    assert.deepEqual(ui.github.violations, []);
  });

  it('finds the page again after the window was reloaded', async () => {
    const reloaded = ui.workbench.page.waitForEvent('load');
    await ui.workbench.runCommand('Developer: Reload Window');
    await reloaded;
    const frame = await page();
    await frame.getByRole('heading', { level: 1, name: title }).waitFor({ timeout: 30_000 });
    await frame.getByText('All 7 gates passed').first().waitFor();
  });

  it('leads from what is live, which is no commit of the range, to GitHub', async () => {
    const frame = await page();
    const { live } = ui.sample.names;
    const opening = ui.workbench.page.context().waitForEvent('page');
    await frame.getByRole('button', { name: live.slice(0, 7) }).click();
    const question = ui.workbench.page.locator('.monaco-dialog-box', { hasText: 'blocked' });
    await Promise.race([opening, question.waitFor()]);
    if (await question.isVisible()) await ui.workbench.page.keyboard.press('Enter');
    const opened = await opening;
    await opened.waitForURL(/^http/);
    assert.match(opened.url(), new RegExp(`/acme/shop/commit/${live}$`));
    await opened.close();
  });

  it('opens the diff of a commit, and of the whole range', async () => {
    const frame = await page();
    await frame.getByRole('button', { name: /All files/ }).click();
    await waitUntil('the changes of the range', async () =>
      (await ui.workbench.activeEditorTitle())?.includes('..') === true ? true : undefined,
    );
    const text = await ui.workbench.editorText();
    assert.ok(text.length > 0);
  });

  it('logs nothing that looks like a token', () => {
    const logs = ui.vscode.logs() + JSON.stringify(ui.workbench.consoleErrors);
    assert.doesNotMatch(logs, /demo-reviewer-token/);
  });
});

function ticked(body: string | null): number {
  return taskItems(body ?? '').filter((item) => item.checked).length;
}
