import { hasWord, SqlCursor, splitAtCommas } from '../sqlCursor';
import type { SqlToken } from '../sqlTokens';
import { key, type SqliteColumn, type SqliteTable } from './schema';

const constraintWords = ['CONSTRAINT', 'PRIMARY', 'UNIQUE', 'CHECK', 'FOREIGN'];

/** The names that tokens mention, as keys. */
export function wordsIn(tokens: readonly SqlToken[]): ReadonlySet<string> {
  return new Set(tokens.filter(({ kind }) => kind === 'word' || kind === 'name').map(({ value }) => key(value)));
}

function after(tokens: readonly SqlToken[], word: string, text: string): string | null {
  const at = tokens.findIndex(({ kind, value }) => kind === 'word' && value === word);
  return at === -1 ? null : new SqlCursor(tokens.slice(at + 1)).name(text);
}

/** What follows DEFAULT; `null` when there is none. */
export function defaultOf(tokens: readonly SqlToken[]): readonly SqlToken[] | null {
  const at = tokens.findIndex(({ kind, value }) => kind === 'word' && value === 'DEFAULT');
  return at === -1 ? null : tokens.slice(at + 1);
}

/** Reads a column from the tokens of its definition, its name first; `null` when it is none. */
export function columnFrom(text: string, tokens: readonly SqlToken[], isNew: boolean): SqliteColumn | null {
  const cursor = new SqlCursor(tokens);
  const { token } = cursor;
  if (token === undefined || (token.kind === 'word' && constraintWords.includes(token.value))) return null;
  const name = cursor.name(text);
  if (name === null) return null;
  const { rest } = cursor;
  const pair = (a: string, b: string): boolean =>
    rest.some(({ value, kind }, at) => kind === 'word' && value === a && rest[at + 1]?.value === b);
  const given = defaultOf(rest);
  return {
    name,
    notNull: pair('NOT', 'NULL'),
    hasDefault: given !== null && given[0]?.value !== 'NULL',
    key: pair('PRIMARY', 'KEY') || hasWord(rest, 'UNIQUE'),
    generated: hasWord(rest, 'AS') ? (hasWord(rest, 'STORED') ? 'STORED' : 'VIRTUAL') : null,
    check: hasWord(rest, 'CHECK'),
    references: after(rest, 'REFERENCES', text),
    isNew,
  };
}

/** The tokens between the first parenthesis and the one that closes it. */
export function inParentheses(tokens: readonly SqlToken[]): readonly SqlToken[] | null {
  const open = tokens.findIndex(({ kind, value }) => kind === 'symbol' && value === '(');
  if (open === -1) return null;
  let depth = 0;
  for (let at = open; at < tokens.length; at += 1) {
    const token = tokens[at];
    if (token?.kind !== 'symbol') continue;
    if (token.value === '(') depth += 1;
    if (token.value === ')') depth -= 1;
    if (depth === 0) return tokens.slice(open + 1, at);
  }
  return null;
}

/** Reads a table from what stands behind its name in `CREATE TABLE`. */
export function tableFrom(text: string, name: string, rest: readonly SqlToken[], isNew: boolean): SqliteTable {
  const list = rest[0]?.value === '(' ? inParentheses(rest) : null;
  const columns = new Map<string, SqliteColumn>();
  const bound = new Set<string>();
  const references = new Set<string>();
  for (const part of list === null ? [] : splitAtCommas(list)) {
    const column = columnFrom(text, part, false);
    const target = after(part, 'REFERENCES', text);
    if (target !== null) references.add(key(target));
    if (column !== null) columns.set(key(column.name), column);
    else for (const each of wordsIn(part)) bound.add(each);
  }
  return {
    name,
    columns,
    complete: list !== null,
    bound: new Set([...bound].filter((each) => columns.has(each))),
    references,
    isNew,
  };
}
