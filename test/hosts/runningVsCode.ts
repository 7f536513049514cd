import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { rmSync } from 'node:fs';
import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Log } from './cachedFolder';
import { runProgram } from './runProgram';
import { quietSettings } from './quietSettings';
import type { VsCodeServer } from './vscodeServer';
import { ensureVsCodeServer } from './vscodeServer';

/** How to start VS Code. */
export interface VsCodeOptions {
  /** Absolute path of the folder, or of the `.code-workspace` file, to open. */
  readonly workspace: string;
  /** Absolute path of an extension's folder (with its package.json and build), installed by a link to it. */
  readonly extensionPath?: string;
  /**
   * True loads the extension as one under development instead, as integration tests need it. VS Code then counts as
   * automated: it shows no notification toasts. Default: false.
   */
  readonly development?: boolean;
  /** Packaged extensions (.vsix files) to install first. */
  readonly vsix?: readonly string[];
  /** User settings on top of those that keep the workbench quiet. */
  readonly userSettings?: Readonly<Record<string, unknown>>;
  /** Variables for the extension host on top of this process's own; `undefined` takes one away. */
  readonly env?: Readonly<Record<string, string | undefined>>;
  /** True keeps Workspace Trust on, so that a folder opens in Restricted Mode. Default: false. */
  readonly workspaceTrust?: boolean;
  /** Takes progress lines of the first installation. */
  readonly log?: Log;
}

/** What a page is to load besides the workspace; both need `development`. */
export interface PageOptions {
  /** Absolute path of the module whose `run()` the extension host calls. */
  readonly extensionTestsPath?: string;
  /** Other extensions under development than the one VS Code was started with: absolute paths of their folders. */
  readonly extensionDevelopmentPath?: readonly string[];
}

/** A running VS Code, served at 127.0.0.1. */
export interface RunningVsCode {
  readonly port: number;
  /** VS Code's version, such as "1.139.1". */
  readonly version: string;
  /** The folder with all of its state: settings, storage, installed extensions, logs. Removed on `stop`. */
  readonly dataDir: string;
  /** The address to open in a browser. */
  url(page?: PageOptions): string;
  /** What the server has printed so far; worth showing when a test failed. */
  logs(): string;
  /** Ends the server with all its processes and removes its data. May be called more than once. */
  stop(): Promise<void>;
}

const startLimit = 30_000;
const running = new Set<{ child: ChildProcess; dataDir: string }>();

/**
 * Starts VS Code with its own data folder on a free port and waits until it listens. It sends nothing outside by
 * itself: telemetry, experiments, updates and the extension gallery are off.
 *
 * It ends with this process, whichever way that ends short of SIGKILL.
 *
 * @throws Error with the server's output when it does not come up, or when a VSIX cannot be installed.
 */
export async function startVsCode(options: VsCodeOptions): Promise<RunningVsCode> {
  const server = await ensureVsCodeServer(options.log);
  const dataDir = await mkdtemp(join(tmpdir(), 'vscode-data-'));
  const env = hostEnvironment(dataDir, options.env ?? {});
  try {
    await mkdir(join(dataDir, 'data', 'User'), { recursive: true });
    const settings = { ...quietSettings, ...options.userSettings };
    await writeFile(join(dataDir, 'data', 'User', 'settings.json'), `${JSON.stringify(settings, undefined, 2)}\n`);
    if (options.extensionPath !== undefined && options.development !== true)
      await linkExtension(options.extensionPath, dataDir);
    for (const file of options.vsix ?? []) await installVsix(server, dataDir, env, file);
  } catch (error) {
    await rm(dataDir, { recursive: true, force: true });
    throw error;
  }
  return listen(server, dataDir, env, options);
}

