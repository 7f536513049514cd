import type { ComponentChildren } from 'preact';
import { focusInView } from './scroll';

interface SectionProps {
  readonly id: string;
  readonly title: string;
  /** Beside the title: a count, a summary. */
  readonly note?: ComponentChildren;
  readonly children: ComponentChildren;
}

/** A part of the page under its own heading, which jumps can focus. */
export function Section({ id, title, note, children }: SectionProps) {
  return (
    <section id={id} data-part={id} aria-labelledby={`${id}-title`}>
      <div class="section-head">
        <h2 id={`${id}-title`} tabIndex={-1}>
          {title}
        </h2>
        {note !== undefined && note !== null && <span class="section-note">{note}</span>}
      </div>
      {children}
    </section>
  );
}

/** Brings a part into view and puts the focus on its heading. */
export function goToSection(id: string): void {
  const title = document.getElementById(`${id}-title`);
  if (title !== null) focusInView(title, 'start');
}

/** The same as soon as the part has been drawn, which what it needs may not have come for yet. */
export function revealSection(id: string): void {
  if (document.getElementById(`${id}-title`) !== null) {
    goToSection(id);
    return;
  }
  const observer = new MutationObserver(() => {
    if (document.getElementById(`${id}-title`) === null) return;
    observer.disconnect();
    goToSection(id);
  });
  observer.observe(document.body, { childList: true, subtree: true });
}

/** Brings a part into view and puts the focus on what is to be done in it: its first choice or open item, if any. */
export function goToControl(id: string): void {
  const control = document.querySelector<HTMLElement>(
    `#${id} [role='radio'][tabindex='0'], #${id} input:not(:checked, :disabled)`,
  );
  if (control === null) goToSection(id);
  else focusInView(control, 'center');
}

/** Brings the changelog into view and puts the focus on its filter, or on its heading while it has none. */
export function goToFilter(): void {
  goToSection('changelog');
  document.getElementById('filter')?.focus({ preventScroll: true });
}
