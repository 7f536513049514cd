// Runs in a worker thread. Bundled as CommonJS, with libpg-query.wasm beside it.
import { parentPort } from 'node:worker_threads';
import type { PostgresRequest } from '../core/highlights/postgres/reader';
import type { SqlResult } from '../core/highlights/readers';
import { loadPostgresGrammar } from './postgresGrammar';
import { readRequest } from './readRequest';
import type { WorkerMessage, WorkerRequest } from './workerProtocol';

const say = (message: WorkerMessage<SqlResult>): void => {
  parentPort?.postMessage(message);
};

async function answer({ request, skipped }: WorkerRequest<PostgresRequest>): Promise<void> {
  let grammar;
  try {
    grammar = await loadPostgresGrammar();
  } catch (error) {
    say({ type: 'failed', reason: error instanceof Error ? error.message : String(error) });
    return;
  }
  const check = (): void => {
    // The thread ends with the error; another one reads what is left, without the text that was read last.
    if (grammar.isBroken()) throw new Error('the grammar broke down');
  };
  readRequest(
    grammar,
    request,
    new Set(skipped),
    (at) => {
      check();
      say({ type: 'begin', at });
    },
    (at, result) => {
      check();
      say({ type: 'result', at, result });
    },
  );
  check();
  say({ type: 'done' });
}

parentPort?.on('message', (message: WorkerRequest<PostgresRequest>) => void answer(message));
