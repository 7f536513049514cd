import type { CallView } from './callView';
import type { Code, TextCode } from './syntax';

/** What calls on a table, or inside its block, are about. */
export interface Scope {
  readonly table: string | null;
  /** Its name is not computed. */
  readonly sure: boolean;
  /** The table is being made, changed, or its rows or an index are. `direction`: one of two ways of the migration. */
  readonly about: 'create' | 'alter' | 'rows' | 'index' | 'direction';
  /** Of a table that is being made: its columns and constraints; `null` where one was not told. */
  readonly parts: (string | null)[];
  /** The calls that followed, where only all of them together say what is done. */
  readonly calls: Map<string, CallView>;
  /** Of `direction`: the code that takes back. */
  readonly down: readonly Code[] | null;
}

/** A scope about a table. */
export function scope(table: string | null, sure: boolean, about: Scope['about']): Scope {
  return { table, sure, about, parts: [], calls: new Map(), down: null };
}

/** What a name stands for. */
export type Bound = { readonly code: Code } | { readonly scope: Scope } | null;

/** What names stand for at a place of the program. */
export type Names = Map<string, Bound>;

const deepest = 12;

/** The code that a name stands for, or the code itself. */
export function resolved(code: Code, names: Names, depth = 0): Code {
  if (code.kind === 'call' && code.of !== null && /^(?:freeze|dup)$/.test(code.name))
    return resolved(code.of, names, depth + 1);
  if (code.kind !== 'name' || depth > deepest) return code;
  const own = code.of === null || isSelf(code.of);
  if (!own) return code;
  const bound = names.get(code.name);
  return bound !== undefined && bound !== null && 'code' in bound && bound.code !== code
    ? resolved(bound.code, names, depth + 1)
    : code;
}

/** Stands for the migration itself. */
export function isSelf(code: Code): boolean {
  return code.kind === 'name' && /^(?:self|this|\$this|cls|static|parent|super|base|@?this)$/.test(code.name);
}

/** A string with the lines on which it starts and ends. */
export interface ReadText {
  readonly text: string;
  readonly line: number;
  readonly lastLine: number;
  /** Nothing in it is computed. */
  readonly whole: boolean;
}

const computed = '${…}';

/** Methods of strings that leave their words as they are, and functions that mark a string as SQL. */
const keeping = new Set(
  'squish strip freeze strip_heredoc chomp html_safe trim dedent cleandoc text raw literal sql trimIndent unsafe heredoc to_s'.split(
    ' ',
  ),
);

/** The text of a string, of strings put together, of a list of statements; `null` when it is none. */
export function textOf(given: Code | null, names: Names, depth = 0): ReadText | null {
  if (given === null || depth > deepest) return null;
  const code = resolved(given, names);
  switch (code.kind) {
    case 'text':
      return code.symbol ? null : ofText(code, names, depth);
    case 'list':
      return ofList(code.items, names, depth);
    case 'call': {
      const of = code.of === null ? null : textOf(code.of, names, depth + 1);
      if (of !== null) {
        if (code.name === 'format') return { ...of, text: of.text.replaceAll(/\{[^{}]*\}/g, computed), whole: false };
        return keeping.has(code.name) ? of : { ...of, whole: false };
      }
      const [first] = code.args;
      return keeping.has(code.name) && first !== undefined
        ? textOf(first, names, depth + 1)
        : sprintf(code.name, first, names, depth);
    }
    case 'value':
    case 'name':
    case 'pairs':
    case 'function':
    case 'assign':
    case 'branch':
    case 'leave':
    case 'class':
    case 'other':
      return null;
  }
}

function sprintf(name: string, first: Code | undefined, names: Names, depth: number): ReadText | null {
  if (first === undefined || !['sprintf', 'format', 'Format'].includes(name)) return null;
  const text = textOf(first, names, depth + 1);
  return text === null
    ? null
    : { ...text, text: text.text.replaceAll(/%(?:\d+\$)?[-+0]*\d*[sd]|\{\d+\}/g, computed), whole: false };
}

function ofText({ parts, line }: TextCode, names: Names, depth: number): ReadText {
  let text = '';
  let whole = true;
  let start: number | null = null;
  let at = line;
  for (const part of parts) {
    if ('kind' in part) {
      const inside = depth > deepest ? null : (textOf(part, names, depth + 1) ?? symbolOf(part, names));
      const value = resolved(part, names);
      start ??= part.line;
      if (inside !== null) {
        text += inside.text;
        whole &&= inside.whole;
      } else if (value.kind === 'value') text += value.value;
      else {
        text += computed;
        whole = false;
      }
      continue;
    }
    if (start === null) at = start = part.line;
    // Strings put together over several lines stay on them.
    if (part.line > at) {
      text += '\n'.repeat(part.line - at);
      at = part.line;
    }
    text += part.text;
    at += part.text.split('\n').length - 1;
  }
  return { text, line: start ?? line, lastLine: Math.max(at, start ?? line), whole };
}

function symbolOf(code: Code, names: Names): ReadText | null {
  const value = resolved(code, names);
  return value.kind === 'text' && value.symbol ? ofText(value, names, deepest) : null;
}

function ofList(items: readonly Code[], names: Names, depth: number): ReadText | null {
  const all = items.map((item) => textOf(item, names, depth + 1));
  const [first] = all;
  if (first === undefined || first === null) return null;
  let { text, lastLine, whole } = first;
  for (const one of all.slice(1)) {
    if (one === null) {
      whole = false;
      continue;
    }
    text += `;${'\n'.repeat(Math.max(0, one.line - lastLine))} ${one.text}`;
    lastLine = Math.max(lastLine, one.lastLine);
    whole &&= one.whole;
  }
  return { text, line: first.line, lastLine, whole };
}
