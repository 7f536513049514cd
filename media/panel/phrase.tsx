import { visibleText } from '../../src/core/visibleText';
import type { Phrase } from '../../src/views/panel/protocol';
import { Icon, toneIcon } from './icon';
import { IntentLink } from './intentButton';
import { UserText } from './userText';

/** A phrase in running text: plain, or a link when it leads somewhere. `from` is where its answer is shown. */
export function PhraseText({ phrase, from }: { phrase: Phrase; from: string }) {
  const look = `${phrase.tone === undefined ? '' : `tone-${phrase.tone}`} ${phrase.mono === true ? 'mono' : ''}`;
  const title = phrase.title === undefined ? undefined : visibleText(phrase.title);
  if (phrase.intent !== undefined) {
    return (
      <IntentLink intent={phrase.intent} from={from} class={look} title={title}>
        <UserText text={phrase.text} />
      </IntentLink>
    );
  }
  return (
    <span class={look} title={title}>
      <UserText text={phrase.text} />
    </span>
  );
}

/** A phrase that stands out: bordered, with the icon of its tone. */
export function Pill({ phrase, from }: { phrase: Phrase; from: string }) {
  const tone = phrase.tone ?? 'dim';
  return (
    <span class={`pill tone-${tone}`}>
      {tone !== 'dim' && <Icon name={toneIcon(tone)} />}
      <PhraseText phrase={{ ...phrase, tone }} from={from} />
    </span>
  );
}
