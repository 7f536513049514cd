import type { Meaning } from '../meaning';
import type { Details, Reading } from './change';
import type { AlterForm } from './onlineDdl';
import type { MysqlOperation } from './model';
import type { MysqlTable } from './schema';
import type { MysqlNode, Parts } from './tree';

/** One clause of an `ALTER TABLE` while it is read. */
export interface AlterClause {
  readonly reading: Reading;
  /** As written. */
  readonly table: string;
  readonly known: MysqlTable | undefined;
  readonly node: MysqlNode;
  /** Behind the words that told the clause. */
  readonly parts: Parts;
}

/** What a clause does. */
export interface ClauseResult {
  /** How the servers do it; empty when it changes nothing. */
  readonly forms: readonly AlterForm[];
  /** Its operations; what holds for the whole statement is given, and told of each. */
  readonly operations: (whole: Details) => readonly MysqlOperation[];
  /** Applies it to the schema. */
  readonly apply?: () => void;
}

/** Reads a clause; `null` when it is not what it looks like. */
export type ReadClause = (clause: AlterClause) => ClauseResult | null;

/** A clause with one operation. */
export function only(
  forms: readonly AlterForm[],
  operation: (whole: Details) => MysqlOperation,
  apply?: () => void,
): ClauseResult {
  return { forms, operations: (whole) => [operation(whole)], ...(apply === undefined ? {} : { apply }) };
}

/** The details of a clause with those of its statement. */
export function withWhole(whole: Details, own: Details): Details {
  return {
    ...whole,
    ...own,
    notes: [...(own.notes ?? []), ...(whole.notes ?? [])],
    remarks: [...(own.remarks ?? []), ...(whole.remarks ?? [])],
  };
}

/** The code before does not know a column that the release added. */
export function unlessNew(isNew: boolean, meaning: Meaning): Meaning {
  return isNew
    ? { compatible: true, reason: 'The release itself adds the column, so no earlier code uses it.', phase: 'expand' }
    : meaning;
}
