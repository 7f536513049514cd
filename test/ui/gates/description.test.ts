import assert from 'node:assert/strict';
import { openReleasePage, repository } from '../releasePage';
import { openUi, pictureOnFailure, type UiSession } from '../session';
import { answer, GateStory, takeWrites } from './gateStory';

describe('gates that the reviewer moves', function () {
  this.timeout(120_000);
  let ui: UiSession;
  let ready: GateStory;
  let pullWrite: string;

  before(async () => {
    ui = await openUi();
    const { number } = ui.sample.names.ready;
    ready = new GateStory(ui, number);
    pullWrite = `PATCH /repos/acme/shop/pulls/${String(number)} by mkowalska`;
    await openReleasePage(ui, number);
  });
  afterEach(function () {
    return pictureOnFailure(this, ui);
  });
  after(() => ui.stop());

  const body = (): string => ui.github.state.pull(repository, ui.sample.names.ready.number).body ?? '';
  const focused = async (): Promise<string> =>
    (await ready.page()).evaluate(() => document.activeElement?.closest('section')?.id ?? '');

  it('risk: none is set until one is chosen', async () => {
    await ready.says('risk', 'Failed', /^None applied\.$/);
    await ready.says('notes', 'Not applicable', /^Only when the risk is high\.$/);
    await ready.says('monitoring', 'Not applicable', /^Only when the risk is high\.$/);
    await ready.press('risk', 'Set risk');
    assert.equal(await focused(), 'risk');
    await (await ready.page()).getByRole('radio', { name: 'High' }).click();
    await ready.says('risk', 'Passed', /^risk: high$/);
    // High asks for two more items, which are put into the description at once.
    assert.deepEqual(takeWrites(ui), [
      `POST /repos/acme/shop/issues/${String(ui.sample.names.ready.number)}/labels by mkowalska`,
      pullWrite,
    ]);
  });

  it('notes: the two sections are asked for and written into the description', async () => {
    await ready.says('notes', 'Failed', /^The description has no rollout and no rollback section with text in it\.$/);
    const before = body();
    await ready.press('notes', 'Write');
    await answer(ui, /^Notes on rollout for #\d+ \(1 of 2\)$/, 'Region by region, north first.');
    await answer(ui, /^Notes on rollback for #\d+ \(2 of 2\)$/, 'Set version.txt back.');
    await ready.says('notes', 'Passed', /^The description has rollout and rollback\.$/);
    assert.deepEqual(takeWrites(ui), [pullWrite]);
    assert.ok(
      before.split('\n').every((line) => body().includes(line)),
      'a line of the description is lost',
    );
    assert.match(body(), /# Rollout\n\nRegion by region, north first\.\n[^]*# Rollback\n\nSet version\.txt back\.\n/);
  });

  it('monitoring: who watches and how long is asked for and written into the description', async () => {
    await ready.says('monitoring', 'Failed', /^The description schedules none; 30 minutes at least are needed\.$/);
    await ready.press('monitoring', 'Schedule');
    await answer(ui, /^Post-deploy monitoring of #\d+: who$/, 'mkowalska, ohaddad');
    await answer(ui, /: how long$/, '10');
    await ui.workbench.page.getByText('The policy asks for at least 30 minutes.').waitFor();
    await answer(ui, /: how long$/, '45');
    await ready.says('monitoring', 'Passed', /^@mkowalska and @ohaddad, 45 minutes\.$/);
    assert.deepEqual(takeWrites(ui), [pullWrite]);
    assert.match(body(), /^Post-deploy monitoring: @mkowalska and @ohaddad, 45 minutes$/m);
  });

  it('checklist: an item that somebody took out is put back, and all are ticked', async () => {
    const text = body().replace(/^- \[ \] I have reviewed the changes in this release\.\n/m, '');
    ui.github.act.editPull(repository, ui.sample.names.ready.number, { body: text }, ui.sample.names.ready.author);
    await ready.refresh();
    await ready.says('checklist', 'Failed', /^1 required item is not in the description\.$/);
    await ready.press('checklist', 'Put back');
    await ready.says('checklist', 'Failed', /^4 of 4 required items left\.$/);
    assert.deepEqual(takeWrites(ui), [pullWrite]);
    await ready.press('checklist', 'Tick');
    assert.equal(await focused(), 'checklist');
    for (const left of [3, 2, 1, 0]) {
      await (await ready.page()).getByRole('checkbox', { checked: false }).first().click();
      if (left > 0) await ready.says('checklist', 'Failed', new RegExp(`^${String(left)} of 4 required items left`));
    }
    await ready.says('checklist', 'Passed', /^4 of 4 ticked\.$/);
    assert.deepEqual(takeWrites(ui), [pullWrite, pullWrite, pullWrite, pullWrite]);
  });

  it('lays no toast over the page, which shows what was done', async () => {
    assert.deepEqual(await ui.workbench.notifications(), []);
  });
});
