import type { Browser, Frame, Locator, Page } from 'playwright-core';
import type { Dialog } from './dialog';
import { readDialog } from './dialog';
import type { Notification } from './notifications';
import { findNotification, pressNotification, readAllNotifications, readNotifications } from './notifications';
import { QuickInput } from './quickInput';
import type { RowPath } from './treeView';
import { TreeView } from './treeView';
import type { ListRow } from './virtualList';
import { patience, waitUntil } from './waitUntil';
import { webviewFrame } from './webviewFrame';

/** Colour themes that come with VS Code: the label in its picker, and the class the workbench then carries. */
const themes = {
  'Default Dark Modern': { label: 'Dark Modern', className: 'dark_modern-json' },
  'Default Light Modern': { label: 'Light Modern', className: 'light_modern-json' },
  'Default High Contrast': { label: 'Dark High Contrast', className: 'hc_black-json' },
  'Default High Contrast Light': { label: 'Light High Contrast', className: 'hc_light-json' },
} as const;

/** One of the colour themes that a test may ask for. */
export type ThemeName = keyof typeof themes;

/** The themes of {@link ThemeName}. */
export const themeNames: readonly ThemeName[] = [
  'Default Dark Modern',
  'Default Light Modern',
  'Default High Contrast',
  'Default High Contrast Light',
];

/** What every page of this server complains about: parts that only Microsoft's own build has. */
const knownComplaints = [
  /Service ?Worker/i,
  /bad HTTP response code \(404\)/,
  /status of 404/,
  /vsda/,
  /typescript-language-features/,
];

/**
 * Opens VS Code's workbench at `url` in a page of its own and waits until it is usable: the layout is restored and all
 * extensions are registered. (Whether one of them has been activated yet is its own business: wait for what it shows.)
 */
export async function openWorkbench(
  browser: Browser,
  url: string,
  { viewport = { width: 1280, height: 800 } }: { viewport?: { width: number; height: number } } = {},
): Promise<Workbench> {
  const context = await browser.newContext({ viewport, reducedMotion: 'reduce' });
  context.setDefaultTimeout(patience);
  const page = await context.newPage();
  const workbench = new Workbench(page);
  await page.goto(url);
  await page.locator('.monaco-workbench .part.statusbar').waitFor({ timeout: 60_000 });
  await page.waitForFunction(
    () =>
      ['code/didLoadExtensions', 'code/LifecyclePhase/Restored'].every(
        (mark) => performance.getEntriesByName(mark).length > 0,
      ),
    undefined,
    { timeout: 60_000 },
  );
  return workbench;
}

/** VS Code's workbench in a browser page, driven as a person would. */
export class Workbench {
  /** For what this class has no method for. */
  readonly page: Page;
  /** Errors that the page has logged or thrown, without those that every page of this server logs. */
  readonly consoleErrors: string[] = [];

  constructor(page: Page) {
    this.page = page;
    page.on('console', (message) => {
      if (message.type() === 'error') this.#complain(message.text());
    });
    page.on('pageerror', (error) => {
      this.#complain(error.stack ?? error.message);
    });
  }

  /** Runs a command by its whole title in the palette, such as "View: Close All Editors". */
  async runCommand(title: string): Promise<void> {
    const palette = await this.#openPalette(title);
    await palette.pick(title);
    // A command may at once open a quick pick of its own in the same widget.
    await waitUntil('the command palette to close', async () =>
      (await palette.isOpen()) && (await palette.input.inputValue()).startsWith('>') ? undefined : true,
    );
  }

  /** The titles that the palette offers for this text: a command that is not enabled is not among them. */
  async commandTitles(text: string): Promise<readonly string[]> {
    const palette = await this.#openPalette(text);
    const items = await palette.items();
    await palette.cancel();
    return items.map((each) => each.label).filter((label) => label !== 'No matching commands');
  }

  /** Shows a view container by its title in the activity bar. Does nothing when it is shown already. */
  async openView(containerTitle: string): Promise<void> {
    const tab = await this.#activity(containerTitle);
    if ((await tab.getAttribute('aria-expanded')) !== 'true') await tab.click();
    await this.page.locator('.part.sidebar .composite.title h2', { hasText: containerTitle }).waitFor();
  }

  /** The tree of a view by the view's title; the side bar's first tree when left out. */
  tree(viewTitle?: string): TreeView {
    return new TreeView(this.page, viewTitle);
  }

