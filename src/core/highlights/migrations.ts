import type { BlobText, ChangedFile, ChangedFiles } from '../history';
import type { Sha } from '../sha';
import { candidateOf, pairOfAll, type Candidate } from './candidates';
import { finish, type Steps } from './changes/steps';
import type { Framework } from './frameworks';
import { identify } from './identify';
import { revisionDepths } from './migrationOrder';
import type { Highlights, Migration } from './model';
import { outcomeOf, type KnownMigration } from './outcome';
import { readSql as readSqlByWords } from './sqlOperations';
import { uniqueMark } from './remembered';
import type { SqlReader } from './sqlReading';
import { hasDownSection } from './sqlStatements';
import { highlightsOf, phaseOf, type Told, type ToldMigration } from './told';

interface Planned {
  readonly candidate: Candidate;
  readonly file: ChangedFile;
}

/** What must be read before the migrations of a range can be told. */
export interface MigrationPlan {
  /** The blobs whose text is wanted, each once. */
  readonly reads: readonly Sha[];
  readonly changed: ChangedFiles;
  readonly candidates: readonly Planned[];
  /** Changed files that frameworks keep beside their migrations, one that pop alone runs, and a sign of the language. */
  readonly markers: readonly string[];
  /** Added files that are no migrations by their path, by their content. */
  readonly others: ReadonlyMap<Sha, string>;
}

const markerNames = new Set(['atlas.sum', '_journal.json', 'sqitch.plan', 'snapshot.json', 'Cargo.toml', 'Cargo.lock']);

/** Picks, by their paths alone, the changed files that may be migrations. */
export function planMigrations(changed: ChangedFiles): MigrationPlan {
  const candidates = changed.files.flatMap((file) => {
    const candidate = candidateOf(file.path);
    return candidate === null ? [] : [{ candidate, file }];
  });
  const wanted = candidates.filter(({ file }) => file.isFile).flatMap(({ file }) => [file.oldBlob, file.newBlob]);
  const pop = new Map(
    candidates
      .filter(({ candidate }) => candidate.certain === 'pop')
      .map(({ candidate: { folder, path } }) => [folder, path]),
  );
  const rust = changed.files.find(({ path }) => path.endsWith('.rs'));
  const markers = changed.files
    .map(({ path }) => path)
    .filter((path) => markerNames.has(path.slice(path.lastIndexOf('/') + 1)));
  const paths = new Set(candidates.map(({ candidate }) => candidate.path));
  const others = changed.files.flatMap(({ path, status, newBlob }) =>
    status === 'added' && newBlob !== null && !paths.has(path) ? [[newBlob, path] as const] : [],
  );
  return {
    others: new Map(others),
    reads: [...new Set(wanted.filter((sha) => sha !== null))],
    changed,
    candidates,
    markers: [...markers, ...pop.values(), ...(rust === undefined ? [] : [rust.path])],
  };
}

function nameOf(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}

function whyUnread(blob: BlobText | undefined): string | null {
  switch (blob?.state) {
    case 'text':
      return null;
    case 'binary':
      return 'it is not text';
    case 'too-large':
      return `it has ${String(blob.bytes)} bytes`;
    case 'missing':
    case undefined:
      return 'its content was not available';
  }
}

type Texts = ReadonlyMap<Sha, BlobText>;

function textOf(texts: Texts, sha: Sha | null): string | null {
  const blob = sha === null ? undefined : texts.get(sha);
  return blob?.state === 'text' ? blob.text : null;
}

