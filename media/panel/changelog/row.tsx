import { Fragment } from 'preact';
import type { CommitView, Phrase } from '../../../src/views/panel/protocol';
import { Icon } from '../icon';
import type { IconName } from '../iconPaths';
import { IntentIconButton, IntentLink } from '../intentButton';
import { useDisclosure } from '../pageContext';
import { Pill } from '../phrase';
import { RelativeTime } from '../relativeTime';
import { UserText } from '../userText';
import type { Entry } from './entries';
import { MarkedText } from './markedText';
import { marksOf } from './marks';
import { scopesBeside, typePrefix } from './subject';

interface RowProps {
  readonly entry: Entry;
  /** Place in its section, from 1, and the size of that. */
  readonly position: number;
  readonly size: number;
  /** The one row of the list that Tab stops at. */
  readonly isActive: boolean;
  readonly words: readonly string[];
  /** Texts of the marks that are said once of the whole changelog. */
  readonly said: ReadonlySet<string>;
  /** The heading above says already that it breaks something. */
  readonly underBreaking: boolean;
}

/** A commit or pull request. Enter opens its changes, or its commits; so do the arrows to the sides. */
export function Row({ entry, position, size, isActive, words, said, underBreaking }: RowProps) {
  const [first] = entry.commits;
  const many = entry.commits.length > 1;
  const [open, flip] = useDisclosure(`row ${entry.key}`, false);
  const tabIndex = isActive ? 0 : -1;
  const breaking = entry.commits.some((commit) => commit.breaking);
  const title = entry.pull?.title ?? first.text;
  const newest = Math.max(...entry.commits.map((commit) => commit.at));

  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.target !== event.currentTarget || !(event.currentTarget instanceof HTMLElement)) return;
    const wanted = { ArrowRight: true, ArrowLeft: false }[event.key];
    const flips = many && (event.key === 'Enter' || (wanted !== undefined && wanted !== open));
    if (flips) flip();
    else if (event.key === 'Enter') event.currentTarget.querySelector<HTMLElement>('.sha')?.click();
  };

  return (
    <li
      id={`row-${entry.key}`}
      class="row"
      data-row={entry.key}
      tabIndex={tabIndex}
      aria-setsize={size}
      aria-posinset={position}
      onKeyDown={onKeyDown}
    >
      <Icon
        name={breaking ? 'warning' : iconOf(first, entry.pull !== null && many)}
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
          <Marks commits={entry.commits} said={said} tabIndex={tabIndex} />
        </div>
        <BreakingTexts commits={entry.commits} words={words} />
        <div class="row-meta">
          <People commits={entry.commits} words={words} />
          <Scopes scopes={scopesBeside(title, entry.commits)} words={words} />
        </div>
      </div>
      <div class="row-end">
        <span class="row-age">
          <RelativeTime at={newest} style="narrow" />
        </span>
        {many ? (
          <button type="button" class="link row-toggle chevron" tabIndex={tabIndex} aria-expanded={open} onClick={flip}>
            {entry.commits.length} commits
            <Icon name="chevron" />
          </button>
        ) : (
          <CommitEnd commit={first} tabIndex={tabIndex} />
        )}
      </div>
      {many && open && <Commits entry={entry} tabIndex={tabIndex} words={words} said={said} />}
    </li>
  );
}

interface CommitsProps extends Pick<RowProps, 'entry' | 'words' | 'said'> {
  readonly tabIndex: number;
}

function Commits({ entry, tabIndex, words, said }: CommitsProps) {
  return (
    <ul class="row-commits" aria-label={`Commits of #${String(entry.pull?.number ?? '')}`}>
      {entry.commits.map((commit) => (
        <li key={commit.sha}>
          <div dir="auto">
            {commit.type !== '' && <span class="dim">{commit.type}: </span>}
            <MarkedText text={commit.text} words={words} />
            <Marks commits={[commit]} said={said} tabIndex={tabIndex} />
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

function CommitEnd({ commit, tabIndex }: { commit: CommitView; tabIndex: number }) {
  return (
    <span class="commit-end">
      <IntentLink
        intent={{ kind: 'openCommit', sha: commit.sha }}
        from="changelog"
        class="mono sha"
        tabIndex={tabIndex}
        label={`${commit.short}: open its changes`}
        title="Open its changes"
      >
        {commit.short}
      </IntentLink>
      <IntentIconButton
        intent={{ kind: 'openCommitOnGitHub', sha: commit.sha }}
        from="changelog"
        tabIndex={tabIndex}
        label={`${commit.short} on GitHub`}
        title="Open on GitHub"
      >
        <Icon name="external" />
      </IntentIconButton>
    </span>
  );
}

function TypePrefix({ commit }: { commit: CommitView }) {
  const prefix = typePrefix(commit);
  return prefix === '' ? null : <UserText text={prefix} />;
}

/** As many marks that only some commits have as a row shows; its commits show all. */
const someShown = 2;

interface MarksProps extends Pick<RowProps, 'said'> {
  readonly commits: readonly CommitView[];
  readonly tabIndex: number;
}

function Marks({ commits, said, tabIndex }: MarksProps) {
  const { shared, some } = marksOf(commits, said);
  const more = some.slice(someShown).map((mark) => mark.text);
  const pills: readonly Phrase[] = [
    ...shared,
    ...some.slice(0, someShown).map((mark) => ({ ...mark, text: `some: ${mark.text}` })),
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

function BreakingTexts({ commits, words }: { commits: readonly CommitView[]; words: readonly string[] }) {
  return (
    <>
      {commits.map(
        ({ sha, breakingText }) =>
          breakingText !== null && (
            <div key={sha} class="row-breaking-text" dir="auto">
              <MarkedText text={breakingText} words={words} />
            </div>
          ),
      )}
    </>
  );
}

/** "Ines Duarte with Omar Haddad": each person once, who wrote before who helped. */
function People({ commits, words }: { commits: readonly CommitView[]; words: readonly string[] }) {
  const authors = [...new Set(commits.map((commit) => commit.author))];
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

function iconOf(commit: CommitView, isPull: boolean): IconName {
  return typeIcons[commit.type] ?? (isPull ? 'pull' : 'commit');
}