  /** Shorthands for {@link tree} on the side bar's first tree, or on the view named. */
  async treeRows(viewTitle?: string): Promise<readonly ListRow[]> {
    return this.tree(viewTitle).rows();
  }

  async expandRow(row: RowPath, viewTitle?: string): Promise<void> {
    await this.tree(viewTitle).expand(row);
  }

  async clickRow(row: RowPath, viewTitle?: string): Promise<void> {
    await this.tree(viewTitle).click(row);
  }

  async toggleCheckbox(row: RowPath, viewTitle?: string): Promise<void> {
    await this.tree(viewTitle).toggleCheckbox(row);
  }

  async rowAction(row: RowPath, actionTitle: string, viewTitle?: string): Promise<void> {
    await this.tree(viewTitle).action(row, actionTitle);
  }

  /** Presses a button in the title bar of a view. */
  async viewAction(viewTitle: string, actionTitle: string): Promise<void> {
    const header = this.page
      .locator(`.pane-header[aria-label^="${viewTitle}"]:visible, .part.sidebar .composite.title`)
      .first();
    await header.hover();
    await this.page
      .locator(`.pane-header[aria-label^="${viewTitle}"] a.action-label[aria-label="${actionTitle}"]:visible`)
      .or(this.page.locator(`.part.sidebar .composite.title a.action-label[aria-label="${actionTitle}"]:visible`))
      .first()
      .click();
  }

  /** The message line above a view's tree; empty when there is none. */
  async viewMessage(viewTitle: string): Promise<string> {
    const message = this.#pane(viewTitle).locator('.message').first();
    return (await message.isVisible()) ? (await message.innerText()).trim() : '';
  }

  /** The text that an empty view shows (its "viewsWelcome"), buttons included; empty when there is none. */
  async welcomeText(viewTitle?: string): Promise<string> {
    const shown = this.#welcome(viewTitle).filter({ visible: true });
    return (await shown.allInnerTexts()).map((text) => text.trim()).join('\n\n');
  }

  /** Presses a button or link in the text of an empty view. */
  async pressWelcome(button: string, viewTitle?: string): Promise<void> {
    await this.#welcome(viewTitle).getByRole('button', { name: button, exact: true }).click();
  }

  /** Waits for a quick pick or input box (not the command palette) and returns it. */
  async quickInput(): Promise<QuickInput> {
    const input = new QuickInput(this.page);
    await waitUntil('a quick pick or input box', async () =>
      (await input.isOpen()) && !(await input.input.inputValue()).startsWith('>') ? true : undefined,
    );
    return input;
  }

  /** Waits for a modal dialog and returns it. */
  async dialog(): Promise<Dialog> {
    return readDialog(this.page);
  }

  /** Every notification that has not been dismissed, newest first, also those no longer (or never) shown as a toast. */
  async notifications(): Promise<readonly Notification[]> {
    return readAllNotifications(this.page);
  }

  /** The notifications on screen: toasts come and go by themselves. */
  async toasts(): Promise<readonly Notification[]> {
    return readNotifications(this.page);
  }

  /** Waits for a notification whose text contains `part`, in the toasts first and then in the notification centre. */
  async notification(part: string): Promise<Notification> {
    return findNotification(this.page, part);
  }

  /** Presses the button `action` of the notification whose text contains `part`. */
  async pressNotification(part: string, action: string): Promise<void> {
    await pressNotification(this.page, part, action);
  }

  /** Removes all notifications, shown or waiting. */
  async dismissNotifications(): Promise<void> {
    await this.runCommand('Notifications: Clear All Notifications');
    await waitUntil('the notifications to leave', async () => ((await this.toasts()).length === 0 ? true : undefined));
  }

  /** Waits for the status bar item whose text or label contains `part`; click it to run its command. */
  async statusBarItem(
    part: string,
  ): Promise<{ readonly text: string; readonly label: string; click(): Promise<void> }> {
    const item = this.page
      .locator('.part.statusbar .statusbar-item')
      .filter({ hasText: part })
      .or(this.page.locator(`.part.statusbar .statusbar-item[aria-label*="${part}"]`))
      .first();
    await item.waitFor();
    return {
      text: (await item.innerText()).trim(),
      label: (await item.getAttribute('aria-label')) ?? '',
      click: () => item.locator('a').first().click(),
    };
  }

