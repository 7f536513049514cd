import type { Code, Literal } from '../../core/highlights/dsl/syntax';
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
import { hasToken, named, ofType, part, parts, type RawNode } from './rawTree';

function stringPieces(node: RawNode, to: To): readonly (Literal | Code)[] {
  const raw = /^[a-z]*r/i.test(to.text(node).slice(0, 3));
  return named(node).flatMap((child): readonly Piece[] => {
    if (child.type === 'string_content') return [literal(raw ? to.text(child) : unescaped(to.text(child)), child.line)];
    if (child.type === 'interpolation') return [to.code(child)];
    return [];
  });
}

const invocation: Rule = (node, to) => {
  const called = part(node, 'function');
  const list = part(node, 'arguments');
  const given = list?.type === 'argument_list' ? named(list) : [];
  const args =
    list?.type === 'generator_expression'
      ? [to.code(list)]
      : to.all(given.filter(({ type }) => type !== 'keyword_argument'));
  const keywords = ofType(list ?? node, 'keyword_argument').flatMap((one) => {
    const given = part(one, 'value');
    return given === null ? [] : [{ name: to.text(part(one, 'name')), value: to.code(given) }];
  });
  if (called?.type === 'attribute') {
    const object = part(called, 'object');
    return call(node, object === null ? null : to.code(object), part(called, 'attribute'), to, { args, keywords });
  }
  if (called?.type === 'identifier') return call(node, null, called, to, { args, keywords });
  return call(node, called === null ? null : to.code(called), null, to, { name: 'call', args, keywords });
};

const condition: Rule = (node, to) =>
  branch(node, 'if', to.all(parts(node, 'condition')), [
    to.body(part(node, 'consequence')),
    ...parts(node, 'alternative').map((one) =>
      one.type === 'else_clause' ? to.body(part(one, 'body')) : [to.code(one)],
    ),
  ]);

const loop: Rule = (node, to) => {
  const left = part(node, 'left');
  const bodies = [to.body(part(node, 'body')), ...parts(node, 'alternative').map((one) => to.body(part(one, 'body')))];
  const tests = to.all([...parts(node, 'right'), ...parts(node, 'condition')]);
  return branch(node, 'loop', tests, bodies, left?.type === 'identifier' ? to.text(left) : null);
};

const comprehension: Rule = (node, to) => {
  const clause = ofType(node, 'for_in_clause')[0];
  const [left, right] = clause === undefined ? [null, null] : [part(clause, 'left'), part(clause, 'right')];
  const one =
    left?.type === 'identifier' && ofType(node, 'if_clause', 'for_in_clause').length === 1 ? to.text(left) : null;
  return branch(node, 'loop', right === null ? [] : [to.code(right)], [to.body(part(node, 'body'))], one);
};

const attempt: Rule = (node, to) => {
  const handlers = ofType(node, 'except_clause', 'except_group_clause', 'else_clause');
  const bodies = handlers.map((one) => to.body(part(one, 'body') ?? ofType(one, 'block')[0] ?? null));
  const last = ofType(node, 'finally_clause').flatMap((one) => to.body(ofType(one, 'block')[0] ?? null));
  return {
    ...span(node),
    kind: 'other',
    what: 'block',
    parts: [...to.body(part(node, 'body')), branch(node, 'try', [], bodies), ...last],
  };
};

/** Alembic's block without a transaction: where it ends matters, too, so that it is a block of the call. */
const endsToo = 'autocommit_block';

/** `with a() as b:` reads as `b = a()` and then the block. */
const withBlock: Rule = (node, to) => {
  const items = ofType(node, 'with_clause').flatMap((clause) => ofType(clause, 'with_item'));
  const begins = items.flatMap((item) => {
    const given = part(item, 'value');
    if (given?.type !== 'as_pattern') return given === null ? [] : [to.code(given)];
    const [context, alias] = named(given);
    if (context === undefined) return [];
    return [alias === undefined ? to.code(context) : assign(given, unwrap(alias, to), to.code(context))];
  });
  const [first] = begins;
  const body = to.body(part(node, 'body'));
  return first?.kind === 'call' && first.name === endsToo
    ? { ...first, ...span(node), block: { ...span(node), kind: 'function', name: null, params: [], body } }
    : { ...span(node), kind: 'other', what: 'block', parts: [...begins, ...body] };
};

