import { messageOf } from '../core/errors';
import { sqlOf, withCode, withCodeAndSql } from '../core/highlights/codeReading';
import { databaseMarkers, databaseOfMany } from '../core/highlights/database';
import {
  byWords,
  requestFor,
  migrationGroups,
  withDatabase,
  withReading,
  type MigrationGroup,
} from '../core/highlights/grammarReading';
import type { DslMigration } from '../core/highlights/dsl/model';
import { planMigrations, tellMigrationsInSteps } from '../core/highlights/migrations';
import type { DatabaseDialect, Highlights, Migration } from '../core/highlights/model';
import { withOldColumn } from '../core/highlights/oldColumns';
import type { DialectReader, MigrationReaders, SqlRequest } from '../core/highlights/readers';
import { codeToRead, withShippedTogetherInSteps } from '../core/highlights/review/shippedTogether';
import { highlightsOf, type Told, type ToldMigration } from '../core/highlights/told';
import type { BlobText, ChangedFiles } from '../core/history';
import type { History } from '../core/ports';
import type { Sha } from '../core/sha';
import { withOrder } from './orderOfMigrations';
import { optional, RangeFiles } from './rangeFiles';
import { mapInSteps, runSteps, type Pauses } from './runSteps';
import { columnsBefore, schemaBefore, type SchemaBefore, type SchemaQuestion } from './schemaBefore';

/** Larger migrations are data loads; they are reported as not read. */
const blobLimit = 1_000_000;
/** Larger files of code are generated. */
const codeLimit = 300_000;
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
export interface HighlightsSubject extends Pauses {
  readonly history: History;
  readonly from: Sha;
  readonly to: Sha;
  readonly changed: ChangedFiles;
  /** The grammars at hand; without them everything is read by words. */
  readonly readers?: MigrationReaders | undefined;
}

/** Reads the migrations of a range: their words first, and what a grammar knows by that. Rejects with `HumanError`. */
export async function loadHighlights(subject: HighlightsSubject): Promise<Highlights> {
  const { history, changed, readers, signal } = subject;
  const plan = planMigrations(changed);
  const texts = await history.readBlobs(plan.reads, blobLimit, signal);
  const bySha = new Map<Sha, BlobText>();
  plan.reads.forEach((sha, index) => bySha.set(sha, texts[index] ?? { state: 'missing' }));
  const told = await runSteps(tellMigrationsInSteps(plan, bySha), subject);
  const highlights = highlightsOf(readers === undefined ? told : await readByGrammar(told, subject, readers));
  return { ...highlights, migrations: await besideTheirCode(highlights.migrations, subject) };
}

/** Without a clone the code would take a request for each file: it is not looked at then. */
async function besideTheirCode(
  migrations: readonly Migration[],
  subject: HighlightsSubject,
): Promise<readonly Migration[]> {
  const { history, changed, signal } = subject;
  const files = history.source === 'clone' ? codeToRead(migrations, changed) : [];
  const blobs = [...new Set(files.flatMap(({ oldBlob, newBlob }) => [oldBlob, newBlob]))].filter((sha) => sha !== null);
  if (blobs.length === 0) return migrations;
  const texts = await optional(history.readBlobs(blobs, codeLimit, signal), [], signal);
  const bySha = new Map(
    blobs.flatMap((sha, at) => {
      const text = texts[at];
      return text === undefined ? [] : [[sha, text] as const];
    }),
  );
  return runSteps(withShippedTogetherInSteps(migrations, files, bySha), subject);
}

/** What the groups of a range are read with. */
interface GroupReading {
  readonly subject: HighlightsSubject;
  readonly readers: MigrationReaders;
  readonly files: RangeFiles;
  /** Whole sentences on what was not read. */
  readonly notes: string[];
}

async function readByGrammar(told: Told, subject: HighlightsSubject, readers: MigrationReaders): Promise<Told> {
  const groups = migrationGroups(told);
  if (groups.length === 0) return told;
  const files = new RangeFiles(subject.history, subject.signal);
  const reading: GroupReading = { subject, readers, files, notes: [] };
  const markers = await markerTexts(groups, subject.to, files);
  const better = new Map<string, ToldMigration>();
  for (const group of groups) {
    const read = await readGroup(withDatabase(group, markers), reading);
    for (const each of await withOrder(group, read, { ...subject, files, notes: reading.notes })) {
      better.set(each.migration.path, each);
    }
  }
  return {
    ...told,
    migrations: told.migrations.map((each) => better.get(each.migration.path) ?? each),
    notes: [...told.notes, ...reading.notes],
  };
}

async function markerTexts(
  groups: readonly MigrationGroup[],
  commit: Sha,
  files: RangeFiles,
): Promise<ReadonlyMap<string, string>> {
  const wanted = databaseMarkers([...new Set(groups.map(({ folder }) => folder))]);
  const found = await files.list(commit, wanted);
  // Half of what may be asked for is kept for the migrations before.
  return files.texts(found.slice(0, Math.min(found.length, files.left / 2)), blobLimit);
}

