/** A write that reached the double: what was asked, and whether it was carried out. */
export interface JournalEntry {
  readonly method: string;
  /** Path without the `/api/v3` prefix and without a query. */
  readonly path: string;
  /** Login; undefined when nobody was signed in. */
  readonly actor: string | undefined;
  readonly body: unknown;
  /** What the operation answered, whatever a fault made of it; 0 when a fault kept it from being tried. */
  readonly status: number;
  readonly applied: boolean;
  readonly at: string;
}

/** Any request that reached the double. */
export interface RequestRecord {
  readonly method: string;
  readonly path: string;
  readonly query: string;
  readonly actor: string | undefined;
  /** What was sent; 0 for a dropped connection. */
  readonly status: number;
  /** Whether it carried If-None-Match. */
  readonly conditional: boolean;
  /** What it took from the rate limit: 0 or 1. */
  readonly cost: number;
}

/** What the double remembers of the traffic. */
export interface Records {
  readonly journal: JournalEntry[];
  readonly requests: RequestRecord[];
  /** Answers and requests that differ from GitHub's description. */
  readonly violations: string[];
}
