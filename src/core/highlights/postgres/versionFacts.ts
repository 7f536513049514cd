import type { Reading } from './change';

/** What holds only from a version on, which the Postgres that was asked (18) cannot show. */
interface VersionFact {
  readonly since: number;
  /** For the reviewer, when the server may be older. */
  readonly note: string;
  /** Where Postgres' own documentation says so. */
  readonly source: string;
}

const facts = {
  'set-not-null-proved': {
    since: 12,
    note: 'A validated CHECK proves it, so Postgres 12 and later do not read the table; Postgres 11 does.',
    source: 'https://www.postgresql.org/docs/12/release-12.html',
  },
  'attach-partition': {
    since: 12,
    note: 'Postgres 11 takes an AccessExclusiveLock on the parent.',
    source: 'https://www.postgresql.org/docs/12/release-12.html',
  },
  'rename-index': {
    since: 12,
    note: 'The index is locked with a ShareUpdateExclusiveLock since Postgres 12, exclusively before.',
    source: 'https://www.postgresql.org/docs/12/release-12.html',
  },
  'reindex-concurrently': {
    since: 12,
    note: 'Needs Postgres 12.',
    source: 'https://www.postgresql.org/docs/12/sql-reindex.html',
  },
  'add-enum-value': {
    since: 12,
    note: 'Postgres 11 refuses it inside a transaction.',
    source: 'https://www.postgresql.org/docs/11/sql-altertype.html',
  },
  'timestamp-zone-in-place': {
    since: 12,
    note: 'In place when the session has TimeZone UTC (since Postgres 12), a rewrite otherwise.',
    source: 'https://www.postgresql.org/docs/12/release-12.html',
  },
  'stored-generated-column': {
    since: 12,
    note: 'Needs Postgres 12.',
    source: 'https://www.postgresql.org/docs/12/ddl-generated-columns.html',
  },
  'drop-expression': {
    since: 13,
    note: 'Needs Postgres 13.',
    source: 'https://www.postgresql.org/docs/13/sql-altertable.html',
  },
  'detach-concurrently': {
    since: 14,
    note: 'Needs Postgres 14.',
    source: 'https://www.postgresql.org/docs/14/sql-altertable.html',
  },
  'set-compression': {
    since: 14,
    note: 'Needs Postgres 14.',
    source: 'https://www.postgresql.org/docs/14/sql-altertable.html',
  },
  'set-access-method': {
    since: 15,
    note: 'Needs Postgres 15.',
    source: 'https://www.postgresql.org/docs/15/sql-altertable.html',
  },
  'nulls-not-distinct': {
    since: 15,
    note: 'NULLS NOT DISTINCT needs Postgres 15.',
    source: 'https://www.postgresql.org/docs/15/sql-createtable.html',
  },
  'set-expression': {
    since: 17,
    note: 'Needs Postgres 17.',
    source: 'https://www.postgresql.org/docs/17/sql-altertable.html',
  },
  'virtual-generated-column': {
    since: 18,
    note: 'A virtual generated column needs Postgres 18.',
    source: 'https://www.postgresql.org/docs/18/ddl-generated-columns.html',
  },
  'not-null-constraint': {
    since: 18,
    note: 'A NOT NULL constraint of the table, and NOT VALID for it, need Postgres 18.',
    source: 'https://www.postgresql.org/docs/18/sql-altertable.html',
  },
  'not-enforced': {
    since: 18,
    note: 'NOT ENFORCED needs Postgres 18.',
    source: 'https://www.postgresql.org/docs/18/sql-altertable.html',
  },
} as const satisfies Record<string, VersionFact>;

/** The names of the facts. */
export type VersionTopic = keyof typeof facts;

/** Every fact, for tests and documentation. */
export const versionFacts: Readonly<Record<VersionTopic, VersionFact>> = facts;

/** Whether the server is known to have it; `null`: the server's version is not known. */
export function hasIt({ version }: Pick<Reading, 'version'>, topic: VersionTopic): boolean | null {
  return version === null ? null : version >= facts[topic].since;
}

/** The note for a reviewer whose server may be older; none when it is known not to be. */
export function noteOf(reading: Pick<Reading, 'version'>, topic: VersionTopic): readonly string[] {
  return hasIt(reading, topic) === true ? [] : [facts[topic].note];
}
