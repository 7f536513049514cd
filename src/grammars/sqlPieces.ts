import type { PostgresGrammar, ScanToken } from './postgresGrammar';

/** A stretch of text between two semicolons, in bytes. */
export interface Piece {
  readonly start: number;
  readonly end: number;
  /** A semicolon stands behind it. */
  readonly ended: boolean;
}

/** Splits a text at the semicolons that end a statement, by Postgres' own scanner. @throws when the scanner refuses it */
export function splitPieces(grammar: PostgresGrammar, text: string): readonly Piece[] {
  const pieces: Piece[] = [];
  let first: ScanToken | null = null;
  let last: ScanToken | null = null;
  let depth = 0;
  // In the body of a function in standard SQL, BEGIN ATOMIC … END, a semicolon ends nothing.
  let body = 0;
  for (const token of grammar.scan(text)) {
    const word = token.text.toLowerCase();
    if (token.tokenName === 'SQL_COMMENT' || token.tokenName === 'C_COMMENT') continue;
    if (word === ';' && depth <= 0 && body === 0) {
      if (first !== null && last !== null) pieces.push({ start: first.start, end: last.end, ended: true });
      [first, last, depth] = [null, null, 0];
      continue;
    }
    if (word === '(') depth += 1;
    if (word === ')') depth -= 1;
    if (word === 'atomic' && last?.text.toLowerCase() === 'begin') body = 1;
    else if (body > 0 && word === 'case') body += 1;
    else if (body > 0 && word === 'end') body -= 1;
    first ??= token;
    last = token;
  }
  if (first !== null && last !== null) pieces.push({ start: first.start, end: last.end, ended: false });
  return pieces;
}

/** Where the actions of an `ALTER TABLE` begin and end, in bytes of its text; empty when it was not found out. */
export function splitActions(
  tokens: readonly ScanToken[],
): readonly { readonly start: number; readonly end: number }[] {
  const words = tokens.filter(({ tokenName }) => tokenName !== 'SQL_COMMENT' && tokenName !== 'C_COMMENT');
  const is = (at: number, word: string): boolean => words[at]?.text.toLowerCase() === word;
  let at = is(1, 'foreign') ? 3 : 2;
  if (is(at, 'if')) at += 2;
  if (is(at, 'only')) at += 1;
  at += 1;
  while (is(at, '.')) at += 2;
  if (is(at, '*')) at += 1;
  const actions: { start: number; end: number }[] = [];
  let depth = 0;
  let start: ScanToken | undefined = words[at];
  for (; at <= words.length; at += 1) {
    const token = words[at];
    if (token?.text === '(') depth += 1;
    if (token?.text === ')') depth -= 1;
    if (token !== undefined && !(token.text === ',' && depth === 0)) continue;
    const end = words[at - 1];
    if (start !== undefined && end !== undefined) actions.push({ start: start.start, end: end.end });
    start = words[at + 1];
  }
  return actions;
}
