import { guessDialect, skipSpace, sqlTokenAt, type SqlDialect, type SqlToken } from './sqlTokens';

/** One statement of an SQL text. */
export interface SqlStatement {
  /** Line of its first token, from 1. */
  readonly line: number;
  readonly start: number;
  readonly end: number;
  /** As written, without the terminator. */
  readonly text: string;
  /** Without comments, never empty. */
  readonly tokens: readonly SqlToken[];
  /** `false`: the text ended inside a quote, a comment or the body of a routine. */
  readonly closed: boolean;
}

/** How a tool marks, in comments, which part of a file goes forward and which part takes it back. */
export type SqlSections = 'none' | 'goose' | 'sql-migrate' | 'dbmate' | 'node-pg-migrate';

const marks: Readonly<Record<SqlSections, RegExp | null>> = {
  none: null,
  goose: /^--\s{0,8}\+goose\s{1,8}(up|down|statementbegin|statementend)\b/i,
  'sql-migrate': /^--\s{0,8}\+migrate\s{1,8}(up|down|statementbegin|statementend)\b/i,
  dbmate: /^--\s{0,8}migrate:(up|down)\b/,
  'node-pg-migrate': /^\s{0,8}--[\s-]{0,16}(up|down)\s{1,8}migration\b/i,
};

/** Whether a file with marked parts has one that takes it back, with more in it than comments. */
export function hasDownSection(text: string, sections: SqlSections): boolean {
  const mark = marks[sections];
  let part = 'up';
  return (
    mark !== null &&
    text.split('\n').some((line) => {
      const found = mark.exec(line)?.[1]?.toLowerCase();
      if (found === 'up' || found === 'down') part = found;
      return part === 'down' && !/^\s*(?:--.*)?$/.test(line);
    })
  );
}

const routines = new Set(['FUNCTION', 'PROCEDURE', 'TRIGGER', 'EVENT', 'PACKAGE']);
/** After these, a word is a name. */
const namesFollow = new Set(['TABLE', 'EXISTS', 'VIEW', 'INDEX', 'ON', '.', '(', ',']);
const endsOf = new Set(['IF', 'LOOP', 'WHILE', 'REPEAT', 'FOR']);

interface State {
  readonly text: string;
  readonly dialect: SqlDialect;
  readonly statements: SqlStatement[];
  tokens: SqlToken[];
  delimiter: string;
  part: 'up' | 'down';
  /** Between the marks of one statement, where a semicolon ends nothing. */
  joined: boolean;
  /** How deep in the BEGIN … END of a routine's body. */
  body: number;
  routine: boolean;
  lineAt: number;
  line: number;
}

function lineOf(state: State, offset: number): number {
  for (let at = state.text.indexOf('\n', state.lineAt); at !== -1 && at < offset;) {
    state.line += 1;
    state.lineAt = at + 1;
    at = state.text.indexOf('\n', state.lineAt);
  }
  return state.line;
}

function startsTable(tokens: readonly SqlToken[], at: number): boolean {
  const [verb, next] = [tokens[at], tokens[at + 1]];
  // UPDATE name SET; `DO UPDATE SET` and `KEY UPDATE name =` belong to an INSERT.
  if (verb?.kind === 'word' && verb.value === 'UPDATE') {
    return tokens.slice(at + 2, at + 7).some(({ kind, value }) => kind === 'word' && value === 'SET');
  }
  if (verb?.kind !== 'word' || next?.kind !== 'word') return false;
  if (verb.value === 'DELETE') return next.value === 'FROM';
  if (verb.value === 'INSERT') return next.value === 'INTO';
  return next.value === 'TABLE' && ['ALTER', 'CREATE', 'DROP', 'TRUNCATE'].includes(verb.value);
}

/**
 * Transact-SQL lets the semicolon be left out. Other databases refuse a statement that holds the beginning of
 * another one on a line of its own, so cutting there never cuts what runs.
 */
function withoutSemicolons(text: string, tokens: readonly SqlToken[]): readonly (readonly SqlToken[])[] {
  const [first, second] = tokens;
  const table = second?.kind === 'word' && ['TABLE', 'INDEX', 'UNIQUE', 'COLUMN'].includes(second.value);
  const canBeFollowed =
    first?.kind === 'word' &&
    (['DROP', 'TRUNCATE', 'INSERT', 'UPDATE', 'DELETE'].includes(first.value) ||
      (table && ['ALTER', 'CREATE'].includes(first.value)));
  if (!canBeFollowed) return [tokens];
  const parts: SqlToken[][] = [];
  let part: SqlToken[] = [];
  let depth = 0;
  tokens.forEach((token, at) => {
    const before = tokens[at - 1];
    if (token.value === '(') depth += 1;
    if (token.value === ')') depth -= 1;
    if (
      before !== undefined &&
      depth === 0 &&
      startsTable(tokens, at) &&
      text.slice(before.end, token.start).includes('\n')
    ) {
      parts.push(part);
      part = [];
    }
    part.push(token);
  });
  parts.push(part);
  return parts;
}

function push(state: State, tokens: readonly SqlToken[], closed: boolean): void {
  const [first, last] = [tokens[0], tokens.at(-1)];
  if (first === undefined || last === undefined) return;
  state.statements.push({
    line: lineOf(state, first.start),
    start: first.start,
    end: last.end,
    text: state.text.slice(first.start, last.end),
    tokens,
    closed,
  });
}

