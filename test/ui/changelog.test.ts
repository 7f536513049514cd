import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { Sample } from '../fixtures/sample/sample';
import { waitUntil } from '../hosts/waitUntil';
import { openReleasePage, repository } from './releasePage';
import { openUi, pictureOnFailure, view, type UiSession } from './session';

const run = promisify(execFile);

/** A clone that has what production has, and nothing of what is to ship. */
async function cloneOfLive(sample: Sample, folder: string): Promise<void> {
  const git = (...args: readonly string[]) => run('git', ['-C', folder, ...args]);
  await git('init', '--quiet', '--template=', '--initial-branch=main');
  await git('fetch', '--quiet', '--no-tags', sample.gitDir, `${sample.names.live}:refs/remotes/origin/main`);
  await git('remote', 'add', 'origin', sample.names.remote);
}

describe('the changelog, on the packaged extension', function () {
  this.timeout(120_000);
  let ui: UiSession;
  let folder: string;

  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'release-review-live-'));
    ui = await openUi({
      prepare: async (sample) => {
        await cloneOfLive(sample, folder);
        return { workspace: folder };
      },
    });
    await ui.workbench.openView(view);
  });
  afterEach(function () {
    return pictureOnFailure(this, ui);
  });
  after(async () => {
    await ui.stop();
    await rm(folder, { recursive: true, force: true });
  });

  const pull = () => ui.github.state.pull(repository, ui.sample.names.highRisk.number);
  const body = (): string => pull().body ?? '';

  it('fetches exactly the commits that the clone lacks, beside the clone', async () => {
    const frame = await openReleasePage(ui, ui.sample.names.highRisk.number);
    await frame.getByText('205 of 205 commits, from your clone').waitFor();
    await frame.getByText(/was not in the clone; it was fetched from 127\.0\.0\.1/).waitFor();
    const { stdout } = await run('git', ['-C', folder, 'for-each-ref', '--format=%(refname)']);
    assert.equal(stdout.trim(), 'refs/remotes/origin/main');
    await assert.rejects(run('git', ['-C', folder, 'cat-file', '-e', ui.sample.names.highRisk.proposed]));
    assert.ok(ui.github.requests.some(({ path }) => path.includes('git-upload-pack')));
  });

  it('leads to what ships when that is asked for', async () => {
    await ui.workbench.runCommand('Release Review: Show Changelog');
    const frame = await ui.workbench.webviewFrame(`#${String(ui.sample.names.highRisk.number)}`);
    await waitUntil('the changelog in view', async () => {
      const box = await frame.locator('#changelog-title').boundingBox();
      return box !== null && box.y > 0 && box.y < 300 ? true : undefined;
    });
  });

  it('filters by path, as git tells it', async () => {
    const frame = await ui.workbench.webviewFrame(`#${String(ui.sample.names.highRisk.number)}`);
    await frame.getByRole('button', { name: 'By commit' }).click();
    await frame.locator('#filter').fill('path:000005_drop_legacy_ref');
    await frame.locator('#filter-count', { hasText: /^1 of 205 commits shown/ }).waitFor();
    await frame.locator('#filter').fill('');
  });

  it('says how the description compares, and puts the changelog there without touching a word', async () => {
    const frame = await ui.workbench.webviewFrame(`#${String(ui.sample.names.highRisk.number)}`);
    await frame.getByText(/The changelog in the description is (in step|stale|incomplete)/).waitFor();
    const before = body();
    await ui.workbench.runCommand('Release Review: Put Changelog into the Description');
    // The description's own changelog is in step, so a second one is asked for.
    const dialog = await ui.workbench.dialog();
    await dialog.press('Put It There Anyway');
    await waitUntil('the block in the description', () =>
      Promise.resolve(body().includes('<!-- release-review:changelog ') ? true : undefined),
    );
    const [head = '', rest = ''] = body().split(
      /<!-- release-review:changelog [0-9a-f.]+ -->[^]*<!-- \/release-review:changelog -->/,
    );
    const words = (text: string): string => text.replace(/\s+/g, ' ').trim();
    assert.ok(words(before).startsWith(words(head.replace(/## Changelog\s*$/, ''))));
    assert.ok(words(before).endsWith(words(rest)));
    assert.deepEqual(
      ui.github.journal.map(({ method, path }) => `${method} ${path}`),
      [`PATCH /repos/acme/shop/pulls/${String(pull().number)}`],
    );
    await frame
      .getByText(/changelog in the description is in step/)
      .first()
      .waitFor();
    assert.deepEqual(ui.github.violations, []);
  });
});

describe('a release after one that failed, on the packaged extension', function () {
  this.timeout(120_000);
  let ui: UiSession;

  before(async () => {
    ui = await openUi({
      prepare: (sample) => {
        const seed = structuredClone(sample.seed);
        const repositories = seed.repositories.map((each) => ({
          ...each,
          deployments: (each.deployments ?? []).map((deployment) =>
            deployment.environment === 'production' && deployment.sha === sample.names.live
              ? {
                  ...deployment,
                  statuses: deployment.statuses.map((status) =>
                    status.state === 'success' ? { ...status, state: 'failure' as const } : status,
                  ),
                }
              : deployment,
          ),
        }));
        return Promise.resolve({ seed: { ...seed, repositories } });
      },
    });
    await ui.workbench.openView(view);
  });
  afterEach(function () {
    return pictureOnFailure(this, ui);
  });
  after(() => ui.stop());

  it('shows both what is deployed and what the branch says, and what ships because of it', async () => {
    const deployed = ui.sample.names.releases.at(-2)?.sha.slice(0, 7) ?? '';
    await waitUntil('the last deployed commit in the tree', async () => {
      const [live] = await ui.workbench.treeRows(view);
      return live?.description.includes(`last deployed: ${deployed}`) === true ? true : undefined;
    });
    const frame = await openReleasePage(ui, ui.sample.names.ready.number);
    await frame.getByText(`last deployed: ${deployed}`).waitFor();
    await frame.getByRole('heading', { name: /Also ships: \d+ commits of a release that failed/ }).waitFor();
    await frame.getByText('40 of 40 commits, from your clone').waitFor();
    assert.deepEqual(ui.github.violations, []);
  });
});
