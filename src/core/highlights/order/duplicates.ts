import type { ListedFile } from '../../history';
import { candidateOf, type Candidate } from '../candidates';
import { databaseInPath } from '../database';
import type { FrameworkId } from '../frameworks';
import type { Finding } from '../model';

interface Twice {
  /** What its tool does with two migrations of the same number. */
  readonly number: string;
  /** The same for two of the same name; missing where it does not mind. */
  readonly name?: string;
}

/** Tools that go by the number, and what they do when two migrations have the same. */
const twice: Partial<Record<FrameworkId, Twice>> = {
  // https://api.rubyonrails.org/classes/ActiveRecord/DuplicateMigrationVersionError.html
  rails: {
    number: 'Rails refuses to run anything (DuplicateMigrationVersionError).',
    name: 'Rails refuses to run anything (DuplicateMigrationNameError).',
  },
  // https://hexdocs.pm/ecto_sql/Ecto.Migrator.html
  ecto: { number: 'Ecto refuses to run anything.', name: 'Ecto refuses to run anything.' },
  // https://github.com/golang-migrate/migrate/blob/master/MIGRATIONS.md
  'golang-migrate': { number: 'golang-migrate refuses to run anything ("duplicate migration file").' },
  // https://github.com/pressly/goose
  goose: { number: 'goose refuses to run anything ("duplicate version").' },
  'goose-go': { number: 'goose refuses to run anything ("duplicate version").' },
  // https://documentation.red-gate.com/flyway/flyway-concepts/migrations/versioned-migrations
  flyway: { number: 'Flyway refuses to run anything ("Found more than one migration with version").' },
  'flyway-java': { number: 'Flyway refuses to run anything ("Found more than one migration with version").' },
  // https://book.cakephp.org/phinx/0/en/migrations.html
  phinx: { number: 'Phinx refuses to run anything ("Duplicate migration").' },
  // https://supabase.com/docs/guides/deployment/database-migrations: the version is a primary key
  supabase: { number: 'Supabase keeps the number as a key, so that the second of them fails.' },
};

function fileOf(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}

/** The number as tools compare it: `1.0`, `01` and `1` are the same. */
export function numberOf({ version }: Pick<Candidate, 'version'>): string | null {
  if (version === null) return null;
  const parts = version.split(/[^0-9]+/).map((part) => part.replace(/^0+(?=.)/, ''));
  while (parts.length > 1 && parts.at(-1) === '0') parts.pop();
  return parts.join('.');
}

/** The name without its number, as it becomes a class. */
function nameOf({ path }: Candidate): string | null {
  const name = /^\d{1,20}_(.{1,250})\.[a-z]{2,4}$/.exec(fileOf(path))?.[1];
  return name?.replaceAll('_', '').toLowerCase() ?? null;
}

/** Which of two files that have the same number is another step of the same migration, or of another database. */
function belongsTogether(a: Candidate, b: Candidate): boolean {
  const letter = (candidate: Candidate): string =>
    candidate.certain === 'flyway' ? fileOf(candidate.path).charAt(0) : '';
  return a.role !== b.role || letter(a) !== letter(b) || databaseInPath(a.path) !== databaseInPath(b.path);
}

/** Migrations by their folder, and by the number or the name that they have in it. */
export type Namesakes = ReadonlyMap<string, readonly Candidate[]>;

const numberKey = (candidate: Candidate): string => `${candidate.folder} number ${numberOf(candidate) ?? ''}`;
const nameKey = (candidate: Candidate): string => `${candidate.folder} name ${nameOf(candidate) ?? ''}`;

/** Finds the migrations of a commit that have the same number or name. */
export function namesakesIn(files: readonly ListedFile[]): Namesakes {
  const all = new Map<string, Candidate[]>();
  for (const { path } of files) {
    const candidate = candidateOf(path);
    if (candidate === null) continue;
    for (const key of [numberKey(candidate), nameKey(candidate)]) {
      const same = all.get(key);
      if (same === undefined) all.set(key, [candidate]);
      else same.push(candidate);
    }
  }
  return all;
}

/**
 * Tells which other migrations of a folder have the number or the name of one.
 * @param namesakes in the commit that is to be released
 */
export function duplicateFindings(id: FrameworkId, path: string, namesakes: Namesakes): readonly Finding[] {
  const rule = twice[id];
  const own = candidateOf(path);
  if (rule === undefined || own === null || own.role === 'repeatable') return [];
  const other = (key: string): Candidate | undefined =>
    namesakes.get(key)?.find((each) => each.path !== path && !belongsTogether(each, own));
  const sameNumber = numberOf(own) === null ? undefined : other(numberKey(own));
  const sameName = rule.name === undefined || nameOf(own) === null ? undefined : other(nameKey(own));
  const finding = (kind: string, message: string, advice: string): Finding => ({
    rule: kind,
    severity: 'error',
    line: null,
    message,
    advice,
  });
  return [
    ...(sameNumber === undefined
      ? []
      : [
          finding(
            'duplicate-number',
            `It has the same number as ${fileOf(sameNumber.path)}. ${rule.number}`,
            'Give the one that has not shipped another number.',
          ),
        ]),
    ...(sameName === undefined || rule.name === undefined || sameName === sameNumber
      ? []
      : [
          finding(
            'duplicate-name',
            `It has the same name as ${fileOf(sameName.path)}. ${rule.name}`,
            'Give the one that has not shipped another name.',
          ),
        ]),
  ];
}
