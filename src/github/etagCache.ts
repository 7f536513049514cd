/** The headers of an answer, names in lower case. */
export type AnswerHeaders = Readonly<Record<string, string | number | undefined>>;

/** An answer worth keeping: GitHub says with 304 that it still holds, which costs no quota. */
export interface CachedAnswer {
  readonly etag: string;
  readonly data: unknown;
  readonly headers: AnswerHeaders;
  /** Characters of the body as it came. */
  readonly size: number;
}

/** The most recently used answers, bounded in number and in size. One may serve several clients. */
export class EtagCache {
  readonly #entries = new Map<string, CachedAnswer>();
  readonly #maxEntries: number;
  readonly #maxSize: number;
  #size = 0;

  /** @param maxSize Characters of all bodies together. */
  constructor(maxEntries = 1_000, maxSize = 24_000_000) {
    this.#maxEntries = maxEntries;
    this.#maxSize = maxSize;
  }

  get(key: string): CachedAnswer | undefined {
    const entry = this.#entries.get(key);
    if (entry !== undefined) {
      this.#entries.delete(key);
      this.#entries.set(key, entry);
    }
    return entry;
  }

  set(key: string, entry: CachedAnswer): void {
    this.delete(key);
    // One answer that would push out most others is cheaper to ask for again.
    if (entry.size > this.#maxSize / 4) return;
    this.#entries.set(key, entry);
    this.#size += entry.size;
    for (const oldest of this.#entries.keys()) {
      if (this.#entries.size <= this.#maxEntries && this.#size <= this.#maxSize) break;
      this.delete(oldest);
    }
  }

  delete(key: string): void {
    const entry = this.#entries.get(key);
    if (entry === undefined) return;
    this.#entries.delete(key);
    this.#size -= entry.size;
  }
}
