import type { MigrationOperation, Phase } from './model';
import { notUnderstood, type Place } from './operation';

/** What a change means for the code that runs before it. */
export interface Meaning {
  readonly compatible: boolean | null;
  readonly reason: string;
  readonly phase: Phase;
}

/** Nothing that running code could notice. */
export const harmless = (reason: string): Meaning => ({ compatible: true, reason, phase: 'neutral' });
/** Room for the new code. */
export const expands = (reason: string): Meaning => ({ compatible: true, reason, phase: 'expand' });
/** The old code may break, which only the old code tells. */
export const mayBreak = (reason: string, phase: Phase = 'contract'): Meaning => ({ compatible: null, reason, phase });
/** Old code that uses it breaks. */
export const breaks = (reason: string, phase: Phase = 'contract'): Meaning => ({ compatible: false, reason, phase });
/** Rows move or change. */
export const migrates = (reason: string, compatible: boolean | null = null): Meaning => ({
  compatible,
  reason,
  phase: 'migrate',
});

const nothingKnown = {
  locks: [],
  rewrites: null,
  scans: null,
  buildsIndex: null,
  transactional: null,
  loses: null,
  backwardCompatible: null,
  compatibility: 'Could not be told.',
  phase: 'neutral',
  notes: [],
  findings: [],
} as const;

/** What could not be told: it may do anything. */
export function unclear({ place }: { readonly place: Place }, why?: string): MigrationOperation & typeof nothingKnown {
  return { ...notUnderstood(place, why), ...nothingKnown };
}
