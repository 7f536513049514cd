import type { ReleaseContents } from '../../core/snapshot';
import { ChangelogParts, changelogKey } from './changelogView';
import type { ToPage } from './protocol';

/** The page draws the first rows before the next ones come: parts that flood in delay its first frame. */
const afterFirstMs = 50;
const betweenPartsMs = 15;

/** Brings one changelog at a time to a page, a part at a time; a newer one ends the one before. */
export class ChangelogSender {
  private parts: ChangelogParts | null = null;
  private readonly post: (message: ToPage) => void;
  private readonly pause: (ms: number) => Promise<void>;

  constructor(post: (message: ToPage) => void, pause: (ms: number) => Promise<void>) {
    this.post = post;
    this.pause = pause;
  }

  /** What the page has, or is being sent; `null` before the first. */
  get current(): ChangelogParts | null {
    return this.parts;
  }

  /** The page has lost what it had. */
  forget(): void {
    this.parts = null;
  }

  /** Sends the changelog unless the page has it already. */
  send(contents: ReleaseContents): void {
    if (this.parts?.key === changelogKey(contents)) return;
    const parts = new ChangelogParts(contents);
    this.parts = parts;
    void this.run(parts);
  }

  private async run(parts: ChangelogParts): Promise<void> {
    for (const message of parts.messages()) {
      if (this.parts !== parts) return;
      if (message !== null) this.post(message);
      await this.pause(message === null ? 0 : message.type === 'changelog' ? afterFirstMs : betweenPartsMs);
    }
  }
}
