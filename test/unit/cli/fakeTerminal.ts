import type { Environment } from '../../../src/core/environmentToken';
import { run } from '../../../src/cli/run';

export interface Ran {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

/** Runs a command line in this process and gives what it wrote. */
export async function runCli(
  args: readonly string[],
  environment: Environment = {},
  signal: AbortSignal = new AbortController().signal,
): Promise<Ran> {
  let out = '';
  let err = '';
  const code = await run(args, {
    environment,
    signal,
    print: (text) => {
      out += text;
      return Promise.resolve();
    },
    complain: (text) => void (err += text),
    progress: () => undefined,
  });
  return { code, out, err };
}
