/**
 * A document as values with the lines they stand on, whatever it was written in. The order of a map's keys and the
 * layout are not part of it.
 */
export type Tree = MapTree | ListTree | Scalar;

export interface MapTree {
  readonly kind: 'map';
  /** Line it starts on, from 1. */
  readonly line: number;
  readonly entries: ReadonlyMap<string, Tree>;
}

export interface ListTree {
  readonly kind: 'list';
  readonly line: number;
  readonly items: readonly Tree[];
}

export interface Scalar {
  readonly kind: 'scalar';
  readonly line: number;
  /** The value as text; of a string without its quotes. */
  readonly text: string;
  /** `other`: numbers, truth values, null, references, expressions. */
  readonly type: 'string' | 'other';
}

/** Thrown by readers where a text is not what it should be; the message never holds any of the text. */
export class NotUnderstood extends Error {
  /** Line of the trouble, from 1. */
  readonly line: number;

  constructor(what: string, line: number) {
    super(`${what} in line ${line}`);
    this.name = 'NotUnderstood';
    this.line = line;
  }
}

/** Why a text could not be read, as a sentence that holds nothing of the text. */
export function whyNot(error: unknown): string {
  return error instanceof NotUnderstood ? `${error.message}.` : 'Its reader failed.';
}

/** Levels of nesting that readers follow; deeper texts are refused, because no stack is endless. */
export const depthLimit = 100;

export function scalar(text: string, line: number, type: Scalar['type'] = 'string'): Scalar {
  return { kind: 'scalar', line, text, type };
}

export function mapTree(entries: ReadonlyMap<string, Tree>, line: number): MapTree {
  return { kind: 'map', line, entries };
}

/** The value under these keys; `null` where there is none. */
export function at(tree: Tree | null | undefined, ...keys: readonly string[]): Tree | null {
  let here: Tree | null = tree ?? null;
  for (const key of keys) here = here?.kind === 'map' ? (here.entries.get(key) ?? null) : null;
  return here;
}

/** The text of a scalar under these keys; `null` where there is none. */
export function textAt(tree: Tree | null | undefined, ...keys: readonly string[]): string | null {
  const found = at(tree, ...keys);
  return found?.kind === 'scalar' ? found.text : null;
}

/** The entries of a map, none of anything else. */
export function entriesOf(tree: Tree | null | undefined): ReadonlyMap<string, Tree> {
  return tree?.kind === 'map' ? tree.entries : new Map();
}

/** The items of a list, none of anything else. */
export function itemsOf(tree: Tree | null | undefined): readonly Tree[] {
  return tree?.kind === 'list' ? tree.items : [];
}

const canonicals = new WeakMap<Tree, string>();

/** The same text for the same values, in whatever order the keys stand. */
export function canonical(tree: Tree): string {
  const known = canonicals.get(tree);
  if (known !== undefined) return known;
  const made = make(tree);
  canonicals.set(tree, made);
  return made;
}

function make(tree: Tree): string {
  switch (tree.kind) {
    case 'scalar':
      return tree.type === 'string' ? JSON.stringify(tree.text) : `=${tree.text}`;
    case 'list':
      return `[${tree.items.map(canonical).join()}]`;
    case 'map':
      return `{${[...tree.entries]
        .map(([key, value]) => `${JSON.stringify(key)}:${canonical(value)}`)
        .sort()
        .join()}}`;
  }
}

/** How many scalars it holds. */
export function sizeOf(tree: Tree): number {
  switch (tree.kind) {
    case 'scalar':
      return 1;
    case 'list':
      return tree.items.reduce((sum, each) => sum + sizeOf(each), 0);
    case 'map':
      return [...tree.entries.values()].reduce((sum, each) => sum + sizeOf(each), 0);
  }
}
