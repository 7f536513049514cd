import { commands, window } from 'vscode';
import type { Disposable } from '../core/event';
import { repositoryKey, type RepositoryId } from '../core/repository';
import { releaseKey, waitsForMe, type ReleaseSnapshot } from '../core/snapshot';
import { plainMessage } from '../core/visibleText';
import type { CommandId } from '../contributions';
import type { ReleaseStore } from '../store/releaseStore';

/** A release that is looked at, by its repository and number; `null`: none. */
type LookedAt = () => { readonly repository: RepositoryId; readonly number: number } | null;

/**
 * Says once when a release newly waits for the reader. What waited when the window opened is no news, and neither is a
 * release whose page has the focus: the page says itself that it changed, and a toast would lie over it.
 */
export class Notifications implements Disposable {
  private known: ReadonlySet<string> | null = null;
  private readonly subscription: Disposable;
  private readonly lookedAt: LookedAt;
  private readonly enabled: () => boolean;

  constructor(store: ReleaseStore, lookedAt: LookedAt, enabled: () => boolean) {
    this.lookedAt = lookedAt;
    this.enabled = enabled;
    this.subscription = store.onDidChange(() => {
      const read = store.state.started && store.state.repositories.every((entry) => entry.snapshot !== null);
      if (read) this.compare(store.openReleases());
    });
  }

  dispose(): void {
    this.subscription.dispose();
  }

  private compare(releases: readonly ReleaseSnapshot[]): void {
    const waiting = releases.filter(waitsForMe);
    const known = this.known;
    // A release that once waited is not news again when it changes hands and comes back at the same head.
    const keys = waiting.map(
      (release) => `${releaseKey(release.repository, release.pull.number)}@${release.pull.headSha}`,
    );
    this.known = new Set([...(known ?? []), ...keys]);
    if (known === null || !this.enabled()) return;
    const looked = this.lookedAt();
    const seen = looked === null ? null : releaseKey(looked.repository, looked.number);
    waiting.forEach((release, index) => {
      if (known.has(keys[index] ?? '') || releaseKey(release.repository, release.pull.number) === seen) return;
      void announce(release);
    });
  }
}

async function announce(release: ReleaseSnapshot): Promise<void> {
  const open = 'Review';
  const text = plainMessage(`A release waits for you: ${release.pull.title} (#${release.pull.number}).`);
  if ((await window.showInformationMessage(text, open)) !== open) return;
  const command: CommandId = 'releaseReview.openRelease';
  await commands.executeCommand(command, {
    repository: repositoryKey(release.repository),
    pull: release.pull.number,
  });
}
