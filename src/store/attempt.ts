import { HumanError, messageOf } from '../core/errors';
import { known, unknown, type Known } from '../core/known';

/** Problems that concern every request alike: one part cannot be shown as unknown while the rest goes on. */
const general: ReadonlySet<string> = new Set(['signed-out', 'rate-limited', 'offline', 'cancelled']);

/**
 * A fact that may fail alone becomes unknown with its reason; a problem of the whole connection is thrown on, so that
 * the last good state stays on screen.
 */
export async function attempt<T>(reading: Promise<T>): Promise<Known<T>> {
  try {
    return known(await reading);
  } catch (error) {
    if (error instanceof HumanError && general.has(error.kind)) throw error;
    return unknown(messageOf(error));
  }
}
