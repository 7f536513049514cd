import { Fragment } from 'preact';
import type { CommitView } from '../../../src/views/panel/changelogViews';
import type { Phrase } from '../../../src/views/panel/protocol';
import { Icon } from '../icon';
import type { IconName } from '../iconPaths';
import { IntentLink } from '../intentButton';
import { useDisclosure } from '../pageContext';
import { Pill } from '../phrase';
import { UserText } from '../userText';
import type { Entry } from './entries';
import { Issues } from './issues';
import { MarkedText } from './markedText';
import { firstMarks, marksOf } from './marks';
import type { RowCommits } from './merges';
import { withoutRepeats, writtenOf } from './merges';
import { CommitEnd, RowEnd } from './rowEnd';
import { scopesBeside, typePrefix } from './subject';

interface RowProps {
  readonly entry: Entry;
  readonly commits: RowCommits;
  /** What the row is called: see `rowName`. */
  readonly name: string;
  /** Place in its section, from 1, and the size of that. */
  readonly position: number;
  readonly size: number;
  /** The one row of the list that Tab stops at. */
  readonly isActive: boolean;
  readonly words: readonly string[];
  /** The heading above says already that it breaks something. */
  readonly underBreaking: boolean;
}

/** A commit or pull request. Enter opens the changes of its commit, or lists several; arrows to the sides only list. */
export function Row({ entry, commits, name, position, size, isActive, words, underBreaking }: RowProps) {
  const [first] = commits;
  const many = writtenOf(commits).length > 1;
  const hasList = commits.length > 1;
  const [open, flip] = useDisclosure(`row ${entry.key}`, false);
  const tabIndex = isActive ? 0 : -1;
  const breaking = commits.some((commit) => commit.breaking);
  const title = entry.pull?.title ?? first.text;

  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.target !== event.currentTarget || !(event.currentTarget instanceof HTMLElement)) return;
    const wanted = { ArrowRight: true, ArrowLeft: false }[event.key];
    const flips = (many && event.key === 'Enter') || (hasList && wanted !== undefined && wanted !== open);
    if (flips) flip();
    else if (event.key === 'Enter') event.currentTarget.querySelector<HTMLElement>('.sha')?.click();
  };

  return (
    <li
      id={`row-${name}`}
      class={entry.isFolded ? 'row row-folded' : 'row'}
      data-row={name}
      tabIndex={tabIndex}
      aria-setsize={size}
      aria-posinset={position}
      onKeyDown={onKeyDown}
    >
      <Icon
        name={breaking ? 'warning' : iconOf(entry, commits)}
        class={`row-icon ${breaking ? 'tone-error' : 'dim'}`}
      />
      <div class="row-body">
        <div class="row-title" dir="auto">
          {breaking && <span class={underBreaking ? 'hidden' : 'row-breaking'}>Breaking: </span>}
          {entry.pull === null && <TypePrefix commit={first} />}
          <MarkedText text={title} words={words} />{' '}
          {(entry.pull?.number ?? first.pull) !== null && (
            <PullLink number={entry.pull?.number ?? first.pull ?? 0} tabIndex={tabIndex} />
          )}
          <Marks commits={commits} tabIndex={tabIndex} />
        </div>
        <BreakingTexts commits={commits} words={words} />
        <div class="row-meta">
          <People commits={commits} words={words} />
          <Scopes scopes={scopesBeside(title, commits)} words={words} />
          <Issues commits={commits} tabIndex={tabIndex} />
        </div>
      </div>
      <RowEnd commits={commits} tabIndex={tabIndex} open={open} flip={flip} />
      {hasList && open && <Commits entry={entry} commits={commits} tabIndex={tabIndex} words={words} />}
    </li>
  );
}

interface CommitsProps extends Pick<RowProps, 'entry' | 'commits' | 'words'> {
  readonly tabIndex: number;
}