/** What is asked of the schema before a group, on the side of the range on which its migrations ran. */
function question(group: MigrationGroup, { subject, readers, files }: GroupReading): SchemaQuestion {
  const { from, to } = subject;
  const [commit, other] = group.effect === 'run' ? [from, to] : [to, from];
  return { ...subject, group, commit, other, files, code: readers.code };
}

/** Judges changes of columns by what the columns were, where the framework tells that whole. */
async function withColumnsBefore(
  codes: readonly (DslMigration | null)[],
  group: MigrationGroup,
  reading: GroupReading,
): Promise<readonly (DslMigration | null)[]> {
  const changes = codes.some((code) =>
    code?.operations.some(({ kind, columns }) => kind === 'change-column' && columns !== undefined),
  );
  if (!changes) return codes;
  const dialect = group.dialect === 'other' ? null : group.dialect;
  const columns = await columnsBefore(question(group, reading));
  return codes.map((code) => {
    if (code === null) return null;
    const operations = code.operations.map((each) => {
      const judged = withOldColumn(each, columns, dialect);
      columns.apply(each);
      return judged;
    });
    return { ...code, operations };
  });
}

/** Says that the schema was not read where that leaves something open. */
function noteUnread(
  { unread }: SchemaBefore,
  { folder }: MigrationGroup,
  migrations: readonly ToldMigration[],
  notes: string[],
): void {
  const open = migrations.some(({ migration }) =>
    migration.operations.some(({ kind, loses }) => kind === 'change-column' && loses === null),
  );
  if (unread === null || !open) return;
  notes.push(
    `What the columns that ${folder} changes were before is not known, so a harmless change may look grave: ${unread}.`,
  );
}

async function readGroup(group: MigrationGroup, reading: GroupReading): Promise<readonly ToldMigration[]> {
  if (group.reads === 'calls') return readCodeGroup(group, reading);
  const { subject, readers, notes } = reading;
  const { migrations } = group;
  const schema = await schemaBefore(question(group, reading));
  const dialect = group.dialect ?? databaseOfMany(schema.base.map(({ text }) => text));
  const known = dialect === 'other' ? null : dialect;
  const reader = dialect === 'other' ? null : readers.forDialect(dialect ?? 'postgres');
  if (reader === null) {
    const reason = `there is no grammar for ${names[dialect ?? 'other']} here`;
    return migrations.map((each) => byWords(each, known, reason));
  }
  const answer = await ask(reader, requestFor(group, schema.base), subject);
  if (answer.state !== 'read') return migrations.map((each) => byWords(each, known, answer.reason));
  const { results } = answer;
  const read = await mapInSteps(migrations, (each, at) => withReading(each, results[at] ?? unanswered, known), subject);
  noteUnread(schema, group, read, notes);
  return read;
}

const unanswered = { state: 'unread', reason: 'it was not answered' } as const;

/** Code is read call by call; on Postgres its grammar then tells what the SQL of the calls does. */
async function readCodeGroup(group: MigrationGroup, reading: GroupReading): Promise<readonly ToldMigration[]> {
  const { subject, readers, notes } = reading;
  const { migrations } = group;
  const dialect = group.dialect === 'other' ? null : group.dialect;
  const files = migrations.map(({ framework, source }) => ({ framework, text: source?.text ?? '' }));
  const results = await readers.code.read(files, subject.signal);
  const read = results.map((result) => (result.state === 'read' ? result.migration : null));
  const codes = await withColumnsBefore(read, group, reading);
  const whyUnread = (at: number): string => {
    const result = results[at] ?? unanswered;
    return result.state === 'unread' ? result.reason : unanswered.reason;
  };
  const postgres = dialect === 'postgres' ? readers.forDialect(dialect) : null;
  const sql = await mapInSteps(codes, (code) => (code === null ? null : sqlOf(code)), subject);
  const inputs = sql.flatMap((each) => each?.input ?? []);
  const asked = postgres !== null && inputs.some(({ text }) => text !== '');
  const schema = asked ? await schemaBefore(question(group, reading)) : null;
  const answer = asked ? await ask(postgres, { base: schema?.base ?? [], migrations: inputs }, subject) : null;
  let next = 0;
  const better = (each: ToldMigration, at: number): ToldMigration => {
    const [code, own] = [codes[at] ?? null, sql[at] ?? null];
    if (code === null || own === null) return byWords(each, dialect, whyUnread(at));
    const result = answer?.state === 'read' ? answer.results[next++] : undefined;
    return result === undefined ? withCode(each, code, dialect) : withCodeAndSql(each, code, own, result);
  };
  const told = await mapInSteps(migrations, better, subject);
  if (schema !== null) noteUnread(schema, group, told, notes);
  return told;
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
