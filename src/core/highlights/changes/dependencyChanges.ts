import { folderOf, isLoose, moduleOf, type LockEntry } from './locks/lockEntry';
import type { DependencyChange, DependencyChangeKind, Severity } from './model';
import { maskText } from './secrets';
import { compareSeverity } from './severity';
import type { Steps } from './steps';
import { compareVersions, stepBetween } from './versions';

interface Package {
  readonly versions: Map<string, LockEntry>;
  readonly sources: Set<string>;
  direct: boolean | null;
  /** Nothing but development asks for it. */
  development: boolean;
}

function byName(entries: readonly LockEntry[]): ReadonlyMap<string, Package> {
  const packages = new Map<string, Package>();
  for (const entry of entries) {
    let known = packages.get(entry.name);
    if (known === undefined) {
      known = { versions: new Map(), sources: new Set(), direct: entry.direct, development: true };
      packages.set(entry.name, known);
    }
    known.development &&= entry.development === true;
    if (!known.versions.has(entry.version)) known.versions.set(entry.version, entry);
    if (entry.source !== null) known.sources.add(entry.source);
    if (entry.direct === true) known.direct = true;
  }
  return packages;
}

function* sources(entries: readonly LockEntry[]): Steps<ReadonlySet<string>> {
  yield;
  return new Set(entries.flatMap(({ source }) => (source === null ? [] : [source])));
}

/**
 * What differs between two readings of a lock file. Where a package has several versions, those that stay are left out.
 * @returns other sources first, then major ones, downgrades, and the rest; direct ones before others
 */
export function* compareLocks(
  before: readonly LockEntry[],
  after: readonly LockEntry[],
): Steps<readonly DependencyChange[]> {
  const [old, now] = [byName(before), byName(after)];
  const knownSources = yield* sources(before);
  const changes: DependencyChange[] = [];
  let count = 0;
  for (const name of new Set([...old.keys(), ...now.keys()])) {
    if ((count += 1) % 1000 === 0) yield;
    const change = compare(name, old.get(name), now.get(name), before.length === 0 ? null : knownSources);
    if (change !== null) changes.push(change);
  }
  return changes.sort(
    (a, b) =>
      compareSeverity(a.severity, b.severity) ||
      order.indexOf(a.kind) - order.indexOf(b.kind) ||
      Number(b.direct ?? false) - Number(a.direct ?? false) ||
      (a.name < b.name ? -1 : 1),
  );
}

const order: readonly DependencyChangeKind[] = [
  'source',
  'major',
  'downgrade',
  'other',
  'added',
  'minor',
  'removed',
  'patch',
];

function compare(
  name: string,
  old: Package | undefined,
  now: Package | undefined,
  knownSources: ReadonlySet<string> | null,
): DependencyChange | null {
  const gone = [...(old?.versions.values() ?? [])].filter(({ version }) => now?.versions.has(version) !== true);
  const come = [...(now?.versions.values() ?? [])].filter(({ version }) => old?.versions.has(version) !== true);
  const source = sourceChange(old, now, knownSources);
  if (gone.length === 0 && come.length === 0 && source === null) return null;
  const kind = kindOf(gone, come, old === undefined, now === undefined);
  const direct = now?.direct ?? old?.direct ?? null;
  const shown = come[0] ?? (now === undefined ? gone[0] : [...now.versions.values()][0]);
  const reason = sourceReason(source, kind);
  return {
    name,
    kind,
    from: sorted(gone),
    to: sorted(come),
    source: source === null ? null : { from: source.from, to: source.to },
    direct,
    line: shown?.line ?? null,
    side: now === undefined ? 'old' : 'new',
    ...(reason ?? weigh(name, kind, direct, (now ?? old)?.development === true)),
  };
}

const sorted = (entries: readonly LockEntry[]): readonly string[] =>
  entries.map(({ version }) => shownVersion(version)).sort((a, b) => compareVersions(a, b) ?? (a < b ? -1 : 1));

/** Addresses may hold a password; the name of a commit in a version is no secret. */
function shownVersion(version: string): string {
  return /^[\w.+~^<>=*, |-]{1,120}$/.test(version) ? version : maskText(version);
}

