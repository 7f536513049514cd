import type { Code } from '../../core/highlights/dsl/syntax';
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
  type Rule,
  type To,
} from './conversion';
import { hasToken, named, ofType, part, parts, type RawNode } from './rawTree';

const stretches = ['string_fragment', 'escape_sequence'];

const string: Rule = (node, to) =>
  textCode(
    node,
    pieces(node, to, stretches, (text, type) => (type === 'escape_sequence' ? unescaped(text) : text)),
  );

function keyOf(node: RawNode, to: To): Code {
  return node.type === 'property_identifier' || node.type === 'private_property_identifier'
    ? textCode(node, [literal(to.text(node), node.line)], true)
    : to.code(node);
}

function pairsOf(node: RawNode, to: To): Code {
  const pairs = named(node).flatMap((child) => {
    const key = part(child, child.type === 'method_definition' ? 'name' : 'key');
    if (child.type === 'method_definition' && key !== null) return [{ key: keyOf(key, to), value: to.code(child) }];
    if (child.type === 'shorthand_property_identifier') {
      return [{ key: textCode(child, [literal(to.text(child), child.line)], true), value: name(child, to) }];
    }
    const given = part(child, 'value');
    return child.type === 'pair' && key !== null && given !== null
      ? [{ key: keyOf(key, to), value: to.code(given) }]
      : [];
  });
  return { ...span(node), kind: 'pairs', pairs, open: ofType(node, 'spread_element').length > 0 };
}

function params(node: RawNode, to: To): readonly string[] {
  const single = part(node, 'parameter');
  if (single !== null) return [to.text(single)];
  const list = part(node, 'parameters');
  return (list === null ? [] : named(list)).map((one) => to.text(part(one, 'pattern') ?? part(one, 'left') ?? one));
}

const func: Rule = (node, to) => {
  const called = part(node, 'name');
  const body = part(node, 'body');
  const plain = body === null || body.type === 'statement_block';
  return functionCode(
    node,
    called === null ? null : to.text(called),
    params(node, to),
    plain ? to.body(body) : [leave(body, 'return', body, to)],
  );
};

const invocation: Rule = (node, to) => {
  const called = part(node, 'function') ?? part(node, 'constructor');
  const list = part(node, 'arguments');
  const args = list === null ? [] : list.type === 'template_string' ? [to.code(list)] : to.all(named(list));
  const makes = node.type === 'new_expression';
  if (called?.type === 'member_expression') {
    const object = part(called, 'object');
    return call(node, object === null ? null : to.code(object), part(called, 'property'), to, { args, makes });
  }
  if (called?.type === 'identifier' || called?.type === 'import' || called?.type === 'super') {
    return call(node, null, called, to, { args, makes });
  }
  return call(node, called === null ? null : to.code(called), null, to, { name: 'call', args, makes });
};

const attempt: Rule = (node, to) => ({
  ...span(node),
  kind: 'other',
  what: 'block',
  parts: [
    ...to.body(part(node, 'body')),
    branch(
      node,
      'try',
      [],
      parts(node, 'handler').map((one) => to.body(part(one, 'body'))),
    ),
    ...parts(node, 'finalizer').flatMap((one) => to.body(part(one, 'body'))),
  ],
});

const loop: Rule = (node, to) => {
  const left = part(node, 'left');
  const one = left?.type === 'identifier' && hasToken(node, 'of') ? to.text(left) : null;
  const tests = to.all(['right', 'condition', 'initializer', 'increment'].flatMap((field) => parts(node, field)));
  return branch(node, 'loop', tests, [to.body(part(node, 'body'))], one);
};

const choice: Rule = (node, to) => {
  const cases = ofType(part(node, 'body') ?? node, 'switch_case', 'switch_default');
  return branch(
    node,
    'if',
    to.all(parts(node, 'value')),
    cases.map((one) => to.all(parts(one, 'body'))),
  );
};

