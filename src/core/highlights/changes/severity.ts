import type { Severity } from './model';

const ranks: Readonly<Record<Severity, number>> = { high: 2, medium: 1, low: 0 };

/** Orders the most severe first. */
export function compareSeverity(a: Severity, b: Severity): number {
  return ranks[b] - ranks[a];
}

interface Weighed {
  readonly severity: Severity;
  readonly reason: string | null;
}

/** The most severe of several, with its reason; `otherwise` is the reason where none has one. */
export function worstOf(
  all: readonly Weighed[],
  otherwise: string,
): { readonly severity: Severity; readonly reason: string } {
  const worst = all.toSorted((a, b) => compareSeverity(a.severity, b.severity))[0];
  return { severity: worst?.severity ?? 'low', reason: worst?.reason ?? otherwise };
}
