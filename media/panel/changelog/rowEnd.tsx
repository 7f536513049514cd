import type { CommitView } from '../../../src/views/panel/changelogViews';
import { Icon } from '../icon';
import { IntentIconButton, IntentLink } from '../intentButton';
import { RelativeTime } from '../relativeTime';
import type { RowCommits } from './merges';
import { writtenOf } from './merges';

interface RowEndProps {
  readonly commits: RowCommits;
  readonly tabIndex: number;
  /** Whether its commits are listed, and what changes that. */
  readonly open: boolean;
  readonly flip: () => void;
}

/**
 * How old a row is, and what leads to its commits: one opens its changes, several are listed. Merges are no commits to
 * count, but are listed too.
 */
export function RowEnd({ commits, tabIndex, open, flip }: RowEndProps) {
  const written = writtenOf(commits);
  const merges = commits.length - written.length;
  const disclosure = { type: 'button', tabIndex, 'aria-expanded': open, onClick: flip } as const;
  const listName = `The commit and its ${merges === 1 ? 'merge' : 'merges'}`;
  return (
    <div class="row-end">
      <span class="row-age">
        <RelativeTime at={Math.max(...commits.map((commit) => commit.at))} style="narrow" />
      </span>
      {written.length > 1 ? (
        <button {...disclosure} class="link row-toggle chevron">
          {written.length} commits
          <Icon name="chevron" />
        </button>
      ) : (
        <span class="row-commit">
          {merges > 0 && (
            <button {...disclosure} class="icon-button row-merges chevron" aria-label={listName} title={listName}>
              <Icon name="chevron" />
            </button>
          )}
          <CommitEnd commit={written[0]} tabIndex={tabIndex} />
        </span>
      )}
    </div>
  );
}

/** The SHA of a commit, which opens its changes, and the way to it on GitHub. */
export function CommitEnd({ commit, tabIndex }: { commit: CommitView; tabIndex: number }) {
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
