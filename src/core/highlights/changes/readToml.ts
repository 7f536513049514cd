import { parseTOML, type AST } from 'toml-eslint-parser';
import type { Steps } from './steps';
import { mapTree, NotUnderstood, scalar, type Tree } from './tree';

/** Characters; the parser reads a text in one go. */
const limit = 200_000;

type Maps = Map<string, Tree>;

/**
 * Reads TOML 1.0 (toml.io).
 * @throws NotUnderstood
 */
export function* readToml(text: string): Steps<Tree> {
  if (text.length > limit) throw new NotUnderstood('It is too large to be read as TOML', 1);
  yield;
  let program: AST.TOMLProgram;
  try {
    program = parseTOML(text);
  } catch (error) {
    const line = typeof error === 'object' && error !== null && 'lineNumber' in error ? Number(error.lineNumber) : 1;
    throw new NotUnderstood('It is no TOML', line);
  }
  const root: Maps = new Map();
  const [top] = program.body;
  for (const node of top.body) {
    if (node.type === 'TOMLKeyValue') {
      put(root, node);
      continue;
    }
    const table: Maps = new Map();
    for (const pair of node.body) put(table, pair);
    place(root, node.resolvedKey, table, node.loc.start.line);
  }
  return mapTree(root, 1);
}

/** Puts a table where its header says; a number in the key is the place in an array of tables. */
function place(root: Maps, keys: readonly (string | number)[], table: Maps, line: number): void {
  let here = root;
  for (const [index, key] of keys.entries()) {
    if (typeof key === 'number') continue;
    const last = keys.slice(index + 1).every((each) => typeof each === 'number');
    const next = keys[index + 1];
    const found = here.get(key);
    if (typeof next === 'number') {
      const items = found?.kind === 'list' ? [...found.items] : [];
      const item = items[next];
      const map: Maps = item?.kind === 'map' ? new Map(item.entries) : new Map<string, Tree>();
      if (last) for (const [name, value] of table) map.set(name, value);
      items[next] = mapTree(map, item?.line ?? line);
      here.set(key, { kind: 'list', line: found?.line ?? line, items });
      here = map;
    } else {
      const map: Maps = found?.kind === 'map' ? new Map(found.entries) : new Map<string, Tree>();
      if (last) for (const [name, value] of table) map.set(name, value);
      here.set(key, mapTree(map, found?.line ?? line));
      here = map;
    }
  }
}

function put(map: Maps, pair: AST.TOMLKeyValue): void {
  const keys = pair.key.keys.map((key) => (key.type === 'TOMLBare' ? key.name : key.value));
  let here = map;
  for (const key of keys.slice(0, -1)) {
    const found = here.get(key);
    const inner: Maps = found?.kind === 'map' ? new Map(found.entries) : new Map<string, Tree>();
    here.set(key, mapTree(inner, found?.line ?? pair.loc.start.line));
    here = inner;
  }
  here.set(keys.at(-1) ?? '', valueOf(pair.value));
}

function valueOf(node: AST.TOMLContentNode): Tree {
  const { line } = node.loc.start;
  switch (node.type) {
    case 'TOMLArray':
      return { kind: 'list', line, items: node.elements.map(valueOf) };
    case 'TOMLInlineTable': {
      const map: Maps = new Map();
      for (const pair of node.body) put(map, pair);
      return mapTree(map, line);
    }
    case 'TOMLValue':
      if (node.kind === 'string') return scalar(node.value, line);
      if (node.kind === 'integer' || node.kind === 'float') return scalar(node.number, line, 'other');
      return scalar(node.kind === 'boolean' ? String(node.value) : node.datetime, line, 'other');
  }
}
