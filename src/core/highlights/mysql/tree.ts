/** A node of a statement's tree: the rule of the grammar, and below it nodes and the words that stand between them. */
export interface MysqlNode {
  readonly rule: string;
  /** Places in the statement's text, in characters. */
  readonly start: number;
  readonly end: number;
  readonly text: string;
  readonly parts: readonly (MysqlNode | string)[];
}

/** The node below with this rule; the nearest one first. */
export function find(node: MysqlNode, ...rules: readonly string[]): MysqlNode | null {
  const queue: MysqlNode[] = [node];
  for (let next = queue.shift(); next !== undefined; next = queue.shift()) {
    if (next !== node && rules.includes(next.rule)) return next;
    for (const part of next.parts) if (typeof part !== 'string') queue.push(part);
  }
  return null;
}

/** Every node below with one of these rules, in the order of the text; what is below such a node is left out. */
export function findAll(node: MysqlNode, ...rules: readonly string[]): readonly MysqlNode[] {
  return node.parts.flatMap((part) => {
    if (typeof part === 'string') return [];
    return rules.includes(part.rule) ? [part] : findAll(part, ...rules);
  });
}

/** The nodes right below with one of these rules. */
export function children(node: MysqlNode, ...rules: readonly string[]): readonly MysqlNode[] {
  return node.parts.filter((part): part is MysqlNode => typeof part !== 'string' && rules.includes(part.rule));
}

/** The words right below, in upper case. */
export function words(node: MysqlNode): readonly string[] {
  return node.parts.flatMap((part) => (typeof part === 'string' ? [part.toUpperCase()] : []));
}

/** A name without its quotes, each part of it: `` `a`.`b` `` is `a.b`. */
export function nameIn(text: string): string {
  return text
    .replaceAll(/`((?:[^`]|``)*)`|"((?:[^"]|"")*)"/g, (_whole, back: string | undefined, double: string | undefined) =>
      back === undefined ? (double ?? '').replaceAll('""', '"') : back.replaceAll('``', '`'),
    )
    .replaceAll(/\s*\.\s*/g, '.')
    .trim();
}

/** The name of the first node below with one of these rules; `null` when there is none. */
export function named(node: MysqlNode, ...rules: readonly string[]): string | null {
  const found = rules.includes(node.rule) ? node : find(node, ...rules);
  return found === null ? null : nameIn(found.text);
}

/** A walk over the parts of a node. */
export class Parts {
  readonly #parts: readonly (MysqlNode | string)[];
  #at = 0;

  constructor(node: MysqlNode) {
    this.#parts = node.parts;
  }

  /** Passes over these words if they all stand here. */
  take(...wanted: readonly string[]): boolean {
    const here = wanted.every((word, offset) => {
      const part = this.#parts[this.#at + offset];
      return typeof part === 'string' && part.toUpperCase() === word;
    });
    if (here) this.#at += wanted.length;
    return here;
  }

  /** Passes over any of these words. */
  skip(...wanted: readonly string[]): void {
    while (this.word !== '' && wanted.includes(this.word)) this.#at += 1;
  }

  /** The word here in upper case, empty where none stands. */
  get word(): string {
    const part = this.#parts[this.#at];
    return typeof part === 'string' ? part.toUpperCase() : '';
  }

  /** The node here if it has one of these rules; passes over it. */
  node(...rules: readonly string[]): MysqlNode | null {
    const part = this.#parts[this.#at];
    if (part === undefined || typeof part === 'string' || !rules.includes(part.rule)) return null;
    this.#at += 1;
    return part;
  }

  /** The rest. */
  get rest(): readonly (MysqlNode | string)[] {
    return this.#parts.slice(this.#at);
  }
}
