import { columnsIn, readConstraint } from './constraintFacts';
import type { ParsedStatement } from './parsedStatement';
import { child, listOf, nameFrom, objectName, relationName, tagged, taggedIn, textOf, words, type Node } from './tree';

/** One thing that a statement does to the schema, with what would undo it. */
export interface Effect {
  readonly did: string;
  /** Any one of these undoes it; empty: nothing can. */
  readonly undo: readonly string[];
  /** For people. */
  readonly what: string;
  readonly line: number;
  /** What undoes it could not be told by names alone. */
  readonly vague?: boolean;
}

const objects: Readonly<Record<string, string>> = {
  OBJECT_TABLE: 'table',
  OBJECT_FOREIGN_TABLE: 'table',
  OBJECT_VIEW: 'view',
  OBJECT_MATVIEW: 'view',
  OBJECT_INDEX: 'index',
  OBJECT_SEQUENCE: 'sequence',
  OBJECT_TYPE: 'type',
  OBJECT_DOMAIN: 'type',
  OBJECT_SCHEMA: 'schema',
  OBJECT_EXTENSION: 'extension',
  OBJECT_FUNCTION: 'function',
  OBJECT_PROCEDURE: 'function',
  OBJECT_ROUTINE: 'function',
  OBJECT_TRIGGER: 'trigger',
  OBJECT_POLICY: 'policy',
  OBJECT_RULE: 'rule',
  OBJECT_PUBLICATION: 'publication',
  OBJECT_STATISTIC_EXT: 'statistics',
  OBJECT_AGGREGATE: 'aggregate',
};

function named(object: string, name: string, line: number, table: string | null = null): Effect {
  const schema = name.includes('.') ? [`-schema ${name.slice(0, name.indexOf('.'))}`] : [];
  return {
    did: `+${object} ${name}`,
    undo: [`-${object} ${name}`, ...(table === null ? [] : [`-table ${table}`]), ...schema],
    what: `${object} ${name}`,
    line,
  };
}

type Read = (body: Node, line: number) => readonly Effect[];

const listed =
  (object: string, field: string): Read =>
  (body, line) => [named(object, nameFrom(words(listOf(body, field))), line)];
const onTable =
  (object: string, relation: string, field: string): Read =>
  (body, line) => {
    const table = relationName(child(body, relation));
    return [named(object, `${table}.${textOf(body, field) ?? ''}`, line, table)];
  };

const creations: Readonly<Record<string, Read>> = {
  CreateStmt: (body, line) => [named('table', relationName(child(body, 'relation')), line)],
  CreateForeignTableStmt: (body, line) => [named('table', relationName(child(child(body, 'base'), 'relation')), line)],
  CreateTableAsStmt: (body, line) => [
    named(
      textOf(body, 'objtype') === 'OBJECT_MATVIEW' ? 'view' : 'table',
      relationName(child(child(body, 'into'), 'rel')),
      line,
    ),
  ],
  ViewStmt: (body, line) => replaceable(named('view', relationName(child(body, 'view')), line)),
  CreateFunctionStmt: (body, line) => replaceable(named('function', nameFrom(words(listOf(body, 'funcname'))), line)),
  CreateEnumStmt: listed('type', 'typeName'),
  CompositeTypeStmt: (body, line) => [named('type', relationName(child(body, 'typevar')), line)],
  CreateRangeStmt: listed('type', 'typeName'),
  CreateDomainStmt: listed('type', 'domainname'),
  CreateStatsStmt: listed('statistics', 'defnames'),
  CreateSeqStmt: (body, line) => [named('sequence', relationName(child(body, 'sequence')), line)],
  CreateSchemaStmt: (body, line) => [named('schema', textOf(body, 'schemaname') ?? '', line)],
  CreateExtensionStmt: (body, line) => [named('extension', textOf(body, 'extname') ?? '', line)],
  CreatePublicationStmt: (body, line) => [named('publication', textOf(body, 'pubname') ?? '', line)],
  CreateTrigStmt: onTable('trigger', 'relation', 'trigname'),
  CreatePolicyStmt: onTable('policy', 'table', 'policy_name'),
  RuleStmt: onTable('rule', 'relation', 'rulename'),
  IndexStmt: (body, line) => {
    const table = relationName(child(body, 'relation'));
    const name = textOf(body, 'idxname');
    const schema = table.includes('.') ? table.slice(0, table.lastIndexOf('.') + 1) : '';
    const columns = [
      ...taggedIn(body, 'indexParams', 'IndexElem').flatMap((each) => textOf(each, 'name') ?? []),
      ...columnsIn(body),
    ];
    const effect = named('index', name === null ? `on ${table}` : schema + name, line, table);
    // An index goes with any of its columns.
    const undo = [...effect.undo, ...columns.map((column) => `-column ${table}.${column}`)];
    return [{ ...effect, undo, ...(name === null ? { vague: true } : {}) }];
  },
};

