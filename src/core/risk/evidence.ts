/** What a statement about a release rests on. */
export interface RiskEvidence {
  readonly text: string;
  readonly path?: string;
  /** From 1. */
  readonly line?: number;
  readonly url?: string;
}

/** Evidence as far as it is listed, and how much is left out. */
export interface ListedEvidence {
  readonly evidence: readonly RiskEvidence[];
  readonly more: number;
}

/** What people still read. */
const listed = 10;

export function listedEvidence(all: readonly RiskEvidence[]): ListedEvidence {
  return { evidence: all.slice(0, listed), more: Math.max(0, all.length - listed) };
}

/** A line that is known becomes part of the evidence; no line, no field. */
export function atPlace(text: string, path: string, line: number | null): RiskEvidence {
  return line === null ? { text, path } : { text, path, line };
}

/** Paths as evidence, in the order of the alphabet. */
export function pathEvidence(paths: readonly string[]): readonly RiskEvidence[] {
  return paths.toSorted().map((path) => ({ text: path, path }));
}
