import type { Normalised } from '../core/description/normalise';

/** A completed description as a document, version 1. */
export interface NormaliseJson {
  readonly version: 1;
  /** A phrase for each thing that the description lacked and has in `body`. */
  readonly added: readonly string[];
  /** What is missing and could not be put in, as a sentence; `null`: nothing is. */
  readonly problem: string | null;
  /** The whole description. */
  readonly body: string;
}

export function normaliseJson({ added, problem, body }: Normalised): NormaliseJson {
  return { version: 1, added, problem, body };
}
