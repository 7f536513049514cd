import type { Framework } from './frameworks';
import type { ChangeSet } from './liquibase';
import type { MigrationOperation, MigrationStatus } from './model';
import { isLoss } from './operation';

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
  /** How its text differs from what shipped: in comments and layout, beside what goes forward, or in what it does. */
  readonly change: 'words' | 'beside' | 'meaning' | null;
  readonly from?: string;
  /** A renamed migration that its framework still knows. */
  readonly sameVersion?: boolean;
}

function edited({ framework, change, role }: Happened): readonly Finding[] {
  if (change === null || role === 'repeatable') return [];
  if (change !== 'meaning' && !framework.checksums) {
    const what = change === 'words' ? 'in comments or layout only' : 'but not in what it does when it goes forward';
    return [{ severity: 'warning', message: `Edited after it shipped, ${what}.` }];
  }
  const then = framework.checksums
    ? `${framework.name} keeps a checksum, which no longer holds.`
    : 'A database that has run it does not run it again, and differs from one that is set up anew.';
  return [{ severity: 'error', message: `Edited after it shipped. ${then}` }];
}

const removed: Finding = { severity: 'warning', message: 'Removed: a database that has run it keeps its effects.' };

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

/** Puts what happened to a migration into sentences. */
export function findingsOf(happened: Happened): readonly Finding[] {
  const { status, unread, role } = happened;
  const findings: Finding[] = unread === null ? [] : [{ severity: 'error', message: `Could not be read: ${unread}.` }];
  if (role === 'undo') return [...findings, undo(happened)];
  if (status === 'deleted') findings.push(removed);
  if (status === 'renamed') findings.push(renamed(happened));
  return [...findings, ...edited(happened)];
}

/** What should be known about change sets of a changelog that were edited, or that it lost. */
export function changeSetFindings(edited: readonly ChangeSet[], gone: readonly ChangeSet[]): readonly Finding[] {
  return [
    ...edited.map(({ key }) => ({
      severity: 'error' as const,
      message: `The change set ${key} was edited after it shipped: a database that has run it refuses the new text.`,
    })),
    ...gone.map(({ key, operations }) => ({
      severity: 'warning' as const,
      message: `The change set ${key} was removed; a database that has run it keeps its effects.${lossOf(operations)}`,
    })),
  ];
}

function lossOf(operations: readonly MigrationOperation[]): string {
  return operations.some(isLoss) ? ' It destroyed data.' : '';
}

/** Adding a value to an enum loses nothing, and yet nothing takes it back. */
export function enumFindings(operations: readonly MigrationOperation[]): readonly Finding[] {
  const adds = operations.some(({ kind }) => kind === 'add-enum-value');
  return adds ? [{ severity: 'warning', message: 'Adds an enum value, which Postgres cannot remove again.' }] : [];
}
