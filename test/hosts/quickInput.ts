import type { Locator, Page } from 'playwright-core';
import type { ListRow } from './virtualList';
import { readRows, rowAt } from './virtualList';
import { waitUntil } from './waitUntil';

/** What a quick pick or input box shows. */
export interface QuickInputState {
  readonly title: string;
  readonly placeholder: string;
  readonly value: string;
  /** The prompt, or the complaint of its validation, below the text. */
  readonly message: string;
  /** Empty for an input box. */
  readonly items: readonly ListRow[];
}

/** The quick pick or input box that is open. */
export class QuickInput {
  readonly #page: Page;
  readonly #widget: Locator;
  readonly #list: Locator;

  constructor(page: Page) {
    this.#page = page;
    this.#widget = page.locator('.quick-input-widget');
    this.#list = this.#widget.locator('.quick-input-list .monaco-list');
  }

  /** The text field. */
  get input(): Locator {
    return this.#widget.locator('.quick-input-filter input.input');
  }

  async isOpen(): Promise<boolean> {
    return this.#widget.isVisible();
  }

  async state(): Promise<QuickInputState> {
    const title = this.#widget.locator('.quick-input-title');
    return {
      title: (await title.isVisible()) ? (await title.innerText()).trim() : '',
      placeholder: (await this.input.getAttribute('placeholder')) ?? '',
      value: await this.input.inputValue(),
      message: (await this.#widget.locator('.quick-input-message').innerText()).trim(),
      items: await this.items(),
    };
  }

  /** All items, also those scrolled out of view. */
  async items(): Promise<readonly ListRow[]> {
    return (await this.#list.isVisible()) ? readRows(this.#list) : [];
  }

  /** Replaces the text. */
  async type(text: string): Promise<void> {
    await this.input.fill(text);
  }

  /** Waits for the item with this label and chooses it (in a list with checkboxes: toggles it). */
  async pick(label: string): Promise<void> {
    const item = await waitUntil(
      `the item "${label}"`,
      async () => (await this.items()).find((each) => each.label === label),
      async () => (await this.items()).map((each) => each.label),
    );
    await readRows(this.#list, item.index);
    await rowAt(this.#list, item.index).locator('.label-name').first().click();
  }

  /** Presses Enter. */
  async accept(): Promise<void> {
    await this.input.focus();
    await this.#page.keyboard.press('Enter');
  }

  /** Presses Escape and waits until it is closed. */
  async cancel(): Promise<void> {
    await this.input.focus();
    await this.#page.keyboard.press('Escape');
    await this.#widget.waitFor({ state: 'hidden' });
  }
}
