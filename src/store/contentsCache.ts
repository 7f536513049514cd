import { messageOf } from '../core/errors';
import type { Disposable } from '../core/event';
import type { Forge, History, Log } from '../core/ports';
import { repositoryKey, repositoryLabel, type RepositoryId } from '../core/repository';
import { shortSha, type Sha } from '../core/sha';
import { rangeOf, type ReleaseContents, type ReleaseSnapshot } from '../core/snapshot';
import { loadContents } from './loadContents';

/** What is known of what ships: being read, read, or why not. */
export type ContentsState =
  | { readonly state: 'loading' }
  | { readonly state: 'ready'; readonly contents: ReleaseContents }
  | { readonly state: 'failed' | 'none'; readonly message: string };

/** A clone of the repository at hand, if there is one. */
export type FindClone = (id: RepositoryId) => Promise<History | null>;

export interface Range {
  readonly from: Sha;
  readonly to: Sha;
}

const kept = 24;

/** What ships between two commits never changes, so it is read once per pair and kept for the newest pairs. */
export class ContentsCache implements Disposable {
  private readonly entries = new Map<string, ContentsState>();
  private readonly abort = new AbortController();
  private readonly findClone: FindClone;
  private readonly notify: () => void;
  private readonly log: Log;

  constructor(findClone: FindClone, notify: () => void, log: Log) {
    this.findClone = findClone;
    this.notify = notify;
    this.log = log;
  }

  dispose(): void {
    this.abort.abort();
  }

  /** Reads ahead where it costs no request: from a clone that has both ends. */
  offer(release: ReleaseSnapshot): void {
    const range = rangeOf(release);
    if (range === null || this.entries.has(keyOf(release.repository, range))) return;
    void this.cloneWith(release.repository, range).then((clone) => {
      if (clone !== null && !this.entries.has(keyOf(release.repository, range))) {
        this.start(release.repository, range, () => Promise.resolve(clone));
      }
    });
  }

  /** A refresh tries again what failed. */
  forgetFailures(): void {
    for (const [key, entry] of this.entries) if (entry.state === 'failed') this.entries.delete(key);
  }

  peek(id: RepositoryId, range: Range): ContentsState | null {
    return this.entries.get(keyOf(id, range)) ?? null;
  }

  get(id: RepositoryId, range: Range, connect: () => Promise<Forge>): ContentsState {
    const known = this.entries.get(keyOf(id, range));
    return (
      known ?? this.start(id, range, async () => (await this.cloneWith(id, range)) ?? (await connect()).history(id))
    );
  }

  private start(id: RepositoryId, range: Range, open: () => Promise<History>): ContentsState {
    const key = keyOf(id, range);
    const loading: ContentsState = { state: 'loading' };
    this.entries.set(key, loading);
    void this.read(id, range, open).then((state) => {
      this.entries.delete(key);
      this.entries.set(key, state);
      for (const oldest of [...this.entries.keys()].slice(0, Math.max(0, this.entries.size - kept))) {
        this.entries.delete(oldest);
      }
      if (!this.abort.signal.aborted) this.notify();
    });
    return loading;
  }

  private async read(id: RepositoryId, range: Range, open: () => Promise<History>): Promise<ContentsState> {
    try {
      const history = await open();
      return { state: 'ready', contents: await loadContents(history, range.from, range.to, this.abort.signal) };
    } catch (error) {
      const what = `${repositoryLabel(id)} ${shortSha(range.from)}..${shortSha(range.to)}`;
      this.log.error(`What ships in ${what} could not be read`, error);
      return { state: 'failed', message: messageOf(error) };
    }
  }

  private async cloneWith(id: RepositoryId, range: Range): Promise<History | null> {
    try {
      const clone = await this.findClone(id);
      return clone !== null && (await clone.has([range.from, range.to])) ? clone : null;
    } catch (error) {
      this.log.warn(`The clone of ${repositoryLabel(id)} could not be used: ${messageOf(error)}`);
      return null;
    }
  }
}

function keyOf(id: RepositoryId, range: Range): string {
  return `${repositoryKey(id)} ${range.from}..${range.to}`;
}
