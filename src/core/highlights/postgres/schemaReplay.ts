import { addConstraint, readConstraint } from './constraintFacts';
import type { PostgresSchema, Table } from './schema';
import { addColumn } from './schemaColumns';
import { replayAlterTable } from './schemaReplayAlter';
import {
  child,
  flag,
  has,
  listOf,
  nameFrom,
  objectName,
  relationName,
  relationsIn,
  tagged,
  taggedIn,
  textOf,
  words,
  type Node,
} from './tree';
import { typeNameOf } from './typeNames';

function createTable(schema: PostgresSchema, body: Node): void {
  const name = relationName(child(body, 'relation'));
  if (flag(body, 'if_not_exists') && schema.tables.has(name)) return;
  const table = schema.emptyTable('table');
  schema.tables.set(name, table);
  table.complete = true;
  table.unlogged = textOf(child(body, 'relation'), 'relpersistence') === 'u';
  table.partitioned = has(body, 'partspec');
  const parents = taggedIn(body, 'inhRelations', 'RangeVar').map(relationName);
  table.parent = parents[0] ?? null;
  table.isPartition = has(body, 'partbound');
  table.isDefaultPartition = flag(child(body, 'partbound'), 'is_default');
  if (has(body, 'ofTypename')) {
    table.ofType = nameFrom(words(listOf(child(body, 'ofTypename'), 'names')));
    table.complete = false;
  }
  for (const parent of parents) copyColumns(schema, parent, table);
  for (const { tag, body: element } of listOf(body, 'tableElts').map(tagged)) {
    if (tag === 'ColumnDef') addColumn(schema, name, table, element);
    if (tag === 'TableLikeClause') copyColumns(schema, relationName(child(element, 'relation')), table);
    if (tag === 'Constraint') {
      const read = readConstraint(element, name, null);
      if (read !== null) addConstraint(schema, table, read.name, read.facts);
    }
  }
}

function copyColumns(schema: PostgresSchema, from: string, table: Table): void {
  const source = schema.tables.get(from);
  if (source === undefined) table.complete = false;
  for (const [name, column] of source?.columns ?? []) table.columns.set(name, { ...column, isNew: schema.releasing });
}

function drop(schema: PostgresSchema, body: Node): void {
  const names = listOf(body, 'objects').map(objectName);
  for (const name of names) {
    switch (textOf(body, 'removeType')) {
      case 'OBJECT_TABLE':
      case 'OBJECT_VIEW':
      case 'OBJECT_MATVIEW':
        schema.dropTable(name);
        break;
      case 'OBJECT_INDEX':
        schema.indexes.delete(name);
        break;
      case 'OBJECT_TYPE':
        schema.enums.delete(name);
        break;
      case 'OBJECT_DOMAIN':
        schema.domains.delete(name);
        break;
      case 'OBJECT_SCHEMA':
        for (const table of schema.tables.keys()) if (table.startsWith(`${name}.`)) schema.dropTable(table);
        break;
      default:
    }
  }
}

function rename(schema: PostgresSchema, body: Node): void {
  const to = textOf(body, 'newname') ?? '';
  const relation = relationName(child(body, 'relation'));
  switch (textOf(body, 'renameType')) {
    case 'OBJECT_TABLE':
    case 'OBJECT_VIEW':
    case 'OBJECT_MATVIEW':
      if (schema.indexes.has(relation)) renameKey(schema.indexes, relation, to);
      else schema.renameTable(relation, to);
      break;
    case 'OBJECT_INDEX':
      renameKey(schema.indexes, relation, to);
      break;
    case 'OBJECT_COLUMN': {
      const columns = schema.tables.get(relation)?.columns;
      if (columns !== undefined) renameKey(columns, textOf(body, 'subname') ?? '', to);
      break;
    }
    case 'OBJECT_TABCONSTRAINT': {
      const constraints = schema.tables.get(relation)?.constraints;
      if (constraints !== undefined) renameKey(constraints, textOf(body, 'subname') ?? '', to);
      break;
    }
    case 'OBJECT_TYPE':
      renameKey(schema.enums, objectName(body['object']), to);
      break;
    case 'OBJECT_DOMAIN':
      renameKey(schema.domains, objectName(body['object']), to);
      break;
    default:
  }
}

