import type { TransactionMode } from '../core/highlights/readers';
import type { SqlSections } from '../core/highlights/sqlStatements';

/** How the tools find their marks: line by line, whatever the line stands in. */
const marks: Readonly<Record<SqlSections, RegExp | null>> = {
  none: null,
  // https://pressly.github.io/goose/documentation/annotations/
  goose: /^--\s*\+goose\s+(up|down)\b/i,
  // https://github.com/rubenv/sql-migrate#writing-migrations
  'sql-migrate': /^--\s*\+migrate\s+(up|down)\b/i,
  // https://github.com/amacneil/dbmate#creating-migrations
  dbmate: /^--\s*migrate:(up|down)\b/,
  // https://salsita.github.io/node-pg-migrate/migrations/
  'node-pg-migrate': /^\s*--[\s-]*(up|down)\s+migration\b/i,
};

/** The part of a text that goes forward, and the part that takes it back, each with the other one blank. */
export interface Sections {
  readonly up: string;
  readonly down: string;
}

const blank = (line: string): string => line.replaceAll(/[^\r]/g, ' ');

/** Takes a file apart at its tool's marks, if it has any. Every line stays where it is. */
export function takeApart(text: string, sections: SqlSections): Sections {
  const mark = marks[sections];
  if (mark === null) return { up: text, down: '' };
  let part = 'up';
  const [up, down]: [string[], string[]] = [[], []];
  for (const line of text.split('\n')) {
    part = mark.exec(line)?.[1]?.toLowerCase() ?? part;
    up.push(part === 'up' ? line : blank(line));
    down.push(part === 'down' ? line : blank(line));
  }
  return { up: up.join('\n'), down: down.join('\n') };
}

/** What tools read in a comment when a migration must not run in a transaction. */
const outside =
  /^\s*--\s*(?:\+goose\s+no\s+transaction|migrate:up\s.*transaction:\s*false|\+migrate\s+up\s+notransaction|no-transaction\b|atlas:txmode\s+none|!\s*no-transaction|disable_ddl_transaction)|^--!\s*no-transaction/im;

/** Whether the text itself says that it does not run in a transaction; otherwise what the caller knows. */
export function transactionOf(text: string, known: TransactionMode): TransactionMode {
  return outside.test(text) ? 'none' : known;
}
