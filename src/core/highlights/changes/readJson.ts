import type { Steps } from './steps';
import { depthLimit, mapTree, NotUnderstood, scalar, type Tree } from './tree';

const space = /(?:[\s\uFEFF]+|\/\/[^\n]*|\/\*[^]*?\*\/)*/y;
const stringToken = /"(?:[^"\\\n]|\\.)*"/y;
const wordToken = /[-+.\w]+/y;

interface Open {
  readonly line: number;
  readonly map: Map<string, Tree> | null;
  readonly list: Tree[];
  key: string | null;
}

/**
 * Reads JSON (RFC 8259), and what JSONC adds to it: comments and a comma after the last value.
 * @throws NotUnderstood
 */
export function* readJson(text: string): Steps<Tree> {
  const open: Open[] = [];
  const roots: Tree[] = [];
  let position = 0;
  let line = 1;
  let tokens = 0;
  // What may come: a value, or what follows one.
  const expected = { value: true };

  const put = (value: Tree): void => {
    const top = open.at(-1);
    if (top === undefined) roots.push(value);
    else if (top.map === null) top.list.push(value);
    else if (top.key !== null) {
      top.map.set(top.key, value);
      top.key = null;
    }
    expected.value = false;
  };
  const skip = (): void => {
    // Most tokens follow each other without anything between them.
    const next = text.charCodeAt(position);
    if (next > 47 && next < 128) return;
    space.lastIndex = position;
    space.test(text);
    const end = Math.max(space.lastIndex, position);
    for (let at = text.indexOf('\n', position); at >= 0 && at < end; at = text.indexOf('\n', at + 1)) line += 1;
    position = end;
  };
  const token = (pattern: RegExp): string | null => {
    pattern.lastIndex = position;
    const found = pattern.exec(text)?.[0] ?? null;
    if (found !== null) position += found.length;
    return found;
  };
  const fail = (): never => {
    throw new NotUnderstood('It is no JSON', line);
  };
  const unquoted = (quoted: string): string => {
    if (!quoted.includes('\\')) return quoted.slice(1, -1);
    try {
      return String(JSON.parse(quoted));
    } catch {
      return fail();
    }
  };

  for (;;) {
    skip();
    if ((tokens += 1) % 1000 === 0) yield;
    const top = open.at(-1);
    const [root] = roots;
    if (root !== undefined && top === undefined) {
      if (position < text.length) fail();
      return root;
    }
    const character = text[position];
    if (top !== undefined && (character === '}' || character === ']')) {
      if ((character === '}') !== (top.map !== null) || top.key !== null) fail();
      open.pop();
      position += 1;
      put(top.map === null ? { kind: 'list', line: top.line, items: top.list } : mapTree(top.map, top.line));
      continue;
    }
    if (!expected.value) {
      if (character !== ',') fail();
      position += 1;
      expected.value = true;
      continue;
    }
    if (top?.map != null && top.key === null) {
      top.key = unquoted(token(stringToken) ?? fail());
      skip();
      if (text[position] !== ':') fail();
      position += 1;
      continue;
    }
    if (character === '{' || character === '[') {
      if (open.length >= depthLimit) throw new NotUnderstood('It is nested too deeply', line);
      open.push({ line, map: character === '{' ? new Map() : null, list: [], key: null });
      position += 1;
      continue;
    }
    if (character === '"') put(scalar(unquoted(token(stringToken) ?? fail()), line));
    else put(scalar(token(wordToken) ?? fail(), line, 'other'));
  }
}
