import type { ChangedFile } from '../../history';
import { named, pathFacts, textsOf, type Texts } from './changedPaths';
import { compareLocks } from './dependencyChanges';
import { isForeign, partsOf } from './fileKinds';
import type { LockEntry } from './locks/lockEntry';
import type { LockKind } from './locks/lockKinds';
import type { DependencyChange, DependencyFile } from './model';
import type { ChangeRules } from './rules';
import { worstOf } from './severity';
import type { Steps } from './steps';
import { whyNot } from './tree';

export interface PlannedLock {
  readonly file: ChangedFile;
  readonly kind: LockKind;
}

/** `requirements-dev.txt`, `requirements/test.txt` */
const forDevelopment = /(?:^|\/)requirements[-_./](?:dev|development|test|tests|testing|lint|docs?)\.txt$/i;

const folderOf = (path: string): string => path.slice(0, path.lastIndexOf('/') + 1);

/** What the lock files and manifests of a range change. A manifest beside its lock file is told by the lock file. */
export function* readDependencies(
  planned: readonly PlannedLock[],
  texts: Texts,
  rules: ChangeRules,
  notes: string[],
): Steps<readonly DependencyFile[]> {
  const files: DependencyFile[] = [];
  const locks = planned.filter(({ kind }) => kind.role === 'lock');
  const asking = planned.filter(({ kind }) => kind.role === 'asked');
  for (const each of planned) {
    yield;
    // A lock file serves the folders below its own, as in a workspace.
    const lock = locks.find(
      ({ file, kind }) => kind.ecosystem === each.kind.ecosystem && each.file.path.startsWith(folderOf(file.path)),
    );
    const manifest = asking.find(
      ({ file, kind }) => kind.ecosystem === each.kind.ecosystem && folderOf(file.path) === folderOf(each.file.path),
    );
    const file = yield* readOne(each, texts, rules, manifest ?? null, lock !== undefined);
    if (file === null) continue;
    files.push(file);
    if (file.notUnderstood !== null) notes.push(`${named(file.path)} was not understood: ${file.notUnderstood}`);
  }
  return files;
}

function* entriesOf(kind: LockKind, text: string | null): Steps<readonly LockEntry[]> {
  return text === null || kind.read === null ? [] : yield* kind.read(text);
}

function* readOne(
  { file, kind }: PlannedLock,
  texts: Texts,
  rules: ChangeRules,
  manifest: PlannedLock | null,
  locked: boolean,
): Steps<DependencyFile | null> {
  const base = {
    ...pathFacts(file),
    ecosystem: kind.ecosystem,
    role: kind.role === 'lock' ? ('lock' as const) : ('manifest' as const),
    changes: [],
    omitted: 0,
    notes: [],
  };
  const { was, now, notRead } = textsOf(file, texts, rules.blobLimit);
  const unread = kind.read === null ? 'Nothing here reads this format.' : notRead;
  if (unread !== null) return { ...base, severity: 'medium', reason: 'It could not be read.', notUnderstood: unread };
  let changes: readonly DependencyChange[];
  try {
    const [before, after] = [yield* entriesOf(kind, was), yield* entriesOf(kind, now)];
    const told = manifest === null ? null : yield* directNames(manifest, texts, rules);
    const known = (entries: readonly LockEntry[]): readonly LockEntry[] =>
      told === null
        ? entries
        : entries.map((each) => ({
            ...each,
            direct: each.direct ?? told.has(each.name),
            development: each.development ?? told.get(each.name) === true,
          }));
    changes = yield* compareLocks(known(before), known(after));
  } catch (error) {
    return { ...base, severity: 'medium', reason: 'It could not be understood.', notUnderstood: whyNot(error) };
  }
  if (changes.length === 0 || (kind.role === 'asked' && locked)) return null;
  const notes: string[] = [];
  // Nothing of what tests, examples and development need is shipped.
  if (isForeign(partsOf(file.path.replace(/\.lock$/, ''))) || forDevelopment.test(file.path))
    changes = changes.map((each) => ({ ...each, severity: 'low' as const, reason: null }));
  if (file.status !== 'modified') return { ...base, ...asWhole(changes, file.status), notes, notUnderstood: null };
  if (kind.role === 'asked' && kind.ecosystem !== 'NuGet')
    notes.push('No lock file changes with it: these are the versions it asks for.');
  else if (kind.role === 'lock' && manifest === null && kind.ecosystem !== 'Go') {
    notes.push('The manifest beside it does not change: what it asks for now resolves to other versions.');
  }
  const worst = worstOf(changes, sizeOf(changes.length));
  const top = changes.filter(({ severity }) => severity === worst.severity);
  const reason =
    worst.severity === 'low'
      ? sizeOf(changes.length)
      : `${named(top[0]?.name ?? '')}${top.length > 1 ? ` and ${top.length - 1} more` : ''}: ${worst.reason}`;
  return { ...base, changes, notes, severity: worst.severity, reason, notUnderstood: null };
}

/** Of a lock file that comes or goes as a whole only what is flagged is listed. */
function asWhole(
  changes: readonly DependencyChange[],
  status: 'added' | 'deleted',
): Pick<DependencyFile, 'changes' | 'omitted' | 'severity' | 'reason'> {
  const said = status === 'added' ? changes.filter(({ severity }) => severity !== 'low') : [];
  const { severity, reason } = worstOf(
    said,
    `A ${status === 'added' ? 'new' : 'removed'} file of ${changes.length} packages.`,
  );
  return { changes: said, omitted: changes.length - said.length, severity, reason };
}

const sizeOf = (count: number): string => `${count} ${count === 1 ? 'package changes' : 'packages change'}.`;

/** What a manifest asks for by name at either end, and whether for development only; `null` when it cannot be told. */
function* directNames(
  { file, kind }: PlannedLock,
  texts: Texts,
  rules: ChangeRules,
): Steps<ReadonlyMap<string, boolean> | null> {
  const { was, now, notRead } = textsOf(file, texts, rules.blobLimit);
  if (notRead !== null) return null;
  try {
    const entries = [...(yield* entriesOf(kind, was)), ...(yield* entriesOf(kind, now))];
    const names = new Map<string, boolean>();
    for (const { name, development } of entries) names.set(name, names.get(name) !== false && development === true);
    return names;
  } catch {
    return null;
  }
}
