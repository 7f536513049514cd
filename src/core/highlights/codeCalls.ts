import type { CodeToken, CodeTokens } from './codeTokens';

/** Indices of tokens, the end excluded. */
export interface CodeRange {
  readonly from: number;
  readonly to: number;
}

export interface CodeArgument {
  /** Of a named argument or the option of an object literal. */
  readonly name: string | null;
  readonly value: CodeRange;
}

export interface CodeCall {
  readonly name: string;
  /** The word before the last dot (`Schema` of `Schema::drop`), empty without one. */
  readonly receiver: string;
  /** The first word of the chain that the call stands in. */
  readonly root: string;
  /** Index of the token of its name. */
  readonly at: number;
  readonly args: readonly CodeArgument[];
}

const dots = new Set(['.', '->', '::', '?.']);
const continues = new Set([',', '.', '=', '=>', '+', '-', '*', '||', '&&', '|>', '::', '?', ':', '?.', '(']);
const goesOn = new Set(['.', '?.', '->', '|>', '+', '||', '&&', '?', ':', '::', '=>', ',']);
const modifiers = new Set([
  'if',
  'unless',
  'while',
  'until',
  'rescue',
  'and',
  'or',
  'then',
  'in',
  'when',
  'not',
  'is',
  'as',
]);

/** Words that steer: what they hold is walked, what they ask is not. */
export const controlWords: ReadonlySet<string> = new Set([
  'if',
  'else',
  'elseif',
  'elif',
  'elsif',
  'unless',
  'for',
  'foreach',
  'while',
  'until',
  'try',
  'catch',
  'finally',
  'rescue',
  'ensure',
  'except',
  'switch',
  'case',
  'when',
  'do',
  'begin',
  'using',
  'lock',
  'loop',
]);

function next(code: CodeTokens, at: number): number {
  const close = code.match[at] ?? -1;
  return code.tokens[at]?.kind === 'open' && close > at ? close + 1 : at + 1;
}

/** What stands inside a bracket. */
export function inside(code: CodeTokens, open: number): CodeRange {
  return { from: open + 1, to: Math.max(open + 1, code.match[open] ?? -1) };
}

function significant(code: CodeTokens, range: CodeRange, from: number): number {
  let at = from;
  while (at < range.to && code.tokens[at]?.kind === 'newline') at += 1;
  return at;
}

/** The source text of a range. */
export function sourceOf(code: CodeTokens, range: CodeRange): string {
  let { from, to } = range;
  while (from < to && code.tokens[from]?.kind === 'newline') from += 1;
  while (to > from && (code.tokens[to - 1]?.kind === 'newline' || code.tokens[to - 1]?.value === '')) to -= 1;
  const [first, last] = [code.tokens[from], code.tokens[to - 1]];
  return first === undefined || last === undefined ? '' : code.text.slice(first.start, last.end).trim();
}

function isBlock(code: CodeTokens, at: number): boolean {
  const [token, before] = [code.tokens[at], code.tokens[at - 1]];
  if (token?.kind !== 'open') return false;
  if (token.value !== '{') return token.value !== '(' && token.value !== '[';
  if (before === undefined || before.value === ')' || before.value === '=>') return true;
  if (before.kind !== 'word') return false;
  if (code.language === 'ruby') return true;
  const typed = code.tokens[at - 2]?.value === ':' && code.tokens[at - 3]?.value === ')';
  return typed || controlWords.has(before.value);
}

/** Cuts a range into statements, by semicolons and by the ends of lines on which nothing goes on. */
export function statementsOf(code: CodeTokens, range: CodeRange): readonly CodeRange[] {
  const statements: CodeRange[] = [];
  let from = range.from;
  const end = (to: number, after: number): void => {
    const start = significant(code, { from, to }, from);
    if (start < to) statements.push({ from: start, to });
    from = after;
  };
  for (let at = range.from; at < range.to; at = next(code, at)) {
    const token = code.tokens[at];
    if (token?.value === ';' && token.kind === 'punct') end(at, at + 1);
    if (token?.kind === 'newline') {
      const before = code.tokens[at - 1];
      const after = code.tokens[significant(code, range, at)];
      const open = after?.kind === 'open' && after.value === '';
      const going =
        (before?.kind === 'punct' && continues.has(before.value)) ||
        (after?.kind === 'punct' && goesOn.has(after.value));
      if (!open && !going) end(at, at + 1);
    }
    const first = code.tokens[significant(code, range, from)];
    const steers = first?.kind === 'word' && controlWords.has(first.value);
    const indented = token?.kind === 'open' && token.value === '';
    if (indented || (steers && at !== from && isBlock(code, at))) end(next(code, at), next(code, at));
  }
  end(range.to, range.to);
  return statements;
}

/** The blocks of a statement, at any depth of its brackets but not within one another. */
export function blocksOf(code: CodeTokens, range: CodeRange): readonly CodeRange[] {
  const blocks: CodeRange[] = [];
  for (let at = range.from; at < range.to; at += 1) {
    const token = code.tokens[at];
    if (isBlock(code, at)) {
      blocks.push(inside(code, at));
      at = next(code, at) - 1;
    } else if (
      token?.value === '=>' &&
      token.kind === 'punct' &&
      code.language !== 'ruby' &&
      code.tokens[at + 1]?.value !== '{'
    ) {
      // The body of an arrow function is an expression.
      let to = at + 1;
      while (to < range.to && code.tokens[to]?.value !== ',' && code.tokens[to]?.kind !== 'close') to = next(code, to);
      blocks.push({ from: at + 1, to: Math.min(to, range.to) });
      at = to - 1;
    }
  }
  return blocks;
}

