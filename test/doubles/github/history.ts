import type { GitStore } from './gitStore';

interface Node {
  readonly parents: readonly string[];
  /** Committer date, seconds since 1970. */
  readonly time: number;
}

/** The commit graph of one repository: read once by `git rev-list`, later commits one by one as they are met. */
export class History {
  readonly #git: GitStore;
  readonly #nodes = new Map<string, Node>();
  readonly #ancestors = new Map<string, ReadonlySet<string>>();
  readonly #ranges = new Map<string, readonly string[]>();
  #loading: Promise<void> | undefined;

  constructor(git: GitStore) {
    this.#git = git;
  }

  /** Every commit reachable from `sha`, itself included. */
  async ancestors(sha: string): Promise<ReadonlySet<string>> {
    const known = this.#ancestors.get(sha);
    if (known !== undefined) return known;
    const seen = await this.#walk(sha, new Set());
    if (this.#ancestors.size > 200) this.#ancestors.clear();
    this.#ancestors.set(sha, seen);
    return seen;
  }

  async isAncestor(ancestor: string, descendant: string): Promise<boolean> {
    return ancestor === descendant || (await this.ancestors(descendant)).has(ancestor);
  }

  /** The commits reachable from `head` but not from `base` (`git log base..head`), newest first, children before parents. */
  async between(base: string | undefined, head: string): Promise<readonly string[]> {
    const key = `${base ?? ''}..${head}`;
    const known = this.#ranges.get(key);
    if (known !== undefined) return known;
    const excluded = base === undefined ? new Set<string>() : await this.ancestors(base);
    const range = this.#ordered(await this.#walk(head, excluded));
    if (this.#ranges.size > 5000) this.#ranges.clear();
    this.#ranges.set(key, range);
    return range;
  }

  /** A best common ancestor (`git merge-base`); undefined for unrelated histories. */
  async mergeBase(one: string, other: string): Promise<string | undefined> {
    const mine = await this.ancestors(one);
    const theirs = await this.ancestors(other);
    const common = new Set([...mine].filter((sha) => theirs.has(sha)));
    // A common ancestor that is the parent of another one is not among the best.
    const lower = new Set([...common].flatMap((sha) => this.#nodes.get(sha)?.parents ?? []));
    const best = [...common].filter((sha) => !lower.has(sha));
    best.sort((a, b) => (this.#nodes.get(b)?.time ?? 0) - (this.#nodes.get(a)?.time ?? 0));
    return best[0];
  }

  async #walk(start: string, excluded: ReadonlySet<string>): Promise<Set<string>> {
    await this.#load();
    const seen = new Set<string>();
    const stack = [start];
    for (let sha = stack.pop(); sha !== undefined; sha = stack.pop()) {
      if (seen.has(sha) || excluded.has(sha)) continue;
      const node = this.#nodes.get(sha) ?? (await this.#read(sha));
      if (node === undefined) continue;
      seen.add(sha);
      stack.push(...node.parents);
    }
    return seen;
  }

  #ordered(members: ReadonlySet<string>): string[] {
    const children = new Map<string, number>();
    for (const sha of members) {
      for (const parent of this.#nodes.get(sha)?.parents ?? []) {
        if (members.has(parent)) children.set(parent, (children.get(parent) ?? 0) + 1);
      }
    }
    const time = (sha: string): number => this.#nodes.get(sha)?.time ?? 0;
    const ready = [...members].filter((sha) => !children.has(sha)).sort((a, b) => time(a) - time(b));
    const result: string[] = [];
    for (let sha = ready.pop(); sha !== undefined; sha = ready.pop()) {
      result.push(sha);
      for (const parent of this.#nodes.get(sha)?.parents ?? []) {
        const left = children.get(parent);
        if (left === undefined) continue;
        if (left > 1) {
          children.set(parent, left - 1);
          continue;
        }
        children.delete(parent);
        let place = ready.length;
        while (place > 0 && time(ready[place - 1] ?? '') > time(parent)) place -= 1;
        ready.splice(place, 0, parent);
      }
    }
    return result;
  }

  async #read(sha: string): Promise<Node | undefined> {
    const commit = await this.#git.commit(sha);
    if (commit === undefined) return undefined;
    const node = { parents: commit.parents, time: Date.parse(commit.committer.date) / 1000 };
    this.#nodes.set(sha, node);
    return node;
  }

  #load(): Promise<void> {
    this.#loading ??= (async () => {
      const listed = await this.#git.output(['rev-list', '--all', '--parents', '--timestamp']);
      for (const line of listed.toString('latin1').split('\n')) {
        const [time = '', sha = '', ...parents] = line.split(' ');
        if (sha !== '') this.#nodes.set(sha, { parents, time: Number(time) });
      }
    })();
    return this.#loading;
  }
}
