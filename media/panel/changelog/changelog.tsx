import { Fragment } from 'preact';
import { useEffect, useMemo, useRef } from 'preact/hooks';
import type { ChangelogView } from '../../../src/views/panel/protocol';
import { AnswerLine } from '../answer';
import { Icon } from '../icon';
import { IntentButton } from '../intentButton';
import { usePage } from '../pageContext';
import { PhraseText } from '../phrase';
import type { ChangelogCut } from '../reading';
import { focusInView } from '../scroll';
import { Section } from '../section';
import { UserText } from '../userText';
import { chunksOf } from './chunks';
import { countEntries, entriesOf, filteredEntries, searchIndex } from './entries';
import { parseFilter } from './filter';
import type { CommonMark } from './marks';
import { commonMarks } from './marks';
import { VirtualList } from './virtualList';

const cuts: readonly { readonly cut: ChangelogCut; readonly label: string }[] = [
  { cut: 'pull', label: 'By pull request' },
  { cut: 'commit', label: 'By commit' },
];

/** What the changelog is called while it is not there. */
const usualTitle = 'What ships';

/** The heading of the changelog; it tells which way the commits go. */
export function changelogTitle(changelog: ChangelogView | null): string {
  return changelog?.title ?? usualTitle;
}

/** Every commit of the range, to filter and to open. `status` stands in while it is not there. */
export function Changelog({ changelog, status }: { changelog: ChangelogView | null; status: string | null }) {
  const common = useMemo(() => (changelog === null ? [] : commonMarks(changelog)), [changelog]);
  const said = useMemo(() => new Set(common.map(({ mark }) => mark.text)), [common]);
  return (
    <Section
      id="changelog"
      title={changelogTitle(changelog)}
      note={changelog !== null && <Summary changelog={changelog} common={common} />}
    >
      {changelog === null ? (
        <p class="dim note" role="status">
          <UserText text={status ?? 'Reading the commits…'} />
        </p>
      ) : (
        <ChangelogRows changelog={changelog} said={said} />
      )}
      {changelog !== null && status !== null && (
        <p class="dim note">
          <UserText text={status} />
        </p>
      )}
    </Section>
  );
}

/** How much there is, and what is said of most of it here rather than on each row. */
function Summary({ changelog, common }: { changelog: ChangelogView; common: readonly CommonMark[] }) {
  return (
    <>
      <UserText text={changelog.summary} />
      {common.map(({ mark, count }) => {
        const many = count === changelog.commits.length ? 'all' : count.toLocaleString('en');
        return (
          <Fragment key={mark.text}>
            , <PhraseText phrase={{ ...mark, text: `${many} ${mark.text}` }} from="changelog" />
          </Fragment>
        );
      })}
    </>
  );
}

function ChangelogRows({ changelog, said }: { changelog: ChangelogView; said: ReadonlySet<string> }) {
  const { page, store } = usePage();
  const { cut, filter: text } = page.reading;
  const input = useRef<HTMLInputElement>(null);
  const sections = useMemo(() => entriesOf(changelog, cut), [changelog, cut]);
  const filter = useMemo(() => parseFilter(text), [text]);
  const isFiltered = filter.terms.length > 0;
  // Lazily: nobody waits for it who does not filter.
  const index = useMemo(() => (isFiltered ? searchIndex(changelog) : new Map()), [changelog, isFiltered]);
  const shown = useMemo(() => filteredEntries(sections, filter, index), [sections, filter, index]);
  const chunks = useMemo(() => chunksOf(shown), [shown]);
  const words = useMemo(
    () => filter.terms.filter((term) => !term.negated && isShown(term.field)).map((term) => term.value),
    [filter],
  );

  useEffect(() => {
    const find = (event: KeyboardEvent): void => {
      if (!(event.ctrlKey || event.metaKey) || event.shiftKey || event.altKey || event.key.toLowerCase() !== 'f')
        return;
      // The editor's own search could only find the rows that happen to be drawn.
      event.preventDefault();
      if (input.current !== null) focusInView(input.current, 'nearest');
      input.current?.select();
    };
    window.addEventListener('keydown', find);
    return () => {
      window.removeEventListener('keydown', find);
    };
  }, []);

  const total = countEntries(sections);
  const unit = cut === 'commit' ? 'commits' : 'rows';
  return (
    <>
      <div class="toolbar">
        <div class="filter">
          <Icon name="search" />
          <input
            ref={input}
            type="text"
            id="filter"
            value={text}
            placeholder="Filter: words, type:feat, author:…, is:breaking, is:direct"
            aria-label="Filter the changelog"
            aria-describedby="filter-count"
            autocomplete="off"
            spellcheck={false}
            onInput={(event) => {
              store.read({ filter: event.currentTarget.value });
            }}
            onKeyDown={(event) => {
              if (event.key === 'Escape' && text !== '') store.read({ filter: '' });
            }}
          />
          {text !== '' && (
            <button
              type="button"
              class="icon-button"
              aria-label="Clear the filter"
              title="Clear the filter"
              onClick={() => {
                store.read({ filter: '' });
                input.current?.focus({ preventScroll: true });
              }}
            >
              <Icon name="close" />
            </button>
          )}
        </div>
        <div class="tools">
          <Cuts />
          <div class="tools">
            <IntentButton
              id="open-range"
              intent={{ kind: 'openRange' }}
              from="changelog"
              title="Open every changed file"
            >
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
        </div>
      </div>
      <p class="filter-count dim" id="filter-count" role="status">
        {isFiltered && `${countEntries(shown).toLocaleString('en')} of ${total.toLocaleString('en')} ${unit} shown`}
        {filter.unknown.map((name) => `; “${name}:” is no field, searched as text`)}
      </p>
      <AnswerLine from="changelog" />
      {changelog.notes.map((note) => (
        <p key={note} class="note with-icon">
          <Icon name="info" tone="info" />
          <UserText text={note} />
        </p>
      ))}
      {total === 0 && <p class="dim note">No commits.</p>}
      {total > 0 && chunks.length === 0 && <p class="dim note">Nothing matches the filter.</p>}
      {chunks.length > 0 && <VirtualList chunks={chunks} words={words} said={said} />}
    </>
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

function isShown(field: string | null): boolean {
  return field === null || field === 'author' || field === 'scope';
}
