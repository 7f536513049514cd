import type { Meaning } from '../meaning';
import type { MigrationOperation } from '../model';
import { cascade, objectOperation, operation, type OperationKind, type Place, type Subject } from '../operation';
import { factsOf, locksOf, strongestLocks, type Form, type Roles } from './lockTable';
import type { PostgresFinding, PostgresOperation, TableLock } from './model';
import type { PostgresSchema } from './schema';

/** A finding of one operation, which stands on its line. */
export type Remark = Omit<PostgresFinding, 'line'>;

/** Where statements are read: what is known before them, and where they stand. */
export interface Reading {
  readonly schema: PostgresSchema;
  readonly place: Place;
  /** Of the server; `null` when it is not known, which means every version from 11 to 18. */
  readonly version: number | null;
}

/** What is said about an operation beyond its form. */
export interface Details {
  readonly roles?: Roles;
  /** Further forms that the same action has. */
  readonly also?: readonly Form[];
  readonly rewrites?: boolean | null;
  readonly scans?: boolean | null;
  readonly buildsIndex?: boolean | null;
  readonly transactional?: boolean | null;
  readonly loses?: boolean | null;
  readonly locks?: readonly TableLock[];
  readonly notes?: readonly string[];
  readonly remarks?: readonly Remark[];
  /** In place of the sentence of the kind. */
  readonly summary?: string;
  readonly destructive?: boolean;
  /** `CASCADE`: what depends on it goes too. */
  readonly cascades?: boolean;
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

function complete(
  reading: Reading,
  base: MigrationOperation,
  form: Form | null,
  meaning: Meaning,
  details: Details,
): PostgresOperation {
  const { schema, place } = reading;
  const forms = [...(form === null ? [] : [form]), ...(details.also ?? [])];
  const facts = forms.map(factsOf);
  const { roles = {} } = details;
  // A table that the release creates is in nobody's way.
  const own = schema.isNewTable(roles.target?.[0] ?? base.table);
  const locks = [...forms.flatMap((each) => locksOf(each, roles)), ...(details.locks ?? [])].filter(
    ({ table }) => !schema.isNewTable(table),
  );
  const dropped = details.cascades === true ? cascade(base) : base;
  const rewrites = details.rewrites === undefined ? facts.some((each) => each.rewrites) : details.rewrites;
  const read = rewrites === true || facts.some((each) => each.scans);
  const scans = details.scans === undefined ? read || (rewrites === null ? null : false) : details.scans;
  const { compatible, reason, phase } = own ? newTable : meaning;
  const loses = own ? false : details.loses === undefined ? dropped.destructive : details.loses;
  return {
    ...dropped,
    destructive: own ? false : (details.destructive ?? dropped.destructive),
    ...(details.summary === undefined ? {} : { summary: details.summary }),
    locks: strongestLocks(locks),
    rewrites: own ? false : rewrites,
    scans: own ? false : scans,
    buildsIndex: own || details.buildsIndex === undefined ? false : details.buildsIndex,
    transactional:
      details.transactional === undefined ? facts.every((each) => each.transactional) : details.transactional,
    loses,
    backwardCompatible: compatible,
    compatibility: reason,
    phase,
    notes: own ? [] : (details.notes ?? []),
    findings: own ? [] : (details.remarks ?? []).map((each) => ({ ...each, line: place.line })),
  };
}

/** An operation on tables, of a kind that every database has. */
export function change(
  reading: Reading,
  kind: OperationKind,
  form: Form | null,
  subject: Subject,
  meaning: Meaning,
  details: Details = {},
): PostgresOperation {
  return complete(reading, operation(kind, reading.place, subject), form, meaning, details);
}

/** An operation on an object that holds no rows. */
export function objectChange(
  reading: Reading,
  verb: 'create' | 'alter' | 'drop',
  object: string,
  form: Form | null,
  subject: Subject,
  meaning: Meaning,
  details: Details = {},
): PostgresOperation {
  return complete(reading, objectOperation(verb, object, reading.place, subject), form, meaning, details);
}
