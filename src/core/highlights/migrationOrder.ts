import type { FrameworkId } from './frameworks';

/** What the order in which migrations run depends on. */
export interface Ordered {
  readonly folder: string;
  readonly version: string | null;
  readonly repeatable: boolean;
  readonly framework: FrameworkId;
  readonly path: string;
  /** Steps from the first migration of the range, for frameworks whose files name the one before them. */
  readonly depth: number;
}

function compareNumbers(a: string, b: string): number {
  const [left, right] = [a.replace(/^0+(?=.)/, ''), b.replace(/^0+(?=.)/, '')];
  return left.length - right.length || (left < right ? -1 : left > right ? 1 : 0);
}

function compareVersions(a: string, b: string): number {
  const [left, right] = [a.split(/[^0-9]+/), b.split(/[^0-9]+/)];
  for (let at = 0; at < Math.min(left.length, right.length); at += 1) {
    const order = compareNumbers(left[at] ?? '', right[at] ?? '');
    if (order !== 0) return order;
  }
  return left.length - right.length || (a < b ? -1 : a > b ? 1 : 0);
}

/** Diesel takes the dashes out of a version and compares what is left as one word. */
function versionOf({ framework, version }: Ordered): string {
  return framework === 'diesel' ? (version ?? '').replaceAll(/[^0-9]/g, '') : (version ?? '');
}

/** Compares two migrations by the order in which they run: within a folder by number, what runs again at the end. */
export function compareOrder(a: Ordered, b: Ordered): number {
  if (a.folder !== b.folder) return a.folder < b.folder ? -1 : 1;
  if (a.repeatable !== b.repeatable) return a.repeatable ? 1 : -1;
  return (
    a.depth - b.depth || compareVersions(versionOf(a), versionOf(b)) || (a.path < b.path ? -1 : a.path > b.path ? 1 : 0)
  );
}

const revisionAt = /^revision\b[^=\n]{0,80}=\s{0,8}["']([\w.-]{1,80})["']/m;
const downRevisionAt = /^down_revision\b[^=\n]{0,80}=\s{0,8}([^\n]{0,400})/m;

/** How many steps each text of an Alembic migration is from the first one among them, by the revisions that they name. */
export function revisionDepths(texts: ReadonlyMap<string, string>): ReadonlyMap<string, number> {
  const before = new Map<string, readonly string[]>();
  const revisions = new Map<string, string>();
  for (const [path, text] of texts) {
    const revision = revisionAt.exec(text)?.[1];
    if (revision === undefined) continue;
    revisions.set(path, revision);
    before.set(
      revision,
      [...(downRevisionAt.exec(text)?.[1] ?? '').matchAll(/["']([\w.-]{1,80})["']/g)].map((found) => found[1] ?? ''),
    );
  }
  const depths = new Map<string, number>();
  // Each round settles at least one more step of the chain, so it ends; a circle stays where it was.
  for (let round = 0; round < before.size; round += 1) {
    let moved = false;
    for (const [revision, down] of before) {
      const depth = Math.max(0, ...down.filter((each) => before.has(each)).map((each) => (depths.get(each) ?? 0) + 1));
      if (depth === (depths.get(revision) ?? 0) || depth > before.size) continue;
      depths.set(revision, depth);
      moved = true;
    }
    if (!moved) break;
  }
  return new Map([...revisions].map(([path, revision]) => [path, depths.get(revision) ?? 0]));
}
