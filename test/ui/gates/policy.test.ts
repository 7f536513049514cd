import assert from 'node:assert/strict';
import { policyPath } from '../../../src/core/policy/policySource';
import { commitPolicy } from '../../demo/sampleSession';
import { editorTitled, openReleasePage, repository } from '../releasePage';
import { openUi, pictureOnFailure, view, type UiSession } from '../session';
import { GateStory, takeWrites } from './gateStory';

const strict = `version: 1
approvals:
  high: 2
monitoring:
  minutes: 120
`;
const lax = `version: 1
approvals:
  high: 0
monitoring:
  levels: []
`;
const broken = strict.replace('  high: 2', '  hihg: 2');

describe('the policy file of the production branch', function () {
  this.timeout(120_000);
  let ui: UiSession;
  let risky: GateStory;

  before(async () => {
    ui = await openUi({ policy: strict });
    risky = new GateStory(ui, ui.sample.names.highRisk.number);
    await openReleasePage(ui, ui.sample.names.highRisk.number);
  });
  afterEach(function () {
    return pictureOnFailure(this, ui);
  });
  after(() => ui.stop());

  it('is not what a pull request makes of it: its own rules stay as they are', async () => {
    const { branch, author } = ui.sample.names.highRisk;
    const judged = async (): Promise<void> => {
      await risky.says('approvals', 'Pending', /^[01] of 2 at /);
      await risky.says('monitoring', 'Failed', /^@ohaddad, 60 minutes; the policy asks for 120 minutes at least\.$/);
    };
    await judged();
    await risky.says('scope', 'Passed', /^Only version\.txt changes\.$/);
    await ui.github.act.push(repository, branch, [
      { message: 'fewer questions', files: { [policyPath]: lax }, author },
    ]);
    await risky.refresh();
    await risky.says('scope', 'Failed', /^1 other file changes on production\.$/);
    await judged();
  });

  it('leaves every gate unknown while it is broken, with line and column, and leads to the place', async () => {
    await commitPolicy(ui.github, ui.sample, broken);
    await risky.refresh();
    const page = await risky.page();
    const problem = /line 3, column 3: .*hihg/;
    for (const id of ['sha', 'checklist', 'approvals', 'monitoring', 'current'] as const) {
      await risky.says(id, 'Unknown', /^Not judged: the policy/);
    }
    await page.getByText(problem).first().waitFor();
    await page.getByRole('button', { name: 'mend the policy file' }).click();
    await editorTitled(ui, /release-review\.yml/);
    await ui.workbench.closeAllEditors();

    const row = [ui.github.state.pull(repository, ui.sample.names.highRisk.number).title, 'Gates', 'Risk label'];
    assert.match((await ui.workbench.tree(view).row(row)).description, problem);
    await ui.workbench.clickRow(row, view);
    await editorTitled(ui, /release-review\.yml/);
    await ui.workbench.page.locator('.view-line', { hasText: 'hihg: 2' }).waitFor();
    await ui.workbench.statusBarItem('Ln 3, Col 3');
  });

  it('holds again once it is mended', async () => {
    await commitPolicy(ui.github, ui.sample, strict.replace('120', '60'));
    await openReleasePage(ui, ui.sample.names.highRisk.number);
    await risky.refresh();
    await risky.says('monitoring', 'Passed', /^@ohaddad, 60 minutes\.$/);
    await risky.says('approvals', 'Pending', /^0 of 2 at /);
    assert.deepEqual(takeWrites(ui), []);
  });
});
