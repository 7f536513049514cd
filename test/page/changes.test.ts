import assert from 'node:assert/strict';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { ChangesView } from '../../src/views/panel/hurtViews';
import type { PageState } from '../../src/views/panel/protocol';
import { brokenRules, wcagRules } from '../hosts/accessibilityRules';
import { projectRoot } from '../hosts/projectFolders';
import { lockFile, someChanges } from './changedParts';
import { themeNames, type OpenPage, type PageOptions } from './harness';
import { hostile } from './releaseParts';
import { openRelease, readyRelease } from './states';
import { usePages } from './usePages';

const pictures = join(projectRoot, 'test-results', 'page');

describe('what can hurt besides migrations', function () {
  this.timeout(20_000);
  const pages = usePages();
  let open: OpenPage;

  before(() => mkdir(pictures, { recursive: true }));

  async function show(changes: ChangesView | null, options?: PageOptions, state: PageState = readyRelease) {
    open = await pages.open(options);
    await open.send({ type: 'state', state: { ...state, changes } });
  }
  const group = (id: string) => open.page.locator(`#changes-${id}`);
  const text = async (selector: string): Promise<string> =>
    (await open.page.locator(selector).innerText()).replace(/\s+/g, ' ');

  it('shows what weighs most first, with where it stands and its values', async () => {
    await show(someChanges);
    const rows = await open.page.locator('.ranked-change').allInnerTexts();
    assert.equal(rows.length, 4);
    assert.match(rows[1] ?? '', /Medium severity.*Infrastructure\s*deploy\/production\/web\.yaml:31/s);
    assert.match(rows[1] ?? '', /resources\.limits\.memory\s*2Gi\s*→\s*512Mi\s*It is about resources\./);
  });

  it('opens the diff at the line, and at its top where the line is that of a text that is no more', async () => {
    await show(someChanges);
    await open.page.getByRole('button', { name: 'deploy/production/web.yaml:31' }).click();
    await open.page.getByRole('button', { name: 'api/openapi.yaml:40 before' }).click();
    assert.deepEqual(
      (await open.intents()).map(({ intent }) => intent),
      [
        { kind: 'openFile', path: 'deploy/production/web.yaml', line: 31 },
        { kind: 'openFile', path: 'api/openapi.yaml', line: null },
      ],
    );
  });

  it('keeps the rest folded by category until it is asked for, over updates and reloads', async () => {
    await show(someChanges);
    assert.equal(await open.page.locator('.changed-file').count(), 0);
    await group('infrastructure').click();
    assert.equal(await group('infrastructure').getAttribute('aria-expanded'), 'true');
    assert.equal(await open.page.locator('.changed-file').count(), 2);
    await open.page.getByRole('button', { name: '3 changes of this file' }).click();
    const rows = await open.page.locator('.change-row').allTextContents();
    assert.equal(rows.length, 3);
    assert.match(rows[2] ?? '', /on\s*→\s*gone/);
    await open.send({ type: 'state', state: { ...readyRelease, changes: { ...someChanges } } });
    assert.equal(await open.page.locator('.change-row').count(), 3);
    await open.page.locator('.change-row').nth(1).click();
    assert.deepEqual(
      (await open.intents()).map(({ intent }) => intent),
      [{ kind: 'openFile', path: 'deploy/production/web.yaml', line: 35 }],
    );
  });

  it('says what was not understood and what is not listed', async () => {
    await show(someChanges);
    await group('config').click();
    await group('infrastructure').click();
    const said = await text('.changes');
    assert.match(said, /Not understood: line 3: a mapping was expected\./);
    assert.match(said, /6 more changes, not listed here/);
    assert.match(said, /config\/broken\.yml was not understood/);
  });

  it('says that it is looking, and what it could not do, beside the migrations', async () => {
    const empty = { ranking: [], groups: [], notes: [] };
    await show({ ...empty, status: 'Looking for changes of settings…' }, {}, openRelease);
    assert.match(await text('#highlights'), /Drops the column legacy_ref.*Looking for changes of settings…/);
    await open.send({ type: 'state', state: { ...openRelease, changes: null } });
    assert.equal(await open.page.locator('.changes').count(), 0);
  });

  it('shows the most severe of a long ranking and the rest on demand', async () => {
    const [first, second] = someChanges.ranking;
    assert.ok(first && second);
    const ranking = [...Array<typeof first>(3).fill(first), ...Array<typeof second>(40).fill(second)];
    await show({ ...someChanges, ranking });
    assert.equal(await open.page.locator('.ranked-change').count(), 8);
    await open.page.getByRole('button', { name: 'Show all 43' }).click();
    assert.equal(await open.page.locator('.ranked-change').count(), 43);
  });

  it('does not freeze with thousands of dependencies', async () => {
    const groups = someChanges.groups.map((each) =>
      each.id === 'dependencies' ? { ...each, files: [lockFile(3000)] } : each,
    );
    await show({ ...someChanges, groups });
    await group('dependencies').click();
    const took = await open.page.evaluate(async () => {
      const start = performance.now();
      document.querySelector<HTMLElement>('.changed-file .show-all')?.click();
      await new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)));
      return performance.now() - start;
    });
    assert.equal(await open.page.locator('.change-row').count(), 200);
    assert.ok(took < 500, `${String(took)} ms`);
    for (const rows of [400, 800, 1600, 3000]) {
      await open.page.getByRole('button', { name: /more changes?, .* left/ }).click();
      assert.equal(await open.page.locator('.change-row').count(), rows);
    }
  });

  it('draws hostile text as text', async () => {
    const bad = `${hostile} ${'w'.repeat(200)}`;
    const groups = someChanges.groups.map((each) => ({
      ...each,
      summary: bad,
      files: each.files.map((file) => ({
        ...file,
        path: `a/${bad}`,
        reason: bad,
        rows: file.rows.map((row) => ({ ...row, subject: bad, was: bad, now: bad, note: bad })),
      })),
    }));
    const ranking = someChanges.ranking.map((each) => ({ ...each, path: bad, subject: bad, was: bad, text: bad }));
    await show({ ...someChanges, groups, ranking, notes: [bad], status: bad }, { width: 400 });
    for (const { id } of groups) await group(id).click();
    for (const button of await open.page.locator('.changed-file .show-all').all()) await button.click();
    assert.equal(await open.page.locator('.changes img, .changes script, .changes a, .changes b').count(), 0);
    assert.ok(!(await open.page.locator('.changes').innerText()).includes('\u202E'));
    const wide = await open.page.evaluate(() => document.documentElement.scrollWidth > innerWidth);
    assert.equal(wide, false);
  });

  for (const theme of themeNames) {
    for (const width of [1280, 400]) {
      it(`breaks no rule of WCAG 2.1 AA, ${theme}, ${String(width)} pixels`, async () => {
        await show(someChanges, { theme, width, bodyClass: 'vscode-reduce-motion' });
        for (const { id } of someChanges.groups) await group(id).click();
        for (const button of await open.page.locator('.changed-file .show-all').all()) await button.click();
        await open.page.locator('.changes').scrollIntoViewIfNeeded();
        await open.page.screenshot({ path: join(pictures, `changes ${theme} ${String(width)}.png`), fullPage: true });
        const session = await open.page.context().newCDPSession(open.page);
        await session.send('Page.setBypassCSP', { enabled: true });
        assert.deepEqual(await brokenRules(open.page, [...wcagRules, 'best-practice']), []);
      });
    }
  }
});
