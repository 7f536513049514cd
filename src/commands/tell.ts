import { window } from 'vscode';
import { sameRepository } from '../core/repository';
import type { ReleaseSnapshot } from '../core/snapshot';
import type { FocusedRelease } from './pickRelease';

/** Says that something was done with a release, unless its page has the focus: that shows it, and a toast would lie over it. */
export function tell(focused: FocusedRelease, release: ReleaseSnapshot, text: string): void {
  const page = focused();
  if (page?.number === release.pull.number && sameRepository(page.repository, release.repository)) return;
  void window.showInformationMessage(text);
}