function renameKey<T>(map: Map<string, T>, from: string, to: string): void {
  const value = map.get(from);
  if (value === undefined) return;
  map.delete(from);
  map.set(to, value);
}

function createRoutine(schema: PostgresSchema, body: Node): void {
  const options = taggedIn(body, 'options', 'DefElem');
  const option = (name: string): string | null => {
    const found = options.find((each) => textOf(each, 'defname') === name);
    return found === undefined ? null : objectName(found['arg']);
  };
  const volatility = option('volatility');
  schema.routines.set(nameFrom(words(listOf(body, 'funcname'))), {
    stable: volatility === 'immutable' || volatility === 'stable',
    isNew: schema.releasing,
  });
}

/** Applies one statement to what is known about the database. What it does not change there is passed over. */
export function replay(schema: PostgresSchema, node: Node): void {
  const { tag, body } = tagged(node);
  switch (tag) {
    case 'CreateStmt':
      createTable(schema, body);
      break;
    case 'CreateTableAsStmt': {
      const kind = textOf(body, 'objtype') === 'OBJECT_MATVIEW' ? 'materialized-view' : 'table';
      const name = relationName(child(child(body, 'into'), 'rel'));
      if (!schema.tables.has(name)) schema.tables.set(name, schema.emptyTable(kind, relationsIn(body['query'])));
      break;
    }
    case 'SelectStmt':
      if (has(body, 'intoClause')) {
        schema.tables.set(relationName(child(child(body, 'intoClause'), 'rel')), schema.emptyTable('table'));
      }
      break;
    case 'ViewStmt': {
      const name = relationName(child(body, 'view'));
      const view = schema.emptyTable('view', relationsIn(body['query']));
      const isNew = schema.tables.has(name) ? schema.isNewTable(name) : view.isNew;
      schema.tables.set(name, { ...view, isNew });
      break;
    }
    case 'IndexStmt': {
      const table = relationName(child(body, 'relation'));
      const name = textOf(body, 'idxname');
      const schemaName = table.includes('.') ? table.slice(0, table.lastIndexOf('.') + 1) : '';
      if (name !== null && !schema.indexes.has(schemaName + name)) {
        schema.indexes.set(schemaName + name, {
          table,
          columns: taggedIn(body, 'indexParams', 'IndexElem').flatMap((each) => textOf(each, 'name') ?? []),
          unique: flag(body, 'unique'),
          isNew: schema.releasing,
        });
      }
      break;
    }
    case 'AlterTableStmt':
      replayAlterTable(schema, body);
      break;
    case 'RenameStmt':
      rename(schema, body);
      break;
    case 'AlterObjectSchemaStmt':
      schema.moveTable(relationName(child(body, 'relation')), textOf(body, 'newschema') ?? '');
      break;
    case 'DropStmt':
      drop(schema, body);
      break;
    case 'CreateEnumStmt':
      schema.enums.set(nameFrom(words(listOf(body, 'typeName'))), {
        values: new Set(words(listOf(body, 'vals'))),
        isNew: schema.releasing,
      });
      break;
    case 'CreateDomainStmt':
      schema.domains.set(nameFrom(words(listOf(body, 'domainname'))), {
        base: typeNameOf(child(body, 'typeName')),
        checked: taggedIn(body, 'constraints', 'Constraint').some((each) =>
          ['CONSTR_CHECK', 'CONSTR_NOTNULL'].includes(textOf(each, 'contype') ?? ''),
        ),
        hasDefault: taggedIn(body, 'constraints', 'Constraint').some(
          (each) => textOf(each, 'contype') === 'CONSTR_DEFAULT',
        ),
      });
      break;
    case 'AlterDomainStmt': {
      const domain = schema.domains.get(nameFrom(words(listOf(body, 'typeName'))));
      if (domain !== undefined && ['C', 'O'].includes(textOf(body, 'subtype') ?? '')) domain.checked = true;
      break;
    }
    case 'CreateFunctionStmt':
      createRoutine(schema, body);
      break;
    case 'CreateStatsStmt':
      schema.statistics.set(
        nameFrom(words(listOf(body, 'defnames'))),
        taggedIn(body, 'relations', 'RangeVar').map(relationName)[0] ?? '',
      );
      break;
    default:
  }
}
