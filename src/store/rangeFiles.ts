import type { BlobText, ListedFile } from '../core/history';
import type { History } from '../core/ports';
import type { Sha } from '../core/sha';

/** Without a clone every text is a request of its own: so many are made at most beyond the migrations themselves. */
const mostRequests = 40;

/** What only makes answers surer may fail; a reading that was given up may not go on. */
export async function optional<T>(reading: Promise<T>, instead: T, signal: AbortSignal | undefined): Promise<T> {
  try {
    return await reading;
  } catch {
    signal?.throwIfAborted();
    return instead;
  }
}

/** The files of a range that only make answers surer, within what may be asked for. Each is read once. */
export class RangeFiles {
  readonly #history: History;
  readonly #signal: AbortSignal | undefined;
  readonly #read = new Map<Sha, BlobText>();
  #left: number;

  constructor(history: History, signal: AbortSignal | undefined) {
    this.#history = history;
    this.#signal = signal;
    this.#left = history.source === 'api' ? mostRequests : Number.POSITIVE_INFINITY;
  }

  /** How many more files may be read. */
  get left(): number {
    return this.#left;
  }

  /** Whether the texts of all of these may be asked for. */
  affords(files: readonly ListedFile[]): boolean {
    return this.#unread(files).length <= this.#left;
  }

  /** The files of a commit below these paths. What is not there, or cannot be listed, tells nothing. */
  list(commit: Sha, paths: readonly string[]): Promise<readonly ListedFile[]> {
    return paths.length === 0
      ? Promise.resolve([])
      : optional(this.#history.listFiles(commit, paths, this.#signal), [], this.#signal);
  }

  /**
   * The texts of files, by path; none when there are more than may be asked for.
   * @param limit bytes; what is larger is left out
   */
  async texts(files: readonly ListedFile[], limit: number): Promise<ReadonlyMap<string, string>> {
    const wanted = this.#unread(files);
    if (wanted.length > this.#left) return new Map();
    if (wanted.length > 0) {
      this.#left -= wanted.length;
      const none: readonly BlobText[] = [];
      const blobs = await optional(this.#history.readBlobs(wanted, limit, this.#signal), none, this.#signal);
      for (const [at, blob] of blobs.entries()) {
        const sha = wanted[at];
        if (sha !== undefined) this.#read.set(sha, blob);
      }
    }
    return new Map(
      files.flatMap(({ path, blob }) => {
        const read = this.#read.get(blob);
        return read?.state === 'text' ? [[path, read.text] as const] : [];
      }),
    );
  }

  #unread(files: readonly ListedFile[]): readonly Sha[] {
    return [...new Set(files.map(({ blob }) => blob))].filter((blob) => !this.#read.has(blob));
  }
}
