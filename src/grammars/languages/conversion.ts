import type {
  AssignCode,
  BranchCode,
  CallCode,
  Code,
  FunctionCode,
  Literal,
  Span,
  TextCode,
} from '../../core/highlights/dsl/syntax';
import { named, part, type RawNode } from './rawTree';

/** What a grammar's rule works with. */
export interface To {
  readonly source: string;
  /** The code of a node. */
  readonly code: (node: RawNode) => Code;
  /** The code of each node. */
  readonly all: (nodes: readonly RawNode[]) => readonly Code[];
  /** The statements of a block; of anything else the one that it is. */
  readonly body: (node: RawNode | null) => readonly Code[];
  /** The text of a node as written. */
  readonly text: (node: RawNode | null) => string;
  /** The bodies of Ruby's here-documents, by where their beginnings stand. */
  readonly documents: ReadonlyMap<number, RawNode>;
}

/** What a node of a type is. */
export type Rule = (node: RawNode, to: To) => Code;

/** How a grammar's tree becomes code. */
export interface Conversion {
  readonly rules: Readonly<Record<string, Rule>>;
  /** Types that only hold statements. */
  readonly blocks: ReadonlySet<string>;
}

/** The same rule for several types. */
export function each(types: string, rule: Rule): Readonly<Record<string, Rule>> {
  return Object.fromEntries(types.split(' ').map((type) => [type, rule]));
}

/** Where a node stands. */
export function span({ from, to, line }: RawNode): Span {
  return { from, to, line };
}

/** Syntax that has no meaning of its own here. */
export function other(node: RawNode, to: To): Code {
  return { ...span(node), kind: 'other', what: node.type, parts: to.all(named(node)) };
}

/** What a node wraps when it wraps one thing. */
export const unwrap: Rule = (node, to) => {
  const [only, ...more] = named(node);
  return only === undefined || more.length > 0 ? other(node, to) : to.code(only);
};

/** The rule of a name. */
export const name: Rule = (node, to) => ({ ...span(node), kind: 'name', of: null, name: to.text(node) });

/** The rule of a number. */
export const number: Rule = (node, to) => ({ ...span(node), kind: 'value', value: to.text(node) });

/** The rule of a word that is a value. */
export function value(word: string): Rule {
  return (node) => ({ ...span(node), kind: 'value', value: word });
}

/** The rule of `true` and `false`. */
export const boolean: Rule = (node, to) => ({ ...span(node), kind: 'value', value: to.text(node).toLowerCase() });

/** A name of something: `of.called`. */
export function member(node: RawNode, of: RawNode | null, called: string, to: To): Code {
  return { ...span(node), kind: 'name', of: of === null ? null : to.code(of), name: called };
}

/** A text of literal stretches. */
export function textCode(node: RawNode, pieces: readonly (Literal | Code)[], symbol = false): TextCode {
  return { ...span(node), kind: 'text', parts: pieces, symbol };
}

/** A piece of a string. */
export type Piece = Literal | Code;

/** A stretch of a string. */
export function literal(text: string, line: number): Literal {
  return { text, line };
}

/**
 * The pieces of a string whose children are stretches of text and what is put into it.
 * @param stretches types of the stretches
 * @param read what a stretch stands for: an escape sequence for its character
 */
export function pieces(
  node: RawNode,
  to: To,
  stretches: readonly string[],
  read: (text: string, type: string) => string = (text) => text,
): readonly (Literal | Code)[] {
  return named(node).flatMap((child): readonly Piece[] => {
    if (stretches.includes(child.type)) return [literal(read(to.text(child), child.type), child.line)];
    return ['string_start', 'string_end', 'heredoc_end'].includes(child.type) ? [] : [to.code(child)];
  });
}

const escapes: Readonly<Record<string, string>> = { n: '\n', t: '\t', r: '\r', '0': '' };

/** The character that an escape sequence stands for. */
export function unescaped(text: string): string {
  return text.replaceAll(/\\(u\{?[0-9a-fA-F]{1,6}\}?|x[0-9a-fA-F]{2}|\r?\n|[\s\S])/g, (_whole, rest: string) => {
    if (/^\r?\n/.test(rest)) return '\n';
    const code = /^[ux]\{?([0-9a-fA-F]+)/.exec(rest)?.[1];
    if (code === undefined) return escapes[rest] ?? rest;
    const point = Number.parseInt(code, 16);
    return point > 0 && point <= 0x10ffff ? String.fromCodePoint(point) : '';
  });
}

/** Two strings put together, or a string and something else; `null` when neither is a string. */
export function joined(node: RawNode, left: Code, right: Code): TextCode | null {
  if (left.kind !== 'text' && right.kind !== 'text') return null;
  const of = (code: Code): readonly (Literal | Code)[] => (code.kind === 'text' && !code.symbol ? code.parts : [code]);
  return textCode(node, [...of(left), ...of(right)]);
}

/** The rule of an operator that puts strings together. */
export function joining(operator: string): Rule {
  return (node, to) => {
    const [left, right] = [part(node, 'left'), part(node, 'right')];
    const isJoin = node.children.some((child) => !child.named && child.type === operator);
    const text = isJoin && left !== null && right !== null ? joined(node, to.code(left), to.code(right)) : null;
    return text ?? other(node, to);
  };
}

/** A call. */
export function call(
  node: RawNode,
  of: Code | null,
  nameNode: RawNode | null,
  to: To,
  rest: Partial<Pick<CallCode, 'args' | 'keywords' | 'block' | 'makes' | 'type' | 'name'>>,
): CallCode {
  return {
    ...span(node),
    kind: 'call',
    of,
    name: rest.name ?? to.text(nameNode),
    at: nameNode?.line ?? node.line,
    args: rest.args ?? [],
    keywords: rest.keywords ?? [],
    block: rest.block ?? null,
    makes: rest.makes ?? false,
    type: rest.type ?? null,
  };
}

/** A function. */
export function functionCode(
  node: RawNode,
  called: string | null,
  params: readonly string[],
  body: readonly Code[],
): FunctionCode {
  return { ...span(node), kind: 'function', name: called, params, body };
}

/** An assignment. */
export function assign(node: RawNode, target: Code, assigned: Code): AssignCode {
  return { ...span(node), kind: 'assign', target, value: assigned };
}

/** Code that may run. */
export function branch(
  node: RawNode,
  word: BranchCode['word'],
  tests: readonly Code[],
  bodies: readonly (readonly Code[])[],
  loop: string | null = null,
): BranchCode {
  return { ...span(node), kind: 'branch', word, tests, bodies, each: loop };
}

/** A return or a raise. */
export function leave(node: RawNode, word: 'return' | 'raise', given: RawNode | null | undefined, to: To): Code {
  return { ...span(node), kind: 'leave', word, value: given === null || given === undefined ? null : to.code(given) };
}

/** The rule of a statement whose children are its condition and, by field, the code that it decides about. */
export function deciding(word: BranchCode['word'], bodies: readonly string[], tests: readonly string[]): Rule {
  return (node, to) =>
    branch(
      node,
      word,
      to.all(node.children.filter(({ field, named: isNamed }) => isNamed && tests.includes(field ?? ''))),
      node.children
        .filter(({ field, named: isNamed }) => isNamed && bodies.includes(field ?? ''))
        .map((body) => to.body(body)),
    );
}
