import assert from 'node:assert/strict';
import type { ChangelogView } from '../../src/views/panel/changelogViews';
import type { Intent } from '../../src/views/panel/protocol';
import { changelogOf, fullChangelog } from './changelogs';
import type { OpenPage } from './harness';
import { usePages } from './usePages';
import { readingRelease, staleRelease, unreadRelease } from './changelogStates';
import { openRelease } from './states';

describe('the tools of the changelog', function () {
  this.timeout(20_000);
  const pages = usePages();
  let open: OpenPage;

  const show = async (state = openRelease, changelog: ChangelogView | null = fullChangelog()): Promise<void> => {
    // High enough to have every row in view.
    open = await pages.open({ height: 5_000 });
    await open.send({ type: 'state', state });
    if (changelog !== null) await open.send({ type: 'changelog', changelog });
  };
  const asked = async (): Promise<readonly Intent[]> => (await open.intents()).map(({ intent }) => intent);

  it('say of a kind that there is none of that name', async () => {
    await show(openRelease, changelogOf(60));
    await open.page.locator('#filter').fill('is:merged');
    await open.page.getByText('“is:merged” is no kind of commit, searched as text').waitFor();
    await open.page.locator('#filter').fill('file:cart');
    await open.page.getByText('“file:” is no field, searched as text').waitFor();
  });

  describe('where there is no commit', () => {
    const none = (summary: string, notes: readonly string[]): ChangelogView => ({
      ...changelogOf(0),
      summary,
      notes,
      sections: [],
      areas: [{ path: 'web/', files: 3 }],
    });
    const parts = async () => ({
      filter: await open.page.locator('#filter').count(),
      chips: await open.page.locator('.chip').count(),
      cuts: await open.page.getByRole('button', { name: 'By commit' }).count(),
      unknown: await open.page.getByText('unknown number').count(),
      none: await open.page.getByText('No commits.').count(),
    });

    it('say why, and nothing else of commits', async () => {
      const note = 'The two commits have no common ancestor, so there is no range of commits between them.';
      await show(openRelease, none('0 of an unknown number of commits, from your clone', [note]));
      assert.ok(await open.page.getByText(note).isVisible());
      assert.deepEqual(await parts(), { filter: 0, chips: 0, cuts: 0, unknown: 0, none: 0 });
      assert.ok(await open.page.getByRole('button', { name: 'All files' }).isVisible());
    });

    it('say that there are none when that is all there is to say', async () => {
      await show(openRelease, none('0 of 0 commits, from your clone', []));
      assert.deepEqual(await parts(), { filter: 0, chips: 0, cuts: 0, unknown: 0, none: 1 });
      assert.equal(await open.page.getByText('0 of 0').count(), 0);
    });
  });

  describe('the common filters', () => {
    it('are put in and taken out by a press', async () => {
      await show();
      const chip = open.page.getByRole('button', { name: 'Breaking', exact: true });
      await chip.click();
      assert.equal(await open.page.locator('#filter').inputValue(), 'is:breaking');
      assert.equal(await chip.getAttribute('aria-pressed'), 'true');
      await chip.click();
      assert.equal(await open.page.locator('#filter').inputValue(), '');
    });

    it('are there for what the release has', async () => {
      await show();
      const chips = await open.page.locator('.chips > button').allTextContents();
      assert.deepEqual(chips, [
        'Breaking',
        'No pull request',
        'First contributions1',
        'Bots40',
        'services/cart12 files',
        'services/search9 files',
        'web7 files',
        'db/migrate4 files',
        '1 more area',
      ]);
      await open.page.getByRole('button', { name: 'services/cart' }).click();
      assert.equal(await open.page.locator('#filter').inputValue(), 'path:services/cart/');
      await open.page.getByRole('button', { name: '1 more area' }).click();
      assert.ok(await open.page.getByRole('button', { name: 'infrastructure/production' }).isVisible());
      const plain = changelogOf(5);
      await open.send({ type: 'changelog', changelog: { ...plain, sections: plain.sections.slice(1) } });
      assert.equal(await open.page.getByRole('toolbar').count(), 0);
    });

    it('are one tab stop, with the arrows inside', async () => {
      await show();
      await open.page.locator('#chip-0').focus();
      await open.page.keyboard.press('ArrowRight');
      await open.page.keyboard.press('Enter');
      assert.equal(await open.page.locator('#filter').inputValue(), 'is:direct');
      await open.page.keyboard.press('End');
      assert.match((await open.page.evaluate(() => document.activeElement?.textContent)) ?? '', /more area$/);
      await open.page.keyboard.press('Tab');
      assert.ok(await open.page.evaluate(() => document.activeElement?.closest('.chips') === null));
    });
  });

  describe('the rows', () => {
    it('fold what a bot opened, and unfold it below its head', async () => {
      await show();
      const toggle = open.page.locator('.fold-toggle').first();
      assert.match((await toggle.textContent()) ?? '', /^(renovate|dependabot)\[bot\]: \d+ pull requests$/);
      assert.equal(await open.page.locator('.row-folded').count(), 0);
      await toggle.click();
      const count = Number(/(\d+) pull/.exec((await toggle.textContent()) ?? '')?.[1]);
      assert.equal(await open.page.locator('.row-folded').count(), count);
      await open.page.locator('[data-row^=fold-]').first().focus();
      await open.page.keyboard.press('ArrowLeft');
      assert.equal(await open.page.locator('.row-folded').count(), 0);
    });

    it('are not folded while a filter is on', async () => {
      await show();
      await open.page.locator('#filter').fill('is:bot');
      await open.page.getByText('rows shown').waitFor();
      assert.equal(await open.page.locator('.fold-toggle').count(), 0);
    });

    it('name issues as links, and tickets of other trackers as text', async () => {
      await show();
      await open.page.getByRole('button', { name: 'By commit' }).click();
      const issues = open.page.locator('.row-issues').first();
      assert.equal(await issues.textContent(), 'closes #12SHOP-99');
      assert.deepEqual(await issues.getByRole('button').allTextContents(), ['#12']);
      await issues.getByRole('button').click();
      assert.deepEqual(await asked(), [{ kind: 'openIssue', number: 12, repository: null }]);
    });

    it('mark a first contribution, and say unknown types as they were written', async () => {
      await show();
      await open.page.locator('#filter').fill('is:first');
      await open.page.locator('#filter-count', { hasText: /^1 of/ }).waitFor();
      assert.ok(await open.page.getByText('first contribution', { exact: true }).isVisible());
      await open.page.getByRole('button', { name: 'By commit' }).click();
      await open.page.locator('#filter').fill('type:hotfix');
      await open.page.locator('[data-row]', { hasText: 'HotFix: ' }).first().waitFor();
    });

    it('of a failed release stand under a heading that says what is deployed', async () => {
      await show();
      await open.page.getByRole('heading', { name: 'Also ships: 3 commits of a release that failed' }).waitFor();
      assert.ok(await open.page.getByText('Deployed is 7ab01c2').isVisible());
      assert.equal(await open.page.getByText('from a failed release', { exact: true }).count(), 3);
    });
  });

  describe('the changelogs that others wrote', () => {
    it('are compared in a line each, with what to do about it', async () => {
      await show(staleRelease);
      assert.equal(await open.page.locator('.carried-line').count(), 2);
      await open.page.getByRole('button', { name: 'Bring it up to date' }).click();
      assert.deepEqual(await asked(), [{ kind: 'insertChangelog' }]);
    });

    it('lead from what they lack to its row, through a filter and a fold', async () => {
      await show(staleRelease);
      await open.page.locator('#filter').fill('is:breaking');
      await open.page.getByText(/rows shown/).waitFor();
      await open.page.getByRole('button', { name: '2 missing, 2 not in this release' }).click();
      assert.ok(await open.page.getByText('Not in this release: deadbee, #9999').isVisible());
      await open.page.getByRole('button', { name: '000003d', exact: true }).click();
      await open.page.waitForFunction(() => document.activeElement?.hasAttribute('data-row'));
      assert.equal(await open.page.locator('#filter').inputValue(), '');
      assert.equal(await open.page.evaluate(() => document.activeElement?.id), 'row-pull-2012');
      await open.page.getByRole('button', { name: '0000077', exact: true }).click();
      await open.page.waitForFunction(() => document.activeElement?.id.startsWith('row-commit-0000077'));
    });
  });

  describe('the reading of the commits', () => {
    it('shows how far it has come, and can be cancelled', async () => {
      await show(readingRelease, null);
      const bar = open.page.getByRole('progressbar', { name: 'Reading 12,000 of 50,000 commits…' });
      assert.deepEqual([await bar.getAttribute('value'), await bar.getAttribute('max')], ['12000', '50000']);
      await open.page.getByRole('button', { name: 'Cancel' }).click();
      assert.deepEqual(await asked(), [{ kind: 'cancelReading' }]);
    });

    it('says why it failed, and can be tried again', async () => {
      await show(unreadRelease, null);
      assert.equal(await open.page.getByRole('progressbar').count(), 0);
      await open.page.getByRole('button', { name: 'Read again' }).click();
      assert.deepEqual(await asked(), [{ kind: 'readAgain' }]);
    });
  });
});
