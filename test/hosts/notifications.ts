import type { Page } from 'playwright-core';
import { waitUntil } from './waitUntil';

/** One notification that is on screen. */
export interface Notification {
  readonly severity: 'info' | 'warning' | 'error' | 'none';
  readonly message: string;
  /** Titles of its buttons. */
  readonly actions: readonly string[];
}

const centre = '.notifications-center';
const items = '.notifications-toasts .notification-list-item, .notifications-center .notification-list-item';

/** The notifications on screen: the toasts, or all that there are while the notification centre is open. */
export async function readNotifications(page: Page): Promise<readonly Notification[]> {
  return page.evaluate((selector) => {
    const severities = ['info', 'warning', 'error'] as const;
    return [...document.querySelectorAll(selector)].map((item) => ({
      severity: severities.find((each) => item.querySelector(`.codicon-${each}`) !== null) ?? 'none',
      message: (item.querySelector('.notification-list-item-message')?.textContent ?? '').trim(),
      actions: [...item.querySelectorAll('.notification-list-item-buttons-container .monaco-button')]
        .map((button) => button.textContent.trim())
        .filter((title) => title !== ''),
    }));
  }, items);
}

/**
 * Waits for a notification whose text contains `part`. VS Code shows no more than three toasts within 800 ms and drops
 * the others into the notification centre without a word, and toasts leave by themselves: so when none is seen soon,
 * the centre is looked through.
 */
export async function findNotification(page: Page, part: string): Promise<Notification> {
  const soon = performance.now() + 1000;
  return waitUntil(
    `a notification with "${part}"`,
    async () => {
      const all = performance.now() > soon ? await readAllNotifications(page) : await readNotifications(page);
      return all.find((each) => each.message.includes(part));
    },
    () => readAllNotifications(page),
  );
}

/** Every notification that has not been dismissed, newest first, also those no longer (or never) on screen. */
export async function readAllNotifications(page: Page): Promise<readonly Notification[]> {
  return inCentre(page, () => readNotifications(page));
}

/** Waits for a notification whose text contains `part` and presses its button `action`. */
export async function pressNotification(page: Page, part: string, action: string): Promise<void> {
  await findNotification(page, part);
  const press = (): Promise<void> =>
    page.locator(items).filter({ hasText: part }).first().getByRole('button', { name: action, exact: true }).click();
  const shown = (await readNotifications(page)).some((each) => each.message.includes(part));
  await (shown ? press() : inCentre(page, press));
}

/** Does something while the notification centre is open. Left open, it would take the next Escape for itself. */
async function inCentre<T>(page: Page, work: () => Promise<T>): Promise<T> {
  const open = await page.locator(centre).isVisible();
  await showCentre(page, true);
  const result = await work();
  await showCentre(page, open);
  return result;
}

async function showCentre(page: Page, open: boolean): Promise<void> {
  const shown = page.locator(centre);
  if ((await shown.isVisible()) === open) return;
  await page.locator('.statusbar-item[id="status.notifications"] a').click();
  await shown.waitFor({ state: open ? 'visible' : 'hidden' });
}
