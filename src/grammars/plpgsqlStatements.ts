import type { ParsedStatement } from '../core/highlights/postgres/parsedStatement';
import { numberOf, textOf, visit, type Node } from '../core/highlights/postgres/tree';
import { dynamicSql } from './dynamicSql';
import type { PostgresGrammar } from './postgresGrammar';

/** SQL inside a block of PL/pgSQL. */
export interface InnerSql {
  /** Line in the block, from 1. */
  readonly line: number;
  readonly text: string;
  /** What to parse; `null` when it cannot be told before it runs. */
  readonly sql: string | null;
}

/** The SQL that a block or function in PL/pgSQL runs, in its order. @throws when it is no PL/pgSQL */
export function plpgsqlSql(grammar: PostgresGrammar, text: string): readonly InnerSql[] {
  const found: InnerSql[] = [];
  let line = 1;
  visit(grammar.parsePlPgSql(text), (tag, body) => {
    if (tag.startsWith('PLpgSQL_stmt_')) line = Math.max(numberOf(body, 'lineno'), 1);
    const own = statementSql(grammar, tag, body, line);
    if (own !== null) found.push(own);
  });
  return found;
}

function statementSql(grammar: PostgresGrammar, tag: string, body: Node, line: number): InnerSql | null {
  switch (tag) {
    case 'PLpgSQL_stmt_dynexecute':
    case 'PLpgSQL_stmt_dynfors':
      return dynamic(grammar, expressionOf(body, 'query'), line);
    case 'PLpgSQL_stmt_return_query': {
      const dynamicQuery = expressionOf(body, 'dynquery');
      return dynamicQuery === null ? null : dynamic(grammar, dynamicQuery, line);
    }
    case 'PLpgSQL_expr': {
      const query = textOf(body, 'query');
      // 0: a statement of its own; the others are expressions and the left sides of assignments.
      if (query === null) return null;
      const mode = numberOf(body, 'parseMode');
      if (mode === 0) return { line, text: query, sql: query };
      const value = mode >= 3 ? query.replace(/^[^=]*?:?=/, '') : query;
      // Only a call can change anything.
      return value.includes('(') ? { line, text: query, sql: `SELECT ${value}` } : null;
    }
    default:
      return null;
  }
}

function dynamic(grammar: PostgresGrammar, expression: string | null, line: number): InnerSql {
  return {
    line,
    text: `EXECUTE ${expression ?? ''}`,
    sql: expression === null ? null : dynamicSql(grammar, expression),
  };
}

function expressionOf(body: Node, field: string): string | null {
  let query: string | null = null;
  visit([body[field]], (tag, expression) => {
    if (tag === 'PLpgSQL_expr') query ??= textOf(expression, 'query');
  });
  return query;
}

/** What stands for a body that could not be read. */
export function unreadable(place: ParsedStatement['place'], problem: string): ParsedStatement {
  return { place, node: null, problem, actions: [], inner: [] };
}
