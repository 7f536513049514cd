import type { BlobText, ChangedFile, ChangedFiles } from '../history';
import type { Sha } from '../sha';
import { candidateOf, type Candidate } from './candidates';
import { hasCalls, isSameCode, readCalls } from './dslCalls';
import type { Framework } from './frameworks';
import { identify } from './identify';
import { readChangelog, readSqlChangelog, type ChangeSet } from './liquibase';
import { findingsOf, type Finding } from './migrationFindings';
import { compareOrder, revisionDepths } from './migrationOrder';
import type { Highlights, Migration, MigrationOperation } from './model';
import { isLoss, notUnderstood } from './operation';
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

/** A candidate that turned out to be a migration. */
interface Known extends Planned {
  readonly framework: Framework;
  /** Text at either end; `null` where there is none or it could not be read. */
  readonly oldText: string | null;
  readonly newText: string | null;
  readonly unread: string | null;
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

function recognise(plan: MigrationPlan, { candidate, file }: Planned, texts: Texts, notes: string[]): Known | null {
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

function operationsOf(
  { candidate, framework }: Known,
  text: string,
  readSql: SqlReader,
): readonly MigrationOperation[] {
  switch (framework.reads) {
    case 'sql':
      return readSql(text, framework.sections);
    case 'calls':
      return hasCalls(framework.id) ? readCalls(text, framework.id, readSql) : [];
    case 'changelog':
      return changeSets(candidate, text, readSql).flatMap(({ operations }) => operations);
    case 'nothing':
      return [notUnderstood({ line: 1, text }, `Is ${framework.name} code`)];
  }
}

function changeSets({ path }: Candidate, text: string, readSql: SqlReader): readonly ChangeSet[] {
  return path.endsWith('.sql') ? readSqlChangelog(text, readSql) : readChangelog(text, path, readSql);
}

/** Of a changelog that grew: what the new change sets do, and what became of the old ones. */
function grown(known: Known, before: string, after: string, readSql: SqlReader): Outcome {
  const old = new Map(changeSets(known.candidate, before, readSql).map((set) => [set.key, set]));
  const now = changeSets(known.candidate, after, readSql);
  const different = now.filter((set) => old.get(set.key)?.text !== set.text);
  const edited = different.filter((set) => old.has(set.key) && !set.repeats);
  const keys = new Set(now.map(({ key }) => key));
  const findings: Finding[] = edited.map(({ key }) => ({
    severity: 'error',
    message: `The change set ${key} was edited after it shipped: a database that has run it refuses the new text.`,
  }));
  for (const { key } of [...old.values()].filter((set) => !keys.has(set.key))) {
    findings.push({
      severity: 'warning',
      message: `The change set ${key} was removed; a database that has run it keeps its effects.`,
    });
  }
  return { operations: different.flatMap(({ operations }) => operations), findings };
}

interface Outcome {
  readonly operations: readonly MigrationOperation[];
  readonly findings: readonly Finding[];
}

const plain = (operations: readonly MigrationOperation[]): string =>
  operations.map(({ kind, text }) => `${kind} ${text.replaceAll(/\s+/g, ' ')}`).join('\n');

function read(known: Known, from: Known | null, readSql: SqlReader): Outcome {
  const { candidate, file, framework } = known;
  const [oldText, newText] = [from === null ? known.oldText : from.oldText, known.newText];
  const status = from === null ? file.status : 'renamed';
  const unread = known.unread ?? from?.unread ?? null;
  if (candidate.role === 'undo')
    return {
      operations: [],
      findings: findingsOf({ status, framework, unread, role: 'undo', change: null, removed: [] }),
    };
  if (framework.reads === 'changelog' && status === 'modified' && oldText !== null && newText !== null) {
    return grown(known, oldText, newText, readSql);
  }
  const before = oldText === null || status === 'added' ? [] : operationsOf(known, oldText, readSql);
  const now = newText === null ? [] : operationsOf(known, newText, readSql);
  const same = (a: string, b: string): boolean => plain(before) === plain(now) || isSameCode(a, b, framework.id);
  const edited = oldText !== null && newText !== null && oldText !== newText;
  const change = edited ? (same(oldText, newText) ? 'words' : 'meaning') : null;
  const sameVersion = from !== null && framework.remembers !== 'name' && from.candidate.version === candidate.version;
  const missing = status !== 'deleted' && newText === null;
  return {
    operations: missing ? [notUnderstood({ line: 1, text: '' }, 'Its content could not be read')] : now,
    findings: findingsOf({
      status,
      framework,
      unread,
      role: candidate.role,
      change,
      removed: status === 'deleted' ? before : [],
      ...(from === null ? {} : { from: from.candidate.path, sameVersion }),
    }),
  };
}

/** Pairs what was deleted with what was added under another name: the same content, or the same number in one folder. */
function renames(known: readonly Known[]): ReadonlyMap<Known, Known> {
  const forward = known.filter(({ candidate }) => candidate.role !== 'undo');
  const gone = forward.filter(({ file }) => file.status === 'deleted');
  const keysOf = ({ candidate, file, framework }: Known): readonly string[] => {
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
  const pairs = new Map<Known, Known>();
  const taken = new Set<Known>();
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
function withoutUndo(known: readonly Known[]): readonly Known[] {
  const forward = new Set(
    known.filter(({ candidate }) => candidate.role !== 'undo').map(({ candidate }) => candidate.pair),
  );
  return known.filter(({ candidate }) => candidate.role !== 'undo' || !forward.has(candidate.pair));
}

/**
 * Tells the migrations of a range from the texts that {@link planMigrations} asked for. Of a removed migration no
 * operation is listed, because none will run; of a changelog that grew, those of its new and edited change sets.
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
      const { operations, findings } = read(each, from, readSql);
      const { candidate, file, framework } = each;
      const migration: Migration = {
        path: candidate.path,
        previousPath: from?.candidate.path ?? null,
        framework: framework.id,
        frameworkName: framework.name,
        status: from === null ? file.status : 'renamed',
        operations,
        findings,
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
      return { migration, order, rank: rankOf(operations) };
    });
  listed.sort((a, b) => b.rank - a.rank || compareOrder(a.order, b.order));
  return {
    migrations: listed.map(({ migration }) => migration),
    changedFiles: plan.changed.files.length,
    complete: plan.changed.complete && notes.length === 0,
    notes: [...plan.changed.notes, ...notes],
  };
}

/** What certainly loses something comes first, then what could not be told. */
function rankOf(operations: readonly MigrationOperation[]): number {
  if (operations.some(isLoss)) return 2;
  return operations.some((operation) => operation.destructive) ? 1 : 0;
}
