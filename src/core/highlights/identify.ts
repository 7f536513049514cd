import { candidateOf, type Candidate } from './candidates';
import { framework, type Framework, type FrameworkId } from './frameworks';

type Sign = readonly [FrameworkId, (text: string) => boolean];

const has =
  (...words: readonly string[]) =>
  (text: string): boolean =>
    words.some((word) => text.includes(word));
const like =
  (pattern: RegExp) =>
  (text: string): boolean =>
    pattern.test(text);

const python: readonly Sign[] = [
  ['django', like(/^class Migration\(/m)],
  ['alembic', like(/^down_revision\b/m)],
];

const javascript: readonly Sign[] = [
  [
    'typeorm',
    (text): boolean => text.includes('MigrationInterface') && /\bimplements\b|\btypedef\b|\bqueryRunner\./.test(text),
  ],
  ['mikro-orm', has('@mikro-orm/', 'this.addSql(')],
  ['node-pg-migrate', like(/node-pg-migrate|\bpgm\b/)],
  ['sequelize', like(/queryInterface/i)],
  ['kysely', has('Kysely', 'kysely')],
  ['knex', like(/\bknex\b/i)],
  [
    'db-migrate',
    like(
      /\bdb\.(?:runSql|(?:create|drop|rename)Table|(?:add|remove|rename|change)Column|(?:add|remove)Index)\s{0,8}\(/,
    ),
  ],
  ['script', (): boolean => true],
];

/** Every migration in JavaScript has a function `up`; what does not is a helper. */
const definesUp =
  /\bexports\.up\b|\bexport\s{1,8}(?:const|let|(?:async\s{1,8})?function)\s{1,8}up\b|(?:^|[\s,{])up\s{0,8}[(:=]/;

const php: readonly Sign[] = [
  ['laravel', has('Illuminate\\Database\\Migrations', 'Schema::', 'Illuminate\\Support\\Facades')],
  ['doctrine', has('Doctrine\\Migrations', 'Doctrine\\DBAL')],
  ['phinx', has('AbstractMigration', 'Phinx\\', 'BaseMigration')],
];

/** Besides goose, every tool hands a migration in Go the database, or has it registered. */
const go: readonly Sign[] = [
  ['goose-go', like(/\bgoose\.Add(?:Named)?Migration/)],
  ['script', like(/\b(?:sql|pop|bun|gorm|xorm|pgx?)\.(?:Tx|I?DB|Conn|Connection|Engine|Session)\b/)],
  ['script', like(/\bmigrations\.(?:Must)?Register/)],
];

const sqlMarks: readonly Sign[] = [
  ['liquibase', like(/^--[ \t]{0,8}liquibase formatted sql/im)],
  ['goose', like(/^--[ \t]{0,8}\+goose[ \t]{1,8}up\b/im)],
  ['sql-migrate', like(/^--[ \t]{0,8}\+migrate[ \t]{1,8}up\b/im)],
  ['dbmate', like(/^--[ \t]{0,8}migrate:up\b/m)],
  ['node-pg-migrate-sql', like(/^--[ \t-]{0,16}up migration\b/im)],
  ['graphile-migrate', like(/^--! (?:Previous|Hash):/m)],
  ['drizzle', has('--> statement-breakpoint')],
  ['sqitch', like(/^-- (?:Deploy|Revert) \S{1,200}/m)],
  ['atlas', like(/^-- atlas:/m)],
];

function bySigns(signs: readonly Sign[], text: string): FrameworkId | null {
  return signs.find(([, holds]) => holds(text))?.[0] ?? null;
}

function sqlFramework(
  { path, folder, role }: Candidate,
  text: string,
  siblings: readonly string[],
): FrameworkId | null {
  const marked = bySigns(sqlMarks, text);
  if (marked !== null) return marked;
  const near = (name: string): boolean => siblings.includes(folder === '' ? name : `${folder}/${name}`);
  if (near('atlas.sum')) return 'atlas';
  if (near('meta/_journal.json')) return 'drizzle';
  if (/(?:^|\/)drizzle(?:\/|$)/.test(folder)) return 'drizzle';
  if (/(?:^|\/)(?:deploy|revert)\//i.test(path) && !/migrations?\//i.test(path)) {
    return siblings.some((each) => /(?:^|\/)sqitch\.plan$/.test(each)) ? 'sqitch' : null;
  }
  const folderOf = (each: string): string => each.slice(0, Math.max(0, each.lastIndexOf('/')));
  if (siblings.some((each) => folderOf(each) === folder && candidateOf(each)?.certain === 'pop')) return 'pop';
  // The names that both tools take; others are run by a tool of the project's own.
  if (/(?:^|\/)\d{1,20}_[^/]{0,200}\.(?:up|down)\.sql$/.test(path)) {
    return siblings.some((each) => each.endsWith('.rs') || /(?:^|\/)Cargo\.(?:toml|lock)$/.test(each))
      ? 'sqlx'
      : 'golang-migrate';
  }
  // Where its undo has a file too, an empty one is a step that does nothing on this database.
  return role === 'undo' || text.trim() !== '' || /[._-]up\.sql$/.test(path) ? 'plain-sql' : null;
}

function byContent(candidate: Candidate, text: string, siblings: readonly string[]): FrameworkId | null {
  const extension = /\.([a-z]{1,5})$/i.exec(candidate.path)?.[1]?.toLowerCase() ?? '';
  switch (extension) {
    case 'sql':
    case 'psql':
    case 'pgsql':
      return sqlFramework(candidate, text, siblings);
    case 'py':
      return bySigns(python, text);
    case 'php':
      return bySigns(php, text);
    case 'go':
      return bySigns(go, text);
    case 'xml':
    case 'yaml':
    case 'yml':
    case 'json':
      return text.includes('databaseChangeLog') && text.includes('changeSet') ? 'liquibase' : null;
    default:
      return definesUp.test(text) ? javascriptFramework(candidate, text) : null;
  }
}

function javascriptFramework({ version }: Candidate, text: string): FrameworkId | null {
  const found = bySigns(javascript, text);
  return found === 'script' && !/^\d{4}/.test(version ?? '') ? null : found;
}

function refined(
  certain: FrameworkId,
  text: string,
  siblings: readonly string[],
  candidate: Candidate,
): FrameworkId | null {
  // Newer Drizzle names its files as Prisma does.
  if (
    certain === 'prisma' &&
    (text.includes('--> statement-breakpoint') || siblings.includes(`${parent(candidate.path)}/snapshot.json`))
  ) {
    return 'drizzle';
  }
  // The class has the file's name; what it inherits from is often the project's own.
  if (certain === 'flyway-java') return /flyway|\bclass\s{1,8}[VB]\d/.test(text) ? certain : null;
  return certain;
}

function parent(path: string): string {
  return path.slice(0, Math.max(0, path.lastIndexOf('/')));
}

/**
 * Tells which framework a candidate belongs to, by its content where the path is no proof; `null`: it is no migration.
 * @param siblings other paths that the range changes, among them the files that a framework keeps beside its migrations
 */
export function identify(candidate: Candidate, text: string, siblings: readonly string[]): Framework | null {
  const id =
    candidate.certain === null
      ? byContent(candidate, text, siblings)
      : refined(candidate.certain, text, siblings, candidate);
  if (id === null || (candidate.only !== null && candidate.only !== id)) return null;
  return framework(id);
}
