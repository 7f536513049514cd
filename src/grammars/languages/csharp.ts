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
  type Piece,
  type Rule,
  type To,
} from './conversion';
import { named, ofType, part, parts, type RawNode } from './rawTree';

const stretches = ['string_literal_content', 'raw_string_content', 'escape_sequence', 'string_content'];

const string: Rule = (node, to) =>
  textCode(
    node,
    pieces(node, to, stretches, (text, type) => (type === 'escape_sequence' ? unescaped(text) : text)),
  );

const verbatim: Rule = (node, to) =>
  textCode(node, [literal(to.text(node).slice(2, -1).replaceAll('""', '"'), node.line)]);

const interpolated: Rule = (node, to) => {
  const isVerbatim = /^(?:\$@|@\$)/.test(to.text(node));
  return textCode(
    node,
    named(node).flatMap((child): readonly Piece[] => {
      if (child.type === 'string_content') {
        const text = to.text(child);
        return [literal(isVerbatim ? text.replaceAll('""', '"') : text, child.line)];
      }
      if (child.type === 'escape_sequence') return [literal(unescaped(to.text(child)), child.line)];
      return child.type === 'interpolation' ? [to.code(child)] : [];
    }),
  );
};

function given(
  list: RawNode | null,
  to: To,
): { readonly args: readonly Code[]; readonly keywords: { name: string; value: Code }[] } {
  const all = list === null ? [] : ofType(list, 'argument');
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

/** The name of `Add<string>`, and its type argument. */
function generic(node: RawNode | null, to: To): { readonly called: RawNode | null; readonly type: string | null } {
  if (node?.type !== 'generic_name') return { called: node, type: null };
  const [called, types] = named(node);
  return { called: called ?? null, type: to.text(types ?? null).slice(1, -1) || null };
}

const invocation: Rule = (node, to) => {
  const target = part(node, 'function');
  const rest = given(part(node, 'arguments'), to);
  if (target?.type === 'member_access_expression') {
    const object = part(target, 'expression') ?? target.children[0] ?? null;
    const { called, type } = generic(part(target, 'name'), to);
    const of: Code | null =
      object === null
        ? null
        : object.named
          ? to.code(object)
          : { ...span(object), kind: 'name', of: null, name: to.text(object) };
    return call(node, of, called, to, { ...rest, type });
  }
  if (target?.type === 'conditional_access_expression') {
    const object = part(target, 'condition');
    const binding = ofType(target, 'member_binding_expression')[0];
    const { called, type } = generic(binding === undefined ? null : part(binding, 'name'), to);
    return call(node, object === null ? null : to.code(object), called, to, { ...rest, type });
  }
  if (target?.type === 'identifier' || target?.type === 'generic_name') {
    const { called, type } = generic(target, to);
    return call(node, null, called, to, { ...rest, type });
  }
  return call(node, target === null ? null : to.code(target), null, to, { ...rest, name: 'call' });
};

const creation: Rule = (node, to) => {
  const type = part(node, 'type');
  return call(node, null, type, to, {
    ...given(part(node, 'arguments'), to),
    makes: true,
    name: type === null ? 'new' : to.text(type),
  });
};

/** `new { Id = …, Name = … }` */
const anonymous: Rule = (node, to) => {
  const all = named(node);
  const pairs = all.flatMap((one, index) => {
    const next = all[index + 1];
    const isKey = one.type === 'identifier' && /^\s*=/.test(to.source.slice(one.to, next?.from));
    return isKey && next !== undefined
      ? [{ key: textCode(one, [literal(to.text(one), one.line)], true), value: to.code(next) }]
      : [];
  });
  return { ...span(node), kind: 'pairs', pairs, open: pairs.length * 2 !== all.length };
};

const func: Rule = (node, to) => {
  const called = part(node, 'name');
  const list = part(node, 'parameters');
  const params =
    list === null
      ? []
      : list.type === 'implicit_parameter'
        ? [to.text(list)]
        : ofType(list, 'parameter', 'implicit_parameter').map((one) => to.text(part(one, 'name') ?? one));
  const body = part(node, 'body');
  const only =
    body?.type === 'arrow_expression_clause' ? (named(body)[0] ?? null) : body?.type === 'block' ? null : body;
  const statements = only === null ? to.body(body) : [leave(only, 'return', only, to)];
  return functionCode(node, called === null ? null : to.text(called), params, statements);
};

const declaration: Rule = (node, to) => ({
  ...span(node),
  kind: 'other',
  what: 'block',
  parts: ofType(node, 'variable_declaration')
    .flatMap((one) => ofType(one, 'variable_declarator'))
    .flatMap((one) => {
      const target = part(one, 'name') ?? named(one)[0];
      const last = named(one).at(-1);
      return target === undefined || last === undefined || last === target
        ? []
        : [assign(one, to.code(target), to.code(last))];
    }),
});

const choice: Rule = (node, to) => {
  const cases = ofType(part(node, 'body') ?? node, 'switch_section');
  const bodies = cases.map((one) => to.all(named(one).filter(({ type }) => !type.endsWith('pattern'))));
  return branch(node, 'if', to.all(parts(node, 'value')), bodies);
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
    ...ofType(node, 'finally_clause').flatMap((one) => to.body(ofType(one, 'block')[0] ?? null)),
  ],
});

