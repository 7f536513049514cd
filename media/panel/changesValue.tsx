import type { Tone } from '../../src/views/panel/protocol';
import { Icon, toneIcon } from './icon';
import { IntentLink } from './intentButton';
import { UserText } from './userText';

/** How severe a change is, as an icon and, for screen readers, a word; nothing for what is merely good to know. */
export function Severity({ tone }: { tone: Tone }) {
  if (tone !== 'error' && tone !== 'warn') return <span class="row-icon" />;
  return (
    <span class="row-icon">
      <Icon name={toneIcon(tone)} tone={tone} />
      <span class="hidden">{tone === 'error' ? 'High severity: ' : 'Medium severity: '}</span>
    </span>
  );
}

interface PlaceProps {
  readonly path: string;
  readonly line: number | null;
  readonly place: string | null;
}

/** A path and a line that open the file's diff there. */
export function ChangePlace({ path, line, place }: PlaceProps) {
  return (
    <IntentLink intent={{ kind: 'openFile', path, line }} from="page" title="Open the diff">
      <UserText text={path} />
      {place !== null && `:${place}`}
    </IntentLink>
  );
}

interface ValueProps {
  readonly subject: string | null;
  readonly was: string | null;
  readonly now: string | null;
}

/** What changes, from which value to which. */
export function ChangedValue({ subject, was, now }: ValueProps) {
  if (subject === null) return null;
  return (
    <span class="changed-value">
      <code class="change-subject">
        <UserText text={subject} />
      </code>{' '}
      {was !== null && (
        <>
          <code class="value-was">
            <UserText text={was} />
          </code>{' '}
        </>
      )}
      {(was !== null || now !== null) && (
        <>
          <span class="dim">→</span> {now === null ? <span class="dim">gone</span> : <Value text={now} />}{' '}
        </>
      )}
    </span>
  );
}

function Value({ text }: { text: string }) {
  return <code class="value-now">{text === '' ? <span class="dim">(empty)</span> : <UserText text={text} />}</code>;
}