const definition: Rule = (node, to) => {
  const list = part(node, 'parameters');
  const params = (list === null ? [] : named(list)).map((one) => to.text(part(one, 'name') ?? named(one)[0] ?? one));
  const body = part(node, 'body');
  const isLambda = node.type === 'lambda' && body !== null;
  return functionCode(
    node,
    isLambda ? null : to.text(part(node, 'name')),
    params,
    isLambda ? [leave(body, 'return', body, to)] : to.body(body),
  );
};

const operator: Rule = (node, to) => {
  const [left, right] = [part(node, 'left'), part(node, 'right')];
  if (left === null || right === null) return other(node, to);
  const [a, b] = [to.code(left), to.code(right)];
  if (hasToken(node, '+')) {
    if (a.kind === 'list' && b.kind === 'list') return { ...span(node), kind: 'list', items: [...a.items, ...b.items] };
    return joined(node, a, b) ?? other(node, to);
  }
  if (!hasToken(node, '%') || a.kind !== 'text') return other(node, to);
  // Formatting: each directive stands for what only its run tells.
  const filled = a.parts.flatMap((piece): readonly Piece[] => {
    if ('kind' in piece) return [piece];
    const stretches = piece.text.split(/%(?:\(\w+\))?[-#0+]*\d*[srd]/);
    return stretches.flatMap((text, index): readonly Piece[] =>
      index === 0 ? [literal(text, piece.line)] : [b, literal(text, piece.line)],
    );
  });
  return textCode(node, filled);
};

/** Python. */
export const python: Conversion = {
  blocks: new Set(['module', 'block']),
  rules: {
    identifier: name,
    ...each('integer float', number),
    ...each('true false', boolean),
    none: value('null'),
    string: (node, to) => textCode(node, stringPieces(node, to)),
    concatenated_string: (node, to) =>
      textCode(
        node,
        named(node).flatMap((one) => stringPieces(one, to)),
      ),
    interpolation: (node, to) => {
      const given = part(node, 'expression');
      return given === null ? other(node, to) : to.code(given);
    },
    ...each('list tuple set expression_list', (node, to) => ({
      ...span(node),
      kind: 'list',
      items: to.all(named(node)),
    })),
    dictionary: (node, to) => ({
      ...span(node),
      kind: 'pairs',
      pairs: ofType(node, 'pair').flatMap((pair) => {
        const [key, given] = [part(pair, 'key'), part(pair, 'value')];
        return key === null || given === null ? [] : [{ key: to.code(key), value: to.code(given) }];
      }),
      open: named(node).some(({ type }) => type !== 'pair'),
    }),
    attribute: (node, to) => member(node, part(node, 'object'), to.text(part(node, 'attribute')), to),
    call: invocation,
    ...each('expression_statement parenthesized_expression await type decorated_definition', (node, to) => {
      const kept = named(node).filter(({ type }) => type !== 'decorator');
      const [only, ...more] = kept;
      return only === undefined || more.length > 0 ? other(node, to) : to.code(only);
    }),
    ...each('if_statement elif_clause', condition),
    conditional_expression: (node, to) => {
      const [yes, test, no] = named(node);
      return branch(node, 'if', test === undefined ? [] : [to.code(test)], [to.body(yes ?? null), to.body(no ?? null)]);
    },
    match_statement: (node, to) =>
      branch(
        node,
        'if',
        to.all(parts(node, 'subject')),
        ofType(part(node, 'body') ?? node, 'case_clause').map((one) => to.body(part(one, 'consequence'))),
      ),
    ...each('for_statement while_statement', loop),
    ...each('list_comprehension generator_expression set_comprehension', comprehension),
    try_statement: attempt,
    with_statement: withBlock,
    ...each('function_definition lambda', definition),
    class_definition: (node, to) => {
      const bases = part(node, 'superclasses');
      return {
        ...span(node),
        kind: 'class',
        name: to.text(part(node, 'name')),
        bases: (bases === null ? [] : named(bases)).map((base) => to.text(base)),
        body: to.body(part(node, 'body')),
      };
    },
    ...each('assignment augmented_assignment', (node, to) => {
      const [left, right] = [part(node, 'left'), part(node, 'right')];
      if (left === null || right === null) return other(node, to);
      const added = node.type === 'augmented_assignment';
      return assign(
        node,
        to.code(left),
        added ? { ...span(right), kind: 'other', what: '+=', parts: [to.code(right)] } : to.code(right),
      );
    }),
    return_statement: (node, to) => leave(node, 'return', named(node)[0], to),
    raise_statement: (node, to) => leave(node, 'raise', named(node)[0], to),
    binary_operator: operator,
  },
};
