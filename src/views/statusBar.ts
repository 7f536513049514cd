import { StatusBarAlignment, window, type StatusBarItem } from 'vscode';
import type { Disposable } from '../core/event';
import { count } from '../core/ages';
import { shortSha } from '../core/sha';
import { waitsForMe } from '../core/snapshot';
import type { ReleaseStore, RepositoryEntry } from '../store/releaseStore';

/** One status bar item: how many releases wait for the reader, or what is live when none is open. */
export class ReleasesStatus implements Disposable {
  private readonly item: StatusBarItem;
  private readonly subscription: Disposable;

  constructor(store: ReleaseStore) {
    this.item = window.createStatusBarItem('releaseReview.status', StatusBarAlignment.Left, 10);
    this.item.name = 'Release Review';
    const render = (): void => {
      const releases = store.openReleases();
      const waiting = releases.filter(waitsForMe).length;
      const live = store.state.repositories.flatMap((entry) => liveText(entry));
      if (releases.length === 0 && live.length === 0) return this.item.hide();
      const text =
        waiting > 0
          ? `${count(waiting, 'release')} ${waiting === 1 ? 'waits' : 'wait'}`
          : releases.length > 0
            ? 'No release waits for you'
            : `Live ${live.join(', ')}`;
      this.item.text = `$(rocket) ${text}`;
      this.item.tooltip = [text, ...live.map((sha) => `Production runs ${sha}`)].join('\n');
      this.item.command = releases.length > 0 ? 'releaseReview.openRelease' : 'releaseReview.releases.focus';
      this.item.show();
    };
    this.subscription = store.onDidChange(render);
    render();
  }

  dispose(): void {
    this.subscription.dispose();
    this.item.dispose();
  }
}

function liveText({ snapshot }: RepositoryEntry): readonly string[] {
  const live = snapshot?.live;
  return live?.known === true && live.value.pin.state === 'valid' ? [shortSha(live.value.pin.sha)] : [];
}
