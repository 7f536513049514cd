import { spawn } from 'node:child_process';
import { openSync, closeSync, readFileSync, readdirSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';

/** A program to measure. Its standard output goes into a file, so that the reader's speed does not count. */
export interface MeasuredProgram {
  readonly command: string;
  readonly args: readonly string[];
  readonly cwd: string;
  readonly env: NodeJS.ProcessEnv;
  /** Where the standard output goes; what was there is replaced. */
  readonly outputFile: string;
}

/** How one run went. */
export interface MeasuredRun {
  /** From the start of the process to its end. */
  readonly seconds: number;
  /** Resident memory of the largest process of the tree at its highest, in bytes; `null` where it was not measured. */
  readonly peakBytes: number | null;
  /** `null` when it ended well, else how it ended. */
  readonly failure: string | null;
}

/** Whether this system tells how much memory a process had at its highest (proc_pid_status(5): VmHWM). */
export const canMeasureMemory = process.platform === 'linux';

const pollMs = 5;
/** How long something that a program left running is waited for. */
const leftoverMs = 10_000;

/**
 * Runs a program to its end, or kills it with everything that it started.
 *
 * @param withMemory watches the memory of the processes, which takes a little time from them.
 */
export async function measure(
  program: MeasuredProgram,
  limitSeconds: number,
  withMemory: boolean,
): Promise<MeasuredRun> {
  const output = openSync(program.outputFile, 'w');
  try {
    const start = performance.now();
    const child = spawn(program.command, [...program.args], {
      cwd: program.cwd,
      env: program.env,
      stdio: ['ignore', output, 'pipe'],
      // A group of its own, which can be killed as a whole.
      detached: true,
    });
    let complaint = '';
    child.stderr?.setEncoding('utf8').on('data', (text: string) => {
      complaint = `${complaint}${text}`.slice(-2000);
    });
    const { pid } = child;
    let peakBytes: number | null = null;
    const watch = (): void => {
      for (const each of pid === undefined ? [] : treeOf(pid)) {
        const bytes = peakOf(each);
        if (bytes !== null) peakBytes = Math.max(peakBytes ?? 0, bytes);
      }
    };
    const watching = withMemory && canMeasureMemory ? setInterval(watch, pollMs) : null;
    const killed = new AbortController();
    const limit = setTimeout(() => {
      killed.abort();
      if (pid !== undefined) killGroup(pid);
    }, limitSeconds * 1000);
    const end = await new Promise<string | null>((done) => {
      child.once('error', (error) => done(`could not be started: ${error.message}`));
      child.once('exit', (code, signal) => {
        if (code === 0) done(null);
        else done(code === null ? `was ended by ${String(signal)}` : `ended with code ${code}`);
      });
    });
    const seconds = (performance.now() - start) / 1000;
    clearTimeout(limit);
    if (watching !== null) clearInterval(watching);
    // What it left running would take time from the next one.
    const latest = performance.now() + leftoverMs;
    while (pid !== undefined && isGroupAlive(pid) && performance.now() < latest) await sleep(20);
    return {
      seconds,
      peakBytes,
      failure: killed.signal.aborted ? `killed after ${limitSeconds} s` : withReason(end, complaint),
    };
  } finally {
    closeSync(output);
  }
}

function withReason(end: string | null, complaint: string): string | null {
  if (end === null) return null;
  const reason = complaint
    .split('\n')
    .map((line) => line.trim())
    .find((line) => /error|fatal/i.test(line));
  return reason === undefined ? end : `${end}: ${reason.slice(0, 160)}`;
}

function isGroupAlive(pid: number): boolean {
  if (process.platform === 'win32') return false;
  try {
    process.kill(-pid, 0);
    return true;
  } catch {
    return false;
  }
}

function killGroup(pid: number): void {
  try {
    process.kill(process.platform === 'win32' ? pid : -pid, 'SIGKILL');
  } catch {
    // It has just ended.
  }
}

/** A process and all that it started, as far as they are alive. */
function treeOf(pid: number): number[] {
  const found = [pid];
  for (const parent of found) {
    for (const thread of entriesOf(`/proc/${parent}/task`)) {
      const children = textOf(`/proc/${parent}/task/${thread}/children`).trim();
      if (children !== '') found.push(...children.split(' ').map(Number));
    }
  }
  return found;
}

function peakOf(pid: number): number | null {
  const kilobytes = /^VmHWM:\s+(\d+) kB$/m.exec(textOf(`/proc/${pid}/status`))?.[1];
  return kilobytes === undefined ? null : Number(kilobytes) * 1024;
}

function entriesOf(folder: string): readonly string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}

function textOf(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return '';
  }
}
