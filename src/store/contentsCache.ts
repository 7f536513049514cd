import { noFacts } from '../core/changelog/facts';
import { messageOf } from '../core/errors';
import type { Disposable } from '../core/event';
import type { Changes } from '../core/highlights/changes/model';
import type { MigrationReaders } from '../core/highlights/readers';
import { readersFor, type DatabaseServers } from '../core/highlights/servers';
import type { ChangedFiles, ReadingProgress } from '../core/history';
import { known, unknown, type Known } from '../core/known';
import type { Clock, History } from '../core/ports';
import { repositoryKey, repositoryLabel, type RepositoryId } from '../core/repository';
import type { ReleaseContents } from '../core/snapshot';
import { cloneWith, openHistory, rangeLabel, type HistorySources, type Range } from './openHistory';
import { askForPulls, assemble, readAuthorsBefore, readRange, type RangeReading } from './loadContents';

/** What is known of what ships: being read, read, or why not. */
export type ContentsState =
  /** `fetching`: what the clone lacks is on its way. */
  | { readonly state: 'loading'; readonly progress: ReadingProgress | 'fetching' | null }
  | { readonly state: 'ready'; readonly contents: ReleaseContents }
  | { readonly state: 'failed' | 'cancelled' | 'none'; readonly message: string };

export interface ContentsSources extends HistorySources {
  /** The versions of a repository's database servers; left out or `null`: not known. */
  readonly serversOf?: (id: RepositoryId) => DatabaseServers | null;
  /** The grammars that migrations are read by; without them they are read by their words. */
  readonly readers?: MigrationReaders;
  readonly clock: Clock;
}

/** Opens where a range can be read; `onFetch` is called when that takes a fetch. */
type Open = (stop: AbortSignal, onFetch: () => void) => Promise<History>;

/** One range in the cache; its reading goes on until it is stopped. */
interface Entry {
  state: ContentsState;
  readonly stop: AbortController;
  /** Finds out who is new and what no message names, once somebody looks; `null` when that is done or under way. */
  refine: (() => Promise<void>) | null;
  /** Reads what else can hurt, once somebody needs it; `null` when that is done or under way. */
  readChanges: (() => Promise<void>) | null;
  /** The same once more, after it failed. */
  readChangesAgain: (() => Promise<void>) | null;
}

const kept = 24;
/** The screen is not drawn more often than this for the sake of a number that grows. */
const progressEveryMs = 150;

/**
 * What ships between two commits never changes, so it is read once per pair and kept for the newest pairs. What git or
 * the API can tell is shown at once; what takes another question (who is new here, pull requests that no message names)
 * comes in afterwards as a newer revision, and so does what else can hurt, which takes reading many files.
 */
export class ContentsCache implements Disposable {
  private readonly entries = new Map<string, Entry>();
  private readonly sources: ContentsSources;
  private readonly notify: () => void;
  private revision = 0;
  private disposed = false;

  constructor(sources: ContentsSources, notify: () => void) {
    this.sources = sources;
    this.notify = notify;
  }

  dispose(): void {
    this.disposed = true;
    for (const { stop } of this.entries.values()) stop.abort();
  }

  /** Reads ahead where it costs no request: from a clone that has both ends. */
  offer(id: RepositoryId, range: Range): void {
    const key = this.keyOf(id, range);
    if (this.entries.has(key)) return;
    void cloneWith(this.sources, id, range).then((clone) => {
      if (clone !== null && !this.entries.has(key)) this.start(id, range, () => Promise.resolve(clone));
    });
  }

  /** A refresh tries again what failed. */
  forgetFailures(): void {
    for (const [key, entry] of this.entries) {
      const { state } = entry;
      if (state.state === 'failed') this.entries.delete(key);
      else if (state.state === 'ready' && state.contents.changes?.known === false) {
        entry.readChanges = entry.readChangesAgain;
      }
    }
  }

  peek(id: RepositoryId, range: Range): ContentsState | null {
    return this.entries.get(this.keyOf(id, range))?.state ?? null;
  }

  /** Starts reading when nobody has yet, and finds out what takes requests, as somebody looks. */
  get(id: RepositoryId, range: Range): ContentsState {
    const entry = this.entryOf(id, range);
    if (entry.state.state === 'ready') {
      void entry.refine?.();
      void entry.readChanges?.();
    }
    return entry.state;
  }

  /** Reads what gates are judged by, although nobody looks: what only the changelog would show is not asked for. */
  need(id: RepositoryId, range: Range): void {
    const entry = this.entryOf(id, range);
    if (entry.state.state === 'ready') void entry.readChanges?.();
  }

  /** Stops reading; `readAgain` starts over. */
  cancel(id: RepositoryId, range: Range): void {
    const entry = this.entries.get(this.keyOf(id, range));
    if (entry?.state.state === 'loading') entry.stop.abort();
  }

  readAgain(id: RepositoryId, range: Range): void {
    const state = this.peek(id, range)?.state;
    if (state === 'failed' || state === 'cancelled') this.entries.delete(this.keyOf(id, range));
    this.get(id, range);
    this.notify();
  }

  /** What migrations do depends on the servers: those of another version are read anew. */
  private keyOf(id: RepositoryId, range: Range): string {
    return JSON.stringify([keyOf(id, range), this.sources.serversOf?.(id) ?? null]);
  }

  private readersOf(id: RepositoryId): MigrationReaders | undefined {
    const { readers, serversOf } = this.sources;
    return readers === undefined ? undefined : readersFor(readers, serversOf?.(id) ?? null);
  }

