/** `type(scope)!: description`. */
export interface Header {
  /** In lower case (item 15). */
  readonly type: string;
  readonly scope: string | null;
  /** What stands before the description, as written: `feat(Cart)!: `. */
  readonly prefix: string;
  readonly description: string;
  /** `!` immediately before the colon (item 13). */
  readonly breaking: boolean;
}

/** `token: value` or `token #value`; the value may span lines (items 8 to 10). */
export interface Footer {
  /** As written; compare without regard to case (item 15), `BREAKING CHANGE` and `BREAKING-CHANGE` excepted. */
  readonly token: string;
  readonly value: string;
}

const letter = /^\p{L}/u;
const letterMarkOrDigit = /^[\p{L}\p{M}\p{N}]/u;

function isLetter(code: number): boolean {
  if (code < 0x80) return (code >= 0x61 && code <= 0x7a) || (code >= 0x41 && code <= 0x5a);
  return letter.test(String.fromCodePoint(code));
}

function isAsciiWord(code: number): boolean {
  return (
    (code >= 0x61 && code <= 0x7a) ||
    (code >= 0x41 && code <= 0x5a) ||
    (code >= 0x30 && code <= 0x39) ||
    code === 0x2d ||
    code === 0x5f
  );
}

/** Where the word at `start` ends: a letter, then letters, digits, `-` and `_`; `start` when there is none. */
function wordEnd(text: string, start: number): number {
  const first = text.codePointAt(start);
  if (first === undefined || !isLetter(first)) return start;
  let at = start;
  while (at < text.length) {
    const code = text.charCodeAt(at);
    if (isAsciiWord(code)) {
      at += 1;
      continue;
    }
    if (code < 0x80) break;
    const character = String.fromCodePoint(text.codePointAt(at) ?? code);
    if (!letterMarkOrDigit.test(character)) break;
    at += character.length;
  }
  return at;
}

/**
 * Reads a subject by Conventional Commits 1.0.0 (https://www.conventionalcommits.org/en/v1.0.0/#specification): a
 * type that is a noun, an optional scope in parentheses, an optional `!`, and the required colon and space (items 1,
 * 4, 13), then a description that is not empty (item 5). Any noun is a type (item 14), in any case (item 15). `null`
 * when the subject does not follow it. A scope is whatever stands between one pair of parentheses.
 */
export function parseHeader(subject: string): Header | null {
  let at = wordEnd(subject, 0);
  if (at === 0) return null;
  const typeEnd = at;
  let scope: string | null = null;
  if (subject[at] === '(') {
    const close = subject.indexOf(')', at);
    if (close < 0) return null;
    scope = subject.slice(at + 1, close).trim();
    if (scope === '' || scope.includes('(')) return null;
    at = close + 1;
  }
  const breaking = subject[at] === '!';
  if (breaking) at += 1;
  if (!subject.startsWith(': ', at)) return null;
  const description = subject.slice(at + 2).trim();
  if (description === '') return null;
  const type = subject.slice(0, typeEnd).toLowerCase();
  return { type, scope, prefix: subject.slice(0, at + 2), description, breaking };
}

const none: readonly Footer[] = [];
const breakingTokens = ['BREAKING CHANGE', 'BREAKING-CHANGE'];

/** Whether a footer announces a breaking change: upper case only (items 12, 15 and 16). */
export function isBreaking(footer: Footer): boolean {
  return breakingTokens.includes(footer.token);
}

/**
 * The breaking token at `at`, with its colon and a space. The line may also end after the colon, because git strips the
 * trailing space when the text begins on the next line.
 */
export function breakingTokenAt(text: string, at: number): string | null {
  if (!text.startsWith('BREAKING', at)) return null;
  for (const token of breakingTokens) {
    if (!text.startsWith(`${token}:`, at)) continue;
    const next = text[at + token.length + 1];
    if (next === ' ' || next === '\n' || next === undefined) return token;
  }
  return null;
}

interface FooterStart {
  readonly token: string;
  readonly valueStart: number;
}

function breakingAt(text: string, at: number): FooterStart | null {
  const token = breakingTokenAt(text, at);
  return token === null ? null : { token, valueStart: at + token.length + 1 };
}

function footerAt(text: string, at: number): FooterStart | null {
  const end = wordEnd(text, at);
  if (end === at) return null;
  if (!text.startsWith(': ', end) && !text.startsWith(' #', end)) return null;
  const token = text.slice(at, end);
  // `BREAKING-CHANGE #1`: a breaking change needs the colon (item 12).
  return breakingTokens.includes(token) ? null : { token, valueStart: end + 2 };
}

// GitHub draws this line between a squash commit's text and its co-authors; it belongs to no footer's value.
const squashRule = '---------';

/**
 * The footers of a message body (items 8 to 10): the first stands after a blank line, the others at the beginning of
 * any later line; each value ends where the next footer begins. Time is linear in the length of the body.
 *
 * One departure, towards showing more: `BREAKING CHANGE:` at the beginning of a line counts without the blank line
 * before it, because a missed breaking change costs more than one too many.
 * @param body the message from the second line on
 */
export function parseFooters(body: string): readonly Footer[] {
  // Most messages have none: no line has what follows a token.
  if (!body.includes(':') && !body.includes(' #')) return none;
  const footers: Footer[] = [];
  let open: FooterStart | null = null;
  let afterBlank = false;
  const close = (end: number): void => {
    if (open === null) return;
    const value = body.slice(open.valueStart, end).trim();
    if (value !== '' || breakingTokens.includes(open.token)) footers.push({ token: open.token, value });
  };
  let position = 0;
  while (position < body.length) {
    const newline = body.indexOf('\n', position);
    const end = newline < 0 ? body.length : newline;
    const start: FooterStart | null =
      breakingAt(body, position) ?? (afterBlank || open !== null ? footerAt(body, position) : null);
    if (start !== null) {
      close(position);
      open = start;
    } else if (open !== null && body.startsWith(squashRule, position) && end === position + squashRule.length) {
      close(position);
      open = null;
    }
    afterBlank = isBlank(body, position, end);
    position = end + 1;
  }
  close(body.length);
  return footers;
}

function isBlank(text: string, start: number, end: number): boolean {
  for (let at = start; at < end; at += 1) {
    const code = text.charCodeAt(at);
    if (code !== 0x20 && code !== 0x09 && code !== 0x0d) return false;
  }
  return true;
}
