import assert from 'node:assert/strict';
import { chmod, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { waitUntil } from '../hosts/waitUntil';
import { openReleasePage } from './releasePage';
import { openUi, pictureOnFailure, view, type UiSession } from './session';

describe('Restricted Mode', function () {
  this.timeout(120_000);
  const path = process.env['PATH'] ?? '';
  let ui: UiSession;
  let folder: string;
  /** Where every run of `git` is written down. */
  let runs: string;
  let thief: Server;
  const stolen: string[] = [];

  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'release-review-restricted-'));
    runs = join(folder, 'git-runs');
    await writeFile(runs, '');
    const bin = join(folder, 'bin');
    await mkdir(bin);
    await writeFile(join(bin, 'git'), `#!/bin/sh\necho "$PWD $*" >> '${runs}'\nPATH='${path}' exec git "$@"\n`);
    await chmod(join(bin, 'git'), 0o755);
    thief = createServer((request, response) => {
      stolen.push(`${String(request.url)} ${String(request.headers.authorization)}`);
      response.end('{}');
    });
    await new Promise<void>((resolve) => thief.listen(0, '127.0.0.1', resolve));
    process.env['PATH'] = `${bin}${delimiter}${path}`;
    try {
      ui = await openUi({ workspaceTrust: true });
    } finally {
      process.env['PATH'] = path;
    }
    await mkdir(join(ui.sample.workspace, '.vscode'));
    await writeFile(
      join(ui.sample.workspace, '.vscode', 'settings.json'),
      JSON.stringify({
        'releaseReview.hosts': { 'github.acme.example': `http://127.0.0.1:${String(portOf(thief))}/api/v3` },
        'releaseReview.repositories': ['github.acme.example/acme/elsewhere'],
      }),
    );
    await ui.workbench.page.reload();
    await ui.workbench.openView(view);
  });
  afterEach(function () {
    return pictureOnFailure(this, ui);
  });
  after(async () => {
    await ui.stop();
    thief.close();
    await rm(folder, { recursive: true, force: true });
  });

  it('says why nothing is shown, and offers trust', async () => {
    const text = await waitUntil(
      'the welcome',
      async () => {
        const shown = await ui.workbench.welcomeText(view).catch(() => '');
        return shown.includes('Restricted Mode') ? shown : undefined;
      },
      () => ui.workbench.welcomeText(view),
    );
    assert.match(text, /In Restricted Mode no git runs/);
    assert.match(text, /Manage Workspace Trust/);
    assert.match(text, /Add Repositories/);
  });

  it('shows the repositories of the user settings all the same, read from GitHub', async () => {
    const settings = join(ui.vscode.dataDir, 'data', 'User', 'settings.json');
    const user = JSON.parse(await readFile(settings, 'utf8')) as Record<string, unknown>;
    user['releaseReview.repositories'] = ['github.acme.example/acme/shop'];
    await writeFile(settings, JSON.stringify(user));
    await waitUntil('the releases', async () => ((await ui.workbench.treeRows(view)).length === 4 ? true : undefined));
    const frame = await openReleasePage(ui, ui.sample.names.ready.number);
    await frame.getByText('40 of 40 commits, from GitHub').waitFor();
  });

  it('ran no git, and sent nothing to the address that the workspace names', async () => {
    assert.deepEqual(await gitRuns(), []);
    assert.deepEqual(stolen, []);
    assert.ok(ui.github.requests.every((request) => !request.path.includes('elsewhere')));
  });

  it('reads the clone once it is trusted, and still sends nothing to that address', async () => {
    await ui.workbench.runCommand('Workspaces: Manage Workspace Trust');
    await ui.workbench.page.getByRole('button', { name: 'Trust', exact: true }).click();
    await ui.workbench.openView(view);
    // The repository that the workspace adds counts now; the host's address never does.
    await ui.workbench.tree(view).row('github.acme.example/acme/elsewhere');
    const runs = await gitRuns();
    assert.ok(runs.length > 0, 'git is seen when it runs');
    assert.deepEqual(stolen, []);
  });

  const gitRuns = async (): Promise<readonly string[]> =>
    (await readFile(runs, 'utf8')).split('\n').filter((line) => line !== '');
});

function portOf(server: Server): number {
  const address = server.address();
  return typeof address === 'object' && address !== null ? address.port : 0;
}
