import assert from 'node:assert/strict';
import type { Frame } from 'playwright-core';
import { taskItems } from '../../src/core/checklist/taskItems';
import { QuickInput } from '../hosts/quickInput';
import { waitUntil } from '../hosts/waitUntil';
import { repository } from './releasePage';
import { openUi, pictureOnFailure, view, type UiSession } from './session';
import { tabStopInPage, type TabStop } from './tabStop';

describe('the reviewer, by keyboard and palette alone', function () {
  this.timeout(120_000);
  let ui: UiSession;
  let title: string;

  before(async () => {
    ui = await openUi();
    await ui.workbench.page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
    await ui.workbench.openView(view);
    title = pull().title;
    await ui.workbench.tree(view).row(title);
  });
  afterEach(function () {
    return pictureOnFailure(this, ui);
  });
  after(() => ui.stop());

  const pull = () => ui.github.state.pull(repository, ui.sample.names.ready.number);
  const page = (): Promise<Frame> => ui.workbench.webviewFrame(`#${String(ui.sample.names.ready.number)}`);
  const press = (key: string): Promise<void> => ui.workbench.page.keyboard.press(key);
  /** Runs a command from the palette, without the mouse. */
  const palette = async (label: string): Promise<void> => {
    const input = new QuickInput(ui.workbench.page);
    await press('F1');
    await input.input.waitFor();
    await input.type(`>${label}`);
    await waitUntil(
      `the command "${label}" on top`,
      async () => ((await input.items())[0]?.label === label ? true : undefined),
      async () => (await input.items()).map((item) => item.label),
    );
    await press('Enter');
  };
  /** Runs a command of ours. */
  const command = (name: string): Promise<void> => palette(`Release Review: ${name}`);
  /** Filters the quick pick that is open down to one item and takes it. */
  const choose = async (text: string): Promise<void> => {
    const pick = await ui.workbench.quickInput();
    await pick.type(text);
    await waitUntil(
      `one item for "${text}"`,
      async () => ((await pick.items()).length === 1 ? true : undefined),
      async () => (await pick.items()).map((item) => item.label),
    );
    await press('Enter');
  };
  const github = <T>(what: string, probe: () => T | undefined): Promise<T> =>
    waitUntil(what, () => Promise.resolve(probe()));

  it('finds every command in the palette', async () => {
    const titles = await ui.workbench.commandTitles('Release Review: ');
    assert.deepEqual(
      titles.toSorted(),
      [
        'Approve Release…',
        'Copy Changelog as Markdown',
        'Deny Release…',
        'Compare Risk with Outcomes',
        'Create Policy File…',
        'Explain a Gate…',
        'More Actions on a Release…',
        'Normalise the Description…',
        'Open Policy File',
        'Override the Freeze…',
        'Schedule Post-Deploy Monitoring…',
        'Set Up This Repository…',
        'What If…',
        'Write Rollout and Rollback Notes…',
        'Open Changes',
        'Open Release',
        'Open on GitHub',
        'Put Changelog into the Description',
        'Put Missing Checklist Items Back',
        'Refresh',
        'Set Risk Label…',
        'Show Changelog',
        'Show Log',
        'Sign In to GitHub',
        'Sign In with a Token…',
        'Sign Out…',
        'Tick or Untick Checklist Item…',
      ]
        .map((name) => `Release Review: ${name}`)
        .toSorted(),
    );
  });

  it('opens the page of the release it picks, with the keyboard in it', async () => {
    await command('Open Release');
    await choose('wish lists and product origin');
    const frame = await page();
    await frame.getByRole('heading', { level: 1, name: title }).waitFor();
    await frame.getByText('40 of 40 commits, from your clone').waitFor();
    await waitUntil(
      'the focus in the page',
      async () => (await frame.evaluate(() => document.hasFocus())) || undefined,
    );
  });

  it('reaches risk, checklist, gates, changelog and the actions by Tab, each stop visible', async () => {
    const frame = await page();
    const stops: TabStop[] = [];
    for (let count = 0; count < 150 && stops.at(-1)?.id !== 'action-more'; count += 1) {
      await press('Tab');
      stops.push(await frame.evaluate(tabStopInPage));
    }
    const first = (part: string): number => stops.findIndex((stop) => stop.part === part);
    const order = ['risk', 'checklist', 'gates', 'highlights', 'changelog', 'description', 'actions'].map(first);
    assert.ok(!order.includes(-1), `every part has a stop: ${JSON.stringify(stops)}`);
    assert.deepEqual(
      order,
      order.toSorted((one, other) => one - other),
    );
    assert.deepEqual(
      stops.filter((stop) => !stop.visible || stop.name === ''),
      [],
    );
    assert.deepEqual(
      stops.slice(-3).map((stop) => stop.name),
      ['Approve…', 'Deny…', 'More…'],
    );
  });

  it('ticks a box with Space, and keeps the focus on it', async () => {
    const frame = await page();
    await frame.locator('#filter').focus();
    for (let count = 0; count < 60; count += 1) {
      await press('Shift+Tab');
      if ((await frame.evaluate(tabStopInPage)).name.startsWith('I have applied')) break;
    }
    await press('Space');
    await github('the tick', () => (ticked(pull().body) === 1 ? true : undefined));
    await waitUntil('the box to say so', async () =>
      (await frame.getByRole('checkbox', { name: /I have applied/, checked: true }).count()) === 1 ? true : undefined,
    );
    assert.match((await frame.evaluate(tabStopInPage)).name, /^I have applied/);
  });

  it('chooses the risk with the arrow keys, which write nothing before Space', async () => {
    const frame = await page();
    for (let count = 0; count < 10; count += 1) {
      await press('Shift+Tab');
      if (['Low', 'Medium', 'High'].includes((await frame.evaluate(tabStopInPage)).name)) break;
    }
    await press('ArrowRight');
    assert.equal((await frame.evaluate(tabStopInPage)).name, 'Medium');
    assert.deepEqual(pull().labels, []);
    await press('Space');
    await github('the label', () => (pull().labels.includes('risk: medium') ? true : undefined));
    await frame.locator('#risk-medium[aria-checked="true"][aria-busy="false"]').waitFor();
  });

  it('sets the risk from the palette, for the page that has the focus', async () => {
    await command('Set Risk Label…');
    const pick = await ui.workbench.quickInput();
    assert.deepEqual(
      (await pick.items()).map((item) => `${item.label} ${item.description}`.trim()),
      ['risk: low suggested by @release-advisor[bot]', 'risk: medium set now', 'risk: high'],
    );
    await choose('risk: low');
    await github('the one label', () => (pull().labels.join() === 'risk: low' ? true : undefined));
  });

  it('ticks and unticks an item from the palette', async () => {
    await command('Tick or Untick Checklist Item…');
    await choose('I have reviewed the changes');
    await github('the tick', () => (ticked(pull().body) === 2 ? true : undefined));
    await (await page()).getByText('2 of 2 required', { exact: true }).waitFor();
    await command('Tick or Untick Checklist Item…');
    await choose('I have reviewed the changes');
    await github('the tick to be gone', () => (ticked(pull().body) === 1 ? true : undefined));
    await (await page()).getByText('1 of 2 required', { exact: true }).waitFor();
  });

  it('copies the changelog', async () => {
    await command('Copy Changelog as Markdown');
    await ui.workbench.notification('Copied the changelog of 40 commits');
    const text = await ui.workbench.page.evaluate(() => navigator.clipboard.readText());
    const lines = text.split('\n');
    assert.ok(
      lines.some((line) => /^### Features \(\d+\)$/.test(line)),
      lines[0],
    );
    assert.equal(lines.filter((line) => line.startsWith('- **web:** wish lists (')).length, 1);
    await ui.workbench.dismissNotifications();
  });

  it('opens the pull request on GitHub', async () => {
    assert.ok((await opened(() => command('Open on GitHub'))).endsWith(pullPath()));
  });

  it('offers the rest of the actions', async () => {
    await command('More Actions on a Release…');
    assert.ok((await opened(() => choose('Open on GitHub'))).endsWith(pullPath()));
  });

  it('opens the diff of the whole range', async () => {
    await command('Open Changes');
    await waitUntil(
      'the changes',
      async () => /^#\d+: [0-9a-f]{7}\.\.[0-9a-f]{7}/.test((await ui.workbench.activeEditorTitle()) ?? '') || undefined,
      () => ui.workbench.activeEditorTitle(),
    );
    await ui.workbench.page.locator('.monaco-diff-editor .view-line').first().waitFor();
  });

  it('closes everything and goes back to the page', async () => {
    await palette('View: Close All Editors');
    await command('Show Changelog');
    await choose('wish lists and product origin');
    await (await page()).getByText('40 of 40 commits, from your clone').waitFor();
  });

  it('denies with a reason, and closes the question with Escape', async () => {
    await command('Deny Release…');
    const input = await ui.workbench.quickInput();
    assert.match((await input.state()).title, /^Deny #\d+ at [0-9a-f]{7} as @mkowalska$/);
    await press('Enter');
    assert.match((await input.state()).message, /A denial needs a reason/);
    await press('Escape');
    assert.deepEqual(pull().reviews, []);
  });

  it('approves with Enter, and cancels with Escape', async () => {
    await command('Approve Release…');
    await ui.workbench.dialog();
    await press('Escape');
    await ui.workbench.page.locator('.monaco-dialog-box').waitFor({ state: 'hidden' });
    assert.deepEqual(pull().reviews, []);
    await command('Approve Release…');
    const { buttons } = await ui.workbench.dialog();
    assert.ok(buttons.includes('Approve Anyway'));
    await press('Enter');
    const [review] = await github('the review', () => (pull().reviews.length === 1 ? pull().reviews : undefined));
    assert.equal(review?.state, 'APPROVED');
    assert.match(review.body, /Open at that time: Checklist\./);
  });

  it('keeps the keyboard where it is when the page changes by itself', async () => {
    await ui.github.act.push(repository, ui.sample.names.ready.branch, [
      {
        message: 'Release a newer commit',
        files: { 'version.txt': `${ui.sample.names.mainTip}\n` },
        author: 'adiallo',
      },
    ]);
    await command('Refresh');
    const acknowledge = (await page()).getByRole('button', { name: 'I have looked at it' });
    await acknowledge.focus();
    // The answer to the next refresh comes when the keyboard is in the palette.
    const held = ui.github.faults.add({ method: 'GET', path: /./, fault: { kind: 'delay' } });
    await command('Refresh');
    await held.reached;
    await acknowledge.focus();
    await press('F1');
    const open = new QuickInput(ui.workbench.page);
    await open.input.waitFor();
    await ui.github.act.forcePush(repository, ui.sample.names.ready.branch, ui.sample.names.ready.head);
    held.remove();
    // The button that had the focus on the page leaves it.
    await acknowledge.waitFor({ state: 'detached' });
    assert.ok(await open.isOpen(), 'the palette is still open');
    await press('Escape');
  });

  it('shows the log', async () => {
    await command('Show Log');
    await ui.workbench.page.locator('.part.panel').getByText('Output').first().waitFor();
  });

  it('left no other write on GitHub', () => {
    const { number } = ui.sample.names.ready;
    assert.deepEqual(
      ui.github.journal.map(({ method, path }) => `${method} ${path.replace(`/repos/acme/shop/`, '')}`),
      [
        `PATCH pulls/${String(number)}`,
        `POST issues/${String(number)}/labels`,
        `POST issues/${String(number)}/labels`,
        `DELETE issues/${String(number)}/labels/risk%3A%20medium`,
        `PATCH pulls/${String(number)}`,
        `PATCH pulls/${String(number)}`,
        `POST pulls/${String(number)}/reviews`,
      ],
    );
    assert.deepEqual(ui.github.violations, []);
  });

  function pullPath(): string {
    return `/acme/shop/pull/${String(ui.sample.names.ready.number)}`;
  }

  /** The address that the browser is led to: unasked and through the server's own proxy, as it is on this machine. */
  async function opened(act: () => Promise<void>): Promise<string> {
    const context = ui.workbench.page.context();
    const opening = context.waitForEvent('page');
    await act();
    const question = ui.workbench.page.locator('.monaco-dialog-box', { hasText: 'blocked' });
    // The browser may take it for a pop-up that nobody asked for; the editor then asks, and tries again.
    await Promise.race([opening, question.waitFor()]);
    if (await question.isVisible()) await press('Enter');
    const popup = await opening;
    await popup.waitForURL(/^http/);
    const url = popup.url();
    await popup.close();
    await ui.workbench.page.bringToFront();
    return url;
  }
});

function ticked(body: string | null): number {
  return taskItems(body ?? '').filter((item) => item.checked).length;
}
