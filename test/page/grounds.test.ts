import assert from 'node:assert/strict';
import type { PageState } from '../../src/views/panel/protocol';
import { changelogOf } from './changelogs';
import type { OpenPage, PageOptions } from './harness';
import { brokenPolicyRelease, readOnlyRelease, strictRelease, unreadPolicyRelease } from './judgedStates';
import { openRelease } from './states';
import { usePages } from './usePages';

describe('what the decision rests on', function () {
  this.timeout(20_000);
  const pages = usePages();
  let open: OpenPage;

  const show = async (state: PageState, options: PageOptions = {}): Promise<void> => {
    open = await pages.open(options);
    await open.send({ type: 'state', state }, { type: 'changelog', changelog: changelogOf(20) });
  };
  const button = (name: string) => open.page.getByRole('button', { name, exact: true });
  const kinds = async () => (await open.intents()).map(({ intent }) => intent.kind);
  const textOf = async (selector: string) =>
    ((await open.page.locator(selector).textContent()) ?? '').replace(/\s+/g, ' ').trim();

  it('names who did it and when beside the evidence of a gate', async () => {
    await show(openRelease);
    await button('Evidence: On main, its own CI green').click();
    assert.match(await textOf('#gate-provenance-more'), /CI \/ build: success by github-actions, 2 hours ago/);
    await button('Evidence: Approvals').click();
    assert.match(await textOf('#gate-approvals-more'), /@ohaddad approved 7ab01c2 1 day ago/);
  });

  it('explains every gate, also one that says nothing of who can move it', async () => {
    await show(openRelease);
    await button('Evidence: SHA is a commit of the repository').click();
    await button('Explain: SHA is a commit of the repository').click();
    assert.deepEqual((await open.intents())[0]?.intent, { kind: 'explainGate', gate: 'sha' });
  });

  it('reads the detail of a gate before its next step, and shows both in the same place', async () => {
    await show(strictRelease);
    const order = await open.page.evaluate(() => {
      const gate = document.querySelector('[data-part=gate-freeze]');
      const at = (selector: string) => [...(gate?.querySelectorAll('*') ?? [])].findIndex((e) => e.matches(selector));
      const top = (selector: string) => gate?.querySelector(selector)?.getBoundingClientRect().top ?? 0;
      return [at('.gate-detail') < at('.gate-end'), top('.gate-detail') > top('.gate-end')];
    });
    assert.deepEqual(order, [true, true]);
    assert.match(
      await textOf('[data-part=gate-freeze] .gate-detail'),
      /^Frozen by "Black Friday" \(Peak season.*which ends .* Europe\/Zurich\. Releases may ship from/,
    );
  });

  it('leads from the policy line to the file', async () => {
    await show(strictRelease);
    assert.equal(await textOf('[data-part=policy]'), 'Policy: .github/release-review.yml at bbbbbbb');
    await button('.github/release-review.yml at bbbbbbb').click();
    assert.deepEqual(await kinds(), ['openPolicy']);
  });

  it('offers to make a policy file where the defaults hold', async () => {
    await show(readOnlyRelease);
    assert.equal(await textOf('[data-part=policy] .ground-line > span'), 'Policy: default');
    await button('Policy: Create…').click();
    assert.deepEqual(await kinds(), ['openPolicy']);
  });

  it('announces a broken policy file with its place, its other problems and the way to it', async () => {
    await show(brokenPolicyRelease);
    const banner = open.page.locator('.banner');
    assert.match((await banner.textContent()) ?? '', /is broken, line 2, column 19: Expected a list of globs/);
    await button('Show 2 more problems').click();
    assert.match((await banner.textContent()) ?? '', /Line 14, column 5: ‹U\+202E›desrever‹U\+202C› is no time zone/);
    await button('Open policy file').click();
    assert.deepEqual(await kinds(), ['openPolicy']);
    assert.equal(await open.page.locator('.gate-end .link').count(), 0);
  });

  it('says what to do when neither the policy nor the rules of the branch can be read', async () => {
    await show(unreadPolicyRelease);
    assert.match(await textOf('[data-part=policy]'), /Policy: could not be read: GitHub did not answer.*Try again/);
    assert.match(await textOf('[data-part=health]'), /Enforced by GitHub: not known.*Ask an administrator/);
    assert.equal(await open.page.locator('#health-toggle').count(), 0);
  });

  it('unfolds what GitHub enforces by the keyboard, with the next step, and keeps it so', async () => {
    await show(openRelease);
    assert.equal(await open.page.locator('.health-finding').count(), 0);
    await open.page.locator('#health-toggle').focus();
    await open.page.keyboard.press('Enter');
    assert.match(
      await textOf('.health-finding >> nth=1'),
      /^Not enforced: The gates are a required check, .* Require the check/,
    );
    await open.page.keyboard.press('Tab');
    await open.page.keyboard.press('Enter');
    assert.deepEqual(await kinds(), ['setUpRepository']);
    await open.send({ type: 'state', state: { ...openRelease, readAt: Date.now() } });
    assert.equal(await open.page.locator('.health-finding').count(), 3);
  });

  it('offers a reader no step that needs more rights', async () => {
    await show({ ...strictRelease, gates: readOnlyRelease.gates });
    assert.deepEqual(await open.page.locator('.gate-end .link').allTextContents(), []);
    await show(readOnlyRelease);
    assert.ok(await open.page.getByText('setting a label needs triage access').isVisible());
  });

  it('shows why a strategy and a category hold without a pointer', async () => {
    await show(openRelease);
    assert.equal(
      await textOf('.risk-facts'),
      'Categoryhigh-risk, goes to the change advisory board, A rule of the policy names it: migrations run.' +
        'Deploy byDual-write period, database schema at medium risk',
    );
    await button('What if…').click();
    assert.deepEqual(await kinds(), ['whatIf']);
  });

  it('says points and doubts in words for who cannot see the signs', async () => {
    await show(strictRelease);
    await button('What the suggestion rests on').click();
    assert.match(await textOf('.risk-points > li >> nth=1'), /^\+4 points: 2 incidents of touched services/);
    assert.match(await textOf('.risk-points > li:last-child'), /^\?Not known: Settings/);
  });

  it('shows the first places of a point, and all of them when asked', async () => {
    const evidence = Array.from({ length: 9 }, (_, at) => ({ text: `file-${String(at)}.sql` }));
    const points = [{ points: 6, text: '9 migrations', evidence }];
    const assessment = { line: 'Suggested: high, 6 points.', points, unknown: [] };
    await show({ ...openRelease, risk: openRelease.risk && { ...openRelease.risk, assessment } });
    await button('What the suggestion rests on').click();
    const places = open.page.locator('.risk-points ul li');
    assert.equal(await places.count(), 3);
    await button('Show 6 more').click();
    assert.equal(await places.count(), 9);
    await button('Show fewer').click();
    assert.equal(await places.count(), 3);
  });

  for (const width of [280, 400]) {
    it(`stays within ${String(width)} pixels, with all of it unfolded`, async () => {
      await show(strictRelease, { width });
      await open.page.locator('#risk-why').click();
      await open.page.locator('#health-toggle').click();
      const closed = open.page.locator('.gate .chevron[aria-expanded=false]');
      while ((await closed.count()) > 0) await closed.first().click();
      const wide = await open.page.evaluate(() =>
        [...document.querySelectorAll('.aside *:not(.hidden, .hidden *)')]
          .filter((element) => element.getBoundingClientRect().right > document.documentElement.clientWidth + 0.5)
          .map((element) => element.outerHTML.slice(0, 80)),
      );
      assert.deepEqual(wide, []);
    });
  }
});
