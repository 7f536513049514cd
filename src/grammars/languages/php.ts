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
import { named, ofType, part, parts, type RawNode } from './rawTree';

const stretches = ['string_content', 'nowdoc_string', 'escape_sequence'];

const string: Rule = (node, to) => {
  const single = node.type === 'string';
  return textCode(
    node,
    pieces(node, to, stretches, (text, type) => {
      if (single) return text.replaceAll(/\\(['\\])/g, '$1');
      return type === 'escape_sequence' ? unescaped(text) : text;
    }),
  );
};

const document: Rule = (node, to) => {
  const body = part(node, 'value');
  if (body === null) return textCode(node, []);
  let line = 0;
  const all = pieces(body, to, stretches, (text) => text).map((piece) => {
    if ('kind' in piece) return piece;
    // Each line is a piece of its own, without its line end.
    const ends = line !== 0 && piece.line > line;
    line = piece.line + piece.text.split('\n').length - 1;
    return ends ? literal(`\n${piece.text}`, piece.line - 1) : piece;
  });
  return textCode(node, all);
};

function given(
  list: RawNode | null,
  to: To,
): { readonly args: readonly Code[]; readonly keywords: { name: string; value: Code }[] } {
  const all = list === null ? [] : ofType(list, 'argument', 'variadic_placeholder');
  const valueOf = (one: RawNode): Code => {
    const last = named(one).at(-1);
    return last === undefined ? other(one, to) : to.code(last);
  };
  return {
    args: all.filter((one) => part(one, 'name') === null).map(valueOf),
    keywords: all.flatMap((one) => {
      const called = part(one, 'name');
      return called === null ? [] : [{ name: to.text(called), value: valueOf(one) }];
    }),
  };
}

const invocation: Rule = (node, to) => {
  const receiver = part(node, 'object') ?? part(node, 'scope');
  const called = part(node, 'name') ?? part(node, 'function');
  const list = part(node, 'arguments');
  const of = receiver === null ? null : to.code(receiver);
  const plain = called?.type === 'name' || called?.type === 'qualified_name';
  if (!plain) {
    return call(node, called === null ? of : to.code(called), null, to, { name: 'call', ...given(list, to) });
  }
  return call(node, of, called, to, { ...given(list, to), name: to.text(called).replace(/^.*\\/, '') });
};

const creation: Rule = (node, to) => {
  const anonymous = ofType(node, 'anonymous_class')[0];
  if (anonymous !== undefined) return to.code(anonymous);
  const called = ofType(node, 'name', 'qualified_name')[0] ?? null;
  return call(node, null, called, to, {
    ...given(ofType(node, 'arguments')[0] ?? null, to),
    makes: true,
    name: called === null ? 'new' : to.text(called).replace(/^.*\\/, ''),
  });
};

function params(node: RawNode, to: To): readonly string[] {
  const list = part(node, 'parameters');
  return (list === null ? [] : named(list)).map((one) => to.text(part(one, 'name') ?? one));
}

const func: Rule = (node, to) => {
  const called = part(node, 'name');
  return functionCode(node, called === null ? null : to.text(called), params(node, to), to.body(part(node, 'body')));
};

const array: Rule = (node, to) => {
  const elements = ofType(node, 'array_element_initializer').map((one) => named(one));
  if (!elements.some((one) => one.length > 1)) {
    return { ...span(node), kind: 'list', items: elements.flatMap((one) => to.all(one)) };
  }
  return {
    ...span(node),
    kind: 'pairs',
    pairs: elements.flatMap(([key, item]) =>
      key === undefined || item === undefined ? [] : [{ key: to.code(key), value: to.code(item) }],
    ),
    open: elements.some((one) => one.length !== 2),
  };
};

const loop: Rule = (node, to) => {
  const [first, second] = named(node);
  const isEach = node.type === 'foreach_statement';
  const one = isEach && second?.type === 'variable_name' ? to.text(second) : null;
  const tests = isEach
    ? first === undefined
      ? []
      : [to.code(first)]
    : to.all(['initialize', 'condition', 'update'].flatMap((field) => parts(node, field)));
  return branch(node, 'loop', tests, [to.body(part(node, 'body'))], one);
};

const choice: Rule = (node, to) => {
  const cases = ofType(part(node, 'body') ?? node, 'case_statement', 'default_statement');
  const bodies = cases.map((one) => to.all(named(one).filter(({ field }) => field !== 'value')));
  return branch(node, 'if', to.all(parts(node, 'condition')), bodies);
};

const match: Rule = (node, to) => {
  const cases = ofType(part(node, 'body') ?? node, 'match_conditional_expression', 'match_default_expression');
  return branch(
    node,
    'if',
    to.all(parts(node, 'condition')),
    cases.map((one) => to.body(part(one, 'return_expression'))),
  );
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
      ofType(node, 'catch_clause').map((one) => to.body(part(one, 'body'))),
    ),
    ...ofType(node, 'finally_clause').flatMap((one) => to.body(part(one, 'body'))),
  ],
});

