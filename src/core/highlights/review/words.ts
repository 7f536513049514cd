import type { Direction } from '../../history';
import { recoveryOf, type Recovery } from '../../recovery';
import { counts } from '../effect';
import type { Highlights, MigrationOperation, OperationLock, Phase } from '../model';
import type { Verdicts } from './verdicts';

/** What a lock stops, in plain words (https://www.postgresql.org/docs/18/explicit-locking.html; MySQL manual 17.12.1). */
const lockMeanings: Readonly<Record<string, string>> = {
  AccessShareLock: 'Others can read and write; nobody can change or drop the table.',
  RowShareLock: 'Others can read and write; nobody can change or drop the table.',
  RowExclusiveLock: 'Others can read and write; nobody can change the table or build an index on it.',
  ShareUpdateExclusiveLock: 'Others can read and write; no other change, VACUUM or ANALYZE of the table.',
  ShareLock: 'Others can read; nobody can write.',
  ShareRowExclusiveLock: 'Others can read; nobody can write.',
  ExclusiveLock: 'Others can read; nobody can write.',
  AccessExclusiveLock: 'Nobody else can read or write.',
  NONE: 'Others can read and write, but for a moment at the beginning and the end.',
  SHARED: 'Others can read; nobody can write.',
  EXCLUSIVE: 'Nobody else can read or write.',
  WRITE: 'Nobody else can write to the database.',
  ROWS: 'Only the rows that it reads or writes are locked.',
};

/** What nobody notices in a table that is in use. */
const quiet: ReadonlySet<string> = new Set(['AccessShareLock', 'RowShareLock', 'RowExclusiveLock', 'ROWS', 'NONE']);

/** What others cannot do meanwhile, in plain words; empty for a mode that is not known. */
export function lockMeaning(mode: string): string {
  return Object.hasOwn(lockMeanings, mode) ? (lockMeanings[mode] ?? '') : '';
}

/** The locks that somebody may notice. */
export function noticedLocks({ locks }: MigrationOperation): readonly (OperationLock & { readonly mode: string })[] {
  return (locks ?? []).flatMap((lock) =>
    lock.mode === null || quiet.has(lock.mode) ? [] : [{ table: lock.table, mode: lock.mode }],
  );
}

/** What the statement does to the table while it runs, beyond its locks. */
export function workWords({
  rewrites,
  scans,
  buildsIndex,
  transactional,
  kind,
}: MigrationOperation): readonly string[] {
  return [
    ...(rewrites === true ? ['rewrites the table'] : []),
    ...(buildsIndex === true ? ['builds an index'] : []),
    ...(scans === true && rewrites !== true && buildsIndex !== true ? ['scans the table'] : []),
    ...(transactional === false && kind === 'create-index' ? ['cannot run in a transaction'] : []),
  ];
}

/** Whether the code before the release goes on, in a word. */
export function compatibilityWord({ backwardCompatible }: MigrationOperation): 'works' | 'breaks' | 'depends' {
  return backwardCompatible === null ? 'depends' : backwardCompatible ? 'works' : 'breaks';
}

export const phaseMeanings: Readonly<Record<Phase, string>> = {
  expand: 'Makes room for the new code; earlier code goes on.',
  migrate: 'Moves or changes rows.',
  contract: 'Takes away or forbids what earlier code may use.',
  neutral: 'Neither makes room nor takes anything away.',
};

/** The recovery verdict in one line. */
export const recoveryWords: Readonly<Record<Recovery['verdict'], string>> = {
  'roll-back': 'Can be rolled back: no data is lost, and the earlier code runs on the new schema.',
  'roll-forward': 'Roll forward only.',
  unknown: 'Not known whether it can be rolled back: look at what is named here first.',
};

/** The recovery of a release in one line. */
export function recoveryLine(highlights: Highlights, direction: Direction): string {
  const { verdict } = recoveryOf(highlights, direction);
  const counted = highlights.migrations.some((migration) => counts(migration, direction));
  return verdict === 'roll-back' && !counted
    ? 'Can be rolled back: no migration stands in the way.'
    : recoveryWords[verdict];
}

/** The three questions with their answers, the good one first known by its tone. */
export function verdictLines(verdicts: Verdicts): readonly {
  readonly id: keyof Verdicts;
  readonly question: string;
  readonly answer: string;
  readonly tone: 'ok' | 'warn' | 'error';
}[] {
  const tone = (answer: boolean | null, good: boolean): 'ok' | 'warn' | 'error' =>
    answer === null ? 'warn' : answer === good ? 'ok' : 'error';
  const { dataLost, schemaReversible, previousCodeRuns } = verdicts;
  const word = (answer: boolean | null): string => (answer === null ? 'not known' : answer ? 'yes' : 'no');
  return [
    {
      id: 'dataLost',
      question: 'Data lost for good',
      answer: word(dataLost.answer),
      tone: tone(dataLost.answer, false),
    },
    {
      id: 'previousCodeRuns',
      question: 'Earlier code runs on the new schema',
      answer: word(previousCodeRuns.answer),
      tone: tone(previousCodeRuns.answer, true),
    },
    {
      id: 'schemaReversible',
      question: 'Schema can be taken back',
      answer: word(schemaReversible.answer),
      // It matters only for who wants the old schema too; its absence alone stops nobody.
      tone: schemaReversible.answer === true ? 'ok' : 'warn',
    },
  ];
}
