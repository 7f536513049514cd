import { count } from '../ages';
import { shortSha, type Sha } from '../sha';
import type { Changelog, Commit, Section } from './model';
import type { Pace } from './pace';
import type { Shipped } from './shipped';

/**
 * Which commits may be one entry: a pull request with commits that ship and others that are taken out, say, is two
 * entries.
 */
export type Side = 'range' | 'removed' | 'also-ships' | 'also-removed';

/** What is listed as one: the commits of a pull request on one side, or one commit without a pull request. */
export interface WrittenEntry {
  readonly pull: number | null;
  /** Of the pull request; empty without one. */
  readonly title: string;
  /** Newest first; never none. */
  readonly commits: readonly Commit[];
  /** The automation that wrote all of it, whoever merged it. */
  readonly bot: string | null;
}

/** The entries under one heading. */
export interface WrittenPart {
  readonly side: Side;
  readonly title: string;
  /** A paragraph below the heading. */
  readonly note: string | null;
  /** The commits whose type the heading tells; `null` where it tells none. */
  readonly told: ReadonlySet<Sha> | null;
  readonly entries: readonly WrittenEntry[];
  /** How many of the entries are pull requests, and how many commits all entries have. */
  readonly pulls: number;
  readonly commits: number;
}

/** What a written changelog lists. */
export interface Written {
  readonly shipped: Shipped;
  readonly parts: readonly WrittenPart[];
  /** How many commits all parts have. */
  readonly commits: number;
  /** How many commits of a release that failed ship with this one, or are taken out with it. */
  readonly alsoShips: number;
  readonly alsoRemoved: number;
  /** How many commits of the range run in production already, as the release that took them out failed. */
  readonly alreadyRun: number;
}

interface OpenEntry {
  readonly pull: number | null;
  readonly title: string;
  readonly commits: Commit[];
  bot: string | null;
  placed: boolean;
}

/** Finds the side and the entry of every commit. */
class Entries {
  readonly #sides = new Map<Sha, Side>();
  readonly #entries = new Map<string, OpenEntry>();
  readonly #titles: ReadonlyMap<number, string>;
  readonly #bots: ReadonlyMap<Sha, string>;
  readonly counts = { range: 0, removed: 0, 'also-ships': 0, 'also-removed': 0 };
  alreadyRun = 0;

  constructor(titles: ReadonlyMap<number, string>, bots: ReadonlyMap<Sha, string>) {
    this.#titles = titles;
    this.#bots = bots;
  }

