import type { ComponentChildren } from 'preact';
import { useLayoutEffect, useRef } from 'preact/hooks';

/** Pixels between the compact bar and what stays in view below it. */
const below = 52;

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
      const bar = document.querySelector('.action-bar')?.getBoundingClientRect().height ?? 0;
      const top = Math.min(below, window.innerHeight - bar - aside.getBoundingClientRect().height - 16);
      aside.style.setProperty('--aside-top', `${String(Math.round(top))}px`);
    };
    const observer = new ResizeObserver(place);
    observer.observe(aside);
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
