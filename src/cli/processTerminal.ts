import type { Terminal } from './terminal';

// ECMA-48: CR, then "erase in line" for the whole line.
const clearLine = '\r\u001B[2K';

/** The terminal of this process. Progress is shown only when standard error is one; a closed pipe is no error. */
export function processTerminal(signal: AbortSignal): Terminal {
  const { stdout, stderr } = process;
  let inProgress = false;
  const clear = (): void => {
    if (inProgress) stderr.write(clearLine);
    inProgress = false;
  };
  // What cannot be complained about is lost; what cannot be printed is told to whoever prints.
  stderr.on('error', () => undefined);
  stdout.on('error', () => undefined);
  return {
    environment: process.env,
    signal,
    print: (text) =>
      new Promise((resolve, reject) => {
        clear();
        stdout.write(text, (error) => {
          if (error == null || ('code' in error && error.code === 'EPIPE')) resolve();
          else reject(error);
        });
      }),
    complain(text) {
      clear();
      stderr.write(text);
    },
    progress(text) {
      if (!stderr.isTTY) return;
      stderr.write(`${clearLine}${text}`);
      inProgress = true;
    },
  };
}
