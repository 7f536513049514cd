import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { commandIds } from '../../src/contributions';

const extensionId = 'release-review.release-review';

describe('the extension in its host', () => {
  it('activates and registers every command of package.json', async () => {
    const extension = vscode.extensions.getExtension(extensionId);
    assert.ok(extension, `${extensionId} is not installed`);
    await extension.activate();
    const registered = new Set(await vscode.commands.getCommands(true));
    assert.deepEqual(
      commandIds.filter((id) => !registered.has(id)),
      [],
    );
  });

  it('answers a command that cannot do its work with a sentence, not with an exception', async () => {
    const outcome = await vscode.commands.executeCommand('releaseReview.approve', {
      repository: 'github.com/../x',
      pull: 'x',
    });
    assert.deepEqual(outcome, {
      ok: false,
      message: 'There is no open release. The Releases view says why and what to do.',
    });
  });

  it('serves no document for an address that names no blob', async () => {
    const uri = vscode.Uri.from({ scheme: 'release-review', path: '/a.txt', query: 'repository=..&blob=HEAD' });
    const document = await vscode.workspace.openTextDocument(uri);
    assert.equal(document.getText(), '');
  });
});
