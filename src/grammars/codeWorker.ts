// Runs in a worker thread.
import { parentPort } from 'node:worker_threads';
import type { CodeResult } from '../core/highlights/readers';
import { grammarsIn, GrammarCodeReader } from './codeReader';
import type { CodeRequest } from './codeWorkerReader';
import type { WorkerMessage, WorkerRequest } from './workerProtocol';

const say = (message: WorkerMessage<CodeResult>): void => {
  parentPort?.postMessage(message);
};

let reader: GrammarCodeReader | null = null;

async function answer({ request, skipped }: WorkerRequest<CodeRequest>): Promise<void> {
  reader ??= new GrammarCodeReader(grammarsIn(new URL(request.grammars)));
  for (const [at, input] of request.migrations.entries()) {
    if (skipped.includes(at)) continue;
    say({ type: 'begin', at });
    const [result] = await reader.read([input]);
    if (result !== undefined) say({ type: 'result', at, result });
  }
  say({ type: 'done' });
}

parentPort?.on('message', (message: WorkerRequest<CodeRequest>) => void answer(message));
