import type { Changelog } from '../core/changelog/model';
import type { Known } from '../core/known';
import type { Person } from '../core/history';
import type { ForgeReads } from '../core/ports';
import type { RepositoryId } from '../core/repository';
import { attempt } from '../store/attempt';
import { askForPulls, assemble, type RangeReading } from '../store/loadContents';
import { processClock } from './processClock';

/** Whoever waits for a changelog. */
export interface ChangelogReader {
  readonly signal: AbortSignal;
  progress(text: string): void;
  /** Says a sentence about what is not as sure as it could be. */
  warn(text: string): void;
}

/**
 * The changelog of a range that was read.
 *
 * @param asked who knows the pull requests that no message names; `null`: nobody is asked
 */
export async function readChangelogOf(
  reading: RangeReading,
  authorsBefore: Known<readonly Person[]>,
  asked: { readonly forge: ForgeReads; readonly id: RepositoryId } | null,
  reader: ChangelogReader,
): Promise<Changelog> {
  const options = { signal: reader.signal, pause: () => processClock.pause() };
  const { changelog } = await assemble(reading, { authorsBefore, pullOf: new Map() }, options);
  if (asked === null) return changelog;
  reader.progress('Asking for pull requests…');
  const pullOf = await attempt(askForPulls(asked.forge, asked.id, changelog, reader.signal));
  if (!pullOf.known) {
    reader.warn(`Direct commits are not confirmed: ${pullOf.reason}`);
    return changelog;
  }
  return (await assemble(reading, { authorsBefore, pullOf: pullOf.value }, options)).changelog;
}
