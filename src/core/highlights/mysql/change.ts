import { type Meaning, unclear as unclearAnywhere } from '../meaning';
import type { MigrationOperation } from '../model';
import { objectOperation, operation, type OperationKind, type Place, type Subject } from '../operation';
import type { LockLevel, MysqlFinding, MysqlOperation, MysqlServer, MysqlTableLock, OnlineDdl } from './model';
import type { MysqlSchema } from './schema';

/** A finding of one operation, which stands on its line. */
export type Remark = Omit<MysqlFinding, 'line'>;

/** How the servers do one statement. */
export type Online = Readonly<Partial<Record<MysqlServer, OnlineDdl>>>;

/** Where statements are read: what is known before them, where they stand, and what may run them. */
export interface Reading {
  readonly schema: MysqlSchema;
  readonly place: Place;
  readonly servers: readonly MysqlServer[];
  readonly replaces: boolean;
}

/** What is said about an operation beyond its kind. */
export interface Details {
  readonly online?: Online;
  readonly locks?: readonly MysqlTableLock[];
  readonly rewrites?: boolean | null;
  readonly scans?: boolean | null;
  readonly buildsIndex?: boolean | null;
  /** Left out: `false`, because statements that change definitions commit by themselves. */
  readonly transactional?: boolean | null;
  readonly loses?: boolean | null;
  readonly destructive?: boolean;
  readonly summary?: string;
  readonly notes?: readonly string[];
  readonly remarks?: readonly Remark[];
}

/** Puts an error, a warning or a note. */
export function remark(severity: Remark['severity'], rule: string, message: string, advice = ''): Remark {
  return { rule, severity, message, advice };
}

/** Nobody but this release knows it. */
const newTable: Meaning = {
  compatible: true,
  reason: 'The release itself creates the table, so no earlier code uses it.',
  phase: 'expand',
};

/** The one value of all; `null` when they differ or one is not known. */
export function agreed<T>(values: readonly (T | null)[]): T | null {
  const [first = null] = values;
  return values.every((each) => each === first) ? first : null;
}

/** Whether it is so on every server, on none, or differs. */
export function onAll(online: Online, of: (each: OnlineDdl) => boolean | null): boolean | null {
  return agreed(Object.values(online).map(of));
}

/** The lock that every server takes, or `null`. */
export function lockOf(online: Online): LockLevel | null {
  return agreed(Object.values(online).map(({ lock }) => lock));
}

function complete(reading: Reading, base: MigrationOperation, meaning: Meaning, details: Details): MysqlOperation {
  const { schema, place } = reading;
  const { online = {} } = details;
  const own = schema.isNewTable(base.table);
  const isAlter = Object.keys(online).length > 0;
  const rewrites =
    details.rewrites === undefined ? (isAlter ? onAll(online, ({ rebuilds }) => rebuilds) : false) : details.rewrites;
  const buildsIndex = details.buildsIndex === undefined ? false : details.buildsIndex;
  const scans =
    details.scans === undefined ? (rewrites === true || buildsIndex === true ? true : rewrites) : details.scans;
  const altered: readonly MysqlTableLock[] =
    isAlter && base.table !== null ? [{ table: base.table, mode: lockOf(online) }] : [];
  const locks = [...altered, ...(details.locks ?? [])].filter(({ table }) => !schema.isNewTable(table));
  const { compatible, reason, phase } = own ? newTable : meaning;
  const destructive = details.destructive ?? base.destructive;
  return {
    ...base,
    destructive: own ? false : destructive,
    ...(details.summary === undefined ? {} : { summary: details.summary }),
    locks,
    rewrites: own ? false : rewrites,
    scans: own ? false : scans,
    buildsIndex: own ? false : buildsIndex,
    transactional: details.transactional === undefined ? false : details.transactional,
    loses: own ? false : details.loses === undefined ? destructive : details.loses,
    backwardCompatible: compatible,
    compatibility: reason,
    phase,
    notes: own ? [] : (details.notes ?? []),
    findings: own ? [] : (details.remarks ?? []).map((each) => ({ ...each, line: place.line })),
    online: own ? {} : online,
  };
}

/** An operation on tables, of a kind that every database has. */
export function change(
  reading: Reading,
  kind: OperationKind,
  subject: Subject,
  meaning: Meaning,
  details: Details = {},
): MysqlOperation {
  return complete(reading, operation(kind, reading.place, subject), meaning, details);
}

/** An operation on an object that holds no rows. */
export function objectChange(
  reading: Reading,
  verb: 'create' | 'alter' | 'drop',
  object: string,
  subject: Subject,
  meaning: Meaning,
  details: Details = {},
): MysqlOperation {
  return complete(reading, objectOperation(verb, object, reading.place, subject), meaning, details);
}

/** What could not be told: it may do anything. */
export function unclear(reading: { readonly place: Place }, why?: string): MysqlOperation {
  return { ...unclearAnywhere(reading, why), online: {} };
}
