import type { Terminal } from './terminal';

// ECMA-48: CR, then "erase in line" for the whole line.
const clearLine = '\r\u001B[2K';

const encoder = new TextEncoder();
const scratch = new Uint8Array(262_144);

/** Short texts go through the same bytes, since print is awaited: a long result would leave as many bytes behind. */
function bytesOf(text: string): Uint8Array {
  const { read, written } = encoder.encodeInto(text, scratch);
  return read === text.length ? scratch.subarray(0, written) : encoder.encode(text);
}

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
        stdout.write(bytesOf(text), (error) => {
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
