import { spawn } from 'node:child_process';
import { dirname } from 'node:path';

import { simpleGit } from 'simple-git';

import { HumanError, messageOf } from '../core/errors';
import { visibleText } from '../core/visibleText';
import type { GitProgram } from './gitProgram';

/** One run of git. `args` hold options written here and full SHAs, nothing else. */
export interface GitRun {
  readonly program: GitProgram;
  readonly environment: Readonly<Record<string, string>>;
  readonly args: readonly string[];
  /** Written to git's standard input. */
  readonly input?: string;
  readonly timeoutMs: number;
  readonly maxBytes: number;
  readonly signal?: AbortSignal | undefined;
  /** git starts programs of its own (a transport helper), which have to end with it. Only `streamGit` heeds it. */
  readonly hasHelpers?: boolean;
}

/** git wrote more than the run allows; it was stopped. */
export class OutputTooLarge extends HumanError {
  override name = 'OutputTooLarge';

  constructor(maxBytes: number) {
    super('git', `git was stopped: its answer is larger than ${Math.floor(maxBytes / 1_048_576)} MB.`);
  }
}

/** git could not be started, or ended with an error. */
export class GitFailed extends HumanError {
  /** All that git said, as it said it. */
  readonly complaint: string;

  constructor(complaint: string, options: ErrorOptions) {
    const firstLine = complaint.trim().split('\n', 1)[0] ?? '';
    super('git', `git could not read the clone: ${visibleText(firstLine.slice(0, 300))}`, options);
    this.complaint = complaint;
  }
}

interface Stops {
  readonly all: AbortSignal;
  readonly timeout: AbortSignal;
  readonly overflow: AbortController;
}

function stopsOf(run: GitRun): Stops {
  const timeout = AbortSignal.timeout(run.timeoutMs);
  const overflow = new AbortController();
  const asked = run.signal === undefined ? [] : [run.signal];
  return { all: AbortSignal.any([...asked, timeout, overflow.signal]), timeout, overflow };
}

function problem(run: GitRun, stops: Stops, cause: unknown): HumanError {
  if (run.signal?.aborted === true) return new HumanError('cancelled', 'Reading the clone was cancelled.', { cause });
  if (stops.overflow.signal.aborted) return new OutputTooLarge(run.maxBytes);
  if (stops.timeout.aborted) {
    const seconds = Math.ceil(run.timeoutMs / 1000);
    return new HumanError('git', `git did not finish within ${seconds} seconds and was stopped.`, { cause });
  }
  return new GitFailed(messageOf(cause), { cause });
}

/**
 * Runs a git command whose answer is short, through simple-git, and gives its output. A command that fails without a
 * word (as `merge-base` does) gives the empty string. Rejects with `HumanError` `git` or `cancelled`.
 */
export async function askGit(run: GitRun): Promise<string> {
  const stops = stopsOf(run);
  let bytes = 0;
  try {
    return await simpleGit({
      // git's own folder: the one place that surely exists and that no repository controls; GIT_DIR names the repository.
      baseDir: dirname(run.program.path),
      binary: run.program.path,
      abort: stops.all,
      allowEnvironment: Object.keys(run.environment),
      // Both paths come from this extension: GIT_CONFIG_GLOBAL=/dev/null and "C:\Program Files\Git\cmd\git.exe".
      unsafe: { allowUnsafeConfigPaths: true, allowUnsafeCustomBinary: true },
      // simple-git also takes "exit + 50 ms" for the end, and then loses output that is still in the pipe.
      completion: { onClose: true, onExit: false },
      ...(run.input === undefined ? {} : { input: () => run.input }),
    })
      .env({ ...run.environment })
      .outputHandler((_command, stdout) => {
        stdout.on('data', (chunk: Buffer) => {
          bytes += chunk.length;
          if (bytes > run.maxBytes) stops.overflow.abort();
        });
      })
      .raw([...run.args]);
  } catch (error) {
    throw problem(run, stops, error);
  }
}

/**
 * Runs a git command whose answer may be long and gives its output as it comes. The sequence ends only when git ended
 * well; else it throws `HumanError` `git`, `cancelled` or {@link OutputTooLarge}. Leaving the loop kills git.
 *
 * simple-git gathers a whole answer before it hands it over, hence the plain process here.
 */
export async function* streamGit(run: GitRun): AsyncGenerator<Buffer, void, undefined> {
  const stops = stopsOf(run);
  const wasStopped = (): boolean => stops.all.aborted;
  if (wasStopped()) throw problem(run, stops, stops.all.reason);
  // A process group of its own can be killed whole; Windows has none.
  const isGroup = run.hasHelpers === true && process.platform !== 'win32';
  const child = spawn(run.program.path, [...run.args], {
    cwd: dirname(run.program.path),
    env: { ...run.environment },
    stdio: 'pipe',
    windowsHide: true,
    detached: isGroup,
    signal: stops.all,
    killSignal: 'SIGKILL',
  });
  const stop = (): void => {
    if (isGroup) killGroup(child.pid);
    child.kill('SIGKILL');
    // A program that git left behind may hold the other end of the pipe.
    child.stdout.destroy();
  };
  stops.all.addEventListener('abort', stop, { once: true });
  let complaint = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    if (complaint.length < 4096) complaint += text;
  });
  const ended = new Promise<number | Error | null>((resolve) => {
    child.once('error', resolve);
    child.once('close', resolve);
  });
  // A git that ends before it read everything is judged by its exit code.
  child.stdin.on('error', () => undefined);
  child.stdin.end(run.input ?? '');

  let bytes = 0;
  let isOver = false;
  try {
    const output: AsyncIterable<Buffer> = child.stdout;
    for await (const chunk of output) {
      bytes += chunk.length;
      if (bytes > run.maxBytes) {
        stops.overflow.abort();
        break;
      }
      yield chunk;
    }
    const end = await ended;
    isOver = true;
    if (end !== 0 || wasStopped()) {
      const silent = `it ended with ${end === null ? 'a signal' : `code ${String(end)}`}.`;
      throw problem(run, stops, end instanceof Error ? end : new Error(complaint === '' ? silent : complaint));
    }
  } catch (error) {
    throw error instanceof HumanError ? error : problem(run, stops, error);
  } finally {
    stops.all.removeEventListener('abort', stop);
    if (!isOver) stop();
  }
}

function killGroup(leader: number | undefined): void {
  if (leader === undefined) return;
  try {
    process.kill(-leader, 'SIGKILL');
  } catch {
    // Everybody of it has ended.
  }
}
