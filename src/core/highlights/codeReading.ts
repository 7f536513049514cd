import type { DslMigration, DslOperation } from './dsl/model';
import { withSql } from './dsl/readDsl';
import { enumFindings, isAboutTheFile, rankedFindings } from './migrationFindings';
import type { DatabaseDialect, Finding, MigrationOperation, Reversal } from './model';
import type { SqlInput, SqlResult } from './readers';
import { readSql as readSqlByWords } from './sqlOperations';
import { withTakenNames } from './takenNames';
import { phaseOf, type ToldMigration } from './told';

/** What a way back in code takes back, by the operations that it must undo. */
function reversalOf({ operations, down }: DslMigration): Reversal {
  if (!down.exists) {
    return {
      reversible: false,
      reason: 'There is no way back, or it refuses.',
      line: down.line,
      part: partOf(down.line),
    };
  }
  if (down.noop)
    return { reversible: false, reason: 'The way back does nothing.', line: down.line, part: partOf(down.line) };
  const bad = operations.find(({ reversible }) => reversible === false);
  const unsure = operations.find(({ reversible }) => reversible === null);
  const reason = bad ?? unsure;
  return reason === undefined
    ? { reversible: true, reason: 'The way back undoes each step.', line: null, part: null }
    : { reversible: bad === undefined ? null : false, reason: reason.why, line: reason.line, part: 'up' };
}

function partOf(line: number | null): Reversal['part'] {
  return line === null ? null : 'down';
}

function told(
  before: ToldMigration,
  code: DslMigration,
  dialect: DatabaseDialect | null,
  read: readonly MigrationOperation[],
  found: readonly Finding[],
): ToldMigration {
  const { migration } = before;
  const { operations, findings } = withTakenNames({ operations: read, findings: found });
  const aboutFile = migration.findings.filter((finding) => isAboutTheFile(finding));
  return {
    ...before,
    migration: {
      ...migration,
      dialect,
      read: 'grammar',
      readBecause: null,
      operations,
      findings: rankedFindings([...aboutFile, ...findings]),
      down: { exists: code.down.exists && !code.down.noop, path: null },
      reversal: reversalOf(code),
      phase: phaseOf(operations),
    },
  };
}

/** A migration by its calls; SQL that they are given is read by its words. */
export function withCode(before: ToldMigration, code: DslMigration, dialect: DatabaseDialect | null): ToldMigration {
  const operations = withSql(code, readSqlByWords);
  const enums = before.migration.effect === 'run' ? enumFindings(operations) : [];
  return told(before, code, dialect, operations, enums);
}

/** The SQL that a migration runs on Postgres, with where each piece of it comes from. */
export interface CodeSql {
  readonly input: SqlInput;
  /** Lines of the text, from 1, that each operation has. */
  readonly pieces: readonly { readonly from: number; readonly to: number; readonly operation: DslOperation }[];
}

/** Puts together what the calls of a migration run on Postgres. */
export function sqlOf({ operations, transaction }: DslMigration): CodeSql {
  const lines: string[] = [];
  const pieces: CodeSql['pieces'][number][] = [];
  for (const operation of operations) {
    const statements = operation.embedded === null ? operation.sql : [operation.embedded.text];
    if (statements === null || statements.length === 0) continue;
    const from = lines.length + 1;
    for (const statement of statements) lines.push(...`${statement.trimEnd().replace(/;$/, '')}\n;`.split('\n'));
    pieces.push({ from, to: lines.length, operation });
  }
  return { input: { text: lines.join('\n'), sections: 'none', down: null, transaction }, pieces };
}

/** Where a line of the put together text stands in the migration's file. */
function lineIn({ from, operation }: CodeSql['pieces'][number], line: number): number {
  const { embedded } = operation;
  if (embedded === null) return operation.line;
  return Math.min(embedded.line + line - from, Math.max(embedded.lastLine, embedded.line));
}

/** A migration by its calls, with what a grammar knows of the SQL that they run. */
export function withCodeAndSql(
  before: ToldMigration,
  code: DslMigration,
  sql: CodeSql,
  result: SqlResult,
): ToldMigration {
  if (result.state === 'unread') return withCode(before, code, 'postgres');
  const pieceAt = (line: number | null): CodeSql['pieces'][number] | undefined =>
    sql.pieces.find(({ from, to }) => line !== null && line >= from && line <= to);
  const moved = (finding: Finding): Finding => {
    const piece = pieceAt(finding.line);
    const message = finding.message.replaceAll(/\bline (\d+)\b/g, (all, line: string) => {
      const other = pieceAt(Number(line));
      return other === undefined ? all : `line ${lineIn(other, Number(line))}`;
    });
    return { ...finding, message, line: piece === undefined ? null : lineIn(piece, finding.line ?? 1) };
  };
  const byPiece = new Map<DslOperation, MigrationOperation[]>();
  for (const each of result.migration.operations) {
    const piece = pieceAt(each.line);
    if (piece === undefined) continue;
    const { operation } = piece;
    const text = operation.embedded === null ? operation.text : each.text;
    const placed = { ...each, line: lineIn(piece, each.line), text, findings: each.findings.map(moved) };
    byPiece.set(operation, [...(byPiece.get(operation) ?? []), placed]);
  }
  const operations = code.operations.flatMap((operation): readonly MigrationOperation[] => {
    const read = byPiece.get(operation);
    if (read?.every(({ kind }) => kind !== 'not-understood') === true) return read;
    return operation.embedded === null
      ? [operation]
      : (read ?? withSql({ ...code, operations: [operation] }, readSqlByWords));
  });
  return told(before, code, 'postgres', operations, result.migration.findings.map(moved));
}
