import type { SqlAnswer, SqlRequest } from '../readers';

/** What a release does to a Postgres database. */
export interface PostgresRequest extends SqlRequest {
  /** Major version of the server; `null` when it is not known. */
  readonly version: number | null;
}

/** Reads Postgres migrations away from the caller's thread. */
export interface PostgresReader {
  /** @throws the signal's reason when it is aborted; nothing else */
  read(request: PostgresRequest, signal?: AbortSignal): Promise<SqlAnswer>;
  /** Ends what runs. A later `read` starts anew. */
  dispose(): Promise<void>;
}
