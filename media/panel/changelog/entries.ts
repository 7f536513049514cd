import type { ChangelogView, CommitView, Tone } from '../../../src/views/panel/protocol';
import type { ChangelogCut } from '../reading';
import type { Filter, Searchable } from './filter';
import { matches, searchable } from './filter';

/** One row: a commit, or a pull request with its commits (never none). */
export interface Entry {
  readonly key: string;
  readonly pull: { readonly number: number; readonly title: string } | null;
  readonly commits: readonly [CommitView, ...CommitView[]];
}

/** The rows under one heading. */
export interface EntrySection {
  readonly id: string;
  readonly title: string;
  readonly tone: Tone;
  readonly entries: readonly Entry[];
}

/**
 * Cuts a changelog into rows: each commit, or each pull request once, in the first section that has one of its commits
 * (sections come in the order a reviewer cares about). Commits without a pull request are rows of their own in both.
 */
export function entriesOf(changelog: ChangelogView, cut: ChangelogCut): readonly EntrySection[] {
  const pulls = new Map(changelog.pulls.map((pull) => [pull.number, pull]));
  const placed = new Set<number>();
  const sections: EntrySection[] = [];
  for (const { id, title, tone, rows } of changelog.sections) {
    const entries: Entry[] = [];
    for (const row of rows) {
      const commit = changelog.commits[row];
      if (commit === undefined) continue;
      const pull = cut === 'pull' && commit.pull !== null ? pulls.get(commit.pull) : undefined;
      if (pull === undefined) {
        entries.push({ key: `${id}-${commit.sha}`, pull: null, commits: [commit] });
      } else if (!placed.has(pull.number)) {
        placed.add(pull.number);
        const all = pull.rows.map((each) => changelog.commits[each]).filter((each) => each !== undefined);
        const [first = commit, ...others] = all;
        entries.push({ key: `pull-${String(pull.number)}`, pull, commits: [first, ...others] });
      }
    }
    if (entries.length > 0) sections.push({ id, title, tone, entries });
  }
  return sections;
}

/** Makes commits searchable: once for a changelog, as folding thousands takes a while. */
export function searchIndex(changelog: ChangelogView): ReadonlyMap<CommitView, Searchable> {
  const titles = new Map(changelog.pulls.map((pull) => [pull.number, pull.title]));
  return new Map(
    changelog.commits.map((commit) => [
      commit,
      searchable(commit, commit.pull === null ? '' : (titles.get(commit.pull) ?? '')),
    ]),
  );
}

/** The rows that a filter leaves: those with a commit that meets it. Sections left empty are dropped. */
export function filteredEntries(
  sections: readonly EntrySection[],
  filter: Filter,
  index: ReadonlyMap<CommitView, Searchable>,
): readonly EntrySection[] {
  if (filter.terms.length === 0) return sections;
  const keeps = (commit: CommitView): boolean => {
    const words = index.get(commit);
    return words !== undefined && matches(filter, words);
  };
  return sections
    .map((section) => ({ ...section, entries: section.entries.filter((entry) => entry.commits.some(keeps)) }))
    .filter((section) => section.entries.length > 0);
}

/** How many rows there are. */
export function countEntries(sections: readonly EntrySection[]): number {
  return sections.reduce((sum, section) => sum + section.entries.length, 0);
}
