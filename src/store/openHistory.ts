import { HumanError, messageOf } from '../core/errors';
import type { CloneHistory, Forge, History, Log } from '../core/ports';
import { repositoryLabel, type RepositoryId } from '../core/repository';
import { shortSha, type Sha } from '../core/sha';

/** A clone of the repository at hand, if there is one. */
export type FindClone = (id: RepositoryId) => Promise<CloneHistory | null>;

export interface Range {
  readonly from: Sha;
  readonly to: Sha;
}

/** Where a range can be read. */
export interface HistorySources {
  readonly findClone: FindClone;
  /** Whether a clone that lacks commits may be completed from its host. */
  readonly mayFetch: () => boolean;
  readonly connect: (host: string) => Promise<Forge>;
  readonly log: Log;
}

/** The clone where it has both ends or may be completed, else the API. @param onFetch called before a fetch */
export async function openHistory(
  sources: HistorySources,
  id: RepositoryId,
  range: Range,
  signal: AbortSignal,
  onFetch: () => void,
): Promise<History> {
  const clone = (await cloneWith(sources, id, range)) ?? (await completedClone(sources, id, range, signal, onFetch));
  return clone ?? (await sources.connect(id.host)).history(id);
}

/** The clone, when it has both ends. */
export async function cloneWith(
  { findClone, log }: HistorySources,
  id: RepositoryId,
  range: Range,
): Promise<CloneHistory | null> {
  try {
    const clone = await findClone(id);
    return clone !== null && (await clone.has([range.from, range.to])) ? clone : null;
  } catch (error) {
    log.warn(`The clone of ${repositoryLabel(id)} could not be used: ${messageOf(error)}`);
    return null;
  }
}

async function completedClone(
  { findClone, mayFetch, log }: HistorySources,
  id: RepositoryId,
  range: Range,
  signal: AbortSignal,
  onFetch: () => void,
): Promise<CloneHistory | null> {
  if (!mayFetch()) return null;
  try {
    const clone = await findClone(id);
    if (clone === null) return null;
    log.info(`Fetching the ends of ${rangeLabel(id, range)}, which the clone lacks`);
    onFetch();
    await clone.fetch([range.from, range.to], signal);
    return (await clone.has([range.from, range.to])) ? clone : null;
  } catch (error) {
    if (error instanceof HumanError && error.kind === 'cancelled') throw error;
    const why = messageOf(error);
    log.warn(`${rangeLabel(id, range)} could not be fetched and is read from the API: ${why}`);
    return null;
  }
}

/** `acme/shop 1234567..89abcde`, for the log. */
export function rangeLabel(id: RepositoryId, range: Range): string {
  return `${repositoryLabel(id)} ${shortSha(range.from)}..${shortSha(range.to)}`;
}
