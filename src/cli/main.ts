import { setFlagsFromString } from 'node:v8';
import { processTerminal } from './processTerminal';
import { run } from './run';

// Nearly all that a command reads it keeps to its end. V8 would take the many survivors for a reason to let the space
// for new objects grow to three times 16 MB and more, which makes it no faster: 345 MB in place of 190 MB for 50,000
// commits (https://nodejs.org/api/cli.html#--max-semi-space-sizesize-in-mib, which is for the start of a process).
setFlagsFromString('--semi-space-growth-factor=1');

const interrupt = new AbortController();
process.once('SIGINT', () => interrupt.abort());
process.exitCode = await run(process.argv.slice(2), processTerminal(interrupt.signal));
// Requests that are under way would keep the process for as long as they take.
if (interrupt.signal.aborted) process.exit();
