import type { Page } from 'playwright-core';

/** A modal dialog of the workbench. */
export interface Dialog {
  readonly message: string;
  readonly detail: string;
  /** In the order shown, such as ["Squash", "Cancel", "Merge"]. */
  readonly buttons: readonly string[];
  /** Presses a button and waits until the dialog has closed. */
  press(button: string): Promise<void>;
}

/** Waits for a modal dialog and reads it. */
export async function readDialog(page: Page): Promise<Dialog> {
  const box = page.locator('.monaco-dialog-box').last();
  await box.waitFor();
  const texts = async (selector: string): Promise<readonly string[]> =>
    (await box.locator(selector).allInnerTexts()).map((text) => text.trim());
  const message = (await texts('.dialog-message-text')).join('\n');
  return {
    message,
    detail: (await texts('.dialog-message-detail')).join('\n'),
    buttons: await texts('.dialog-buttons .monaco-button'),
    press: async (button) => {
      await box.locator('.dialog-buttons').getByRole('button', { name: button, exact: true }).click();
      // Its answer may bring up another dialog at once, in the same place: then this one's buttons are gone.
      await box.filter({ hasText: message }).waitFor({ state: 'hidden' });
    },
  };
}
