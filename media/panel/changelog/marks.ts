import type { ChangelogView, CommitView, Phrase } from '../../../src/views/panel/protocol';

/** A mark of many commits, said once of the whole changelog. */
export interface CommonMark {
  readonly mark: Phrase;
  readonly count: number;
}

/**
 * Whether the mark says that its commit came without a pull request, in the words that the contract gives for it. A commit
 * may have no number and still not be one of these: a merge, say.
 */
export function isDirectMark({ text }: Phrase): boolean {
  return text === 'without a pull request';
}

/**
 * The marks that would be on so many rows that they say nothing there: those of every commit, and "without a pull
 * request" when more than half have it. What other marks say of most commits still tells these from the rest.
 */
export function commonMarks({ commits }: ChangelogView): readonly CommonMark[] {
  if (commits.length < 2) return [];
  const counts = new Map<string, CommonMark>();
  for (const mark of commits.flatMap((commit) => commit.marks)) {
    counts.set(mark.text, { mark, count: (counts.get(mark.text)?.count ?? 0) + 1 });
  }
  return [...counts.values()].filter(
    ({ mark, count }) => count === commits.length || (isDirectMark(mark) && count * 2 > commits.length),
  );
}

/** The marks of a row: those that all its commits share, then those that only some have. */
export interface RowMarks {
  readonly shared: readonly Phrase[];
  readonly some: readonly Phrase[];
}

/** @param said texts of marks that are left out, as they are said elsewhere */
export function marksOf(commits: readonly CommitView[], said: ReadonlySet<string>): RowMarks {
  const marks = new Map(commits.flatMap((commit) => commit.marks.map((mark) => [mark.text, mark] as const)));
  const shared: Phrase[] = [];
  const some: Phrase[] = [];
  for (const mark of marks.values()) {
    if (said.has(mark.text)) continue;
    const isShared = commits.every((commit) => commit.marks.some((other) => other.text === mark.text));
    (isShared ? shared : some).push(mark);
  }
  return { shared, some };
}
