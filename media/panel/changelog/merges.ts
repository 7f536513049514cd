import type { CommitView } from '../../../src/views/panel/changelogViews';
import type { ArrivedChangelog } from './arrived';

/** Commits of one row; never none. */
export type RowCommits = readonly [CommitView, ...CommitView[]];

/** The commits of a row without the merges that brought them; merges that came alone stand for themselves. */
export function writtenOf(commits: RowCommits): RowCommits {
  const [first, ...others] = commits.filter((commit) => !commit.merge);
  return first === undefined ? commits : [first, ...others];
}

/** What a commit is marked with beside other commits. */
export const mergeMark = { text: 'merge', tone: 'dim' } as const;

/** The commit as a row of its own draws it: what a merge only repeats of the commits that it brought is theirs to say. */
export function withoutRepeats(commit: CommitView, others: readonly CommitView[]): CommitView {
  if (!commit.merge) return commit;
  const isSaid = others.some((other) => !other.merge && other.breaking);
  return { ...commit, marks: [mergeMark, ...commit.marks], ...(isSaid ? { breaking: false, breakingText: null } : {}) };
}

/** Tells the merges of pull requests from what was written for them. Others of its commits may be still to come. */
export class Merges {
  readonly #changelog: ArrivedChangelog;
  readonly #rowsOf: ReadonlyMap<number, readonly number[]>;

  constructor(changelog: ArrivedChangelog) {
    this.#changelog = changelog;
    this.#rowsOf = new Map(changelog.outline.pulls.map((pull) => [pull.number, pull.rows]));
  }

  /** Whether the commit at `row` only merged what other commits of its pull request wrote. */
  isOnlyMerge(row: number): boolean {
    const { commits } = this.#changelog;
    const commit = commits[row];
    if (commit?.merge !== true || commit.pull === null) return false;
    const rows = this.#rowsOf.get(commit.pull) ?? [];
    // What has not come is taken for written: few pull requests are nothing but merges.
    return rows.some((other) => other !== row && commits[other]?.merge !== true);
  }
}
