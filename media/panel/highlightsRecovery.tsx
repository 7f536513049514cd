import { visibleText } from '../../src/core/visibleText';
import type { HighlightsView, PlaceView, RecoveryView } from '../../src/views/panel/hurtViews';
import { Icon, toneIcon } from './icon';
import { IntentLink } from './intentButton';
import { useDisclosure } from './pageContext';
import { UserText } from './userText';

/** As many reasons as are shown before they are unfolded. */
const folded = 3;

/** Whether the release can be taken back, with what makes it so, and the three questions that it follows from. */
export function Recovery({ recovery }: { recovery: RecoveryView }) {
  return (
    <div class={`recovery recovery-${recovery.tone}`} id="recovery">
      <p class="recovery-verdict">
        <Icon name={toneIcon(recovery.tone)} tone={recovery.tone} />
        <span>
          <UserText text={recovery.text} />
        </span>
      </p>
      <Reasons name="recovery reasons" reasons={recovery.reasons} />
      {recovery.verdicts.length > 0 && (
        <dl class="verdicts">
          {recovery.verdicts.map(({ id, question, answer, tone, reasons }) => (
            <div
              key={id}
              class="verdict-row"
              title={reasons[0] === undefined ? undefined : visibleText(sentence(reasons[0]))}
            >
              <dt>{question}</dt>
              <dd>
                <Icon name={tone === 'warn' ? 'unknown' : toneIcon(tone)} tone={tone} />
                {answer}
              </dd>
            </div>
          ))}
        </dl>
      )}
    </div>
  );
}

function sentence({ text, why }: PlaceView): string {
  return why ?? text;
}

function Reasons({ name, reasons }: { name: string; reasons: readonly PlaceView[] }) {
  const [open, flip] = useDisclosure(name, false);
  if (reasons.length === 0) return null;
  const shown = open ? reasons : reasons.slice(0, folded);
  return (
    <>
      <ul class="reasons">
        {shown.map((reason, index) => (
          <li key={index}>
            <IntentLink
              intent={{ kind: 'openFile', path: reason.path, line: reason.line }}
              from="page"
              title={visibleText(reason.text)}
            >
              <UserText text={placeOf(reason)} />
            </IntentLink>{' '}
            <span>
              <UserText text={sentence(reason)} />
            </span>
          </li>
        ))}
      </ul>
      {reasons.length > folded && (
        <button type="button" class="link show-all" aria-expanded={open} onClick={flip}>
          {open ? 'Show fewer' : `Show all ${String(reasons.length)} reasons`}
        </button>
      )}
    </>
  );
}

/** Migrations have long paths whose end tells them apart; Prisma and Diesel give each a folder of its own. */
function placeOf({ path, line }: PlaceView): string {
  const parts = path.split('/');
  const last = parts.at(-1) ?? path;
  const name = /^(?:up|down|migration)\.sql$/.test(last) ? parts.slice(-2).join('/') : last;
  return line === null ? name : `${name}:${String(line)}`;
}

/** The migration review checklist, folded where nothing in it is bad. */
export function Review({ review, tables }: Pick<HighlightsView, 'review' | 'tables'>) {
  const open = review.filter(({ tone }) => tone !== 'ok').length;
  const [shown, flip] = useDisclosure('migration review', false);
  if (review.length === 0) return null;
  return (
    <div class="review">
      <button type="button" id="migration-review" class="link fold chevron" aria-expanded={shown} onClick={flip}>
        <Icon name="chevron" />
        {open === 0 ? 'Migration review' : `Migration review: ${String(open)} of ${String(review.length)} need a look`}
      </button>
      {shown && (
        <ul class="review-rows">
          {review.map(({ id, question, answer, tone }) => (
            <li key={id} class="review-row">
              <Icon name={tone === 'dim' ? 'person' : toneIcon(tone)} tone={tone} class="row-icon" />
              <div>
                <div class="review-question">{question}</div>
                <div>
                  <UserText text={answer} />
                </div>
              </div>
            </li>
          ))}
          {tables.map(({ table, text }) => (
            <li key={`table ${table}`} class="review-row">
              <Icon name="info" tone="dim" class="row-icon" />
              <div>
                <div class="review-question">
                  Phases of <UserText text={table} />
                </div>
                <div>{text}</div>
              </div>
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}
