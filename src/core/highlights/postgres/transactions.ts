import type { TransactionMode } from '../readers';
import { blocksReads } from './lockTable';
import type { PostgresFinding, PostgresOperation } from './model';
import type { ParsedStatement } from './parsedStatement';
import { listOf, tagged, textOf } from './tree';

/** An operation with the transaction that it runs in; `null`: in one of its own. */
export interface Step {
  readonly operation: PostgresOperation;
  readonly transaction: number | null;
  /** The transaction is sure: begun in the text, or known of the tool. */
  readonly sure: boolean;
  readonly statement: ParsedStatement;
}

/** Gives every statement the transaction that it runs in. */
export function transactionsOf(
  statements: readonly ParsedStatement[],
  mode: TransactionMode,
): readonly Pick<Step, 'transaction' | 'sure'>[] {
  let own = 0;
  let begun = false;
  // A COMMIT of the text ends the transaction that the tool began.
  let left = mode === 'none';
  return statements.map(({ node }) => {
    const { tag, body } = tagged(node);
    const kind = tag === 'TransactionStmt' ? (textOf(body, 'kind') ?? '') : '';
    if (kind === 'TRANS_STMT_BEGIN' || kind === 'TRANS_STMT_START') {
      own += 1;
      begun = true;
    }
    const now = begun ? { transaction: own, sure: true } : { transaction: left ? null : 0, sure: mode === 'one' };
    if (kind === 'TRANS_STMT_COMMIT' || kind === 'TRANS_STMT_ROLLBACK') {
      begun = false;
      left = true;
    }
    return now;
  });
}

function finding(
  severity: PostgresFinding['severity'],
  rule: string,
  line: number,
  message: string,
  advice: string,
): PostgresFinding {
  return { severity, rule, line, message, advice };
}

const exclusiveTables = ({ operation }: Step): readonly string[] =>
  operation.locks.filter(blocksReads).map(({ table }) => table);

function concurrently(steps: readonly Step[]): readonly PostgresFinding[] {
  return steps.flatMap(({ operation, transaction, sure }) => {
    if (operation.transactional !== false || transaction === null) return [];
    if (!sure && steps.filter(({ operation: { kind } }) => kind !== 'session').length === 1) return [];
    const message = sure
      ? 'Fails: Postgres refuses it inside a transaction, and this migration runs in one.'
      : 'Fails when the tool runs the migration as one transaction, which Postgres refuses here.';
    const advice = 'Give it a migration of its own that runs without a transaction.';
    return [finding(sure ? 'error' : 'warning', 'concurrently-in-transaction', operation.line, message, advice)];
  });
}

function constraintKey({ kind, table, text }: PostgresOperation): string | null {
  if (kind === 'validate-constraint') {
    const name = /validate\s+constraint\s+"?([^\s";,]+)/i.exec(text)?.[1];
    return name === undefined ? null : `${table ?? ''} ${name.toLowerCase()}`;
  }
  if (kind !== 'add-constraint' || !/\bnot\s+valid\b/i.test(text)) return null;
  const name = /add\s+constraint\s+(?:if\s+not\s+exists\s+)?"?([^\s"]+)/i.exec(text)?.[1];
  return name === undefined ? null : `${table ?? ''} ${name.toLowerCase()}`;
}

function validated(steps: readonly Step[]): readonly PostgresFinding[] {
  const added = new Map<string, number>();
  return steps.flatMap(({ operation }) => {
    const key = constraintKey(operation);
    if (key === null) return [];
    if (operation.kind === 'add-constraint') {
      if (operation.locks.length > 0) added.set(key, operation.line);
      return [];
    }
    const line = added.get(key);
    if (line === undefined) return [];
    const message = `Reads the table in the transaction that added the constraint (line ${line}), whose lock is still held: NOT VALID gained nothing.`;
    return [
      finding('warning', 'validate-in-same-transaction', operation.line, message, 'Validate in a later transaction.'),
    ];
  });
}

const rowKinds = new Set(['update-rows', 'update-all-rows', 'fill-column', 'delete-rows', 'merge-rows']);

function isLong({ scans, rewrites, buildsIndex, kind, text }: PostgresOperation): boolean {
  const copies = kind === 'insert-rows' && /\bselect\b/i.test(text);
  return scans === true || rewrites === true || buildsIndex === true || rowKinds.has(kind) || copies;
}

