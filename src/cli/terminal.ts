import type { Environment } from '../core/environmentToken';

/** What a command sees of the process that it runs in. */
export interface Terminal {
  readonly environment: Environment;
  /** Aborted when the person interrupts the command. */
  readonly signal: AbortSignal;
  /** Writes a part of the result to standard output, one at a time; resolves as well when nobody reads it any more. */
  print(text: string): Promise<void>;
  /** Writes lines about an error to standard error. */
  complain(text: string): void;
  /** Says what is being done, where somebody is watching; the next output takes its place. */
  progress(text: string): void;
}
