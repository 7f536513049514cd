import type { Steps } from './steps';
import { depthLimit, mapTree, NotUnderstood, scalar, type Tree } from './tree';

const blank = /(?:[ \t\r\n]+|#[^\n]*|\/\/[^\n]*|\/\*[^]*?\*\/)*/y;
const word = /[\p{L}_][\p{L}\p{N}_-]*/uy;
const simpleString = /"(?:[^"\\$%\n]|\\.|[$%](?!\{))*"/y;
const heredoc = /<<-?([\p{L}_][\p{L}\p{N}_-]*)\r?\n/uy;

/**
 * Reads the structure of HCL 2 (github.com/hashicorp/hcl, native syntax): blocks with their labels and attributes. A
 * string, a list or an object of plain values becomes one; every other expression is kept as its text.
 * @throws NotUnderstood
 */
export function* readHcl(text: string): Steps<Tree> {
  return yield* new Reader(text).body(false, 0);
}

class Reader {
  private position = 0;
  private line = 1;
  private count = 0;
  private readonly text: string;

  constructor(text: string) {
    this.text = text.replace(/^\uFEFF/, '');
  }

  *body(inside: boolean, depth: number): Steps<Tree> {
    if (depth > depthLimit) throw new NotUnderstood('It is nested too deeply', this.line);
    const entries = new Map<string, Tree>();
    const first = this.line;
    for (;;) {
      this.skip();
      if ((this.count += 1) % 500 === 0) yield;
      if (this.position >= this.text.length) {
        if (inside) this.fail();
        return mapTree(entries, first);
      }
      if (this.text[this.position] === '}' && inside) {
        this.position += 1;
        return mapTree(entries, first);
      }
      const { line } = this;
      const name = this.take(word) ?? this.fail();
      this.skip();
      if (this.text[this.position] === '=' && this.text[this.position + 1] !== '=') {
        this.position += 1;
        entries.set(name, this.expression(line));
        continue;
      }
      const keys = [name];
      while (this.text[this.position] !== '{') {
        const label = this.take(simpleString)?.slice(1, -1) ?? this.take(word) ?? this.fail();
        keys.push(label);
        this.skip();
      }
      this.position += 1;
      const block = yield* this.body(true, depth + 1);
      addBlock(entries, keys, { ...block, line });
    }
  }

  private fail(): never {
    throw new NotUnderstood('It is no HCL', this.line);
  }

  private move(to: number): void {
    for (let at = this.text.indexOf('\n', this.position); at >= 0 && at < to; at = this.text.indexOf('\n', at + 1)) {
      this.line += 1;
    }
    this.position = to;
  }

  private skip(): void {
    blank.lastIndex = this.position;
    blank.test(this.text);
    this.move(Math.max(blank.lastIndex, this.position));
  }

  private take(pattern: RegExp): string | null {
    pattern.lastIndex = this.position;
    const found = pattern.exec(this.text)?.[0] ?? null;
    if (found !== null) this.move(this.position + found.length);
    return found;
  }

  /** An expression ends with its line, unless a bracket is open. */
  private expression(line: number): Tree {
    while (/[ \t]/.test(this.text[this.position] ?? '')) this.position += 1;
    const start = this.position;
    const open: string[] = [];
    let heredocText: string | null = null;
    for (;;) {
      const character = this.text[this.position];
      if (character === undefined) break;
      if (
        open.length === 0 &&
        (character === '\n' || character === '}' || character === '#' || this.text.startsWith('//', this.position))
      )
        break;
      if (character === '"') this.string();
      else if (character === '<' && this.text[this.position + 1] === '<') heredocText = this.heredoc() ?? heredocText;
      else if (
        character === '#' ||
        this.text.startsWith('//', this.position) ||
        this.text.startsWith('/*', this.position)
      )
        this.skip();
      else {
        if ('([{'.includes(character)) open.push(character);
        if (')]}'.includes(character)) open.pop();
        if (open.length > depthLimit) throw new NotUnderstood('It is nested too deeply', this.line);
        this.move(this.position + 1);
      }
    }
    if (open.length > 0) this.fail();
    return heredocText === null ? valueOf(this.text.slice(start, this.position), line) : scalar(heredocText, line);
  }

