import { count } from '../../core/ages';
import type { Changelog, Commit } from '../../core/changelog/model';
import { shortSha, type Sha } from '../../core/sha';
import type { ReleaseContents } from '../../core/snapshot';
import type { ChangelogView } from './changelogViews';
import type { Phrase, Tone } from './protocol';

/**
 * Which commits a row may stand for together: a pull request with commits that ship and others that are taken out, say,
 * is two rows.
 */
type Side = 'ships' | 'removed' | 'also-ships' | 'also-removed';

/** A commit with its place in the reading order. */
export interface PlacedCommit {
  readonly commit: Commit;
  readonly side: Side;
  /** Index in the reading order; -1 while it has none. */
  row: number;
}

/** All commits of a release in the order in which they are read, and what groups them. */
export interface ReadingOrder {
  readonly commits: readonly PlacedCommit[];
  readonly bySha: ReadonlyMap<Sha, PlacedCommit>;
  readonly sections: ChangelogView['sections'];
  readonly pulls: ChangelogView['pulls'];
  /** How many commits of a release that failed ship, or are taken out, with this one. */
  readonly alsoShips: number;
  readonly alsoRemoved: number;
  /** How many commits of the range run in production already, as the release that took them out failed. */
  readonly alreadyRun: number;
}

/** Commits that are looked at between two pauses: some milliseconds of work. */
const atOnce = 4_000;

interface PlannedSection {
  readonly id: string;
  readonly title: string;
  readonly tone: Tone;
  readonly note: string | null;
  readonly side: Side;
  readonly commits: readonly Sha[];
}

/**
 * Puts the commits of a release into reading order: section by section, a pull request's commits together where the
 * first of them is met. What a release that failed left to be deployed stands apart, right after what breaks something;
 * what a diverged range takes out stands apart at the end.
 *
 * A generator, so that its caller can pause it: each step takes some milliseconds at most. Returns the order.
 */
export function* readingOrder(contents: ReleaseContents): Generator<undefined, ReadingOrder> {
  const { changelog } = contents;
  const also = contents.alsoShips?.known === true ? contents.alsoShips.value : null;
  const bySha = new Map<Sha, PlacedCommit>();
  const isDiverged = changelog.range.direction === 'diverged';
  const pause = pacer();

  for (const commit of changelog.commits) {
    bySha.set(commit.sha, { commit, side: isDiverged && commit.removed ? 'removed' : 'ships', row: -1 });
    if (pause()) yield;
  }
  const counts = { alsoShips: 0, alsoRemoved: 0, alreadyRun: 0 };
  for (const commit of also?.changelog.commits ?? []) {
    const own = bySha.get(commit.sha);
    // What the range takes out again does not ship, and what it brings back was never gone.
    if (own !== undefined) {
      if (commit.removed && !own.commit.removed) counts.alreadyRun++;
    } else {
      counts[commit.removed ? 'alsoRemoved' : 'alsoShips']++;
      bySha.set(commit.sha, { commit, side: commit.removed ? 'also-removed' : 'also-ships', row: -1 });
    }
    if (pause()) yield;
  }

  const planned = plan(contents, counts);
  const ordered: PlacedCommit[] = [];
  const grouped = new Map<string, readonly Sha[]>();
  for (const { pulls } of [changelog, ...(also === null ? [] : [also.changelog])]) {
    for (const pull of pulls) {
      const key = String(pull.number);
      grouped.set(key, [...(grouped.get(key) ?? []), ...pull.commits]);
      if (pause()) yield;
    }
  }
  const place = (placed: PlacedCommit): void => {
    if (placed.row >= 0) return;
    placed.row = ordered.length;
    ordered.push(placed);
  };
  const sections: { id: string; title: string; tone: Tone; note: string | null; rows: number[] }[] = [];
  for (const { id, title, tone, note, side, commits } of planned) {
    const rows: number[] = [];
    for (const sha of commits) {
      const placed = bySha.get(sha);
      if (placed?.side !== side) continue;
      if (placed.row < 0 && placed.commit.pull !== null) {
        for (const other of grouped.get(String(placed.commit.pull)) ?? []) {
          const sibling = bySha.get(other);
          if (sibling?.side === side) place(sibling);
          if (pause()) yield;
        }
      }
      place(placed);
      rows.push(placed.row);
      if (pause()) yield;
    }
    if (rows.length > 0) sections.push({ id, title, tone, note, rows });
  }

  const pulls: { number: number; title: string; rows: readonly number[] }[] = [];
  const titled = new Set<number>();
  for (const { number, title } of [...changelog.pulls, ...(also?.changelog.pulls ?? [])]) {
    if (titled.has(number)) continue;
    titled.add(number);
    const rows = rowsOf(bySha, grouped.get(String(number)) ?? []);
    if (rows.length > 0) pulls.push({ number, title, rows });
    if (pause()) yield;
  }
  return { commits: ordered, bySha, sections, pulls, ...counts };
}

