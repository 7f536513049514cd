import { messageOf } from '../core/errors';
import { sqlOf, withCode, withCodeAndSql } from '../core/highlights/codeReading';
import { databaseMarkers, databaseOfMany } from '../core/highlights/database';
import {
  baseOf,
  byWords,
  inRunningOrder,
  requestFor,
  migrationGroups,
  withDatabase,
  withReading,
  type MigrationGroup,
} from '../core/highlights/grammarReading';
import { planMigrations, tellMigrations } from '../core/highlights/migrations';
import type { DatabaseDialect, Highlights, Migration } from '../core/highlights/model';
import type { DialectReader, MigrationReaders, SqlRequest, SqlSource } from '../core/highlights/readers';
import { codeToRead, withShippedTogether } from '../core/highlights/review/shippedTogether';
import { withRunningOrder } from '../core/highlights/runningOrder';
import { highlightsOf, type Told, type ToldMigration } from '../core/highlights/told';
import type { BlobText, ChangedFiles, ListedFile } from '../core/history';
import type { History } from '../core/ports';
import type { Sha } from '../core/sha';

/** Larger migrations are data loads; they are reported as not read. */
const blobLimit = 1_000_000;
/** Larger files of code are generated. */
const codeLimit = 300_000;
/** Without a clone every text is a request of its own: so many are made at most beyond the migrations themselves. */
const mostRequests = 40;
/** More migrations than this are not replayed to know the schema before the release. */
const mostReplayed = 5000;
/** The same for those in code, each of which takes some milliseconds of this thread. */
const mostCodeReplayed = 600;
/** Milliseconds that grammars may take for a whole range; then it is read by words. */
const longestReading = 60_000;

const names: Readonly<Record<DatabaseDialect | 'other', string>> = {
  postgres: 'Postgres',
  mysql: 'MySQL',
  mariadb: 'MariaDB',
  sqlite: 'SQLite',
  sqlserver: 'SQL Server',
  other: 'its database',
};

/** Where and how the migrations of a range are read. */
export interface HighlightsSubject {
  readonly history: History;
  readonly from: Sha;
  readonly to: Sha;
  readonly changed: ChangedFiles;
  /** The grammars at hand; without them everything is read by words. */
  readonly readers?: MigrationReaders | undefined;
  readonly signal?: AbortSignal | undefined;
}

/** Reads the migrations of a range: their words first, and what a grammar knows by that. Rejects with `HumanError`. */
export async function loadHighlights(subject: HighlightsSubject): Promise<Highlights> {
  const { history, changed, readers, signal } = subject;
  const plan = planMigrations(changed);
  const texts = await history.readBlobs(plan.reads, blobLimit, signal);
  const bySha = new Map<Sha, BlobText>();
  plan.reads.forEach((sha, index) => bySha.set(sha, texts[index] ?? { state: 'missing' }));
  const told = tellMigrations(plan, bySha);
  const highlights = highlightsOf(readers === undefined ? told : await readByGrammar(told, subject, readers));
  return { ...highlights, migrations: await besideTheirCode(highlights.migrations, subject) };
}

/** Without a clone the code would take a request for each file: it is not looked at then. */
async function besideTheirCode(
  migrations: readonly Migration[],
  { history, changed, signal }: HighlightsSubject,
): Promise<readonly Migration[]> {
  const files = history.source === 'clone' ? codeToRead(migrations, changed) : [];
  const blobs = [...new Set(files.flatMap(({ oldBlob, newBlob }) => [oldBlob, newBlob]))].filter((sha) => sha !== null);
  if (blobs.length === 0) return migrations;
  const texts = await optional(history.readBlobs(blobs, codeLimit, signal), [], signal);
  return withShippedTogether(
    migrations,
    files,
    new Map(
      blobs.flatMap((sha, at) => {
        const text = texts[at];
        return text === undefined ? [] : [[sha, text] as const];
      }),
    ),
  );
}

/** What only makes answers surer may fail; a reading that was given up may not go on. */
async function optional<T>(reading: Promise<T>, instead: T, signal: AbortSignal | undefined): Promise<T> {
  try {
    return await reading;
  } catch {
    signal?.throwIfAborted();
    return instead;
  }
}

async function readByGrammar(told: Told, subject: HighlightsSubject, readers: MigrationReaders): Promise<Told> {
  const groups = migrationGroups(told);
  if (groups.length === 0) return told;
  const budget = { left: subject.history.source === 'api' ? mostRequests : Number.POSITIVE_INFINITY };
  const markers = await markerTexts(groups, subject, budget);
  const better = new Map<string, ToldMigration>();
  for (const group of groups) {
    const read = await readGroup(withDatabase(group, markers), subject, readers, budget);
    const shipped = await filesAt(subject, subject.from, [group.folder]);
    for (const each of withRunningOrder(group, read, shipped)) {
      better.set(each.migration.path, each);
    }
  }
  return { ...told, migrations: told.migrations.map((each) => better.get(each.migration.path) ?? each) };
}

interface Budget {
  left: number;
}

/** The texts of files, by path; none when there are more than may be asked for. */
async function textsOf(
  { history, signal }: HighlightsSubject,
  files: readonly ListedFile[],
  budget: Budget,
): Promise<ReadonlyMap<string, string>> {
  if (files.length > budget.left) return new Map();
  budget.left -= files.length;
  const wanted = files.map(({ blob }) => blob);
  const blobs = await optional(history.readBlobs(wanted, blobLimit, signal), [], signal);
  return new Map(
    files.flatMap(({ path }, index) => {
      const blob = blobs[index];
      return blob?.state === 'text' ? [[path, blob.text] as const] : [];
    }),
  );
}