function declarations(node: RawNode, to: To): readonly Code[] {
  return ofType(node, 'variable_declarator').flatMap((one) => {
    const [target, given] = [part(one, 'name'), part(one, 'value')];
    return target === null || given === null ? [] : [assign(one, to.code(target), to.code(given))];
  });
}

const declaration: Rule = (node, to) => {
  const all = declarations(node, to);
  const [only] = all;
  return only !== undefined && all.length === 1 ? only : { ...span(node), kind: 'other', what: 'block', parts: all };
};

const field: Rule = (node, to) => {
  const called = part(node, 'name') ?? part(node, 'property');
  const given = part(node, 'value');
  if (called === null || given === null) return { ...span(node), kind: 'other', what: 'declaration', parts: [] };
  return assign(node, { ...span(called), kind: 'name', of: null, name: to.text(called) }, to.code(given));
};

const typeCode: Rule = (node, to) => ({
  ...span(node),
  kind: 'class',
  name: to.text(part(node, 'name')),
  bases: ofType(node, 'class_heritage').flatMap((heritage) => named(heritage).map((base) => to.text(base))),
  body: to.body(part(node, 'body')),
});

/** JavaScript and TypeScript. */
export const typescript: Conversion = {
  blocks: new Set(['program', 'statement_block', 'class_body', 'else_clause', 'class_static_block']),
  rules: {
    ...each('identifier this super property_identifier type_identifier', name),
    number,
    ...each('true false', boolean),
    ...each('null undefined', value('null')),
    ...each('string template_string', string),
    template_substitution: unwrap,
    array: (node, to) => ({ ...span(node), kind: 'list', items: to.all(named(node)) }),
    object: pairsOf,
    member_expression: (node, to) => member(node, part(node, 'object'), to.text(part(node, 'property')), to),
    ...each('call_expression new_expression', invocation),
    ...each(
      'expression_statement parenthesized_expression await_expression as_expression satisfies_expression non_null_expression',
      (node, to) => {
        const [only] = named(node);
        return only === undefined ? other(node, to) : to.code(only);
      },
    ),
    export_statement: (node, to) => {
      const declared = part(node, 'declaration');
      const given = part(node, 'value');
      if (declared !== null) return to.code(declared);
      if (given === null) return { ...span(node), kind: 'other', what: 'import', parts: [] };
      const target: Code = { ...span(node), kind: 'name', of: null, name: 'default' };
      return assign(node, target, to.code(given));
    },
    ...each(
      'import_statement interface_declaration type_alias_declaration enum_declaration abstract_method_signature',
      (node) => ({
        ...span(node),
        kind: 'other',
        what: 'import',
        parts: [],
      }),
    ),
    ...each(
      'function_declaration function_expression arrow_function method_definition generator_function_declaration generator_function function',
      func,
    ),
    if_statement: deciding('if', ['consequence', 'alternative'], ['condition']),
    ternary_expression: deciding('if', ['consequence', 'alternative'], ['condition']),
    ...each('for_statement for_in_statement while_statement do_statement', loop),
    switch_statement: choice,
    try_statement: attempt,
    ...each('lexical_declaration variable_declaration', declaration),
    ...each('public_field_definition field_definition', field),
    ...each('class_declaration class abstract_class_declaration', typeCode),
    ...each('assignment_expression augmented_assignment_expression', (node, to) => {
      const [left, right] = [part(node, 'left'), part(node, 'right')];
      if (left === null || right === null) return other(node, to);
      const set = node.type === 'assignment_expression';
      return assign(
        node,
        to.code(left),
        set ? to.code(right) : { ...span(right), kind: 'other', what: '+=', parts: [to.code(right)] },
      );
    }),
    return_statement: (node, to) => leave(node, 'return', named(node)[0], to),
    throw_statement: (node, to) => leave(node, 'raise', named(node)[0], to),
    binary_expression: (node, to) => {
      if (!['&&', '||', '??'].some((operator) => hasToken(node, operator))) return joining('+')(node, to);
      return deciding('if', ['right'], ['left'])(node, to);
    },
  },
};