function kindOf(
  gone: readonly LockEntry[],
  come: readonly LockEntry[],
  isNew: boolean,
  isGone: boolean,
): DependencyChangeKind {
  if (isNew) return 'added';
  if (isGone) return 'removed';
  if (gone.length === 0 && come.length === 0) return 'source';
  // Another version beside those that stay, or one of several that goes.
  if (gone.length === 0) return 'added';
  if (come.length === 0) return 'removed';
  const from = sorted(gone);
  const to = sorted(come);
  // Several on either side: the highest of each are what most of the program uses.
  return stepBetween(from.at(-1) ?? '', to.at(-1) ?? '');
}

interface SourceChange {
  readonly from: string | null;
  readonly to: string | null;
  readonly loose: boolean;
}

function sourceChange(
  old: Package | undefined,
  now: Package | undefined,
  knownSources: ReadonlySet<string> | null,
): SourceChange | null {
  if (now === undefined) return null;
  const to = [...now.sources].filter((each) => old?.sources.has(each) !== true).map(maskText);
  const from = [...(old?.sources ?? [])].filter((each) => !now.sources.has(each)).map(maskText);
  const loose = to.find(isLoose);
  if (old === undefined) {
    // A new package is worth a word on its source where that is no registry, or one that nothing came from so far.
    const strange = [...now.sources].find((each) => isLoose(each) || knownSources?.has(each) === false);
    return strange === undefined ? null : { from: null, to: maskText(strange), loose: isLoose(strange) };
  }
  if (to.length === 0 && from.length === 0) return null;
  // Files that name no source at one end say nothing about a change of it.
  if (now.sources.size === 0 || old.sources.size === 0) {
    if (loose === undefined && !from.some(isLoose)) return null;
  }
  if (to.length === 0 && !from.some(isLoose)) return null;
  return { from: from[0] ?? null, to: loose ?? to[0] ?? null, loose: loose !== undefined };
}

interface Weight {
  readonly severity: Severity;
  readonly reason: string | null;
}

function sourceReason(source: SourceChange | null, kind: DependencyChangeKind): Weight | null {
  if (source === null) return null;
  if (source.to === null)
    return { severity: 'medium', reason: `It no longer comes from ${source.from ?? 'elsewhere'}.` };
  const [folder, before] = [folderOf(source.to), folderOf(source.from)];
  if (folder !== null && before !== null)
    return { severity: 'low', reason: `It comes from the folder ${folder} instead of ${before}.` };
  const instead = moduleOf(source.to);
  if (instead !== null) return { severity: 'high', reason: `It is replaced by another module, ${instead}.` };
  if (folder !== null)
    return { severity: 'high', reason: `It comes from the folder ${folder}, which is no package registry.` };
  if (source.loose) return { severity: 'high', reason: `It comes from ${source.to}, which is no package registry.` };
  if (kind === 'added')
    return { severity: 'high', reason: `It comes from ${source.to}, which nothing came from so far.` };
  if (source.from === null || isLoose(source.from))
    return { severity: 'medium', reason: `It now comes from ${source.to}.` };
  return { severity: 'high', reason: `It comes from ${source.to} instead of ${source.from}.` };
}

function weigh(name: string, kind: DependencyChangeKind, direct: boolean | null, development: boolean): Weight {
  // Types of TypeScript are never part of what runs.
  if (development || name.startsWith('@types/')) return { severity: 'low', reason: null };
  switch (kind) {
    case 'major':
      // Go's own modules have stayed below 1.0 for years, and compatible.
      return direct === false || name.startsWith('golang.org/x/')
        ? { severity: 'low', reason: null }
        : { severity: 'medium', reason: 'It is a major step.' };
    case 'downgrade':
      return direct === false
        ? { severity: 'low', reason: null }
        : { severity: 'medium', reason: 'It goes back to an earlier version.' };
    case 'added':
    case 'removed':
    case 'minor':
    case 'patch':
    case 'other':
    case 'source':
      return { severity: 'low', reason: null };
  }
}
