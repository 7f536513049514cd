/** Where an element is to stand: `nearest` and `center` leave alone what is in view already. */
type Wanted = 'start' | 'center' | 'nearest';

/** Pixels between a bar and what is brought into view beside it. */
const margin = 14;
/** Pixels of the compact bar, which takes no room of its own. */
const compactHeight = 38;

/** The part of the window that no bar covers: its upper and lower edge, in pixels from the top of the window. */
export function clearArea(): { readonly top: number; readonly bottom: number } {
  const top = barHeight('.top');
  const bottom = barHeight('.action-bar');
  return {
    top: top === null ? margin : top + compactHeight + margin,
    bottom: window.innerHeight - (bottom ?? 0) - margin,
  };
}

/** `null`: the bar does not stay in view. */
function barHeight(selector: string): number | null {
  const bar = document.querySelector(selector);
  if (bar === null || getComputedStyle(bar).position !== 'sticky') return null;
  return bar.getBoundingClientRect().height;
}

/**
 * Brings an element into view by scrolling this page alone. `scrollIntoView` would also scroll the frames around it, and
 * the editor's is some pixels lower than its content: the whole page would stay shifted.
 */
export function bringIntoView(element: Element, wanted: Wanted): void {
  const { top, bottom } = clearArea();
  const box = element.getBoundingClientRect();
  if (wanted !== 'start' && box.top >= top && box.bottom <= bottom) return;
  const place =
    wanted === 'center'
      ? Math.max(top, (top + bottom - box.height) / 2)
      : wanted === 'nearest' && box.top >= top
        ? Math.max(top, bottom - box.height)
        : top;
  window.scrollTo(0, window.scrollY + box.top - stuckBy(element) - place);
}

/** Gives an element the focus and brings it into view, as `bringIntoView` does. */
export function focusInView(element: HTMLElement, wanted: Wanted): void {
  element.focus({ preventScroll: true });
  bringIntoView(element, wanted);
}

/** Pixels by which the column that an element is in was kept from scrolling away. */
function stuckBy(element: Element): number {
  const aside = element.closest('.aside');
  const columns = aside?.parentElement;
  if (!aside || !columns || getComputedStyle(aside).position !== 'sticky') return 0;
  const natural = columns.getBoundingClientRect().top + Number.parseFloat(getComputedStyle(columns).paddingTop);
  return aside.getBoundingClientRect().top - natural;
}
