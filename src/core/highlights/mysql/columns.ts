import type { MysqlColumn } from './schema';
import { children, find, nameIn, named, words, type MysqlNode } from './tree';

/** Other words for a type (MySQL manual 13.9 "Using Data Types from Other Database Engines", 13.1.1, 13.3). */
const aliases: Readonly<Record<string, string>> = {
  INTEGER: 'INT',
  INT1: 'TINYINT',
  INT2: 'SMALLINT',
  INT3: 'MEDIUMINT',
  INT4: 'INT',
  INT8: 'BIGINT',
  MIDDLEINT: 'MEDIUMINT',
  BOOL: 'TINYINT',
  BOOLEAN: 'TINYINT',
  DEC: 'DECIMAL',
  NUMERIC: 'DECIMAL',
  FIXED: 'DECIMAL',
  REAL: 'DOUBLE',
  FLOAT8: 'DOUBLE',
  'DOUBLE PRECISION': 'DOUBLE',
  FLOAT4: 'FLOAT',
  CHARACTER: 'CHAR',
  'CHARACTER VARYING': 'VARCHAR',
  'CHAR VARYING': 'VARCHAR',
  'LONG VARCHAR': 'MEDIUMTEXT',
  LONG: 'MEDIUMTEXT',
  'LONG VARBINARY': 'MEDIUMBLOB',
  NVARCHAR: 'VARCHAR',
  NCHAR: 'CHAR',
};
const withoutSize = new Set(['TINYINT', 'SMALLINT', 'MEDIUMINT', 'INT', 'BIGINT', 'YEAR', 'FLOAT', 'DOUBLE']);
const quotedOrNumber = /'(?:[^'\\]|\\[^]|'')*'|"(?:[^"\\]|\\[^]|"")*"|\d+/g;

/** The text of a quoted string. */
export function stringValue(text: string): string {
  const quote = text[0] ?? '';
  return text
    .slice(1, -1)
    .replaceAll(quote + quote, quote)
    .replaceAll(/\\([^])/g, '$1');
}

type Typed = Pick<MysqlColumn, 'type' | 'sizes' | 'unsigned' | 'charset' | 'collation'>;

function typeOf(text: string): Typed {
  const flat = text.replaceAll(/\s+/g, ' ').trim();
  const word =
    /^[A-Za-z]+(?: (?:VARYING|PRECISION|VARCHAR|VARBINARY)\b)?[A-Za-z0-9]*/i.exec(flat)?.[0].toUpperCase().trim() ?? '';
  const type = (Object.hasOwn(aliases, word) ? aliases[word] : undefined) ?? word;
  const list = /^[^('"]*\(([^]*)\)/.exec(flat)?.[1] ?? '';
  const sizes = withoutSize.has(type)
    ? []
    : [...list.matchAll(quotedOrNumber)].map(([each]) => (/^\d/.test(each) ? each : stringValue(each)));
  const rest = flat.replaceAll(/'(?:[^'\\]|\\[^]|'')*'|"(?:[^"\\]|\\[^]|"")*"/g, "''");
  const charset = /\b(?:CHARACTER SET|CHARSET) ?'?([\w]+)/i.exec(rest)?.[1]?.toLowerCase() ?? null;
  return {
    type,
    sizes,
    unsigned: /\b(?:UNSIGNED|ZEROFILL)\b/i.test(rest) || word === 'SERIAL',
    charset: charset === 'utf8' ? 'utf8mb3' : charset,
    collation: /\bCOLLATE ?'?([\w]+)/i.exec(rest)?.[1]?.toLowerCase() ?? null,
  };
}

type Rest = { -readonly [K in keyof Omit<MysqlColumn, 'name' | 'isNew' | keyof Typed>]: MysqlColumn[K] } & {
  collation?: string;
};

function apply(column: Rest, constraint: MysqlNode): void {
  const text = constraint.text.replaceAll(/\s+/g, ' ').trim();
  const has = (pattern: RegExp): boolean => pattern.test(text);
  const reference = find(constraint, 'referenceDefinition');
  if (reference !== null) column.references = named(reference, 'tableName');
  else if (has(/^(?:GENERATED ALWAYS )?AS\b/i))
    column.generated = /\b(?:STORED|PERSISTENT)$/i.test(text) ? 'STORED' : 'VIRTUAL';
  else if (has(/^NOT NULL/i)) column.nullable = false;
  else if (has(/^NULL\b/i)) column.nullable = true;
  else if (has(/^DEFAULT\b/i)) {
    column.onUpdate ||= has(/\bON UPDATE\b/i);
    const value = text.replace(/^DEFAULT /i, '').replace(/ ?ON UPDATE\b.*$/i, '');
    column.default = /^NULL$/i.test(value) ? null : value;
  } else if (has(/^ON UPDATE\b/i)) column.onUpdate = true;
  else if (has(/^AUTO_INCREMENT/i)) column.autoIncrement = true;
  else if (has(/^COMMENT\b/i)) column.comment = stringValue(text.replace(/^COMMENT ?=? ?/i, ''));
  else if (has(/^COLLATE\b/i)) column.collation = text.replace(/^COLLATE /i, '').toLowerCase();
  else if (has(/^(?:PRIMARY KEY|KEY)\b/i)) column.key = 'PRIMARY';
  else if (has(/^UNIQUE\b/i)) column.key = 'UNIQUE';
  else if (find(constraint, 'checkConstraintDefinition') !== null || has(/\bCHECK\b/i)) column.check = true;
}

/** Reads a column from its definition. */
export function columnFrom(name: string, definition: MysqlNode, isNew: boolean): MysqlColumn {
  const [dataType] = children(definition, 'dataType');
  const typed = typeOf(dataType?.text ?? definition.text);
  const column: Rest = {
    nullable: true,
    default: null,
    onUpdate: false,
    autoIncrement: false,
    comment: null,
    generated: null,
    key: null,
    check: false,
    references: null,
  };
  if (typed.type === 'SERIAL') Object.assign(column, { nullable: false, autoIncrement: true, key: 'UNIQUE' });
  for (const each of children(definition, 'columnConstraint')) apply(column, each);
  // A column of a primary key takes no NULL, whether it says so or not.
  if (column.key === 'PRIMARY') column.nullable = false;
  return { name, isNew, ...typed, ...(typed.type === 'SERIAL' ? { type: 'BIGINT' } : {}), ...column };
}

/** Whether a definition says NULL in so many words. */
export function saysNull(definition: MysqlNode): boolean {
  return children(definition, 'columnConstraint').some((each) => /^NULL\b/i.test(each.text.trim()));
}

/** The columns that a list in parentheses names. */
export function columnNames(node: MysqlNode): readonly string[] {
  const list = find(node, 'indexColumnNames', 'columnNames');
  if (list === null) return [];
  return children(list, 'indexColumnName', 'columnName').map((each) =>
    nameIn(/^[^(\s]+/.exec(each.text)?.[0] ?? each.text),
  );
}

/** The kind of an index from the words of its definition. */
export function indexKind(node: MysqlNode): 'FULLTEXT' | 'SPATIAL' | 'UNIQUE' | 'PLAIN' {
  const all = words(node);
  return (['FULLTEXT', 'SPATIAL', 'UNIQUE'] as const).find((each) => all.includes(each)) ?? 'PLAIN';
}
