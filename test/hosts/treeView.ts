import type { Locator, Page } from 'playwright-core';
import type { ListRow } from './virtualList';
import { readRows, rowAt } from './virtualList';
import { waitUntil } from './waitUntil';

/** Names a row of a tree: its label, or its labels from the root down where the last alone is ambiguous. */
export type RowPath = string | readonly string[];

/** One tree view of the workbench. */
export class TreeView {
  readonly #page: Page;
  readonly #list: Locator;

  /** @param title the view's title; the first tree of the side bar when left out. */
  constructor(page: Page, title?: string) {
    this.#page = page;
    const name = title === undefined ? '' : `[aria-label="${title}"]`;
    this.#list = page.locator(`${title === undefined ? '.part.sidebar ' : ''}.monaco-list[role="tree"]${name}`).first();
  }

  /** All rows that are not folded away, also those scrolled out of view. Empty when the tree is not shown. */
  async rows(): Promise<readonly ListRow[]> {
    return (await this.#list.isVisible()) ? readRows(this.#list) : [];
  }

  /** Waits for a row, brings it into view and returns it. */
  async row(path: RowPath): Promise<ListRow> {
    const found = await waitUntil(
      `the row ${JSON.stringify(path)}`,
      async () => findRow(await this.rows(), path),
      async () => (await this.rows()).map((each) => each.label),
    );
    await readRows(this.#list, found.index);
    return found;
  }

  /** The row's element, in view; for what this class has no method for. */
  async locator(path: RowPath): Promise<Locator> {
    return rowAt(this.#list, (await this.row(path)).index);
  }

  /** Unfolds a row and waits until something is below it. Does nothing when it is unfolded already. */
  async expand(path: RowPath): Promise<void> {
    await this.#fold(path, true);
  }

  /** Folds a row. Does nothing when it is folded already. */
  async collapse(path: RowPath): Promise<void> {
    await this.#fold(path, false);
  }

  /** Clicks a row, which selects it and runs its command. */
  async click(path: RowPath): Promise<void> {
    await (await this.locator(path)).locator('.label-name').first().click();
  }

  /** Clicks a row's checkbox. Wait for the effect: the extension decides whether the box follows. */
  async toggleCheckbox(path: RowPath): Promise<void> {
    await (await this.locator(path)).locator('[role="checkbox"]').click();
  }

  /** Presses the inline button `title` of a row. */
  async action(path: RowPath, title: string): Promise<void> {
    const row = await this.locator(path);
    await row.hover();
    await row.locator(`.actions a.action-label[aria-label="${title}"]`).click();
  }

  /** Opens a row's context menu and chooses `item` in it. */
  async menu(path: RowPath, item: string): Promise<void> {
    await (await this.locator(path)).click({ button: 'right' });
    const menu = this.#page.locator('.monaco-menu');
    // A click is taken for the end of the right click while the menu is new; the keyboard is heard from the start.
    await menu.getByRole('menuitem', { name: item }).first().hover();
    await this.#page.keyboard.press('Enter');
    await menu.waitFor({ state: 'hidden' });
  }

  /** Puts the keyboard into the tree, on this row. */
  async focus(path: RowPath): Promise<void> {
    const row = await this.locator(path);
    await this.#list.focus();
    const id = await row.getAttribute('id');
    await this.#page.keyboard.press('Home');
    await waitUntil(`the focus on ${JSON.stringify(path)}`, async () => {
      if ((await this.#list.getAttribute('aria-activedescendant')) === id) return true;
      await this.#page.keyboard.press('ArrowDown');
      return undefined;
    });
  }

  async #fold(path: RowPath, open: boolean): Promise<void> {
    let clicked = -1;
    await waitUntil(`the row ${JSON.stringify(path)} to ${open ? 'unfold' : 'fold'}`, async () => {
      // Rows above may come while it is looked for, and move it.
      const { expanded, index, level } = await this.row(path);
      if (expanded === undefined) throw new Error(`The row ${JSON.stringify(path)} has nothing to unfold.`);
      if (expanded !== open) {
        if (clicked !== index) await rowAt(this.#list, index).locator('.monaco-tl-twistie').click();
        clicked = index;
        return undefined;
      }
      const hasChildren = ((await this.rows())[index + 1]?.level ?? 0) > level;
      return hasChildren === open ? true : undefined;
    });
  }
}

function findRow(rows: readonly ListRow[], path: RowPath): ListRow | undefined {
  if (typeof path === 'string') return rows.find((row) => row.label === path);
  const above: string[] = [];
  for (const row of rows) {
    above.length = row.level - 1;
    above.push(row.label);
    if (above.length === path.length && above.every((label, depth) => label === path[depth])) return row;
  }
  return undefined;
}
