import { spawn } from 'node:child_process';

/** What to run, and where. */
export interface Program {
  readonly command: string;
  readonly args: readonly string[];
  readonly cwd?: string;
  /** The whole environment; that of this process when left out. */
  readonly env?: NodeJS.ProcessEnv;
  /** After this many milliseconds the program is ended and the run counts as failed. Default: 10 minutes. */
  readonly timeout?: number;
}

/**
 * Runs a program to its end and returns what it printed (standard output and standard error, in order).
 *
 * @throws Error naming the command, the folder, the outcome and the last lines of output when it could not be started,
 *   ended with another code than 0, or took too long.
 */
export async function runProgram(program: Program): Promise<string> {
  const { command, args, cwd = process.cwd(), env = process.env, timeout = 600_000 } = program;
  // Windows starts .cmd files (npm) through a shell only.
  const shell = process.platform === 'win32' && command.endsWith('.cmd');
  return new Promise((resolve, reject) => {
    let output = '';
    const fail = (outcome: string): void => {
      const tail = output.trim().split('\n').slice(-25).join('\n');
      reject(new Error(`${command} ${args.join(' ')}\n(in ${cwd}) ${outcome}. Its last output:\n${tail || '(none)'}`));
    };
    const child = spawn(command, args, { cwd, env, shell, timeout, stdio: ['ignore', 'pipe', 'pipe'] });
    const collect = (chunk: Buffer): void => {
      output += chunk.toString('utf8');
    };
    child.stdout.on('data', collect);
    child.stderr.on('data', collect);
    child.on('error', (error) => {
      fail(`could not be started: ${error.message}`);
    });
    child.on('close', (code, signal) => {
      if (code === 0) resolve(output);
      else fail(signal === null ? `ended with code ${String(code)}` : `was ended by ${signal}`);
    });
  });
}
