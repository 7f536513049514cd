import { lockModes, type Oracle, type PostgresAnswer } from './askPostgres';
import { columnForms } from './columnForms';
import { otherForms } from './otherForms';
import type { StatementForm } from './statementForm';
import { tableForms } from './tableForms';

/** Every statement that Postgres is asked about. */
export const allForms: readonly StatementForm[] = [...columnForms, ...tableForms, ...otherForms];

/** What holds for every statement of a form. */
export interface FormFacts {
  /** Lock mode by the role of the table. */
  readonly locks: Readonly<Record<string, string>>;
  readonly rewrites: boolean;
  readonly scans: boolean;
  readonly transactional: boolean;
}

/** The table as it is committed. */
export interface Knowledge {
  /** The version of the Postgres that was asked. */
  readonly postgres: string;
  readonly forms: Readonly<Record<string, FormFacts>>;
}

/**
 * Locks that end before anything could look at them, from the manual:
 * https://www.postgresql.org/docs/18/explicit-locking.html and
 * https://www.postgresql.org/docs/18/sql-altertable.html (DETACH PARTITION CONCURRENTLY).
 */
const stated: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  'drop-index/concurrently': { target: 'ShareUpdateExclusiveLock' },
  vacuum: { target: 'ShareUpdateExclusiveLock' },
  'detach-partition/concurrently': { target: 'ShareUpdateExclusiveLock', partition: 'AccessExclusiveLock' },
};

/** Puts the locks of a statement down by role. @throws when it locks a table that has no role */
export function locksByRole(form: StatementForm, answer: PostgresAnswer): Record<string, string> {
  const roles = form.roles ?? { items: 'target' };
  const locks: Record<string, string> = {};
  for (const [name, mode] of Object.entries(answer.locks)) {
    const role = roles[name];
    if (role === undefined) throw new Error(`${form.sql}: takes ${mode} on ${name}, which has no role`);
    const held = locks[role];
    if (held === undefined || lockModes.indexOf(mode) > lockModes.indexOf(held)) locks[role] = mode;
  }
  return locks;
}

/** Asks about every statement. @throws when statements of one form differ, or Postgres refuses one */
export async function askAll(oracle: Oracle, forms: readonly StatementForm[] = allForms): Promise<Knowledge> {
  const facts = new Map<string, FormFacts>();
  const problems: string[] = [];
  for (const form of forms) {
    try {
      const answer = await oracle.ask(form.sql);
      const known = facts.get(form.form);
      const now: FormFacts = {
        locks: { ...stated[form.form], ...locksByRole(form, answer) },
        rewrites: answer.rewrites.length > 0,
        scans: answer.scans.length > 0,
        transactional: answer.transactional,
      };
      if (known === undefined) facts.set(form.form, now);
      else facts.set(form.form, merged(known, now));
    } catch (error) {
      problems.push(`${form.form}: ${form.sql}: ${String(error)}`);
    }
  }
  if (problems.length > 0) throw new Error(problems.join('\n'));
  const sorted = [...facts].toSorted(([a], [b]) => a.localeCompare(b));
  return { postgres: oracle.version, forms: Object.fromEntries(sorted) };
}

function merged(known: FormFacts, now: FormFacts): FormFacts {
  const same =
    known.rewrites === now.rewrites && known.scans === now.scans && known.transactional === now.transactional;
  if (!same) throw new Error(`differs from the others of its form: ${JSON.stringify([known, now])}`);
  for (const [role, mode] of Object.entries(now.locks)) {
    if ((known.locks[role] ?? mode) !== mode) {
      throw new Error(`takes ${mode} on the ${role}, others of its form ${known.locks[role] ?? ''}`);
    }
  }
  return { ...known, locks: { ...known.locks, ...now.locks } };
}
