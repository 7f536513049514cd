import type { Changelog, Commit, Section } from '../core/changelog/model';
import type { Direction } from '../core/history';
import type { Sha } from '../core/sha';

export interface RangeJson {
  readonly from: Sha;
  readonly to: Sha;
  readonly direction: Direction;
}

export type CommitJson = Pick<
  Commit,
  | 'sha'
  | 'subject'
  | 'type'
  | 'scope'
  | 'breaking'
  | 'breakingText'
  | 'pull'
  | 'authors'
  | 'coAuthors'
  | 'reverts'
  | 'revertedBy'
  | 'direct'
  | 'removed'
>;

/** The changelog as a document, version 1. `null` means not known, or that there is none. */
export interface ChangelogJson {
  readonly version: 1;
  readonly range: RangeJson;
  readonly source: 'clone' | 'api';
  /** `false`: commits are missing; `notes` say why. */
  readonly complete: boolean;
  /** How many commits the range has. */
  readonly total: number | null;
  /** Newest first, each once. */
  readonly commits: readonly CommitJson[];
  /** In reading order; every commit is in exactly one. */
  readonly sections: readonly Section[];
  readonly pulls: Changelog['pulls'];
  readonly notes: readonly string[];
}

export function changelogJson(changelog: Changelog): ChangelogJson {
  const { from, to, direction } = changelog.range;
  return {
    version: 1,
    range: { from, to, direction },
    source: changelog.source,
    complete: changelog.complete,
    total: changelog.total,
    commits: changelog.commits.map(commitJson),
    sections: changelog.sections.map(({ id, title, commits }) => ({ id, title, commits })),
    pulls: changelog.pulls.map(({ number, title, commits }) => ({ number, title, commits })),
    notes: changelog.notes,
  };
}

function commitJson(commit: Commit): CommitJson {
  return {
    sha: commit.sha,
    subject: commit.subject,
    type: commit.type,
    scope: commit.scope,
    breaking: commit.breaking,
    breakingText: commit.breakingText,
    pull: commit.pull,
    authors: commit.authors.map(({ name, email, login }) => ({ name, email, login })),
    coAuthors: commit.coAuthors.map(({ name, email, login }) => ({ name, email, login })),
    reverts: commit.reverts,
    revertedBy: commit.revertedBy,
    direct: commit.direct,
    removed: commit.removed,
  };
}