  /** The number or text on a view container's icon; empty when there is none. */
  async badge(containerTitle: string): Promise<string> {
    return ((await (await this.#activity(containerTitle)).locator('.badge-content').textContent()) ?? '').trim();
  }

  /** The document inside a webview: see {@link webviewFrame}. */
  async webviewFrame(titlePart: string): Promise<Frame> {
    return webviewFrame(this.page, titlePart);
  }

  /** Saves a picture of the whole page (PNG). */
  async screenshot(path: string): Promise<void> {
    await this.page.screenshot({ path, animations: 'disabled' });
  }

  /** Switches the colour theme and waits until it is applied. */
  async setTheme(theme: ThemeName): Promise<void> {
    const { label, className } = themes[theme];
    await this.runCommand('Preferences: Color Theme');
    const picker = await this.quickInput();
    await picker.type(label);
    await picker.pick(label);
    await this.page.locator(`.monaco-workbench[class*="-${className}"]`).waitFor();
  }

  /** Closes every editor; those with unsaved text ask first. */
  async closeAllEditors(): Promise<void> {
    if ((await this.page.locator('.part.editor .tab').count()) === 0) return;
    await this.runCommand('View: Close All Editors');
    await waitUntil('the editors to close', async () =>
      (await this.page.locator('.part.editor .tab').count()) === 0 ? true : undefined,
    );
  }

  /** The title of the active editor's tab, or undefined when no editor is open. */
  async activeEditorTitle(): Promise<string | undefined> {
    const tab = this.page.locator('.editor-group-container.active .tab.active');
    // The name of a file and its extension are two elements.
    const parts = await tab.locator('.label-name, .label-suffix').allTextContents();
    return parts.length === 0 ? undefined : parts.join('').trim();
  }

  /**
   * The visible lines of the active text editor (of a diff: the changed side), waiting until there are some. Lines
   * scrolled out of view are not in the page.
   */
  async editorText(): Promise<string> {
    const editor = this.page
      .locator('.editor-group-container.active .monaco-diff-editor .editor.modified')
      .or(this.page.locator('.editor-group-container.active .monaco-editor[role="code"]'))
      .first();
    await editor.locator('.view-line').first().waitFor();
    return editor.evaluate((element) =>
      [...element.querySelectorAll<HTMLElement>('.view-line')]
        .sort((left, right) => parseInt(left.style.top) - parseInt(right.style.top))
        .map((line) => line.textContent.replaceAll('\u00a0', ' '))
        .join('\n'),
    );
  }

  /** Closes the page. */
  async close(): Promise<void> {
    await this.page.context().close();
  }

  async #openPalette(text: string): Promise<QuickInput> {
    if (await this.page.locator('.monaco-dialog-box').isVisible()) {
      throw new Error('A modal dialog is open: answer it before running a command.');
    }
    const palette = new QuickInput(this.page);
    // A key that meets a page which is being drawn anew is lost, or the palette closes again; a person presses once more.
    for (let attempt = 0; attempt < 4; attempt += 1) {
      await this.page.keyboard.press('F1');
      const typed = palette.input.waitFor({ timeout: 3_000 }).then(() => palette.input.fill('>', { timeout: 2_000 }));
      const isOpen = await typed.then(
        () => true,
        () => false,
      );
      if (isOpen) break;
    }
    await palette.type(`>${text}`);
    return palette;
  }

  async #activity(containerTitle: string): Promise<Locator> {
    // The label goes on with a key binding in brackets, or with the badge's text after a dash.
    const label = new RegExp(`^${escaped(containerTitle)}( \\(| - |$)`);
    const tabs = this.page.locator('.activitybar li[role="tab"]');
    return waitUntil(
      `"${containerTitle}" in the activity bar`,
      async () => {
        for (const tab of await tabs.all()) {
          if (label.test((await tab.locator('a.action-label').getAttribute('aria-label')) ?? '')) return tab;
        }
        return undefined;
      },
      () => tabs.locator('a.action-label').evaluateAll((all) => all.map((each) => each.getAttribute('aria-label'))),
    );
  }

  #pane(viewTitle: string): Locator {
    return this.page.locator(`.pane:has(> .pane-header[aria-label^="${viewTitle}"])`).first();
  }

  #welcome(viewTitle?: string): Locator {
    const content = '.welcome-view-content';
    return viewTitle === undefined ? this.page.locator(content) : this.#pane(viewTitle).locator(content);
  }

  #complain(text: string): void {
    if (!knownComplaints.some((known) => known.test(text))) this.consoleErrors.push(text);
  }
}

function escaped(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
}
