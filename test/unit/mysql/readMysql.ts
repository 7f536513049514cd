import { resolve } from 'node:path';
import type { MysqlMigration, MysqlOperation, MysqlServer } from '../../../src/core/highlights/mysql/model';
import type { MysqlRequest, MysqlResult } from '../../../src/core/highlights/mysql/reader';
import { MysqlWorkerReader } from '../../../src/grammars/mysql/mysqlWorkerReader';

/** The bundled worker. */
export const workerFile = resolve('dist/mysqlWorker.js');

const reader = new MysqlWorkerReader({ file: workerFile });

/** What a database holds before, and the server that it is. */
export interface Given {
  readonly base?: string;
  readonly server?: MysqlServer;
  readonly sections?: MysqlRequest['base'][number]['sections'];
}

/** Reads migrations one after the other. */
export async function readAll(
  texts: readonly string[],
  { base, server, sections = 'none' }: Given = {},
): Promise<readonly MysqlResult[]> {
  const answer = await reader.read({
    base: base === undefined ? [] : [{ text: base, sections: 'none' }],
    migrations: texts.map((text) => ({ text, sections, down: null })),
    server: server ?? null,
  });
  if (answer.state !== 'read') throw new Error(answer.reason);
  return answer.results;
}

/** Reads each text by itself, as the only migration of a release. */
export async function readMigration(text: string, given: Given = {}): Promise<MysqlMigration> {
  const [result] = await readAll([text], given);
  if (result?.state !== 'read') throw new Error(result?.reason ?? 'nothing was read');
  return result.migration;
}

/** The operations of a text. */
export async function operations(text: string, given: Given = {}): Promise<readonly MysqlOperation[]> {
  return (await readMigration(text, given)).operations;
}

/** The kinds of the operations of a text. */
export async function kinds(text: string, given: Given = {}): Promise<readonly string[]> {
  return (await operations(text, given)).map(({ kind }) => kind);
}

/** The rules of what is found in a text. */
export async function rules(text: string, given: Given = {}): Promise<readonly string[]> {
  return (await readMigration(text, given)).findings.map(({ rule }) => rule);
}
