import { HumanError, MovedSinceShown } from '../core/errors';
import type { ForgeWrites } from '../core/ports';
import { differences, shownOf, type Binding, type ShownRelease } from '../core/shown';
import type { ReleaseSnapshot } from '../core/snapshot';

/** What every act needs: the forge, a fresh reading of the release, and what the person was looking at. */
export interface ActContext {
  readonly forge: ForgeWrites;
  /** Reads the release again, past every cache of the screen. */
  readonly read: () => Promise<ReleaseSnapshot>;
  /** Reads the description alone, so that as little time as can be lies between reading and writing it. */
  readonly readBody: () => Promise<string>;
  readonly shown: ShownRelease;
}

/**
 * Reads the release again and makes sure that it still is what was shown.
 *
 * @throws {MovedSinceShown} with the differences; nothing has been sent then.
 */
export async function readUnmoved(context: ActContext, binding: Binding): Promise<ReleaseSnapshot> {
  const now = await context.read();
  const changes = differences(context.shown, shownOf(now), binding);
  if (changes.length > 0) throw new MovedSinceShown(changes);
  if (now.pull.state !== 'open')
    throw new HumanError('refused', `The pull request is ${now.pull.state}; nothing was sent.`);
  return now;
}

/** @throws {HumanError} `refused` with the reason, when there is one; nothing has been sent then. */
export function refuse(reason: string | null): void {
  if (reason !== null) throw new HumanError('refused', `${reason} Nothing was sent.`);
}
