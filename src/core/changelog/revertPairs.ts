import type { RawCommit } from '../history';
import { parseSha, type Sha } from '../sha';
import type { CommitMessage } from './commitMessage';
import type { Pace } from './pace';
import { relandKeys, revertAliases, type RevertClaim } from './revertClaim';

/** What cancels what, by the commits' index in the range. */
export interface RevertPairs {
  /** What each commit takes back: in the range, and full SHAs outside it that its message names. */
  readonly reverts: readonly (readonly Sha[])[];
  /** The commit that takes this one back; `null` where it stays. */
  readonly revertedBy: readonly (Sha | null)[];
  /** 1 for a revert in force whose every target is in the range. */
  readonly settled: Uint8Array;
}

/** A commit of the range with what is known about it before reverts are paired. */
export interface PairCandidate {
  readonly raw: RawCommit;
  readonly message: CommitMessage;
  readonly pull: number | null;
  /** The merge that brought it; -1 where there is none. */
  readonly broughtBy: number;
}

/** Places in the range, newest first, and how many of them are used up. */
interface Places {
  readonly places: number[];
  used: number;
}

/** Where targets may stand. Only what some revert asks for has an entry. */
interface Side {
  readonly pulls: Map<number, Places>;
  readonly subjects: Map<string, Places>;
}

interface Index {
  readonly added: Side;
  readonly removed: Side;
  /** By the first seven digits, for abbreviated names. */
  readonly prefixes: Map<string, Places>;
}

/** What the names in one message lead to. */
interface Named {
  readonly found: number[];
  /** Full SHAs that are no older commit of this side of the range. */
  readonly outside: Sha[];
  /** Every name led to a commit. */
  readonly whole: boolean;
}

const prefixLength = 7;
const nothing: readonly Sha[] = [];

function want<Key>(index: Map<Key, Places>, key: Key | null): void {
  if (key !== null && !index.has(key)) index.set(key, { places: [], used: 0 });
}

function add<Key>(index: Map<Key, Places>, key: Key, place: number): void {
  const entry = index.get(key);
  if (entry !== undefined && entry.places.at(-1) !== place) entry.places.push(place);
}

function sideOf(index: Index, raw: RawCommit): Side {
  return raw.removed ? index.removed : index.added;
}

function* indexTargets(commits: readonly PairCandidate[], pace: Pace): Generator<void, Index> {
  const index: Index = {
    added: { pulls: new Map<number, Places>(), subjects: new Map<string, Places>() },
    removed: { pulls: new Map<number, Places>(), subjects: new Map<string, Places>() },
    prefixes: new Map<string, Places>(),
  };
  for (const { raw, message } of commits) {
    if (pace.spend()) yield;
    if (message.revert === null) continue;
    want(sideOf(index, raw).pulls, message.revert.pull);
    for (const subject of relandKeys(message.revert)) want(sideOf(index, raw).subjects, subject);
    for (const name of message.revert.shas) {
      if (parseSha(name) === undefined) want(index.prefixes, name.slice(0, prefixLength));
    }
  }
  let place = -1;
  for (const { raw, message, pull } of commits) {
    if (pace.spend()) yield;
    place += 1;
    const { pulls, subjects } = sideOf(index, raw);
    if (pull !== null && pulls.size > 0) add(pulls, pull, place);
    if (subjects.size > 0) {
      add(subjects, message.subject.trim(), place);
      if (typeof message.pull?.title === 'string') add(subjects, message.pull.title, place);
      if (message.revert !== null) for (const alias of revertAliases(message.revert)) add(subjects, alias, place);
    }
    if (index.prefixes.size > 0) add(index.prefixes, raw.sha.slice(0, prefixLength), place);
  }
  return index;
}

/**
 * Pairs reverts with what they revert, newest first: a commit that a newer one takes back takes nothing back itself,
 * so the revert of a revert leaves the feature. A target is an older commit on the same side of the range, found by
 * the SHA that the revert names (full, or a prefix of at least seven digits that fits one commit only), else by pull
 * request, else by subject: the nearest older commit that has it and still stands. Taking back a merge takes back
 * what it brought. What comes back by `Reland "x"` or `Reapply "x"` takes back the revert of x, however that one was
 * worded. A revert whose target is not found, or stands only partly in the range, is an ordinary commit.
 * @param commits the range, newest first
 * @param placeOf their places in it
 */
