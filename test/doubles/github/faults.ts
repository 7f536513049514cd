/** What a fault does to a request. */
export type Fault =
  /** Holds the request (or, after the write, the answer) until `release()` is called or `ms` have passed. */
  | { readonly kind: 'delay'; readonly ms?: number }
  /** Cuts the connection without an answer. */
  | { readonly kind: 'drop' }
  /** Promises the whole answer and cuts the connection in its middle. */
  | { readonly kind: 'truncate' }
  /** Answers 200 with JSON of another shape. */
  | { readonly kind: 'wrong-json'; readonly body?: unknown }
  /** Answers 200 with a login page, as a captive portal does. */
  | { readonly kind: 'captive-portal' }
  /** Answers 302 (or another 3xx) to a path of this host or to an address elsewhere. */
  | { readonly kind: 'redirect'; readonly to: string; readonly status?: 301 | 302 | 307 | 308 }
  | { readonly kind: 'unauthorized' }
  /** A secondary rate limit with Retry-After in seconds or as a date. */
  | { readonly kind: 'secondary-limit'; readonly retryAfter: number | Date; readonly status?: 403 | 429 }
  /** The primary rate limit is used up until `reset` (seconds since 1970; an hour from now when left out). */
  | { readonly kind: 'primary-limit'; readonly reset?: number; readonly status?: 403 | 429 }
  | { readonly kind: 'status'; readonly status: number; readonly message?: string }
  /** Answers pull requests with `mergeable` null and `mergeable_state` "unknown". */
  | { readonly kind: 'mergeable-unknown' };

/** When a fault strikes, how often, and what it does. */
export interface FaultRule {
  /** Any method when left out. */
  readonly method?: string;
  /** Tested against path and query, without the `/api/v3` prefix: `/repos/o/r/pulls/1?…`. */
  readonly path: RegExp;
  /** How many requests are hit; 1 when left out, `Infinity` for all. */
  readonly times?: number;
  /** Before the request is carried out (the default), or after: it was applied and only the answer is spoilt. */
  readonly when?: 'before' | 'after';
  readonly fault: Fault;
}

/** A fault that was set. */
export interface FaultHandle {
  /** How many requests it has hit. */
  readonly hits: number;
  /** Settles when the first request is hit. */
  readonly reached: Promise<void>;
  /** Lets held requests go on, now and from now on. */
  release(): void;
  /** Takes the fault away and lets held requests go on. */
  remove(): void;
}

/** A fault that hits one request. */
export interface Strike {
  readonly fault: Fault;
  readonly when: 'before' | 'after';
  /** Settles when a delay is over. */
  readonly released: Promise<void>;
}

interface Armed extends FaultRule {
  hits: number;
  readonly reach: () => void;
  readonly released: Promise<void>;
}

/** The faults that tests have set; the oldest one that fits a request hits it. */
export class Faults {
  readonly #armed = new Set<Armed>();
  readonly #releases = new Set<() => void>();

  add(rule: FaultRule): FaultHandle {
    const reached = deferred();
    const released = deferred();
    const armed: Armed = { ...rule, hits: 0, reach: reached.resolve, released: released.promise };
    this.#armed.add(armed);
    this.#releases.add(released.resolve);
    return {
      get hits() {
        return armed.hits;
      },
      reached: reached.promise,
      release: released.resolve,
      remove: () => {
        this.#armed.delete(armed);
        released.resolve();
      },
    };
  }

  /** Takes every fault away and lets held requests go on. */
  clear(): void {
    this.#armed.clear();
    for (const release of this.#releases) release();
    this.#releases.clear();
  }

  /** The fault that hits this request, if any; counts it. */
  take(method: string, path: string): Strike | undefined {
    for (const armed of this.#armed) {
      if (armed.hits >= (armed.times ?? 1)) continue;
      if (armed.method !== undefined && armed.method !== method) continue;
      if (path.search(armed.path) < 0) continue;
      armed.hits += 1;
      armed.reach();
      return { fault: armed.fault, when: armed.when ?? 'before', released: armed.released };
    }
    return undefined;
  }
}

function deferred(): { readonly promise: Promise<void>; readonly resolve: () => void } {
  let settle = (): void => undefined;
  const promise = new Promise<void>((resolve) => {
    settle = resolve;
  });
  return {
    promise,
    resolve: () => {
      settle();
    },
  };
}