  private entryOf(id: RepositoryId, range: Range): Entry {
    return (
      this.entries.get(this.keyOf(id, range)) ??
      this.start(id, range, (stop, onFetch) => openHistory(this.sources, id, range, stop, onFetch))
    );
  }

  private start(id: RepositoryId, range: Range, open: Open): Entry {
    const key = this.keyOf(id, range);
    const entry: Entry = {
      state: { state: 'loading', progress: null },
      stop: new AbortController(),
      refine: null,
      readChanges: null,
      readChangesAgain: null,
    };
    this.entries.set(key, entry);
    void this.read(id, range, entry, open).then((state) => {
      entry.state = state;
      // Put last, so that the oldest is the one that was read longest ago.
      if (this.entries.get(key) === entry) this.entries.delete(key);
      this.entries.set(key, entry);
      for (const oldest of [...this.entries.keys()].slice(0, Math.max(0, this.entries.size - kept))) {
        this.entries.delete(oldest);
      }
      this.tell();
    });
    return entry;
  }

  private async read(id: RepositoryId, range: Range, entry: Entry, open: Open): Promise<ContentsState> {
    const { signal } = entry.stop;
    const { clock, log } = this.sources;
    const readers = this.readersOf(id);
    try {
      const history = await open(signal, () => this.fetching(entry));
      const authors = readAuthorsBefore(history, range.from, signal);
      const reading = await readRange(history, range.from, range.to, {
        signal,
        readers,
        onProgress: this.progressOf(entry),
        pause: () => clock.pause(),
      });
      const contents = await assemble(reading, noFacts, { signal, pause: () => clock.pause() });
      entry.refine = this.refiner(id, entry, reading, authors);
      entry.readChanges = this.changesReader(id, entry, reading, history);
      entry.readChangesAgain = entry.readChanges;
      return { state: 'ready', contents: this.numbered(contents) };
    } catch (error) {
      if (signal.aborted) return { state: 'cancelled', message: 'Reading what ships was cancelled.' };
      log.error(`What ships in ${rangeLabel(id, range)} could not be read`, error);
      return { state: 'failed', message: messageOf(error) };
    }
  }

  /** Finds out the rest, once: who is new here, and which pull request brought commits whose message names none. */
  private refiner(
    id: RepositoryId,
    entry: Entry,
    reading: RangeReading,
    authors: ReturnType<typeof readAuthorsBefore>,
  ): () => Promise<void> {
    return async () => {
      entry.refine = null;
      if (entry.state.state !== 'ready') return;
      const { changelog } = entry.state.contents;
      const [authorsBefore, pullOf] = await Promise.all([authors, this.pullsOf(id, changelog, entry.stop.signal)]);
      if (!authorsBefore.known && pullOf.size === 0) return;
      try {
        const pause = (): Promise<void> => this.sources.clock.pause();
        const contents = await assemble(reading, { authorsBefore, pullOf }, { signal: entry.stop.signal, pause });
        // The state as it is by now: what else can hurt may have been read meanwhile.
        const { changes } = entry.state.contents;
        entry.state = { state: 'ready', contents: { ...this.numbered(contents), changes } };
        this.tell();
      } catch (error) {
        if (!entry.stop.signal.aborted) throw error;
      }
    };
  }

  /** Reads what can hurt beside migrations. The changelog stays as it is, and so does its revision. */
  private changesReader(
    id: RepositoryId,
    entry: Entry,
    { files }: RangeReading,
    history: History,
  ): () => Promise<void> {
    return async () => {
      entry.readChanges = null;
      const changes = files.known ? await this.changesIn(id, files.value, history, entry.stop.signal) : files;
      if (entry.state.state !== 'ready' || entry.stop.signal.aborted) return;
      entry.state = { state: 'ready', contents: { ...entry.state.contents, changes } };
      this.tell();
    };
  }

  /** Whatever goes wrong, the changelog and the migrations are there. */
  private async changesIn(
    id: RepositoryId,
    files: ChangedFiles,
    history: History,
    signal: AbortSignal,
  ): Promise<Known<Changes>> {
    const { clock, log } = this.sources;
    try {
      const { loadChanges } = await import('./loadChanges');
      return known(await loadChanges(history, files, { owner: id.owner, signal, pause: () => clock.pause() }));
    } catch (error) {
      log.warn(`What else can hurt in ${repositoryLabel(id)} stays unknown: ${messageOf(error)}`);
      return unknown(messageOf(error));
    }
  }

  private async pullsOf(
    id: RepositoryId,
    changelog: ReleaseContents['changelog'],
    signal: AbortSignal,
  ): ReturnType<typeof askForPulls> {
    try {
      return await askForPulls(await this.sources.connect(id.host), id, changelog, signal);
    } catch (error) {
      this.sources.log.warn(`Pull requests of commits of ${repositoryLabel(id)} stay unknown: ${messageOf(error)}`);
      return noFacts.pullOf;
    }
  }

  private progressOf(entry: Entry): (progress: ReadingProgress) => void {
    let told = 0;
    return (progress) => {
      if (entry.state.state !== 'loading') return;
      entry.state = { state: 'loading', progress };
      const now = this.sources.clock.now();
      if (now - told < progressEveryMs) return;
      told = now;
      this.tell();
    };
  }

  private numbered(contents: ReleaseContents): ReleaseContents {
    this.revision += 1;
    return { ...contents, revision: String(this.revision) };
  }

  private tell(): void {
    if (!this.disposed) this.notify();
  }

  private fetching(entry: Entry): void {
    entry.state = { state: 'loading', progress: 'fetching' };
    this.tell();
  }
}

function keyOf(id: RepositoryId, range: Range): string {
  return `${repositoryKey(id)} ${range.from}..${range.to}`;
}
