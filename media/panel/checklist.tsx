import type { ChecklistView } from '../../src/views/panel/protocol';
import { AnswerLine } from './answer';
import { Icon } from './icon';
import { IntentButton } from './intentButton';
import { usePage } from './pageContext';
import { Section } from './section';
import { UserText } from './userText';

type Item = ChecklistView['items'][number];

/** The reviewer's task items. A box shows what was asked for while it is being saved, and what is true afterwards. */
export function Checklist({ checklist }: { checklist: ChecklistView }) {
  return (
    <Section
      id="checklist"
      title="Checklist"
      note={`${String(checklist.done)} of ${String(checklist.required)} required`}
    >
      {checklist.disabled !== null && (
        <p class="dim note" id="checklist-disabled">
          <UserText text={checklist.disabled} />
        </p>
      )}
      <ul class="tasks">
        {checklist.items.map((item) => (
          <Task key={item.id} item={item} disabled={checklist.disabled !== null} />
        ))}
        {checklist.missing.map((text) => (
          <li key={text} class="task-missing">
            <Icon name="warning" tone="warn" />
            <span>
              <span class="tone-warn">Missing: </span>
              <UserText text={text} />
            </span>
          </li>
        ))}
      </ul>
      {checklist.restore !== null && (
        <div class="note">
          <IntentButton intent={checklist.restore.intent} from="checklist">
            {checklist.restore.label}
          </IntentButton>
        </div>
      )}
      <AnswerLine from="checklist" />
    </Section>
  );
}

function Task({ item, disabled }: { item: Item; disabled: boolean }) {
  const { page, store } = usePage();
  const from = `tick ${item.id}`;
  const asked = page.pending.get(from);
  const saving = asked?.kind === 'tick';
  const checked = saving ? asked.checked : item.checked;
  const id = `tick-${item.id}`;
  return (
    <li data-part="checklist">
      <label class={`task ${disabled ? 'task-disabled' : ''}`}>
        <input
          type="checkbox"
          id={id}
          checked={checked}
          disabled={disabled}
          aria-busy={saving}
          aria-describedby={disabled ? 'checklist-disabled' : undefined}
          onChange={(event) => {
            const wanted = event.currentTarget.checked;
            // A second click while the first is being saved is not sent: the box goes on showing the first.
            event.currentTarget.checked = saving ? checked : wanted;
            store.send({ kind: 'tick', item: item.id, checked: wanted }, from);
          }}
        />
        <span>
          <UserText text={item.text} />
          {!item.required && <span class="dim"> (optional)</span>}
          {saving && <span class="saving"> saving…</span>}
        </span>
      </label>
      <AnswerLine from={from} />
    </li>
  );
}
