import { alterTable } from './alterTable';
import { harmless } from '../meaning';
import { change, remark, unclear, type Reading } from './change';
import type { MysqlOperation, MysqlServer } from './model';
import { objectCreations } from './objects';
import { rowStatements } from './rows';
import { key, type MysqlSchema } from './schema';
import type { MysqlStatement } from './statement';
import { createIndex, createTable, dropIndex, dropTable, renameTables, truncate } from './tables';
import { findAll, named, words, type MysqlNode } from './tree';

type Read = (reading: Reading, node: MysqlNode) => readonly MysqlOperation[];

/** What is carried from statement to statement. */
export interface Walk {
  readonly schema: MysqlSchema;
  /** `null` when it is not known. */
  readonly server: MysqlServer | null;
  /** The servers that may run it. */
  readonly servers: readonly MysqlServer[];
  /** The statements in the bodies of procedures that were created. */
  readonly procedures: Map<string, readonly MysqlNode[]>;
  /** A time-out for metadata locks was set. */
  waits: boolean;
}

const plain =
  (kind: 'session' | 'transaction' | 'permission', why: string, transactional: boolean | null): Read =>
  (reading) => [change(reading, kind, {}, harmless(why), { transactional })];
const session = plain('session', 'Only this session notices it.', null);
const transaction = plain('transaction', 'Only this session notices it.', null);
const permission = plain('permission', 'Earlier code works as far as it keeps its rights.', false);

const upkeep: Read = (reading, node) =>
  findAll(node, 'tableName').map((each) => {
    const table = named(each, 'tableName');
    const rebuilds = node.rule === 'optimizeTable';
    return change(reading, 'maintenance', { table }, harmless('The rows stay the same.'), {
      rewrites: rebuilds,
      locks: table === null ? [] : [{ table, mode: rebuilds ? 'NONE' : null }],
    });
  });

const readers: Readonly<Record<string, Read>> = {
  ...rowStatements,
  ...objectCreations,
  createTable,
  dropTable,
  renameTable: renameTables,
  truncateTable: truncate,
  createIndex,
  dropIndex,
  startTransaction: transaction,
  beginWork: transaction,
  commitWork: transaction,
  rollbackWork: transaction,
  savepointStatement: transaction,
  rollbackStatement: transaction,
  releaseStatement: transaction,
  lockTables: session,
  unlockTables: session,
  useStatement: session,
  showStatement: rowStatements['selectStatement'] ?? session,
  simpleDescribeStatement: session,
  fullDescribeStatement: session,
  analyzeTable: upkeep,
  checkTable: upkeep,
  optimizeTable: upkeep,
  repairTable: upkeep,
  grantStatement: permission,
  revokeStatement: permission,
  createUser: permission,
  alterUser: permission,
  createRole: permission,
  renameUser: permission,
  flushStatement: session,
};

const wrappers = new Set([
  'singleStatement',
  'sqlStatement',
  'ddlStatement',
  'dmlStatement',
  'transactionStatement',
  'administrationStatement',
  'utilityStatement',
  'preparedStatement',
  'compoundStatement',
  'replicationStatement',
]);

/** The statement itself, below the rules that only group. */
function core(node: MysqlNode): MysqlNode {
  let at = node;
  while (wrappers.has(at.rule)) {
    const next = at.parts.find((part): part is MysqlNode => typeof part !== 'string');
    if (next === undefined) return at;
    at = next;
  }
  return at;
}

function set(walk: Walk, reading: Reading, node: MysqlNode): readonly MysqlOperation[] {
  const text = node.text.replaceAll(/\s+/g, ' ');
  if (/^SET (?:.*, ?)?(?:@@)?(?:GLOBAL|PERSIST|PERSIST_ONLY)\b/i.test(text))
    return [unclear(reading, 'Changes a setting of the server')];
  const checks = /foreign_key_checks ?:?= ?(\w+|@\w+)/i.exec(text)?.[1];
  if (checks !== undefined) walk.schema.unchecked = /^(?:0|off|false)$/i.test(checks);
  if (/lock_wait_timeout ?:?=/i.test(text)) walk.waits = true;
  return session(reading, node);
}

