import assert from 'node:assert/strict';
import { openedAddress, openReleasePage, repository } from '../releasePage';
import { openUi, pictureOnFailure, type UiSession } from '../session';
import { GateStory, takeWrites } from './gateStory';

const policy = `version: 1
provenance:
  ci: required
  staging: beta
`;

describe('gates that are about what is proposed', function () {
  this.timeout(120_000);
  let ui: UiSession;
  let broken: GateStory;

  before(async () => {
    ui = await openUi({ policy });
    broken = new GateStory(ui, ui.sample.names.broken.number);
    await openReleasePage(ui, ui.sample.names.broken.number);
  });
  afterEach(function () {
    return pictureOnFailure(this, ui);
  });
  after(() => ui.stop());

  const push = async (files: Record<string, string | null>): Promise<void> => {
    const { branch, author } = ui.sample.names.broken;
    await ui.github.act.push(repository, branch, [{ message: 'Release, once more', files, author }]);
  };

  it('sha: a short SHA is no commit until the author writes the whole one', async () => {
    const { broken: release, ready } = ui.sample.names;
    await broken.says('sha', 'Failed', new RegExp(`"${release.proposed}": it is a short SHA of 9 digits`));
    const address = await openedAddress(ui, () => broken.press('sha', 'Open PR'));
    assert.match(address, new RegExp(`/acme/shop/pull/${String(release.number)}$`));

    await push({ 'version.txt': `${ready.proposed}\n` });
    await broken.refresh();
    await broken.says('sha', 'Passed', new RegExp(`^${ready.proposed.slice(0, 7)} is a commit of this repository`));
  });

  it('scope: a second file is shown, and gone once the author takes it out', async () => {
    await broken.says('scope', 'Failed', /^1 other file changes on production\.$/);
    const page = await broken.page();
    await page.getByRole('button', { name: /^Evidence: Nothing but the version file/ }).click();
    await page.getByText('NOTES-FOR-OPS.md (added)').waitFor();

    await push({ 'NOTES-FOR-OPS.md': null });
    await broken.refresh();
    await broken.says('scope', 'Passed', /^Only version\.txt changes\.$/);
  });

  it('current: a conflict with production holds until the branch starts from it', async () => {
    await broken.says('current', 'Failed', /^It conflicts with production\.$/);
    const address = await openedAddress(ui, () => broken.press('current', 'Open PR'));
    assert.match(address, new RegExp(`/pull/${String(ui.sample.names.broken.number)}$`));

    const { broken: release, ready } = ui.sample.names;
    const commit = { message: 'Release', files: { 'version.txt': `${ready.proposed}\n` }, author: release.author };
    const rebased = await ui.github.act.push(repository, 'rebased', [commit], 'production');
    await ui.github.act.forcePush(repository, release.branch, rebased, release.author);
    await broken.refresh();
    await broken.says('current', 'Passed', /^Production has not moved, no conflict\.$/);
  });

  it('provenance: a commit that was never on staging waits until it was, and its own checks passed', async () => {
    const { mainTip } = ui.sample.names;
    await broken.says('provenance', 'Passed', /5 of 5 of its own checks passed\. It was deployed to beta/);
    await push({ 'version.txt': `${mainTip}\n` });
    await broken.refresh();
    await broken.says('provenance', 'Failed', /^It was never deployed to beta\.$/);
    const address = await openedAddress(ui, () => broken.press('provenance', 'Open PR'));
    assert.match(address, new RegExp(`/pull/${String(ui.sample.names.broken.number)}$`));

    const { act } = ui.github;
    const deployment = act.deployment(repository, {
      sha: mainTip,
      ref: 'main',
      environment: 'beta',
      creator: ui.sample.names.roles.bot.login,
    });
    act.deploymentStatus(repository, deployment, { state: 'success' });
    await broken.refresh();
    await broken.says('provenance', 'Pending', /^0 of 3 of its own checks passed, 3 not there yet\.$/);
    for (const run of ui.github.state.checkRuns(repository).filter(({ sha }) => sha === mainTip)) {
      const { sha, name, app } = run;
      act.checkRun(repository, { sha, name, app, status: 'completed', conclusion: 'success' });
    }
    await broken.refresh();
    await broken.says('provenance', 'Passed', /^.{7} is on main\. 3 of 3 of its own checks passed\. It is deployed/);
  });

  it('wrote nothing, for all of it was for others to do, and laid no toast over the page that says it itself', async () => {
    assert.deepEqual(takeWrites(ui), []);
    assert.deepEqual(await ui.workbench.notifications(), []);
  });
});
