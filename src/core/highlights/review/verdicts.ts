import type { Direction } from '../../history';
import { counts, goesBack } from '../effect';
import { isAboutTheFile, isMovedAway } from '../migrationFindings';
import type { Finding, Highlights, Migration, MigrationOperation } from '../model';
import { isLoss } from '../operation';

/** What makes a verdict what it is. */
export interface VerdictReason {
  readonly path: string;
  /** From 1; `null` where it is about the whole file. */
  readonly line: number | null;
  /** The statement as written, or a sentence where it is about the whole file. */
  readonly text: string;
  /** Why the statement makes it so, in a sentence; `null` where `text` says it. */
  readonly why: string | null;
}

/** One question about a release. */
export interface Verdict {
  /** `null`: could not be told. */
  readonly answer: boolean | null;
  /** What makes the answer bad or doubtful; empty when it is good. */
  readonly reasons: readonly VerdictReason[];
}

/**
 * What must be told apart before a release is taken back (process description, "Deploy: the recovery path" and
 * "Database schema change procedures": a migration must be backward-compatible with the running version, and have a
 * rollback migration).
 */
export interface Verdicts {
  /** Data is lost for good: nothing in the repository brings it back. */
  readonly dataLost: Verdict;
  /** What takes the migrations back brings the schema back. */
  readonly schemaReversible: Verdict;
  /** The code that runs now, or that a rollback deploys, works on the schema as the migrations leave it. */
  readonly previousCodeRuns: Verdict;
}

function fromOperation({ path }: Migration, { line, text }: MigrationOperation, why: string): VerdictReason {
  return { path, line, text, why };
}

function fromFinding({ path }: Migration, { message }: Finding): VerdictReason {
  return { path, line: null, text: message, why: null };
}

/** Of each migration's operations those that have it, with the reason. */
function reasonsWhere(
  migrations: readonly Migration[],
  isReason: (operation: MigrationOperation) => boolean,
  why: (operation: MigrationOperation) => string,
): readonly VerdictReason[] {
  return migrations.flatMap((migration) =>
    migration.operations.filter(isReason).map((each) => fromOperation(migration, each, why(each))),
  );
}

/** Nothing names any more what it did, and the database keeps. */
function isLeftBehind(migration: Migration): boolean {
  return migration.effect === 'taken-out' && !isMovedAway(migration);
}

/** Findings that say that the file is not what the database runs or ran. */
function doubtsAboutFiles(migrations: readonly Migration[], back: boolean): readonly VerdictReason[] {
  return migrations.flatMap((migration) =>
    migration.findings
      .filter((finding) => isAboutTheFile(finding))
      .filter(({ severity }) => severity === 'error' || (!back && isLeftBehind(migration)))
      .map((finding) => fromFinding(migration, finding)),
  );
}

function verdict(
  bad: readonly VerdictReason[],
  doubts: readonly VerdictReason[],
  isDoubtful: boolean,
  good: boolean,
): Verdict {
  if (bad.length > 0) return { answer: !good, reasons: bad };
  return isDoubtful || doubts.length > 0 ? { answer: null, reasons: doubts } : { answer: good, reasons: [] };
}

/** Kinds that leave the schema as it is; nothing need take them back. */
const leavesSchema: ReadonlySet<string> = new Set([
  'query',
  'transaction',
  'session',
  'maintenance',
  'validate-constraint',
  'comment',
  'permission',
]);

function wayBack(counted: readonly Migration[], fileDoubts: readonly VerdictReason[], isDoubtful: boolean): Verdict {
  const bad: VerdictReason[] = [];
  const doubts: VerdictReason[] = [];
  for (const migration of counted) {
    const { path, down, reversal, operations } = migration;
    const whole = (text: string): VerdictReason => ({ path, line: null, text, why: null });
    const leavesNothing = operations.length > 0 && operations.every(({ kind }) => leavesSchema.has(kind));
    if (leavesNothing && reversal?.reversible !== false) continue;
    if (reversal !== null) {
      const { line, part, reason } = reversal;
      const inDown = part === 'down' && down?.path !== null && down?.path !== undefined;
      const found: VerdictReason = { path: inDown ? down.path : path, line, text: reason, why: null };
      if (reversal.reversible !== true) (reversal.reversible === null ? doubts : bad).push(found);
    } else if (down?.exists === false) bad.push(whole('There is no migration that takes it back.'));
    else doubts.push(whole('What takes it back was not compared with it.'));
  }
  return verdict(bad, [...doubts, ...fileDoubts], isDoubtful, true);
}

/** Answers the three questions from what is known of the migrations that count. */
export function verdictsOf({ migrations, complete }: Highlights, direction: Direction): Verdicts {
  const counted = migrations.filter((migration) => counts(migration, direction));
  const back = goesBack(direction);
  const fileDoubts = doubtsAboutFiles(migrations, back);
  // What was taken out and is not left behind by going back stays in the database without anything that names it.
  const isDoubtful = !complete || (!back && migrations.some(isLeftBehind));
  const summaryOf = ({ summary }: MigrationOperation): string => summary;
  const compatibilityOf = ({ compatibility }: MigrationOperation): string => compatibility;
  return {
    dataLost: verdict(
      reasonsWhere(counted, isLoss, summaryOf),
      [...reasonsWhere(counted, ({ loses }) => loses === null, summaryOf), ...fileDoubts],
      isDoubtful,
      false,
    ),
    schemaReversible: wayBack(counted, fileDoubts, isDoubtful),
    previousCodeRuns: verdict(
      reasonsWhere(counted, ({ backwardCompatible }) => backwardCompatible === false, compatibilityOf),
      [
        ...reasonsWhere(counted, ({ backwardCompatible }) => backwardCompatible === null, compatibilityOf),
        ...fileDoubts,
      ],
      isDoubtful,
      true,
    ),
  };
}
