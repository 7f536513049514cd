import assert from 'node:assert/strict';
import type { ChangelogView } from '../../src/views/panel/changelogViews';
import type { HighlightsView } from '../../src/views/panel/hurtViews';
import type { Phrase } from '../../src/views/panel/protocol';
import { changelogOf } from './changelogs';
import type { OpenPage, PageOptions } from './harness';
import { usePages } from './usePages';
import { openRelease } from './states';

const takenOut: Phrase = { text: 'taken out', tone: 'warn' };

describe('the rows of the release page', function () {
  this.timeout(20_000);
  const pages = usePages();
  let open: OpenPage;

  const show = async (changelog: ChangelogView = changelogOf(40), options: PageOptions = {}): Promise<void> => {
    open = await pages.open(options);
    await open.send({ type: 'state', state: openRelease }, { type: 'changelog', changelog });
  };
  const marked = (marks: (index: number) => readonly Phrase[]): ChangelogView => {
    const changelog = changelogOf(40);
    return { ...changelog, commits: changelog.commits.map((commit, at) => ({ ...commit, marks: marks(at) })) };
  };
  const { highlights } = openRelease;
  const file = 'db/migrate/20261118093011_drop_legacy_ref.sql';

  it('of a pull request say what all its commits share and what only some have', async () => {
    await show(marked((at) => (at < 4 ? [takenOut, ...(at === 0 ? [{ text: 'reverted by abc1234' }] : [])] : [])));
    const row = open.page.locator('[data-row=pull-2000]');
    assert.deepEqual(await row.locator('.pill').allTextContents(), ['taken out', 'some: reverted by abc1234']);
  });

  it('stand on one line with their marks, which keep off the number', async () => {
    await show(marked((at) => (at % 2 === 0 ? [takenOut] : [])));
    await open.page.getByRole('button', { name: 'By commit' }).click();
    const boxes = await open.page.evaluate(() =>
      [...document.querySelectorAll('.row')].slice(1, 12).map((row) => {
        const title = row.querySelector('.row-title') ?? row;
        const right = row.querySelector('.row-pull')?.getBoundingClientRect().right ?? 0;
        const left = row.querySelector('.pill')?.getBoundingClientRect().left ?? null;
        const lines = title.getBoundingClientRect().height / Number.parseFloat(getComputedStyle(title).lineHeight);
        return { lines, gap: left === null ? null : left - right };
      }),
    );
    for (const { lines } of boxes) assert.ok(Math.abs(lines - Math.round(lines)) < 0.01, `${String(lines)} lines`);
    const gaps = boxes.flatMap(({ gap }) => (gap === null ? [] : [gap]));
    assert.ok(gaps.length > 3 && gaps.every((gap) => gap >= 3), gaps.join(' '));
  });

  it('carry the heading that the host gives, and the usual one before it is known', async () => {
    await show({ ...changelogOf(40), title: 'What is taken out' });
    assert.ok(await open.page.getByRole('heading', { name: 'What is taken out' }).isVisible());
    await open.send({
      type: 'state',
      state: { ...openRelease, changelogKey: null, changelogStatus: 'Reading 412 commits…' },
    });
    assert.ok(await open.page.getByRole('heading', { name: 'What ships' }).isVisible());
  });

  it('of statements open their line wherever they are clicked, but not when text is selected', async () => {
    await show();
    const statement = open.page.getByText('ALTER TABLE orders DROP COLUMN');
    const opened = async (): Promise<number> => {
      const intents = await open.intents();
      const last = intents.at(-1);
      if (last !== undefined) await open.send({ type: 'done', id: last.id, ok: true, message: null });
      assert.ok(intents.every(({ intent }) => intent.kind === 'openFile' && intent.path === file && intent.line === 3));
      return intents.length;
    };
    await statement.click();
    assert.equal(await opened(), 1);
    await open.page.getByText('Drops the column legacy_ref of orders.').click();
    assert.equal(await opened(), 2);
    await open.page.getByRole('button', { name: 'Open line 3' }).click();
    assert.equal(await opened(), 3);
    await statement.selectText();
    await statement.dispatchEvent('click');
    assert.equal(await opened(), 3);
  });

  it('of gates unfold by a click on their title or detail, and not by one on the evidence', async () => {
    await show();
    const evidence = open.page.getByText('@ohaddad approved 7ab01c2');
    await open.page.getByText('0 of 1; Omar’s covers').click();
    assert.ok(await evidence.isVisible());
    await evidence.click();
    assert.ok(await evidence.isVisible());
    assert.ok(await open.page.getByText('Who can move it: anyone but @iduarte. GitHub enforces it.').isVisible());
    await open.page.getByText('Approvals', { exact: true }).click();
    assert.equal(await evidence.count(), 0);
    assert.deepEqual(await open.intents(), []);
  });

  it('show what a migration did that is not run, without alarm', async () => {
    await show();
    const past = open.page.locator('.migration-past');
    assert.match((await past.textContent()) ?? '', /destructiveDrops the table.*not understoodCalls/);
    assert.equal(await past.locator('.tone-error, .operation-destructive, .operation-unclear').count(), 0);
  });

  it('name what was edited in comments only in one line, each file to be opened', async () => {
    await show();
    const line = open.page.getByRole('button', { name: '178 migrations edited in comments or layout only' });
    assert.equal(await open.page.locator('.reworded-paths').count(), 0);
    await line.click();
    await open.page.getByRole('button', { name: 'db/migrate/20240000_old.sql' }).click();
    assert.deepEqual((await open.intents())[0]?.intent, {
      kind: 'openFile',
      path: 'db/migrate/20240000_old.sql',
      line: null,
    });
    const single: HighlightsView | null = highlights && { ...highlights, reworded: ['a.sql'] };
    await open.send({ type: 'state', state: { ...openRelease, highlights: single } });
    assert.ok(await open.page.getByText('1 migration edited in comments').isVisible());
  });

  for (const width of [340, 640]) {
    it(`keep the tools together and the account below the buttons at ${String(width)} pixels`, async () => {
      await show(changelogOf(40), { width });
      const tops = await open.page.evaluate(() => {
        const top = (selector: string): number => document.querySelector(selector)?.getBoundingClientRect().top ?? -1;
        return [top('#copy-changelog') - top('#open-range'), top('.acting') - top('#action-approve')];
      });
      assert.equal(tops[0], 0);
      assert.ok((tops[1] ?? 0) > 10, String(tops[1]));
    });
  }
});
