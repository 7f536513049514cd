import type { Tree, TreeCursor } from 'web-tree-sitter';

/** A node of a grammar's tree as plain data. */
export interface RawNode {
  readonly type: string;
  /** The part that it plays in the node above. */
  readonly field: string | null;
  readonly named: boolean;
  /** Stands for what the grammar missed, and is not in the text. */
  readonly missing: boolean;
  readonly from: number;
  readonly to: number;
  /** From 1. */
  readonly line: number;
  readonly children: readonly RawNode[];
}

/** More nodes or levels than any migration that people wrote has. */
export const limits = { nodes: 400_000, depth: 300, characters: 1_000_000, milliseconds: 4_000 } as const;

/** Copies a tree; `null` when it has more nodes or levels than are read. */
export function rawTree(tree: Tree): RawNode | null {
  const cursor = tree.walk();
  try {
    const left = { nodes: limits.nodes };
    return copied(cursor, 0, left);
  } finally {
    cursor.delete();
  }
}

function copied(cursor: TreeCursor, depth: number, left: { nodes: number }): RawNode | null {
  left.nodes -= 1;
  if (left.nodes < 0 || depth > limits.depth) return null;
  const node = {
    type: cursor.nodeType,
    field: cursor.currentFieldName,
    named: cursor.nodeIsNamed,
    missing: cursor.nodeIsMissing,
    from: cursor.startIndex,
    to: cursor.endIndex,
    line: cursor.startPosition.row + 1,
  };
  const children: RawNode[] = [];
  if (cursor.gotoFirstChild()) {
    do {
      const child = copied(cursor, depth + 1, left);
      if (child === null) return null;
      children.push(child);
    } while (cursor.gotoNextSibling());
    cursor.gotoParent();
  }
  return { ...node, children };
}

/** The child that plays a part. */
export function part(node: RawNode, field: string): RawNode | null {
  return node.children.find((child) => child.field === field && child.type !== 'comment') ?? null;
}

/** The children that play a part. */
export function parts(node: RawNode, field: string): readonly RawNode[] {
  return node.children.filter((child) => child.field === field && child.named);
}

/** The children of a type. */
export function ofType(node: RawNode, ...types: readonly string[]): readonly RawNode[] {
  return node.children.filter(({ type }) => types.includes(type));
}

const comments = new Set(['comment', 'line_comment', 'block_comment', 'html_comment', 'heredoc_body', 'php_tag']);

/** The children that say something: no comments, no punctuation. */
export function named(node: RawNode): readonly RawNode[] {
  return node.children.filter((child) => child.named && !comments.has(child.type));
}

/** A word or mark of the language among the children: `async`, `*`. */
export function hasToken(node: RawNode, token: string): boolean {
  return node.children.some((child) => !child.named && child.type === token);
}