  add(commit: Commit, side: Side): void {
    this.#sides.set(commit.sha, side);
    this.counts[side] += 1;
    const { pull } = commit;
    const key = keyOf(commit, side);
    const entry = this.#entries.get(key);
    if (entry !== undefined) entry.commits.push(commit);
    else {
      const title = pull === null ? '' : (this.#titles.get(pull) ?? commit.subject);
      this.#entries.set(key, { pull, title, commits: [commit], bot: null, placed: false });
    }
  }

  /** What the range takes out again does not ship, and what it brings back was never gone. */
  addAlso(commit: Commit, own: Commit | undefined): void {
    if (own === undefined) this.add(commit, commit.removed ? 'also-removed' : 'also-ships');
    else if (commit.removed && !own.removed) this.alreadyRun += 1;
  }

  /** The entry of a commit on this side, the first time that it is asked for. */
  take(commit: Commit | undefined, side: Side): WrittenEntry | null {
    if (commit === undefined || this.#sides.get(commit.sha) !== side) return null;
    const entry = this.#entries.get(keyOf(commit, side));
    if (entry === undefined || entry.placed) return null;
    entry.placed = true;
    entry.bot = this.#botOf(entry.commits);
    return entry;
  }

  #botOf(commits: readonly Commit[]): string | null {
    const written = commits.filter((commit) => !commit.merge);
    const [bot, ...others] = new Set((written.length > 0 ? written : commits).map(({ sha }) => this.#bots.get(sha)));
    return others.length === 0 ? (bot ?? null) : null;
  }
}

function keyOf({ pull, sha }: Commit, side: Side): string {
  return pull === null ? sha : `${String(pull)} ${side}`;
}

function* emptyEntries(changelogs: readonly Changelog[], pace: Pace): Generator<void, Entries> {
  const titles = new Map<number, string>();
  const bots = new Map<Sha, string>();
  for (const changelog of changelogs) {
    for (const { number, title } of changelog.pulls) {
      if (!titles.has(number)) titles.set(number, title);
      if (pace.spend()) yield;
    }
    for (const { name, commits } of changelog.bots) {
      for (const sha of commits) {
        bots.set(sha, name);
        if (pace.spend()) yield;
      }
    }
  }
  return new Entries(titles, bots);
}

/**
 * Everything that a release brings, each commit once, in reading order: breaking changes, what a release that failed
 * left to be deployed, the other sections, and last what is taken out of production. A pull request stands in the
 * foremost section that has one of its commits, with all of them.
 */
export function* writtenSteps(shipped: Shipped, pace: Pace): Generator<void, Written> {
  const { changelog } = shipped;
  const also = shipped.alsoShips?.known === true ? shipped.alsoShips.value.changelog : null;
  const entries = yield* emptyEntries(also === null ? [changelog] : [changelog, also], pace);
  const bySha = new Map<Sha, Commit>();
  const isDiverged = changelog.range.direction === 'diverged';
  for (const commit of changelog.commits) {
    entries.add(commit, isDiverged && commit.removed ? 'removed' : 'range');
    bySha.set(commit.sha, commit);
    if (pace.spend()) yield;
  }
  for (const commit of also?.commits ?? []) {
    const own = bySha.get(commit.sha);
    entries.addAlso(commit, own);
    if (own === undefined) bySha.set(commit.sha, commit);
    if (pace.spend()) yield;
  }

  const partOf = function* (
    title: string,
    note: string | null,
    side: Side,
    shas: Iterable<Sha>,
    told: ReadonlySet<Sha> | null,
  ): Generator<void, WrittenPart> {
    const part = { side, title, note, told, entries: new Array<WrittenEntry>(), pulls: 0, commits: 0 };
    for (const sha of shas) {
      const entry = entries.take(bySha.get(sha), side);
      if (pace.spend()) yield;
      if (entry === null) continue;
      part.entries.push(entry);
      part.commits += entry.commits.length;
      if (entry.pull !== null) part.pulls += 1;
    }
    return part;
  };

  const parts: WrittenPart[] = [];
  let breaking = 0;
  for (const section of changelog.sections) {
    const told = yield* setOf(section, pace);
    parts.push(yield* partOf(section.title, null, 'range', section.commits, told));
    if (section.id === 'breaking') breaking = parts.length;
  }
  const { counts, alreadyRun } = entries;
  const failed = also === null ? [] : yield* inSectionOrder(also, pace);
  const { from, to } = (also ?? changelog).range;
  const between = `deployed is \`${shortSha(from)}\`, and the production branch says \`${shortSha(to)}\``;
  const ships = `${count(counts['also-ships'], 'commit')}: ${between}, which was not deployed successfully.`;
  const goes = `${count(counts['also-removed'], 'commit')} that a release that failed was to take out: ${between}.`;
  parts.splice(breaking, 0, yield* partOf('Also ships, from a release that failed', ships, 'also-ships', failed, null));
  if (isDiverged) parts.push(yield* partOf('Taken out of production', null, 'removed', shasOf(changelog), null));
  parts.push(yield* partOf('Also taken out of production', goes, 'also-removed', failed, null));
  return {
    shipped,
    parts: parts.filter((part) => part.entries.length > 0),
    commits: parts.reduce((sum, part) => sum + part.commits, 0),
    alsoShips: counts['also-ships'],
    alsoRemoved: counts['also-removed'],
    alreadyRun,
  };
}

function* setOf({ commits }: Section, pace: Pace): Generator<void, ReadonlySet<Sha>> {
  const shas = new Set<Sha>();
  for (const sha of commits) {
    shas.add(sha);
    if (pace.spend()) yield;
  }
  return shas;
}

function* inSectionOrder({ sections }: Changelog, pace: Pace): Generator<void, readonly Sha[]> {
  const shas: Sha[] = [];
  for (const { commits } of sections) {
    for (const sha of commits) shas.push(sha);
    if (pace.spend(commits.length / 10)) yield;
  }
  return shas;
}

function* shasOf({ commits }: Changelog): Generator<Sha, void> {
  for (const { sha } of commits) yield sha;
}
