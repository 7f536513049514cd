import type { VerdictView } from '../../src/views/panel/protocol';
import { Icon, toneIcon } from './icon';
import { PhraseText, Pill } from './phrase';
import { UserText } from './userText';

/** The answer to "can this ship?", and the next steps when it cannot. */
export function Verdict({ verdict }: { verdict: VerdictView }) {
  return (
    <section id="verdict" class={`verdict edge-${verdict.tone}`} data-part="verdict" aria-label="Verdict">
      <span class="verdict-word">
        <Icon name={toneIcon(verdict.tone)} tone={verdict.tone} />
        <strong>{verdict.word}</strong>
      </span>
      <span>
        <UserText text={verdict.summary} />
      </span>
      {verdict.links.length > 0 && (
        <ul class="verdict-links">
          {verdict.links.map((link) => (
            <li key={link.text}>
              <PhraseText phrase={link} from="page" />
            </li>
          ))}
        </ul>
      )}
      {verdict.pills.length > 0 && (
        <ul class="verdict-pills">
          {verdict.pills.map((pill) => (
            <li key={pill.text}>
              <Pill phrase={pill} from="page" />
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}