/** A new body in place of an old one is taken back by another body. */
function replaceable(effect: Effect): readonly Effect[] {
  return [{ ...effect, undo: [...effect.undo, effect.did] }];
}

function pair(did: string, undo: string, what: string, line: number, table: string): Effect {
  return { did, undo: [undo, `-table ${table}`], what, line };
}

const mirrored: Readonly<Record<string, readonly [string, string]>> = {
  AT_SetNotNull: ['not-null', 'nullable'],
  AT_DropNotNull: ['nullable', 'not-null'],
  AT_EnableRowSecurity: ['row security on', 'row security off'],
  AT_DisableRowSecurity: ['row security off', 'row security on'],
  AT_ForceRowSecurity: ['row security forced', 'row security not forced'],
  AT_NoForceRowSecurity: ['row security not forced', 'row security forced'],
  AT_ColumnDefault: ['default', 'default'],
  AT_AlterColumnType: ['type', 'type'],
  AT_AddIdentity: ['identity', 'no identity'],
  AT_DropIdentity: ['no identity', 'identity'],
  AT_SetLogged: ['logged', 'unlogged'],
  AT_SetUnLogged: ['unlogged', 'logged'],
  AT_AttachPartition: ['attached', 'detached'],
  AT_DetachPartition: ['detached', 'attached'],
};

function ofCommand(table: string, command: Node, line: number): readonly Effect[] {
  const subtype = textOf(command, 'subtype') ?? '';
  const name = textOf(command, 'name') ?? '';
  const { tag, body } = tagged(command['def']);
  if (subtype === 'AT_AddColumn') {
    const column = `${table}.${textOf(body, 'colname') ?? ''}`;
    return [pair(`+column ${column}`, `-column ${column}`, `column ${column}`, line, table)];
  }
  if (subtype === 'AT_DropColumn') {
    const column = `${table}.${name}`;
    return [pair(`-column ${column}`, `+column ${column}`, `dropped column ${column}`, line, table)];
  }
  if (subtype === 'AT_AddConstraint' && tag === 'Constraint') {
    const read = readConstraint(body, table, null);
    const key = `${table}.${read?.name ?? ''}`;
    const columns = read?.facts.columns ?? [];
    const [column = ''] = columns;
    const effect = pair(`+constraint ${key}`, `-constraint ${key}`, `constraint ${key}`, line, table);
    const notNull = read?.facts.kind === 'not-null' ? [`nullable ${table}.${column}`] : [];
    return [{ ...effect, undo: [...effect.undo, ...notNull, ...columns.map((each) => `-column ${table}.${each}`)] }];
  }
  if (subtype === 'AT_DropConstraint') {
    const key = `${table}.${name}`;
    return [pair(`-constraint ${key}`, `+constraint ${key}`, `dropped constraint ${key}`, line, table)];
  }
  if (subtype === 'AT_ValidateConstraint') return [];
  const both = Object.hasOwn(mirrored, subtype) ? mirrored[subtype] : undefined;
  const part = tag === 'PartitionCmd' ? relationName(child(body, 'name')) : name;
  const subject = part === '' ? table : `${table}.${part}`;
  if (both !== undefined) {
    const [did, undo] = both;
    const effect = pair(`${did} ${subject}`, `${undo} ${subject}`, `change of ${subject} (${did})`, line, table);
    return [{ ...effect, undo: [...effect.undo, `-column ${subject}`] }];
  }
  return [
    { ...pair(`${subtype} ${subject}`, `${subtype} ${subject}`, `change of ${subject}`, line, table), vague: true },
  ];
}

function ofRename(body: Node, line: number): readonly Effect[] {
  const relation = relationName(child(body, 'relation'));
  const [from, to] = [textOf(body, 'subname'), textOf(body, 'newname') ?? ''];
  const type = textOf(body, 'renameType') ?? '';
  const object = Object.hasOwn(objects, type) ? (objects[type] ?? type) : type;
  const schema = relation.includes('.') ? relation.slice(0, relation.lastIndexOf('.') + 1) : '';
  const old = relation === '' ? objectName(body['object']) : relation;
  const [did, undo] =
    from === null
      ? [`rename ${object} ${old}>${schema}${to}`, `rename ${object} ${schema}${to}>${old}`]
      : [`rename ${object} ${relation}.${from}>${to}`, `rename ${object} ${relation}.${to}>${from}`];
  return [{ did, undo: [undo], what: `renaming to ${to}`, line }];
}

