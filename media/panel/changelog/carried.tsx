import type { CarriedView } from '../../../src/views/panel/changelogViews';
import { AnswerLine } from '../answer';
import { Icon, toneIcon } from '../icon';
import { IntentButton } from '../intentButton';
import { useDisclosure, usePage } from '../pageContext';
import { UserText } from '../userText';
import type { ArrivedChangelog } from './arrived';

/** As many commits or references as are listed; the line says how many there are. */
const listed = 100;

interface CarriedProps {
  readonly carried: CarriedView;
  readonly changelog: ArrivedChangelog | null;
}

/** How the changelogs that people or bots wrote compare with what really ships, and what to do about it. */
export function Carried({ carried, changelog }: CarriedProps) {
  const { lines, action } = carried;
  if (lines.length === 0 && action === null) return null;
  return (
    <div class="carried">
      <ul>
        {lines.map((line, index) => (
          <li key={line.text} class="carried-line">
            <Icon name={toneIcon(line.tone)} tone={line.tone} />
            <CarriedLine line={line} name={`carried ${String(index)}`} changelog={changelog} />
          </li>
        ))}
      </ul>
      {action !== null && <CarriedAction action={action} />}
      <AnswerLine from="carried" />
    </div>
  );
}

function CarriedAction({ action }: { action: NonNullable<CarriedView['action']> }) {
  if (action.disabled === null) {
    return (
      <IntentButton id="carried-action" intent={action.intent} from="carried">
        {action.label}
      </IntentButton>
    );
  }
  // Still focusable, so that a keyboard reader meets the reason too.
  return (
    <span class="action-off">
      <button type="button" id="carried-action" class="button" aria-disabled aria-describedby="carried-reason">
        {action.label}
      </button>
      <span class="dim" id="carried-reason">
        <UserText text={action.disabled} />
      </span>
    </span>
  );
}

interface CarriedLineProps {
  readonly line: CarriedView['lines'][number];
  readonly name: string;
  readonly changelog: ArrivedChangelog | null;
}

function CarriedLine({ line, name, changelog }: CarriedLineProps) {
  const [open, flip] = useDisclosure(name, false);
  const { text, missing, foreign } = line;
  const parts = [
    ...(missing.length === 0 ? [] : [`${amount(missing.length)} missing`]),
    ...(foreign.length === 0 ? [] : [`${amount(foreign.length)} not in this release`]),
  ];
  return (
    <div>
      <UserText text={text} />{' '}
      {parts.length > 0 && (
        <button type="button" class="link chevron carried-more" aria-expanded={open} onClick={flip}>
          {parts.join(', ')}
          <Icon name="chevron" />
        </button>
      )}
      {open && <Missing missing={missing} changelog={changelog} />}
      {open && foreign.length > 0 && (
        <p class="carried-foreign dim">
          Not in this release: <UserText text={foreign.slice(0, listed).join(', ')} />
          {foreign.length > listed && ` and ${amount(foreign.length - listed)} more`}
        </p>
      )}
    </div>
  );
}

function Missing({ missing, changelog }: Pick<CarriedLineProps['line'], 'missing'> & Pick<CarriedProps, 'changelog'>) {
  const { store } = usePage();
  if (missing.length === 0) return null;
  return (
    <ul class="carried-missing">
      {missing.slice(0, listed).map(({ sha, short, text }) => (
        <li key={sha}>
          <button
            type="button"
            class="link mono sha"
            title="Show its row"
            aria-disabled={changelog === null}
            onClick={() => {
              if (changelog !== null) store.leadTo(sha);
            }}
          >
            {short}
          </button>{' '}
          <UserText text={text} />
        </li>
      ))}
      {missing.length > listed && <li class="dim">and {amount(missing.length - listed)} more</li>}
    </ul>
  );
}

function amount(value: number): string {
  return value.toLocaleString('en');
}
