/** A value in a document: a variable, a number or a text. */
export type Value = { readonly variable: string } | { readonly literal: number | string };

/** What is asked of one object. */
export type Selection =
  | {
      readonly kind: 'field';
      /** Its name in the answer. */
      readonly key: string;
      readonly name: string;
      readonly args: ReadonlyMap<string, Value>;
      readonly selections: readonly Selection[] | undefined;
    }
  | { readonly kind: 'spread'; readonly fragment: string }
  | { readonly kind: 'inline'; readonly on: string; readonly selections: readonly Selection[] };

export interface Fragment {
  readonly on: string;
  readonly selections: readonly Selection[];
}

/** A document with one query. */
export interface Document {
  /** Types by variable, as written (`String!`). */
  readonly variables: ReadonlyMap<string, string>;
  readonly selections: readonly Selection[];
  readonly fragments: ReadonlyMap<string, Fragment>;
}

/** What a document gets wrong, in words. */
export class DocumentError extends Error {}

const token = /\.{3}|[{}()[\]:!$=@|]|-?\d+(?:\.\d+)?|"(?:[^"\\\n]|\\.)*"|[A-Za-z_]\w*|[^\s,]/g;

/**
 * Reads the part of the query language that clients of this double use: one query with variables, fields with aliases and
 * arguments, fragments of both kinds. Whatever else the language has is refused.
 * https://spec.graphql.org/October2021/#sec-Document
 */
export function parseDocument(text: string): Document {
  const tokens = text.replace(/#.*/g, '').match(token) ?? [];
  let place = 0;

  function take(): string {
    const next = tokens[place];
    if (next === undefined) throw new DocumentError('Unexpected end of document');
    place += 1;
    return next;
  }
  function takeIf(wanted: string): boolean {
    if (tokens[place] !== wanted) return false;
    place += 1;
    return true;
  }
  function expect(wanted: string): void {
    const found = take();
    if (found !== wanted) throw unexpected(found);
  }
  function name(): string {
    const found = take();
    if (!/^[A-Za-z_]/.test(found)) throw unexpected(found);
    return found;
  }

  function type(): string {
    const inner = takeIf('[') ? `[${type()}` : name();
    if (inner.startsWith('[')) expect(']');
    return `${inner}${inner.startsWith('[') ? ']' : ''}${takeIf('!') ? '!' : ''}`;
  }
  function variables(): Map<string, string> {
    const found = new Map<string, string>();
    if (!takeIf('(')) return found;
    while (!takeIf(')')) {
      expect('$');
      const variable = name();
      expect(':');
      if (found.has(variable)) throw new DocumentError(`There can be only one variable named "$${variable}"`);
      found.set(variable, type());
    }
    return found;
  }
  function value(): Value {
    if (takeIf('$')) return { variable: name() };
    const found = take();
    if (/^-?\d/.test(found)) return { literal: Number(found) };
    if (found.startsWith('"') && found.length > 1) return { literal: String(JSON.parse(found)) };
    throw unexpected(found);
  }
  function args(): Map<string, Value> {
    const found = new Map<string, Value>();
    if (!takeIf('(')) return found;
    while (!takeIf(')')) {
      const argument = name();
      expect(':');
      found.set(argument, value());
    }
    return found;
  }
  function selection(): Selection {
    if (takeIf('...')) {
      const next = name();
      return next === 'on'
        ? { kind: 'inline', on: name(), selections: selections() }
        : { kind: 'spread', fragment: next };
    }
    const first = name();
    const field = takeIf(':') ? name() : first;
    const given = args();
    return {
      kind: 'field',
      key: first,
      name: field,
      args: given,
      selections: tokens[place] === '{' ? selections() : undefined,
    };
  }
  function selections(): Selection[] {
    expect('{');
    const found: Selection[] = [];
    while (!takeIf('}')) found.push(selection());
    if (found.length === 0) throw unexpected('}');
    return found;
  }

  let query: Pick<Document, 'variables' | 'selections'> | undefined;
  const fragments = new Map<string, Fragment>();
  while (place < tokens.length) {
    const word = take();
    if (word === 'fragment') {
      const fragment = name();
      expect('on');
      fragments.set(fragment, { on: name(), selections: selections() });
      continue;
    }
    if (word !== 'query' || query !== undefined) throw unexpected(word);
    if (tokens[place] !== '(' && tokens[place] !== '{') name();
    query = { variables: variables(), selections: selections() };
  }
  if (query === undefined) throw new DocumentError('A query has to be given');
  return { ...query, fragments };
}

function unexpected(found: string): DocumentError {
  return new DocumentError(`Parse error on ${JSON.stringify(found)}`);
}
