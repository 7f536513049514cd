import type { TransactionMode } from '../readers';
import type { PostgresFinding, PostgresMigration, PostgresOperation } from './model';
import type { ParsedStatement } from './parsedStatement';
import { replay } from './schemaReplay';
import { readStatement, type Walk } from './statements';
import { transactionFindings, transactionsOf, type Step } from './transactions';
import { child, listOf, nameFrom, relationName, tagged, words } from './tree';

/** Applies the statements of the base: a schema file, or its migrations in their order. */
export function replayBase({ schema, routines }: Walk, statements: readonly ParsedStatement[]): void {
  const all = statements.flatMap((each) => (tagged(each.node).tag === 'DoStmt' ? each.inner : [each]));
  for (const { node, inner } of all) {
    if (node === null) continue;
    const { tag, body } = tagged(node);
    if (tag === 'CreateFunctionStmt') routines.set(nameFrom(words(listOf(body, 'funcname'))), inner);
    replay(schema, node);
  }
}

const grave = { error: 0, warning: 1, note: 2 } as const;
const shownOfRule = 3;

function ranked(findings: readonly PostgresFinding[]): readonly PostgresFinding[] {
  const unique = new Map(findings.map((each) => [`${each.rule} ${each.line} ${each.message}`, each]));
  const sorted = [...unique.values()].toSorted((a, b) => grave[a.severity] - grave[b.severity] || a.line - b.line);
  const byRule = new Map<string, number>();
  for (const { rule } of sorted) byRule.set(rule, (byRule.get(rule) ?? 0) + 1);
  const seen = new Map<string, number>();
  return sorted.flatMap((each) => {
    const count = (seen.get(each.rule) ?? 0) + 1;
    seen.set(each.rule, count);
    if (count > shownOfRule) return [];
    const more = (byRule.get(each.rule) ?? 0) - shownOfRule;
    return [
      count === shownOfRule && more > 0 ? { ...each, message: `${each.message} And ${more} more like it.` } : each,
    ];
  });
}

/** A table that was renamed is still there for earlier code when a view of its old name follows. */
function withViews(steps: readonly Step[]): readonly Step[] {
  const views = new Set(
    steps
      .map(({ statement }) => tagged(statement.node))
      .flatMap(({ tag, body }) => (tag === 'ViewStmt' ? [relationName(child(body, 'view'))] : [])),
  );
  return steps.map((step) => {
    const { operation } = step;
    if (operation.kind !== 'rename-table' || !views.has(operation.table ?? '')) return step;
    const kept: PostgresOperation = {
      ...operation,
      backwardCompatible: null,
      compatibility: 'A view takes the old name: earlier code that reads goes on, writing depends on the view.',
      phase: 'expand',
      findings: operation.findings.filter(({ rule }) => rule !== 'rename-table'),
    };
    return { ...step, operation: kept };
  });
}

/**
 * Reads a migration that the release runs, and applies it to the schema, so that the next one is read against it.
 * @param transaction how the tool runs it
 */
export function readMigration(
  walk: Walk,
  statements: readonly ParsedStatement[],
  transaction: TransactionMode,
): PostgresMigration {
  walk.schema.releasing = true;
  const transactions = transactionsOf(statements, transaction);
  const steps = withViews(
    statements.flatMap((statement, index) => {
      const { transaction: own, sure } = transactions[index] ?? { transaction: null, sure: false };
      return readStatement(walk, statement).map((operation) => ({ operation, transaction: own, sure, statement }));
    }),
  );
  const operations = steps.map(({ operation }) => operation);
  return {
    operations,
    findings: ranked([...operations.flatMap(({ findings }) => findings), ...transactionFindings(steps)]),
    understood: operations.every(({ kind }) => kind !== 'not-understood'),
  };
}
