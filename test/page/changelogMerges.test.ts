import assert from 'node:assert/strict';
import type { ChangelogView, CommitView } from '../../src/views/panel/changelogViews';
import type { ToPage } from '../../src/views/panel/protocol';
import { mergedChangelog, messagesOf } from './changelogs';
import type { OpenPage } from './harness';
import { usePages } from './usePages';
import { openRelease } from './states';

describe('the merges of pull requests in the changelog', function () {
  this.timeout(20_000);
  const pages = usePages();
  let open: OpenPage;

  const show = async (changelog: ChangelogView = mergedChangelog()): Promise<void> => {
    open = await pages.open({ height: 3_000 });
    await open.send({ type: 'state', state: openRelease }, { type: 'changelog', changelog });
  };
  const withCommits = (change: (commit: CommitView, row: number) => Partial<CommitView>): ChangelogView => {
    const changelog = mergedChangelog();
    return {
      ...changelog,
      commits: changelog.commits.map((commit, row) => ({ ...commit, ...change(commit, row) })),
    };
  };
  const many = () => open.page.locator('#row-pull-2304');
  const single = () => open.page.locator('#row-pull-2310');
  const people = (row: 'many' | 'single') => (row === 'many' ? many() : single()).locator('.row-meta').textContent();
  const byCommit = () => open.page.getByRole('button', { name: 'By commit' }).click();
  const rowOf = (sha: string) => open.page.locator(`#row-commit-${sha}`);

  it('name nobody as an author who only merged', async () => {
    await show(withCommits((_, row) => ({ firstTime: row === 0 })));
    assert.match((await people('many')) ?? '', /^Omar Haddad, Ines Duarte/);
    assert.match((await people('single')) ?? '', /^Ines Duarte/);
    assert.equal(await many().getByText('first contribution').count(), 0);
  });

  it('keep their author where they came alone', async () => {
    const changelog = mergedChangelog();
    await show({
      ...changelog,
      sections: changelog.sections.map((section) => ({ ...section, rows: section.rows.filter((row) => row < 5) })),
      pulls: changelog.pulls.map((pull) => ({ ...pull, rows: pull.rows.filter((row) => row < 5) })),
      count: 5,
      commits: changelog.commits.slice(0, 5),
    });
    assert.match((await people('single')) ?? '', /^Mei Tan/);
  });

  it('are not counted among the commits, but listed with them', async () => {
    await show();
    const toggle = many().getByRole('button', { name: '3 commits' });
    await toggle.click();
    const items = many().locator('.row-commits li');
    assert.equal(await items.count(), 4);
    assert.equal(await items.getByText('merge', { exact: true }).count(), 1);
  });

  it('leave one commit a row that opens it, with the merge behind a disclosure', async () => {
    await show();
    const [merge, commit] = mergedChangelog().commits.slice(4);
    assert.ok(merge !== undefined && commit !== undefined);
    await single().focus();
    await open.page.keyboard.press('Enter');
    assert.deepEqual((await open.intents()).at(-1)?.intent, { kind: 'openCommit', sha: commit.sha });
    const disclosure = single().getByRole('button', { name: 'The commit and its merge' });
    assert.equal(await disclosure.getAttribute('aria-expanded'), 'false');
    await disclosure.click();
    assert.equal(await disclosure.getAttribute('aria-expanded'), 'true');
    await single()
      .locator('.row-commits')
      .getByRole('button', { name: `${merge.short}: open its changes` })
      .click();
    assert.deepEqual((await open.intents()).at(-1)?.intent, { kind: 'openCommit', sha: merge.sha });
    await single().focus();
    await open.page.keyboard.press('ArrowLeft');
    assert.equal(await single().locator('.row-commits').count(), 0);
  });

  it('take no mark of the commit away from the row', async () => {
    const reverted = { text: 'reverted by abc1234', tone: 'dim' as const };
    await show(withCommits((_, row) => (row === 5 ? { marks: [reverted] } : {})));
    assert.ok(await single().getByText('reverted by abc1234', { exact: true }).isVisible());
  });

  it('say what they break once, with their commits', async () => {
    await show();
    assert.equal(await single().getByText('Clients get 422.').count(), 1);
  });

  it('are not found by who merged', async () => {
    await show();
    const count = open.page.locator('#filter-count');
    await open.page.locator('#filter').fill('author:mei');
    await open.page.getByText('0 of 2 rows shown').waitFor();
    await open.page.locator('#filter').fill('author:omar');
    await open.page.getByText('1 of 2 rows shown').waitFor();
    await byCommit();
    assert.equal(await count.textContent(), '1 of 6 commits shown');
  });

  it('are not found by who merged before their commits have come either', async () => {
    open = await pages.open({ height: 3_000 });
    const [head, ...parts] = messagesOf(mergedChangelog(), 1, 5);
    assert.ok(head !== undefined);
    await open.send({ type: 'state', state: openRelease }, head);
    await open.page.locator('#filter').fill('author:mei');
    await open.send(...parts);
    await open.page.getByText('0 of 2 rows shown').waitFor();
  });

  describe('by commit', () => {
    const loud = (sha: string) => rowOf(sha).locator('.row-icon.tone-error').count();
    const [merge, commit] = mergedChangelog().commits.slice(4);
    assert.ok(merge !== undefined && commit !== undefined);

    it('are rows of their own, marked as merges', async () => {
      await show();
      await byCommit();
      assert.equal(await open.page.locator('[data-row]').count(), 6);
      assert.equal(await open.page.locator('[data-row]').getByText('merge', { exact: true }).count(), 2);
      assert.ok(await rowOf(merge.sha).getByText('merge', { exact: true }).isVisible());
    });

    it('are quiet where a commit of theirs says what it breaks', async () => {
      await show();
      await byCommit();
      assert.deepEqual([await loud(merge.sha), await loud(commit.sha)], [0, 1]);
      assert.equal(await open.page.getByText('Clients get 422.').count(), 1);
      assert.equal(await rowOf(merge.sha).getByText('Breaking:').count(), 0);
    });

    it('are quiet too when that commit comes with a later part', async () => {
      open = await pages.open({ height: 3_000 });
      const [head, ...parts] = messagesOf(mergedChangelog(), 1, 5);
      assert.ok(head !== undefined);
      const messages: readonly ToPage[] = [{ type: 'state', state: openRelease }, head];
      await open.send(...messages);
      await byCommit();
      await open.send(...parts);
      await rowOf(merge.sha).waitFor();
      assert.deepEqual([await loud(merge.sha), await loud(commit.sha)], [0, 1]);
    });

    it('say themselves what none of their commits says', async () => {
      await show(withCommits((each, row) => (row === 5 ? { breaking: false, breakingText: null } : each)));
      await byCommit();
      assert.equal(await loud(merge.sha), 1);
      assert.ok(await rowOf(merge.sha).getByText('Clients get 422.').isVisible());
    });
  });
});
