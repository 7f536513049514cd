import type { Steps } from './steps';
import { canonical, textAt, type ListTree, type MapTree, type Scalar, type Tree } from './tree';

/** One value that differs; `null` where it is not. */
export interface Difference {
  /** What leads to it, outermost first; an item of a list is written `[name]`. */
  readonly keys: readonly string[];
  readonly was: Scalar | null;
  readonly now: Scalar | null;
}

/** What tells the items of a list of maps apart, the first that all of them have and no two share. */
const identities = [
  'name',
  'id',
  'key',
  'containerPort',
  'port',
  'mountPath',
  'host',
  'path',
  'alert',
  'record',
  'job_name',
  'uses',
  'sid',
  'from',
  'type',
];

/** The values that differ between two documents; the order of keys and the layout do not count. */
export function* differences(was: Tree | null, now: Tree | null): Steps<readonly Difference[]> {
  const found: Difference[] = [];
  yield* compare([], was, now, found);
  return found;
}

function* compare(keys: readonly string[], was: Tree | null, now: Tree | null, found: Difference[]): Steps<void> {
  if (was === null || now === null) {
    yield* all(keys, was ?? now, now === null, found);
    return;
  }
  if (was.kind === 'map' && now.kind === 'map') yield* compareMaps(keys, was, now, found);
  else if (was.kind === 'list' && now.kind === 'list') yield* compareLists(keys, was, now, found);
  else if (was.kind === 'scalar' && now.kind === 'scalar') {
    if (was.text === now.text && was.type === now.type) return;
    // `null` and nothing at all are written as one pleases.
    if (isNothing(was) && isNothing(now)) return;
    if (/[\n]/.test(was.text) && /[\n]/.test(now.text)) yield* compareTexts(keys, was, now, found);
    else found.push({ keys, was, now });
  } else {
    yield* all(keys, was, true, found);
    yield* all(keys, now, false, found);
  }
}

const isNothing = ({ text, type }: Scalar): boolean => type === 'other' && /^(?:|~|null)$/i.test(text);

/** Every value of a tree as come or gone. */
function* all(keys: readonly string[], tree: Tree | null, gone: boolean, found: Difference[]): Steps<void> {
  if (tree === null) return;
  if (tree.kind === 'scalar') {
    found.push({ keys, was: gone ? tree : null, now: gone ? null : tree });
    if (found.length % 500 === 0) yield;
    return;
  }
  if (tree.kind === 'map') for (const [key, each] of tree.entries) yield* all([...keys, key], each, gone, found);
  else {
    const names = namesOf(tree) ?? tree.items.map((_, index) => String(index + 1));
    for (const [index, each] of tree.items.entries()) {
      // What a list of plain values holds needs no number.
      const name = each.kind === 'scalar' ? '[]' : `[${names[index] ?? ''}]`;
      yield* all([...keys, name], each, gone, found);
    }
  }
}

function* compareMaps(keys: readonly string[], was: MapTree, now: MapTree, found: Difference[]): Steps<void> {
  let count = 0;
  for (const key of new Set([...was.entries.keys(), ...now.entries.keys()])) {
    if ((count += 1) % 200 === 0) yield;
    const [before, after] = [was.entries.get(key) ?? null, now.entries.get(key) ?? null];
    yield* compare([...keys, key], before, after, found);
  }
}

/** What an item is told apart by: of an action that a step uses its name, not its version. */
function identityOf(item: Tree, identity: string): string | null {
  const text = textAt(item, identity);
  return identity === 'uses' ? (text?.replace(/@[^@]*$/, '') ?? null) : text;
}

function namesOf(list: ListTree): readonly string[] | null {
  if (list.items.length === 0 || !list.items.every((each) => each.kind === 'map')) return null;
  for (const identity of identities) {
    const names = list.items.map((each) => identityOf(each, identity));
    if (names.every((each) => each !== null) && new Set(names).size === names.length) return names;
  }
  return null;
}

