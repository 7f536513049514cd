import type { MysqlReader, MysqlRequest, MysqlResult } from '../../core/highlights/mysql/reader';
import { MigrationWorkerReader } from './migrationWorkerReader';

/** Reads MySQL and MariaDB migrations in a worker thread that holds the grammar. */
export class MysqlWorkerReader extends MigrationWorkerReader<MysqlRequest, MysqlResult> implements MysqlReader {}
