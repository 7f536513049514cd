import assert from 'node:assert/strict';
import { waitUntil } from '../hosts/waitUntil';
import { openReleasePage } from './releasePage';
import { openUi, pictureOnFailure, view, type UiSession } from './session';

const repository = 'acme/shop';

describe('a reviewer whose release moves', function () {
  this.timeout(120_000);
  let ui: UiSession;

  before(async () => {
    ui = await openUi();
    await ui.workbench.openView(view);
  });
  afterEach(function () {
    return pictureOnFailure(this, ui);
  });
  after(() => ui.stop());

  const open = (number: number) => openReleasePage(ui, number);

  it('sends nothing when the head moved between reading and approving, and reads what changed', async () => {
    const { highRisk, mainTip } = ui.sample.names;
    const frame = await open(highRisk.number);
    await frame.getByText(/205 of 205 commits/).waitFor();
    const before = ui.github.state.pull(repository, highRisk.number).headSha.slice(0, 7);
    await ui.github.act.push(repository, highRisk.branch, [
      { message: 'Release a newer commit', files: { 'version.txt': `${mainTip}\n` }, author: 'adiallo' },
    ]);
    const after = ui.github.state.pull(repository, highRisk.number).headSha.slice(0, 7);

    await frame.getByRole('button', { name: 'Approve…' }).click();
    await (await ui.workbench.dialog()).press('Approve Anyway');

    await frame.getByText(`Its head moved from ${before} to ${after}.`).first().waitFor();
    await frame
      .getByText(`It would ship ${mainTip.slice(0, 7)} now, not ${highRisk.proposed.slice(0, 7)}.`)
      .first()
      .waitFor();
    assert.deepEqual(
      ui.github.journal.filter((entry) => entry.actor === 'mkowalska'),
      [],
    );

    // Until the change has been acknowledged, there is nothing to press.
    assert.equal(await frame.getByRole('button', { name: 'Approve…' }).getAttribute('aria-disabled'), 'true');
    await frame.getByRole('button', { name: 'I have looked at it' }).click();
    await waitUntil('Approve to be offered again', async () =>
      (await frame.getByRole('button', { name: 'Approve…' }).getAttribute('aria-disabled')) === 'true'
        ? undefined
        : true,
    );
  });

  it('denies with a reason, and not without one', async () => {
    const { broken } = ui.sample.names;
    const frame = await open(broken.number);
    await frame.getByText('not a full SHA').waitFor();
    await frame.getByRole('button', { name: 'Deny…' }).click();
    const input = await ui.workbench.quickInput();
    await input.type('The SHA is short.');
    await input.accept();
    await waitUntil('the review on GitHub', () =>
      Promise.resolve(
        ui.github.state.pull(repository, broken.number).reviews.some((review) => review.author === 'mkowalska') ||
          undefined,
      ),
    );
    const review = ui.github.state.pull(repository, broken.number).reviews.find((each) => each.author === 'mkowalska');
    assert.equal(review?.state, 'CHANGES_REQUESTED');
    assert.match(review.body, /^The SHA is short\./);
    assert.deepEqual(ui.github.violations, []);
  });

  it('is told when somebody ticks at the same time, and neither tick is lost', async () => {
    const { ready } = ui.sample.names;
    const frame = await open(ready.number);
    const body = ui.github.state.pull(repository, ready.number).body ?? '';
    ui.github.act.editPull(
      repository,
      ready.number,
      { body: body.replace('- [ ] I have applied', '- [x] I have applied') },
      'ohaddad',
    );
    await frame.getByRole('checkbox', { name: /I have reviewed the changes/ }).click();
    await waitUntil('both ticks', () => {
      const now = ui.github.state.pull(repository, ready.number).body ?? '';
      return Promise.resolve(/\[x\] I have reviewed[^]*\[x\] I have applied/.test(now) ? true : undefined);
    });
  });

  it('keeps the last good state on screen, with its age, while GitHub fails', async () => {
    const { ready } = ui.sample.names;
    // What was said before would lie over the button.
    await ui.workbench.dismissNotifications();
    const frame = await open(ready.number);
    const fault = ui.github.faults.add({ path: /./, times: 1000, fault: { kind: 'drop' } });
    await frame.getByRole('button', { name: 'Refresh' }).click();
    await frame.getByText(/This is not up to date/).waitFor({ timeout: 30_000 });
    await frame.getByText(/40 of 40 commits/).waitFor();
    fault.remove();
    await ui.workbench.runCommand('Release Review: Refresh');
    await frame.getByText(/This is not up to date/).waitFor({ state: 'detached' });
  });
});
