import type { MigrationOperation } from './model';
import { isWideType, notUnderstood, objectOperation, operation, type OperationKind } from './operation';
import { readMarkup, type Element } from './liquibaseSources';
import type { SqlReader } from './sqlReading';

/** One change set of a changelog: what runs once, in the order of the file. */
export interface ChangeSet {
  /** `author:id`, by which Liquibase remembers that it has run. */
  readonly key: string;
  readonly line: number;
  /** As written: a change set that has run must not change. */
  readonly text: string;
  readonly operations: readonly MigrationOperation[];
  /** `runOnChange` or `runAlways`: editing it is meant. */
  readonly repeats: boolean;
}

const changes: Readonly<Record<string, OperationKind>> = {
  createTable: 'create-table',
  dropTable: 'drop-table',
  renameTable: 'rename-table',
  addColumn: 'add-column',
  dropColumn: 'drop-column',
  renameColumn: 'rename-column',
  modifyDataType: 'change-column',
  mergeColumns: 'drop-column',
  addNotNullConstraint: 'set-not-null',
  dropNotNullConstraint: 'drop-not-null',
  addDefaultValue: 'set-default',
  dropDefaultValue: 'drop-default',
  addUniqueConstraint: 'add-constraint',
  addPrimaryKey: 'add-constraint',
  addForeignKeyConstraint: 'add-constraint',
  addCheckConstraint: 'add-constraint',
  dropUniqueConstraint: 'drop-constraint',
  dropPrimaryKey: 'drop-constraint',
  dropForeignKeyConstraint: 'drop-constraint',
  dropAllForeignKeyConstraints: 'drop-constraint',
  dropCheckConstraint: 'drop-constraint',
  createIndex: 'create-index',
  dropIndex: 'drop-index',
  dropSequence: 'drop-sequence',
  insert: 'insert-rows',
  loadData: 'insert-rows',
  update: 'update-rows',
  loadUpdateData: 'update-rows',
  delete: 'delete-rows',
  addAutoIncrement: 'alter-column',
  setTableRemarks: 'comment',
  setColumnRemarks: 'comment',
  addLookupTable: 'create-table',
};

const objects: Readonly<Record<string, readonly ['create' | 'alter' | 'drop', string]>> = {
  createView: ['create', 'view'],
  dropView: ['drop', 'view'],
  renameView: ['alter', 'view'],
  createSequence: ['create', 'sequence'],
  alterSequence: ['alter', 'sequence'],
  renameSequence: ['alter', 'sequence'],
  createProcedure: ['create', 'procedure'],
  dropProcedure: ['drop', 'procedure'],
};

const passed = new Set([
  'preConditions',
  'comment',
  'rollback',
  'validCheckSum',
  'tagDatabase',
  'empty',
  'output',
  'property',
  'modifySql',
  'stop',
]);

function attribute(change: Element, ...names: readonly string[]): string | null {
  for (const name of names) {
    const value = change.attributes.get(name);
    if (value !== undefined && value !== '') return value;
  }
  return null;
}

function columnsOf(change: Element): string | null {
  const inner = change.children.filter(({ name }) => name === 'column').map((each) => attribute(each, 'name'));
  return inner.filter((name) => name !== null).join(', ') || null;
}

function changeOperations(change: Element, readSql: SqlReader): readonly MigrationOperation[] {
  const place = { line: change.line, text: change.text };
  if (passed.has(change.name)) return [];
  if (change.name === 'sql') {
    const sql = change.content ?? { text: attribute(change, 'sql') ?? '', line: change.line };
    return readSql(sql.text, 'none').map((each) => ({ ...each, line: sql.line + each.line - 1 }));
  }
  const kind = Object.hasOwn(changes, change.name) ? changes[change.name] : undefined;
  const known = Object.hasOwn(objects, change.name) ? objects[change.name] : undefined;
  const table = attribute(change, 'tableName', 'oldTableName', 'baseTableName', 'existingTableName');
  const name =
    attribute(
      change,
      'columnName',
      'oldColumnName',
      'indexName',
      'constraintName',
      'viewName',
      'sequenceName',
      'column1Name',
    ) ?? columnsOf(change);
  if (known !== undefined) return [objectOperation(known[0], known[1], place, { name })];
  if (kind === undefined) return [notUnderstood(place)];
  const to = attribute(change, 'newTableName', 'newColumnName', 'newDataType');
  const wide = kind === 'change-column' && to !== null && isWideType(to);
  const where = attribute(change, 'where') ?? change.children.find((child) => child.name === 'where') ?? null;
  const everyRow = change.name === 'update' && where === null;
  return [operation(wide ? 'widen-column' : everyRow ? 'update-all-rows' : kind, place, { table, name, to })];
}

/** Reads the change sets of an XML, YAML or JSON changelog. Never throws. */
export function readChangelog(text: string, path: string, readSql: SqlReader): readonly ChangeSet[] {
  return readMarkup(text, path).map((set) => ({
    key: `${attribute(set, 'author') ?? ''}:${attribute(set, 'id') ?? ''}`,
    line: set.line,
    text: set.text.replaceAll(/\s+/g, ' '),
    operations: set.children.flatMap((change) => changeOperations(change, readSql)),
    repeats: attribute(set, 'runOnChange') === 'true' || attribute(set, 'runAlways') === 'true',
  }));
}

/** Reads the change sets of an SQL changelog: `--changeset author:id`, up to the next one. */
export function readSqlChangelog(text: string, readSql: SqlReader): readonly ChangeSet[] {
  const heads = [...text.matchAll(/^[ \t]{0,8}--[ \t]{0,8}changeset[ \t]{1,8}(\S{1,200}:\S{1,200})([^\n]{0,400})/gim)];
  const lineAt = lineCounter(text);
  return heads.map((head, index) => {
    const body = text.slice(head.index, heads[index + 1]?.index ?? text.length);
    const line = lineAt(head.index);
    return {
      key: head[1] ?? '',
      line,
      text: body.replaceAll(/^[ \t]*--[ \t]*rollback\b.*$/gim, '').replaceAll(/\s+/g, ' '),
      operations: readSql(body, 'none').map((each) => ({ ...each, line: line + each.line - 1 })),
      repeats: /\brun(?:OnChange|Always):true\b/i.test(head[2] ?? ''),
    };
  });
}

function lineCounter(text: string): (offset: number) => number {
  let [line, at] = [1, 0];
  return (offset) => {
    for (; at < offset; at += 1) if (text[at] === '\n') line += 1;
    return line;
  };
}
