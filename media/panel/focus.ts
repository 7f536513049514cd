/**
 * When an update takes the focused element off the page (a gate's action that is done, say), hands the focus to the
 * heading or first control of the same part, so that keyboard and screen-reader users do not start over at the top.
 *
 * @returns what stops it.
 */
export function keepFocus(): () => void {
  let last: Element | null = null;
  let part: string | null = null;
  const remember = (event: FocusEvent): void => {
    last = event.target instanceof Element ? event.target : null;
    part = last?.closest<HTMLElement>('section[data-part]')?.dataset['part'] ?? null;
  };
  const observer = new MutationObserver(() => {
    if (last === null || last.isConnected || document.activeElement !== document.body) return;
    last = null;
    // Somebody typing elsewhere in the editor keeps the keyboard.
    if (!document.hasFocus()) return;
    const title = part === null ? null : document.getElementById(`${part}-title`);
    const first = part === null ? null : document.querySelector<HTMLElement>(`[data-part="${part}"] button`);
    (title ?? first ?? document.getElementById('title'))?.focus({ preventScroll: true });
  });
  document.addEventListener('focusin', remember);
  observer.observe(document.body, { childList: true, subtree: true });
  return () => {
    document.removeEventListener('focusin', remember);
    observer.disconnect();
  };
}
