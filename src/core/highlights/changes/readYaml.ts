import { CST, Lexer, LineCounter, Parser } from 'yaml';
import type { Steps } from './steps';
import { canonical, depthLimit, mapTree, NotUnderstood, scalar, type Tree } from './tree';

/** Values that YAML 1.2's core schema takes for something other than a string. */
const notString =
  /^(?:|~|null|Null|NULL|true|True|TRUE|false|False|FALSE|[-+]?\d+|0o[0-7]+|0x[\da-fA-F]+|[-+]?(?:\.\d+|\d+(?:\.\d*)?)(?:[eE][-+]?\d+)?|[-+]?\.(?:inf|Inf|INF)|\.(?:nan|NaN|NAN))$/;

/** Nodes that aliases may stand for in all; a text that makes more of them is an attack ("billion laughs"). */
const aliasLimit = 50_000;

/**
 * Reads the documents of a YAML 1.2 text; anchors, aliases and merge keys (`<<`) are followed.
 * @throws NotUnderstood
 */
export function* readYaml(text: string): Steps<readonly Tree[]> {
  const counter = new LineCounter();
  counter.addNewLine(0);
  const parser = new Parser(counter.addNewLine);
  const tokens: CST.Token[] = [];
  let lexemes = 0;
  for (const lexeme of new Lexer().lex(text)) {
    tokens.push(...parser.next(lexeme));
    if ((lexemes += 1) % 300 === 0) yield;
  }
  tokens.push(...parser.end());
  const documents: Tree[] = [];
  for (const token of tokens) {
    if (token.type === 'error') throw new NotUnderstood('It is no YAML', counter.linePos(token.offset).line);
    if (token.type !== 'document' || token.value === undefined) continue;
    const walk = new Walk(counter);
    documents.push(yield* walk.node(token.value, walk.anchorIn(token.start), 0));
  }
  return documents;
}

type Node = CST.Token | null | undefined;

/** Makes values of one document's syntax. */
class Walk {
  private readonly anchors = new Map<string, Tree>();
  private aliased = 0;
  private count = 0;
  private readonly counter: LineCounter;

  constructor(counter: LineCounter) {
    this.counter = counter;
  }

  anchorIn(tokens: readonly CST.SourceToken[] | undefined): string | null {
    return tokens?.find(({ type }) => type === 'anchor')?.source.slice(1) ?? null;
  }

  *node(token: Node, anchor: string | null, depth: number, before = 0): Steps<Tree> {
    if (depth > depthLimit) throw new NotUnderstood('It is nested too deeply', this.lineOf(token?.offset ?? before));
    if ((this.count += 1) % 300 === 0) yield;
    const tree = yield* this.value(token, depth, before);
    if (anchor !== null) this.anchors.set(anchor, tree);
    return tree;
  }

  private lineOf(offset: number): number {
    return Math.max(1, this.counter.linePos(offset).line);
  }

  private *value(token: Node, depth: number, before: number): Steps<Tree> {
    if (token == null) return scalar('', this.lineOf(before), 'other');
    const line = this.lineOf(token.offset);
    switch (token.type) {
      case 'alias':
        return this.alias(token.source.slice(1), line);
      case 'scalar':
      case 'single-quoted-scalar':
      case 'double-quoted-scalar':
      case 'block-scalar': {
        const read = CST.resolveAsScalar(token, true, () => {
          throw new NotUnderstood('It is no YAML', line);
        });
        return scalar(read.value, line, token.type === 'scalar' && notString.test(read.value) ? 'other' : 'string');
      }
      case 'block-seq':
      case 'block-map':
        return yield* this.collection(token, line, depth, token.type === 'block-map');
      case 'flow-collection':
        if (!token.end.some(({ type }) => type === 'flow-map-end' || type === 'flow-seq-end')) {
          throw new NotUnderstood('It is no YAML', line);
        }
        return yield* this.collection(token, line, depth, token.start.source === '{');
      default:
        throw new NotUnderstood('It is no YAML', line);
    }
  }

  private *collection(
    token: CST.BlockMap | CST.BlockSequence | CST.FlowCollection,
    line: number,
    depth: number,
    isMap: boolean,
  ): Steps<Tree> {
    const entries = new Map<string, Tree>();
    const merged: Tree[] = [];
    const items: Tree[] = [];
    for (const { start, key, sep, value } of token.items) {
      const offset = value?.offset ?? key?.offset ?? start[0]?.offset ?? token.offset;
      if (key === undefined && sep === undefined && value === undefined) {
        // What is left of a comma or a comment after the last item.
        if (token.type === 'block-seq' && start.some(({ type }) => type === 'seq-item-ind')) {
          items.push(yield* this.node(null, null, depth + 1, offset));
        }
        continue;
      }
      const anchor = this.anchorIn(sep);
      if (!isMap && sep === undefined) {
        items.push(yield* this.node(value ?? key, this.anchorIn(start), depth + 1, offset));
        continue;
      }
      const name = yield* this.node(key, this.anchorIn(start), depth + 1, offset);
      const tree = yield* this.node(value, anchor, depth + 1, key?.offset ?? offset);
      const text = name.kind === 'scalar' ? name.text : canonical(name);
      if (!isMap) items.push(mapTree(new Map([[text, tree]]), line));
      else if (text === '<<' && key?.type === 'scalar') merged.push(tree);
      else entries.set(text, this.atKey(tree, key, offset));
    }
    if (!isMap) return { kind: 'list', line, items };
    for (const from of merged.flatMap((each) => (each.kind === 'list' ? each.items : [each]))) {
      if (from.kind !== 'map') continue;
      for (const [name, tree] of from.entries) if (!entries.has(name)) entries.set(name, tree);
    }
    return mapTree(entries, line);
  }

  /** A reader looks for the key: a value in a block below it counts as standing on the key's line. */
  private atKey(tree: Tree, key: Node, offset: number): Tree {
    const line = this.lineOf(key?.offset ?? offset);
    return tree.line === line ? tree : { ...tree, line };
  }

  private alias(name: string, line: number): Tree {
    const tree = this.anchors.get(name);
    if (tree === undefined) throw new NotUnderstood('It names something that is not there', line);
    this.aliased += nodesOf(tree, aliasLimit);
    if (this.aliased > aliasLimit) throw new NotUnderstood('It repeats itself too often', line);
    return { ...tree, line };
  }
}

const sizes = new WeakMap<Tree, number>();

function nodesOf(tree: Tree, limit: number): number {
  const known = sizes.get(tree);
  if (known !== undefined) return known;
  const inner = tree.kind === 'list' ? tree.items : tree.kind === 'map' ? [...tree.entries.values()] : [];
  let nodes = 1;
  for (const each of inner) nodes = Math.min(limit + 1, nodes + nodesOf(each, limit));
  sizes.set(tree, nodes);
  return nodes;
}
