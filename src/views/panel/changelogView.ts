import type { Changelog } from '../../core/changelog/model';
import type { Sha } from '../../core/sha';
import type { ReleaseContents } from '../../core/snapshot';
import { completeness } from '../words';
import { commitView, directMark } from './changelogCommit';
import { pacer, readingOrder, rowsOf, sideMarks, type PlacedCommit, type ReadingOrder } from './changelogOrder';
import type { ChangelogView, CommitView } from './changelogViews';
import type { Phrase, ToPage } from './protocol';

/** Commits that come with the first message: more than a window shows, few enough to be drawn at once. */
const inFirstPart = 300;
const inPart = 1_500;

/**
 * Names the changelog of a release. Up to the first space it names the two commits, so that a page can tell more that
 * became known of them from another release.
 */
export function changelogKey({ changelog, revision }: ReleaseContents): string {
  return `${changelog.range.from}..${changelog.range.to} ${changelog.source} ${revision}`;
}

/** The changelog of a release as the page draws it, made in steps of some milliseconds. */
export class ChangelogParts {
  readonly key: string;
  private readonly contents: ReleaseContents;
  private order: ReadingOrder | null = null;

  constructor(contents: ReleaseContents) {
    this.key = changelogKey(contents);
    this.contents = contents;
  }

  /**
   * The messages that bring the changelog to the page: `changelog`, then `changelogPart`s. `null` is a step with nothing
   * to post yet. The event loop should get its turn between steps; whoever stops asking need not clean up.
   */
  *messages(first = inFirstPart, part = inPart): Generator<ToPage | null, void> {
    const order = this.order ?? (yield* asNull(readingOrder(this.contents)));
    this.order = order;
    const facts = yield* asNull(commitFacts(this.contents, order));
    const view = (start: number, end: number): readonly CommitView[] =>
      order.commits.slice(start, end).map((placed) => {
        const { commit, side } = placed;
        const direct = directMark(commit);
        const isSaid = direct === null || facts.saidOfAll.has(direct);
        const marks: readonly Phrase[] = isSaid ? [] : [{ text: direct, tone: 'warn' }];
        return commitView(commit, {
          bot: facts.bots.get(placed) ?? null,
          firstTime: facts.firsts.has(placed),
          marks: [...sideMarks(side), ...marks],
        });
      });
    yield { type: 'changelog', changelog: { ...this.head(order, facts.summary), commits: view(0, first) } };
    for (let start = first; start < order.commits.length; start += part) {
      yield { type: 'changelogPart', key: this.key, start, commits: view(start, start + part) };
    }
  }

  /** The rows of these commits, ascending; empty until `messages` has brought the first one. */
  rows(shas: ReadonlySet<Sha>): readonly number[] {
    return this.order === null ? [] : rowsOf(this.order.bySha, shas).toSorted((one, other) => one - other);
  }

  private head(order: ReadingOrder, summary: string): Omit<ChangelogView, 'commits'> {
    const { changelog, alsoShips } = this.contents;
    const all = [changelog, ...(alsoShips?.known === true ? [alsoShips.value.changelog] : [])];
    const rows = (shas: readonly Sha[]): readonly number[] => rowsOf(order.bySha, shas);
    return {
      key: this.key,
      title: titleOf(changelog),
      summary,
      notes: [...changelog.notes, ...failedNotes(this.contents, order)],
      sections: order.sections,
      pulls: order.pulls,
      bots: [...namedGroups(all.map(({ bots }) => bots))]
        .map(([name, shas]) => ({ name, rows: rows(shas) }))
        .toSorted((one, other) => other.rows.length - one.rows.length),
      areas: changelog.areas.known ? changelog.areas.value : [],
      newcomers: [...namedGroups(all.map(({ newcomers }) => (newcomers.known ? newcomers.value : [])))].map(
        ([name, shas]) => ({ name, rows: rows(shas) }),
      ),
      count: order.commits.length,
    };
  }
}

interface CommitTables {
  readonly bots: ReadonlyMap<PlacedCommit, string>;
  readonly firsts: ReadonlySet<PlacedCommit>;
  /** Marks that would be on so many rows that they say nothing there. */
  readonly saidOfAll: ReadonlySet<string>;
  readonly summary: string;
}

function* commitFacts(
  { changelog, alsoShips }: ReleaseContents,
  order: ReadingOrder,
): Generator<undefined, CommitTables> {
  const bots = new Map<PlacedCommit, string>();
  const firsts = new Set<PlacedCommit>();
  const pause = pacer();
  for (const each of [changelog, ...(alsoShips?.known === true ? [alsoShips.value.changelog] : [])]) {
    for (const { name, commits } of each.bots) {
      for (const sha of commits) {
        const placed = order.bySha.get(sha);
        if (placed !== undefined) bots.set(placed, name);
        if (pause()) yield;
      }
    }
    for (const { commits } of each.newcomers.known ? each.newcomers.value : []) {
      // Newest first: the last is the one that was first.
      const oldest = commits.at(-1);
      const placed = oldest === undefined ? undefined : order.bySha.get(oldest);
      if (placed !== undefined) firsts.add(placed);
    }
  }
  const counts = new Map<string, number>();
  for (const commit of changelog.commits) {
    const mark = directMark(commit);
    if (mark !== null) counts.set(mark, (counts.get(mark) ?? 0) + 1);
    if (pause()) yield;
  }
  const all = changelog.commits.length;
  const common = all < 2 ? [] : [...counts].filter(([, its]) => its * 2 > all);
  const said = common.map(([mark, its]) => `${its === all ? 'all' : its.toLocaleString('en-US')} ${mark}`);
  return {
    bots,
    firsts,
    saidOfAll: new Set(common.map(([mark]) => mark)),
    summary: [completeness(changelog), ...said].join(', '),
  };
}

function* asNull<Result>(steps: Generator<undefined, Result>): Generator<null, Result> {
  for (;;) {
    const step = steps.next();
    if (step.done === true) return step.value;
    yield null;
  }
}

function namedGroups(
  lists: readonly (readonly { readonly name: string; readonly commits: readonly Sha[] }[])[],
): ReadonlyMap<string, readonly Sha[]> {
  const groups = new Map<string, readonly Sha[]>();
  for (const { name, commits } of lists.flat()) groups.set(name, [...(groups.get(name) ?? []), ...commits]);
  return groups;
}

function failedNotes({ alsoShips }: ReleaseContents, { alreadyRun }: ReadingOrder): readonly string[] {
  if (alsoShips?.known === false) {
    return [`Whether commits of a release that failed ship with this one is not known: ${alsoShips.reason}`];
  }
  if (alreadyRun === 0) return [];
  return [
    `${alreadyRun.toLocaleString('en-US')} of these commits run in production already: ` +
      'the release that was to take them out failed.',
  ];
}

function titleOf({ range }: Changelog): string {
  switch (range.direction) {
    case 'rollback':
      return 'What is taken out';
    case 'diverged':
      return 'What ships, and what is taken out';
    case 'forward':
    case 'same':
    case 'unrelated':
      return 'What ships';
  }
}
