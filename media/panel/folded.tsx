import type { ComponentChildren } from 'preact';
import { useLayoutEffect, useRef, useState } from 'preact/hooks';
import { useDisclosure } from './pageContext';

/**
 * Long content, cut off after a few lines until it is unfolded, by its button or by the focus going into what is cut off;
 * short content as it is. `name` is what the disclosure is kept under.
 */
export function Folded({ name, children }: { name: string; children: ComponentChildren }) {
  const [open, flip] = useDisclosure(name, false);
  const content = useRef<HTMLDivElement>(null);
  const [long, setLong] = useState(false);

  useLayoutEffect(() => {
    const element = content.current;
    if (element === null) return undefined;
    const measure = (): void => {
      setLong(element.firstElementChild !== null && element.firstElementChild.scrollHeight > foldedHeight + 48);
    };
    measure();
    const observer = new ResizeObserver(measure);
    observer.observe(element);
    if (element.firstElementChild !== null) observer.observe(element.firstElementChild);
    return () => {
      observer.disconnect();
    };
  }, []);

  const onFocusIn = (event: FocusEvent): void => {
    const element = content.current;
    if (!long || open || element === null || !(event.target instanceof Element)) return;
    if (event.target.getBoundingClientRect().bottom > element.getBoundingClientRect().bottom) flip();
  };

  return (
    <>
      <div ref={content} class={long && !open ? 'folded' : ''} onFocusIn={onFocusIn}>
        <div>{children}</div>
      </div>
      {long && (
        <button type="button" class="link show-all" aria-expanded={open} onClick={flip}>
          {open ? 'Show less' : 'Show all'}
        </button>
      )}
    </>
  );
}

/** Pixels; the style sheet's `.folded` has the same. */
const foldedHeight = 180;
