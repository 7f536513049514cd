import { runAction } from './runAction';
import { workflowRunner } from './runner';

const interrupt = new AbortController();
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => interrupt.abort());
const runner = workflowRunner(process.env, interrupt.signal, (line) => process.stdout.write(`${line}\n`));
process.exitCode = await runAction(runner);
// Requests that are under way would keep the process for as long as they take.
if (interrupt.signal.aborted) process.exit();