const deepest = 8;

function call(
  walk: Walk,
  statement: MysqlStatement,
  reading: Reading,
  node: MysqlNode,
  depth: number,
): readonly MysqlOperation[] {
  const name = named(node, 'fullId') ?? '';
  const body = walk.procedures.get(key(name));
  if (body === undefined || depth >= deepest)
    return [unclear(reading, `Calls the procedure ${name.slice(0, 64)}, which may do anything`)];
  const operations = body.flatMap((each) => dispatch(walk, { ...statement, actions: [] }, each, depth + 1));
  return operations.length === 0 ? [session(reading, node)].flat() : operations;
}

/** The statements in the body of a routine, each for itself. */
function inside(node: MysqlNode): readonly MysqlNode[] {
  return findAll(node, 'procedureSqlStatement').flatMap((each) => {
    const statement = core(each.parts.find((part): part is MysqlNode => typeof part !== 'string') ?? each);
    const nested = inside(statement);
    return nested.length > 0 ? nested : [statement];
  });
}

function dispatch(walk: Walk, statement: MysqlStatement, root: MysqlNode, depth: number): readonly MysqlOperation[] {
  const { place, replaces, actions, onlyMariadb } = statement;
  const servers = onlyMariadb && walk.server === null ? (['mariadb-10.6'] as const) : walk.servers;
  const reading: Reading = { schema: walk.schema, place, servers, replaces };
  const node = core(root);
  switch (node.rule) {
    case 'alterTable':
      return alterTable(reading, node, actions);
    case 'setStatement':
    case 'setTransactionStatement':
    case 'setAutocommitStatement':
      return set(walk, reading, node);
    case 'callStatement':
      return call(walk, statement, reading, node, depth);
    case 'createProcedure':
      walk.procedures.set(key(named(node, 'fullId') ?? ''), inside(node));
      break;
    case 'prepareStatement':
    case 'executeStatement':
    case 'deallocatePrepare':
      return node.rule === 'executeStatement'
        ? [unclear(reading, 'Runs a statement that is put together when it runs')]
        : session(reading, node);
    // Inside the body of a routine.
    case 'blockStatement':
    case 'declareVariable':
    case 'declareHandler':
    case 'declareCursor':
    case 'declareCondition':
      if (depth > 0) return [];
      break;
    default:
  }
  const read = Object.hasOwn(readers, node.rule) ? readers[node.rule] : undefined;
  if (read === undefined) return depth > 0 && isControl(node) ? [] : [unclear(reading)];
  const operations = read(reading, node);
  return operations.length === 0 ? [unclear(reading)] : operations;
}

/** Control flow whose statements stand for themselves. */
function isControl(node: MysqlNode): boolean {
  const [first = ''] = words(node);
  return ['LEAVE', 'ITERATE', 'RETURN', 'OPEN', 'FETCH', 'CLOSE', 'DECLARE', 'SIGNAL'].includes(first);
}

/**
 * Reads one statement into operations and applies it to the schema. Procedures that the release creates give what they
 * do where they are called. Never throws for any tree.
 */
export function readStatement(walk: Walk, statement: MysqlStatement): readonly MysqlOperation[] {
  const { place, node, problem, onlyMariadb } = statement;
  if (node === null || problem !== null) return [unclear({ place }, problem ?? undefined)];
  const operations = dispatch(walk, statement, node, 0);
  const [first, ...rest] = operations;
  if (first === undefined || !onlyMariadb || walk.server === null || walk.server === 'mariadb-10.6') return operations;
  const failing = {
    line: place.line,
    ...remark('error', 'only-mariadb', 'Fails: only MariaDB understands how this is written.'),
  };
  return [{ ...first, findings: [failing, ...first.findings] }, ...rest];
}
