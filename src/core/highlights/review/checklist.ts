import { count } from '../../ages';
import type { Direction } from '../../history';
import { counts } from '../effect';
import type { Highlights, Migration, MigrationOperation } from '../model';
import { verdictsOf, type Verdict, type VerdictReason } from './verdicts';

/** One question of the review of migrations, answered as far as files can. */
export interface ReviewAnswer {
  readonly id: 'locks' | 'lock-timeout' | 'data-size' | 'compatible' | 'way-back' | 'concurrently' | 'online' | 'apart';
  readonly question: string;
  /** `ask`: only somebody who knows the production database can answer. */
  readonly answer: 'good' | 'bad' | 'unknown' | 'ask';
  readonly text: string;
  readonly reasons: readonly VerdictReason[];
}

type Answer = Omit<ReviewAnswer, 'id' | 'question'>;

/** One operation with its migration. */
interface Step {
  readonly migration: Migration;
  readonly operation: MigrationOperation;
}

/** Lock modes under which nobody can write, or nobody can read either, by Postgres and by MySQL. */
const blocking: ReadonlySet<string> = new Set([
  'ShareLock',
  'ShareRowExclusiveLock',
  'ExclusiveLock',
  'AccessExclusiveLock',
  'SHARED',
  'EXCLUSIVE',
]);

const heavy = ({ rewrites, scans, buildsIndex }: MigrationOperation): boolean =>
  rewrites === true || scans === true || buildsIndex === true;

function blockedTables({ locks }: MigrationOperation): readonly string[] {
  return (locks ?? []).filter(({ mode }) => mode !== null && blocking.has(mode)).map(({ table }) => table);
}

function reasonOf({ migration: { path }, operation }: Step, why: string): VerdictReason {
  return { path, line: operation.line, text: operation.text, why };
}

const listed = (names: readonly string[]): string =>
  names.length > 4 ? `${names.slice(0, 4).join(', ')} and ${names.length - 4} more` : names.join(', ');

function locks(steps: readonly Step[]): Answer {
  const taking = steps.filter(({ operation }) => blockedTables(operation).length > 0);
  const long = taking.filter(({ operation }) => heavy(operation));
  const tables = [...new Set(taking.flatMap(({ operation }) => blockedTables(operation)))];
  const unknown = steps.filter(
    ({ operation: { locks: taken, phase, kind } }) =>
      kind === 'not-understood' || (taken === null && phase !== 'neutral'),
  );
  const reasons = long.map((step) =>
    reasonOf(step, `Blocks ${listed(blockedTables(step.operation))} while it works through the table.`),
  );
  if (long.length > 0) {
    const where = listed([...new Set(long.flatMap(({ operation }) => blockedTables(operation)))]);
    return { answer: 'bad', text: `Yes, for as long as it works through the table: ${where}.`, reasons };
  }
  if (unknown.length > 0) {
    return { answer: 'unknown', text: `The locks of ${count(unknown.length, 'statement')} are not known.`, reasons };
  }
  return taking.length === 0
    ? { answer: 'good', text: 'No lock that blocks readers or writers of a table that is in use.', reasons }
    : { answer: 'ask', text: `Only for a moment, once it gets it, on ${listed(tables)}: are they busy?`, reasons };
}

function lockTimeout(migrations: readonly Migration[]): Answer | null {
  const without = migrations.flatMap(({ path, findings }) =>
    findings
      .filter(({ rule }) => rule === 'no-lock-timeout' || rule === 'metadata-lock')
      .map(({ line, message }) => ({ path, line, text: message, why: null })),
  );
  if (without.length === 0) return null;
  const text = `${count(without.length, 'migration')} set no limit; the server or the tool may.`;
  return { answer: 'ask', text, reasons: without };
}

function compatible({ answer, reasons }: Verdict): Answer {
  if (answer === true) return { answer: 'good', text: 'The earlier code runs on the new schema.', reasons };
  return answer === false
    ? {
        answer: 'bad',
        text: `No: ${count(reasons.length, 'statement')} break it.`.replace('1 statement break', '1 statement breaks'),
        reasons,
      }
    : { answer: 'unknown', text: 'Depends on the earlier code, or could not be told.', reasons };
}

