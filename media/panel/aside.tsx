import type { ComponentChildren } from 'preact';
import { useLayoutEffect, useRef } from 'preact/hooks';
import { clearArea } from './scroll';

/**
 * The decision beside what it is about. It stays in view while the rest scrolls: with its top, or with its bottom when it
 * is higher than the window, so that all of it can be reached without a scroll bar of its own.
 */
export function Aside({ children }: { children: ComponentChildren }) {
  const element = useRef<HTMLElement>(null);
  useLayoutEffect(() => {
    const aside = element.current;
    if (aside === null) return undefined;
    const place = (): void => {
      const clear = clearArea();
      const top = Math.min(clear.top, clear.bottom - aside.getBoundingClientRect().height);
      aside.style.setProperty('--aside-top', `${String(Math.round(top))}px`);
    };
    const observer = new ResizeObserver(place);
    for (const element of [aside, ...document.querySelectorAll('.top, .action-bar')]) observer.observe(element);
    window.addEventListener('resize', place);
    return () => {
      observer.disconnect();
      window.removeEventListener('resize', place);
    };
  }, []);
  return (
    <aside ref={element} class="aside" aria-label="Decision">
      {children}
    </aside>
  );
}
