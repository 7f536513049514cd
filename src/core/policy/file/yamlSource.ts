import { Composer, Parser, isAlias, isMap, isScalar, isSeq, visit, type CST, type Node } from 'yaml';
import type { Path, Problems, Span } from './problem';

/** A longer text is no policy that anybody wrote. In UTF-16 units. */
export const policyTextLimit = 50_000;

/** Deeper than any policy. The library below calls itself for every level, and the process dies at thousands. */
const depthLimit = 32;

/** Problems of the YAML itself that are told; the rest mostly follow from the first ones. */
const faultLimit = 10;

/** A text read as one YAML 1.2 document. */
export class YamlSource {
  /** `null`: there is nothing but white space and comments. */
  readonly root: Node | null;
  private readonly targets: ReadonlyMap<Node, Node>;

  constructor(root: Node | null) {
    this.root = root;
    this.targets = targetsOf(root);
  }

  /** What an alias stands for; anything else as it is. */
  follow(node: Node | null): Node | null {
    return isAlias(node) ? (this.targets.get(node) ?? null) : node;
  }

  /** Where a path leads, and whether all of it is there. A key without a value is its own place. */
  locate(path: Path): { readonly span: Span; readonly whole: boolean } {
    let node = this.root;
    let span = spanOf(node) ?? { from: 0, to: 0 };
    for (const step of path) {
      const here = this.follow(node);
      if (isSeq(here) && typeof step === 'number' && step < here.items.length) {
        node = here.items[step] as Node;
        span = filled(spanOf(node)) ?? span;
        continue;
      }
      const pair = isMap(here) ? here.items.find(({ key }) => isScalar(key) && key.value === step) : undefined;
      if (pair === undefined) return { span, whole: false };
      node = pair.value as Node | null;
      span = filled(spanOf(node)) ?? spanOf(pair.key as Node) ?? span;
    }
    return { span, whole: true };
  }
}

/** Where a node stands, without the white space and comments after it. */
export function spanOf(node: Node | null): Span | null {
  const range = node?.range;
  return range == null ? null : { from: range[0], to: range[1] };
}

/** An empty value has a place, but nothing to see there. */
export function filled(span: Span | null): Span | null {
  return span === null || span.from === span.to ? null : span;
}

/**
 * Reads the text; with problems there is no source. Never throws, and takes time in proportion to the text, which is
 * refused beyond {@link policyTextLimit}.
 */
export function readYamlSource(text: string, problems: Problems): YamlSource | null {
  if (text.length > policyTextLimit) {
    const size = `${text.length.toLocaleString('en-US')} characters`;
    const most = policyTextLimit.toLocaleString('en-US');
    problems.add({ from: 0, to: 0 }, [], `The file has ${size}. Expected at most ${most}.`);
    return null;
  }
  const tokens = [...new Parser().parse(text, false)];
  const deep = tooDeep(tokens);
  if (deep !== null) {
    const message = `Found more than ${depthLimit} lists and maps within each other. No policy goes that deep.`;
    problems.add({ from: deep, to: deep + 1 }, [], message);
    return null;
  }
  const [document, second] = compose(tokens, text.length);
  if (document === undefined) return new YamlSource(null);
  const faults = [...document.errors, ...document.warnings];
  for (const { pos, message } of faults.slice(0, faultLimit)) {
    problems.add({ from: pos[0], to: pos[1] }, [], `This is not YAML that a policy can be read from: ${message}.`);
  }
  if (faults.length === 0 && second !== undefined) {
    const start = second.range[0];
    problems.add({ from: start, to: start + 1 }, [], 'Found a second document (after "---"). Expected one policy.');
  }
  if (document.directives.yaml.version === '1.1') {
    // There `off` and `no` mean false, and 16:00 is a number.
    problems.add(
      { from: 0, to: 1 },
      [],
      'Found the directive "%YAML 1.1". Expected YAML 1.2, which needs no directive.',
    );
  }
  return problems.count > 0 ? null : new YamlSource(document.contents);
}

/** The document of a text that is being typed: whatever can be made of it; `null` for a text that is refused. */
export function readUnfinished(text: string): YamlSource | null {
  if (text.length > policyTextLimit) return null;
  const tokens = [...new Parser().parse(text, false)];
  if (tooDeep(tokens) !== null) return null;
  return new YamlSource(compose(tokens, text.length)[0]?.contents ?? null);
}

function compose(tokens: readonly CST.Token[], length: number) {
  // Keys that stand twice are found by the reader, in less than quadratic time and with words of its own.
  const composer = new Composer({ uniqueKeys: false, resolveKnownTags: false });
  return [...composer.compose(tokens, true, length)];
}

/** Where it goes too deep, without calling itself; `null`: nowhere. */
function tooDeep(tokens: readonly CST.Token[]): number | null {
  const open: { readonly token: CST.Token; readonly depth: number }[] = tokens.map((token) => ({ token, depth: 0 }));
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    const { token, depth } = next;
    if (depth > depthLimit) return token.offset;
    if (token.type === 'document') {
      if (token.value !== undefined) open.push({ token: token.value, depth });
    } else if ('items' in token) {
      for (const { key, value } of token.items) {
        if (key != null) open.push({ token: key, depth: depth + 1 });
        if (value !== undefined) open.push({ token: value, depth: depth + 1 });
      }
    }
  }
  return null;
}

/** Aliases by what stood under their name when they came. */
function targetsOf(root: Node | null): ReadonlyMap<Node, Node> {
  const targets = new Map<Node, Node>();
  if (root === null) return targets;
  const anchored = new Map<string, Node>();
  visit(root, {
    Node: (_, node) => {
      if (isAlias(node)) {
        const target = anchored.get(node.source);
        if (target !== undefined) targets.set(node, target);
      } else if (node.anchor !== undefined) anchored.set(node.anchor, node);
    },
  });
  return targets;
}
