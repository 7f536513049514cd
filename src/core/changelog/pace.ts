/** About as many commits as take a few milliseconds in the slowest step. */
const slice = 1_000;

/**
 * Divides long work into slices: the generators that share one pace yield where it says so, so that whoever drives them
 * can pause there. One unit is one commit with a short message.
 */
export class Pace {
  #spent = 0;

  /** Whether a slice is full with this much more work. */
  spend(units = 1): boolean {
    this.#spent += units;
    if (this.#spent < slice) return false;
    this.#spent = 0;
    return true;
  }
}

/** Runs sliced work to its end without a pause. */
export function runToEnd<T>(steps: Generator<void, T>): T {
  for (;;) {
    const step = steps.next();
    if (step.done === true) return step.value;
  }
}

/** Runs sliced work to its end; whatever else waits has its turn after each slice. */
export async function runWithPauses<T>(steps: Generator<void, T>, pause: () => Promise<void>): Promise<T> {
  for (;;) {
    const step = steps.next();
    if (step.done === true) return step.value;
    await pause();
  }
}
