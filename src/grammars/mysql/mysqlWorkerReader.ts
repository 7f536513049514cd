import type { MysqlReader, MysqlRequest, MysqlResult } from '../../core/highlights/mysql/reader';
import { WorkerReader } from '../workerReader';

/** Reads MySQL and MariaDB migrations in a worker thread that holds the grammar. */
export class MysqlWorkerReader extends WorkerReader<MysqlRequest, MysqlResult> implements MysqlReader {}