function recognise(
  plan: MigrationPlan,
  { candidate, file }: Planned,
  texts: Texts,
  notes: string[],
): KnownMigration | null {
  const unread =
    [file.oldBlob, file.newBlob]
      .filter((sha) => sha !== null)
      .map((sha) => whyUnread(texts.get(sha)))
      .find((why) => why !== null) ?? null;
  const why = file.isFile ? unread : 'it is a link or a submodule';
  const [oldText, newText] = file.isFile ? [textOf(texts, file.oldBlob), textOf(texts, file.newBlob)] : [null, null];
  const known = newText ?? oldText;
  const identified = (text: string | null): Framework | null =>
    text === null && candidate.certain === null ? null : identify(candidate, text ?? '', plan.markers);
  // What was a migration before and is none any more was taken out all the same.
  const framework = identified(known) ?? (oldText === null ? null : identified(oldText));
  if (why !== null && (framework !== null || known === null)) {
    notes.push(`${candidate.path} may be a migration and could not be read: ${why}.`);
  }
  const movedTo = file.oldBlob === null ? null : (plan.others.get(file.oldBlob) ?? null);
  return framework === null ? null : { candidate, file, framework, oldText, newText, unread: why, movedTo };
}

/** How many of the last parts of two paths are the same. */
function sharedEnd(a: string, b: string): number {
  const [left, right] = [a.split('/').toReversed(), b.split('/').toReversed()];
  const differs = left.findIndex((part, at) => part !== right[at]);
  return differs === -1 ? left.length : differs;
}

/**
 * Pairs what was deleted with what was added under another name: the same content, the same number in one folder, or
 * the same dated name in another. Of several, such as the same file for each database, the one with the path most alike.
 */
function renames(known: readonly KnownMigration[]): ReadonlyMap<KnownMigration, KnownMigration> {
  const forward = known.filter(({ candidate }) => candidate.role !== 'undo');
  const gone = forward.filter(({ file }) => file.status === 'deleted');
  const keysOf = ({ candidate, file, framework, newText, oldText }: KnownMigration): readonly string[] => {
    const number = framework.remembers === 'version' || /\d{8}/.test(candidate.version ?? '');
    const blob = file.oldBlob ?? file.newBlob;
    const mark = uniqueMark({ candidate, framework, text: newText ?? oldText });
    return [
      ...(mark === null ? [] : [`mark ${framework.id} ${mark}`]),
      ...(blob === null ? [] : [`blob ${framework.id} ${blob}`]),
      ...(number && candidate.version !== null
        ? [`version ${framework.id} ${candidate.folder} ${candidate.version}`]
        : []),
      ...(/^\d{8}/.test(nameOf(candidate.path)) ? [`name ${framework.id} ${nameOf(candidate.path)}`] : []),
    ];
  };
  const byKey = new Map<string, KnownMigration[]>();
  for (const each of gone) for (const key of keysOf(each)) byKey.set(key, [...(byKey.get(key) ?? []), each]);
  const pairs = new Map<KnownMigration, KnownMigration>();
  const taken = new Set<KnownMigration>();
  for (const added of forward.filter(({ file }) => file.status === 'added')) {
    const from = keysOf(added)
      .flatMap((key) => {
        const free = (byKey.get(key) ?? []).filter((each) => !taken.has(each));
        const alike = ({ candidate }: KnownMigration): number => sharedEnd(candidate.path, added.candidate.path);
        return free.toSorted((a, b) => alike(b) - alike(a)).slice(0, 1);
      })
      .at(0);
    if (from === undefined) continue;
    taken.add(from);
    pairs.set(added, from);
  }
  return pairs;
}

/** Drops what only takes back a migration that is listed itself. */
function withoutUndo(known: readonly KnownMigration[]): readonly KnownMigration[] {
  const forward = new Set(
    known
      .filter(({ candidate }) => candidate.role !== 'undo')
      .flatMap(({ candidate }) => [candidate.pair, pairOfAll(candidate)]),
  );
  return known.filter(({ candidate }) => candidate.role !== 'undo' || !forward.has(candidate.pair));
}

/** What takes a migration back, as far as the changed files tell. */
function downOf(known: KnownMigration, all: readonly KnownMigration[]): { path: string | null; text: string } | null {
  const { candidate, framework } = known;
  const text = known.newText ?? known.oldText ?? '';
  if (hasDownSection(text, framework.sections)) return { path: null, text: '' };
  const undoOf = (pair: string): KnownMigration | undefined =>
    all.find((each) => each.candidate.role === 'undo' && each.candidate.pair === pair);
  const undo = undoOf(candidate.pair) ?? undoOf(pairOfAll(candidate));
  const undoText = undo?.newText ?? undo?.oldText ?? null;
  return undo === undefined || undoText === null ? null : { path: undo.candidate.path, text: undoText };
}

