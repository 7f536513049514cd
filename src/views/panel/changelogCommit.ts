import type { Commit } from '../../core/changelog/model';
import { isKnownType } from '../../core/changelog/sections';
import { shortSha } from '../../core/sha';
import type { CommitView } from './changelogViews';
import type { Phrase } from './protocol';

/** What a row says of a commit beyond the commit itself. */
export interface CommitFacts {
  /** The name of the automation that wrote it; `null` for people's. */
  readonly bot: string | null;
  /** The first commit of its author here. */
  readonly firstTime: boolean;
  /** Marks that come of the release and not of the commit. */
  readonly marks: readonly Phrase[];
}

/** A commit as the page draws it. */
export function commitView(commit: Commit, facts: CommitFacts): CommitView {
  return {
    sha: commit.sha,
    short: shortSha(commit.sha),
    type: writtenType(commit),
    scope: commit.scope ?? '',
    text: commit.description || commit.subject || '(no subject)',
    author: commit.authors.map((author) => author.name || author.email).join(', '),
    coAuthors: commit.coAuthors.map((author) => author.name || author.email),
    at: commit.authoredAt,
    pull: commit.pull,
    breaking: commit.breaking,
    breakingText: commit.breakingText,
    issues: commit.issues.map(({ text, closes, number, repository }) => ({
      text,
      closes,
      intent: number === null ? null : { kind: 'openIssue', number, repository },
    })),
    direct: commit.direct,
    bot: facts.bot,
    firstTime: facts.firstTime,
    merge: commit.merge,
    marks: [...facts.marks, ...revertMarks(commit)],
  };
}

/**
 * What a commit without a pull request is marked with; `null` for the others. That there is none is said only when the
 * forge was asked: until then no message names one, which is less.
 */
export function directMark({ direct, directConfirmed }: Commit): string | null {
  if (!direct) return null;
  return directConfirmed ? 'without a pull request' : 'names no pull request';
}

/** Types that everyone knows in lower case; any other one as it was written: `Hotfix`. */
function writtenType({ type, prefix }: Commit): string {
  if (type === null) return '';
  if (isKnownType(type)) return type;
  const written = /^[^\s(:!]+/.exec(prefix)?.[0] ?? '';
  return written.toLowerCase() === type ? written : type;
}

function revertMarks(commit: Commit): readonly Phrase[] {
  return [
    ...(commit.revertedBy === null
      ? []
      : [{ text: `reverted by ${shortSha(commit.revertedBy)}`, tone: 'dim' as const }]),
    ...commit.reverts.map((sha) => ({ text: `reverts ${shortSha(sha)}`, tone: 'dim' as const })),
  ];
}
