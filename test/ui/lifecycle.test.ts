import assert from 'node:assert/strict';
import type { Frame } from 'playwright-core';
import { waitUntil } from '../hosts/waitUntil';
import { openReleasePage, repository } from './releasePage';
import { openUi, pictureOnFailure, view, type UiSession } from './session';

describe('a release that ends while its page is open', function () {
  this.timeout(120_000);
  let ui: UiSession;
  let frame: Frame;

  before(async () => {
    ui = await openUi();
    frame = await openReleasePage(ui, number());
    await frame.getByText('40 of 40 commits, from your clone').waitFor();
  });
  afterEach(function () {
    return pictureOnFailure(this, ui);
  });
  after(() => ui.stop());

  const number = (): number => ui.sample.names.ready.number;
  const refresh = (): Promise<void> => ui.workbench.runCommand('Release Review: Refresh');
  const off = (name: string): Promise<string | null> =>
    frame.getByRole('button', { name, exact: true }).getAttribute('aria-disabled');
  const rows = async (): Promise<readonly string[]> =>
    (await ui.workbench.treeRows(view)).map((row) => `${row.label} ${row.description}`);

  it('does not wait for anybody as a draft', async () => {
    ui.github.act.editPull(repository, number(), { draft: true });
    await refresh();
    await frame.getByText('The pull request is a draft.').waitFor();
    assert.deepEqual([await off('Approve…'), await off('Deny…')], ['true', 'true']);
    await ui.workbench.statusBarItem('2 releases wait');
    ui.github.act.editPull(repository, number(), { draft: false });
    await refresh();
    await ui.workbench.statusBarItem('3 releases wait');
  });

  it('cannot be approved once it was closed', async () => {
    ui.github.act.close(repository, number());
    await frame.getByRole('button', { name: 'Approve…' }).click();
    await (await ui.workbench.dialog()).press('Approve Anyway');
    await frame.getByText('This pull request is closed.').waitFor();
    assert.deepEqual([await off('Approve…'), await off('Deny…')], ['true', 'true']);
    assert.deepEqual(ui.github.journal, []);
  });

  it('says that it is closed, and nothing that is not true', async () => {
    const risk = frame.locator('#risk');
    assert.equal(await risk.getByRole('radiogroup').getAttribute('aria-disabled'), 'true');
    assert.doesNotMatch(await risk.innerText(), /Your account may not set labels/);
  });

  it('is no open release in the tree any more', async () => {
    await ui.workbench.dismissNotifications();
    await refresh();
    await waitUntil('two releases', async () => ((await rows()).length === 3 ? true : undefined), rows);
  });

  it('takes back what it said of an earlier state when it is open again', async () => {
    ui.github.act.reopen(repository, number());
    await refresh();
    const acknowledge = frame.getByRole('button', { name: 'I have looked at it' });
    await waitUntil('the page to speak of an open release', async () => {
      // The notice may leave by itself between the look and the click.
      if (await acknowledge.isVisible()) await acknowledge.click({ timeout: 1_000 }).catch(() => undefined);
      const old = frame.getByText(/This pull request is closed\.|The pull request is closed now\./);
      return (await old.count()) === 0 ? true : undefined;
    });
  });

  it('is what is live once it was merged, with nothing left to decide', async () => {
    await ui.github.act.merge(repository, number(), 'alindqvist');
    await refresh();
    await frame.getByText('This pull request is merged.').waitFor();
    assert.deepEqual([await off('Approve…'), await off('Deny…')], ['true', 'true']);
    await ui.workbench.tree(view).row(`Live now: ${ui.sample.names.ready.proposed.slice(0, 7)}`);
    assert.deepEqual(ui.github.journal, []);
  });
});
