import { lockModes, type LockMode, type TableLock } from './model';
import asked from './postgresLocks.json';

/** What a table is to a statement that locks it. */
export type Role =
  | 'target'
  | 'children'
  | 'referenced'
  | 'referencing'
  | 'parent'
  | 'partitioned'
  | 'partition'
  | 'defaultPartition'
  | 'source'
  | 'published'
  | 'typed'
  | 'users'
  | 'owner'
  | 'locked';

/** The tables in each role. */
export type Roles = Partial<Readonly<Record<Role, readonly string[]>>>;

/** A form of statement that Postgres was asked about. */
export type Form = keyof typeof asked.forms;

/** What holds for every statement of a form. */
export interface FormFacts {
  readonly locks: Readonly<Record<string, string>>;
  readonly rewrites: boolean;
  readonly scans: boolean;
  readonly transactional: boolean;
}

/** What Postgres itself does for a form of statement. */
export function factsOf(form: Form): FormFacts {
  return asked.forms[form];
}

function isMode(mode: string | undefined): mode is LockMode {
  return (lockModes as readonly (string | undefined)[]).includes(mode);
}

/** Whether one lock keeps more out than another. */
export function isStronger(a: LockMode, b: LockMode): boolean {
  return lockModes.indexOf(a) > lockModes.indexOf(b);
}

/** The locks that a statement of a form takes on tables in their roles. */
export function locksOf(form: Form, roles: Roles): readonly TableLock[] {
  const { locks } = factsOf(form);
  return Object.entries(roles).flatMap(([role, tables]) => {
    const mode = Object.hasOwn(locks, role) ? locks[role] : undefined;
    return isMode(mode) ? tables.filter((table) => table !== '').map((table) => ({ table, mode })) : [];
  });
}

/** Of the locks on each table the strongest, in the order in which the tables first come. */
export function strongestLocks(locks: readonly TableLock[]): readonly TableLock[] {
  const byTable = new Map<string, LockMode>();
  for (const { table, mode } of locks) {
    const held = byTable.get(table);
    if (held === undefined || isStronger(mode, held)) byTable.set(table, mode);
  }
  return [...byTable].map(([table, mode]) => ({ table, mode }));
}

/** A lock that keeps readers and writers out of a table. */
export function blocksReads({ mode }: TableLock): boolean {
  return mode === 'AccessExclusiveLock';
}