export function* pairReverts(
  commits: readonly PairCandidate[],
  placeOf: ReadonlyMap<Sha, number>,
  pace: Pace,
): Generator<void, RevertPairs> {
  const index = yield* indexTargets(commits, pace);
  const reverts: (readonly Sha[])[] = new Array<readonly Sha[]>(commits.length).fill(nothing);
  const takenBack = new Int32Array(commits.length).fill(-1);
  const settled = new Uint8Array(commits.length);

  /** The revert that takes `place` back, itself or with the merge that brought it; -1 while it stands. */
  const revertOf = (place: number): number => {
    const own = takenBack[place] ?? -1;
    if (own >= 0) return own;
    const merge = commits[place]?.broughtBy ?? -1;
    return merge < 0 ? -1 : (takenBack[merge] ?? -1);
  };

  const onlyPlace = (prefix: string): number | undefined => {
    const places = index.prefixes.get(prefix.slice(0, prefixLength))?.places ?? [];
    const fitting = places.filter((place) => commits[place]?.raw.sha.startsWith(prefix) === true);
    return fitting.length === 1 ? fitting[0] : undefined;
  };

  const byName = (claim: RevertClaim, revert: number, raw: RawCommit): Named => {
    const found: number[] = [];
    const outside: Sha[] = [];
    let whole = true;
    for (const name of claim.shas) {
      const full = parseSha(name);
      const place = full === undefined ? onlyPlace(name) : placeOf.get(full);
      if (place !== undefined && place > revert && commits[place]?.raw.removed === raw.removed) found.push(place);
      else {
        whole = false;
        if (full !== undefined) outside.push(full);
      }
    }
    return { found, outside, whole };
  };

  /** Older commits of an entry that still stand; at most `limit`. */
  const standing = (entry: Places | undefined, revert: number, limit: number): number[] => {
    const found: number[] = [];
    if (entry === undefined) return found;
    const { places } = entry;
    // Reverts are asked newest first, so what is too new or gone for one is so for all that follow.
    for (let place = places[entry.used]; place !== undefined; place = places[entry.used]) {
      if (place > revert && revertOf(place) < 0) break;
      entry.used += 1;
    }
    for (let at = entry.used; at < places.length && found.length < limit; at += 1) {
      const place = places[at];
      if (place !== undefined && revertOf(place) < 0) found.push(place);
    }
    return found;
  };

  const takenWithMerge = new Map<number, Sha[]>();
  let place = -1;
  for (const { raw, message, broughtBy } of commits) {
    if (pace.spend()) yield;
    place += 1;
    const revertOfThis = revertOf(place);
    if (revertOfThis >= 0 && takenBack[place] === -1) {
      takenBack[place] = revertOfThis;
      const list = takenWithMerge.get(broughtBy);
      list?.push(raw.sha);
      if (list !== undefined) takenWithMerge.set(place, list);
    }
    const claim = message.revert;
    if (claim === null) continue;
    const inForce = revertOfThis < 0;
    const named = byName(claim, place, raw);
    const { pulls, subjects } = sideOf(index, raw);
    let { found: targets, outside, whole } = named;
    if (targets.length === 0 && claim.pull !== null) {
      targets = standing(pulls.get(claim.pull), place, inForce ? Infinity : 1);
    }
    for (const subject of relandKeys(claim)) {
      if (targets.length === 0) targets = standing(subjects.get(subject), place, 1);
    }
    // Found otherwise: the name is that of a commit before it was rebased.
    if (named.found.length === 0 && targets.length > 0) {
      outside = [];
      whole = true;
    }
    const shas = [...new Set([...targets.flatMap((target) => commits[target]?.raw.sha ?? []), ...outside])];
    reverts[place] = shas;
    if (!inForce || targets.length === 0) continue;
    if (whole) settled[place] = 1;
    for (const target of targets) {
      if (revertOf(target) >= 0) continue;
      takenBack[target] = place;
      takenWithMerge.set(target, shas);
    }
  }

  const revertedBy = Array.from(takenBack, (revert) => (revert < 0 ? null : (commits[revert]?.raw.sha ?? null)));
  return { reverts, revertedBy, settled };
}
