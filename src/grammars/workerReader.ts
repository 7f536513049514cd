import { Worker } from 'node:worker_threads';
import type { WorkerMessage, WorkerRequest } from './workerProtocol';

/** What a release does to a database, in whatever dialect: texts that are read one after the other. */
export interface MigrationRequest {
  readonly base: readonly { readonly text: string }[];
  readonly migrations: readonly { readonly text: string; readonly down: string | null }[];
}

/** Reading it took too long, or broke the reader; the others were read. */
export interface Unread {
  readonly state: 'unread';
  readonly reason: string;
}

/** What became of a request. */
export type MigrationAnswer<Result> =
  /** One result for each migration, in their order. */
  | { readonly state: 'read'; readonly results: readonly (Result | Unread)[] }
  /** There is no grammar: the caller falls back on reading by words, and says that it is approximate. */
  | { readonly state: 'unavailable'; readonly reason: string };

/** How the reader runs its worker. */
export interface WorkerOptions {
  /** The bundled worker. */
  readonly file: string | URL;
  /** The longest that one text may take, in milliseconds. */
  readonly textTimeout?: number;
  /** The longest that the worker may take to begin, in milliseconds. */
  readonly startTimeout?: number;
  /** How long a worker without work is kept, in milliseconds. */
  readonly idleTimeout?: number;
  /** Most characters of one text; a longer one is not read. */
  readonly maxLength?: number;
}

type Outcome = { readonly type: 'done' } | { readonly type: 'broken' | 'unavailable'; readonly reason: string };

const nothing = (): void => undefined;

/** After so many texts that broke it the rest is given up too. */
const mostAttempts = 6;

/**
 * Reads migrations in a worker thread. A text that takes too long or ends the worker is given up, and the others
 * are read by a new one.
 */
export class WorkerReader<Request extends MigrationRequest, Result> {
  readonly #file: string | URL;
  readonly #textTimeout: number;
  readonly #startTimeout: number;
  readonly #idleTimeout: number;
  readonly #maxLength: number;
  #worker: Worker | null = null;
  #idle: NodeJS.Timeout | null = null;
  /** One request after the other: the worker has one thread. */
  #last: Promise<unknown> = Promise.resolve();

  constructor({
    file,
    textTimeout = 10_000,
    startTimeout = 30_000,
    idleTimeout = 60_000,
    maxLength = 2_000_000,
  }: WorkerOptions) {
    this.#file = file;
    this.#textTimeout = textTimeout;
    this.#startTimeout = startTimeout;
    this.#idleTimeout = idleTimeout;
    this.#maxLength = maxLength;
  }

  read(request: Request, signal?: AbortSignal): Promise<MigrationAnswer<Result>> {
    const mine = this.#last.then(() => this.#read(request, signal));
    this.#last = mine.catch(nothing);
    return mine;
  }

  async dispose(): Promise<void> {
    const worker = this.#worker;
    this.#forget();
    await worker?.terminate();
  }

