import type { Framework } from './frameworks';
import type { ChangeSet } from './liquibase';
import type { Finding, Migration, MigrationOperation, MigrationStatus } from './model';
import { isLoss } from './operation';

/** What happened to one migration in the range. */
export interface Happened {
  readonly status: MigrationStatus;
  readonly framework: Framework;
  /** Why it could not be read; `null` when it was. */
  readonly unread: string | null;
  readonly role: 'forward' | 'undo' | 'repeatable';
  /** How its text differs from what shipped: in comments and layout, beside what goes forward, or in what it does. */
  readonly change: 'words' | 'beside' | 'meaning' | null;
  readonly from?: string;
  /** A renamed migration that its framework still knows. */
  readonly sameVersion?: boolean;
  /** Where a removed one stands now, and its tool does not look. */
  readonly movedTo?: string;
  /** It only went to another folder. */
  readonly sameName?: boolean;
}

const historyRules = [
  'unread',
  'edited-after-shipping',
  'edited-beside',
  'removed',
  'moved-away',
  'renamed',
  'renamed-runs-again',
  'undo-alone',
  'out-of-order',
  'several-heads',
  'missing-parent',
  'duplicate-number',
  'duplicate-name',
  'change-set-edited',
  'change-set-removed',
] as const;
type HistoryRule = (typeof historyRules)[number];

const history: ReadonlySet<string> = new Set(historyRules);

/** It is about what became of the file, and not about what its statements do. */
export function isAboutTheFile({ rule }: Finding): boolean {
  return history.has(rule);
}

function aboutFile(rule: HistoryRule, severity: Finding['severity'], message: string, advice = ''): Finding {
  return { rule, severity, line: null, message, advice };
}

const restore = 'Put the file back as it shipped, and make the change in a new migration.';

function edited({ framework, change, role }: Happened): readonly Finding[] {
  if (change === null || role === 'repeatable') return [];
  if (change !== 'meaning' && !framework.checksums) {
    const what = change === 'words' ? 'in comments or layout only' : 'but not in what it does when it goes forward';
    return [aboutFile('edited-beside', 'warning', `Edited after it shipped, ${what}.`)];
  }
  const then = framework.checksums
    ? `${framework.name} keeps a checksum, which no longer holds.`
    : 'A database that has run it does not run it again, and differs from one that is set up anew.';
  return [aboutFile('edited-after-shipping', 'error', `Edited after it shipped. ${then}`, restore)];
}

const removed = aboutFile('removed', 'warning', 'Removed: a database that has run it keeps its effects.');

function movedAway(to: string): Finding {
  return aboutFile(
    'moved-away',
    'note',
    `Moved to ${to}, where its tool does not look: a database that has run it keeps its effects, and a new one does not get them from here.`,
  );
}

/** It is kept, only not to run any more: nothing of what it did is left without anything that names it. */
export function isMovedAway({ findings }: Migration): boolean {
  return findings.some(({ rule }) => rule === 'moved-away');
}

/** As many as are listed one by one. */
const fewMoved = 3;

/** The migrations that are worth a place of their own, and what is said of many that were only put away. */
export function withoutMoved(migrations: readonly Migration[]): {
  readonly listed: readonly Migration[];
  readonly moved: readonly Migration[];
} {
  const moved = migrations.filter(isMovedAway);
  return moved.length <= fewMoved
    ? { listed: migrations, moved: [] }
    : { listed: migrations.filter((each) => !isMovedAway(each)), moved };
}

/** One sentence on migrations that were put away together. */
export function movedSentence(moved: readonly Migration[]): string {
  const folders = new Set(moved.map(({ path }) => path.slice(0, Math.max(0, path.lastIndexOf('/')))));
  return `${moved.length} migrations were moved out of ${[...folders].slice(0, 3).join(', ')} to where their tool does not look: a database that has run them keeps their effects, and a new one does not get them from here.`;
}

function renamed({ from, sameVersion, sameName, framework }: Happened): Finding {
  // https://documentation.red-gate.com/flyway/reference/commands/validate
  if (sameVersion === true && sameName !== true && framework.id === 'flyway') {
    return aboutFile(
      'renamed',
      'error',
      `Renamed from ${from ?? ''}: Flyway compares names too, and refuses to go on where the old one has run.`,
      'Give it back the name with which it shipped.',
    );
  }
  return sameVersion === true
    ? aboutFile('renamed', 'warning', `Renamed from ${from ?? ''}; ${framework.name} knows it by what stayed the same.`)
    : aboutFile(
        'renamed-runs-again',
        'error',
        `Renamed from ${from ?? ''}: ${framework.name} takes it for a new migration and runs it again.`,
        'Give it back the name with which it shipped.',
      );
}

function undo({ status }: Happened): Finding {
  const what = { added: 'Added', modified: 'Edited', deleted: 'Removed', renamed: 'Renamed' }[status];
  return aboutFile('undo-alone', 'warning', `${what}: the undo of a migration that is not in this range.`);
}

/** Puts what happened to a migration into sentences. */
export function findingsOf(happened: Happened): readonly Finding[] {
  const { status, unread, role } = happened;
  const findings = unread === null ? [] : [aboutFile('unread', 'error', `Could not be read: ${unread}.`)];
  if (role === 'undo') return [...findings, undo(happened)];
  const { movedTo } = happened;
  if (status === 'deleted') findings.push(movedTo === undefined ? removed : movedAway(movedTo));
  if (status === 'renamed') findings.push(renamed(happened));
  return [...findings, ...edited(happened)];
}

/** What should be known about change sets of a changelog that were edited, or that it lost. */
export function changeSetFindings(edited: readonly ChangeSet[], gone: readonly ChangeSet[]): readonly Finding[] {
  return [
    ...edited.map(({ key }) =>
      aboutFile(
        'change-set-edited',
        'error',
        `The change set ${key} was edited after it shipped: a database that has run it refuses the new text.`,
        restore,
      ),
    ),
    ...gone.map(({ key, operations }) =>
      aboutFile(
        'change-set-removed',
        'warning',
        `The change set ${key} was removed; a database that has run it keeps its effects.${lossOf(operations)}`,
      ),
    ),
  ];
}

function lossOf(operations: readonly MigrationOperation[]): string {
  return operations.some(isLoss) ? ' It destroyed data.' : '';
}

/** Adding a value to an enum loses nothing, and yet nothing takes it back. */
export function enumFindings(operations: readonly MigrationOperation[]): readonly Finding[] {
  const added = operations.find(({ kind }) => kind === 'add-enum-value');
  if (added === undefined) return [];
  const message = 'Adds an enum value, which Postgres cannot remove again.';
  return [{ rule: 'enum-value', severity: 'warning', line: added.line, message, advice: '' }];
}

const grave = { error: 0, warning: 1, note: 2 } as const;

/** The gravest first; of equals what is about the file, then by line. */
export function rankedFindings(findings: readonly Finding[]): readonly Finding[] {
  return findings.toSorted((a, b) => grave[a.severity] - grave[b.severity] || (a.line ?? 0) - (b.line ?? 0));
}
