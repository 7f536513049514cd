import { useRef, useState } from 'preact/hooks';
import type { RiskView } from '../../src/views/panel/protocol';
import { AnswerLine } from './answer';
import { Icon, toneIcon } from './icon';
import { usePage } from './pageContext';
import { PhraseText } from './phrase';
import { RiskWhy } from './riskWhy';
import { Section } from './section';
import { UserText } from './userText';

/**
 * The one-of risk label. Arrow keys move the focus without choosing: choosing writes to GitHub, so it takes Space, Enter
 * or a click.
 */
export function Risk({ risk }: { risk: RiskView }) {
  const { page, store } = usePage();
  const group = useRef<HTMLDivElement>(null);
  const asked = page.pending.get('risk');
  const wanted = asked?.kind === 'setRisk' ? asked.level : null;
  const chosen = risk.options.findIndex((option) => (wanted === null ? option.chosen : option.level === wanted));
  const [focused, setFocused] = useState<number | null>(null);
  const tabStop = focused ?? Math.max(chosen, 0);

  const onKeyDown = (event: KeyboardEvent): void => {
    const steps: Record<string, number> = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 };
    const step = steps[event.key];
    if (step === undefined) return;
    event.preventDefault();
    const next = (tabStop + step + risk.options.length) % risk.options.length;
    setFocused(next);
    group.current?.querySelectorAll('button')[next]?.focus();
  };

  return (
    <Section
      id="risk"
      title="Risk"
      note={wanted === null ? risk.note !== null && <Note risk={risk} /> : <span class="saving">saving…</span>}
    >
      <div
        ref={group}
        class="segments"
        role="radiogroup"
        aria-labelledby="risk-title"
        aria-describedby={risk.disabled === null ? undefined : 'risk-disabled'}
        aria-disabled={risk.disabled !== null}
        onKeyDown={onKeyDown}
        onFocusOut={() => {
          setFocused(null);
        }}
      >
        {risk.options.map((option, index) => (
          <button
            key={option.level}
            type="button"
            role="radio"
            id={`risk-${option.level}`}
            aria-checked={index === chosen}
            aria-busy={option.level === wanted}
            aria-disabled={risk.disabled !== null || wanted !== null}
            tabIndex={index === tabStop ? 0 : -1}
            class={`segment ${option.level === wanted ? 'busy' : ''}`}
            onFocus={() => {
              setFocused(index);
            }}
            onClick={() => {
              if (risk.disabled !== null || (option.chosen && index === chosen)) return;
              store.send({ kind: 'setRisk', level: option.level }, 'risk');
            }}
          >
            {index === chosen && <Icon name="check" />}
            {option.label}
          </button>
        ))}
      </div>
      {risk.disabled !== null && (
        <p class="dim note" id="risk-disabled">
          <UserText text={risk.disabled} />
        </p>
      )}
      <AnswerLine from="risk" />
      {risk.agreement !== null && (
        <p class="note with-icon" id="risk-agreement">
          <Icon name="info" tone="info" />
          <span>
            <UserText text={risk.agreement} />
          </span>
        </p>
      )}
      {risk.suggestion !== null && (
        <p class="note with-icon">
          <Icon name="robot" />
          <PhraseText phrase={{ tone: 'dim', ...risk.suggestion }} from="risk" />
        </p>
      )}
      <RiskWhy risk={risk} />
    </Section>
  );
}

function Note({ risk }: { risk: RiskView }) {
  if (risk.note === null) return null;
  const tone = risk.note.tone ?? 'dim';
  return (
    <span class={`tone-${tone}`}>
      {tone !== 'dim' && <Icon name={toneIcon(tone)} />}
      <PhraseText phrase={risk.note} from="risk" />
    </span>
  );
}
