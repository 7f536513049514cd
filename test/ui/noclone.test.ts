import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { waitUntil } from '../hosts/waitUntil';
import { editorTitled, openReleasePage, repository } from './releasePage';
import { openUi, pictureOnFailure, view, type UiSession } from './session';

describe('a repository without a clone', function () {
  this.timeout(120_000);
  let ui: UiSession;
  let workspace: string;

  before(async () => {
    workspace = await mkdtemp(join(tmpdir(), 'release-review-noclone-'));
    ui = await openUi({
      workspace,
      userSettings: { 'releaseReview.repositories': ['github.acme.example/acme/shop', 'not a repository'] },
    });
    await ui.workbench.openView(view);
  });
  afterEach(function () {
    return pictureOnFailure(this, ui);
  });
  after(async () => {
    await ui.stop();
    await rm(workspace, { recursive: true, force: true });
  });

  const title = (part: RegExp): Promise<string> => editorTitled(ui, part);

  it('shows its releases, read from GitHub', async () => {
    const risky = ui.github.state.pull(repository, ui.sample.names.highRisk.number).title;
    await waitUntil('the releases', async () => ((await ui.workbench.treeRows(view)).length === 4 ? true : undefined));
    await ui.workbench.expandRow(risky, view);
    await waitUntil(
      'the changelog from GitHub',
      async () =>
        (await ui.workbench.tree(view).row([risky, 'Changelog'])).description === '205 of 205 commits, from GitHub'
          ? true
          : undefined,
      () => ui.workbench.treeRows(view),
    );
    assert.match(
      (await ui.workbench.tree(view).row([risky, 'What can hurt'])).description,
      /^2 destructive migrations/,
    );
  });

  it('has everything on the page that a clone would give', async () => {
    const frame = await openReleasePage(ui, ui.sample.names.highRisk.number);
    await frame.getByText('205 of 205 commits, from GitHub').waitFor();
    for (const text of ['104 pull requests', '2 destructive migrations', 'ALTER TABLE orders DROP COLUMN']) {
      await frame.getByText(text).first().waitFor();
    }
    await frame.getByText('1 of 9 gates open:').waitFor();
  });

  it('opens the diff of a commit, and a migration, through the API', async () => {
    const frame = await ui.workbench.webviewFrame(`#${String(ui.sample.names.highRisk.number)}`);
    await frame.getByRole('button', { name: 'Open line 2' }).first().click();
    await title(/^000005_drop_legacy_ref\.up\.sql/);
    assert.match(await ui.workbench.editorText(), /ALTER TABLE orders DROP COLUMN legacy_ref;/);
    const sha = ui.sample.names.commits['blocking-index'] ?? '';
    const again = await openReleasePage(ui, ui.sample.names.highRisk.number);
    await again.locator('#filter').fill('provider reference');
    await again.getByRole('button', { name: `${sha.slice(0, 7)}: open its changes` }).click();
    await title(new RegExp(`^${sha.slice(0, 7)} perf\\(billing\\): find payments`));
    await ui.workbench.page
      .locator('.monaco-diff-editor .view-line', { hasText: 'payments_provider_ref_idx' })
      .first()
      .waitFor();
    assert.deepEqual(ui.github.violations, []);
  });
});
