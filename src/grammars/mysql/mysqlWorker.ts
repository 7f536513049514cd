// Runs in a worker thread.
import { parentPort } from 'node:worker_threads';
import type { MysqlRequest, MysqlResult } from '../../core/highlights/mysql/reader';
import type { WorkerMessage, WorkerRequest } from '../workerProtocol';
import { loadMysqlGrammar } from './mysqlGrammar';
import { readMysqlRequest } from './readMysqlRequest';

const say = (message: WorkerMessage<MysqlResult>): void => {
  parentPort?.postMessage(message);
};

async function answer({ request, skipped }: WorkerRequest<MysqlRequest>): Promise<void> {
  let grammar;
  try {
    grammar = await loadMysqlGrammar();
  } catch (error) {
    say({ type: 'failed', reason: error instanceof Error ? error.message : String(error) });
    return;
  }
  readMysqlRequest(
    grammar,
    request,
    new Set(skipped),
    (at) => {
      say({ type: 'begin', at });
    },
    (at, result) => {
      say({ type: 'result', at, result });
    },
  );
  say({ type: 'done' });
}

parentPort?.on('message', (message: WorkerRequest<MysqlRequest>) => void answer(message));
