import assert from 'node:assert/strict';
import type { ToPage } from '../../src/views/panel/protocol';
import { changelogOf, hostileChangelog } from './changelogs';
import type { OpenPage, PageOptions } from './harness';
import { usePages } from './usePages';
import {
  approvedRelease,
  brokenRelease,
  failed,
  hostileRelease,
  loading,
  movedHighRiskRelease,
  openRelease,
} from './states';

const state = (of: typeof openRelease): ToPage => ({ type: 'state', state: of });
const changelog = (count: number): ToPage => ({ type: 'changelog', changelog: changelogOf(count) });

describe('the release page', function () {
  this.timeout(20_000);
  const pages = usePages();
  let open: OpenPage;

  const show = async (of: typeof openRelease, options: PageOptions = {}, commits = 40): Promise<void> => {
    open = await pages.open(options);
    await open.send(state(of), ...(of.changelogKey === null ? [] : [changelog(commits)]));
  };
  const answer = (id: number, message: string | null = null): Promise<void> =>
    open.send({ type: 'done', id, ok: message === null, message });
  const ticked = (done: boolean): typeof openRelease => ({
    ...openRelease,
    checklist: openRelease.checklist && {
      ...openRelease.checklist,
      items: openRelease.checklist.items.map((item) => (item.id === 'labelled' ? { ...item, checked: done } : item)),
    },
  });
  const box = () => open.page.getByRole('checkbox', { name: /applied the appropriate risk label/ });
  const scrollTo = (top: number): Promise<void> =>
    open.page.evaluate(async (to) => {
      window.scrollTo(0, to);
      await new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)));
    }, top);
  const announced = () => open.page.locator('#announcer').textContent();

  describe('a tick', () => {
    beforeEach(() => show(openRelease));

    it('is sent once, shows that it is being saved, and is true only when the state says so', async () => {
      await box().click();
      await box().click();
      const [intent, ...others] = await open.intents();
      assert.deepEqual(intent?.intent, { kind: 'tick', item: 'labelled', checked: true });
      assert.equal(others.length, 0);
      assert.ok(await box().isChecked());
      assert.ok(await open.page.getByText('saving…').isVisible());
      await open.send(state(ticked(true)));
      await answer(intent.id);
      assert.ok(await box().isChecked());
      assert.equal(await open.page.getByText('saving…').count(), 0);
      assert.equal(await announced(), 'Ticked: I have applied the appropriate risk label.');
    });

    it('goes back when it failed, with the reason beside it', async () => {
      await box().click();
      await answer(1, 'GitHub refused the change.');
      assert.ok(!(await box().isChecked()));
      assert.ok(await open.page.getByRole('listitem').getByText('GitHub refused the change.').isVisible());
      assert.equal(await announced(), 'GitHub refused the change.');
      await box().click();
      assert.equal(await open.page.locator('.answer').count(), 0);
    });

    it('goes back without a word when the reader cancelled', async () => {
      await box().click();
      await answer(1);
      assert.ok(!(await box().isChecked()));
      assert.equal(await announced(), '');
    });
  });

  it('sets the risk by Space, not by the arrows that move between the choices', async () => {
    await show(openRelease);
    await open.page.getByRole('radio', { name: 'Low' }).focus();
    await open.page.keyboard.press('ArrowRight');
    await open.page.keyboard.press('ArrowRight');
    assert.deepEqual(await open.intents(), []);
    assert.equal(await open.page.evaluate(() => document.activeElement?.id), 'risk-high');
    await open.page.keyboard.press('Space');
    await open.page.keyboard.press('Space');
    assert.deepEqual(
      (await open.intents()).map(({ intent }) => intent),
      [{ kind: 'setRisk', level: 'high' }],
    );
    assert.ok(await open.page.getByRole('radio', { name: 'High', checked: true }).isVisible());
    await answer(1, 'The label does not exist.');
    assert.equal(await open.page.getByRole('radio', { checked: true }).count(), 0);
  });

  it('sends one review, however often Approve and Deny are clicked', async () => {
    await show(openRelease);
    await open.page.getByRole('button', { name: 'Approve…' }).dblclick();
    await open.page.getByRole('button', { name: 'Deny…' }).click({ force: true });
    assert.deepEqual(
      (await open.intents()).map(({ intent }) => intent.kind),
      ['approve'],
    );
    await answer(1, 'The head moved to 1234567.');
    assert.ok(await open.page.getByRole('region', { name: 'Actions' }).getByText('The head moved').isVisible());
  });

  it('says that a review is done when the state bears it out, and no longer', async () => {
    await show(openRelease);
    const actions = open.page.getByRole('region', { name: 'Actions' });
    await open.page.getByRole('button', { name: '1 more approval' }).click();
    await answer(1);
    assert.equal(await actions.locator('.answer').count(), 0, 'the reader cancelled');
    await open.page.getByRole('button', { name: 'Approve…' }).click();
    await open.send(state(approvedRelease));
    await answer(2);
    assert.ok(await actions.getByText('Approved.').isVisible());
    assert.equal(await announced(), 'Approved.');
    await open.send(state(openRelease));
    assert.equal(await actions.getByText('Approved.').count(), 0);
  });

  it('says nothing of a review when every action went off for one reason', async () => {
    await show(openRelease);
    await open.page.getByRole('button', { name: 'Deny…' }).click();
    const disabled = 'The release changed since you looked.';
    await open.send(state({ ...openRelease, actions: openRelease.actions.map((each) => ({ ...each, disabled })) }));
    await answer(1);
    assert.equal(await open.page.locator('.answer').count(), 0);
    assert.equal(await announced(), '');
  });

  it('does not act where it says why it cannot, and says it to screen readers', async () => {
    await show(movedHighRiskRelease);
    const approve = open.page.getByRole('button', { name: 'Approve…' });
    await approve.click({ force: true });
    assert.deepEqual(await open.intents(), []);
    const reason = await approve.getAttribute('aria-describedby');
    assert.equal(await open.page.locator(`#${String(reason)}`).textContent(), 'You opened this pull request.');
  });

  it('names the state of a gate in words', async () => {
    await show(openRelease);
    const names = await open.page.locator('#gates li').allTextContents();
    assert.ok(
      names.some((name) => name.startsWith('Failed: Risk label, none applied')),
      names[0],
    );
    assert.ok(names.some((name) => name.startsWith('Unknown: Deployment window')));
    assert.ok(names[0]?.startsWith('Failed'), 'open gates come first');
  });

  it('leads to what is to be done when a next step is on the page', async () => {
    await show(openRelease, { width: 380 });
    const focused = () => open.page.evaluate(() => document.activeElement?.id);
    await open.page.getByRole('button', { name: 'set the risk' }).click();
    assert.equal(await focused(), 'risk-low');
    await open.page.getByRole('button', { name: 'Go: Checklist' }).click();
    assert.equal(await focused(), 'tick-labelled');
    assert.deepEqual(await open.intents(), []);
  });

  it('shows the changelog again when a state comes back to it', async () => {
    await show(openRelease);
    await open.send(state({ ...openRelease, changelogKey: null, changelogStatus: 'Reading 412 commits…' }));
    assert.ok(await open.page.getByText('Reading 412 commits…').isVisible());
    assert.equal(await open.page.locator('[data-row]').count(), 0);
    await open.send(state(openRelease));
    assert.ok((await open.page.locator('[data-row]').count()) > 0);
  });

  it('announces a banner and keeps it in view', async () => {
    await show(openRelease);
    await open.send(state(movedHighRiskRelease));
    const banner = open.page.getByRole('status', { name: 'Notices' });
    assert.match((await banner.textContent()) ?? '', /changed since you looked/);
    await open.page.getByRole('button', { name: 'Show 2 changes' }).click();
    assert.ok(await banner.getByText('3 pull requests came in').isVisible());
    await open.page.evaluate(() => {
      window.scrollTo(0, 800);
    });
    assert.ok((await banner.boundingBox())?.y === 0);
    await open.page.getByRole('button', { name: 'Look again' }).click();
    assert.deepEqual((await open.intents())[0]?.intent, { kind: 'acknowledge' });
  });

  it('keeps focus, filter, disclosures and scroll over a state update', async () => {
    await show(openRelease, {}, 400);
    await open.page.locator('#filter').fill('search');
    await open.page.getByRole('button', { name: 'Evidence: Required checks' }).click();
    await open.page.locator('#filter').focus();
    const before = await open.page.evaluate(() => [document.activeElement?.id, Math.round(window.scrollY)]);
    await open.send(state({ ...openRelease, refreshing: true }), state({ ...openRelease, readAt: Date.now() }));
    assert.deepEqual(await open.page.evaluate(() => [document.activeElement?.id, Math.round(window.scrollY)]), before);
    assert.equal(await open.page.locator('#filter').inputValue(), 'search');
    assert.ok(await open.page.getByRole('button', { name: 'e2e' }).isVisible());
  });

  it('hands the focus to the part when an update takes its element away', async () => {
    await show(openRelease);
    await open.page.locator('#gate-risk-action').focus();
    await open.send(state({ ...openRelease, gates: openRelease.gates.map((gate) => ({ ...gate, action: null })) }));
    assert.equal(await open.page.evaluate(() => document.activeElement?.id), 'gates-title');
  });

  it('finds its place again after a reload', async () => {
    await show(openRelease, {}, 3000);
    await open.page.getByRole('button', { name: 'By commit' }).click();
    await open.page.locator('#filter').fill('-cache');
    await open.page.evaluate(() => {
      window.scrollTo(0, 20_000);
    });
    await open.page.waitForFunction(() =>
      JSON.stringify(window.editor.kept()).includes(`"top":${String(scrollY)},"row":"`),
    );
    const atTop = () =>
      open.page.evaluate(() => {
        const rows = [...document.querySelectorAll<HTMLElement>('[data-row]')];
        const row = rows.find((each) => each.getBoundingClientRect().bottom > 0);
        return { row: row?.dataset['row'], top: row?.getBoundingClientRect().top ?? 0 };
      });
    const before = await atTop();
    await open.page.reload();
    await open.send(state(openRelease), changelog(3000));
    const after = await atTop();
    assert.equal(after.row, before.row);
    assert.ok(Math.abs(after.top - before.top) <= 1, `${String(after.top)} instead of ${String(before.top)}`);
    assert.equal(await open.page.locator('#filter').inputValue(), '-cache');
    const kept = await open.kept();
    assert.ok(typeof kept === 'object' && kept !== null && 'pull' in kept && kept.pull === 412);
  });

  it('opens commits, pull requests, files and links by intents alone', async () => {
    await show(openRelease);
    await open.page.getByRole('button', { name: 'By commit' }).click();
    const row = open.page.locator('[data-row]').first();
    await row.focus();
    await open.page.keyboard.press('Enter');
    await row.getByRole('button', { name: '#2000' }).click();
    await open.page.getByRole('button', { name: 'Open line 3' }).click();
    await open.page.getByRole('link', { name: 'migrations policy' }).click();
    await open.page.getByRole('button', { name: 'All files' }).click();
    await open.page.getByRole('button', { name: 'Copy' }).click();
    assert.deepEqual(
      (await open.intents()).map(({ intent }) => intent),
      [
        { kind: 'openCommit', sha: '0000001'.padEnd(40, '0') },
        { kind: 'openPullNumber', number: 2000 },
        { kind: 'openFile', path: 'db/migrate/20261118093011_drop_legacy_ref.sql', line: 3 },
        { kind: 'openLink', url: 'https://example.com/policy' },
        { kind: 'openRange' },
        { kind: 'copyChangelog' },
      ],
    );
  });

  it('folds long lists of operations, but never a destructive one', async () => {
    const { highlights } = openRelease;
    const migrations = highlights?.migrations.map((migration) => ({
      ...migration,
      operations: migration.operations.map((each, index) => ({
        ...each,
        destructive: index === 12,
        certain: index === 12,
        harmless: index !== 12,
      })),
    }));
    await show({ ...openRelease, highlights: highlights && { ...highlights, migrations: migrations ?? [] } });
    const operations = open.page.locator('.migration').nth(2).locator('.operation');
    assert.equal(await operations.count(), 6);
    assert.match((await operations.last().textContent()) ?? '', /audit_12.*Destructive/s);
    await open.page.getByRole('button', { name: 'Show all 14 operations' }).click();
    assert.equal(await operations.count(), 14);
  });

  it('ends where its content ends, with the actions still in view', async () => {
    const long = Array.from({ length: 200 }, (_, at) => ({
      checked: at % 2 === 0,
      children: [{ kind: 'paragraph' as const, children: [{ kind: 'text' as const, text: `Item ${String(at)}` }] }],
    }));
    const text = [{ kind: 'list' as const, ordered: false, start: 1, items: long }];
    await show({ ...openRelease, description: { text, empty: '' } });
    await scrollTo(1_000_000);
    const end = await open.page.evaluate(() => ({
      bar: document.querySelector('[data-part=actions]')?.getBoundingClientRect().bottom,
      window: innerHeight,
    }));
    assert.equal(Math.round(end.bar ?? 0), end.window);
  });

  it('shows hostile text as text, with what is invisible made visible', async () => {
    open = await pages.open();
    await open.send(state(hostileRelease), { type: 'changelog', changelog: hostileChangelog() });
    const title = (await open.page.locator('h1').textContent()) ?? '';
    assert.ok(title.startsWith('‹U+202E›gnp.exe‹U+202C› <img src=x onerror=alert(1)>'), title);
    const text = await open.page.evaluate(() => document.body.textContent);
    assert.doesNotMatch(text, /[\u202A-\u202E\u2066-\u2069\u200B]/);
    assert.equal(
      await open.page.locator('img, script:not([src]), [style*=":"]:not(.virtual-list *, aside)').count(),
      0,
    );
  });

  for (const width of [300, 380, 640, 1280, 1900]) {
    it(`fits into ${String(width)} pixels, whatever the texts`, async () => {
      open = await pages.open({ width });
      await open.send(state(hostileRelease), { type: 'changelog', changelog: hostileChangelog() });
      assert.ok((await open.page.evaluate(() => document.documentElement.scrollWidth)) <= width);
      // The end moves while rows that were never drawn are measured.
      for (let times = 0; times < 4; times++) {
        await scrollTo(1e6);
      }
      const hidden = await open.page.evaluate(() => {
        const last = document.querySelector('.columns')?.getBoundingClientRect().bottom ?? 0;
        return last > (document.querySelector('.action-bar')?.getBoundingClientRect().top ?? 0) + 1;
      });
      assert.ok(!hidden, 'the action bar hides the end of the page');
    });
  }

  it('says what is going on while it loads, and why when it failed', async () => {
    await show(loading);
    assert.ok(await open.page.getByRole('status').getByText('Reading the release').count());
    await open.send(state(failed));
    assert.ok(await open.page.getByRole('heading', { level: 1 }).isVisible());
    await open.page.getByRole('button', { name: 'Try again' }).click();
    assert.deepEqual((await open.intents())[0]?.intent, { kind: 'refresh' });
    await open.send(state(brokenRelease));
    assert.ok(await open.page.getByText('The changelog needs a valid SHA.').isVisible());
    assert.ok(await open.page.getByText('This pull request has no description.').isVisible());
  });
});