function ofDrop(body: Node, line: number): readonly Effect[] {
  const type = textOf(body, 'removeType') ?? '';
  const object = Object.hasOwn(objects, type) ? (objects[type] ?? type) : type;
  return listOf(body, 'objects').map((each) => {
    const name = objectName(each);
    return { did: `-${object} ${name}`, undo: [`+${object} ${name}`], what: `dropped ${object} ${name}`, line };
  });
}

const rowTags = new Set(['InsertStmt', 'UpdateStmt', 'DeleteStmt', 'MergeStmt', 'CopyStmt', 'TruncateStmt']);
const silent = new Set([
  'TransactionStmt',
  'VariableSetStmt',
  'VariableShowStmt',
  'CommentStmt',
  'SelectStmt',
  'VacuumStmt',
  'ReindexStmt',
  'RefreshMatViewStmt',
  'ClusterStmt',
  'LockStmt',
  'ConstraintsSetStmt',
  'DiscardStmt',
  'GrantStmt',
]);

function ofRows(tag: string, body: Node, line: number): readonly Effect[] {
  const table = relationName(child(body, 'relation'));
  if (tag === 'InsertStmt' || tag === 'CopyStmt') {
    return [
      {
        did: `rows ${table}`,
        undo: [`rows ${table}`, `-table ${table}`],
        what: `rows added to ${table}`,
        line,
        vague: true,
      },
    ];
  }
  return [
    {
      did: `rows ${table}`,
      undo: [`rows ${table}`, `-table ${table}`],
      what: `rows changed in ${table || 'a table'}`,
      line,
      vague: true,
    },
  ];
}

/** What a statement does to the schema; `null` when it was not understood. */
export function effectsOf(statement: ParsedStatement, depth = 0): readonly Effect[] | null {
  const { node, problem, place, inner } = statement;
  const { line } = place;
  if (node === null || problem !== null || depth > 8) return null;
  const { tag, body } = tagged(node);
  if (tag === 'DoStmt') {
    const all = inner.map((each) => effectsOf(each, depth + 1));
    return all.every((each) => each !== null) ? all.flat() : null;
  }
  const read = Object.hasOwn(creations, tag) ? creations[tag] : undefined;
  if (read !== undefined) return read(body, line);
  if (rowTags.has(tag)) return ofRows(tag, body, line);
  if (silent.has(tag)) return [];
  switch (tag) {
    case 'DropStmt':
      return ofDrop(body, line);
    case 'RenameStmt':
      return ofRename(body, line);
    case 'AlterTableStmt': {
      const table = relationName(child(body, 'relation'));
      return listOf(body, 'cmds').flatMap((each, at) =>
        ofCommand(table, tagged(each).body, statement.actions[at]?.line ?? line),
      );
    }
    case 'AlterEnumStmt': {
      const name = nameFrom(words(listOf(body, 'typeName')));
      const [value, old] = [textOf(body, 'newVal') ?? '', textOf(body, 'oldVal')];
      if (old !== null) {
        return [
          {
            did: `value ${name} ${old}>${value}`,
            undo: [`value ${name} ${value}>${old}`],
            what: `renaming of the value ${old}`,
            line,
          },
        ];
      }
      // Only a type that is made anew without it takes a value back.
      return [
        {
          did: `+value ${name}`,
          undo: [`-type ${name}`, `replace type ${name}`],
          what: `value ${value} of the enum ${name}, which Postgres cannot remove`,
          line,
        },
      ];
    }
    case 'AlterObjectSchemaStmt': {
      const table = relationName(child(body, 'relation'));
      const bare = table.slice(table.lastIndexOf('.') + 1);
      const from = table.includes('.') ? table.slice(0, table.lastIndexOf('.')) : 'public';
      const to = textOf(body, 'newschema') ?? '';
      return [
        {
          did: `move ${bare} ${from}>${to}`,
          undo: [`move ${bare} ${to}>${from}`],
          what: `move of ${table} to ${to}`,
          line,
        },
      ];
    }
    default:
      return [{ did: tag, undo: [tag], what: 'statement', line, vague: true }];
  }
}
