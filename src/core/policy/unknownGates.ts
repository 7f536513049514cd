import type { Gate, GateAction } from './gate';
import { whyNoPolicy, type PolicySource } from './policySource';

/**
 * The same gates, none of them judged: without knowing the rules nothing passes, and nothing fails either.
 *
 * @param reason a clause, for every gate's sentence
 */
export function unknownGates(reason: string, gates: readonly Gate[], action: GateAction): readonly Gate[] {
  return gates.map((gate) => ({
    ...gate,
    state: 'unknown' as const,
    detail: `Not judged: ${reason}.`,
    evidence: [],
    actors: [],
    action,
  }));
}

/** The gates as they were judged, or all of them unknown where the rules that they were judged by are not known. */
export function underPolicy(source: PolicySource, gates: readonly Gate[]): readonly Gate[] {
  const reason = whyNoPolicy(source);
  if (reason === null) return gates;
  return unknownGates(reason, gates, { kind: source.kind === 'broken' ? 'open-policy' : 'refresh' });
}
