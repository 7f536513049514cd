/** Disjoint sets of keys. */
export class Groups {
  readonly #parents = new Map<string, string>();
  #size = 0;

  /** How many sets there are. */
  get size(): number {
    return this.#size;
  }

  /** The key that stands for the set of `key`, which is made when there is none; halves the way there. */
  find(key: string): string {
    for (let at = key; ;) {
      const parent = this.#parents.get(at);
      if (parent === undefined) {
        this.#parents.set(at, at);
        this.#size += 1;
        return at;
      }
      if (parent === at) return at;
      const next = this.#parents.get(parent) ?? parent;
      this.#parents.set(at, next);
      at = next;
    }
  }

  /** Makes the sets of both keys one. */
  join(one: string, other: string): void {
    const root = this.find(one);
    const otherRoot = this.find(other);
    if (root === otherRoot) return;
    this.#parents.set(otherRoot, root);
    this.#size -= 1;
  }
}
