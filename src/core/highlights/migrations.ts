import type { BlobText, ChangedFile, ChangedFiles } from '../history';
import type { Sha } from '../sha';
import { candidateOf, type Candidate } from './candidates';
import { identify } from './identify';
import { compareOrder, revisionDepths } from './migrationOrder';
import type { Highlights, Migration } from './model';
import { isLoss } from './operation';
import { outcomeOf, type KnownMigration, type Outcome } from './outcome';
import { readSql as readSqlByWords } from './sqlOperations';
import type { SqlReader } from './sqlReading';

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
  /** Changed files that frameworks keep beside their migrations, and a sign of the language. */
  readonly markers: readonly string[];
}

const markerNames = new Set(['atlas.sum', '_journal.json', 'sqitch.plan', 'snapshot.json', 'Cargo.toml', 'Cargo.lock']);

/** Picks, by their paths alone, the changed files that may be migrations. */
export function planMigrations(changed: ChangedFiles): MigrationPlan {
  const candidates = changed.files.flatMap((file) => {
    const candidate = candidateOf(file.path);
    return candidate === null ? [] : [{ candidate, file }];
  });
  const wanted = candidates.filter(({ file }) => file.isFile).flatMap(({ file }) => [file.oldBlob, file.newBlob]);
  const rust = changed.files.find(({ path }) => path.endsWith('.rs'));
  const markers = changed.files
    .map(({ path }) => path)
    .filter((path) => markerNames.has(path.slice(path.lastIndexOf('/') + 1)));
  return {
    reads: [...new Set(wanted.filter((sha) => sha !== null))],
    changed,
    candidates,
    markers: rust === undefined ? markers : [...markers, rust.path],
  };
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
  const framework =
    known === null && candidate.certain === null ? null : identify(candidate, known ?? '', plan.markers);
  if (why !== null && (framework !== null || known === null)) {
    notes.push(`${candidate.path} may be a migration and could not be read: ${why}.`);
  }
  return framework === null ? null : { candidate, file, framework, oldText, newText, unread: why };
}

/** Pairs what was deleted with what was added under another name: the same content, or the same number in one folder. */
function renames(known: readonly KnownMigration[]): ReadonlyMap<KnownMigration, KnownMigration> {
  const forward = known.filter(({ candidate }) => candidate.role !== 'undo');
  const gone = forward.filter(({ file }) => file.status === 'deleted');
  const keysOf = ({ candidate, file, framework }: KnownMigration): readonly string[] => {
    const number = framework.remembers === 'version' || /\d{8}/.test(candidate.version ?? '');
    const blob = file.oldBlob ?? file.newBlob;
    return [
      ...(blob === null ? [] : [`blob ${framework.id} ${blob}`]),
      ...(number && candidate.version !== null
        ? [`version ${framework.id} ${candidate.folder} ${candidate.version}`]
        : []),
    ];
  };
  const byKey = new Map(gone.flatMap((each) => keysOf(each).map((key) => [key, each] as const)));
  const pairs = new Map<KnownMigration, KnownMigration>();
  const taken = new Set<KnownMigration>();
  for (const added of forward.filter(({ file }) => file.status === 'added')) {
    const from = keysOf(added)
      .map((key) => byKey.get(key))
      .find((each) => each !== undefined && !taken.has(each));
    if (from === undefined) continue;
    taken.add(from);
    pairs.set(added, from);
  }
  return pairs;
}

/** Drops what only takes back a migration that is listed itself. */
function withoutUndo(known: readonly KnownMigration[]): readonly KnownMigration[] {
  const forward = new Set(
    known.filter(({ candidate }) => candidate.role !== 'undo').map(({ candidate }) => candidate.pair),
  );
  return known.filter(({ candidate }) => candidate.role !== 'undo' || !forward.has(candidate.pair));
}

/**
 * Tells the migrations of a range from the texts that {@link planMigrations} asked for. Of a removed migration the
 * operations that it held are listed, of one that was only reworded none, of a changelog that grew those that are new.
 * @param readSql what reads SQL text
 */
export function readMigrations(plan: MigrationPlan, texts: Texts, readSql: SqlReader = readSqlByWords): Highlights {
  const notes: string[] = [];
  const all = plan.candidates.map((each) => recognise(plan, each, texts, notes)).filter((each) => each !== null);
  const known = withoutUndo(all);
  const pairs = renames(known);
  const gone = new Set(pairs.values());
  const alembic = known.filter(({ framework, newText }) => framework.id === 'alembic' && newText !== null);
  const depths = revisionDepths(new Map(alembic.map(({ candidate, newText }) => [candidate.path, newText ?? ''])));
  const listed = known
    .filter((each) => !gone.has(each))
    .map((each) => {
      const from = pairs.get(each) ?? null;
      const outcome = outcomeOf(each, from, readSql);
      const { candidate, file, framework } = each;
      const migration: Migration = {
        path: candidate.path,
        previousPath: from?.candidate.path ?? null,
        framework: framework.id,
        frameworkName: framework.name,
        status: from === null ? file.status : 'renamed',
        ...outcome,
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
      return { migration, order, rank: rankOf(outcome) };
    });
  listed.sort((a, b) => b.rank - a.rank || compareOrder(a.order, b.order));
  return {
    migrations: listed.map(({ migration }) => migration),
    changedFiles: plan.changed.files.length,
    complete: plan.changed.complete && notes.length === 0,
    notes: [...plan.changed.notes, ...notes],
  };
}

/** What runs or was taken out comes first, and of that what certainly loses something, then what could not be told. */
function rankOf({ effect, operations }: Outcome): number {
  if (effect === 'reworded') return 0;
  if (effect === 'edited') return 1;
  if (operations.some(isLoss)) return 4;
  return operations.some((operation) => operation.destructive) ? 3 : 2;
}
