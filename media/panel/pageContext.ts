import { createContext } from 'preact';
import { useContext } from 'preact/hooks';
import type { Intent } from '../../src/views/panel/protocol';
import type { ArrivedChangelog } from './changelog/arrived';
import { isSameRange } from './changelog/arrived';
import { intentKey } from './intentKey';
import type { Page, PageStore } from './pageStore';
import type { PlaceKeeper } from './place';

/** What every part of the page may need: the page as it is, and the store to act on. */
export interface PageAccess {
  readonly page: Page;
  readonly store: PageStore;
  readonly place: PlaceKeeper;
}

/** Hands the page down to its parts. */
export const PageContext = createContext<PageAccess | null>(null);

/** @throws Error outside of the page. */
export function usePage(): PageAccess {
  const access = useContext(PageContext);
  if (access === null) throw new Error('A part of the page was drawn outside of it.');
  return access;
}

/**
 * The changelog that belongs to what the page shows; `null` while it is not there. One of the same two commits belongs to
 * it until a newer reading of them has come.
 */
export function changelogOf({ state, changelog }: Page): ArrivedChangelog | null {
  const key = state?.changelogKey ?? null;
  return changelog !== null && key !== null && isSameRange(changelog.key, key) ? changelog : null;
}

/** Whether the act is under way. */
export function isBusy(page: Page, intent: Intent): boolean {
  return page.pending.has(intentKey(intent));
}

/** A disclosure's state, which outlives updates and reloads, and how to flip it. */
export function useDisclosure(name: string, initially: boolean): readonly [boolean, () => void] {
  const { page, store } = usePage();
  const open = page.reading.open[name] ?? initially;
  const flip = (): void => {
    store.read({ open: { ...store.page.reading.open, [name]: !open } });
  };
  return [open, flip];
}