function argument(code: CodeTokens, range: CodeRange): CodeArgument {
  const from = significant(code, range, range.from);
  const [first, second] = [code.tokens[from], code.tokens[from + 1]];
  const colon =
    second?.value === ':' || (second?.value === '=' && code.language === 'python') || second?.value === '=>';
  const named =
    colon && from + 1 < range.to && (first?.kind === 'word' || first?.kind === 'atom' || first?.kind === 'string');
  return named && !(second.value === '=>' && first.kind === 'word')
    ? { name: first.value, value: { from: from + 2, to: range.to } }
    : { name: null, value: { from, to: range.to } };
}

/** The parts of a range between its commas: arguments, the elements of a list, the options of an object. */
export function argumentsOf(code: CodeTokens, range: CodeRange): readonly CodeArgument[] {
  const args: CodeArgument[] = [];
  let from = range.from;
  const end = (to: number): void => {
    if (significant(code, { from, to }, from) < to) args.push(argument(code, { from, to }));
    from = to + 1;
  };
  for (let at = range.from; at < range.to; at = next(code, at)) {
    if (code.tokens[at]?.value === ',' && code.tokens[at]?.kind === 'punct') end(at);
  }
  end(range.to);
  return args;
}

function beginsArgument(code: CodeTokens, at: number): boolean {
  const [token, word] = [code.tokens[at], code.tokens[at - 1]];
  if (token === undefined || word === undefined || token.start === word.end) return false;
  if (token.kind === 'word') return !modifiers.has(token.value);
  if (token.kind === 'open') return token.value === '[' || token.value === 'fn';
  if (token.value === '->' || token.value === '%' || token.value === '&') return true;
  return token.kind === 'string' || token.kind === 'atom' || token.kind === 'number';
}

/** Where arguments without parentheses end: before a block or a modifier. */
function bareEnd(code: CodeTokens, from: number, to: number): number {
  let at = from;
  for (; at < to; at = next(code, at)) {
    const token = code.tokens[at];
    if (token?.kind === 'open' && token.value === 'do') return at;
    if (token?.kind === 'word' && at > from && modifiers.has(token.value) && code.tokens[at - 1]?.value !== ',')
      return at;
  }
  return Math.min(at, to);
}

/** Past the type arguments that may stand between a name and its parentheses. */
function pastTypes(code: CodeTokens, at: number): number {
  if (code.tokens[at]?.value !== '<' || (code.language !== 'csharp' && code.language !== 'javascript')) return at;
  for (let end = at + 1; end < at + 16; end += 1) {
    const value = code.tokens[end]?.value;
    if (value === '>') return end + 1;
    if (value === '(' || value === ';' || value === undefined) return at;
  }
  return at;
}

interface Found {
  readonly args: CodeRange | null;
  readonly end: number;
}

function callAt(code: CodeTokens, range: CodeRange, at: number, chained: boolean): Found | null {
  const token = code.tokens[at];
  const after = pastTypes(code, at + 1);
  const following: CodeToken | undefined = after < range.to ? code.tokens[after] : undefined;
  if (following?.kind === 'open' && following.value === '(')
    return { args: inside(code, after), end: next(code, after) };
  const adjacent = following?.kind === 'string' && following.start === code.tokens[after - 1]?.end;
  const tagged = adjacent && code.language === 'javascript' && code.text[following.start] === '`';
  if (tagged) return { args: { from: after, to: after + 1 }, end: after + 1 };
  if (code.language !== 'ruby' && code.language !== 'elixir') return null;
  if (/^[\p{Lu}@$]/u.test(token?.value ?? '')) return null;
  const before = code.tokens[at - 1];
  const position = chained || at === range.from || before?.kind !== 'word' || before.value === 'then';
  if (position && after < range.to && beginsArgument(code, after)) {
    const end = bareEnd(code, after, range.to);
    return { args: { from: after, to: end }, end };
  }
  const alone =
    following === undefined ||
    following.kind === 'newline' ||
    (following.kind === 'open' && following.value !== '[') ||
    modifiers.has(following.value);
  return (chained || at === range.from) && alone ? { args: null, end: after } : null;
}

/** The calls of a statement, outside of its brackets, as they are written. */
export function callsOf(code: CodeTokens, range: CodeRange): readonly CodeCall[] {
  const calls: CodeCall[] = [];
  let [root, receiver] = ['', ''];
  let at = range.from;
  while (at < range.to) {
    const token = code.tokens[at];
    if (token?.kind !== 'word') {
      at = next(code, at);
      continue;
    }
    let before = at - 1;
    while (before > range.from && code.tokens[before]?.kind === 'newline') before -= 1;
    const chained = before >= range.from && dots.has(code.tokens[before]?.value ?? '');
    if (!chained) [root, receiver] = [token.value, ''];
    const found = callAt(code, range, at, chained);
    if (found !== null) {
      const args = found.args === null ? [] : argumentsOf(code, found.args);
      calls.push({ name: token.value, receiver, root, at, args });
    }
    receiver = token.value;
    at = found?.end ?? at + 1;
  }
  return calls;
}