function wayBack(migrations: readonly Migration[], { answer, reasons }: Verdict): Answer {
  const having = migrations.filter(({ down }) => down?.exists === true).length;
  const told = migrations.filter(({ down }) => down !== null).length;
  const some = `${having} of ${count(told, 'migration')} ${told === 1 ? 'has' : 'have'} one`;
  if (answer === true) return { answer: 'ask', text: 'By its text it takes everything back; was it tried?', reasons };
  return answer === false
    ? { answer: 'bad', text: `${some}; not everything is taken back.`, reasons }
    : {
        answer: 'unknown',
        text: `Whether everything is taken back could not be told${told === 0 ? '' : `; ${some}`}.`,
        reasons,
      };
}

function concurrently(steps: readonly Step[]): Answer | null {
  const indexes = steps.filter(
    ({ migration, operation }) =>
      migration.dialect === 'postgres' && operation.kind === 'create-index' && operation.buildsIndex !== false,
  );
  if (indexes.length === 0) return null;
  const plain = indexes.filter(({ operation }) => blockedTables(operation).length > 0);
  return plain.length === 0
    ? { answer: 'good', text: 'Every index on a table in use is built CONCURRENTLY.', reasons: [] }
    : {
        answer: 'bad',
        text: `${plain.length} of ${count(indexes.length, 'index', 'indexes')} on tables in use are built without it.`,
        reasons: plain.map((step) => reasonOf(step, 'Nobody can write until the index is built.')),
      };
}

function online(steps: readonly Step[]): Answer | null {
  const altering = steps.filter(
    ({ migration, operation }) =>
      (migration.dialect === 'mysql' || migration.dialect === 'mariadb') &&
      operation.rewrites !== false &&
      operation.locks !== null,
  );
  if (altering.length === 0) return null;
  return {
    answer: 'ask',
    text: `${count(altering.length, 'statement')} may copy a whole table: are those tables large?`,
    reasons: altering.map((step) => reasonOf(step, step.operation.summary)),
  };
}

/** Kinds that take a name away from earlier code. */
const takesAway = /^(?:drop|rename)-(?!default$|not-null$|index$)/;

function apart(migrations: readonly Migration[], steps: readonly Step[]): Answer | null {
  const contracts = steps.filter(
    ({ operation: { kind, backwardCompatible } }) => takesAway.test(kind) && backwardCompatible === false,
  );
  if (contracts.length === 0) return null;
  const together = migrations.flatMap(({ path, findings }) =>
    findings
      .filter(({ rule }) => rule === 'ships-with-its-code')
      .map(({ line, message }) => ({ path, line, text: message, why: null })),
  );
  return together.length > 0
    ? { answer: 'bad', text: 'No: code that used what is taken away changes in this release, too.', reasons: together }
    : {
        answer: 'unknown',
        text: 'No changed file that was looked into names what is taken away; whether production still uses it cannot be told from here.',
        reasons: contracts.map((step) => reasonOf(step, step.operation.compatibility)),
      };
}

/**
 * The migration review checklist, answered from the files of a release (process description, "Migration review
 * checklist" and "The expand-contract pattern"). Empty without a migration that counts.
 */
export function reviewChecklist(highlights: Highlights, direction: Direction): readonly ReviewAnswer[] {
  const migrations = highlights.migrations.filter((migration) => counts(migration, direction));
  if (migrations.length === 0) return [];
  const steps = migrations.flatMap((migration) =>
    migration.operations.map((operation): Step => ({ migration, operation })),
  );
  const { schemaReversible, previousCodeRuns } = verdictsOf(highlights, direction);
  const size: Answer = {
    answer: 'ask',
    text: 'Nothing in the repository can tell.',
    reasons: [],
  };
  const answers: readonly (readonly [ReviewAnswer['id'], string, Answer | null])[] = [
    ['locks', 'Does it take a lock that stops a busy table?', locks(steps)],
    ['lock-timeout', 'Does it give up when the lock is not to be had?', lockTimeout(migrations)],
    ['concurrently', 'Are indexes built CONCURRENTLY?', concurrently(steps)],
    ['online', 'Do large tables change through gh-ost or pt-online-schema-change?', online(steps)],
    ['compatible', 'Is it backward-compatible with the code that runs now?', compatible(previousCodeRuns)],
    ['apart', 'Did the code stop using what is taken away in an earlier release?', apart(migrations, steps)],
    ['way-back', 'Is there a rollback migration that has been tried?', wayBack(migrations, schemaReversible)],
    ['data-size', 'Was it tried on a data set of production size?', size],
  ];
  return answers.flatMap(([id, question, answer]) => (answer === null ? [] : [{ id, question, ...answer }]));
}
