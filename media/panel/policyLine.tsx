import type { PolicyView } from '../../src/views/panel/protocol';
import { AnswerLine } from './answer';
import { Icon, toneIcon } from './icon';
import { IntentLink } from './intentButton';
import { PhraseText } from './phrase';

/** Where the rules that the gates are judged by come from. */
export function PolicyLine({ policy: { source, action } }: { policy: PolicyView }) {
  const { tone } = source;
  return (
    <div class="ground" data-part="policy">
      <p class="ground-line">
        {tone !== undefined && <Icon name={toneIcon(tone)} tone={tone} />}
        <span>
          <span class="dim">Policy: </span>
          <PhraseText phrase={source} from="policy" />
        </span>
        {action !== null && (
          <IntentLink
            id="policy-action"
            class="ground-action"
            intent={action.intent}
            from="policy"
            label={`Policy: ${action.label}`}
          >
            {action.label}
          </IntentLink>
        )}
      </p>
      <AnswerLine from="policy" />
    </div>
  );
}
