import assert from 'node:assert/strict';
import { confirmLine } from '../../../src/core/policy/freezeOverride';
import { parseSha } from '../../../src/core/sha';
import { openedAddress, openReleasePage, repository } from '../releasePage';
import { openUi, pictureOnFailure, type UiSession } from '../session';
import { answer, GateStory, inputTitled, takeWrites } from './gateStory';

const day = 86_400_000;
const minuteOf = (instant: number): string => new Date(instant).toISOString().slice(0, 16);

const policy = `version: 1
approvals:
  high: 3
checks:
  kinds:
    - name: secret scanning
      patterns: ['*secret*']
security:
  paths: ['services/accounts/**']
  reviewers: [ksato]
freeze:
  timeZone: UTC
  windows:
    - name: Launch week
      reason: The campaign runs
      from: '${minuteOf(Date.now() - day)}'
      to: '${minuteOf(Date.now() + 6 * day)}'
  approvers: [ohaddad, alindqvist]
`;

describe('gates that take machines, or more than one person', function () {
  this.timeout(120_000);
  let ui: UiSession;
  let risky: GateStory;
  let number: number;
  let head: string;

  before(async () => {
    ui = await openUi({ policy });
    ({ number, head } = ui.sample.names.highRisk);
    risky = new GateStory(ui, number);
    await openReleasePage(ui, number);
  });
  afterEach(function () {
    return pictureOnFailure(this, ui);
  });
  after(() => ui.stop());

  it('checks: a kind that never ran fails until it ran and is green', async () => {
    await risky.says('checks', 'Failed', /^3 of 4 passed, 1 failed\.$/);
    const page = await risky.page();
    await page.getByRole('button', { name: 'Evidence: Required checks' }).click();
    await page.getByText('secret scanning: never ran (*secret*)').waitFor();

    const pull = new RegExp(`/acme/shop/pull/${String(number)}$`);
    assert.match(await openedAddress(ui, () => risky.press('checks', 'Open PR')), pull);

    const run = { sha: head, name: 'secrets / gitleaks', app: 'github-actions', status: 'completed' } as const;
    const url = 'https://ci.acme.example/runs/7';
    ui.github.act.checkRun(repository, { ...run, conclusion: 'failure', url });
    await risky.refresh();
    await page.getByText('secret scanning: secrets / gitleaks: failure').waitFor();
    assert.equal(await openedAddress(ui, () => risky.press('checks', 'Open')), url);

    ui.github.act.checkRun(repository, { ...run, conclusion: 'success', url });
    await risky.refresh();
    await risky.says('checks', 'Passed', /^4 of 4 passed\.$/);
    assert.deepEqual(takeWrites(ui), []);
  });

  it('security: an approval by one of its reviewers opens what the range touches', async () => {
    await risky.says(
      'security',
      'Pending',
      /^\d+ security-sensitive files ship\. Nobody of @ksato approved this head yet/,
    );
    assert.equal(await risky.offers('security'), false);
    ui.github.act.review(repository, number, {
      author: 'ksato',
      state: 'COMMENTED',
      body: 'Reading the accounts part.',
    });
    await risky.refresh();
    await risky.says(
      'security',
      'Pending',
      /^\d+ security-sensitive files ship\. Nobody of @ksato approved this head yet/,
    );
    ui.github.act.review(repository, number, {
      author: 'ksato',
      state: 'APPROVED',
      body: 'The accounts part is sound.',
    });
    await risky.refresh();
    await risky.says('security', 'Passed', /^@ksato approved\.$/);
    assert.deepEqual(takeWrites(ui), []);
  });

  it('freeze: an override with a reason waits for a second person', async () => {
    await risky.says('freeze', 'Failed', /^Frozen by "Launch week" \(The campaign runs\)\. Releases may ship from/);
    await risky.press('freeze', 'Override');
    await answer(ui, /^Override the freeze for #\d+: why$/, 'Checkout is down for everybody.');
    await (await inputTitled(ui.workbench, /: for how long$/)).pick('4 hours');
    await risky.says(
      'freeze',
      'Pending',
      /@mkowalska overrides it until .+: Checkout is down for everybody\. @ohaddad or @alindqvist has to confirm it/,
    );
    assert.equal(await risky.offers('freeze'), false);
    assert.deepEqual(takeWrites(ui), [`POST /repos/acme/shop/issues/${String(number)}/comments by mkowalska`]);

    const asked = ui.github.state.pull(repository, number).comments.at(-1)?.body ?? '';
    const [, sha, until] = /^\/release-review override-freeze at (\w{40}) until (\S+): /.exec(asked) ?? [];
    assert.equal(sha, head);
    const [pinned, instant] = [parseSha(head), Date.parse(until ?? '')];
    assert.ok(pinned !== undefined);
    // The author of the pull request is no second person, nor is whoever the policy does not name.
    for (const login of [ui.sample.names.highRisk.author, 'ksato', 'ohaddad']) {
      ui.github.act.comment(repository, number, login, confirmLine(pinned, instant));
    }
    await risky.refresh();
    await risky.says('freeze', 'Passed', /Confirmed by @ohaddad\.$/);
    assert.deepEqual(takeWrites(ui), []);
  });

  it('approvals: the last of three is given, at exactly this head', async () => {
    await risky.says('approvals', 'Pending', new RegExp(`^2 of 3 at ${head.slice(0, 7)}\\.$`));
    await risky.press('approvals', 'Approve');
    const dialog = await ui.workbench.dialog();
    assert.match(dialog.detail, /^Open gates:\n• Checklist: 1 of 4 required items left\.$/m);
    await dialog.press('Approve Anyway');
    await risky.says('approvals', 'Passed', new RegExp(`^3 of 3 at ${head.slice(0, 7)}\\.$`));
    assert.equal(ui.github.state.pull(repository, number).reviews.at(-1)?.sha, head);
    assert.deepEqual(takeWrites(ui), [`POST /repos/acme/shop/pulls/${String(number)}/reviews by mkowalska`]);
    assert.deepEqual(await ui.workbench.notifications(), []);
  });
});