function tell(
  known: KnownMigration,
  from: KnownMigration | null,
  all: readonly KnownMigration[],
  depths: ReadonlyMap<string, number>,
  readSql: SqlReader,
): ToldMigration {
  const { candidate, file, framework, newText, oldText } = known;
  const outcome = outcomeOf(known, from, readSql);
  const down = framework.reads === 'sql' && candidate.role === 'forward' ? downOf(known, all) : null;
  const migration: Migration = {
    path: candidate.path,
    previousPath: from?.candidate.path ?? null,
    framework: framework.id,
    frameworkName: framework.name,
    status: from === null ? file.status : 'renamed',
    ...outcome,
    dialect: null,
    read: 'words',
    readBecause: null,
    down: framework.reads === 'sql' ? { exists: down !== null, path: down?.path ?? null } : null,
    reversal: null,
    phase: phaseOf(outcome.operations),
    oldBlob: from === null ? file.oldBlob : from.file.oldBlob,
    newBlob: file.newBlob,
  };
  const order = {
    folder: candidate.folder,
    version: candidate.version,
    repeatable: candidate.role === 'repeatable',
    framework: framework.id,
    path: candidate.path,
    depth: depths.get(candidate.path) ?? 0,
  };
  const text = outcome.effect === 'taken-out' ? oldText : newText;
  const changes = outcome.effect === 'run' || outcome.effect === 'taken-out';
  const movedAway = outcome.effect === 'taken-out' && known.movedTo !== null;
  const worth = changes && !movedAway && candidate.role !== 'undo' && text !== null;
  const downText = down?.path === null ? null : (down?.text ?? null);
  const source = worth ? { text, sections: framework.sections, down: downText } : null;
  return { migration, framework: framework.id, order, source };
}

/**
 * Tells the migrations of a range by their words, from the texts that {@link planMigrations} asked for. Of a removed
 * migration the operations that it held are listed, of one that was only reworded none, of a changelog that grew those
 * that are new. It stops after each file.
 * @param readSql what reads SQL text
 */
export function* tellMigrationsInSteps(
  plan: MigrationPlan,
  texts: Texts,
  readSql: SqlReader = readSqlByWords,
): Steps<Told> {
  const notes: string[] = [];
  const all: KnownMigration[] = [];
  for (const each of plan.candidates) {
    const one = recognise(plan, each, texts, notes);
    if (one !== null) all.push(one);
    yield;
  }
  const known = withoutUndo(all);
  const pairs = renames(known);
  const gone = new Set(pairs.values());
  const alembic = known.filter(({ framework, newText }) => framework.id === 'alembic' && newText !== null);
  const depths = revisionDepths(new Map(alembic.map(({ candidate, newText }) => [candidate.path, newText ?? ''])));
  const migrations: ToldMigration[] = [];
  for (const each of known) {
    if (gone.has(each)) continue;
    migrations.push(tell(each, pairs.get(each) ?? null, all, depths, readSql));
    yield;
  }
  return {
    migrations,
    changedFiles: plan.changed.files.length,
    complete: plan.changed.complete && notes.length === 0,
    notes: [...plan.changed.notes, ...notes],
  };
}

/** As {@link tellMigrationsInSteps}, without a stop. */
export function tellMigrations(plan: MigrationPlan, texts: Texts, readSql: SqlReader = readSqlByWords): Told {
  return finish(tellMigrationsInSteps(plan, texts, readSql));
}

/** As {@link tellMigrations}, in the order in which they are shown. */
export function readMigrations(plan: MigrationPlan, texts: Texts, readSql: SqlReader = readSqlByWords): Highlights {
  return highlightsOf(tellMigrations(plan, texts, readSql));
}
