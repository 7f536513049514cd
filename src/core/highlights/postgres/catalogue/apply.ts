import type { ParsedStatement } from '../parsedStatement';
import {
  child,
  has,
  listOf,
  nameFrom,
  relationName,
  relationsIn,
  tagged,
  taggedIn,
  textOf,
  visit,
  words,
  type Node,
} from '../tree';
import { alterTable } from './alter';
import { createTable } from './columns';
import { createIndex } from './indexes';
import { alterEnum, createOnTable, createPlain, sequence } from './objects';
import { dropObjects, moveSchema, rename } from './removal';
import { createRoutine } from './routines';
import type { Run } from './run';
import { createView } from './views';

type Apply = (run: Run, body: Node) => void;

const listed = (body: Node, field: string): string => nameFrom(words(listOf(body, field)));

const statements: Readonly<Record<string, Apply>> = {
  CreateStmt: createTable,
  CreateForeignTableStmt: (run, body) => createTable(run, child(body, 'base')),
  CreateTableAsStmt: (run, body) =>
    createView(run, body, textOf(body, 'objtype') === 'OBJECT_MATVIEW' ? 'materialized' : 'table'),
  ViewStmt: (run, body) => createView(run, body, 'view'),
  IndexStmt: createIndex,
  CreateFunctionStmt: createRoutine,
  CreateTrigStmt: (run, body) =>
    createOnTable(run, 'trigger', child(body, 'relation'), textOf(body, 'trigname') ?? '', body, [
      'timing',
      'events',
      'row',
      'args',
      'whenClause',
      'transitionRels',
      'isconstraint',
      'deferrable',
      'initdeferred',
      'constrrel',
    ]),
  CreatePolicyStmt: (run, body) =>
    createOnTable(run, 'policy', child(body, 'table'), textOf(body, 'policy_name') ?? '', body, [
      'cmd_name',
      'permissive',
      'roles',
      'qual',
      'with_check',
    ]),
  RuleStmt: (run, body) =>
    createOnTable(run, 'rule', child(body, 'relation'), textOf(body, 'rulename') ?? '', body, [
      'whereClause',
      'event',
      'instead',
      'actions',
    ]),
  CreateEnumStmt: (run, body) => createPlain(run, 'type', listed(body, 'typeName'), body, ['vals']),
  CompositeTypeStmt: (run, body) =>
    createPlain(run, 'type', relationName(child(body, 'typevar')), body, ['coldeflist']),
  CreateRangeStmt: (run, body) => createPlain(run, 'type', listed(body, 'typeName'), body, ['params']),
  CreateDomainStmt: (run, body) =>
    createPlain(run, 'type', listed(body, 'domainname'), body, ['typeName', 'constraints', 'collClause']),
  CreateSeqStmt: (run, body) => sequence(run, body, true),
  AlterSeqStmt: (run, body) => sequence(run, body, false),
  CreateSchemaStmt: (run, body) => {
    createPlain(run, 'schema', textOf(body, 'schemaname') ?? '', body, []);
    if (listOf(body, 'schemaElts').length > 0) run.obscure('It makes a schema with what is in it');
  },
  CreateExtensionStmt: (run, body) => createPlain(run, 'extension', textOf(body, 'extname') ?? '', body, []),
  CreatePublicationStmt: (run, body) =>
    createPlain(run, 'publication', textOf(body, 'pubname') ?? '', body, ['options', 'pubobjects', 'for_all_tables']),
  CreateEventTrigStmt: (run, body) =>
    createPlain(run, 'event trigger', textOf(body, 'trigname') ?? '', body, ['eventname', 'whenclause', 'funcname']),
  CreateStatsStmt: (run, body) =>
    createPlain(run, 'statistics', listed(body, 'defnames'), body, ['stat_types', 'exprs', 'relations']),
  AlterEnumStmt: alterEnum,
  DropStmt: dropObjects,
  RenameStmt: rename,
  AlterObjectSchemaStmt: moveSchema,
};

/** Statements that leave the schema as it is: they are about rows, rights, sessions, and what people read. */
const beside: ReadonlySet<string> = new Set([
  'InsertStmt',
  'UpdateStmt',
  'DeleteStmt',
  'MergeStmt',
  'CopyStmt',
  'TruncateStmt',
  'TransactionStmt',
  'VariableSetStmt',
  'VariableShowStmt',
  'CommentStmt',
  'VacuumStmt',
  'ReindexStmt',
  'RefreshMatViewStmt',
  'ClusterStmt',
  'LockStmt',
  'ConstraintsSetStmt',
  'DiscardStmt',
  'GrantStmt',
  'GrantRoleStmt',
  'AlterOwnerStmt',
  'AlterDefaultPrivilegesStmt',
  'CreateRoleStmt',
  'AlterRoleStmt',
  'NotifyStmt',
]);

