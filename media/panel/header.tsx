import type { HeaderView, PinView } from '../../src/views/panel/protocol';
import { visibleText } from '../../src/core/visibleText';
import { Icon } from './icon';
import { IntentLink } from './intentButton';
import { PhraseText } from './phrase';
import { RelativeTime } from './relativeTime';
import { UserText } from './userText';

const states = {
  open: { icon: 'pull', word: 'Open', tone: 'ok' },
  draft: { icon: 'draft', word: 'Draft', tone: 'dim' },
  merged: { icon: 'merged', word: 'Merged', tone: 'info' },
  closed: { icon: 'closed', word: 'Closed', tone: 'error' },
} as const;

/** Which release this is, what it would change, and how much that is. */
export function Header({ header }: { header: HeaderView }) {
  const state = states[header.state];
  return (
    <header data-part="header">
      <p class="crumbs">
        <span class={`state tone-${state.tone}`}>
          <Icon name={state.icon} />
          {state.word}
        </span>
        <span>
          <IntentLink intent={{ kind: 'openPull' }} from="page" title="Open on GitHub">
            <UserText text={header.repository} /> #{header.number}
          </IntentLink>{' '}
          into <UserText text={header.branch} />
        </span>
        <span>
          opened <RelativeTime at={header.openedAt} /> by <UserText text={header.author} />
        </span>
      </p>
      <h1 id="title" tabIndex={-1}>
        <UserText text={header.title} />
      </h1>
      <div class="route">
        <Pin pin={header.live} />
        <div class="route-to">
          <Icon name="arrow" class="dim" />
          <Pin pin={header.proposed} />
        </div>
      </div>
      <ul class="counts">
        {header.direction !== null && (
          <li class="direction">
            <Icon name="revert" tone={header.direction.tone ?? 'warn'} />
            <PhraseText phrase={header.direction} from="page" />
          </li>
        )}
        {header.counts.map((count) => (
          <li key={count.text}>
            <PhraseText phrase={count} from="page" />
          </li>
        ))}
      </ul>
    </header>
  );
}

function Pin({ pin }: { pin: PinView }) {
  return (
    <div class={`pin ${pin.valid ? '' : 'pin-invalid'}`}>
      <div class="pin-line">
        <span class="pin-caption">{pin.caption}</span>
        {pin.sha === null ? (
          <span class={`mono ${pin.valid ? '' : 'tone-error'}`}>
            {!pin.valid && <Icon name="fail" />}
            <UserText text={pin.text} />
          </span>
        ) : (
          <IntentLink
            intent={{ kind: 'openCommit', sha: pin.sha }}
            from="page"
            class="mono"
            title={`${pin.sha}: open its changes`}
          >
            {pin.text}
          </IntentLink>
        )}
        {pin.notes.map((note) => (
          <span key={note.text}>
            <PhraseText phrase={{ tone: 'dim', ...note }} from="page" />
          </span>
        ))}
      </div>
      {pin.subject !== null && (
        <div class="pin-subject" title={visibleText(pin.subject)}>
          <UserText text={pin.subject} />
        </div>
      )}
    </div>
  );
}