  /** A quoted template, with templates inside its interpolations. */
  private string(depth = 0): void {
    if (depth > depthLimit) this.fail();
    this.move(this.position + 1);
    for (;;) {
      const character = this.text[this.position];
      if (character === undefined || character === '\n') this.fail();
      if (character === '"') return this.move(this.position + 1);
      if (character === '\\') this.move(this.position + 2);
      else if (/^[$%]\{/.test(this.text.slice(this.position, this.position + 2))) this.interpolation(depth);
      else this.move(this.position + 1);
    }
  }

  private interpolation(depth: number): void {
    this.move(this.position + 2);
    for (let open = 1; open > 0;) {
      const character = this.text[this.position];
      if (character === undefined) this.fail();
      if (character === '"') this.string(depth + 1);
      else {
        if (character === '{') open += 1;
        if (character === '}') open -= 1;
        this.move(this.position + 1);
      }
    }
  }

  private heredoc(): string | null {
    heredoc.lastIndex = this.position;
    const found = heredoc.exec(this.text);
    if (found === null) {
      this.move(this.position + 2);
      return null;
    }
    const from = this.position + found[0].length;
    let at = from;
    while (at < this.text.length) {
      const end = this.text.indexOf('\n', at);
      const stop = end < 0 ? this.text.length : end;
      if (this.text.slice(at, stop).trim() === found[1]) {
        const inner = this.text.slice(from, at);
        this.move(stop);
        return inner;
      }
      at = stop + 1;
    }
    return this.fail();
  }
}

/** Blocks of the same type and labels stand beside each other as a list. */
function addBlock(entries: Map<string, Tree>, keys: readonly string[], block: Tree): void {
  const [key = '', ...rest] = keys;
  const found = entries.get(key);
  if (rest.length > 0) {
    const inner = new Map(found?.kind === 'map' ? found.entries : []);
    addBlock(inner, rest, block);
    entries.set(key, mapTree(inner, found?.line ?? block.line));
  } else if (found === undefined) entries.set(key, block);
  else
    entries.set(key, {
      kind: 'list',
      line: found.line,
      items: found.kind === 'list' ? [...found.items, block] : [found, block],
    });
}

const plainList = /^\[[^[\]{}]*\]$/s;
const plainMap = /^\{[^{}[\]]*\}$/s;
const pair = /^\s*(?:"([^"]*)"|([\w.-]+))\s*[=:]\s*(.+?)\s*$/s;

function valueOf(raw: string, line: number): Tree {
  const bare = raw.replace(/(?:^|\n)\s*(?:#|\/\/)[^\n]*/g, '\n').trim();
  const lineAt = (index: number): number => line + raw.slice(0, index).split('\n').length - 1;
  if (plainList.test(bare)) {
    const items = split(bare.slice(1, -1), ',');
    return { kind: 'list', line, items: items.map((each) => scalarOf(each, lineAt(Math.max(0, raw.indexOf(each))))) };
  }
  const pairs = plainMap.test(bare) ? split(bare.slice(1, -1), ',\n').map((each) => pair.exec(each)) : [null];
  if (pairs.length > 0 && pairs.every((each) => each !== null)) {
    const entries = pairs.map(([whole, quoted, name, value = '']): [string, Tree] => [
      quoted ?? name ?? '',
      scalarOf(value, lineAt(Math.max(0, raw.indexOf(whole.trim())))),
    ]);
    return mapTree(new Map(entries), line);
  }
  return scalarOf(bare.replace(/\s+/g, ' '), line);
}

function scalarOf(text: string, line: number): Tree {
  const quoted = /^"((?:[^"\\]|\\.)*)"$/s.exec(text)?.[1];
  return quoted === undefined ? scalar(text, line, 'other') : scalar(quoted, line);
}

/** Splits at any of these characters where they do not stand in a string or in parentheses. */
function split(text: string, at: string): readonly string[] {
  const parts: string[] = [''];
  let open = 0;
  let quoted = false;
  for (const character of text) {
    if (character === '"') quoted = !quoted;
    if (!quoted && character === '(') open += 1;
    if (!quoted && character === ')') open -= 1;
    if (!quoted && open === 0 && at.includes(character)) parts.push('');
    else parts.push((parts.pop() ?? '') + character);
  }
  return parts.map((each) => each.trim()).filter((each) => each !== '');
}
