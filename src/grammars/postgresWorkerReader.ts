import type { PostgresReader, PostgresRequest } from '../core/highlights/postgres/reader';
import type { SqlResult } from '../core/highlights/readers';
import { WorkerReader } from './workerReader';

/** Reads Postgres migrations in a worker thread that holds the grammar. */
export class PostgresWorkerReader extends WorkerReader<PostgresRequest, SqlResult> implements PostgresReader {}
