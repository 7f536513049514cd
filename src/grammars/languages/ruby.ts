import type { Code, FunctionCode, Literal } from '../../core/highlights/dsl/syntax';
import {
  assign,
  boolean,
  branch,
  call,
  deciding,
  each,
  functionCode,
  joining,
  leave,
  literal,
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
  type Rule,
  type To,
} from './conversion';
import { named, ofType, part, parts, type RawNode } from './rawTree';

const stretches = ['string_content', 'heredoc_content', 'escape_sequence'];

function stringPieces(node: RawNode, to: To): readonly (Literal | Code)[] {
  const single = to.source[node.from] === "'";
  return pieces(node, to, stretches, (text, type) => {
    if (type === 'escape_sequence') return unescaped(text);
    return single ? text.replaceAll(/\\(['\\])/g, '$1') : text;
  });
}

function symbol(node: RawNode, to: To, skip: number): Code {
  return textCode(node, [literal(to.text(node).slice(skip), node.line)], true);
}

const words: Rule = (node, to) => ({
  ...span(node),
  kind: 'list',
  items: named(node).map((word) => textCode(word, stringPieces(word, to), word.type === 'bare_symbol')),
});

const heredoc: Rule = (node, to) => {
  const body = to.documents.get(node.from);
  if (body === undefined) return other(node, to);
  const [first, ...rest] = stringPieces(body, to);
  if (first === undefined || 'kind' in first) return textCode(node, first === undefined ? [] : [first, ...rest]);
  // The text begins on the line below.
  const own = first.text.startsWith('\n') ? literal(first.text.slice(1), first.line + 1) : first;
  return textCode(node, [own, ...rest]);
};

/** A key of a pair: `name:`, `:name =>`, `"name" =>`. */
function keyOf(node: RawNode, to: To): Code {
  return node.type === 'hash_key_symbol' ? symbol(node, to, 0) : to.code(node);
}

const pairs: Rule = (node, to) => ({
  ...span(node),
  kind: 'pairs',
  pairs: ofType(node, 'pair').map((pair) => pairOf(pair, to)),
  open: named(node).some(({ type }) => type !== 'pair'),
});

function pairOf(pair: RawNode, to: To): { readonly key: Code; readonly value: Code } {
  const [key, given] = [part(pair, 'key'), part(pair, 'value')];
  const code = key === null ? other(pair, to) : keyOf(key, to);
  // `name:` stands for `name: name`.
  return {
    key: code,
    value: given === null ? { ...span(pair), kind: 'name', of: null, name: to.text(key) } : to.code(given),
  };
}

function params(node: RawNode | null, to: To): readonly string[] {
  return (node === null ? [] : named(node)).map((param) => to.text(part(param, 'name') ?? param));
}

function blockOf(node: RawNode | null, to: To): FunctionCode | null {
  if (node === null) return null;
  if (node.type === 'lambda') return blockOf(part(node, 'body'), to);
  return functionCode(node, null, params(part(node, 'parameters'), to), to.body(part(node, 'body')));
}

const method: Rule = (node, to) =>
  functionCode(node, to.text(part(node, 'name')), params(part(node, 'parameters'), to), to.body(part(node, 'body')));

const invocation: Rule = (node, to) => {
  const receiver = part(node, 'receiver');
  const called = part(node, 'method');
  const list = part(node, 'arguments');
  const given = list === null ? [] : named(list);
  if (receiver === null && (to.text(called) === 'raise' || to.text(called) === 'fail')) {
    return leave(node, 'raise', given[0], to);
  }
  const of = receiver === null ? null : to.code(receiver);
  const keywords = given
    .filter(({ type }) => type === 'pair')
    .map((pair) => pairOf(pair, to))
    .flatMap(({ key, value: given }) => {
      const word = key.kind === 'text' && key.parts.length === 1 ? key.parts[0] : undefined;
      return word === undefined || 'kind' in word ? [] : [{ name: word.text, value: given }];
    });
  const args = given.filter(({ type }) => type !== 'pair' && type !== 'block_argument');
  return call(node, of, called, to, {
    name: called === null ? 'call' : to.text(called),
    args: to.all(args),
    keywords,
    block:
      blockOf(part(node, 'block'), to) ??
      blockArgument(
        given.find(({ type }) => type === 'block_argument'),
        to,
      ),
  });
};

/** Methods that a block argument such as `&:destroy` may name and that do something. */
const acting =
  /destroy|delete|save|update|drop|remove|truncate|touch|purge|create|increment|execute|run|call|perform|!$/;

/** `&:destroy` as the block `{ |it| it.destroy }`; one that only reads is none. */
function blockArgument(node: RawNode | undefined, to: To): FunctionCode | null {
  const given = node === undefined ? undefined : named(node)[0];
  if (node === undefined || given === undefined) return null;
  const word = to.text(given).replace(/^:/, '');
  const plain = given.type === 'simple_symbol';
  if (plain && !acting.test(word)) return null;
  const it: Code = { ...span(node), kind: 'name', of: null, name: 'it' };
  return functionCode(node, null, ['it'], [call(node, it, null, to, { name: plain ? word : 'call' })]);
}

function elseBodies(node: RawNode, to: To): readonly (readonly Code[])[] {
  return parts(node, 'alternative').map((alternative) =>
    alternative.type === 'else' ? to.body(alternative) : [to.code(alternative)],
  );
}

const condition: Rule = (node, to) => {
  const consequence = part(node, 'consequence') ?? part(node, 'body');
  return branch(node, 'if', to.all(parts(node, 'condition')), [to.body(consequence), ...elseBodies(node, to)]);
};

const choice: Rule = (node, to) => {
  const cases = ofType(node, 'when', 'in_clause');
  const bodies = [
    ...cases.map((one) => to.body(part(one, 'body'))),
    ...ofType(node, 'else').map((one) => to.body(one)),
  ];
  return branch(node, 'if', to.all(parts(node, 'value')), bodies);
};

const loop: Rule = (node, to) => {
  const pattern = part(node, 'pattern');
  const one = pattern?.type === 'identifier' ? to.text(pattern) : null;
  return branch(
    node,
    'loop',
    to.all([...parts(node, 'condition'), ...parts(node, 'value')]),
    [to.body(part(node, 'body'))],
    one,
  );
};

const rescue: Rule = (node, to) => branch(node, 'try', [], [to.body(part(node, 'body'))]);

const typeCode: Rule = (node, to) => {
  const superclass = part(node, 'superclass');
  return {
    ...span(node),
    kind: 'class',
    name: to.text(part(node, 'name')),
    bases: superclass === null ? [] : [to.text(superclass).replace(/^\s*<\s*/, '')],
    body: to.body(part(node, 'body')),
  };
};

const scoped: Rule = (node, to) => {
  const scope = part(node, 'scope');
  return { ...span(node), kind: 'name', of: scope === null ? null : to.code(scope), name: to.text(part(node, 'name')) };
};

/** Ruby. */
export const ruby: Conversion = {
  blocks: new Set([
    'program',
    'body_statement',
    'block_body',
    'then',
    'else',
    'do',
    'begin',
    'ensure',
    'parenthesized_statements',
    'begin_block',
  ]),
  rules: {
    ...each('identifier constant self super instance_variable class_variable global_variable', name),
    ...each('integer float', number),
    ...each('true false', boolean),
    nil: value('null'),
    ...each('string bare_string', (node, to) => textCode(node, stringPieces(node, to))),
    subshell: other,
    chained_string: (node, to) =>
      textCode(
        node,
        named(node).flatMap((one) => stringPieces(one, to)),
      ),
    simple_symbol: (node, to) => symbol(node, to, 1),
    delimited_symbol: (node, to) => textCode(node, stringPieces(node, to), true),
    ...each('string_array symbol_array', words),
    heredoc_beginning: heredoc,
    interpolation: unwrap,
    array: (node, to) => ({ ...span(node), kind: 'list', items: to.all(named(node)) }),
    hash: pairs,
    call: invocation,
    ...each('method singleton_method', method),
    ...each('block do_block lambda', (node, to) => blockOf(node, to) ?? other(node, to)),
    ...each('if unless elsif if_modifier unless_modifier conditional', condition),
    case: choice,
    ...each('while until for while_modifier until_modifier', loop),
    rescue,
    rescue_modifier: deciding('try', ['body', 'handler'], []),
    ...each('assignment operator_assignment', (node, to) => {
      const [left, right] = [part(node, 'left'), part(node, 'right')];
      if (left === null || right === null) return other(node, to);
      return assign(node, to.code(left), node.type === 'assignment' ? to.code(right) : other(right, to));
    }),
    return: (node, to) => {
      const [list] = named(node);
      const [only, ...more] = list === undefined ? [] : named(list);
      return more.length > 0 && list !== undefined ? leave(node, 'return', list, to) : leave(node, 'return', only, to);
    },
    ...each('class module singleton_class', typeCode),
    scope_resolution: scoped,
    binary: joining('+'),
  },
};
