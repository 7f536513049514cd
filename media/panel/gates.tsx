import type { GateView, Phrase } from '../../src/views/panel/protocol';
import { AnswerLine } from './answer';
import { Icon, toneIcon } from './icon';
import { IntentLink } from './intentButton';
import { useDisclosure } from './pageContext';
import { PhraseText } from './phrase';
import { clickControl } from './rowClick';
import { Section } from './section';
import { UserText } from './userText';

const looks = {
  fail: { word: 'Failed', icon: 'fail', tone: 'error', order: 0 },
  unknown: { word: 'Unknown', icon: 'unknown', tone: 'warn', order: 0 },
  pending: { word: 'Pending', icon: 'pending', tone: 'warn', order: 0 },
  pass: { word: 'Passed', icon: 'pass', tone: 'ok', order: 1 },
  'not-applicable': { word: 'Not applicable', icon: 'none', tone: 'dim', order: 2 },
} as const;

/** The conditions for shipping: those still open first, each with its next step. */
export function Gates({ gates, summary }: { gates: readonly GateView[]; summary: string }) {
  const ordered = [...gates].sort((one, other) => looks[one.state].order - looks[other.state].order);
  return (
    <Section id="gates" title="Gates" note={<UserText text={summary} />}>
      <ul class="gates">
        {ordered.map((gate) => (
          <Gate key={gate.id} gate={gate} />
        ))}
      </ul>
    </Section>
  );
}

/** What a tone says in evidence, in a word. */
const toneWords = { ok: 'good: ', info: '', warn: 'warning: ', error: 'failed: ', dim: '' } as const;

/** The icon alone is coloured: a list of coloured links would outshine the gates. */
function Evidence({ phrase: { tone, ...phrase }, from }: { phrase: Phrase; from: string }) {
  return (
    <>
      {tone !== undefined && tone !== 'dim' && <Icon name={toneIcon(tone)} tone={tone} />}
      <span>
        {tone !== undefined && <span class="hidden">{toneWords[tone]}</span>}
        <PhraseText phrase={phrase} from={from} />
      </span>
    </>
  );
}

function Gate({ gate }: { gate: GateView }) {
  const look = looks[gate.state];
  const isOpen = look.order === 0;
  const more = gate.evidence.length > 0 || gate.actors !== '' || gate.enforcement !== null;
  const [shown, flip] = useDisclosure(`gate ${gate.id}`, false);
  const from = `gate ${gate.id}`;
  const moreId = `gate-${gate.id}-more`;
  return (
    <li
      class={`gate gate-${gate.state} ${more ? 'clickable' : ''}`}
      data-part={`gate-${gate.id}`}
      onClick={(event) => {
        clickControl(event, '.chevron', '.gate-more, .answer');
      }}
    >
      <span class="gate-icon" title={look.word}>
        <Icon name={look.icon} tone={look.tone} />
      </span>
      <div class="gate-body">
        <span class="hidden">{`${look.word}: `}</span>
        <span class="gate-title">
          <UserText text={gate.title} />
        </span>
        {gate.detail !== '' && (
          <>
            <span class="hidden">, </span>
            <span class={isOpen ? 'gate-detail' : 'gate-detail gate-detail-inline'}>
              <UserText text={gate.detail} />
            </span>
          </>
        )}
        {shown && (
          <div class="gate-more" id={moreId}>
            {gate.evidence.length > 0 && (
              <ul>
                {gate.evidence.map((phrase, index) => (
                  <li key={index}>
                    <Evidence phrase={phrase} from={from} />
                  </li>
                ))}
              </ul>
            )}
            {(gate.actors !== '' || gate.enforcement !== null) && (
              <p>
                {gate.actors !== '' && (
                  <>
                    Changed by <UserText text={gate.actors} />.{' '}
                  </>
                )}
                {gate.enforcement}{' '}
                <IntentLink
                  intent={{ kind: 'explainGate', gate: gate.id }}
                  from={from}
                  label={`Explain: ${gate.title}`}
                >
                  Explain
                </IntentLink>
              </p>
            )}
          </div>
        )}
        <AnswerLine from={from} />
      </div>
      <div class="gate-end">
        {gate.action !== null && (
          <IntentLink
            id={`gate-${gate.id}-action`}
            intent={gate.action.intent}
            from={from}
            label={`${gate.action.label}: ${gate.title}`}
          >
            {gate.action.label}
          </IntentLink>
        )}
        {more && (
          <button
            type="button"
            id={`gate-${gate.id}-toggle`}
            class="icon-button chevron"
            aria-expanded={shown}
            aria-controls={shown ? moreId : undefined}
            aria-label={`Evidence: ${gate.title}`}
            title={shown ? 'Hide the evidence' : 'Show the evidence'}
            onClick={flip}
          >
            <Icon name="chevron" />
          </button>
        )}
      </div>
    </li>
  );
}
