import type { Frame } from 'playwright-core';
import { waitUntil } from '../hosts/waitUntil';
import { view, type UiSession } from './session';

/** The repository of the sample product. */
export const repository = 'acme/shop';

/** Opens the page of a release PR from its row in the tree and waits until it shows the release. */
export async function openReleasePage(ui: UiSession, number: number): Promise<Frame> {
  const { title } = ui.github.state.pull(repository, number);
  await ui.workbench.openView(view);
  await ui.workbench.tree(view).row(title);
  // A diff of the release names it too, at the end of its title.
  const tab = ui.workbench.page.locator('.tab.active', { hasText: new RegExp(`^\\s*#${String(number)}\\b`) });
  // A click that meets a tree which is being drawn anew is lost; a person presses again.
  for (let attempt = 0; attempt < 3 && (await tab.count()) === 0; attempt += 1) {
    await ui.workbench.rowAction(title, 'Open Release', view);
    await tab
      .first()
      .waitFor({ timeout: 5_000 })
      .catch(() => undefined);
  }
  const frame = await ui.workbench.webviewFrame(`#${String(number)}`);
  await frame.getByRole('heading', { level: 1, name: title }).waitFor();
  return frame;
}

/** Waits until the active editor has such a title, and answers it. */
export function editorTitled(ui: UiSession, part: RegExp): Promise<string> {
  return waitUntil(
    `an editor titled ${String(part)}`,
    async () => {
      const now = (await ui.workbench.activeEditorTitle()) ?? '';
      return part.test(now) ? now : undefined;
    },
    () => ui.workbench.activeEditorTitle(),
  );
}

/** The address of the page that something opens in a browser, whatever the editor asks about it first. */
export async function openedAddress({ workbench }: UiSession, open: () => Promise<void>): Promise<string> {
  const context = workbench.page.context();
  // No such host exists.
  await context.route(/^https:\/\/\w+\.acme\.example\//, (route) => route.fulfill({ body: '' }));
  const opening = context.waitForEvent('page');
  await open();
  // It asks whether the site is trusted, and says when the browser kept the page from opening.
  const question = workbench.page.locator('.monaco-dialog-box');
  for (const text of ['open the external website', 'blocked']) {
    await Promise.race([opening, question.waitFor()]);
    if (await question.filter({ hasText: text }).isVisible()) await workbench.page.keyboard.press('Enter');
  }
  const opened = await opening;
  await opened.waitForURL(/^http/);
  const address = opened.url();
  await opened.close();
  return address;
}
