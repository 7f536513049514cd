import { existsSync } from 'node:fs';
import { chmod, mkdir, mkdtemp, rename, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { Writable } from 'node:stream';
import { fileURLToPath } from 'node:url';
import { downloadAndUnzipVSCode, runTests, TestRunFailedError } from '@vscode/test-electron';
import { launchBrowser } from './browser';
import type { Log } from './cachedFolder';
import { cacheRoot } from './projectFolders';
import { quietSettings } from './quietSettings';
import { describeResults, readResults, resultsVariable } from './testResults';
import { ensureVsCodeServer } from './vscodeServer';

/** One run of a suite in a real extension host. */
export interface IntegrationRun {
  /** Absolute path of the extension's folder. */
  readonly extensionPath: string;
  /** Absolute path of a CommonJS module that exports `run(): Promise<void>` (see `runSuite`). */
  readonly suite: string;
  /** Absolute path of the folder, or of the `.code-workspace` file, to open. */
  readonly workspace: string;
  /** Variables for the extension host on top of this process's own. */
  readonly env?: Readonly<Record<string, string>>;
  /** User settings on top of those that keep the workbench quiet. */
  readonly userSettings?: Readonly<Record<string, unknown>>;
  readonly log?: Log;
}

/** How a suite ended. */
export interface IntegrationOutcome {
  readonly passed: number;
  /** At least 1 when the suite or VS Code itself failed, even if no single test did. */
  readonly failed: number;
  /** One line per test, failures with their stacks; all that VS Code printed when there is no such list. */
  readonly output: string;
}

/**
 * Runs a suite in VS Code's own extension host: in the desktop, downloaded by `@vscode/test-electron`, when the
 * environment variable VSCODE_TEST_HOST is "desktop" (under Linux this needs a display, such as xvfb-run gives),
 * else in VS Code's server with a headless browser in front, which needs the npm registry only.
 */
export async function runIntegration(run: IntegrationRun): Promise<IntegrationOutcome> {
  const log = run.log ?? console.log;
  const vscodeExecutablePath = await executable(log);
  // Short, since the desktop makes a socket in it and the system limits the length of its path.
  const folder = await mkdtemp(join(tmpdir(), 'vscode-run-'));
  const results = join(folder, 'results.json');
  const printed = new Collector();
  try {
    await mkdir(join(folder, 'User'));
    const settings = { ...quietSettings, ...run.userSettings };
    await writeFile(join(folder, 'User', 'settings.json'), JSON.stringify(settings));
    let failure: string | undefined;
    try {
      await runTests({
        vscodeExecutablePath,
        extensionDevelopmentPath: run.extensionPath,
        extensionTestsPath: run.suite,
        extensionTestsEnv: { ...run.env, [resultsVariable]: results },
        launchArgs: [run.workspace, `--user-data-dir=${folder}`, `--extensions-dir=${join(folder, 'extensions')}`],
        stdout: printed,
        stderr: printed,
      });
    } catch (error) {
      if (!(error instanceof TestRunFailedError)) throw error;
      failure = error.message;
    }
    return outcome(results, failure, printed.text);
  } finally {
    await rm(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 50 });
  }
}

function outcome(file: string, failure: string | undefined, printed: string): IntegrationOutcome {
  const results = readResults(file);
  if (results === undefined) {
    return { passed: 0, failed: 1, output: `The suite left no results (${failure ?? 'it ended well'}).\n${printed}` };
  }
  const passed = results.tests.filter((test) => test.state === 'passed').length;
  const failed = results.tests.filter((test) => test.state === 'failed').length;
  if (failure !== undefined && failed === 0) {
    return { passed, failed: 1, output: `${describeResults(results)}\n${failure}\n${printed}` };
  }
  return { passed, failed, output: describeResults(results) };
}

async function executable(log: Log): Promise<string> {
  if (process.env['VSCODE_TEST_HOST'] === 'desktop') return downloadAndUnzipVSCode({ cachePath: cacheRoot });
  // Whatever has to be installed first is installed here, where its progress is seen.
  await ensureVsCodeServer(log);
  await (await launchBrowser(log)).close();
  return writeShim();
}

/** A program file that starts the shim with this very Node, whatever Node the path would find. */
async function writeShim(): Promise<string> {
  const script = shimScript();
  const windows = process.platform === 'win32';
  const file = join(cacheRoot, windows ? 'code-in-browser.cmd' : 'code-in-browser');
  const start = `"${process.execPath}" "${script}"`;
  await mkdir(cacheRoot, { recursive: true });
  const own = `${file}.${String(process.pid)}`;
  await writeFile(own, windows ? `@${start} %*\r\n` : `#!/bin/sh\nexec ${start} "$@"\n`);
  await chmod(own, 0o755);
  await rename(own, file);
  return file;
}

/** This module may have been bundled into a shared chunk, one folder above the shim. */
function shimScript(): string {
  const here = dirname(fileURLToPath(import.meta.url));
  const places = [join(here, 'electronShim.mjs'), join(here, 'hosts', 'electronShim.mjs')];
  const found = places.find((place) => existsSync(place));
  if (found === undefined)
    throw new Error(`The test hosts are not built: no electronShim.mjs at ${places.join(' or ')}.`);
  return found;
}

/** Keeps what is written to it. */
class Collector extends Writable {
  text = '';

  override _write(chunk: Buffer | string, _encoding: BufferEncoding, done: () => void): void {
    this.text += chunk.toString();
    done();
  }
}
