import type { Meaning } from '../meaning';
import type { MigrationOperation } from '../model';
import { objectOperation, operation, type OperationKind, type Place, type Subject } from '../operation';
import type { SqlCursor } from '../sqlCursor';
import type { SqlStatement } from '../sqlStatements';
import type { SqliteFinding, SqliteOperation } from './model';
import type { SqliteSchema } from './schema';

/** A finding of one operation, which stands on its line. */
export type Remark = Omit<SqliteFinding, 'line'>;

/** One statement while it is read. */
export interface Reading {
  /** Of the whole file, which the places of tokens count in. */
  readonly text: string;
  readonly statement: SqlStatement;
  readonly cursor: SqlCursor;
  readonly place: Place;
  readonly schema: SqliteSchema;
}

/** What is said about an operation beyond its kind. */
export interface Details {
  readonly rewrites?: boolean;
  readonly scans?: boolean;
  readonly buildsIndex?: boolean;
  readonly transactional?: boolean | null;
  /** It takes no lock: it only reads, or concerns the session alone. */
  readonly free?: boolean;
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

const newTable: Meaning = {
  compatible: true,
  reason: 'The release itself creates the table, so no earlier code uses it.',
  phase: 'expand',
};

type Where = Pick<Reading, 'schema' | 'place'>;

function complete(
  { schema, place }: Where,
  base: MigrationOperation,
  meaning: Meaning,
  details: Details,
): SqliteOperation {
  const own = schema.isNewTable(base.table);
  const { compatible, reason, phase } = own ? newTable : meaning;
  const destructive = own ? false : (details.destructive ?? base.destructive);
  const rewrites = !own && details.rewrites === true;
  const buildsIndex = !own && details.buildsIndex === true;
  return {
    ...base,
    destructive,
    ...(details.summary === undefined ? {} : { summary: details.summary }),
    locks: own || details.free === true || base.table === null ? [] : [{ table: base.table, mode: 'WRITE' }],
    rewrites,
    scans: !own && (details.scans ?? (rewrites || buildsIndex)),
    buildsIndex,
    transactional: details.transactional === undefined ? true : details.transactional,
    loses: own ? false : details.loses === undefined ? destructive : details.loses,
    backwardCompatible: compatible,
    compatibility: reason,
    phase,
    notes: own ? [] : (details.notes ?? []),
    findings: own ? [] : (details.remarks ?? []).map((each) => ({ ...each, line: place.line })),
  };
}

/** An operation on tables, of a kind that every database has. */
export function change(
  where: Where,
  kind: OperationKind,
  subject: Subject,
  meaning: Meaning,
  details: Details = {},
): SqliteOperation {
  return complete(where, operation(kind, where.place, subject), meaning, details);
}

/** An operation on an object that holds no rows. */
export function objectChange(
  where: Where,
  verb: 'create' | 'alter' | 'drop',
  object: string,
  subject: Subject,
  meaning: Meaning,
  details: Details = {},
): SqliteOperation {
  return complete(where, objectOperation(verb, object, where.place, subject), meaning, details);
}
