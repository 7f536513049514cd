import type { CodeInput, CodeReader, CodeResult } from '../core/highlights/readers';
import { WorkerReader, type WorkerOptions } from './workerReader';

/** Migrations in programming languages, each of which is read for itself. */
export interface CodeRequest {
  readonly base: readonly never[];
  readonly migrations: readonly (CodeInput & { readonly down: null })[];
  /** The address of the folder of the grammars; ends in a slash. */
  readonly grammars: string;
}

/**
 * Reads migrations that are written in programming languages in a worker thread that holds the grammars: a long file
 * takes a second, and what the grammars' runtime has taken of memory it never gives back.
 */
export class CodeWorkerReader implements CodeReader {
  readonly #worker: WorkerReader<CodeRequest, CodeResult>;
  readonly #grammars: URL;

  constructor({ grammars, ...options }: WorkerOptions & { readonly grammars: URL }) {
    this.#worker = new WorkerReader(options);
    this.#grammars = grammars;
  }

  async read(files: readonly CodeInput[], signal?: AbortSignal): Promise<readonly CodeResult[]> {
    const migrations = files.map((file) => ({ ...file, down: null }));
    const request = { base: [], migrations, grammars: this.#grammars.href };
    const answer = await this.#worker.read(request, signal);
    if (answer.state === 'read') return answer.results;
    const { reason } = answer;
    return files.map(() => ({ state: 'unread', reason }));
  }

  async dispose(): Promise<void> {
    await this.#worker.dispose();
  }
}
