/** To the worker: one request at a time. */
export interface WorkerRequest<Request> {
  readonly request: Request;
  /** Numbers of texts that broke an earlier worker. */
  readonly skipped: readonly number[];
}

/** From the worker. */
export type WorkerMessage<Result> =
  /** A text is begun; those of the base are counted from -1 down. */
  | { readonly type: 'begin'; readonly at: number }
  | { readonly type: 'result'; readonly at: number; readonly result: Result }
  | { readonly type: 'done' }
  /** The grammar could not be loaded. */
  | { readonly type: 'failed'; readonly reason: string };