function Commits({ entry, commits, tabIndex, words }: CommitsProps) {
  return (
    <ul class="row-commits" aria-label={`Commits of #${String(entry.pull?.number ?? '')}`}>
      {commits.map((commit) => (
        <li key={commit.sha}>
          <div dir="auto">
            {commit.type !== '' && <span class="dim">{commit.type}: </span>}
            <MarkedText text={commit.text} words={words} />
            <Marks commits={[withoutRepeats(commit, commits)]} tabIndex={tabIndex} />
          </div>
          <CommitEnd commit={commit} tabIndex={tabIndex} />
        </li>
      ))}
    </ul>
  );
}

function PullLink({ number, tabIndex }: { number: number; tabIndex: number }) {
  return (
    <IntentLink
      intent={{ kind: 'openPullNumber', number }}
      from="changelog"
      class="row-pull"
      tabIndex={tabIndex}
      title="Open the pull request"
    >
      #{number}
    </IntentLink>
  );
}

function TypePrefix({ commit }: { commit: CommitView }) {
  const prefix = typePrefix(commit);
  return prefix === '' ? null : <UserText text={prefix} />;
}

/** As many marks that only some commits have as a row shows; its commits show all. */
const someShown = 2;

interface MarksProps {
  readonly commits: RowCommits;
  readonly tabIndex: number;
}

function Marks({ commits, tabIndex }: MarksProps) {
  const { shared, some } = marksOf(commits);
  const more = some.slice(someShown).map((mark) => mark.text);
  const pills: readonly Phrase[] = [
    ...shared,
    ...some.slice(0, someShown).map((mark) => ({ ...mark, text: `some: ${mark.text}` })),
    ...firstMarks(writtenOf(commits)),
    ...(more.length === 0 ? [] : [{ text: `and ${String(more.length)} more`, title: more.join(', ') }]),
  ];
  return (
    <>
      {pills.map((pill) => (
        <Fragment key={pill.text}>
          {' '}
          <Pill phrase={pill} from="changelog" tabIndex={tabIndex} />
        </Fragment>
      ))}
    </>
  );
}

/** What the commits break, each once: a merge often repeats it. */
function BreakingTexts({ commits, words }: { commits: RowCommits; words: readonly string[] }) {
  const texts = new Set(commits.flatMap(({ breakingText }) => (breakingText === null ? [] : [breakingText])));
  return (
    <>
      {[...texts].map((text) => (
        <div key={text} class="row-breaking-text" dir="auto">
          <MarkedText text={text} words={words} />
        </div>
      ))}
    </>
  );
}

/** "Ines Duarte with Omar Haddad": each person once, who wrote before who helped; who only merged did neither. */
function People({ commits, words }: { commits: RowCommits; words: readonly string[] }) {
  const authors = [...new Set(writtenOf(commits).map((commit) => commit.author))];
  const helpers = [...new Set(commits.flatMap((commit) => commit.coAuthors))].filter((name) => !authors.includes(name));
  return (
    <span>
      <Names names={authors} words={words} />
      {helpers.length > 0 && ' with '}
      <Names names={helpers} words={words} />
    </span>
  );
}

function Names({ names, words }: { names: readonly string[]; words: readonly string[] }) {
  return (
    <>
      {names.map((name, index) => (
        <span key={name}>
          {index > 0 && ', '}
          <MarkedText text={name} words={words} />
        </span>
      ))}
    </>
  );
}

function Scopes({ scopes, words }: { scopes: readonly string[]; words: readonly string[] }) {
  if (scopes.length === 0) return null;
  return (
    <span class="row-scopes">
      {scopes.map((scope) => (
        <span key={scope} class="scope">
          {words.length === 0 ? <UserText text={scope} /> : <MarkedText text={scope} words={words} />}
        </span>
      ))}
    </span>
  );
}

const typeIcons: Readonly<Record<string, IconName>> = {
  feat: 'add',
  fix: 'bug',
  perf: 'gauge',
  revert: 'revert',
  docs: 'book',
  test: 'beaker',
  build: 'tools',
  chore: 'tools',
  ci: 'tools',
};

function iconOf({ pull }: Entry, commits: RowCommits): IconName {
  const [first] = commits;
  const written = writtenOf(commits);
  if (pull === null && first.merge) return 'merged';
  const { type } = first.type === '' ? written[0] : first;
  return typeIcons[type.toLowerCase()] ?? (written.length > 1 ? 'pull' : 'commit');
}