/** What is not there, or cannot be listed, tells nothing. */
function filesAt(
  { history, signal }: HighlightsSubject,
  commit: Sha,
  paths: readonly string[],
): Promise<readonly ListedFile[]> {
  return optional(history.listFiles(commit, paths, signal), [], signal);
}

async function markerTexts(
  groups: readonly MigrationGroup[],
  subject: HighlightsSubject,
  budget: Budget,
): Promise<ReadonlyMap<string, string>> {
  const wanted = databaseMarkers([...new Set(groups.map(({ folder }) => folder))]);
  const files = await filesAt(subject, subject.to, wanted);
  // Half of what may be asked for is kept for the migrations before.
  return textsOf(subject, files.slice(0, Math.min(files.length, budget.left / 2)), budget);
}

async function baseTexts(
  group: MigrationGroup,
  subject: HighlightsSubject,
  budget: Budget,
): Promise<readonly string[]> {
  const commit = group.effect === 'run' ? subject.from : subject.to;
  const files = baseOf(group, await filesAt(subject, commit, [group.folder]));
  if (files.length > mostReplayed) return [];
  const texts = await textsOf(subject, files, budget);
  return files.flatMap(({ path }) => texts.get(path) ?? []);
}

async function readGroup(
  group: MigrationGroup,
  subject: HighlightsSubject,
  readers: MigrationReaders,
  budget: Budget,
): Promise<readonly ToldMigration[]> {
  if (group.reads === 'calls') return readCodeGroup(group, subject, readers, budget);
  const { migrations } = group;
  const base = await baseTexts(group, subject, budget);
  const dialect = group.dialect ?? databaseOfMany(base);
  const known = dialect === 'other' ? null : dialect;
  const reader = dialect === 'other' ? null : readers.forDialect(dialect ?? 'postgres');
  if (reader === null) {
    const reason = `there is no grammar for ${names[dialect ?? 'other']} here`;
    return migrations.map((each) => byWords(each, known, reason));
  }
  const answer = await ask(reader, requestFor(group, base), subject);
  return answer.state === 'read'
    ? migrations.map((each, at) => withReading(each, answer.results[at] ?? unanswered, known))
    : migrations.map((each) => byWords(each, known, answer.reason));
}

const unanswered = { state: 'unread', reason: 'it was not answered' } as const;

/** Code is read call by call; on Postgres its grammar then tells what the SQL of the calls does. */
async function readCodeGroup(
  group: MigrationGroup,
  subject: HighlightsSubject,
  readers: MigrationReaders,
  budget: Budget,
): Promise<readonly ToldMigration[]> {
  const { migrations } = group;
  const dialect = group.dialect === 'other' ? null : group.dialect;
  const files = migrations.map(({ framework, source }) => ({ framework, text: source?.text ?? '' }));
  const results = await readers.code.read(files, subject.signal);
  const codes = results.map((result) => (result.state === 'read' ? result.migration : null));
  const whyUnread = (at: number): string => {
    const result = results[at] ?? unanswered;
    return result.state === 'unread' ? result.reason : unanswered.reason;
  };
  const postgres = dialect === 'postgres' ? readers.forDialect(dialect) : null;
  const sql = codes.map((code) => (code === null ? null : sqlOf(code)));
  const inputs = sql.flatMap((each) => each?.input ?? []);
  const asked = postgres !== null && inputs.some(({ text }) => text !== '');
  const base = asked ? await schemaBefore(group, subject, readers, budget) : [];
  const answer = asked ? await ask(postgres, { base, migrations: inputs }, subject) : null;
  let next = 0;
  return migrations.map((each, at) => {
    const [code, own] = [codes[at] ?? null, sql[at] ?? null];
    if (code === null || own === null) return byWords(each, dialect, whyUnread(at));
    const result = answer?.state === 'read' ? answer.results[next++] : undefined;
    return result === undefined ? withCode(each, code, dialect) : withCodeAndSql(each, code, own, result);
  });
}

/**
 * What the database holds before migrations in code: where the project keeps that as SQL, that, otherwise what its
 * earlier migrations run.
 */
async function schemaBefore(
  group: MigrationGroup,
  subject: HighlightsSubject,
  readers: MigrationReaders,
  budget: Budget,
): Promise<readonly SqlSource[]> {
  const commit = group.effect === 'run' ? subject.from : subject.to;
  const above = group.folder.slice(0, Math.max(0, group.folder.lastIndexOf('/')));
  const files = await filesAt(subject, commit, [`${above}/structure.sql`, group.folder]);
  const dump = files.find(({ path }) => path === `${above}/structure.sql`);
  const texts = await textsOf(subject, dump === undefined ? [] : [dump], budget);
  if (texts.size > 0) return [...texts.values()].map((text) => ({ text, sections: 'none' }));
  const [first] = group.migrations;
  const earlier = baseOf(group, files);
  if (first === undefined || earlier.length > mostCodeReplayed) return [];
  const { framework } = first;
  const ordered = inRunningOrder(framework, await textsOf(subject, earlier, budget));
  const results = await readers.code.read(
    ordered.map((text) => ({ framework, text })),
    subject.signal,
  );
  return results.flatMap((result) => (result.state === 'read' ? sqlOf(result.migration).input : []));
}

async function ask(
  reader: DialectReader,
  request: SqlRequest,
  { signal }: HighlightsSubject,
): ReturnType<DialectReader['read']> {
  const limit = AbortSignal.timeout(longestReading);
  try {
    return await reader.read(request, signal === undefined ? limit : AbortSignal.any([signal, limit]));
  } catch (error) {
    signal?.throwIfAborted();
    const reason = limit.aborted ? `reading it took more than ${longestReading / 1000} seconds` : messageOf(error);
    return { state: 'unavailable', reason };
  }
}
