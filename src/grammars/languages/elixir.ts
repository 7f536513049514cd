import type { Code, FunctionCode } from '../../core/highlights/dsl/syntax';
import {
  assign,
  boolean,
  branch,
  call,
  each,
  functionCode,
  joined,
  leave,
  literal,
  member,
  name,
  number,
  other,
  pieces,
  span,
  textCode,
  unescaped,
  unwrap,
  value,
  type Conversion,
  type Piece,
  type Rule,
  type To,
} from './conversion';
import { hasToken, named, ofType, part, type RawNode } from './rawTree';

function pairOf(pair: RawNode, to: To): { readonly name: string; readonly key: Code; readonly value: Code } {
  const [key, given] = [part(pair, 'key'), part(pair, 'value')];
  const word = to.text(key).trim().replace(/:$/, '').replaceAll('"', '');
  return {
    name: word,
    key: textCode(key ?? pair, [literal(word, pair.line)], true),
    value: given === null ? other(pair, to) : to.code(given),
  };
}

function keywordsOf(
  nodes: readonly RawNode[],
  to: To,
): readonly { readonly name: string; readonly key: Code; readonly value: Code }[] {
  return nodes
    .filter(({ type }) => type === 'keywords')
    .flatMap((list) => ofType(list, 'pair').map((pair) => pairOf(pair, to)));
}

const clauses = ['else_block', 'rescue_block', 'catch_block', 'after_block'];

/** The statements of `do … end`, without `else`, `rescue` and the like. */
function doBody(block: RawNode | undefined, to: To): readonly Code[] {
  if (block === undefined) return [];
  return named(block)
    .filter(({ type }) => !clauses.includes(type))
    .map((node) => to.code(node));
}

function stabs(node: RawNode, to: To): readonly (readonly Code[])[] {
  return ofType(node, 'stab_clause').map((one) => to.body(part(one, 'right')));
}

function patternParams(node: RawNode | undefined | null, to: To): readonly string[] {
  return (node === undefined || node === null ? [] : named(node)).map((one) =>
    // A default: `name \\ value`.
    to.text(one.type === 'binary_operator' ? part(one, 'left') : one),
  );
}

function definition(node: RawNode, args: readonly RawNode[], block: RawNode | undefined, to: To): FunctionCode {
  const [head] = args;
  const guarded = head?.type === 'binary_operator' && hasToken(head, 'when') ? part(head, 'left') : head;
  const called = guarded?.type === 'call' ? to.text(part(guarded, 'target')) : to.text(guarded ?? null);
  const params = guarded?.type === 'call' ? patternParams(ofType(guarded, 'arguments')[0], to) : [];
  const short = keywordsOf(args, to).find((pair) => pair.name === 'do');
  if (short !== undefined) return functionCode(node, called, params, [short.value]);
  // Without a body it says nothing of what it does.
  const missing: Code = { ...span(node), kind: 'other', what: 'ERROR', parts: [] };
  return functionCode(node, called, params, block === undefined ? [missing] : doBody(block, to));
}

/** `if`, `unless`, `case`, `cond`, `try`, `for`, `with`. */
function control(node: RawNode, word: string, args: readonly RawNode[], block: RawNode | undefined, to: To): Code {
  const pairs = keywordsOf(args, to);
  const tests = to.all(args.filter(({ type }) => type !== 'keywords'));
  const short = pairs.filter((pair) => pair.name === 'do' || pair.name === 'else').map((pair) => [pair.value]);
  if (word === 'for') {
    const [first] = args;
    const isEach = first?.type === 'binary_operator' && hasToken(first, '<-') && tests.length === 1;
    const [left, right] = isEach ? [part(first, 'left'), part(first, 'right')] : [null, null];
    const over = right === null ? tests : [to.code(right)];
    const one = left?.type === 'identifier' ? to.text(left) : null;
    return branch(node, 'loop', over, short.length > 0 ? short : [doBody(block, to)], one);
  }
  if (block === undefined) return branch(node, 'if', tests, short);
  const more = ofType(block, ...clauses).flatMap((clause) => {
    const cases = stabs(clause, to);
    return cases.length > 0 ? cases : [doBody(clause, to)];
  });
  if (word === 'try') {
    return {
      ...span(node),
      kind: 'other',
      what: 'block',
      parts: [...doBody(block, to), branch(node, 'try', [], more)],
    };
  }
  const cases = stabs(block, to);
  return branch(node, 'if', tests, [...(cases.length > 0 ? cases : [doBody(block, to)]), ...more]);
}

const controls = new Set(['if', 'unless', 'case', 'cond', 'try', 'for', 'with']);

