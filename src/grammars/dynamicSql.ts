import { child, listOf, nodeOf, tagged, textOf, words } from '../core/highlights/postgres/tree';
import type { PostgresGrammar } from './postgresGrammar';

/** Stands for what is known only when the block runs. */
export const dynamicName = 'named_at_run_time';

/**
 * The SQL that an expression after `EXECUTE` puts together, with `named_at_run_time` for each part that only its run tells;
 * `null` when not even its shape can be told.
 */
export function dynamicSql(grammar: PostgresGrammar, expression: string): string | null {
  try {
    const [statement] = listOf(nodeOf(grammar.parse(`SELECT ${expression}`)), 'stmts');
    const select = child(child(nodeOf(statement), 'stmt'), 'SelectStmt');
    const [target] = listOf(select, 'targetList');
    const sql = textFrom(tagged(target).body['val'], 0);
    // Without a word of its own it may be any statement.
    return sql === null || !/^\s*[a-z]{2,}\s/i.test(sql) || sql.trim().startsWith(dynamicName) ? null : sql;
  } catch {
    return null;
  }
}

function textFrom(value: unknown, depth: number): string | null {
  if (depth > 200) return null;
  const { tag, body } = tagged(value);
  switch (tag) {
    case 'A_Const':
      return textOf(child(body, 'sval'), 'sval');
    case 'TypeCast':
      return textFrom(body['arg'], depth + 1);
    case 'A_Expr':
      if (words(listOf(body, 'name')).join('') !== '||') return null;
      return `${textFrom(body['lexpr'], depth + 1) ?? dynamicName}${textFrom(body['rexpr'], depth + 1) ?? dynamicName}`;
    case 'FuncCall':
      return words(listOf(body, 'funcname')).at(-1) === 'format' ? formatted(listOf(body, 'args'), depth) : null;
    default:
      return null;
  }
}

function formatted([format, ...values]: readonly unknown[], depth: number): string | null {
  const text = textFrom(format, depth + 1);
  if (text === null) return null;
  let next = 0;
  return text.replaceAll(
    /%(?:(\d+)\$)?([-\d]*)([sIL%])/g,
    (_whole, position: string | undefined, _width, kind: string) => {
      if (kind === '%') return '%';
      const at = position === undefined ? next : Number(position) - 1;
      next = at + 1;
      const value = textFrom(values[at], depth + 1);
      if (kind === 'L') return value === null ? `'${dynamicName}'` : `'${value.replaceAll("'", "''")}'`;
      if (value === null) return dynamicName;
      return kind === 'I' && !/^[a-z_][a-z0-9_]*$/.test(value) ? `"${value.replaceAll('"', '""')}"` : value;
    },
  );
}
