import type { Highlights } from '../../core/highlights/model';
import { reviewChecklist, type ReviewAnswer } from '../../core/highlights/review/checklist';
import { phasesByTable } from '../../core/highlights/review/phases';
import { verdictsOf, type VerdictReason } from '../../core/highlights/review/verdicts';
import { recoveryLine, verdictLines } from '../../core/highlights/review/words';
import { counts } from '../../core/highlights/effect';
import { movedSentence, withoutMoved } from '../../core/highlights/migrationFindings';
import type { Direction } from '../../core/history';
import { recoveryOf } from '../../core/recovery';
import type { ContentsState } from '../../store/contentsCache';
import { highlightsSummary } from '../words';
import { migrationView } from './migrationView';
import type { HighlightsView, PlaceView, RecoveryView, ReviewRowView } from './hurtViews';
import type { Tone } from './protocol';

/** What can hurt, as the page shows it; migrations of which only comments or layout changed are named at the end. */
export function highlightsView(contents: ContentsState): HighlightsView {
  const empty = { summary: '', recovery: null, review: [], tables: [], migrations: [], reworded: [], notes: [] };
  if (contents.state === 'loading') return { ...empty, status: 'Looking for migrations…' };
  if (contents.state !== 'ready') return { ...empty, status: contents.message };
  const { highlights, changelog } = contents.contents;
  if (!highlights.known) return { ...empty, status: `Migrations could not be looked for: ${highlights.reason}` };
  const { notes } = highlights.value;
  const { listed: migrations, moved } = withoutMoved(highlights.value.migrations);
  const { direction } = changelog.range;
  return {
    summary: highlightsSummary(highlights.value, direction),
    status: null,
    recovery: recoveryView(highlights.value, direction),
    review: reviewView(highlights.value, direction),
    tables: tablesView(highlights.value, direction),
    migrations: migrations
      .filter(({ effect }) => effect !== 'reworded')
      .map((migration) => migrationView(migration, direction)),
    reworded: migrations.filter(({ effect }) => effect === 'reworded').map(({ path }) => path),
    notes: moved.length === 0 ? notes : [movedSentence(moved), ...notes],
  };
}

const recoveryTones = { 'roll-back': 'ok', 'roll-forward': 'error', unknown: 'warn' } as const;

/** As many reasons as somebody reads; the migrations below have all of them. */
const mostReasons = 40;

function placeView({ path, line, text, why }: VerdictReason): PlaceView {
  return { path, line, text, why };
}

function recoveryView(highlights: Highlights, direction: Direction): RecoveryView | null {
  // Without a migration there is nothing that could stand in the way, unless not everything was looked at.
  if (highlights.migrations.length === 0 && highlights.complete) return null;
  const { verdict, reasons } = recoveryOf(highlights, direction);
  const verdicts = verdictsOf(highlights, direction);
  return {
    tone: recoveryTones[verdict],
    text: recoveryLine(highlights, direction),
    reasons: reasons.slice(0, mostReasons).map(placeView),
    verdicts: highlights.migrations.some((migration) => counts(migration, direction))
      ? verdictLines(verdicts).map((line) => ({
          ...line,
          reasons: verdicts[line.id].reasons.slice(0, mostReasons).map(placeView),
        }))
      : [],
  };
}

const answerTones: Readonly<Record<ReviewAnswer['answer'], Tone>> = {
  bad: 'warn',
  unknown: 'info',
  ask: 'dim',
  good: 'ok',
};
const answerOrder: readonly ReviewAnswer['answer'][] = ['bad', 'unknown', 'ask', 'good'];

function reviewView(highlights: Highlights, direction: Direction): readonly ReviewRowView[] {
  return reviewChecklist(highlights, direction)
    .toSorted((a, b) => answerOrder.indexOf(a.answer) - answerOrder.indexOf(b.answer))
    .map(({ id, question, answer, text }) => ({ id, question, answer: text, tone: answerTones[answer] }));
}

function tablesView(highlights: Highlights, direction: Direction): HighlightsView['tables'] {
  return phasesByTable(highlights, direction)
    .filter(({ steps }) => steps.contract.length > 0)
    .map(({ table, steps }) => ({
      table,
      text: (['expand', 'migrate', 'contract'] as const)
        .filter((phase) => steps[phase].length > 0)
        .map((phase) => `${phase} ${steps[phase].length}`)
        .join(', '),
    }));
}
