import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { taskItems } from '../../../src/core/checklist/taskItems';
import { parsePolicy } from '../../../src/core/policy/file/parsePolicy';
import { policyPath } from '../../../src/core/policy/policySource';
import { setupPaths } from '../../../src/core/setup/setupFiles';
import { commitPolicy } from '../../demo/sampleSession';
import { waitUntil } from '../../hosts/waitUntil';
import { editorTitled, openReleasePage, repository } from '../releasePage';
import { openUi, pictureOnFailure, view, type UiSession } from '../session';
import { answer, inputTitled, takeWrites } from './gateStory';

describe('commands that tell of gates, and bring a repository under the process', function () {
  this.timeout(120_000);
  let ui: UiSession;

  before(async () => {
    ui = await openUi();
    const { admin } = ui.sample.names.roles;
    const bare = { message: 'chore: no template', files: { [setupPaths.template]: null }, author: admin.login };
    await ui.github.act.push(repository, 'main', [bare]);
    await openReleasePage(ui, ui.sample.names.ready.number);
  });
  afterEach(function () {
    return pictureOnFailure(this, ui);
  });
  after(() => ui.stop());

  const run = (title: string): Promise<void> => ui.workbench.runCommand(`Release Review: ${title}`);
  const lines = () => ui.workbench.page.locator('.editor-group-container.active .view-line');
  /** Puts the cursor at a line and column of the active editor. */
  const goTo = async (place: string): Promise<void> => {
    await ui.workbench.runCommand('Go to Line/Column...');
    const input = ui.workbench.page.locator('.quick-input-widget .quick-input-filter input.input');
    await input.fill(`:${place}`);
    await ui.workbench.page.keyboard.press('Enter');
    const [line, column] = place.split(':');
    await ui.workbench.statusBarItem(`Ln ${line ?? ''}, Col ${column ?? '1'}`);
  };
  /** The words of the Markdown preview of this title. */
  const preview = async (title: string, part: string): Promise<string> => {
    const frame = await ui.workbench.webviewFrame(title);
    await frame.getByText(part).first().waitFor();
    return frame.locator('.markdown-body').innerText();
  };

  it('explain a gate: what it asks, by which rule, and who moves it', async () => {
    await run('Explain a Gate…');
    const pick = await inputTitled(ui.workbench, /^Explain which gate\?$/);
    const items = (await pick.items()).map(({ label, detail }) => `${label}: ${detail}`);
    assert.ok(items.includes('Risk label: None applied.'), items.join('\n'));
    await pick.pick('Checklist');
    const text = await preview('Gate Checklist', 'Checklist');
    assert.match(text, /I have reviewed the changes in this release\./);
    await ui.workbench.runCommand('View: Close Editor');
  });

  it('tell what would be if: the gates before and after, and writes nothing', async () => {
    await run('What If…');
    const pick = await inputTitled(ui.workbench, /^What if #\d+…$/);
    await pick.pick('the risk is low');
    await pick.pick('every required checklist item is ticked');
    await pick.pick('somebody else approves this head…');
    await pick.accept();
    await answer(ui, /^Who else approves\?$/, '@ohaddad');
    const text = await preview('What if #', '@ohaddad approves this head');
    assert.match(text, /The release would be ready\. Nothing was written\./);
    assert.match(text, /^Checklist\s+open\s+passed\s+2 of 2 ticked\.$/m);
    assert.deepEqual(takeWrites(ui), []);
    await ui.workbench.runCommand('View: Close Editor');
  });

  it('complete a description after its difference was looked at, and loses no line of it', async () => {
    const { number } = ui.sample.names.ready;
    const before = 'Please look, it is urgent.\n\n- [x] I have reviewed the changes in this release.\n';
    ui.github.act.editPull(repository, number, { body: before }, ui.sample.names.ready.author);
    const page = await ui.workbench.webviewFrame(`#${String(number)}`);
    await page.getByRole('button', { name: 'Refresh', exact: true }).click();
    await page.getByText('Please look, it is urgent.').first().waitFor();

    await run('Normalise the Description…');
    const dialog = await ui.workbench.dialog();
    assert.match(dialog.message, new RegExp(`^Complete the description of #${String(number)}\\?`));
    assert.match(
      dialog.detail,
      /• the heading Summary\n• the heading Changelog\n• 1 checklist item\nNothing that stands in/,
    );
    await dialog.press('Show the Difference');
    await editorTitled(ui, /description: now and completed/);
    const added = '.editor.modified .view-line';
    await ui.workbench.page.locator(added, { hasText: '- [ ] I have applied the appropriate risk label.' }).waitFor();
    await ui.workbench.pressNotification(`Complete the description of #${String(number)} like this?`, 'Add');
    await ui.workbench.notification(`Added to the description of #${String(number)}`);

    const after = ui.github.state.pull(repository, number).body ?? '';
    assert.ok(after.includes('Please look, it is urgent.'));
    assert.deepEqual(
      taskItems(after).map(({ checked }) => checked),
      [true, false],
    );
    assert.deepEqual(takeWrites(ui), [`PATCH /repos/acme/shop/pulls/${String(number)} by mkowalska`]);
  });

  it('put a policy file into the folder, from a preset, with nothing wrong in it', async () => {
    await run('Create Policy File…');
    await (await inputTitled(ui.workbench, /^Policy file: which process is it to start from\?$/)).pick('risk-based');
    await editorTitled(ui, /^release-review\.yml/);
    await lines().filter({ hasText: 'preset: risk-based' }).waitFor();
    const text = await readFile(join(ui.sample.workspace, policyPath), 'utf8');
    const parsed = parsePolicy(text);
    assert.ok(parsed.ok);
    assert.equal(parsed.policy.approvals.high.count, 2);
  });

  it('leave nobody alone with that file: a misspelt key is marked and mended, keys are offered, each says what it means', async () => {
    const { page } = ui.workbench;
    await goTo('1:1');
    await page.keyboard.press('Control+A');
    await page.keyboard.insertText('version: 1\naprovals: 2\nmonitoring:\n  minutes: 60\n');
    const squiggle = page.locator('.editor-group-container.active .squiggly-error');
    await squiggle.first().waitFor();

    await goTo('4:3');
    await ui.workbench.runCommand('Show or Focus Hover');
    await page.locator('.monaco-hover', { hasText: 'The shortest period, in minutes.' }).waitFor();
    await page.keyboard.press('Escape');

    await goTo('2:3');
    await ui.workbench.runCommand('Quick Fix...');
    await page.locator('.action-widget', { hasText: 'Change to approvals' }).waitFor();
    await page.keyboard.press('Enter');
    await lines().filter({ hasText: 'approvals: 2' }).waitFor();

    await goTo('5:1');
    await ui.workbench.runCommand('Trigger Suggest');
    const offered = page.locator('.suggest-widget .monaco-list-row', { hasText: 'checklist' });
    await offered.first().waitFor();
    await page.keyboard.press('Escape');
  });

  it('set up the repository by two pull requests and the labels it lacks', async () => {
    const before = ui.github.state.pulls(repository).length;
    await run('Set Up This Repository…');
    await (await inputTitled(ui.workbench, /^Set up this repository: what is to be added\?$/)).accept();
    await (await inputTitled(ui.workbench, /^Policy file: which process/)).pick('default');
    await (await inputTitled(ui.workbench, /^Which Action does the workflow use\?$/)).accept();
    const dialog = await ui.workbench.dialog();
    assert.deepEqual(dialog.detail.split('\n'), [
      `Opens a pull request into production with ${policyPath} and ${setupPaths.workflow}.`,
      `Opens a pull request into main with ${setupPaths.template}.`,
      'The files take effect once they are merged.',
      'Makes the risk labels and the emergency label at once, where they are missing.',
    ]);
    await dialog.press('Set Up');
    await ui.workbench.notification('Opened 2 pull requests.');

    const opened = ui.github.state.pulls(repository).slice(before);
    assert.deepEqual(
      opened.map(({ base, state, author }) => [base, state, author]),
      [
        ['production', 'open', 'mkowalska'],
        ['main', 'open', 'mkowalska'],
      ],
    );
    const [rules, template] = opened;
    for (const path of [policyPath, setupPaths.workflow]) {
      assert.ok(await ui.github.state.file(repository, rules?.head ?? '', path), path);
    }
    assert.ok(await ui.github.state.file(repository, template?.head ?? '', setupPaths.template));
    assert.deepEqual(
      ui.github.journal.flatMap(({ path, body }) =>
        path.endsWith('/labels') ? [(body as { name: string }).name] : [],
      ),
      ['EMERGENCY'],
    );
    const pull = ['git/trees', 'git/commits', 'git/refs', 'pulls'];
    assert.deepEqual(
      takeWrites(ui),
      ['labels', ...pull, ...pull].map((what) => `POST /repos/acme/shop/${what} by mkowalska`),
    );
  });

  it('show what is broken on production, and not another text that the folder has', async () => {
    await commitPolicy(ui.github, ui.sample, 'version: 1\nnotes:\n  levles: [low]\n');
    await run('Refresh');
    const { title } = ui.github.state.pull(repository, ui.sample.names.ready.number);
    await ui.workbench.expandRow(title, view);
    const row = [title, 'Gates', 'Risk label'];
    const description = async (): Promise<string> => (await ui.workbench.tree(view).row(row)).description;
    await waitUntil(
      'the problem',
      async () => ((await description()).includes('line 3, column 3') ? true : undefined),
      description,
    );
    await run('Open Policy File');
    await lines().filter({ hasText: 'levles: [low]' }).waitFor();
    await ui.workbench.statusBarItem('Ln 3, Col 3');
  });
});
