import type { Locator } from 'playwright-core';

/** One row of a list or tree of the workbench, as its DOM shows it. */
export interface ListRow {
  /** Position in the list, counted from 0 over the rows that are not folded away. */
  readonly index: number;
  readonly label: string;
  /** The dimmed text after the label; empty when there is none. */
  readonly description: string;
  /** The second line of a quick pick's item; empty when there is none. */
  readonly detail: string;
  /** Depth in a tree, from 1. */
  readonly level: number;
  /** Undefined when the row has nothing below it. */
  readonly expanded: boolean | undefined;
  /** Undefined when the row has no checkbox. */
  readonly checked: boolean | undefined;
  readonly selected: boolean;
  /** True for the row that the keyboard acts on. */
  readonly focused: boolean;
  /** What a screen reader says for the row. */
  readonly ariaLabel: string;
  /** Titles of the inline buttons, shown on hover. */
  readonly actions: readonly string[];
}

/**
 * Reads all rows of a `.monaco-list`, scrolling through it, since VS Code keeps only the visible rows in the page.
 * The list is left scrolled to its top, or so that row `show` is in view.
 */
export async function readRows(list: Locator, show?: number): Promise<readonly ListRow[]> {
  return list.evaluate(readAllInPage, show);
}

/** The row at `index` of a list; it must be in view (see {@link readRows}). */
export function rowAt(list: Locator, index: number): Locator {
  return list.locator(`.monaco-list-row[data-index="${String(index)}"]`);
}

/** Runs inside the page, so it may use nothing from outside its own body. */
function readAllInPage(list: HTMLElement | SVGElement, show: number | undefined): ListRow[] {
  const text = (row: Element, selector: string): string => {
    const copy = row.querySelector(selector)?.cloneNode(true);
    if (!(copy instanceof Element)) return '';
    return copy.textContent.replace(/\s+/g, ' ').trim();
  };
  const flag = (value: string | null | undefined): boolean | undefined =>
    value === null || value === undefined ? undefined : value === 'true';
  const read = (row: Element): ListRow => {
    const detail = text(row, '.quick-input-list-label-meta .label-name');
    const checkbox = row.querySelector('[role="checkbox"]');
    const shown = checkbox !== null && getComputedStyle(checkbox).display !== 'none';
    return {
      index: Number(row.getAttribute('data-index')),
      label: text(row, '.label-name') + text(row, '.label-suffix') || text(row, '.monaco-tl-contents'),
      description: text(row, '.label-description'),
      detail,
      level: Number(row.getAttribute('aria-level') ?? '1'),
      expanded: flag(row.getAttribute('aria-expanded')),
      checked: shown ? flag(checkbox.getAttribute('aria-checked')) : undefined,
      selected: row.classList.contains('selected'),
      focused: row.classList.contains('focused'),
      ariaLabel: row.getAttribute('aria-label') ?? '',
      actions: [
        ...row.querySelectorAll('.actions a.action-label, .quick-input-list-entry-action-bar a.action-label'),
      ].map((action) => action.getAttribute('aria-label') ?? ''),
    };
  };
  const scroller = list.querySelector('.monaco-scrollable-element') ?? list;
  const scroll = (deltaY: number): void => {
    scroller.dispatchEvent(new WheelEvent('wheel', { deltaY, bubbles: true, cancelable: true }));
  };
  const rows = new Map<number, ListRow>();
  const collect = (): boolean => {
    const before = rows.size;
    for (const row of list.querySelectorAll('.monaco-list-row')) {
      const each = read(row);
      rows.set(each.index, each);
    }
    return rows.size > before;
  };
  // Without smooth scrolling the list renders within the event, so that reading needs no waiting in between.
  scroll(-1e6);
  collect();
  const step = Math.max(20, list.clientHeight / 2);
  let previous = '';
  for (let position = scrollTop(); position !== previous; position = scrollTop()) {
    previous = position;
    scroll(step);
    collect();
  }
  scroll(-1e6);
  if (show !== undefined) {
    previous = '';
    for (let position = scrollTop(); position !== previous && !inView(show); position = scrollTop()) {
      previous = position;
      scroll(step);
    }
  }
  return [...rows.values()].sort((left, right) => left.index - right.index);

  function scrollTop(): string {
    const inner = list.querySelector('.monaco-list-rows');
    return inner instanceof HTMLElement ? `${inner.style.top}${inner.style.transform}` : '';
  }
  function inView(index: number): boolean {
    const row = list.querySelector(`.monaco-list-row[data-index="${String(index)}"]`);
    if (row === null) return false;
    const [inner, outer] = [row.getBoundingClientRect(), list.getBoundingClientRect()];
    return inner.top >= outer.top - 1 && inner.bottom <= outer.bottom + 1;
  }
}
