import assert from 'node:assert/strict';
import type { Frame } from 'playwright-core';
import { taskItems } from '../../src/core/checklist/taskItems';
import type { ListRow } from '../hosts/virtualList';
import { waitUntil } from '../hosts/waitUntil';
import { editorTitled, openReleasePage, repository } from './releasePage';
import { openUi, pictureOnFailure, view, type UiSession } from './session';

describe('the Releases tree', function () {
  this.timeout(120_000);
  let ui: UiSession;
  /** Titles of the three releases. */
  let ready: string;
  let risky: string;
  let broken: string;

  before(async () => {
    ui = await openUi();
    const { names } = ui.sample;
    [ready, risky, broken] = [names.ready, names.highRisk, names.broken].map(
      ({ number }) => ui.github.state.pull(repository, number).title,
    ) as [string, string, string];
    await ui.workbench.openView(view);
    await ui.workbench.expandRow(risky, view);
    // The last to come; from then on no row moves.
    await ui.workbench.tree(view).row([risky, 'What can hurt', 'Dependencies']);
  });
  afterEach(function () {
    return pictureOnFailure(this, ui);
  });
  after(() => ui.stop());

  const tree = () => ui.workbench.tree(view);
  const pull = (which: 'ready' | 'highRisk' | 'broken') =>
    ui.github.state.pull(repository, ui.sample.names[which].number);
  const eventually = <T>(what: string, probe: () => T | undefined): Promise<T> =>
    waitUntil(what, () => Promise.resolve(probe()));
  const below = async (path: readonly string[]): Promise<readonly ListRow[]> => {
    const { index, level } = await tree().row(path);
    const rest = (await tree().rows()).slice(index + 1);
    const end = rest.findIndex((row) => row.level <= level);
    return (end < 0 ? rest : rest.slice(0, end)).filter((row) => row.level === level + 1);
  };
  const title = (part: RegExp): Promise<string> => editorTitled(ui, part);
  /** The line that the cursor is on, from 1, as the status bar says it. */
  const cursorLine = async (): Promise<number> => {
    const { text } = await ui.workbench.statusBarItem('Ln ');
    return Number(/Ln (\d+)/.exec(text)?.[1]);
  };

  it('shows each gate with its state and the reason', async () => {
    const spoken = (await below([risky, 'Gates'])).map((row) => row.ariaLabel.replace(/, .*$/, ''));
    const head = pull('highRisk').headSha.slice(0, 7);
    const proposed = ui.sample.names.highRisk.proposed.slice(0, 7);
    assert.deepEqual(spoken, [
      `Passed: Proposed SHA. ${proposed} is a commit of this repository.`,
      `Passed: Provenance. ${proposed} is on main.`,
      'Passed: Risk label. risk: high',
      'Failed: Checklist. 1 of 4 required items left.',
      'Passed: Rollout and rollback notes. The description has rollout and rollback.',
      'Passed: Post-deploy monitoring. @ohaddad',
      'Passed: Required checks. 3 of 3 passed.',
      `Passed: Approval. 1 of 1 at ${head}.`,
      'Passed: Up to date with production. Production has not moved',
      'Passed: Nothing but the version file. Only version.txt changes.',
    ]);
    assert.equal((await tree().row([risky, 'Gates'])).description, '1 of 9 gates open');
  });

  it('shows the gates of a broken release as what they are', async () => {
    await ui.workbench.expandRow(broken, view);
    const gates = await below([broken, 'Gates']);
    const notAsked = ['Not applicable', 'Not applicable'];
    assert.deepEqual(
      gates.map((row) => row.ariaLabel.split(':')[0]),
      ['Failed', 'Unknown', 'Passed', 'Failed', ...notAsked, 'Failed', 'Pending', 'Failed', 'Failed'],
    );
    assert.match(gates[0]?.ariaLabel ?? '', /found "[0-9a-f]{9}": it is a short SHA of 9 digits/);
    assert.equal(gates.at(-1)?.label, 'Nothing but the version file (advisory)');
    await tree().collapse(broken);
  });

  it('leaves releases in their place when one is ticked, so that the next click meets what it was meant for', async () => {
    const order = async () => (await tree().rows()).filter((row) => row.level === 1).map((row) => row.label);
    const before = await order();
    const written = pull('highRisk').body;
    const item = [risky, 'Checklist', 'I have applied the appropriate risk label.'];
    await ui.workbench.toggleCheckbox(item, view);
    await ui.workbench.page.mouse.move(800, 500);
    await eventually('the tick to be gone', () => (ticked(pull('highRisk').body)[1] === false ? true : undefined));
    await waitUntil('the tree to follow', async () =>
      (await tree().row([risky, 'Checklist'])).description === '2/4' ? true : undefined,
    );
    const after = await order();
    ui.github.act.editPull(repository, pull('highRisk').number, { body: written });
    await ui.workbench.runCommand('Release Review: Refresh');
    await waitUntil('the tick to be back', async () =>
      (await tree().row([risky, 'Checklist'])).description === '3/4' ? true : undefined,
    );
    assert.deepEqual(after, before);
  });

  it('ticks and unticks', async () => {
    const item = [risky, 'Checklist', 'Post-deploy monitoring has been scheduled per the incident response policy.'];
    for (const [checked, note] of [
      [true, '4/4'],
      [false, '3/4'],
    ] as const) {
      await ui.workbench.toggleCheckbox(item, view);
      // Away from the box, whose hover would lie over the next one.
      await ui.workbench.page.mouse.move(800, 500);
      await eventually('the tick on GitHub', () =>
        ticked(pull('highRisk').body).at(3) === checked ? true : undefined,
      );
      await waitUntil('the row to follow', async () =>
        (await tree().row(item)).checked === checked && (await tree().row([risky, 'Checklist'])).description === note
          ? true
          : undefined,
      );
    }
    assert.deepEqual(ticked(pull('highRisk').body), [true, true, true, false]);
  });

  it('opens a migration at the line that makes it destructive', async () => {
    await ui.workbench.clickRow([risky, 'What can hurt', '000005_drop_legacy_ref.up.sql'], view);
    await title(/^000005_drop_legacy_ref\.up\.sql \(.*#\d+\)/);
    assert.match(await ui.workbench.editorText(), /ALTER TABLE orders DROP COLUMN legacy_ref;/);
    await ui.workbench.expandRow([risky, 'What can hurt', '000005_drop_legacy_ref.up.sql'], view);
    const drop = 'Drops the column legacy_ref of the table orders with every value in it.';
    const operation = await tree().row([risky, 'What can hurt', '000005_drop_legacy_ref.up.sql', drop]);
    assert.equal(operation.description, 'line 2, breaks old code');
    await ui.workbench.clickRow([risky, 'What can hurt', '000005_drop_legacy_ref.up.sql', drop], view);
    await waitUntil('the cursor on line 2', async () => ((await cursorLine()) === 2 ? true : undefined), cursorLine);
  });

  it('opens an edited migration as a diff of before and after', async () => {
    await ui.workbench.closeAllEditors();
    await ui.workbench.clickRow([risky, 'What can hurt', '000002_create_order_items.up.sql'], view);
    await title(/^000002_create_order_items\.up\.sql/);
    const sides = ui.workbench.page.locator('.monaco-diff-editor');
    await sides.locator('.editor.modified .view-line', { hasText: 'CHECK' }).waitFor();
    await sides.locator('.editor.original .view-line', { hasText: 'quantity integer NOT NULL' }).waitFor();
    assert.equal(await sides.locator('.editor.original .view-line', { hasText: 'CHECK' }).count(), 0);
  });

  it('lists every commit once, in its section, and opens its changes', async () => {
    const changelog = [risky, 'Changelog'];
    await ui.workbench.expandRow(changelog, view);
    assert.equal((await tree().row(changelog)).description, '205 of 205 commits, from your clone');
    const sections = (await below(changelog)).filter((row) => row.expanded !== undefined);
    assert.equal(
      sections.reduce((sum, row) => sum + Number.parseInt(row.description, 10), 0),
      205,
    );
    const performance = [...changelog, 'Performance'];
    await ui.workbench.expandRow(performance, view);
    const [commit] = await below(performance);
    assert.ok(commit !== undefined);
    assert.match(commit.description, /^#\d+ · .+ · \d+\w/);
    await ui.workbench.clickRow([...performance, commit.label], view);
    await title(new RegExp(`^[0-9a-f]{7} .*${commit.label.slice(0, 12)}.* \\(\\d+ files?\\)`));
  });

  it('opens all changed files of the range', async () => {
    await ui.workbench.clickRow([risky, 'Changelog', 'All changed files'], view);
    assert.equal((await tree().row([risky, 'Changelog', 'All changed files'])).description, '45 files');
    await title(/^#\d+: [0-9a-f]{7}\.\.[0-9a-f]{7} \(45 files\)/);
    await ui.workbench.page.locator('.monaco-diff-editor .view-line').first().waitFor();
  });

  it('leads from the comment of the bot to the page', async () => {
    await ui.workbench.closeAllEditors();
    await ui.workbench.clickRow([risky, 'Comment of release-advisor[bot]'], view);
    const frame = await ui.workbench.webviewFrame(`#${String(pull('highRisk').number)}`);
    await frame.getByText('Release assessment').first().waitFor();
  });

  it('keeps rows unfolded over a refresh', async () => {
    const shown = async (): Promise<readonly string[]> => {
      const rows = await tree().rows();
      return rows
        .filter((row) => row.level > 1)
        .map((row) => `${String(row.level)} ${row.label} ${String(row.expanded)}`);
    };
    const before = await shown();
    assert.ok(before.length > 30);
    // A change on GitHub that only a finished refresh shows.
    ui.github.act.editPull(repository, pull('broken').number, { title: 'Hotfix: search workers, again' });
    await ui.workbench.runCommand('Release Review: Refresh');
    await tree().row('Hotfix: search workers, again');
    assert.deepEqual(await shown(), before);
  });

  it('reads everything again by the button of the view, whatever row has the focus', async () => {
    await ui.workbench.clickRow([risky, 'Gates', 'Proposed SHA'], view);
    ui.github.act.editPull(repository, pull('broken').number, { title: broken });
    await ui.workbench.viewAction(view, 'Refresh');
    await tree().row(broken);
  });

  it('offers on each kind of row what can be done with it', async () => {
    const menus: Record<string, readonly string[]> = {};
    for (const [kind, path] of Object.entries({
      live: [`Live now: ${ui.sample.names.live.slice(0, 7)}`],
      release: [risky],
      gates: [risky, 'Gates'],
      gate: [risky, 'Gates', 'Risk label'],
      changelog: [risky, 'Changelog'],
      migration: [risky, 'What can hurt', '000005_drop_legacy_ref.up.sql'],
    })) {
      menus[kind] = await menuOf(path);
    }
    assert.deepEqual(menus, {
      live: ['Open on GitHub'],
      release: [
        'Open Release',
        'Open Changes',
        'Open on GitHub',
        'Set Risk Label…',
        'Approve Release…',
        'Deny Release…',
        'What If…',
        'Copy Changelog as Markdown',
        'Put Changelog into the Description',
        'Normalise the Description…',
      ],
      gate: ['Explain a Gate…'],
      gates: [],
      changelog: ['Open Changes', 'Copy Changelog as Markdown', 'Put Changelog into the Description'],
      migration: [],
    });
  });

  it('copies the changelog of the row it was asked for', async () => {
    await ui.workbench.page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
    await tree().menu([risky, 'Changelog'], 'Copy Changelog as Markdown');
    await ui.workbench.notification('Copied the changelog of 205 commits');
    await ui.workbench.dismissNotifications();
  });

  it('adds the two items for high risk, and would make a label that the repository lacks', async () => {
    await ui.workbench.expandRow(ready, view);
    const frame = await openReleasePage(ui, pull('ready').number);
    await frame.getByText('No risk label yet.').waitFor();
    // The repository says that it has no such label, once; when it is to be made, it is there after all.
    ui.github.forget();
    ui.github.faults.add({ method: 'GET', path: /\/shop\/labels/, fault: { kind: 'wrong-json', body: [] } });
    await frame.getByRole('radio', { name: 'High' }).click();
    await eventually('four items', () => (ticked(pull('ready').body).length === 4 ? true : undefined));
    assert.deepEqual(pull('ready').labels, ['risk: high']);
    await frame.getByText('0 of 4 required', { exact: true }).waitFor();
    await waitUntil('four items in the tree', async () =>
      (await below([ready, 'Checklist'])).length === 4 ? true : undefined,
    );
    const notes = (await below([ready, 'Gates'])).find((row) => row.label === 'Rollout and rollback notes');
    assert.match(notes?.ariaLabel ?? '', /^Failed: /);
    assert.deepEqual(
      ui.github.journal.map(({ method, path, body }) => [`${method} ${path}`, (body as { name?: string }).name]),
      [
        ['POST /repos/acme/shop/labels', 'risk: high'],
        [`POST /repos/acme/shop/issues/${String(pull('ready').number)}/labels`, undefined],
        [`PATCH /repos/acme/shop/pulls/${String(pull('ready').number)}`, undefined],
      ],
    );
  });

  it('shows two risk labels as a failed gate, and leaves the one that is chosen', async () => {
    const frame: Frame = await ui.workbench.webviewFrame(`#${String(pull('ready').number)}`);
    ui.github.act.addLabel(repository, pull('ready').number, 'risk: low', 'ohaddad');
    await ui.workbench.runCommand('Release Review: Refresh');
    await frame.getByText('Several risk labels: risk: high, risk: low. Choose one.').waitFor();
    const gate = (await below([ready, 'Gates'])).find((row) => row.label === 'Risk label');
    assert.match(gate?.ariaLabel ?? '', /^Failed: .*risk: high, risk: low/);
    await frame.getByRole('radio', { name: 'Low' }).click();
    await eventually('one label', () => (pull('ready').labels.join() === 'risk: low' ? true : undefined));
    await frame.getByText('Several risk labels').waitFor({ state: 'detached' });
    // Leaving high takes no text away.
    assert.equal(ticked(pull('ready').body).length, 4);
    assert.deepEqual(ui.github.violations, []);
  });

  /** The labels of a row's context menu. */
  async function menuOf(path: readonly string[]): Promise<readonly string[]> {
    await (await tree().locator(path)).click({ button: 'right' });
    const items = ui.workbench.page.locator('.monaco-menu').getByRole('menuitem');
    const shown = await items
      .first()
      .waitFor({ timeout: 700 })
      .then(
        () => true,
        () => false,
      );
    if (!shown) return [];
    const labels = (await items.allInnerTexts()).map((text) => text.trim()).filter((text) => text !== '');
    await ui.workbench.page.keyboard.press('Escape');
    await ui.workbench.page.locator('.monaco-menu').waitFor({ state: 'hidden' });
    return labels;
  }
});

function ticked(body: string | null): readonly boolean[] {
  return taskItems(body ?? '').map((item) => item.checked);
}
