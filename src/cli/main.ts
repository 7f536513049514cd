import { processTerminal } from './processTerminal';
import { run } from './run';

const interrupt = new AbortController();
process.once('SIGINT', () => interrupt.abort());
process.exitCode = await run(process.argv.slice(2), processTerminal(interrupt.signal));
// Requests that are under way would keep the process for as long as they take.
if (interrupt.signal.aborted) process.exit();
