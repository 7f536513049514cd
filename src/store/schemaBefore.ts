import { sqlOf } from '../core/highlights/codeReading';
import { baseOf, inRunningOrder, type MigrationGroup } from '../core/highlights/grammarReading';
import type { DslMigration } from '../core/highlights/dsl/model';
import type { DatabaseDialect } from '../core/highlights/model';
import { OldColumns } from '../core/highlights/oldColumns';
import type { CodeReader, SqlSource } from '../core/highlights/readers';
import { railsSchema, railsSchemaVersion } from '../core/highlights/schemaFiles/railsSchema';
import { schemaFileOf, schemaPlaces, schemaSql, type SchemaFile } from '../core/highlights/schemaFiles/schemaFile';
import type { SnapshotTable } from '../core/highlights/schemaFiles/snapshot';
import type { Sha } from '../core/sha';
import type { RangeFiles } from './rangeFiles';
import { mapInSteps, type Pauses } from './runSteps';

/** Larger migrations are data loads. */
const migrationLimit = 1_000_000;
/** A schema of some thousand tables. */
const schemaLimit = 5_000_000;
/** More migrations than this are not replayed to know the schema before the release. */
const mostReplayed = 5000;
/** The same for those in code, each of which takes some milliseconds of this thread. */
const mostCodeReplayed = 600;

/** What the database holds before the migrations of a group. */
export interface SchemaBefore {
  readonly base: readonly SqlSource[];
  /** Why it is not known, as the end of a sentence; `null` when it is, or when there is nothing before them. */
  readonly unread: string | null;
}

/** What is asked for the schema before a group. */
export interface SchemaQuestion extends Pauses {
  readonly group: MigrationGroup;
  /** The commit whose migrations ran before. */
  readonly commit: Sha;
  /** The other end of the range. */
  readonly other: Sha;
  readonly files: RangeFiles;
  /** Reads earlier migrations that are written in code. */
  readonly code: CodeReader;
}

interface FromFile {
  readonly base: readonly SqlSource[];
  readonly whole: boolean;
  readonly unread: string | null;
}

interface ReadSchema {
  readonly file: SchemaFile;
  /** `null`: too large, or not available. */
  readonly text: string | null;
}

/** The file in which the project keeps its schema, where it says what was before these migrations. */
async function schemaFile({ group, commit, other, files }: SchemaQuestion): Promise<ReadSchema | null> {
  const places = schemaPlaces(group);
  const file = schemaFileOf(group, await files.list(commit, places));
  if (file === null) return null;
  if (group.effect === 'taken-out') {
    // Old migrations may be deleted while their effects stay in the schema.
    const elsewhere = new Set((await files.list(other, places)).map(({ blob }) => blob));
    if (file.files.some(({ blob }) => elsewhere.has(blob))) return null;
  }
  const texts = await files.texts(file.files, schemaLimit);
  if (texts.size < file.files.length) return { file, text: null };
  const text = [...texts.values()].join('\n');
  const held = file.format === 'rails' ? railsSchemaVersion(text) : null;
  const first = group.migrations[0]?.order.version ?? null;
  return held !== null && first !== null && Number(held) >= Number(first) && group.effect === 'taken-out'
    ? null
    : { file, text };
}

/** What the file says in which the project keeps its schema. */
async function fromSchemaFile(question: SchemaQuestion, dialect: DatabaseDialect): Promise<FromFile> {
  const found = await schemaFile(question);
  if (found === null) return { base: [], whole: false, unread: null };
  const { file, text: source } = found;
  const [path = ''] = file.files.map((each) => each.path);
  if (source === null) return { base: [], whole: false, unread: `${path} is too large, or was not available` };
  const text = schemaSql(file, source, dialect);
  const nothing = text.trim() === '';
  return {
    base: nothing ? [] : [{ text, sections: 'none' }],
    whole: file.whole && !nothing,
    unread: nothing ? `${path} was not understood` : null,
  };
}

function tooMany(count: number, most: number, asked: number): string {
  const why = count > asked ? `at most ${Math.max(0, asked)} more can be asked for` : `at most ${most} are replayed`;
  return `there are ${count} earlier migrations, of which ${why}`;
}

/**
 * Tells what the database holds before the migrations of a group: by the file in which the project keeps its schema, and
 * by what its earlier migrations run. What neither tells stays unknown.
 */
export async function schemaBefore(question: SchemaQuestion): Promise<SchemaBefore> {
  const { group, commit, files } = question;
  const dialect = group.dialect === null || group.dialect === 'other' ? 'postgres' : group.dialect;
  const file = await fromSchemaFile(question, dialect);
  if (file.whole) return { base: file.base, unread: null };
  const earlier = baseOf(group, await files.list(commit, [group.folder]));
  const most = group.reads === 'calls' ? mostCodeReplayed : mostReplayed;
  if (earlier.length > most || !files.affords(earlier)) {
    const unread = file.base.length > 0 ? null : (file.unread ?? tooMany(earlier.length, most, files.left));
    return { base: file.base, unread };
  }
  const texts = await files.texts(earlier, migrationLimit);
  const replayed = group.reads === 'calls' ? await inCode(question, texts) : inSql(group, [...texts.values()]);
  const nothing = file.base.length === 0 && replayed.length === 0;
  return { base: [...file.base, ...replayed], unread: nothing ? file.unread : null };
}

function inSql({ migrations }: MigrationGroup, texts: readonly string[]): readonly SqlSource[] {
  const sections = migrations[0]?.source?.sections ?? 'none';
  return texts.map((text) => ({ text, sections }));
}

async function inCode(question: SchemaQuestion, texts: ReadonlyMap<string, string>): Promise<readonly SqlSource[]> {
  const migrations = await readInOrder(question, texts);
  return mapInSteps(migrations, (each) => sqlOf(each).input, question);
}

async function readInOrder(
  { group, code, signal }: SchemaQuestion,
  texts: ReadonlyMap<string, string>,
): Promise<readonly DslMigration[]> {
  const framework = group.migrations[0]?.framework;
  if (framework === undefined) return [];
  const ordered = inRunningOrder(framework, texts);
  const results = await code.read(
    ordered.map((text) => ({ framework, text })),
    signal,
  );
  return results.flatMap((result) => (result.state === 'read' ? result.migration : []));
}

/** The columns that the earlier migrations of a group have made, in the words of their framework. */
export async function columnsBefore(question: SchemaQuestion): Promise<OldColumns> {
  const { group, commit, files } = question;
  const columns = new OldColumns();
  if (group.migrations[0]?.framework === 'rails') {
    for (const table of await railsTables(question)) columns.add(table);
    return columns;
  }
  const earlier = baseOf(group, await files.list(commit, [group.folder]));
  if (earlier.length > mostCodeReplayed) return columns;
  const texts = await files.texts(earlier, migrationLimit);
  for (const { operations } of await readInOrder(question, texts)) for (const each of operations) columns.apply(each);
  return columns;
}

async function railsTables(question: SchemaQuestion): Promise<readonly SnapshotTable[]> {
  const { dialect } = question.group;
  const found = await schemaFile(question);
  if (found?.file.format !== 'rails' || dialect === null || dialect === 'other') return [];
  return railsSchema(found.text ?? '', dialect).tables;
}
