import assert from 'node:assert/strict';
import { waitUntil } from '../hosts/waitUntil';
import { repository } from './releasePage';
import { openUi, pictureOnFailure, view, type UiSession } from './session';

describe('a link to a release', function () {
  this.timeout(120_000);
  let ui: UiSession;

  before(async () => {
    ui = await openUi();
    await ui.workbench.openView(view);
    await ui.workbench.tree(view).row(ui.github.state.pull(repository, ui.sample.names.ready.number).title);
  });
  afterEach(function () {
    return pictureOnFailure(this, ui);
  });
  after(() => ui.stop());

  /** Follows a link of ours; the editor asks first. */
  const follow = async (rest: string): Promise<void> => {
    await ui.workbench.runCommand('Developer: Open URL');
    const input = await ui.workbench.quickInput();
    await input.type(`vscode://release-review.release-review${rest}`);
    await input.accept();
    const dialog = await ui.workbench.dialog();
    assert.match(dialog.message, /Allow 'Release Review' extension to open this URI/);
    await dialog.press('Open');
  };
  const error = async (part: string): Promise<void> => {
    await ui.workbench.notification(part);
    await ui.workbench.dismissNotifications();
  };

  it('opens its page', async () => {
    const { number } = ui.sample.names.ready;
    await follow(`/release?repo=github.acme.example/acme/shop&pull=${String(number)}`);
    const frame = await ui.workbench.webviewFrame(`#${String(number)}`);
    await frame.getByText('40 of 40 commits, from your clone').waitFor();
    await ui.workbench.closeAllEditors();
  });

  it('is answered when it names no release', async () => {
    for (const rest of ['/release?repo=acme&pull=1', '/release?repo=acme/shop&pull=-1', '/elsewhere?repo=a/b&pull=1']) {
      await follow(rest);
      await error('This link does not name a release.');
    }
  });

  it('is answered when the pull request does not exist', async () => {
    await follow('/release?repo=github.acme.example/acme/shop&pull=999999');
    await error('#999999 of github.acme.example/acme/shop');
    assert.equal(await ui.workbench.activeEditorTitle(), undefined);
  });

  it('never sends a token to a host that the settings do not name', async () => {
    await follow('/release?repo=attacker.example/acme/shop&pull=1');
    await error('#1 of attacker.example/acme/shop');
  });

  it('leaves the view as it was after links that led nowhere', async () => {
    await ui.workbench.runCommand('Release Review: Refresh');
    const labels = async () =>
      (await ui.workbench.treeRows(view)).filter((row) => row.level === 1).map((row) => row.label);
    await waitUntil('the three releases', async () => ((await labels()).length === 4 ? true : undefined), labels);
  });

  it('changes nothing on GitHub, whatever it says', async () => {
    await follow(
      `/release?repo=github.acme.example/acme/shop&pull=${String(ui.sample.names.ready.number)}&approve=1&level=low&item=1&checked=true`,
    );
    await ui.workbench.webviewFrame(`#${String(ui.sample.names.ready.number)}`);
    assert.deepEqual(ui.github.journal, []);
  });

  it('makes no release of a pull request into another branch', async () => {
    await follow(`/release?repo=github.acme.example/acme/shop&pull=${String(ui.sample.names.openOnMain)}`);
    await ui.workbench.notification(`#${String(ui.sample.names.openOnMain)}`);
    await ui.workbench.statusBarItem('3 releases wait');
    const rows = await ui.workbench.treeRows(view);
    assert.deepEqual(
      rows.filter((row) => row.description.includes(`#${String(ui.sample.names.openOnMain)}`)),
      [],
    );
  });
});