const loop: Rule = (node, to) => {
  const left = part(node, 'left');
  const one = left?.type === 'identifier' ? to.text(left) : null;
  const tests = to.all(['right', 'condition', 'initializer', 'update'].flatMap((field) => parts(node, field)));
  return branch(node, 'loop', tests, [to.body(part(node, 'body'))], one);
};

const using: Rule = (node, to) => ({
  ...span(node),
  kind: 'other',
  what: 'block',
  parts: [declaration(node, to), ...to.body(part(node, 'body'))],
});

const array: Rule = (node, to) => {
  const list = ofType(node, 'initializer_expression')[0];
  return { ...span(node), kind: 'list', items: list === undefined ? [] : to.all(named(list)) };
};

/** C#. */
export const csharp: Conversion = {
  blocks: new Set(['compilation_unit', 'block', 'declaration_list', 'else_clause', 'global_statement']),
  rules: {
    ...each('identifier this base predefined_type qualified_name', name),
    ...each('integer_literal real_literal', number),
    boolean_literal: boolean,
    null_literal: value('null'),
    ...each('string_literal raw_string_literal', string),
    verbatim_string_literal: verbatim,
    interpolated_string_expression: interpolated,
    interpolation: (node, to) => {
      const inside = named(node).filter(({ type }) => type !== 'interpolation_brace');
      const [only] = inside;
      return only === undefined ? other(node, to) : to.code(only);
    },
    ...each('implicit_array_creation_expression array_creation_expression initializer_expression', array),
    ...each('element_binding_expression collection_expression', (node, to) => ({
      ...span(node),
      kind: 'list',
      items: named(node).map((one) => unwrap(one, to)),
    })),
    member_access_expression: (node, to) => member(node, part(node, 'expression'), to.text(part(node, 'name')), to),
    invocation_expression: invocation,
    ...each('object_creation_expression implicit_object_creation_expression', creation),
    anonymous_object_creation_expression: anonymous,
    ...each('expression_statement parenthesized_expression await_expression argument postfix_unary_expression', unwrap),
    cast_expression: (node, to) => {
      const given = part(node, 'value');
      return given === null ? other(node, to) : to.code(given);
    },
    ...each('using_directive modifier attribute_list', (node) => ({
      ...span(node),
      kind: 'other',
      what: 'import',
      parts: [],
    })),
    ...each('namespace_declaration', (node, to) => ({
      ...span(node),
      kind: 'other',
      what: 'block',
      parts: to.body(part(node, 'body')),
    })),
    file_scoped_namespace_declaration: (node, to) => ({
      ...span(node),
      kind: 'other',
      what: 'block',
      parts: to.all(named(node).filter(({ field }) => field !== 'name')),
    }),
    ...each('method_declaration lambda_expression anonymous_method_expression local_function_statement', func),
    if_statement: deciding('if', ['consequence', 'alternative'], ['condition']),
    conditional_expression: deciding('if', ['consequence', 'alternative'], ['condition']),
    ...each('foreach_statement for_statement while_statement do_statement', loop),
    switch_statement: choice,
    try_statement: attempt,
    using_statement: using,
    ...each('local_declaration_statement field_declaration', declaration),
    ...each('class_declaration record_declaration', (node, to) => ({
      ...span(node),
      kind: 'class',
      name: to.text(part(node, 'name')),
      bases: ofType(node, 'base_list').flatMap((list) => named(list).map((base) => to.text(base))),
      body: to.body(part(node, 'body')),
    })),
    assignment_expression: (node, to) => {
      const [left, right] = [part(node, 'left'), part(node, 'right')];
      return left === null || right === null ? other(node, to) : assign(node, to.code(left), to.code(right));
    },
    return_statement: (node, to) => leave(node, 'return', named(node)[0], to),
    ...each('throw_statement throw_expression', (node, to) => leave(node, 'raise', named(node)[0], to)),
    binary_expression: joining('+'),
  },
};
