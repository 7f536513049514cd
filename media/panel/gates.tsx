import type { EvidenceView, GateView, PageState } from '../../src/views/panel/protocol';
import { AnswerLine } from './answer';
import { Icon, toneIcon } from './icon';
import { IntentLink } from './intentButton';
import { useDisclosure } from './pageContext';
import { PhraseText } from './phrase';
import { PolicyLine } from './policyLine';
import { RelativeTime } from './relativeTime';
import { RepositoryHealth } from './repositoryHealth';
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

/** The conditions for shipping: those still open first, each with its next step; and what they rest on. */
export function Gates({ state }: { state: PageState }) {
  const { gates, gatesSummary, policy, health } = state;
  const ordered = [...gates].sort((one, other) => looks[one.state].order - looks[other.state].order);
  return (
    <Section id="gates" title="Gates" note={<UserText text={gatesSummary} />}>
      <ul class="gates">
        {ordered.map((gate) => (
          <Gate key={gate.id} gate={gate} />
        ))}
      </ul>
      {policy !== null && <PolicyLine policy={policy} />}
      {health !== null && <RepositoryHealth health={health} />}
    </Section>
  );
}

/** What a tone says in evidence, in a word. */
const toneWords = { ok: 'good: ', info: '', warn: 'warning: ', error: 'failed: ', dim: '' } as const;

/** The icon alone is coloured: a list of coloured links would outshine the gates. */
function Evidence({ evidence: { tone, by, at, ...phrase }, from }: { evidence: EvidenceView; from: string }) {
  return (
    <>
      {tone !== undefined && tone !== 'dim' && <Icon name={toneIcon(tone)} tone={tone} />}
      <span>
        {tone !== undefined && <span class="hidden">{toneWords[tone]}</span>}
        <PhraseText phrase={phrase} from={from} />
        {(by !== null || at !== null) && (
          <>
            {' '}
            <span class="evidence-by">
              {by !== null && (
                <>
                  by <UserText text={by} />
                </>
              )}
              {by !== null && at !== null && ', '}
              {at !== null && <RelativeTime at={at} />}
            </span>
          </>
        )}
      </span>
    </>
  );
}

function Gate({ gate }: { gate: GateView }) {
  const look = looks[gate.state];
  const isOpen = look.order === 0;
  const [shown, flip] = useDisclosure(`gate ${gate.id}`, false);
  const from = `gate ${gate.id}`;
  const moreId = `gate-${gate.id}-more`;
  return (
    <li
      class={`gate gate-${gate.state} clickable`}
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
        {gate.detail !== '' && <span class="hidden">, </span>}
        {gate.detail !== '' && !isOpen && (
          <span class="gate-detail gate-detail-inline">
            <UserText text={gate.detail} />
          </span>
        )}
      </div>
      {gate.detail !== '' && isOpen && (
        <p class="gate-detail">
          <UserText text={gate.detail} />
        </p>
      )}
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
      </div>
      {shown && <More gate={gate} id={moreId} from={from} />}
      <AnswerLine from={from} />
    </li>
  );
}

/** What a gate was judged by, who can move it, and whether it is more than advice. */
function More({ gate, id, from }: { gate: GateView; id: string; from: string }) {
  return (
    <div class="gate-more" id={id}>
      {gate.evidence.length > 0 && (
        <ul>
          {gate.evidence.map((evidence, index) => (
            <li key={index}>
              <Evidence evidence={evidence} from={from} />
            </li>
          ))}
        </ul>
      )}
      <p>
        {gate.actors !== '' && (
          <>
            Who can move it: <UserText text={gate.actors} />.{' '}
          </>
        )}
        {gate.enforcement}{' '}
        <IntentLink intent={{ kind: 'explainGate', gate: gate.id }} from={from} label={`Explain: ${gate.title}`}>
          Explain
        </IntentLink>
      </p>
    </div>
  );
}
