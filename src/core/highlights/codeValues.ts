import { argumentsOf, inside, sourceOf, type CodeArgument, type CodeCall, type CodeRange } from './codeCalls';
import type { CodeTokens } from './codeTokens';

/** Which argument: by its position, by its name, or the first of several that is there. */
export type Pick = number | string | readonly (number | string)[];

const deepest = 8;

function trimmed(code: CodeTokens, range: CodeRange): CodeRange {
  let { from, to } = range;
  while (from < to && code.tokens[from]?.kind === 'newline') from += 1;
  while (to > from && code.tokens[to - 1]?.kind === 'newline') to -= 1;
  return { from, to };
}

/** The bracket that the whole range is: `[…]`, `{…}` or the parentheses of one call (`sa.text(…)`, `new Table(…)`). */
function wrapping(code: CodeTokens, range: CodeRange): number | null {
  let at = range.from;
  while (
    at < range.to &&
    (code.tokens[at]?.kind === 'word' || ['.', '::', '->', '%'].includes(code.tokens[at]?.value ?? ''))
  )
    at += 1;
  return code.tokens[at]?.kind === 'open' && code.match[at] === range.to - 1 ? at : null;
}

function elements(code: CodeTokens, range: CodeRange): readonly CodeArgument[] {
  const whole = trimmed(code, range);
  const open = wrapping(code, whole);
  return open === null ? [] : argumentsOf(code, inside(code, open));
}

/** Finds an argument of a call, looking into object literals for names. */
export function pick(code: CodeTokens, args: readonly CodeArgument[], which: Pick): CodeRange | null {
  if (typeof which === 'number') return args.filter(({ name }) => name === null)[which]?.value ?? null;
  if (typeof which !== 'string') {
    for (const one of which) {
      const found = pick(code, args, one);
      if (found !== null) return found;
    }
    return null;
  }
  const named = args.find(({ name }) => name === which);
  if (named !== undefined) return named.value;
  for (const { value } of args) {
    if (code.tokens[value.from]?.value !== '{') continue;
    const found = elements(code, value).find(({ name }) => name === which);
    if (found !== undefined) return found.value;
  }
  return null;
}

/**
 * The name that an argument gives, as people would write it: a string, a symbol, a list of them, the name inside
 * `table(:users)` or `{ tableName: 'users' }`; an expression stays as written; `null` without any.
 */
export function nameOf(code: CodeTokens, range: CodeRange | null, depth = 0): string | null {
  if (range === null || depth > deepest) return null;
  const whole = trimmed(code, range);
  const first = code.tokens[whole.from];
  if (first === undefined || whole.from >= whole.to) return null;
  if (whole.to - whole.from === 1 && first.kind !== 'open') return first.value === '' ? null : first.value;
  const open = wrapping(code, whole);
  if (open === null) return sourceOf(code, whole).slice(0, 80);
  const args = argumentsOf(code, inside(code, open));
  if (code.tokens[open]?.value === '[' || (first.kind === 'string' && code.tokens[open]?.value !== '{')) {
    return (
      args
        .map(({ value }) => nameOf(code, value, depth + 1))
        .filter((name) => name !== null)
        .join(', ') || null
    );
  }
  const named = pick(code, args, ['tableName', 'name']);
  if (named !== null) return nameOf(code, named, depth + 1);
  const [head] = args;
  return head === undefined ? sourceOf(code, whole).slice(0, 80) : (head.name ?? nameOf(code, head.value, depth + 1));
}

/** A string with the line of the source on which it starts; its own line ends are those of the source. */
export interface SourceString {
  readonly text: string;
  readonly line: number;
}

function joined(code: CodeTokens, range: CodeRange): SourceString | null {
  const tokens = code.tokens.slice(range.from, range.to);
  const first = tokens.find(({ kind }) => kind === 'string');
  if (first === undefined) return null;
  let text = '';
  let line = first.valueLine;
  let skipsCall = false;
  const add = (value: string, at: number): void => {
    const missing = '\n'.repeat(Math.max(0, at - line));
    text += missing + value;
    line += missing.length + value.split('\n').length - 1;
  };
  for (const token of tokens.slice(tokens.indexOf(first))) {
    if (token.kind === 'string') {
      if (text !== '' && /\w$/.test(text) && token.valueLine > line) text += ' ';
      add(token.value, token.valueLine);
    } else if (token.value === '.' && code.language !== 'php') skipsCall = true;
    else if (token.kind === 'word' && !skipsCall) add('${…}', token.line);
  }
  return { text, line: first.valueLine };
}

/** The text of a string argument: joined literals, `text(…)` around it, a list of statements; `null` when it is no literal. */
export function stringOf(code: CodeTokens, range: CodeRange | null, depth = 0): SourceString | null {
  if (range === null || depth > deepest) return null;
  const whole = trimmed(code, range);
  const open = wrapping(code, whole);
  if (open === null) {
    const unknown =
      code.tokens[whole.from]?.kind === 'open' ||
      code.tokens.slice(whole.from, whole.to).some(({ kind }) => kind === 'open');
    const literal = code.tokens[whole.from]?.kind === 'string' || code.tokens[whole.from + 1]?.kind === 'string';
    return unknown && !literal ? null : joined(code, whole);
  }
  const args = argumentsOf(code, inside(code, open));
  if (code.tokens[open]?.value !== '[') return stringOf(code, args[0]?.value ?? null, depth + 1);
  const parts = args.map(({ value }) => stringOf(code, value, depth + 1));
  const [head] = parts;
  if (head === undefined || head === null || parts.includes(null)) return null;
  let { text } = head;
  for (const part of parts.slice(1)) {
    if (part === null) continue;
    const at = head.line + text.split('\n').length - 1;
    text += `;${'\n'.repeat(Math.max(0, part.line - at))} ${part.text}`;
  }
  return { text, line: head.line };
}

/** The name that the picked argument of a call gives. */
export function pickName(code: CodeTokens, call: CodeCall, which: Pick | undefined): string | null {
  return which === undefined ? null : nameOf(code, pick(code, call.args, which));
}
