import { useEffect, useMemo } from 'preact/hooks';
import type { PageState } from '../../../src/views/panel/protocol';
import { AnswerLine } from '../answer';
import { Icon } from '../icon';
import { IntentButton } from '../intentButton';
import { usePage } from '../pageContext';
import type { ChangelogCut } from '../reading';
import { Section } from '../section';
import { UserText } from '../userText';
import type { ArrivedChangelog } from './arrived';
import { Carried } from './carried';
import { chunksOf } from './chunks';
import { countEntries, entriesOf, filteredEntries } from './entries';
import { FilterBox } from './filterBox';
import { FilterChips } from './filterChips';
import { FilterCount } from './filterCount';
import { ReadingStatus } from './readingStatus';
import type { FilterState } from './useFilter';
import { useFilter } from './useFilter';
import { VirtualList } from './virtualList';

const cuts: readonly { readonly cut: ChangelogCut; readonly label: string }[] = [
  { cut: 'pull', label: 'By pull request' },
  { cut: 'commit', label: 'By commit' },
];

/** What the changelog is called while it is not there. */
const usualTitle = 'What ships';

/** The heading of the changelog; it tells which way the commits go. */
export function changelogTitle(changelog: ArrivedChangelog | null): string {
  return changelog?.outline.title ?? usualTitle;
}

/** Every commit of the range, to filter and to open. The state says how its reading goes while it is not there. */
export function Changelog({ changelog, state }: { changelog: ArrivedChangelog | null; state: PageState }) {
  const { changelogStatus: status, changelogActions: actions } = state;
  const waits = changelog === null ? (status ?? 'Reading the commits…') : status;
  return (
    <Section
      id="changelog"
      title={changelogTitle(changelog)}
      note={changelog !== null && changelog.outline.count > 0 && <UserText text={changelog.outline.summary} />}
    >
      {waits !== null && <ReadingStatus text={waits} actions={actions} />}
      {state.carried !== null && <Carried carried={state.carried} changelog={changelog} />}
      {changelog !== null &&
        (changelog.outline.count === 0 ? (
          <NoRows notes={changelog.outline.notes} />
        ) : (
          <ChangelogRows changelog={changelog} />
        ))}
    </Section>
  );
}

function ChangelogRows({ changelog }: { changelog: ArrivedChangelog }) {
  const { page, place } = usePage();
  const { cut, filter: text, open } = page.reading;
  const state = useFilter(changelog, text);
  const { found } = state;
  const folds = Object.keys(open)
    .filter((name) => name.startsWith('fold ') && open[name] === true)
    .join('\n');
  const isFiltered = found !== null;
  const sections = useMemo(
    // A filter leads to single rows: they are not folded away again.
    () => entriesOf(changelog.outline, cut, isFiltered ? null : new Set(folds.split('\n'))),
    [changelog, cut, isFiltered, folds],
  );
  const shown = useMemo(() => (found === null ? sections : filteredEntries(sections, found.hits)), [sections, found]);
  const chunks = useMemo(() => chunksOf(shown), [shown]);
  const words = useMemo(() => (found === null ? [] : shownWords(found)), [found?.filter]);
  const total = useMemo(() => countEntries(sections), [sections]);
  const isOver = found === null ? state.filter.terms.length === 0 : found.searched >= changelog.outline.count;
  // The row to come back to has its place among the rows that the filter leaves.
  const isDrawn = isOver || place.rowToRestore() === null;
  useShowsLed(changelog, state);

  return (
    <>
      <div class="toolbar">
        <FilterBox />
        <div class="tools">
          <Cuts />
          <Tools />
        </div>
      </div>
      <FilterChips changelog={changelog} />
      <FilterCount
        state={state}
        shown={countEntries(shown)}
        total={total}
        count={changelog.outline.count}
        unit={cut === 'commit' ? 'commits' : 'rows'}
      />
      <AnswerLine from="changelog" />
      <Notes notes={changelog.outline.notes} />
      {found !== null && isOver && chunks.length === 0 && <p class="dim note">Nothing matches the filter.</p>}
      {isDrawn && chunks.length > 0 && <VirtualList changelog={changelog} chunks={chunks} words={words} />}
    </>
  );
}

/** Takes the filter away when it hides the commit that the reader is being led to; ends that when there is no such one. */
function useShowsLed(changelog: ArrivedChangelog, { found }: FilterState): void {
  const { page, store } = usePage();
  const { led } = page;
  useEffect(() => {
    if (led === null) return;
    const row = changelog.rowOf(led.sha);
    if (row < 0 && changelog.isComplete) store.endLeading();
    else if (row >= 0 && found !== null && found.hits[row] !== 1) store.read({ filter: '' });
  }, [led, found, changelog, store]);
}

/** Why there is nothing to list or to filter; the files of the two commits may still differ. */
function NoRows({ notes }: { notes: readonly string[] }) {
  if (notes.length === 0) return <p class="dim note">No commits.</p>;
  return (
    <>
      <Notes notes={notes} />
      <div class="toolbar">
        <Tools />
      </div>
      <AnswerLine from="changelog" />
    </>
  );
}

function Notes({ notes }: { notes: readonly string[] }) {
  return (
    <>
      {notes.map((note) => (
        <p key={note} class="note with-icon">
          <Icon name="info" tone="info" />
          <UserText text={note} />
        </p>
      ))}
    </>
  );
}

function Tools() {
  return (
    <div class="tools">
      <IntentButton id="open-range" intent={{ kind: 'openRange' }} from="changelog" title="Open every changed file">
        <Icon name="files" />
        All files
      </IntentButton>
      <IntentButton
        id="copy-changelog"
        intent={{ kind: 'copyChangelog' }}
        from="changelog"
        title="Copy the changelog as Markdown"
      >
        <Icon name="copy" />
        Copy
      </IntentButton>
    </div>
  );
}

function Cuts() {
  const { page, store } = usePage();
  return (
    <div class="toggle" role="group" aria-label="Rows">
      {cuts.map(({ cut, label }) => (
        <button
          key={cut}
          type="button"
          id={`cut-${cut}`}
          class="button"
          aria-pressed={page.reading.cut === cut}
          onClick={() => {
            store.read({ cut });
          }}
        >
          {label}
        </button>
      ))}
    </div>
  );
}

/** The searched words that rows show, to be marked there. */
function shownWords({ filter }: NonNullable<FilterState['found']>): readonly string[] {
  return filter.terms
    .filter(({ field, negated }) => !negated && (field === null || field === 'author' || field === 'scope'))
    .map((term) => term.value);
}
