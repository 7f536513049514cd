import type { Candidate } from './candidates';
import type { FrameworkId } from './frameworks';

/** What is needed to tell by what a tool remembers a migration. */
export interface Remembering {
  readonly candidate: Candidate;
  readonly framework: { readonly id: FrameworkId };
  readonly text: string | null;
}

type Remembers = (migration: Remembering) => string | null;

function fileOf({ path }: Candidate): string {
  return path.slice(path.lastIndexOf('/') + 1);
}

/** The number alone, as a number: where the file stands and what it is called besides is not looked at. */
const byNumber: Remembers = ({ candidate: { version } }) =>
  version === null
    ? null
    : version
        .split(/[^0-9]+/)
        .map(plainNumber)
        .join('.');

function plainNumber(digits: string): string {
  return digits.replace(/^0+(?=.)/, '');
}

const byFile: Remembers = ({ candidate }) => fileOf(candidate);
const byStem: Remembers = ({ candidate }) => fileOf(candidate).replace(/\.[^.]{1,10}$/, '');
/** The folder of the one migration. */
const byFolder: Remembers = ({ candidate }) => candidate.path.split('/').at(-2) ?? null;
const byPath: Remembers = ({ candidate }) => candidate.path;

/** Repeatable migrations have only their description. */
const flyway: Remembers = (migration) =>
  migration.candidate.role === 'repeatable' ? byFile(migration) : byNumber(migration);

/** The label of the app, which is the name of its package unless the app says otherwise, and the name. */
const django: Remembers = (migration) =>
  `${migration.candidate.path.split('/').at(-3) ?? ''}.${byStem(migration) ?? ''}`;

const revisionAt = /^revision\b[^=\n]{0,80}=\s{0,8}["']([\w.-]{1,80})["']/m;
const alembic: Remembers = ({ text }) => revisionAt.exec(text ?? '')?.[1] ?? null;

const nameAt =
  /^\s{0,40}(?:(?:public|readonly)\s{1,8}){0,2}name\s{0,8}(?::\s{0,8}string\s{0,8})?=\s{0,8}["']([\w$-]{1,200})["']/m;
const classAt = /\bclass\s{1,8}([\w$]{1,200})/;
const typeorm: Remembers = ({ text }) => nameAt.exec(text ?? '')?.[1] ?? classAt.exec(text ?? '')?.[1] ?? null;

const namespaceAt = /^namespace\s{1,8}([\w\\]{1,200})/m;
const doctrine: Remembers = ({ text }) => {
  const name = classAt.exec(text ?? '')?.[1];
  return name === undefined ? null : `${namespaceAt.exec(text ?? '')?.[1] ?? ''}\\${name}`;
};

const attributeAt = /\[Migration\("([^"]{1,200})"\)\]/;
const efCore: Remembers = (migration) => attributeAt.exec(migration.text ?? '')?.[1] ?? byStem(migration);

/** The change's name is its path below the folder of the changes. */
const sqitch: Remembers = ({ candidate: { path } }) => /(?:^|\/)(?:deploy|revert)\/(.+)$/i.exec(path)?.[1] ?? null;

/** The text itself, of which the tool keeps a hash. */
const byText: Remembers = ({ text }) => text;

/** Diesel takes the dashes out of a version. */
const diesel: Remembers = ({ candidate: { version } }) => version?.replaceAll(/[^0-9]/g, '') ?? null;

const rows: Readonly<Record<FrameworkId, Remembers>> = {
  // https://guides.rubyonrails.org/active_record_migrations.html (schema_migrations)
  rails: byNumber,
  django,
  alembic,
  flyway,
  'flyway-java': flyway,
  // A change set by the path of its file too.
  liquibase: byPath,
  // https://www.prisma.io/docs/orm/prisma-migrate/understanding-prisma-migrate/migration-histories
  prisma: byFolder,
  // https://knexjs.org/guide/migrations.html: a migration that was run and is missing stops everything
  knex: byFile,
  typeorm,
  // https://sequelize.org/docs/v6/other-topics/migrations/
  sequelize: byFile,
  'golang-migrate': byNumber,
  pop: byNumber,
  'pop-fizz': byNumber,
  goose: byNumber,
  'goose-go': byNumber,
  'sql-migrate': byFile,
  dbmate: byNumber,
  drizzle: byText,
  sqitch,
  'ef-core': efCore,
  ecto: byNumber,
  // https://laravel.com/docs/migrations
  laravel: byStem,
  diesel,
  sqlx: byNumber,
  supabase: byNumber,
  hasura: byNumber,
  // https://salsita.github.io/node-pg-migrate/
  'node-pg-migrate': byStem,
  'node-pg-migrate-sql': byStem,
  atlas: byNumber,
  'graphile-migrate': byText,
  // https://kysely.dev/docs/migrations
  kysely: byStem,
  'mikro-orm': byStem,
  'db-migrate': byStem,
  doctrine,
  phinx: byNumber,
  'plain-sql': byPath,
  script: byPath,
};

/** Those of which nothing but one mark in a name or a text says which migration it is, wherever it stands. */
const marked: ReadonlySet<FrameworkId> = new Set<FrameworkId>(['alembic', 'django', 'typeorm', 'doctrine', 'ef-core']);

/** By what the tool of a migration remembers that it has run; `null`: that cannot be told. */
export function rememberedAs(migration: Remembering): string | null {
  return rows[migration.framework.id](migration);
}

/** The same, where no other migration of the repository is remembered so. */
export function uniqueMark(migration: Remembering): string | null {
  return marked.has(migration.framework.id) ? rememberedAs(migration) : null;
}

/** Whether a tool takes what was renamed or moved for the migration that has run. */
export function isSameMigration(now: Remembering, before: Remembering): boolean {
  const mark = rememberedAs(now);
  if (mark !== null && mark === rememberedAs(before)) return true;
  // Drizzle goes by the time in its journal, graphile-migrate by a hash; a number that stayed is a sign of both.
  const { id } = now.framework;
  return (
    (id === 'drizzle' || id === 'graphile-migrate') && byNumber(now) !== null && byNumber(now) === byNumber(before)
  );
}
