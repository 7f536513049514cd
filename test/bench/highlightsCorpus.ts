import { splitSql } from '../../src/core/highlights/sqlStatements';
import { runProgram } from '../hosts/runProgram';
import { generatedMigrations } from './highlightsStatements';

/** Postgres migrations to read. */
export interface SqlCorpus {
  /** Where they come from, for people. */
  readonly source: string;
  readonly texts: readonly string[];
  readonly statements: number;
  readonly bytes: number;
}

const migration = /(?:^|\/)[\w-]*migrat[\w-]*\/.*\.sql$/i;
/** What takes back, and what is for other databases. */
const other = /(?:^|[/._-])down\b|(?:^|[/._-])(?:mysql|mariadb|sqlite3?|mssql|cockroach|clickhouse)(?:[/._-]|$)/i;
const largest = 200_000;

/** The first migrations of a repository's newest commit that have together at least so many statements. */
export async function corpusOf(repository: string, wanted: number): Promise<SqlCorpus> {
  const git = (...args: readonly string[]): Promise<string> =>
    runProgram({ command: 'git', args: ['-C', repository, ...args] });
  const listed = (await git('ls-tree', '-r', '-z', '--name-only', 'HEAD')).split('\0');
  const texts: string[] = [];
  let statements = 0;
  for (const path of listed.filter((each) => migration.test(each) && !other.test(each))) {
    if (statements >= wanted) break;
    const text = await git('show', `HEAD:${path}`);
    const count = splitSql(text, 'none').length;
    if (count === 0 || text.length > largest) continue;
    texts.push(text);
    statements += count;
  }
  if (texts.length === 0) throw new Error(`There are no migrations in SQL for Postgres in ${repository}.`);
  return described(`the migrations of ${repository}`, texts);
}

/** The corpus that lives in this benchmark. */
export function generatedCorpus(wanted: number): SqlCorpus {
  return described('generated', generatedMigrations(wanted));
}

function described(source: string, texts: readonly string[]): SqlCorpus {
  return {
    source,
    texts,
    statements: texts.reduce((sum, text) => sum + splitSql(text, 'none').length, 0),
    bytes: texts.reduce((sum, text) => sum + Buffer.byteLength(text), 0),
  };
}
