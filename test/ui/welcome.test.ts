import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { waitUntil } from '../hosts/waitUntil';
import { openUi, pictureOnFailure, view, type UiSession } from './session';

describe('the Releases view with nothing to show', function () {
  this.timeout(120_000);
  let ui: UiSession;
  let folder: string;

  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'release-review-empty-'));
    ui = await openUi({ token: null });
    await ui.workbench.openView(view);
  });
  afterEach(function () {
    return pictureOnFailure(this, ui);
  });
  after(async () => {
    await ui.stop();
    await rm(folder, { recursive: true, force: true });
  });

  const welcome = (part: RegExp): Promise<string> =>
    waitUntil(
      `the welcome ${String(part)}`,
      async () => {
        const text = await ui.workbench.welcomeText(view).catch(() => '');
        return part.test(text) ? text : undefined;
      },
      () => ui.workbench.welcomeText(view),
    );

  it('asks to sign in when nobody is', async () => {
    assert.match(await welcome(/Sign in to see/), /Sign In with a Token/);
  });

  it('refuses a token that GitHub does not know, and keeps none', async () => {
    await ui.workbench.pressWelcome('Sign In with a Token', view);
    const input = await ui.workbench.quickInput();
    await input.type('not-a-token');
    await input.accept();
    const { message } = await ui.workbench.notification('does not accept this token');
    assert.doesNotMatch(message, /not-a-token/);
    await ui.workbench.dismissNotifications();
    await welcome(/Sign in to see/);
  });

  it('signs in with a token, kept for its host', async () => {
    await ui.workbench.pressWelcome('Sign In with a Token', view);
    const input = await ui.workbench.quickInput();
    await input.type('demo-reviewer-token');
    await input.accept();
    await ui.workbench.notification('Signed in to github.acme.example as @mkowalska');
    await waitUntil('the releases', async () => ((await ui.workbench.treeRows(view)).length === 4 ? true : undefined));
  });

  it('says that no release waits, and what is live, when the last one is closed', async () => {
    for (const { number } of [ui.sample.names.ready, ui.sample.names.highRisk, ui.sample.names.broken]) {
      ui.github.act.close('acme/shop', number);
    }
    await ui.workbench.runCommand('Release Review: Refresh');
    await welcome(/No release waits/);
    await ui.workbench.statusBarItem(`Live ${ui.sample.names.live.slice(0, 7)}`);
  });

  it('says that there is no production branch, when there is none', async () => {
    await ui.github.act.deleteBranch('acme/shop', 'production');
    await ui.workbench.runCommand('Release Review: Refresh');
    await welcome(/no branch named production/);
  });

  it('says that the account may not see the repository', async () => {
    ui.github.act.setPrivate('acme/shop', true);
    ui.github.act.permission('acme/shop', 'mkowalska', undefined);
    await ui.workbench.runCommand('Release Review: Refresh');
    await welcome(/does not show this repository/);
  });

  it('says that GitHub cannot be reached', async () => {
    ui.github.faults.add({ path: /./, times: 1000, fault: { kind: 'drop' } });
    await ui.workbench.runCommand('Release Review: Refresh');
    await welcome(/cannot be reached/);
    ui.github.faults.clear();
  });
});
