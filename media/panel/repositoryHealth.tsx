import type { FindingView, HealthView } from '../../src/views/panel/protocol';
import { AnswerLine } from './answer';
import { Icon } from './icon';
import { IntentLink } from './intentButton';
import { useDisclosure } from './pageContext';
import { UserText } from './userText';

const looks = {
  pass: { word: 'Enforced', icon: 'pass', tone: 'ok' },
  fail: { word: 'Not enforced', icon: 'warning', tone: 'warn' },
  unknown: { word: 'Not known', icon: 'unknown', tone: 'warn' },
} as const;

/** What GitHub itself holds to, folded: it says how far the gates are more than advice. */
export function RepositoryHealth({ health: { summary, note, findings } }: { health: HealthView }) {
  const [open, flip] = useDisclosure('repository health', false);
  const title = (
    <>
      <span class="dim">Enforced by GitHub: </span>
      {summary}
    </>
  );
  return (
    <div class="ground" data-part="health">
      {findings.length === 0 ? (
        <p>{title}</p>
      ) : (
        <button
          type="button"
          id="health-toggle"
          class="link fold chevron"
          aria-expanded={open}
          aria-controls={open ? 'health-findings' : undefined}
          onClick={flip}
        >
          <Icon name="chevron" />
          <span>{title}</span>
        </button>
      )}
      {note !== null && (
        <p class="dim">
          <UserText text={note} />
        </p>
      )}
      {open && (
        <ul class="health-findings" id="health-findings">
          {findings.map((finding) => (
            <Finding key={finding.id} finding={finding} />
          ))}
        </ul>
      )}
      <AnswerLine from="health" />
    </div>
  );
}

function Finding({ finding: { id, state, title, detail, next, action } }: { finding: FindingView }) {
  const look = looks[state];
  return (
    <li class="health-finding">
      <Icon name={look.icon} tone={look.tone} />
      <div>
        <span class="hidden">{`${look.word}: `}</span>
        <span>{title}</span>
        <span class="hidden">, </span>
        <span class="health-detail">
          <UserText text={detail} />
        </span>
        {next !== null && <span class="health-next"> {next}</span>}
      </div>
      {action !== null && (
        <IntentLink id={`health-${id}-action`} intent={action.intent} from="health" label={`${action.label}: ${title}`}>
          {action.label}
        </IntentLink>
      )}
    </li>
  );
}
