import type { ComponentChildren } from 'preact';
import type { Intent } from '../../src/views/panel/protocol';
import { isBusy, usePage } from './pageContext';
import type { PageStore } from './pageStore';
import { goToControl, goToFilter } from './section';

interface IntentProps {
  readonly intent: Intent;
  /** Where the answer to the intent is shown. */
  readonly from: string;
  readonly children: ComponentChildren;
  readonly class?: string;
  readonly id?: string | undefined;
  readonly title?: string | undefined;
  readonly label?: string | undefined;
  readonly describedBy?: string | undefined;
  readonly tabIndex?: number | undefined;
}

function IntentElement(props: IntentProps & { readonly look: string }) {
  const { page, store } = usePage();
  const busy = isBusy(page, props.intent);
  return (
    <button
      type="button"
      id={props.id}
      class={`${props.look} ${props.class ?? ''} ${busy ? 'busy' : ''}`}
      title={props.title}
      tabIndex={props.tabIndex}
      aria-label={props.label}
      aria-describedby={props.describedBy}
      aria-busy={busy}
      aria-disabled={busy}
      onClick={() => {
        act(store, props.intent, props.from);
      }}
    >
      {props.children}
    </button>
  );
}

/** Does on the page what the page answers itself, and sends the rest. */
function act(store: PageStore, intent: Intent, from: string): void {
  if (intent.kind === 'focus') goToControl(intent.target);
  else if (intent.kind === 'filter') {
    store.read({ filter: intent.text });
    // When the rows that are left are drawn: with fewer of them the page is shorter.
    requestAnimationFrame(goToFilter);
  } else store.send(intent, from);
}

/** A button that sends an intent; it stays focusable while the intent is under way, and sends it once. */
export function IntentButton(props: IntentProps & { readonly primary?: boolean }) {
  return <IntentElement {...props} look={props.primary === true ? 'button primary' : 'button'} />;
}

/** A button that reads as a link. */
export function IntentLink(props: IntentProps) {
  return <IntentElement {...props} look="link" />;
}

/** A small square button with an icon alone; `label` is its name. */
export function IntentIconButton(props: IntentProps & { readonly label: string }) {
  return <IntentElement {...props} look="icon-button" title={props.title ?? props.label} />;
}
