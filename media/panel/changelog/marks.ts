import type { CommitView } from '../../../src/views/panel/changelogViews';
import type { Phrase } from '../../../src/views/panel/protocol';

/** The marks of a row: those that all its commits share, merges aside, then those that only some have. */
export interface RowMarks {
  readonly shared: readonly Phrase[];
  readonly some: readonly Phrase[];
}

/** What the commits of a row are marked with. */
export function marksOf(commits: readonly CommitView[]): RowMarks {
  const marks = new Map(commits.flatMap((commit) => commit.marks.map((mark) => [mark.text, mark] as const)));
  const written = commits.filter((commit) => !commit.merge);
  const compared = written.length === 0 ? commits : written;
  const shared: Phrase[] = [];
  const some: Phrase[] = [];
  for (const mark of marks.values()) {
    const isShared =
      written.length === 1 || compared.every((commit) => commit.marks.some((other) => other.text === mark.text));
    (isShared ? shared : some).push(mark);
  }
  return { shared, some };
}

/** A first contribution marks the whole row: it is said of a person, whichever of their commits it was. */
const firstMark: Phrase = { text: 'first contribution', tone: 'info' };

/** The people of a row whose first commit here it has. */
export function firstMarks(commits: readonly CommitView[]): readonly Phrase[] {
  const names = [...new Set(commits.filter((commit) => commit.firstTime).map((commit) => commit.author))];
  return names.length === 0 ? [] : [{ ...firstMark, title: `First contribution of ${names.join(', ')}` }];
}