const declared: Rule = (node, to) => ({
  ...span(node),
  kind: 'other',
  what: 'block',
  parts: named(node).flatMap((one) => {
    const called = part(one, 'name') ?? ofType(one, 'name', 'variable_name')[0];
    const last = part(one, 'default_value') ?? (one.type === 'const_element' ? named(one).at(-1) : undefined);
    if (!['property_element', 'const_element'].includes(one.type) || called === undefined || last === undefined)
      return [];
    return [
      assign(one, { ...span(called), kind: 'name', of: null, name: to.text(called).replace(/^\$/, '') }, to.code(last)),
    ];
  }),
});

const typeCode: Rule = (node, to) => ({
  ...span(node),
  kind: 'class',
  name: to.text(part(node, 'name')),
  bases: ofType(node, 'base_clause').flatMap((clause) => named(clause).map((base) => to.text(base))),
  body: to.body(part(node, 'body')),
});

/** PHP. */
export const php: Conversion = {
  blocks: new Set(['program', 'compound_statement', 'declaration_list', 'colon_block', 'else_clause']),
  rules: {
    ...each('name qualified_name variable_name relative_scope', name),
    ...each('integer float', number),
    boolean,
    null: value('null'),
    ...each('string encapsed_string', string),
    ...each('heredoc nowdoc', document),
    array_creation_expression: array,
    ...each(
      'member_call_expression nullsafe_member_call_expression scoped_call_expression function_call_expression',
      invocation,
    ),
    object_creation_expression: creation,
    ...each('member_access_expression nullsafe_member_access_expression', (node, to) =>
      member(node, part(node, 'object'), to.text(part(node, 'name')), to),
    ),
    class_constant_access_expression: (node, to) => {
      const [of, called] = named(node);
      return member(node, of ?? null, to.text(called ?? null), to);
    },
    ...each('expression_statement parenthesized_expression argument', unwrap),
    ...each('namespace_use_declaration namespace_definition php_end_tag use_declaration', (node) => ({
      ...span(node),
      kind: 'other',
      what: 'import',
      parts: [],
    })),
    ...each('method_declaration anonymous_function function_definition', func),
    arrow_function: (node, to) => {
      const body = part(node, 'body');
      return functionCode(node, null, params(node, to), body === null ? [] : [leave(body, 'return', body, to)]);
    },
    if_statement: deciding('if', ['body', 'alternative'], ['condition']),
    else_if_clause: deciding('if', ['body', 'alternative'], ['condition']),
    else_clause: (node, to) => ({ ...span(node), kind: 'other', what: 'block', parts: to.body(part(node, 'body')) }),
    conditional_expression: deciding('if', ['body', 'alternative'], ['condition']),
    ...each('foreach_statement for_statement while_statement do_statement', loop),
    switch_statement: choice,
    match_expression: match,
    try_statement: attempt,
    ...each('property_declaration const_declaration', declared),
    ...each('class_declaration anonymous_class trait_declaration', typeCode),
    ...each('assignment_expression augmented_assignment_expression reference_assignment_expression', (node, to) => {
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
    throw_expression: (node, to) => leave(node, 'raise', named(node)[0], to),
    binary_expression: joining('.'),
  },
};
