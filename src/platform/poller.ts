import { window, type Disposable } from 'vscode';
import { readSetting } from './settings';

const minute = 60_000;

/**
 * Refreshes while somebody may be looking: every `pollMinutes` in a focused window, and once on coming back to a window
 * that was away for longer. An unfocused window asks nothing.
 */
export class Poller implements Disposable {
  private last = Date.now();
  private timer: ReturnType<typeof setTimeout> | null = null;
  private readonly subscription: Disposable;
  private readonly refresh: () => Promise<void>;

  constructor(refresh: () => Promise<void>) {
    this.refresh = refresh;
    this.subscription = window.onDidChangeWindowState(() => this.schedule());
    this.schedule();
  }

  /** Counts from now; to be called when the interval changed or something else refreshed. */
  schedule(): void {
    if (this.timer !== null) clearTimeout(this.timer);
    this.timer = null;
    const minutes = readSetting('releaseReview.pollMinutes');
    if (minutes <= 0 || !window.state.focused) return;
    const wait = Math.max(0, this.last + minutes * minute - Date.now());
    this.timer = setTimeout(() => void this.poll(), wait);
  }

  dispose(): void {
    if (this.timer !== null) clearTimeout(this.timer);
    this.subscription.dispose();
  }

  private async poll(): Promise<void> {
    this.last = Date.now();
    await this.refresh();
    this.schedule();
  }
}