  async #read(request: Request, signal: AbortSignal | undefined): Promise<MigrationAnswer<Result>> {
    signal?.throwIfAborted();
    const results = new Map<number, Result | Unread>();
    const skipped = new Set<number>();
    const giveUp = (at: number, reason: string): void => {
      skipped.add(at);
      if (at >= 0) results.set(at, { state: 'unread', reason });
    };
    request.base.forEach(({ text }, index) => {
      if (text.length > this.#maxLength) giveUp(-1 - index, 'It is too long.');
    });
    request.migrations.forEach(({ text, down }, at) => {
      if (Math.max(text.length, down?.length ?? 0) > this.#maxLength) giveUp(at, 'It is too long.');
    });
    for (let attempts = 0; attempts < mostAttempts; attempts += 1) {
      const attempt = { at: null as number | null };
      const outcome = await this.#attempt(request, skipped, results, attempt, signal);
      if (outcome.type === 'unavailable') return { state: 'unavailable', reason: outcome.reason };
      if (outcome.type === 'done') break;
      // Broken before any text was begun: a new worker would not fare better.
      if (attempt.at === null) return { state: 'unavailable', reason: outcome.reason };
      giveUp(attempt.at, outcome.reason);
    }
    const unread: Result | Unread = { state: 'unread', reason: 'The reader did not answer.' };
    return { state: 'read', results: request.migrations.map((_each, at) => results.get(at) ?? unread) };
  }

  #attempt(
    request: Request,
    skipped: ReadonlySet<number>,
    results: Map<number, Result | Unread>,
    attempt: { at: number | null },
    signal: AbortSignal | undefined,
  ): Promise<Outcome> {
    const worker = this.#start();
    return new Promise<Outcome>((resolve, reject) => {
      let timer: NodeJS.Timeout | undefined;
      let heard = 0;
      const end = (keep: boolean, settle: () => void): void => {
        clearTimeout(timer);
        heard += 1;
        signal?.removeEventListener('abort', onAbort);
        worker.off('error', onError).off('exit', onExit).off('message', onMessage);
        if (keep) this.#rest(worker);
        else {
          this.#forget();
          void worker.terminate();
        }
        settle();
      };
      const broken = (reason: string): void => {
        end(false, () => {
          resolve({ type: 'broken', reason });
        });
      };
      const wait = (): void => {
        clearTimeout(timer);
        heard += 1;
        const before = heard;
        const most = attempt.at === null ? this.#startTimeout : this.#textTimeout;
        timer = setTimeout(() => {
          // This thread may have been busy: what has come meanwhile is looked at first.
          setImmediate(() => {
            if (heard === before) broken(`Reading it took more than ${most} ms.`);
          });
        }, most);
      };
      const onAbort = (): void => {
        end(false, () => {
          reject(signal?.reason as Error);
        });
      };
      signal?.addEventListener('abort', onAbort);
      let failure: string | null = null;
      // An error may overtake messages; when the exit that follows it is told, all of them have come.
      const onError = (error: Error): void => {
        failure = error.message;
      };
      const onExit = (code: number): void => {
        broken(failure === null ? `The reader ended (${code}).` : `The reader failed: ${failure}`);
      };
      const onMessage = (message: WorkerMessage<Result>): void => {
        if (message.type === 'begin') attempt.at = message.at;
        wait();
        switch (message.type) {
          case 'begin':
            break;
          case 'result':
            results.set(message.at, message.result);
            break;
          case 'done':
            end(true, () => {
              resolve({ type: 'done' });
            });
            break;
          case 'failed':
            end(false, () => {
              resolve({ type: 'unavailable', reason: message.reason });
            });
        }
      };
      worker.on('error', onError).on('exit', onExit).on('message', onMessage);
      wait();
      const sent: WorkerRequest<Request> = { request, skipped: [...skipped] };
      worker.postMessage(sent);
    });
  }

  #start(): Worker {
    if (this.#idle !== null) clearTimeout(this.#idle);
    this.#idle = null;
    this.#worker ??= this.#create();
    // The program may not end while somebody waits.
    this.#worker.ref();
    return this.#worker;
  }

  #create(): Worker {
    const worker = new Worker(this.#file, {
      resourceLimits: { maxOldGenerationSizeMb: 512 },
      stderr: true,
      stdout: true,
    });
    // What a worker that rests or is being ended still says is of no interest, and must not be uncaught.
    worker.on('error', nothing);
    worker.on('exit', () => {
      if (this.#worker === worker) this.#forget();
    });
    return worker;
  }

  /** Keeps a worker without work for a while. */
  #rest(worker: Worker): void {
    worker.unref();
    this.#idle = setTimeout(() => {
      this.#forget();
      void worker.terminate();
    }, this.#idleTimeout);
    this.#idle.unref();
  }

  #forget(): void {
    if (this.#idle !== null) clearTimeout(this.#idle);
    this.#idle = null;
    this.#worker = null;
  }
}
