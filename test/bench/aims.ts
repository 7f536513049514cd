/** One aim, and whether the figures meet it; `null`: it could not be told. */
export interface Aim {
  readonly text: string;
  readonly holds: boolean | null;
  /** What was found. */
  readonly found: string;
}

/** An aim as a line for people. */
export function aimLine({ text, holds, found }: Aim): string {
  const word = holds === null ? 'cannot tell' : holds ? 'holds' : 'MISSED';
  return `${word}: ${text} (${found})`;
}
