import type { ElementHandle, Frame, Page } from 'playwright-core';
import { waitUntil } from './waitUntil';

/**
 * The document inside a webview: an editor whose tab, or a view whose header, contains `title`. Webviews lie in
 * frames of their own above the workbench, so the one that covers the editor's or the view's place is taken. The
 * editor must be the active one of its group, the view unfolded.
 *
 * A frame ends when its webview is hidden or reloaded: ask again then.
 */
export async function webviewFrame(page: Page, title: string): Promise<Frame> {
  return waitUntil(
    `a webview titled "${title}"`,
    async () => {
      try {
        const outer = await (await page.evaluateHandle(webviewAtInPage, title)).asElement()?.contentFrame();
        // The workbench loads the document into a second frame, and renames it when it has taken over.
        const inner: ElementHandle | null | undefined = await outer?.$('iframe#active-frame');
        return (await inner?.contentFrame()) ?? undefined;
      } catch {
        // The frame, or the whole page, is being replaced this very moment.
        return undefined;
      }
    },
    async () => page.locator('.tab.active, .pane-header h3').allInnerTexts(),
  );
}

/** Runs inside the page, so it may use nothing from outside its own body. */
function webviewAtInPage(title: string): Element | undefined {
  const has = (element: Element): boolean => (element.getAttribute('aria-label') ?? '').includes(title);
  const tab = [...document.querySelectorAll('.tab.active')].find(has);
  const pane = [...document.querySelectorAll('.pane-header')].find(has);
  const place = tab?.closest('.editor-group-container')?.querySelector('.editor-container') ?? pane?.closest('.pane');
  if (place === undefined || place === null) return undefined;
  const area = place.getBoundingClientRect();
  return [...document.querySelectorAll('iframe.webview.ready')].find((frame) => {
    const box = frame.getBoundingClientRect();
    const [x, y] = [box.left + box.width / 2, box.top + box.height / 2];
    const shown = box.width > 0 && box.height > 0 && getComputedStyle(frame).visibility === 'visible';
    return shown && x >= area.left && x <= area.right && y >= area.top && y <= area.bottom;
  });
}
