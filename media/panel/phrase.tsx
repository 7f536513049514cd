import { visibleText } from '../../src/core/visibleText';
import type { Phrase } from '../../src/views/panel/protocol';
import { Icon, toneIcon } from './icon';
import { IntentLink } from './intentButton';
import { UserText } from './userText';

interface PhraseProps {
  readonly phrase: Phrase;
  /** Where the answer to its intent is shown. */
  readonly from: string;
  readonly tabIndex?: number;
}

/** A phrase in running text: plain, or a link when it leads somewhere. */
export function PhraseText({ phrase, from, tabIndex }: PhraseProps) {
  const look = `${phrase.tone === undefined ? '' : `tone-${phrase.tone}`} ${phrase.mono === true ? 'mono' : ''}`;
  const title = phrase.title === undefined ? undefined : visibleText(phrase.title);
  if (phrase.intent !== undefined) {
    return (
      <IntentLink intent={phrase.intent} from={from} class={look} title={title} tabIndex={tabIndex}>
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
export function Pill({ phrase, ...props }: PhraseProps) {
  const tone = phrase.tone ?? 'dim';
  return (
    <span class={`pill tone-${tone}`}>
      {tone !== 'dim' && <Icon name={toneIcon(tone)} />}
      <PhraseText phrase={{ ...phrase, tone }} {...props} />
    </span>
  );
}