/** Only the first of each transaction: the others follow from it. */
function underLock(steps: readonly Step[]): readonly PostgresFinding[] {
  const held = new Map<string, number>();
  for (const step of steps) {
    const { operation } = step;
    const own = new Set(operation.locks.filter(blocksReads).map(({ table }) => table));
    const waiting = [...held].filter(([table]) => !own.has(table) || rowKinds.has(operation.kind));
    const [first] = waiting;
    if (first !== undefined && isLong(operation) && operation.locks.length > 0) {
      const rows = rowKinds.has(operation.kind) || operation.kind === 'insert-rows';
      const tables = waiting.slice(0, 3).map(([table]) => table);
      const message = `Runs while ${tables.join(', ')} stays shut for every reader and writer since line ${first[1]}, in the same transaction.`;
      return [
        finding(
          'warning',
          rows ? 'backfill-with-ddl' : 'long-work-under-exclusive-lock',
          operation.line,
          message,
          'Put it into a migration of its own.',
        ),
      ];
    }
    for (const table of exclusiveTables(step)) if (!held.has(table)) held.set(table, operation.line);
  }
  return [];
}

function severalLocks(steps: readonly Step[]): readonly PostgresFinding[] {
  const tables = new Map<string, number>();
  for (const step of steps) {
    for (const table of exclusiveTables(step)) if (!tables.has(table)) tables.set(table, step.operation.line);
  }
  if (tables.size < 2) return [];
  const names = [...tables.keys()];
  const shown = names.length > 4 ? `${names.slice(0, 4).join(', ')} and ${names.length - 4} more` : names.join(', ');
  const line = [...tables.values()][1] ?? 1;
  const message = `Holds an AccessExclusiveLock on ${shown} until the transaction ends: each waits for the others' readers, and two such transactions can deadlock.`;
  return [
    finding(
      tables.size > 3 ? 'warning' : 'note',
      'several-exclusive-locks',
      line,
      message,
      'One table in each migration.',
    ),
  ];
}

function enumUses(steps: readonly Step[]): readonly PostgresFinding[] {
  const values = new Map<string, number>();
  const found: PostgresFinding[] = [];
  for (const { operation, statement } of steps) {
    for (const [value, line] of values) {
      if (!operation.text.includes(`'${value}'`)) continue;
      const message = `Uses the enum value '${value}', which the same transaction adds in line ${line}: Postgres refuses that.`;
      found.push(
        finding('error', 'enum-value-used-at-once', operation.line, message, 'Add the value in an earlier migration.'),
      );
      values.delete(value);
    }
    const { tag, body } = tagged(statement.node);
    const value = textOf(body, 'newVal');
    const fresh = operation.findings.every(({ rule }) => rule !== 'enum-value-irreversible');
    if (tag === 'AlterEnumStmt' && textOf(body, 'oldVal') === null && value !== null && !fresh) {
      values.set(value, operation.line);
    }
  }
  return found;
}

/** Whether a statement limits how long the next ones wait for a lock. */
function setsTimeout({ node }: ParsedStatement): boolean {
  const { tag, body } = tagged(node);
  if (tag === 'VariableSetStmt' && textOf(body, 'name') === 'lock_timeout') {
    return !/"ival":\{\}|"sval":"0/.test(JSON.stringify(listOf(body, 'args')));
  }
  return tag === 'SelectStmt' && /set_config.*lock_timeout/s.test(JSON.stringify(body).slice(0, 2000));
}

function noTimeout(steps: readonly Step[]): readonly PostgresFinding[] {
  for (const step of steps) {
    if (setsTimeout(step.statement)) return [];
    const [table] = exclusiveTables(step);
    if (table === undefined) continue;
    const message = `Waits for its lock on ${table} without a limit, and everybody who comes later waits behind it.`;
    return [
      finding('note', 'no-lock-timeout', step.operation.line, message, "SET lock_timeout = '5s' first, and try again."),
    ];
  }
  return [];
}

/** What only shows when the statements of a migration are looked at together. */
export function transactionFindings(steps: readonly Step[]): readonly PostgresFinding[] {
  const byTransaction = new Map<number, Step[]>();
  for (const step of steps) {
    if (step.transaction === null) continue;
    const group = byTransaction.get(step.transaction);
    if (group === undefined) byTransaction.set(step.transaction, [step]);
    else group.push(step);
  }
  const groups = [...byTransaction.values()];
  return [
    ...concurrently(steps),
    ...groups.flatMap((group) => [
      ...enumUses(group),
      ...validated(group),
      ...underLock(group),
      ...severalLocks(group),
    ]),
    ...noTimeout(steps),
  ];
}
