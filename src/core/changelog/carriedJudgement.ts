import type { Entry } from './carriedEntries';
import { fold, type Resolved, type ShipRange } from './carriedRange';
import type { Reference } from './carriedReferences';

/** What a list of entries names. */
export interface Judgement {
  /** By place in the changelog: 1 for a commit that is named. */
  readonly listed: Uint8Array;
  /** As written, each once. */
  readonly foreignCommits: readonly string[];
  readonly foreignPulls: readonly string[];
}

interface Named {
  readonly reference: Reference;
  readonly resolved: Resolved;
}

/** "Previous: `abc1234`", "Proposed SHA", "Compare": the range itself, not a part of it. */
const aboutTheRange =
  /^(?:the )?(?:previous|proposed|current|currently|live|from|to|base|head|old|new|release|released|deployed|production|compare|comparison|range|diff|full change ?log|full diff)(?: (?:sha|commit|version|release|production|range|changes|live|now|at|is))*$/;

function namedIn(entry: Entry, range: ShipRange, reading: 'words' | 'links'): readonly Named[] {
  const { references, label } = entry.text;
  // In our block every number that GitHub would link is ours: those in foreign words are kept from it.
  const counted = reading === 'links' ? references.filter(({ linked, kind }) => linked || kind === 'pull') : references;
  const named = counted.map((reference) => ({ reference, resolved: range.resolve(reference) }));
  if (reading === 'links' || label === null) return named;
  const inside = named.some(({ reference, resolved }) => typeof resolved !== 'string' && !range.isEnd(reference));
  return !inside && aboutTheRange.test(fold(label)) ? [] : named;
}

function ships(named: readonly Named[]): boolean {
  return named.some(({ resolved }) => typeof resolved !== 'string');
}

/** Marks what is named, and collects what does not ship. Entries that name nothing by reference are told by title. */
class Judge {
  readonly listed: Uint8Array;
  readonly commits = new Set<string>();
  readonly pulls = new Set<string>();
  readonly #range: ShipRange;
  readonly #reading: 'words' | 'links';
  /** Lists of places that are marked already: one pull request can be named very often. */
  readonly #marked = new Set<readonly number[]>();
  /** How many commits of a title are taken, counted from the newest. */
  readonly #taken = new Map<string, number>();

  constructor(range: ShipRange, reading: 'words' | 'links') {
    this.#range = range;
    this.#reading = reading;
    this.listed = new Uint8Array(range.commits.length);
  }

  mark(named: readonly Named[]): void {
    for (const { resolved } of named) if (typeof resolved !== 'string') this.#markAll(resolved);
  }

  #markAll(places: readonly number[]): void {
    if (this.#marked.has(places)) return;
    this.#marked.add(places);
    for (const place of places) this.listed[place] = 1;
  }

  /** An entry that names nothing of the range by reference. */
  judge(entry: Entry, named: readonly Named[], below: boolean): void {
    const titled = this.#reading === 'words' ? this.#range.titled(entry.text) : null;
    if (titled !== null) this.#take(titled.title, titled.places);
    if (titled?.exact === true) return;
    const foreign = named.filter(({ reference, resolved }) => reference.claim && resolved === 'foreign');
    const commits = foreign.filter(({ reference }) => reference.kind === 'commit');
    for (const { reference } of commits) this.commits.add(reference.written);
    // Below an entry that ships, and beside a known title, a number is a remark.
    if (commits.length > 0 || below || titled !== null) return;
    for (const { reference } of foreign) this.pulls.add(reference.written);
  }

  #take(title: string, places: readonly number[]): void {
    let next = this.#taken.get(title) ?? 0;
    while (next < places.length && this.listed[places[next] ?? -1] === 1) next += 1;
    const place = places[next];
    this.#taken.set(title, next + 1);
    if (place !== undefined) this.#markAll(this.#range.brought(place));
  }
}

/** Reads what entries name; `links`: only by the addresses of links. */
export function judge(entries: readonly Entry[], range: ShipRange, reading: 'words' | 'links'): Judgement {
  const judge = new Judge(range, reading);
  const shipping = new Set<Entry>();
  const others: { readonly entry: Entry; readonly named: readonly Named[] }[] = [];
  for (const entry of entries) {
    const named = namedIn(entry, range, reading);
    judge.mark(named);
    if (ships(named)) shipping.add(entry);
    else others.push({ entry, named });
  }
  for (const { entry, named } of others) {
    if (reading === 'words' || named.length > 0)
      judge.judge(entry, named, entry.parent !== null && shipping.has(entry.parent));
  }
  return { listed: judge.listed, foreignCommits: [...judge.commits], foreignPulls: [...judge.pulls] };
}

/**
 * Whether the titles of the commits will be looked into for these entries: for all that do not begin or end with what
 * ships.
 */
export function needsTitles(entries: readonly Entry[], range: ShipRange): boolean {
  return entries.some((entry) => {
    const named = namedIn(entry, range, 'words').filter(({ reference }) => !range.isEnd(reference));
    return !(entry.text.leads || entry.text.trails) || !ships(named);
  });
}

/** Whether any entry names a commit or a pull request, of the range or not, or has the title of a commit. */
export function namesAnything(entries: readonly Entry[], range: ShipRange): boolean {
  return entries.some((entry) => {
    const named = namedIn(entry, range, 'words');
    return (
      named.some(({ reference }) => reference.claim && !range.isEnd(reference)) || range.titled(entry.text) !== null
    );
  });
}

/**
 * Whether most entries of a list without a telling heading are commits or pull requests: they begin or end with one, or
 * are the title of a commit. Words that mention one in passing are no changelog, and neither is one line about the
 * proposed commit. When nothing of the range is named, it takes two commits.
 */
export function looksLikeChangelog(entries: readonly Entry[], range: ShipRange): boolean {
  let telling = 0;
  let inRange = false;
  const foreign = new Set<string>();
  for (const entry of entries) {
    const named = namedIn(entry, range, 'words').filter(({ reference }) => !range.isEnd(reference));
    const atEdge = entry.text.leads || entry.text.trails;
    const counted = atEdge
      ? named.filter(({ reference, resolved }) => reference.claim || typeof resolved !== 'string')
      : [];
    const titled = !ships(counted) && range.titled(entry.text) !== null;
    if (counted.length === 0 && !titled) continue;
    telling += 1;
    inRange ||= titled || ships(counted);
    for (const { reference } of counted) if (reference.kind === 'commit') foreign.add(reference.value);
  }
  return telling * 2 > entries.length && (inRange || foreign.size >= 2);
}
