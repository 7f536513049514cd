/** A node of a parse tree: what the parser says about one part of a statement. */
export type Node = Readonly<Record<string, unknown>>;

const empty: Node = {};

/** Takes a value for a node; anything else is a node without fields. */
export function nodeOf(value: unknown): Node {
  return isNode(value) ? value : empty;
}

function isNode(value: unknown): value is Node {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The node in a field. */
export function child(node: Node, field: string): Node {
  return nodeOf(node[field]);
}

/** Whether a field holds a node. */
export function has(node: Node, field: string): boolean {
  return isNode(node[field]);
}

/** The text in a field; `null` when there is none. */
export function textOf(node: Node, field: string): string | null {
  const value = node[field];
  return typeof value === 'string' ? value : null;
}

/** The number in a field; the parser leaves zero out. */
export function numberOf(node: Node, field: string): number {
  const value = node[field];
  return typeof value === 'number' ? value : 0;
}

/** The flag in a field; the parser leaves `false` out. */
export function flag(node: Node, field: string): boolean {
  return node[field] === true;
}

/** The list in a field. */
export function listOf(node: Node, field: string): readonly unknown[] {
  const value = node[field];
  return Array.isArray(value) ? (value as readonly unknown[]) : [];
}

/** What a wrapper such as `{ "DropStmt": { … } }` holds, and of which kind it is. */
export interface Tagged {
  readonly tag: string;
  readonly body: Node;
}

/** Opens a wrapper. */
export function tagged(value: unknown): Tagged {
  const node = nodeOf(value);
  const [tag] = Object.keys(node);
  return tag === undefined ? { tag: '', body: empty } : { tag, body: nodeOf(node[tag]) };
}

/** The nodes of one kind in a list of wrappers. */
export function taggedIn(node: Node, field: string, tag: string): readonly Node[] {
  return listOf(node, field)
    .map(tagged)
    .filter((each) => each.tag === tag)
    .map(({ body }) => body);
}

/** The words of a list of names: `[{ "String": { "sval": "a" } }]`. */
export function words(list: readonly unknown[]): readonly string[] {
  return list.map((each) => textOf(tagged(each).body, 'sval') ?? '').filter((word) => word !== '');
}

/** A name in the form that names are compared in: without the schema `public`. */
export function nameFrom(parts: readonly string[]): string {
  const kept = parts[0] === 'public' && parts.length === 2 ? parts.slice(1) : parts;
  return kept.join('.');
}

/** The name of a table or view where the tree names one. */
export function relationName(range: Node): string {
  const name = textOf(range, 'relname') ?? '';
  const schema = textOf(range, 'schemaname');
  return nameFrom(schema === null ? [name] : [schema, name]);
}

/** The name that a list, a single word or an object with arguments stands for. */
export function objectName(value: unknown): string {
  const { tag, body } = tagged(value);
  if (tag === 'String') return textOf(body, 'sval') ?? '';
  if (tag === 'List') return nameFrom(words(listOf(body, 'items')));
  if (tag === 'TypeName') return nameFrom(words(listOf(body, 'names')));
  if (tag === 'ObjectWithArgs') return nameFrom(words(listOf(body, 'objname')));
  return '';
}

/** Visits every wrapper below a value, the outermost first. Stops at a depth that no real statement has. */
export function visit(value: unknown, seen: (tag: string, body: Node) => void): void {
  const pending: unknown[] = [value];
  while (pending.length > 0) {
    const next = pending.pop();
    if (Array.isArray(next)) {
      for (let at = next.length - 1; at >= 0; at -= 1) pending.push((next as readonly unknown[])[at]);
    } else if (isNode(next)) {
      const tags = Object.keys(next);
      for (const tag of tags) {
        const body = next[tag];
        if (isNode(body) && isCapital(tag.charCodeAt(0))) seen(tag, body);
      }
      for (let at = tags.length - 1; at >= 0; at -= 1) {
        const body = next[tags[at] ?? ''];
        if (typeof body === 'object') pending.push(body);
      }
    }
  }
}

function isCapital(code: number): boolean {
  return code >= 65 && code <= 90;
}

/** The tables and views that a query reads or writes, without the names that it defines itself. */
export function relationsIn(value: unknown): readonly string[] {
  const found = new Set<string>();
  const own = new Set<string>();
  const bare = new Set<string>();
  visit(value, (tag, body) => {
    if (tag === 'RangeVar' || (tag === 'IntoClause' && has(body, 'rel'))) {
      const range = tag === 'RangeVar' ? body : child(body, 'rel');
      const name = relationName(range);
      if (tag === 'RangeVar') found.add(name);
      if (textOf(range, 'schemaname') === null) bare.add(name);
    }
    if (tag === 'CommonTableExpr') own.add(textOf(body, 'ctename') ?? '');
  });
  return [...found].filter((name) => name !== '' && !(own.has(name) && bare.has(name)));
}
