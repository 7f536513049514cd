import { alterations } from './alterations';
import { alterTable } from './alterTable';
import { harmless, unclear } from '../meaning';
import { change, type Reading } from './change';
import { creations } from './creations';
import { drop } from './drops';
import { cluster, createIndex, lockTables, refresh, reindex, vacuum } from './indexes';
import type { PostgresOperation } from './model';
import type { ParsedStatement } from './parsedStatement';
import { rename, setSchema } from './renames';
import { rowStatements } from './rows';
import type { PostgresSchema } from './schema';
import { replay } from './schemaReplay';
import { child, listOf, nameFrom, tagged, visit, words, type Node } from './tree';

type Read = (reading: Reading, body: Node) => readonly PostgresOperation[];

const readers: Readonly<Record<string, Read>> = {
  ...creations,
  ...alterations,
  ...rowStatements,
  DropStmt: drop,
  RenameStmt: rename,
  AlterObjectSchemaStmt: setSchema,
  IndexStmt: createIndex,
  ReindexStmt: reindex,
  ClusterStmt: cluster,
  VacuumStmt: vacuum,
  RefreshMatViewStmt: refresh,
  LockStmt: lockTables,
};

/** What is carried from statement to statement. */
export interface Walk {
  readonly schema: PostgresSchema;
  /** Of the server; `null` when it is not known. */
  readonly version: number | null;
  /** What the functions that the base and the release define do when they are called. */
  readonly routines: Map<string, readonly ParsedStatement[]>;
}

const deepest = 8;

/**
 * Reads one statement into operations and applies it to the schema. Blocks of code give what they run, functions that are
 * known give it where they are called. Never throws for any tree.
 */
export function readStatement(walk: Walk, statement: ParsedStatement, depth = 0): readonly PostgresOperation[] {
  const { place, node, problem, inner } = statement;
  const reading: Reading = { schema: walk.schema, version: walk.version, place };
  if (node === null || problem !== null) return [unclear(reading, problem ?? undefined)];
  const { tag, body } = tagged(node);
  if (tag === 'DoStmt') return block(walk, statement, depth);
  const called = calledRoutines(walk, tag, body);
  if (called.length > 0 && depth < deepest) {
    const parts = called.flatMap((each) => walk.routines.get(each) ?? []).map((part) => at(part, place));
    return block(walk, { ...statement, inner: parts }, depth);
  }
  if (tag === 'AlterTableStmt') return alterTable(reading, body, statement.actions);
  const read = Object.hasOwn(readers, tag) ? readers[tag] : undefined;
  const operations = read === undefined ? [unclear(reading)] : read(reading, body);
  if (tag === 'CreateFunctionStmt') walk.routines.set(nameFrom(words(listOf(body, 'funcname'))), inner);
  replay(walk.schema, node);
  return operations.length === 0 ? [unclear(reading)] : operations;
}

/** What a function does is told where it is called. */
function at(part: ParsedStatement, place: Reading['place']): ParsedStatement {
  return { ...part, place, actions: [] };
}

function block(walk: Walk, { place, inner }: ParsedStatement, depth: number): readonly PostgresOperation[] {
  const reading: Reading = { schema: walk.schema, version: walk.version, place };
  if (depth >= deepest) return [unclear(reading, 'Runs a block of code inside others')];
  const operations = inner.flatMap((each) => readStatement(walk, each, depth + 1));
  const telling = operations.filter(({ kind }) => kind !== 'query');
  return telling.length > 0 ? telling : [change(reading, 'query', null, {}, harmless('It only reads.'))];
}

/** The known functions that a query or CALL runs, when it runs nothing else that is not known. */
function calledRoutines({ routines }: Walk, tag: string, body: Node): readonly string[] {
  const names: string[] = [];
  if (tag === 'CallStmt') names.push(nameFrom(words(listOf(child(body, 'funccall'), 'funcname'))));
  else if (tag === 'SelectStmt') {
    visit(body, (kind, call) => {
      if (kind === 'FuncCall') names.push(nameFrom(words(listOf(call, 'funcname'))));
    });
  }
  return names.length > 0 && names.every((name) => routines.has(name)) ? names : [];
}
