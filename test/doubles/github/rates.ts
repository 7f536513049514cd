import type { Rate } from './http';
import type { Token } from './state';

/** How many requests an hour: signed in, and anonymous. https://docs.github.com/rest/using-the-rest-api/rate-limits-for-the-rest-api */
export interface RateLimits {
  readonly signedIn: number;
  readonly anonymous: number;
}

interface Window {
  used: number;
  /** Seconds since 1970. */
  reset: number;
}

/** Counts requests per person, in windows of an hour; those of GraphQL by themselves. */
export class Rates {
  readonly #limits: RateLimits;
  readonly #clock: () => Date;
  readonly #windows = new Map<string, Window>();

  constructor(limits: RateLimits, clock: () => Date) {
    this.#limits = limits;
    this.#clock = clock;
  }

  /** What is left for whoever sends this token. */
  read(token: Token | undefined, resource: string): Rate {
    const window = this.#windowOf(token, resource);
    const limit = token === undefined ? this.#limits.anonymous : this.#limits.signedIn;
    return { limit, used: window.used, remaining: Math.max(0, limit - window.used), reset: window.reset };
  }

  /** Counts one request. */
  spend(token: Token | undefined, resource: string): void {
    this.#windowOf(token, resource).used += 1;
  }

  #windowOf(token: Token | undefined, resource: string): Window {
    const key = `${token?.login.toLowerCase() ?? ''} ${resource === 'graphql' ? resource : ''}`;
    const now = Math.floor(this.#clock().getTime() / 1000);
    const known = this.#windows.get(key);
    if (known !== undefined && known.reset > now) return known;
    const fresh = { used: 0, reset: now + 3600 };
    this.#windows.set(key, fresh);
    return fresh;
  }
}
