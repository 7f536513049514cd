import type { Steps } from '../core/highlights/changes/steps';

/** How long work lets others have their turn, and may be given up. */
export interface Pauses {
  readonly signal?: AbortSignal | undefined;
  /** Lets everything else that waits have its turn. */
  readonly pause?: (() => Promise<void>) | undefined;
}

/** Runs work to its end, with a pause at each of its stops. @throws the signal's reason when it is aborted meanwhile */
export async function runSteps<Result>(steps: Steps<Result>, { signal, pause }: Pauses): Promise<Result> {
  for (;;) {
    const step = steps.next();
    if (step.done === true) return step.value;
    await pause?.();
    signal?.throwIfAborted();
  }
}

/** What work makes of each item, with a pause after each. @throws the signal's reason when it is aborted meanwhile */
export function mapInSteps<Item, Result>(
  items: readonly Item[],
  work: (item: Item, at: number) => Result,
  pauses: Pauses,
): Promise<readonly Result[]> {
  return runSteps(mapped(items, work), pauses);
}

function* mapped<Item, Result>(
  items: readonly Item[],
  work: (item: Item, at: number) => Result,
): Steps<readonly Result[]> {
  const results: Result[] = [];
  for (const [at, item] of items.entries()) {
    results.push(work(item, at));
    yield;
  }
  return results;
}