/** What functions do when they are called, by their names. */
export type Bodies = Map<string, readonly ParsedStatement[]>;

const deepest = 8;

/** Words that make a block do something else, or nothing, in another database. */
const conditional = /\b(?:IF|CASE|LOOP|FOR|FOREACH|WHILE|EXCEPTION\s+WHEN)\b/i;

const changesSchema = (tag: string): boolean => Object.hasOwn(statements, tag) || tag === 'AlterTableStmt';

/** Applies one statement. Never throws for any tree, unless it is too deep for the stack. */
export function applyStatement(run: Run, bodies: Bodies, statement: ParsedStatement, depth = 0): void {
  const { node, problem, place, inner } = statement;
  run.line = place.line;
  if (node === null || problem !== null) return run.obscure('It was not understood');
  const { tag, body } = tagged(node);
  if (tag === 'DoStmt') return applyBlock(run, bodies, statement, depth);
  if (tag === 'AlterTableStmt') {
    return alterTable(run, body, (at) => statement.actions[at]?.line ?? place.line);
  }
  if (tag === 'CreateFunctionStmt') bodies.set(listed(body, 'funcname'), inner);
  if (tag === 'SelectStmt' && has(body, 'intoClause')) return run.obscure('It makes a table from a query');
  if (isAboutRows(statement) && relationName(child(body, 'relation')).startsWith('pg_')) {
    return run.obscure("It writes to the server's own tables");
  }
  if (tag === 'SelectStmt' || tag === 'CallStmt' || beside.has(tag)) {
    if (run.part === 'down' && (tag === 'SelectStmt' || isAboutRows(statement))) checkNames(run, body);
    if (tag === 'UpdateStmt') {
      const table = run.catalogue.find('table', relationName(child(body, 'relation')));
      if (table !== null) run.filled.add(table.id);
    }
    return applyCalls(run, bodies, body);
  }
  const apply = Object.hasOwn(statements, tag) ? statements[tag] : undefined;
  if (apply === undefined) run.obscure('It does something that is not followed');
  else apply(run, body);
}

function applyBlock(run: Run, bodies: Bodies, { inner, place }: ParsedStatement, depth: number): void {
  if (depth > deepest) return run.obscure('It runs a block of code inside others');
  const opaque = inner.some(({ node, problem }) => node === null || problem !== null);
  const changing = inner.filter(({ node }) => changesSchema(tagged(node).tag));
  if ((changing.length > 0 || opaque) && conditional.test(place.text)) {
    // What a condition decides is taken for done, and for not certain.
    run.obscure('It runs only under a condition');
  }
  for (const each of inner) applyStatement(run, bodies, each, depth + 1);
}

/** The tables that a statement about rows names, and the columns that it writes, must be there. */
function checkNames(run: Run, body: Node): void {
  const written = relationName(child(body, 'relation'));
  const names = [...(written === '' ? [] : [written]), ...relationsIn(body)];
  const own = (name: string): boolean => !/^(?:pg_|information_schema\.|pg_catalog\.)/.test(name);
  const missing = names.filter(own).find((name) => run.catalogue.find('table', name) === null);
  if (missing !== undefined) return run.refuse(`There is no table ${missing}`);
  const table = run.catalogue.find('table', written);
  if (table?.facts.get('complete') !== 'yes') return;
  const targets = [...taggedIn(body, 'cols', 'ResTarget'), ...taggedIn(body, 'targetList', 'ResTarget')];
  for (const target of targets) {
    const column = textOf(target, 'name') ?? '';
    if (run.catalogue.find('column', column, table.id) === null)
      run.refuse(`There is no column ${column} on ${written}`);
  }
}

/** A function that changes the schema when it is called does what cannot be followed. */
function applyCalls(run: Run, bodies: Bodies, body: Node): void {
  visit({ body }, (tag, call) => {
    if (tag !== 'FuncCall') return;
    const inner = bodies.get(listed(call, 'funcname')) ?? [];
    const changes = inner.some(
      ({ node, problem }) => node === null || problem !== null || changesSchema(tagged(node).tag),
    );
    if (changes) run.obscure('It calls a function that changes the schema');
  });
}

function isAboutRows({ node }: ParsedStatement): boolean {
  return /^(?:Insert|Update|Delete|Merge|Copy|Truncate)Stmt$/.test(tagged(node).tag);
}