async function listen(
  server: VsCodeServer,
  dataDir: string,
  env: NodeJS.ProcessEnv,
  options: VsCodeOptions,
): Promise<RunningVsCode> {
  const args = [
    server.main,
    ...commonArguments(dataDir),
    ...['--host', '127.0.0.1', '--port', '0', '--without-connection-token'],
    ...['--disable-telemetry', '--disable-experiments', '--disable-update-check', '--force-disable-user-env'],
    // Only with its test driver on does a page accept extensions under development and a suite to run.
    ...(options.development === true ? ['--enable-smoke-test-driver'] : []),
    ...(options.workspaceTrust === true ? [] : ['--disable-workspace-trust']),
  ];
  // A process group of its own, so that the extension host and other children end with it.
  const child = spawn(server.node, args, { env, detached: true, stdio: ['ignore', 'pipe', 'pipe'] });
  const entry = { child, dataDir };
  running.add(entry);
  watchForExit();
  let output = '';
  const ended = new Promise<void>((resolve) =>
    child.once('close', () => {
      resolve();
    }),
  );
  const stop = async (): Promise<void> => {
    killGroup(child);
    await ended;
    running.delete(entry);
    await rm(dataDir, { recursive: true, force: true, maxRetries: 5, retryDelay: 50 });
  };
  try {
    const port = await new Promise<number>((resolve, reject) => {
      const collect = (chunk: Buffer): void => {
        output += chunk.toString('utf8');
        const port = /Extension host agent listening on (\d+)/.exec(output)?.[1];
        if (port !== undefined) resolve(Number(port));
      };
      child.stdout.on('data', collect);
      child.stderr.on('data', collect);
      child.once('error', reject);
      child.once('close', (code) => {
        reject(new Error(`it ended with code ${String(code)}`));
      });
      setTimeout(() => {
        reject(new Error(`it did not listen within ${String(startLimit)} ms`));
      }, startLimit).unref();
    });
    const logs = (): string => output;
    const url = (page: PageOptions = {}): string => pageUrl(port, options, page);
    return { port, version: server.version, dataDir, url, logs, stop };
  } catch (error) {
    await stop();
    const reason = error instanceof Error ? error.message : String(error);
    throw new Error(`VS Code's server did not start: ${reason}. Its output:\n${output.trim() || '(none)'}`, {
      cause: error,
    });
  }
}

function commonArguments(dataDir: string): readonly string[] {
  return ['--accept-server-license-terms', '--server-data-dir', dataDir];
}

/** What lies in the extensions folder when VS Code first starts counts as installed. */
async function linkExtension(extensionPath: string, dataDir: string): Promise<void> {
  const installed = join(dataDir, 'extensions');
  await mkdir(installed, { recursive: true });
  await symlink(extensionPath, join(installed, basename(extensionPath)), 'junction');
}

async function installVsix(server: VsCodeServer, dataDir: string, env: NodeJS.ProcessEnv, file: string): Promise<void> {
  const args = [server.main, ...commonArguments(dataDir), '--install-extension', file, '--force'];
  await runProgram({ command: server.node, args, env, timeout: 120_000 });
}

/** The environment of the extension host: without what an editor around this process, if any, would tell it. */
function hostEnvironment(dataDir: string, extra: Readonly<Record<string, string | undefined>>): NodeJS.ProcessEnv {
  const outer = Object.entries(process.env).filter(([name]) => !/^(VSCODE_|ELECTRON_|NODE_OPTIONS$)/.test(name));
  const own = {
    // No gallery: the workbench would ask it about the extensions it knows, which reaches outside.
    EXTENSIONS_GALLERY: '{"serviceUrl":""}',
    // Where VS Code puts its sockets, which would otherwise outlive it in the temporary folder.
    XDG_RUNTIME_DIR: dataDir,
  };
  const all: NodeJS.ProcessEnv = { ...Object.fromEntries(outer), ...own, ...extra };
  return Object.fromEntries(Object.entries(all).filter(([, value]) => value !== undefined));
}

function pageUrl(port: number, options: VsCodeOptions, page: PageOptions): string {
  if (options.development !== true && (page.extensionTestsPath ?? page.extensionDevelopmentPath) !== undefined) {
    throw new Error('Only a VS Code started with "development" loads extensions under development and suites.');
  }
  const own = options.development === true && options.extensionPath !== undefined ? [options.extensionPath] : [];
  const payload = [
    ...(page.extensionDevelopmentPath ?? own).map((path) => ['extensionDevelopmentPath', remoteUri(path)]),
    ...(page.extensionTestsPath === undefined ? [] : [['extensionTestsPath', remoteUri(page.extensionTestsPath)]]),
    ['skipWelcome', 'true'],
  ];
  const url = new URL(`http://127.0.0.1:${String(port)}/`);
  url.searchParams.set(options.workspace.endsWith('.code-workspace') ? 'workspace' : 'folder', options.workspace);
  url.searchParams.set('payload', JSON.stringify(payload));
  return url.href;
}

/** The literal authority "remote" is how the page names the server it came from. */
function remoteUri(path: string): string {
  return `vscode-remote://remote${pathToFileURL(path).pathname}`;
}

function killGroup(child: ChildProcess): void {
  if (child.pid === undefined || child.exitCode !== null || child.signalCode !== null) return;
  try {
    if (process.platform === 'win32') child.kill();
    else process.kill(-child.pid, 'SIGKILL');
  } catch {
    // Gone already.
  }
}

let watching = false;

function watchForExit(): void {
  if (watching) return;
  watching = true;
  process.once('exit', () => {
    for (const { child, dataDir } of running) {
      killGroup(child);
      rmSync(dataDir, { recursive: true, force: true });
    }
  });
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    process.once(signal, () => {
      // A program that listens for itself ends in its own way, and what is left goes when it exits.
      if (process.listenerCount(signal) === 0) process.exit(signal === 'SIGINT' ? 130 : 143);
    });
  }
}
