/** How {@link DrawnRows} sees the rows of a tree. */
export interface RowSource<Node extends object> {
  /** The rows under a node (`undefined`: the top), as they should be now. */
  readonly childrenOf: (node: Node | undefined) => readonly Node[];
  /** Stable over refreshes. */
  readonly idOf: (node: Node) => string;
  /** Everything of a row that can be seen or heard. */
  readonly lookOf: (node: Node) => string;
  /** Whether the rows below depend on more than the node's own properties. */
  readonly readsState: (node: Node) => boolean;
}

interface DrawnRow<Node> {
  readonly node: Node;
  look: string;
  /** `null` until the editor has asked for the rows below. */
  children: ReadonlyMap<string, DrawnRow<Node>> | null;
}

/**
 * What the editor has been handed of a tree, so that only rows that differ are drawn anew. Redrawing a row makes the
 * editor forget all rows below it until it has asked for them again, and a click or a tick in between is lost.
 */
export class DrawnRows<Node extends object> {
  private readonly source: RowSource<Node>;
  private readonly rowOf = new WeakMap<Node, DrawnRow<Node>>();
  private top: ReadonlyMap<string, DrawnRow<Node>> | null = null;

  constructor(source: RowSource<Node>) {
    this.source = source;
  }

  /** The rows under a node for the editor: a row that it has already keeps its object, with its new content. */
  childrenOf(parent: Node | undefined): Node[] {
    const before = this.below(parent);
    const rows = new Map<string, DrawnRow<Node>>();
    for (const now of this.source.childrenOf(parent)) {
      const id = this.source.idOf(now);
      const old = before?.get(id);
      const row = old ?? { node: now, look: '', children: null };
      if (old !== undefined) replaceContent(old.node, now);
      row.look = this.source.lookOf(row.node);
      rows.set(id, row);
      this.rowOf.set(row.node, row);
    }
    if (parent === undefined) this.top = rows;
    else {
      const row = this.rowOf.get(parent);
      if (row !== undefined) row.children = rows;
    }
    return [...rows.values()].map((row) => row.node);
  }

  /** Gives the rows their new content and tells which to draw anew, with all below them; `everything` from the top. */
  update(): readonly Node[] | 'everything' {
    if (this.top === null) return 'everything';
    const changed: Node[] = [];
    return this.compare(undefined, this.top, changed) ? changed : 'everything';
  }

  /** Whether the rows under a node are still the same ones; what changed of them or below goes into `changed`. */
  private compare(parent: Node | undefined, before: ReadonlyMap<string, DrawnRow<Node>>, changed: Node[]): boolean {
    const now = this.source.childrenOf(parent);
    const ids = [...before.keys()];
    if (now.length !== ids.length || now.some((row, at) => this.source.idOf(row) !== ids[at])) return false;
    const drawn = [...before.values()];
    now.forEach((content, at) => {
      const row = drawn[at];
      if (row === undefined) return;
      if (!replaceContent(row.node, content) && !this.source.readsState(row.node)) return;
      const look = this.source.lookOf(row.node);
      const same = look === row.look && (row.children === null || this.compare(row.node, row.children, changed));
      row.look = look;
      if (!same) changed.push(row.node);
    });
    return true;
  }

  private below(parent: Node | undefined): ReadonlyMap<string, DrawnRow<Node>> | null {
    return parent === undefined ? this.top : (this.rowOf.get(parent)?.children ?? null);
  }
}

/** Whether anything differed. */
function replaceContent<Node extends object>(node: Node, content: Node): boolean {
  const before = new Map<string, unknown>(Object.entries(node));
  const now = Object.entries(content);
  if (before.size === now.length && now.every(([key, value]) => before.has(key) && before.get(key) === value)) {
    return false;
  }
  for (const key of before.keys()) if (!(key in content)) Reflect.deleteProperty(node, key);
  Object.assign(node, content);
  return true;
}
