import { ProgressLocation, window } from 'vscode';
import { HumanError } from '../core/errors';
import { readingWords } from '../core/readingWords';
import type { ReleaseContents, ReleaseSnapshot } from '../core/snapshot';
import type { ReleaseStore } from '../store/releaseStore';
import { Cancelled } from './boundary';

/** What ships with a release; waits with progress, and can be given up, while it is still being read. */
export async function readyContents(store: ReleaseStore, release: ReleaseSnapshot): Promise<ReleaseContents> {
  const now = store.contentsOf(release);
  if (now.state === 'ready') return now.contents;
  if (now.state === 'none') throw new HumanError('not-found', now.message);
  // Who asks for it wants another try at what failed or was given up.
  if (now.state !== 'loading') store.readAgain(release);
  const title = `What #${release.pull.number} ships`;
  return window.withProgress({ location: ProgressLocation.Notification, title, cancellable: true }, (bar, token) => {
    return new Promise<ReleaseContents>((resolve, reject) => {
      const settle = (): void => {
        const state = store.contentsOf(release);
        if (state.state === 'loading') {
          bar.report({ message: readingWords(state.progress) });
          return;
        }
        subscription.dispose();
        if (state.state === 'ready') resolve(state.contents);
        else reject(new HumanError('not-found', state.message));
      };
      const subscription = store.onDidChange(settle);
      token.onCancellationRequested(() => {
        subscription.dispose();
        reject(new Cancelled());
      });
      settle();
    });
  });
}
