import { count } from '../ages';
import { counts } from '../highlights/effect';
import type { Highlights, Migration, MigrationOperation } from '../highlights/model';
import { verdictsOf, type VerdictReason } from '../highlights/review/verdicts';
import { lockMeaning, noticedLocks } from '../highlights/review/words';
import type { Direction } from '../history';
import type { MigrationPolicy } from '../policy/policy';
import type { Shipped } from '../policy/shipped';
import { atPlace, listedEvidence, type RiskEvidence } from './evidence';
import type { Findings, Gap, Sign } from './sign';

/** What migrations do: how many, what they lock, what breaks on them, whether the release can be taken back. */
export function migrationSigns(
  { highlights, recovery, direction }: Pick<Shipped, 'highlights' | 'recovery' | 'direction'>,
  policy: MigrationPolicy,
): Findings {
  const of = highlights.known
    ? ofHighlights(highlights.value, direction, policy)
    : {
        signs: [],
        gaps: [
          {
            text: `Migrations could not be looked for: ${highlights.reason}`,
            most: { migration: Infinity, heavyMigration: 1, breaksOldCode: 1 },
          },
        ],
      };
  const lost = highlights.known ? verdictsOf(highlights.value, direction).dataLost : null;
  const reasons =
    recovery.known && recovery.value.verdict === 'roll-forward'
      ? recovery.value.reasons
      : lost?.answer === true
        ? lost.reasons
        : null;
  if (reasons !== null) {
    const text = lost?.answer === true ? 'Data is lost for good' : 'It cannot be taken back by the earlier commit';
    const sign: Sign = { rule: 'irreversible', times: 1, text, ...listedEvidence(reasons.map(reasonEvidence)) };
    return { signs: [...of.signs, sign], gaps: of.gaps };
  }
  if (recovery.known && recovery.value.verdict === 'roll-back') return of;
  const because = recovery.known ? doubts(recovery.value.reasons) : recovery.reason;
  const text = `Whether the release can be taken back is not known${because === '' ? '.' : `: ${because}`}`;
  return { signs: of.signs, gaps: [...of.gaps, { text, most: { irreversible: 1 } }] };
}

function ofHighlights(highlights: Highlights, direction: Direction, policy: MigrationPolicy): Findings {
  const counted = highlights.migrations.filter((each) => counts(each, direction));
  const heavy = counted.flatMap((migration) =>
    migration.operations.flatMap((operation) => heavyEvidence(migration, operation, policy)),
  );
  const { previousCodeRuns } = verdictsOf(highlights, direction);
  const breaks = previousCodeRuns.answer === false ? previousCodeRuns.reasons : [];
  const signs: readonly Sign[] = [
    {
      rule: 'migration',
      times: counted.length,
      text: count(counted.length, 'migration'),
      ...listedEvidence(counted.map(migrationEvidence)),
    },
    {
      rule: 'heavyMigration',
      times: heavy.length > 0 ? 1 : 0,
      text: 'A migration keeps others waiting',
      ...listedEvidence(heavy),
    },
    {
      rule: 'breaksOldCode',
      times: breaks.length > 0 ? 1 : 0,
      text: 'The code that runs now breaks on the new schema',
      ...listedEvidence(breaks.map(reasonEvidence)),
    },
  ];
  const gaps: Gap[] = [];
  const untold = counted.filter(({ operations }) => operations.length === 0 || operations.some(isLockUnknown));
  if (heavy.length === 0 && untold.length > 0) {
    const which = `${untold[0]?.path ?? ''}${andMore(untold)}`;
    const text = `What ${untold.length === 1 ? 'a migration locks' : 'migrations lock'} is not known: ${which}.`;
    gaps.push({ text, most: { heavyMigration: 1 } });
  }
  if (!highlights.complete) {
    const text = `Not every migration could be looked for${colon(highlights.notes.join(' '))}`;
    const told = heavy.length > 0 || untold.length > 0;
    gaps.push({ text, most: { migration: Infinity, heavyMigration: told ? 0 : 1 } });
  }
  if (previousCodeRuns.answer === null) {
    const text = `Whether the code that runs now works on the new schema is not known${colon(doubts(previousCodeRuns.reasons))}`;
    gaps.push({ text, most: { breaksOldCode: 1 } });
  }
  return { signs, gaps };
}

/** What a lock of this kind stops is only other maintenance. */
const maintenanceLock = 'ShareUpdateExclusiveLock';

function heavyEvidence(
  { path }: Migration,
  operation: MigrationOperation,
  { largeTables }: MigrationPolicy,
): readonly RiskEvidence[] {
  const { line, summary, table, rewrites } = operation;
  if (rewrites === true && mayBeLarge(table, largeTables)) {
    return [atPlace(`${summary} It rewrites the table.`, path, line)];
  }
  const lock = noticedLocks(operation).find(
    (each) => each.mode !== maintenanceLock && mayBeLarge(each.table, largeTables),
  );
  return lock === undefined
    ? []
    : [atPlace(`${summary} ${lock.mode} on ${lock.table}. ${lockMeaning(lock.mode)}`.trim(), path, line)];
}

/** Whether a lock on a table hurts, by what the policy says of its tables; of a name that is not known it may. */
function mayBeLarge(table: string | null, largeTables: readonly string[]): boolean {
  if (largeTables.length === 0 || table === null) return true;
  const name = table.toLowerCase();
  return largeTables.some((each) => {
    const large = each.toLowerCase();
    return large === name || large.endsWith(`.${name}`) || name.endsWith(`.${large}`);
  });
}

/** Nobody waits for these, whatever the database. */
const lightKinds: ReadonlySet<string> = new Set(['create-table', 'query', 'transaction', 'session', 'comment']);

function isLockUnknown({ kind, locks, rewrites }: MigrationOperation): boolean {
  return !lightKinds.has(kind) && (locks === null || rewrites === null);
}

function migrationEvidence({ path, frameworkName, effect, operations }: Migration): RiskEvidence {
  const [first] = operations;
  const what = first === undefined ? 'what it does could not be told' : first.summary;
  const rest = operations.length > 1 ? ` And ${operations.length - 1} more.` : '';
  return { text: `${frameworkName}${effect === 'taken-out' ? ', taken out' : ''}: ${what}${rest}`, path };
}

function reasonEvidence({ path, line, text, why }: VerdictReason): RiskEvidence {
  return atPlace(why ?? text, path, line);
}

/** The first doubt, and how many more there are. */
function doubts(reasons: readonly VerdictReason[]): string {
  const [first] = reasons;
  if (first === undefined) return '';
  return `${first.path}${first.line === null ? '' : `, line ${first.line}`}${andMore(reasons)}.`;
}

function andMore(all: readonly unknown[]): string {
  return all.length > 1 ? ` and ${all.length - 1} more` : '';
}

function colon(because: string): string {
  return because === '' ? '.' : `: ${because}`;
}
