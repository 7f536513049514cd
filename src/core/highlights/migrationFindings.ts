import type { Framework } from './frameworks';
import type { MigrationOperation, MigrationStatus } from './model';

/** What should be known about a migration as a whole. */
export interface Finding {
  readonly severity: 'error' | 'warning';
  readonly message: string;
}

/** What happened to one migration in the range. */
export interface Happened {
  readonly status: MigrationStatus;
  readonly framework: Framework;
  /** Why it could not be read; `null` when it was. */
  readonly unread: string | null;
  readonly role: 'forward' | 'undo' | 'repeatable';
  /** How its text differs from what shipped: only in words that do nothing, or in what it does. */
  readonly change: 'words' | 'meaning' | null;
  /** What a removed migration did. */
  readonly removed: readonly MigrationOperation[];
  readonly from?: string;
  /** A renamed migration that its framework still knows. */
  readonly sameVersion?: boolean;
}

function edited({ framework, change, role }: Happened): readonly Finding[] {
  if (change === null || role === 'repeatable') return [];
  if (change === 'words' && !framework.checksums) {
    return [{ severity: 'warning', message: 'Edited after it shipped, but not in what it does when it goes forward.' }];
  }
  const then = framework.checksums
    ? `${framework.name} keeps a checksum, which no longer holds.`
    : 'A database that has run it does not run it again, and differs from one that is set up anew.';
  return [{ severity: 'error', message: `Edited after it shipped. ${then}` }];
}

function removed({ removed: operations }: Happened): Finding {
  const lossy = operations.filter(({ destructive }) => destructive).length;
  const what = operations.length === 1 ? '1 operation' : `${String(operations.length)} operations`;
  const held =
    operations.length === 0 ? '' : ` It held ${what}, ${lossy === 0 ? 'none' : String(lossy)} of them destructive.`;
  return { severity: 'warning', message: `Removed: a database that has run it keeps its effects.${held}` };
}

function renamed({ from, sameVersion, framework }: Happened): Finding {
  return sameVersion === true
    ? {
        severity: 'warning',
        message: `Renamed from ${from ?? ''}; ${framework.name} knows it by what stayed the same.`,
      }
    : {
        severity: 'error',
        message: `Renamed from ${from ?? ''}: ${framework.name} takes it for a new migration and runs it again.`,
      };
}

function undo({ status }: Happened): Finding {
  const what = { added: 'Added', modified: 'Edited', deleted: 'Removed', renamed: 'Renamed' }[status];
  return { severity: 'warning', message: `${what}: the undo of a migration that is not in this range.` };
}

/** Puts what happened to a migration into sentences, the worst first. */
export function findingsOf(happened: Happened): readonly Finding[] {
  const { status, unread, role } = happened;
  const findings: Finding[] = unread === null ? [] : [{ severity: 'error', message: `Could not be read: ${unread}.` }];
  if (role === 'undo') return [...findings, undo(happened)];
  if (status === 'deleted') findings.push(removed(happened));
  if (status === 'renamed') findings.push(renamed(happened));
  findings.push(...edited(happened));
  return findings.sort((a, b) => (a.severity === b.severity ? 0 : a.severity === 'error' ? -1 : 1));
}
