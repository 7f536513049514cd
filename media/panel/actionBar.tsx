import type { ActionView, PageState } from '../../src/views/panel/protocol';
import { AnswerLine } from './answer';
import { Icon } from './icon';
import { IntentButton, IntentIconButton } from './intentButton';
import { RelativeTime } from './relativeTime';
import { UserText } from './userText';

/** What the reviewer can do about the release, as whom, and how old what they see is. Always in view. */
export function ActionBar({ state }: { state: PageState }) {
  return (
    <section class="action-bar" data-part="actions" aria-label="Actions">
      <AnswerLine from="page" />
      <AnswerLine from="actions" />
      <div class="action-row">
        {state.actions.map((action, index) => (
          <Action key={action.id} action={action} reason={reasonOf(state.actions, index)} />
        ))}
        <p class="acting">
          {state.acting !== null && (
            <span>
              <UserText text={state.acting} />
            </span>
          )}
          <span class="read-at">
            {state.refreshing ? 'reading…' : state.readAt === null ? null : <ReadAt at={state.readAt} />}
            <IntentIconButton id="refresh" intent={{ kind: 'refresh' }} from="page" label="Refresh">
              <Icon name="refresh" class={state.refreshing ? 'spin' : ''} />
            </IntentIconButton>
          </span>
        </p>
      </div>
    </section>
  );
}

function ReadAt({ at }: { at: number }) {
  return (
    <span>
      read <RelativeTime at={at} />
    </span>
  );
}

/** The last of the neighbours that are off for the same reason: the one that says it. */
function reasonOf(actions: readonly ActionView[], index: number): ActionView['id'] | undefined {
  const reason = actions[index]?.disabled;
  let last = index;
  while (actions[last + 1]?.disabled === reason) last++;
  return actions[last]?.id;
}

function Action({ action, reason }: { action: ActionView; reason: ActionView['id'] | undefined }) {
  const id = `action-${action.id}`;
  if (action.disabled === null) {
    return (
      <IntentButton id={id} intent={action.intent} from="actions" primary={action.primary}>
        {action.label}
      </IntentButton>
    );
  }
  // Still focusable, so that a keyboard reader meets the reason too.
  return (
    <span class="action-off">
      <button
        type="button"
        id={id}
        class={`button ${action.primary ? 'primary' : ''}`}
        aria-disabled
        aria-describedby={`action-${reason ?? action.id}-reason`}
      >
        {action.label}
      </button>
      {reason === action.id && (
        <span class="dim" id={`${id}-reason`}>
          <UserText text={action.disabled} />
        </span>
      )}
    </span>
  );
}
