import type { BlobText, ChangedFile, ChangedFiles } from '../../history';
import type { Sha } from '../../sha';
import { candidateOf } from '../candidates';
import type { Steps } from '../changes/steps';
import { rankedFindings } from '../migrationFindings';
import type { Finding, Migration, MigrationOperation } from '../model';

/** Operations that take a name away from earlier code. */
const takesAway: ReadonlySet<string> = new Set(['drop-column', 'rename-column', 'drop-table', 'rename-table']);

const code =
  /\.(?:rb|erb|py|js|jsx|ts|tsx|mjs|cjs|mts|cts|go|rs|java|kt|kts|scala|php|cs|ex|exs|swift|vue|svelte|sql|graphql|prisma)$/i;
const tests =
  /(?:^|\/)(?:tests?|specs?|__tests__|fixtures|testdata|e2e|cypress)\/|[._-](?:test|spec)\.\w+$|_test\.\w+$|(?:^|\/)test_/i;
const dumps = /(?:^|\/)(?:schema|structure)\.(?:rb|sql|rs)$|(?:^|\/)db\/schema\//i;

/** Names that stand in code for many other things. */
const common = new Set(
  (
    'name names type types status state states value values data title email user users account accounts role roles ' +
    'order orders item items text description content body count total position label labels config settings options ' +
    'metadata version active enabled deleted created updated created_at updated_at deleted_at count kind code token ' +
    'source target parent group groups event events message messages file files image images post posts comment ' +
    'comments note notes date time start end url path size level score rank price amount key keys index session ' +
    'sessions task tasks project projects team teams member members permission permissions tag tags'
  ).split(' '),
);

/** A name that a migration takes away, and where. */
interface Gone {
  readonly migration: Migration;
  readonly operation: MigrationOperation;
  readonly what: string;
  /** As code may spell it. */
  readonly spellings: readonly string[];
  readonly words: RegExp;
}

const shortest = 5;

function spellingsOf(name: string): readonly string[] | null {
  const bare =
    name
      .replaceAll(/["`[\]]/g, '')
      .split('.')
      .at(-1) ?? '';
  if (!/^\w+$/.test(bare) || bare.length < shortest || common.has(bare.toLowerCase())) return null;
  const camel = bare.replaceAll(/_+(\w)/g, (_all, letter: string) => letter.toUpperCase());
  const pascal = camel.charAt(0).toUpperCase() + camel.slice(1);
  return [...new Set([bare, camel, pascal])];
}

function goneIn(migrations: readonly Migration[]): readonly Gone[] {
  return migrations
    .filter(({ effect }) => effect === 'run')
    .flatMap((migration) =>
      migration.operations.flatMap((operation): readonly Gone[] => {
        const { kind, table, name, backwardCompatible } = operation;
        if (!takesAway.has(kind) || backwardCompatible !== false) return [];
        const column = kind.endsWith('column');
        const subject = column ? name : table;
        const spellings = subject === null ? null : spellingsOf(subject);
        if (subject === null || spellings === null) return [];
        const words = new RegExp(`(?<![\\w$])(?:${spellings.join('|')})(?![\\w$])`, 'g');
        return [{ migration, operation, what: column ? `${table ?? ''}.${subject}` : subject, spellings, words }];
      }),
    );
}

/** Most files of code that are looked into. */
const mostFiles = 1500;

/**
 * The changed files of code that must be read to tell whether a migration that takes a name away ships together with
 * the code that stops using it; none where there is no such migration, or more files than are looked into.
 */
export function codeToRead(migrations: readonly Migration[], { files }: ChangedFiles): readonly ChangedFile[] {
  if (goneIn(migrations).length === 0) return [];
  const wanted = files.filter(
    ({ path, isFile, oldBlob }) =>
      isFile &&
      oldBlob !== null &&
      code.test(path) &&
      !tests.test(path) &&
      !dumps.test(path) &&
      candidateOf(path) === null,
  );
  return wanted.length > mostFiles ? [] : wanted;
}

/** Looking for a text is much quicker than looking for words, and nearly all names are in few files. */
function count({ spellings, words }: Gone, text: string): number {
  return spellings.some((spelling) => text.includes(spelling)) ? (text.match(words)?.length ?? 0) : 0;
}

/** So many characters of code are looked through between two stops. */
const slice = 500_000;

const shown = 3;

function listed(paths: readonly string[]): string {
  const rest = paths.length - shown;
  const first = paths.slice(0, shown).join(', ');
  return rest > 0 ? `${first} and ${rest} more` : first;
}

/**
 * Adds to migrations that drop or rename a column or table the finding that code which used its name is changed in the
 * same release: known where the name occurs less often in a changed file than before. A name that stands for much else,
 * or that no changed file has, tells nothing. It stops now and then.
 */
export function* withShippedTogetherInSteps(
  migrations: readonly Migration[],
  files: readonly ChangedFile[],
  texts: ReadonlyMap<Sha, BlobText>,
): Steps<readonly Migration[]> {
  const textOf = (sha: Sha | null): string | null => {
    if (sha === null) return '';
    const blob = texts.get(sha);
    return blob?.state === 'text' ? blob.text : null;
  };
  const added = new Map<Migration, Finding[]>();
  let looked = 0;
  for (const gone of goneIn(migrations)) {
    const { migration, operation, what } = gone;
    const users: string[] = [];
    for (const { path, oldBlob, newBlob } of files) {
      const [before, after] = [textOf(oldBlob), textOf(newBlob)];
      if (before === null || after === null) continue;
      if (count(gone, before) > count(gone, after)) users.push(path);
      looked += before.length + after.length;
      if (looked < slice) continue;
      looked = 0;
      yield;
    }
    if (users.length === 0) continue;
    const finding: Finding = {
      rule: 'ships-with-its-code',
      severity: 'warning',
      line: operation.line,
      message: `Ships together with the code that stops using ${what} (${listed(users)}): earlier code that still runs, or that a rollback brings back, fails on it.`,
      advice: 'Release the code first, and this migration once no earlier code runs.',
    };
    added.set(migration, [...(added.get(migration) ?? []), finding]);
  }
  return migrations.map((each) => {
    const findings = added.get(each);
    return findings === undefined ? each : { ...each, findings: rankedFindings([...each.findings, ...findings]) };
  });
}
