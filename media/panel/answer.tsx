import { Icon } from './icon';
import { usePage } from './pageContext';
import { UserText } from './userText';

/** The last answer to what was asked from this place, until it is dismissed or something else is asked. */
export function AnswerLine({ from }: { from: string }) {
  const { page, store } = usePage();
  const answer = page.answers.get(from);
  if (answer === undefined) return null;
  return (
    <p class={`answer ${answer.ok ? 'answer-ok' : 'answer-error'}`}>
      <Icon name={answer.ok ? 'pass' : 'fail'} tone={answer.ok ? 'ok' : 'error'} />
      <span>
        <UserText text={answer.message} />
      </span>
      <button
        type="button"
        class="icon-button"
        aria-label="Dismiss"
        title="Dismiss"
        onClick={() => {
          store.dismiss(from);
        }}
      >
        <Icon name="close" />
      </button>
    </p>
  );
}
