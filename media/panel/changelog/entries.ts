import type { Tone } from '../../../src/views/panel/protocol';
import type { ChangelogCut } from '../reading';
import type { Outline } from './arrived';

/** One row of the list: a commit, a pull request with its commits, or the head of what is folded together. */
export interface Entry {
  readonly key: string;
  readonly pull: { readonly number: number; readonly title: string } | null;
  /** Indexes into the changelog's commits; never none. */
  readonly rows: readonly [number, ...number[]];
  /** All commits of its pull request, for a row that is one of them: some things are said by one for all. */
  readonly siblings: readonly number[];
  /** Set for the head of a fold, of which `rows` has all commits. */
  readonly fold: Fold | null;
  /** Stands below the head of its fold. */
  readonly isFolded: boolean;
}

/** Pull requests of one piece of automation. */
export interface Fold {
  /** What its disclosure is kept under. */
  readonly name: string;
  readonly bot: string;
  readonly pulls: number;
  readonly isOpen: boolean;
}

/** The rows under one heading. */
export interface EntrySection {
  readonly id: string;
  readonly title: string;
  readonly tone: Tone;
  readonly note: string | null;
  readonly entries: readonly Entry[];
}

const noSiblings: readonly number[] = [];

/** As many pull requests of one bot as are folded in a section. */
const foldedFrom = 3;

/** Sections that share no row with the others: a pull request with commits in both is a row in each. */
const apart: readonly string[] = ['removed', 'also-ships', 'also-removed'];

/**
 * Cuts a changelog into rows: each commit, or each pull request once, in the first section that has one of its commits
 * (sections come in the order a reviewer cares about). Commits without a pull request are rows of their own in both.
 * It needs no commit for that, so that the list is as long as it will be before they have come.
 *
 * @param openFolds names of the folds that are open; `null`: nothing is folded.
 */
export function entriesOf(
  outline: Outline,
  cut: ChangelogCut,
  openFolds: ReadonlySet<string> | null,
): readonly EntrySection[] {
  const { sections, pulls, bots, count } = outline;
  const pullOf = new Int32Array(count);
  const botOf = new Int32Array(count);
  const sideOf = new Uint8Array(count);
  pulls.forEach(({ rows }, index) => {
    for (const row of rows) pullOf[row] = index + 1;
  });
  bots.forEach(({ rows }, index) => {
    for (const row of rows) botOf[row] = index + 1;
  });
  for (const { id, rows } of sections) {
    const side = apart.indexOf(id) + 1;
    if (side > 0) for (const row of rows) sideOf[row] = side;
  }
  // By side, for each pull request.
  const placed = [0, ...apart].map(() => new Uint8Array(pulls.length));
  const hasSides = sections.some((section) => apart.includes(section.id));
  const sideRows = new Map<number, readonly number[]>();
  const rowsOf = (index: number, side: number): readonly number[] => {
    const all = pulls[index]?.rows ?? [];
    if (!hasSides) return all;
    const key = index * placed.length + side;
    const known = sideRows.get(key) ?? all.filter((row) => sideOf[row] === side);
    sideRows.set(key, known);
    return known;
  };
  const cutSection = (id: string, rows: readonly number[]): readonly Entry[] => {
    const side = apart.indexOf(id) + 1;
    const entries: Entry[] = [];
    for (const row of rows) {
      const index = (pullOf[row] ?? 0) - 1;
      const pull = cut === 'pull' ? pulls[index] : undefined;
      if (pull === undefined) {
        const siblings = rowsOf(index, side);
        entries.push({ key: `commit-${String(row)}`, pull: null, rows: [row], siblings, fold: null, isFolded: false });
        continue;
      }
      const isPlaced = placed[side];
      if (isPlaced === undefined || isPlaced[index] === 1) continue;
      isPlaced[index] = 1;
      const key = `${side === 0 ? '' : `${id}-`}pull-${String(pull.number)}`;
      const [first = row, ...others] = rowsOf(index, side);
      entries.push({ key, pull, rows: [first, ...others], siblings: noSiblings, fold: null, isFolded: false });
    }
    return entries;
  };
  return sections
    .map((section) => {
      const entries = cutSection(section.id, section.rows);
      if (cut !== 'pull' || openFolds === null || bots.length === 0) return { ...section, entries };
      const botName = (entry: Entry): string | null => {
        const bot = botOf[entry.rows[0]] ?? 0;
        if (bot === 0 || entry.pull === null || entry.rows.some((row) => botOf[row] !== bot)) return null;
        return bots[bot - 1]?.name ?? null;
      };
      return { ...section, entries: folded(section.id, entries, botName, openFolds) };
    })
    .filter((section) => section.entries.length > 0);
}

function folded(
  section: string,
  entries: readonly Entry[],
  botName: (entry: Entry) => string | null,
  openFolds: ReadonlySet<string>,
): readonly Entry[] {
  const groups = new Map<string, Entry[]>();
  const names = entries.map((entry) => {
    const name = botName(entry);
    if (name !== null) groups.set(name, [...(groups.get(name) ?? []), entry]);
    return name;
  });
  const result: Entry[] = [];
  entries.forEach((entry, index) => {
    const bot = names[index] ?? null;
    const members = (bot === null ? undefined : groups.get(bot)) ?? [];
    if (bot === null || members.length < foldedFrom) result.push(entry);
    else if (members[0] === entry) {
      const name = `fold ${section} ${bot}`;
      const isOpen = openFolds.has(name);
      const [first = entry.rows[0], ...others] = members.flatMap((member) => member.rows);
      const fold = { name, bot, pulls: members.length, isOpen };
      const rows = [first, ...others] as const;
      result.push({ key: name.replaceAll(/\s+/g, '-'), pull: null, rows, siblings: noSiblings, fold, isFolded: false });
      if (isOpen) result.push(...members.map((member) => ({ ...member, isFolded: true })));
    }
  });
  return result;
}

/** The rows that a search leaves: those with a commit that it found. Sections left empty are dropped. */
export function filteredEntries(
  sections: readonly EntrySection[],
  hits: Readonly<Uint8Array>,
): readonly EntrySection[] {
  return sections
    .map((section) => ({
      ...section,
      entries: section.entries.filter((entry) => entry.rows.some((row) => hits[row] === 1)),
    }))
    .filter((section) => section.entries.length > 0);
}

/** How many rows there are, open folds counted without their heads. */
export function countEntries(sections: readonly EntrySection[]): number {
  return sections.reduce((sum, section) => sum + countRows(section.entries), 0);
}

/** How many pull requests and single commits these rows are. */
export function countRows(entries: readonly Entry[]): number {
  return entries.reduce((sum, { fold }) => sum + (fold === null ? 1 : fold.isOpen ? 0 : fold.pulls), 0);
}
