import type { CommitView } from '../../../src/views/panel/protocol';
import { Icon } from '../icon';
import type { IconName } from '../iconPaths';
import { IntentIconButton, IntentLink } from '../intentButton';
import { useDisclosure } from '../pageContext';
import { Pill } from '../phrase';
import { RelativeTime } from '../relativeTime';
import { UserText } from '../userText';
import type { Entry } from './entries';
import { MarkedText } from './markedText';

interface RowProps {
  readonly entry: Entry;
  /** Place in its section, from 1, and the size of that. */
  readonly position: number;
  readonly size: number;
  /** The one row of the list that Tab stops at. */
  readonly isActive: boolean;
  readonly words: readonly string[];
  /** The heading above says already that it breaks something. */
  readonly underBreaking: boolean;
}

/** A commit or pull request. Enter opens its changes, or its commits; so do the arrows to the sides. */
export function Row({ entry, position, size, isActive, words, underBreaking }: RowProps) {
  const [first] = entry.commits;
  const many = entry.commits.length > 1;
  const [open, flip] = useDisclosure(`row ${entry.key}`, false);
  const tabIndex = isActive ? 0 : -1;
  const breaking = entry.commits.some((commit) => commit.breaking);
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
          <MarkedText text={entry.pull?.title ?? first.text} words={words} />{' '}
          {(entry.pull?.number ?? first.pull) !== null && (
            <PullLink number={entry.pull?.number ?? first.pull ?? 0} tabIndex={tabIndex} />
          )}
          {!many && <Marks commit={first} />}
        </div>
        <BreakingTexts commits={entry.commits} words={words} />
        <div class="row-meta">
          <People commits={entry.commits} words={words} />
          <Scopes commits={entry.commits} words={words} />
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
      {many && open && <Commits entry={entry} tabIndex={tabIndex} words={words} />}
    </li>
  );
}

function Commits({ entry, tabIndex, words }: { entry: Entry; tabIndex: number; words: readonly string[] }) {
  return (
    <ul class="row-commits" aria-label={`Commits of #${String(entry.pull?.number ?? '')}`}>
      {entry.commits.map((commit) => (
        <li key={commit.sha}>
          <div dir="auto">
            {commit.type !== '' && <span class="dim">{commit.type}: </span>}
            <MarkedText text={commit.text} words={words} /> <Marks commit={commit} />
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

function Marks({ commit }: { commit: CommitView }) {
  return (
    <>
      {commit.marks.map((mark) => (
        <Pill key={mark.text} phrase={mark} from="changelog" />
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

function Scopes({ commits, words }: { commits: readonly CommitView[]; words: readonly string[] }) {
  const scopes = [...new Set(commits.map((commit) => commit.scope).filter((scope) => scope !== ''))];
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
