/** What went wrong, for code that chooses the next step; the sentence is for people. */
export type ProblemKind =
  | 'signed-out'
  | 'forbidden'
  | 'not-found'
  | 'rate-limited'
  | 'offline'
  | 'unreadable-answer'
  | 'server'
  | 'conflict'
  | 'refused'
  | 'stale'
  | 'uncertain'
  | 'invalid-input'
  | 'git'
  | 'cancelled';

/** An error whose message is a whole sentence for the person at the screen, naming the next step where there is one. */
export class HumanError extends Error {
  override name = 'HumanError';

  readonly kind: ProblemKind;

  constructor(kind: ProblemKind, message: string, options?: ErrorOptions) {
    super(message, options);
    this.kind = kind;
  }
}

/** GitHub's quota is used up; `resetAt` is when it says that it will answer again (epoch milliseconds). */
export class RateLimited extends HumanError {
  override name = 'RateLimited';

  readonly resetAt: number | null;

  constructor(message: string, resetAt: number | null, options?: ErrorOptions) {
    super('rate-limited', message, options);
    this.resetAt = resetAt;
  }
}

/**
 * A write went out and no readable answer came back (no answer, 5xx, a body that cannot be read): it may or may not
 * have happened. It is read back and shown as unknown, never sent again blindly.
 */
export class UncertainWrite extends HumanError {
  override name = 'UncertainWrite';

  constructor(message: string, options?: ErrorOptions) {
    super('uncertain', message, options);
  }
}

/** The subject moved since it was shown: nothing was sent. `changes` are sentences that say what is different. */
export class MovedSinceShown extends HumanError {
  override name = 'MovedSinceShown';

  readonly changes: readonly string[];

  constructor(changes: readonly string[]) {
    super('stale', `Nothing was sent: the release changed since you looked. ${changes.join(' ')}`);
    this.changes = changes;
  }
}

/** The sentence of any thrown value. */
export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
