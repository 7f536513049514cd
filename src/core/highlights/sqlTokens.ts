/**
 * One token of SQL text, for any of the common dialects.
 * Lexical rules: PostgreSQL manual 4.1 "Lexical Structure"; MySQL manual 11.1.1 "String Literals" and 11.7 "Comments";
 * psql and mysql client commands; Transact-SQL bracketed names.
 */
export interface SqlToken {
  /** `client`: a command of the psql client, to the end of its line. `template`: a placeholder such as `{{x}}`. */
  readonly kind: 'word' | 'name' | 'template' | 'string' | 'number' | 'symbol' | 'comment' | 'client';
  /** A word in upper case, a quoted name without its quotes, any other token as written. */
  readonly value: string;
  readonly start: number;
  readonly end: number;
  /** `false`: the text ended before the quote or comment did. */
  readonly closed: boolean;
}

/** `mysql`: backslash escapes in plain strings, `#` comments, block comments that do not nest. */
export type SqlDialect = 'mysql' | 'other';

/** Tells MySQL text by what no other database writes. */
export function guessDialect(text: string): SqlDialect {
  return /`|\bauto_increment\b|\bengine ?= ?\w|^[ \t]*delimiter[ \t]/im.test(text) ? 'mysql' : 'other';
}

const wordStart = /[\p{L}_@]/u;
const wordRest = /[\p{L}\p{N}_$@]*/uy;
const numberRest = /[0-9a-zA-Z_.]*/y;
const spaceRest = /[\s\u{FEFF}\0]*/uy;
const bracketName = /\[([\p{L}_][\p{L}\p{N}_ $#@-]{0,127})\]/uy;
const dollarTag = /\$(?:[\p{L}_][\p{L}\p{N}_]{0,63})?\$/uy;
const template = /\{\{[^\n{}]{0,200}\}\}|\$\{[^\n{}]{0,200}\}|\$[a-zA-Z_]\w{0,63}/y;

function matchAt(pattern: RegExp, text: string, at: number): string | null {
  pattern.lastIndex = at;
  return pattern.exec(text)?.[0] ?? null;
}

function lineEnd(text: string, at: number): number {
  const end = text.indexOf('\n', at);
  return end === -1 ? text.length : end;
}

/** The end of a quoted token (past its closing quote), or -1. A doubled quote stands for itself. */
function quoteEnd(text: string, from: number, quote: string, backslash: boolean): number {
  for (let at = from; at < text.length; at += 1) {
    const character = text[at];
    if (backslash && character === '\\') at += 1;
    else if (character === quote) {
      if (text[at + 1] !== quote) return at + 1;
      at += 1;
    }
  }
  return -1;
}

/** The end of a block comment that starts at `from`, or -1. */
function commentEnd(text: string, from: number, nested: boolean): number {
  if (!nested) {
    const end = text.indexOf('*/', from + 2);
    return end === -1 ? -1 : end + 2;
  }
  let depth = 0;
  for (let at = from; at < text.length - 1; at += 1) {
    if (text[at] === '/' && text[at + 1] === '*') {
      depth += 1;
      at += 1;
    } else if (text[at] === '*' && text[at + 1] === '/') {
      depth -= 1;
      at += 1;
      if (depth === 0) return at + 1;
    }
  }
  return -1;
}

/** The position of the next character that is no white space. */
export function skipSpace(text: string, from: number): number {
  return from + (matchAt(spaceRest, text, from)?.length ?? 0);
}

function isFirstOnLine(text: string, at: number): boolean {
  let before = at - 1;
  while (before >= 0 && (text[before] === ' ' || text[before] === '\t')) before -= 1;
  return before < 0 || text[before] === '\n';
}

function token(
  kind: SqlToken['kind'],
  text: string,
  start: number,
  end: number,
  value = text.slice(start, end < 0 ? text.length : end),
): SqlToken {
  return { kind, value, start, end: end < 0 ? text.length : end, closed: end >= 0 };
}

function comment(text: string, at: number, dialect: SqlDialect): SqlToken | null {
  const pair = text.slice(at, at + 2);
  if (pair === '--') return token('comment', text, at, lineEnd(text, at));
  if (text[at] === '#' && (dialect === 'mysql' || (text[at + 1] === ' ' && isFirstOnLine(text, at)))) {
    return token('comment', text, at, lineEnd(text, at));
  }
  if (pair !== '/*') return null;
  // MySQL executes what stands in a version comment, so only its marks are passed over.
  if (/^\/\*M?!\d/.test(text.slice(at, at + 5))) {
    return token('comment', text, at, at + (/^\/\*M?!\d+/.exec(text.slice(at, at + 12))?.[0].length ?? 2));
  }
  return token('comment', text, at, commentEnd(text, at, dialect !== 'mysql'));
}

function quoted(text: string, at: number, dialect: SqlDialect): SqlToken | null {
  const character = text[at];
  if (character === "'") return token('string', text, at, quoteEnd(text, at + 1, "'", dialect === 'mysql'));
  if (character === '"' || character === '`') {
    const end = quoteEnd(text, at + 1, character, dialect === 'mysql' && character === '"');
    const inner = text.slice(at + 1, end < 0 ? text.length : end - 1);
    return token('name', text, at, end, inner.replaceAll(character + character, character));
  }
  if ((character === 'e' || character === 'E') && text[at + 1] === "'") {
    return token('string', text, at, quoteEnd(text, at + 2, "'", true));
  }
  if (character === '[') {
    const name = matchAt(bracketName, text, at);
    return name === null ? null : token('name', text, at, at + name.length, name.slice(1, -1));
  }
  return null;
}

function dollar(text: string, at: number): SqlToken | null {
  const tag = text[at] === '$' ? matchAt(dollarTag, text, at) : null;
  if (tag !== null) {
    const close = text.indexOf(tag, at + tag.length);
    return token('string', text, at, close === -1 ? -1 : close + tag.length);
  }
  const placeholder = text[at] === '$' || text[at] === '{' ? matchAt(template, text, at) : null;
  return placeholder === null ? null : token('template', text, at, at + placeholder.length);
}

/** The token at `at`, which is not white space; `null` at the end. Linear in the length of the token. */
export function sqlTokenAt(text: string, at: number, dialect: SqlDialect): SqlToken | null {
  const character = text[at];
  if (character === undefined) return null;
  const special = comment(text, at, dialect) ?? quoted(text, at, dialect) ?? dollar(text, at);
  if (special !== null) return special;
  if (wordStart.test(character)) {
    const end = at + 1 + (matchAt(wordRest, text, at + 1)?.length ?? 0);
    return token('word', text, at, end, text.slice(at, end).toUpperCase());
  }
  if (character >= '0' && character <= '9') {
    return token('number', text, at, at + (matchAt(numberRest, text, at)?.length ?? 1));
  }
  if (character === '\\' && /[a-zA-Z!.]/.test(text[at + 1] ?? '')) {
    return token('client', text, at, lineEnd(text, at));
  }
  // The end mark of a version comment; a multiplication followed by a division is no SQL.
  if (character === '*' && text[at + 1] === '/') return token('comment', text, at, at + 2);
  return token('symbol', text, at, at + String.fromCodePoint(text.codePointAt(at) ?? 0).length);
}