/** The places of these commits in the reading order; those that are not in it are left out. */
export function rowsOf(bySha: ReadonlyMap<Sha, PlacedCommit>, shas: Iterable<Sha>): readonly number[] {
  const rows = new Set<number>();
  for (const sha of shas) {
    const row = bySha.get(sha)?.row ?? -1;
    if (row >= 0) rows.add(row);
  }
  return [...rows];
}

/** Says of every so many calls that it is time for a pause. */
export function pacer(): () => boolean {
  let calls = 0;
  return () => ++calls % atOnce === 0;
}

function plan(
  { changelog, alsoShips }: ReleaseContents,
  counts: { readonly alsoShips: number; readonly alsoRemoved: number },
): readonly PlannedSection[] {
  const own = changelog.sections.map(({ id, title, commits }): PlannedSection => {
    return { id, title, tone: toneOf(id), note: null, side: 'ships', commits };
  });
  const firstAfterBreaking = own.filter((section) => section.id === 'breaking').length;
  const ofFailed = alsoShips?.known === true ? alsoShips.value.changelog : null;
  const failed = ofFailed?.sections.flatMap((section) => section.commits) ?? [];
  const range = ofFailed?.range ?? changelog.range;
  const between = `Deployed is ${shortSha(range.from)}; the production branch says ${shortSha(range.to)}`;
  const ships: PlannedSection = {
    id: 'also-ships',
    title: `Also ships: ${count(counts.alsoShips, 'commit')} of a release that failed`,
    tone: 'warn',
    note: `${between}, which was not deployed successfully. What lies between ships with this release.`,
    side: 'also-ships',
    commits: failed,
  };
  const removed: PlannedSection = {
    id: 'also-removed',
    title: `Also taken out: ${count(counts.alsoRemoved, 'commit')} that a failed release was to take out`,
    tone: 'warn',
    note: `${between}, which was not deployed successfully. What it was to take out goes with this release.`,
    side: 'also-removed',
    commits: failed,
  };
  return [
    ...own.slice(0, firstAfterBreaking),
    ships,
    ...own.slice(firstAfterBreaking),
    ...takenOut(changelog),
    removed,
  ];
}

function takenOut({ range, commits }: Changelog): readonly PlannedSection[] {
  if (range.direction !== 'diverged') return [];
  return [
    {
      id: 'removed',
      title: 'Taken out of production',
      tone: 'warn',
      note: null,
      side: 'removed',
      commits: commits.map((commit) => commit.sha),
    },
  ];
}

function toneOf(section: string): Tone {
  return section === 'breaking' ? 'error' : section === 'reverted' ? 'dim' : 'info';
}

/** What a side adds to each of its rows. The others are told by their section's or the changelog's own title. */
export function sideMarks(side: Side): readonly Phrase[] {
  return side === 'also-ships' ? [{ text: 'from a failed release', tone: 'warn' }] : [];
}
