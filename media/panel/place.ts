import type { PageStore } from './pageStore';
import type { Place } from './reading';

/**
 * Keeps where the reader is (scroll and focus) over a reload of the page, and leads back there once what they looked at
 * is drawn again; unless they have moved by then.
 */
export class PlaceKeeper {
  readonly #store: PageStore;
  /** What is still to be restored. */
  #page: Place | null;
  #row: Place | null;
  #focus: string | null;

  constructor(store: PageStore) {
    this.#store = store;
    const { place, focus } = store.page.reading;
    this.#page = place;
    this.#row = place.row === null ? null : place;
    this.#focus = focus;
  }

  /** Begins to listen to the reader. */
  start(): void {
    const moved = (): void => {
      this.#page = null;
      this.#row = null;
      this.#focus = null;
    };
    for (const type of ['wheel', 'pointerdown', 'keydown', 'touchmove'] as const) {
      window.addEventListener(type, moved, { passive: true, capture: true });
    }
    let timer: ReturnType<typeof setTimeout> | undefined;
    window.addEventListener('scroll', () => {
      clearTimeout(timer);
      timer = setTimeout(() => {
        this.#keep();
      }, 150);
    });
    document.addEventListener('focusin', (event) => {
      const element = event.target instanceof Element ? event.target.closest('[id]') : null;
      this.#store.read({ focus: element === document.getElementById('root') ? null : (element?.id ?? null) }, true);
    });
    // The editor gives the page the focus some time after it was drawn; taking it earlier would steal it.
    window.addEventListener('focus', () => {
      this.#restoreFocus();
    });
  }

  /** To be called when the release is drawn. */
  restorePage(): void {
    if (this.#page !== null) window.scrollTo(0, this.#page.top);
    this.#page = null;
    this.#restoreFocus();
  }

  /** The row of the changelog that must be drawn for `restoreRow`. */
  rowToRestore(): Place | null {
    return this.#row;
  }

  /** To be called when rows are drawn: brings the kept one to where it was. */
  restoreRow(): void {
    const place = this.#row;
    const element = place === null ? null : document.getElementById(`row-${String(place.row)}`);
    if (place === null || element === null) return;
    this.#row = null;
    window.scrollBy(0, element.getBoundingClientRect().top - place.offset);
    this.#restoreFocus();
  }

  #restoreFocus(): void {
    if (this.#focus === null || !document.hasFocus() || document.activeElement !== document.body) return;
    const element = document.getElementById(this.#focus);
    if (element === null) return;
    this.#focus = null;
    element.focus({ preventScroll: true });
  }

  #keep(): void {
    if (this.#page !== null || this.#row !== null) return;
    const rows = [...document.querySelectorAll<HTMLElement>('[data-row]')];
    const first = rows.find((row) => row.getBoundingClientRect().bottom > 0);
    const offset = first?.getBoundingClientRect().top ?? 0;
    // Rows that are below the top edge by more than one row are not what is being read.
    const row = first !== undefined && offset < 80 ? (first.dataset['row'] ?? null) : null;
    this.#store.read({ place: { top: window.scrollY, row, offset } }, true);
  }
}
