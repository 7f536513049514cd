/** Where the keyboard is on the page. */
export interface TabStop {
  /** The part of the page, such as `risk`; empty when it is in none. */
  readonly part: string;
  readonly id: string;
  readonly name: string;
  /** Whether the element shows that it has the focus. */
  readonly visible: boolean;
}

/** Where the keyboard is. Runs inside the page, so it may use nothing from outside its own body. */
export function tabStopInPage(): TabStop {
  const element = document.activeElement;
  if (!(element instanceof HTMLElement)) return { part: '', id: '', name: '', visible: false };
  const part = element.closest('section')?.id ?? element.closest('[data-part]')?.getAttribute('data-part') ?? '';
  const named = element.getAttribute('aria-label') ?? element.closest('label')?.textContent ?? element.textContent;
  const ring = getComputedStyle(element);
  const drawn = ring.outlineStyle !== 'none' && parseFloat(ring.outlineWidth) >= 1;
  return {
    part: part === '' ? (element.closest('[data-part]')?.getAttribute('data-part') ?? '') : part,
    id: element.id,
    name: named.trim(),
    visible: drawn || ring.boxShadow !== 'none',
  };
}