function* compareLists(keys: readonly string[], was: ListTree, now: ListTree, found: Difference[]): Steps<void> {
  const both: ListTree = { kind: 'list', line: 1, items: [...was.items, ...now.items] };
  const maps = both.items.length > 0 && both.items.every((each) => each.kind === 'map');
  const identity = maps
    ? identities.find((each) =>
        [was, now].every((list) => {
          const names = list.items.map((item) => identityOf(item, each));
          return names.every((name) => name !== null) && new Set(names).size === names.length;
        }),
      )
    : undefined;
  if (identity !== undefined) {
    const named = (list: ListTree): MapTree => ({
      kind: 'map',
      line: list.line,
      entries: new Map(list.items.map((each) => [`[${identityOf(each, identity) ?? ''}]`, each])),
    });
    yield* compareMaps(keys, named(was), named(now), found);
    return;
  }
  // What is equal at both ends stays, wherever it stands; the rest is paired in order.
  const left = new Map<string, number>();
  let count = 0;
  for (const each of was.items) {
    if ((count += 1) % 100 === 0) yield;
    const key = canonical(each);
    left.set(key, (left.get(key) ?? 0) + 1);
  }
  const come = now.items.filter((each) => {
    const key = canonical(each);
    const times = left.get(key) ?? 0;
    if (times > 0) left.set(key, times - 1);
    return times === 0;
  });
  yield;
  const gone = was.items.filter((each) => {
    const key = canonical(each);
    const times = left.get(key) ?? 0;
    if (times > 0) left.set(key, times - 1);
    return times > 0;
  });
  const places = new Map<Tree, number>();
  for (const list of [was, now]) list.items.forEach((each, index) => places.set(each, index + 1));
  let paired = 0;
  for (const [before, after] of pairs(gone, come)) {
    if ((paired += 1) % 100 === 0) yield;
    const plain = (before ?? after)?.kind === 'scalar';
    const position = places.get(after ?? before ?? now) ?? 0;
    yield* compare([...keys, plain ? '[]' : `[${position}]`], before, after, found);
  }
}

/** What stands before the first sign of assignment in a line, which tells settings apart. */
const setting = /^-?\s*["']?([\w./-]+)["']?\s*(?:=>|[:=](?![:=~]))/;

/**
 * Pairs what went with what came: maps in their order; plain values where they set the same name, or where as many (few)
 * came as went.
 */
function pairs(gone: readonly Tree[], come: readonly Tree[]): readonly (readonly [Tree | null, Tree | null])[] {
  const plain = [...gone, ...come].every((each) => each.kind === 'scalar');
  const inOrder = (before: readonly Tree[], after: readonly Tree[]): (readonly [Tree | null, Tree | null])[] =>
    Array.from({ length: Math.max(before.length, after.length) }, (_, index) => [
      before[index] ?? null,
      after[index] ?? null,
    ]);
  if (!plain) return inOrder(gone, come);
  const nameOf = (each: Tree): string | null =>
    each.kind === 'scalar' ? (setting.exec(each.text)?.[1] ?? null) : null;
  const waiting = new Map<string, Tree[]>();
  for (const each of come) {
    const name = nameOf(each);
    if (name !== null) waiting.set(name, [...(waiting.get(name) ?? []), each]);
  }
  const taken = new Set<Tree>();
  const named = gone.flatMap((each): (readonly [Tree, Tree])[] => {
    const name = nameOf(each);
    const partner = name === null ? undefined : waiting.get(name)?.shift();
    if (partner === undefined) return [];
    taken.add(each).add(partner);
    return [[each, partner]];
  });
  const [before, after] = [gone, come].map((list) => list.filter((each) => !taken.has(each)));
  const rest = before ?? [];
  const others = after ?? [];
  const few = rest.length === others.length && rest.length <= 2 && rest.every((each) => nameOf(each) === null);
  return [...named, ...(few ? inOrder(rest, others) : [...inOrder(rest, []), ...inOrder([], others)])];
}

/** Texts of several lines (scripts, embedded files): the lines that only one of them has, paired where they begin alike. */
function* compareTexts(keys: readonly string[], was: Scalar, now: Scalar, found: Difference[]): Steps<void> {
  const lines = ({ text, line }: Scalar): ListTree => ({
    kind: 'list',
    line,
    items: text
      .split('\n')
      .map((each, index) => ({ kind: 'scalar', line: line + 1 + index, text: each.trim(), type: 'string' })),
  });
  yield* compareLists(keys, lines(was), lines(now), found);
}