const invocation: Rule = (node, to) => {
  const target = part(node, 'target');
  const args = ofType(node, 'arguments').flatMap((list) => named(list));
  const block = ofType(node, 'do_block')[0];
  const word = target?.type === 'identifier' ? to.text(target) : '';
  if (['def', 'defp', 'defmacro'].includes(word)) return definition(node, args, block, to);
  if (word === 'defmodule') {
    return { ...span(node), kind: 'class', name: to.text(args[0] ?? null), bases: [], body: doBody(block, to) };
  }
  if (['use', 'import', 'alias', 'require'].includes(word))
    return { ...span(node), kind: 'other', what: 'import', parts: [] };
  if (word === 'raise' || word === 'throw') return leave(node, 'raise', args[0], to);
  if (controls.has(word)) return control(node, word, args, block, to);
  const positional = to.all(args.filter(({ type }) => type !== 'keywords'));
  const keywords = keywordsOf(args, to).map((pair) => ({ name: pair.name, value: pair.value }));
  const body = block === undefined ? null : functionCode(block, null, [], doBody(block, to));
  if (target?.type === 'dot') {
    const left = part(target, 'left');
    return call(node, left === null ? null : to.code(left), part(target, 'right'), to, {
      args: positional,
      keywords,
      block: body,
    });
  }
  return call(node, null, target, to, { args: positional, keywords, block: body });
};

const operator: Rule = (node, to) => {
  const [left, right] = [part(node, 'left'), part(node, 'right')];
  if (left === null || right === null) return other(node, to);
  if (hasToken(node, '=')) return assign(node, to.code(left), to.code(right));
  if (hasToken(node, '<>')) return joined(node, to.code(left), to.code(right)) ?? other(node, to);
  if (hasToken(node, '|>')) {
    const next = to.code(right);
    if (next.kind === 'call') return { ...next, ...span(node), args: [to.code(left), ...next.args] };
  }
  return other(node, to);
};

const string: Rule = (node, to) => {
  const all = pieces(node, to, ['quoted_content', 'escape_sequence'], (text, type) =>
    type === 'escape_sequence' ? unescaped(text) : text,
  );
  return textCode(node, all);
};

const sigil: Rule = (node, to) => {
  const kind = to.text(ofType(node, 'sigil_name')[0] ?? null);
  const all = named(node).flatMap((child): readonly Piece[] => {
    if (child.type === 'quoted_content') return [literal(to.text(child), child.line)];
    return ['sigil_name', 'sigil_modifiers'].includes(child.type) ? [] : [to.code(child)];
  });
  if (kind.toLowerCase() !== 'w') return textCode(node, all);
  const atoms = to.text(ofType(node, 'sigil_modifiers')[0] ?? null) === 'a';
  const items = all.flatMap((piece) =>
    'kind' in piece
      ? [piece]
      : piece.text
          .split(/\s+/)
          .filter((text) => text !== '')
          .map((text) => textCode(node, [literal(text, piece.line)], atoms)),
  );
  return { ...span(node), kind: 'list', items };
};

const attribute: Rule = (node, to) => {
  const [operand] = named(node);
  if (operand === undefined || !hasToken(node, '@')) return other(node, to);
  const called: Code = {
    ...span(node),
    kind: 'name',
    of: null,
    name: `@${to.text(operand.type === 'call' ? part(operand, 'target') : operand)}`,
  };
  const [given] = operand.type === 'call' ? ofType(operand, 'arguments').flatMap((list) => named(list)) : [];
  return given === undefined ? called : assign(node, called, to.code(given));
};

const list: Rule = (node, to) => {
  const pairs = keywordsOf(named(node), to);
  const items = named(node).filter(({ type }) => type !== 'keywords');
  if (pairs.length > 0 && items.length === 0) return { ...span(node), kind: 'pairs', pairs, open: false };
  return { ...span(node), kind: 'list', items: to.all(named(node)) };
};

const lambda: Rule = (node, to) => {
  const [clause] = ofType(node, 'stab_clause');
  const left = clause === undefined ? null : part(clause, 'left');
  return functionCode(node, null, patternParams(left, to), stabs(node, to).flat());
};

/** Elixir. */
export const elixir: Conversion = {
  blocks: new Set(['source', 'body', 'block', 'do_block']),
  rules: {
    ...each('identifier alias', name),
    ...each('integer float', number),
    boolean,
    nil: value('null'),
    ...each('atom quoted_atom', (node, to) =>
      textCode(node, [literal(to.text(node).replaceAll(/^:|"/g, ''), node.line)], true),
    ),
    ...each('string charlist', string),
    sigil,
    interpolation: unwrap,
    ...each('list tuple', list),
    map: (node, to) => ({
      ...span(node),
      kind: 'pairs',
      pairs: ofType(node, 'map_content').flatMap((content) => keywordsOf(named(content), to)),
      open: ofType(node, 'map_content').some((content) => named(content).some(({ type }) => type !== 'keywords')),
    }),
    keywords: (node, to) => ({ ...span(node), kind: 'pairs', pairs: keywordsOf([node], to), open: false }),
    call: invocation,
    dot: (node, to) => member(node, part(node, 'left'), to.text(part(node, 'right')), to),
    binary_operator: operator,
    unary_operator: attribute,
    anonymous_function: lambda,
  },
};