function finish(state: State, atEnd: boolean): void {
  const { tokens } = state;
  const closed = tokens.every((token) => token.closed) && !(atEnd && state.body > 0);
  // A quote that never ends may have swallowed anything, a mark of another part too.
  if (state.part === 'up' || !closed) {
    const parts = withoutSemicolons(state.text, tokens);
    parts.forEach((part) => {
      push(state, part, closed);
    });
  }
  state.tokens = [];
  state.body = 0;
  state.routine = false;
}

function trackBody(state: State, token: SqlToken): void {
  if (token.kind !== 'word') return;
  const { tokens } = state;
  const opens = tokens.length <= 12 && routines.has(token.value) && tokens[0]?.value === 'CREATE';
  if (opens && !namesFollow.has(tokens.at(-2)?.value ?? '')) state.routine = true;
  if (!state.routine) return;
  const before = tokens.at(-2);
  if (before?.value === 'END' && before.kind === 'word') {
    // END IF, END CASE …: the END was counted when it was met, and these words open nothing.
    if (endsOf.has(token.value)) state.body += 1;
    return;
  }
  if (token.value === 'BEGIN' || (token.value === 'CASE' && state.body > 0)) state.body += 1;
  if (token.value === 'END' && state.body > 0) state.body -= 1;
}

function aloneOnLine(text: string, token: SqlToken): boolean {
  const reach = 80;
  const before = text.slice(Math.max(0, token.start - reach), token.start);
  const after = text.slice(token.end, token.end + reach);
  return /(?:^|\n)[ \t]*$/.test(before) && /^[ \t\r]*(?:\n|$)/.test(after);
}

/** Applies a section mark or passes a comment over. */
function onComment(state: State, token: SqlToken, mark: RegExp | null): void {
  const found = mark?.exec(token.value.slice(0, 80))?.[1]?.toLowerCase();
  if (found === undefined) {
    if (!token.closed) state.tokens.push(token);
    return;
  }
  finish(state, false);
  if (found === 'up' || found === 'down') state.part = found;
  state.joined = found === 'statementbegin';
}

/** Where the data of `COPY … FROM STDIN;` ends: after the line `\.`, or at the end of the text. */
function copyDataEnd(state: State, from: number): number {
  const { tokens, text } = state;
  const [first] = tokens;
  const fromStdin =
    first?.value === 'COPY' &&
    first.kind === 'word' &&
    tokens.some((token, at) => token.value === 'STDIN' && tokens[at - 1]?.value === 'FROM');
  if (!fromStdin) return from;
  const end = /^\\\.\r?$/m.exec(text.slice(from));
  return end === null ? text.length : from + end.index + end[0].length;
}

/** Takes one token; gives where to go on. */
function take(state: State, token: SqlToken, mark: RegExp | null): number {
  const { text } = state;
  if (token.kind === 'comment') {
    onComment(state, token, mark);
    return token.end;
  }
  if (token.kind === 'client') {
    finish(state, false);
    state.tokens.push(token);
    finish(state, false);
    return token.end;
  }
  if (token.value === 'DELIMITER' && token.kind === 'word' && state.tokens.length === 0) {
    const end = text.indexOf('\n', token.end);
    const rest = text.slice(token.end, end === -1 ? undefined : end).trim();
    state.delimiter = rest === '' ? ';' : rest;
    return end === -1 ? text.length : end;
  }
  const separator = (token.value === 'GO' && token.kind === 'word') || token.value === '/';
  if (separator && aloneOnLine(text, token)) {
    finish(state, false);
    return token.end;
  }
  // A word may hold a `$`, and so the delimiter that follows it directly: `END$$`.
  const cut =
    state.delimiter !== ';' && token.kind === 'word' ? token.value.indexOf(state.delimiter.toUpperCase()) : -1;
  const taken = cut > 0 ? { ...token, end: token.start + cut, value: token.value.slice(0, cut) } : token;
  state.tokens.push(taken);
  trackBody(state, taken);
  return taken.end;
}

/**
 * Splits SQL text into its statements: by the semicolon or the delimiter that the client has been told, by `GO` or `/`
 * alone on a line, and around the client's own commands. Of a file with sections only the forward part is given.
 * Never throws; linear in the length of the text.
 */
export function splitSql(text: string, sections: SqlSections = 'none'): readonly SqlStatement[] {
  const state: State = {
    text,
    dialect: guessDialect(text),
    statements: [],
    tokens: [],
    delimiter: ';',
    part: 'up',
    joined: false,
    body: 0,
    routine: false,
    lineAt: 0,
    line: 1,
  };
  const mark = marks[sections];
  let at = skipSpace(text, 0);
  while (at < text.length) {
    const own = state.delimiter !== ';';
    if (text.startsWith(state.delimiter, at) && (own || (!state.joined && state.body === 0))) {
      const next = own ? at + state.delimiter.length : copyDataEnd(state, at + 1);
      finish(state, false);
      at = skipSpace(text, next);
      continue;
    }
    const token = sqlTokenAt(text, at, state.dialect);
    if (token === null) break;
    at = skipSpace(text, take(state, token, mark));
  }
  finish(state, true);
  return state.statements;
}
